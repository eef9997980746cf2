"""A chart follows the page around it, in a real browser."""

from __future__ import annotations

import io

import numpy as np
import pytest

from course_utils import charts

pytestmark = pytest.mark.browser

# How pages speak of their theme, and whether they keep style sheets.
PAGES = {
    "lab": ('data-jp-theme-light="{light}" style="color-scheme:{theme};background:{paper}"', True),
    "lab, not trusted": (
        'data-jp-theme-light="{light}" style="color-scheme:{theme};background:{paper}"',
        False,
    ),
    "nbconvert": ('data-jp-theme-light="{light}" style="background:{paper}"', True),
    "vscode": ('class="vscode-{theme}" style="background:{paper}"', True),
}


@pytest.fixture(scope="module")
def chart() -> charts.Chart:
    fig, ax = charts.figure("One title", "and what is drawn")
    ax.set_axis_off()
    return charts.show(fig, alt="A title and a subtitle stand above 0 lines.")


def shades(browser, body: str, machine: str) -> np.ndarray:
    """Return the brightness of each pixel where the words stand."""
    from PIL import Image

    page = browser.new_page(viewport={"width": 400, "height": 60}, color_scheme=machine)
    page.set_content(f"<!doctype html><meta charset=utf-8>{body}")
    page.wait_for_function("[...document.images].every(image => image.complete)")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
    page.close()
    return np.asarray(picture)


@pytest.mark.parametrize("machine", ["light", "dark"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_words_stand_out_whatever_the_machine_prefers(
    browser, chart: charts.Chart, kind: str, theme: str, machine: str
) -> None:
    attributes, keeps_styles = PAGES[kind]
    html = chart.image if keeps_styles else chart.image[chart.image.index("<img") :]
    is_light = theme == "light"
    paper = "#ffffff" if is_light else "#111111"
    body = attributes.format(light=str(is_light).lower(), theme=theme, paper=paper)
    seen = shades(browser, f"<body {body}>{html}", machine)
    if is_light:
        assert seen.max() == 255
        assert seen.min() < 60
    else:
        assert seen.min() <= 17
        assert seen.max() > 200


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_inline_pictures_follow_the_theme(browser, chart: charts.Chart, theme: str) -> None:
    is_light = theme == "light"
    paper = "#ffffff" if is_light else "#111111"
    seen = shades(
        browser,
        f'<body data-jp-theme-light="{str(is_light).lower()}" style="background:{paper}">{chart.inline}',
        "light",
    )
    assert (seen.min() < 60) if is_light else (seen.max() > 200)


def test_the_alt_text_is_the_name_of_the_image(browser, chart: charts.Chart) -> None:
    page = browser.new_page()
    page.set_content(chart.image)
    assert page.get_by_role("img", name=chart.alt).count() == 1
    page.set_content(chart.inline)
    assert page.get_by_role("img", name=chart.alt).count() == 1
    page.close()
