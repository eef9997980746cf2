"""The incident room and the register in a real JupyterLab: by pointer, by keyboard, in both themes."""

import pytest
from desks import accessible, fixtures, said

pytestmark = pytest.mark.browser

ROOM, REGISTER = "Incident room", "The register and its loss curve"


desk, lab = fixtures("risk")


def test_turns_are_played_by_the_button_and_by_keys(lab):
    w = lab.widget(ROOM)
    w.scroll_into_view_if_needed()
    said(w, "12:00. ")
    button = w.get_by_role("button", name="Next five minutes")
    button.click()
    said(w, "12:05. ")
    button.focus()
    lab.keys("Enter")
    said(w, "12:10. ")
    lab.keep(w, "risk-room-2")
    for turn in range(3, 25):
        button.click()
        minutes = 5 * turn
        said(w, f"{12 + minutes // 60}:{minutes % 60:02d}. ")
    assert "same luck" in w.inner_text()
    lab.keep(w, "risk-room")


def test_the_reserve_moves_by_keys(lab):
    w = lab.widget(REGISTER)
    w.scroll_into_view_if_needed()
    before = said(w, "set aside")
    w.locator("[data-handle]").first.focus()
    lab.keys(*["ArrowRight"] * 10)
    lab.until(lambda: said(w, "set aside") != before)
    lab.keep(w, "risk-register-moved")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_to_look_at_and_axe(lab, theme):
    lab.theme(theme)
    for title, name in ((ROOM, "room"), (REGISTER, "register")):
        w = lab.widget(title)
        w.scroll_into_view_if_needed()
        assert w.bounding_box()["height"] < 900
        lab.keep(w, f"risk-{name}-{theme}")
    assert accessible(lab) > 12
    assert not lab.errors
