"""The widgets of lesson 4 in a real JupyterLab: by mouse and by keyboard, in light and in dark."""

import pytest
from desks import fixtures, steal

pytestmark = pytest.mark.browser

TITLES = (
    *("Interview a customer", "The journey, pinned to evidence"),
    "Code the quotes; what the other coder said comes at the end",
)


desk, talk = fixtures("research", viewport={"width": 1280, "height": 1400})


def pinned(desk, step):
    """The evidence under a step of the journey that is kept."""
    value = desk.kept("journey") or {"pins": {}}
    return value["pins"].get(step, [])


def test_widgets_of_lesson_four(desk, talk):
    page = talk.page

    # The interview: cards by mouse, one by keyboard, one in own words, then the truth card.
    found = talk.fresh("Interview a customer")
    log = found.locator(".pml-log")
    found.get_by_role("button", name="The reports save you a lot of time, don't they?").click()
    found.locator(".pml-worth[data-worth=opinion]").wait_for()
    found.get_by_role("button", name="Tell me about the last time you showed").press("Enter")
    found.locator(".pml-worth[data-worth=fact]").wait_for()
    assert "Monday meeting" in log.inner_text()
    own = found.get_by_role("textbox", name="What you say, in your own words")
    own.fill("And what happened then?")
    own.press("Enter")
    found.locator(".pml-theirs", has_text="spreadsheet").wait_for()
    found.locator("[data-key='topic reports']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    found.get_by_role("button", name="Is it easy to invite people?").wait_for()
    assert found.get_by_role("meter", name="Trust").get_attribute("aria-valuenow") == "46"
    talk.keep_both(found, "research-interview")
    found.get_by_role("button", name="End the interview").click()
    found.get_by_text("The truth card: 2 of 6 came out").wait_for()
    assert "The events: last on 12 May" in found.inner_text()
    assert desk.kept("interview")["ended"] is True
    talk.keep_both(found, "research-truth")
    found.get_by_role("button", name="Undo").click()
    found.get_by_role("button", name="End the interview").wait_for()
    assert found.locator(".pml-log li").count() == 3

    # The journey: a point and a pin by keyboard, the other by mouse; what is not held falls.
    found = talk.fresh("The journey, pinned to evidence")
    point = found.get_by_role("slider", name="Signs up")
    point.focus()
    page.keyboard.press("ArrowDown")
    found.locator("[role=slider][aria-valuenow='-1']").wait_for()
    for name in ("quote 1", "ticket 2"):
        card = found.locator(f"[data-key='{name}']").first
        card.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        talk.until(lambda name=name: name in pinned(desk, "signs_up"))
    shaft = found.locator("[data-shaft=renews]")
    shaft.click(position={"x": 20, "y": 20})
    found.locator("[role=slider][aria-valuenow='2']").wait_for()
    drop = found.get_by_role("button", name="Let go of the points")
    drop.click()
    found.get_by_text("1 of 2 points stand").wait_for()
    assert "this is what you believe" in found.inner_text()
    value = desk.kept("journey")
    assert value["felt"] == {"signs_up": -1, "renews": 2}
    assert value["pins"]["signs_up"] == ["quote 1", "ticket 2"]
    talk.keep_both(found, "research-journey")
    card = found.locator(".pml-evidence .pml-card").first
    box, to = card.bounding_box(), found.locator("[data-step=renews]").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(to["x"] + 30, to["y"] + 90, steps=6)
    page.mouse.up()
    talk.until(lambda: len(pinned(desk, "renews")) == 1)

    # Coding: by mouse, then by keyboard; agreement moves.
    found = talk.fresh("Code the quotes; what the other coder said comes at the end")
    quotes = found.locator(".pml-quotes > li")
    for place, code in enumerate(("visibility", "visibility", "price")):
        quotes.nth(place).get_by_role("radio", name=code).click()
    found.get_by_text("1 quote to code, blind").wait_for()
    assert "The other coder says" not in found.inner_text()
    quotes.nth(2).get_by_role("radio", name="price").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    found.get_by_text("The same on 3 of 4").first.wait_for()
    assert "The other coder says: reporting" in quotes.nth(1).inner_text()
    assert desk.kept("coding")["q4"] == "reporting"
    # Locked, as the other's codes are seen: a press only says so.
    quotes.nth(0).get_by_role("radio", name="price").click(force=True)
    found.get_by_text("Your codes are locked").wait_for(state="attached")
    talk.wait_idle()
    assert desk.kept("coding")["q1"] == "visibility"
    talk.keep_both(found, "research-coding")
    assert not talk.errors


@pytest.mark.parametrize("width", [1280, 900])
def test_what_is_said_and_what_it_did_fit_one_screen(desk, talk, width):
    with talk.seen(width, 700):
        fits_one_screen(desk, talk, width)


def fits_one_screen(desk, talk, width):
    page = talk.page
    found = talk.fresh("Interview a customer")
    own = found.get_by_role("textbox", name="What you say, in your own words")

    def seen(*parts):
        for part in parts:
            box = part.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 700
            assert box["x"] + box["width"] <= width

    said = [
        "Hi, I am here to learn how you work, I have nothing to sell. May I record this?",
        "Whne did you lst open a report?",
        "That sounds frustrating. What made it so dificult?",
        "zorble the flange",
    ]
    for number, words in enumerate(said, 1):
        own.fill(words)
        own.press("Enter")
        reply = found.locator(".pml-log > li").nth(number - 1).locator(".pml-did")
        reply.wait_for()
        page.wait_for_timeout(200)
        seen(own, reply, found.get_by_role("meter", name="Trust"))
    offered = found.get_by_role("group", name="Do you mean").get_by_role("button")
    assert offered.count() == 3
    seen(offered.last)
    talk.keep_both(found, f"research-interview-{width}")
    talk.keep(page, f"research-interview-screen-{width}")
    trust = found.get_by_role("meter", name="Trust").get_attribute("aria-valuenow")
    offered.first.press("Enter")
    found.locator(".pml-log > li").nth(4).locator(".pml-did").wait_for()
    talk.until(lambda: len(desk.kept("interview")["asked"]) == 5)
    assert trust == "71"
    assert own.evaluate("node => node.getRootNode().activeElement === node")
    found.get_by_role("button", name="Undo").click()
    talk.until(lambda: len(desk.kept("interview")["asked"]) == 4)

    # What is said back is answered by three summaries: by keyboard, by number, by mouse.
    def says_back(already):
        own.fill("So you have to do it in some other way?")
        own.press("Enter")
        talk.until(lambda: len(desk.kept("interview")["asked"]) == already + 1)
        offered.nth(2).wait_for()
        page.wait_for_timeout(200)
        seen(own, offered.first, offered.last)
        reply = found.locator(".pml-log > li").last.locator(".pml-theirs").bounding_box()
        assert reply["y"] >= found.locator(".pml-log").bounding_box()["y"]
        assert [words[:2] for words in offered.all_inner_texts()] == ["1 ", "2 ", "3 "]
        return offered

    says_back(4).first.focus()
    talk.keep_both(found, f"research-summaries-{width}")
    talk.keep(page, f"research-summaries-screen-{width}")
    offered.first.focus()
    talk.keys("ArrowDown", "ArrowDown", "Enter")
    talk.until(lambda: len(desk.kept("interview")["asked"]) == 6)
    offered.first.wait_for(state="hidden")
    assert own.evaluate("node => node.getRootNode().activeElement === node")
    for choose in ("type", "press"):
        for already in (5, 4):
            found.get_by_role("button", name="Undo").click()
            talk.until(lambda n=already: len(desk.kept("interview")["asked"]) == n)
        says_back(4)
        if choose == "type":
            own.fill("2")
            own.press("Enter")
        else:
            offered.nth(1).click()
        talk.until(lambda: len(desk.kept("interview")["asked"]) == 6)
        offered.first.wait_for(state="hidden")
    for already in (5, 4):
        found.get_by_role("button", name="Undo").click()
        talk.until(lambda n=already: len(desk.kept("interview")["asked"]) == n)
    found.get_by_role("button", name="End the interview").click()
    found.get_by_text("The truth card: 2 of 6 came out").wait_for()
    page.set_viewport_size({"width": width, "height": 1600})  # else the picture is cut
    talk.keep_both(found, f"research-truth-{width}")
    assert not talk.errors


def test_a_press_outlives_the_answer_to_the_one_before(desk, talk):
    found = talk.fresh("Interview a customer")
    found.locator("[data-key='topic reports']").click()
    talk.occupy(2)
    found.get_by_role("button", name="Tell me about the last time you showed").click()
    button = found.get_by_role("button", name="The reports save you a lot of time, don't they?")
    button.hover()
    talk.page.mouse.down()
    talk.saved(found, "interview", {"asked": ["past/reports"], "ended": False})
    talk.wait_idle()
    talk.page.mouse.up()
    both = ["past/reports", "leading/reports"]
    talk.saved(found, "interview", {"asked": both, "ended": False})
    found = talk.fresh("The journey, pinned to evidence")
    found.get_by_role("slider", name="Signs up").focus()
    talk.occupy(2)
    talk.keys("ArrowUp")
    found.locator("[data-key='quote 1']").first.focus()
    talk.page.keyboard.down("Space")
    talk.until(lambda: (desk.kept("journey") or {}).get("felt") == {"signs_up": 1})
    talk.wait_idle()
    talk.page.keyboard.up("Space")
    talk.keys("ArrowRight", "ArrowRight", "Space")
    talk.until(lambda: pinned(desk, "signs_up") == ["quote 1"])


def test_by_touch(desk, talk):
    found = talk.fresh("Interview a customer")
    found.locator("[data-key='topic reports']").tap()
    found.get_by_role("button", name="Tell me about the last time you showed").tap()
    found.locator(".pml-theirs").last.wait_for()
    talk.saved(found, "interview", {"asked": ["past/reports"], "ended": False})
    found = talk.fresh("The journey, pinned to evidence")
    shaft = found.locator("[data-shaft=renews]")
    shaft.tap(position={"x": 20, "y": 20})
    card = found.locator(".pml-evidence .pml-card").first
    talk.swipe(card, found.locator("[data-step=renews]"), at=(0.5, 0.8))
    talk.until(lambda: len(pinned(desk, "renews")) == 1)
    assert desk.kept("journey")["felt"] == {"renews": 2}
    found = talk.fresh("Code the quotes; what the other coder said comes at the end")
    found.get_by_text("The other coder says").wait_for(state="hidden")
    found.locator(".pml-quotes > li").nth(3).get_by_role("radio", name="price").tap()
    talk.saved(found, "coding", {"q4": "price"})


def test_notebook_7_by_keyboard(desk):
    page = desk.page().start("notebooks")
    found = page.fresh("Interview a customer")
    found.get_by_role("button", name="Tell me about the last time you showed").focus()
    page.keys("Enter")
    found.locator(".pml-theirs").last.wait_for()
    page.saved(found, "interview", {"asked": ["past/reports"], "ended": False})
    found = page.fresh("The journey, pinned to evidence")
    found.get_by_role("slider", name="Signs up").focus()
    page.keys("ArrowDown")
    found.locator("[data-key='quote 1']").first.focus()
    page.keys("Space", "ArrowRight", "ArrowRight", "Space")
    page.until(lambda: pinned(desk, "signs_up") == ["quote 1"])
    assert desk.kept("journey")["felt"] == {"signs_up": -1}
    found = page.fresh("Code the quotes; what the other coder said comes at the end")
    found.locator(".pml-quotes > li").first.get_by_role("radio", name="visibility").focus()
    page.keys("Space", "ArrowDown")
    page.saved(found, "coding", {"q1": "visibility"})
    steal(page, TITLES)
    page.page.context.close()
