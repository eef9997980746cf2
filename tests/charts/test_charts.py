"""The house style: readable in every theme, for every eye, and with words for those who cannot see."""

from __future__ import annotations

import base64
import importlib
import inspect
import itertools
import os
import re
import subprocess
import sys
import warnings
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from places import ROOT
from sample_charts import DAILY, SAMPLES

from course_utils import charts
from course_utils.charts import style
from course_utils.charts.picture import check_alt
from course_utils.toolkit import metrics

TEXT = "{http://www.w3.org/2000/svg}text"
ALT = "Daily active users stay near 900 and drop to 0 on 14 June 2026."


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def plain_figure(points: int = 50):
    fig, ax = charts.figure("Users fell on one day", "Daily active users")
    ax.plot(np.sin(np.arange(points) / 7) + np.arange(points) % 13, label="a & <b>")
    ax.legend()
    return fig


def decode(chart: charts.Chart) -> str:
    return base64.b64decode(re.search(r'base64,([^"]+)"', chart.image)[1]).decode("utf-8")


def words(chart: charts.Chart) -> str:
    return " | ".join(
        "".join(text.itertext()) for text in ElementTree.fromstring(chart.svg).findall(".//{*}text")
    )


# Colour ----------------------------------------------------------------------------------------


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio."""
    low, high = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    matrix = [[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]]
    xyz = np.array(matrix) @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.0888]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
EYES = {
    "typical": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def test_text_and_marks_have_contrast() -> None:
    for paper, twin in ((style.PAPER, lambda c: c), (style.DARK[style.PAPER], style.DARK.get)):
        assert contrast(twin(style.INK), paper) >= 7
        assert contrast(twin(style.SOFT), paper) >= 4.5
    for colour in style.CYCLE:
        for shade in (colour, style.DARK[colour]):
            # Both shades on both papers: a page that shows the wrong twin can still be read.
            assert contrast(shade, style.PAPER) >= 3
            assert contrast(shade, style.DARK[style.PAPER]) >= 3


@pytest.mark.parametrize("eye", EYES)
def test_colours_stay_apart(eye: str) -> None:
    for shades in (style.CYCLE, [style.DARK[colour] for colour in style.CYCLE]):
        seen = [lab(np.array(EYES[eye]) @ linear(shade)) for shade in shades]
        apart = min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2))
        assert apart > 8


# The picture -----------------------------------------------------------------------------------


def test_charts_load_matplotlib_only_when_they_draw() -> None:
    code = (
        "import sys; from course_utils import charts; charts.BLUE; charts.show;"
        "assert not {'matplotlib', 'numpy', 'pandas', 'ipywidgets'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="it has: BLUE"):
        charts.pie  # noqa: B018


@pytest.mark.parametrize(
    "alt", ["", "   ", "chart", "A chart of daily active users over time", "Up 3", "1 2 3 4 5"]
)
def test_lazy_alt_text_is_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="with its numbers"):
        charts.show(plain_figure(), alt=alt)


def test_show_says_what_it_takes() -> None:
    with pytest.raises(TypeError, match="figure first"):
        charts.show(plain_figure().axes[0], alt=ALT)
    with pytest.raises(TypeError, match="sentence"):
        charts.show(plain_figure(), alt=None)


def test_a_chart_is_an_image_with_alt_text() -> None:
    chart = charts.show(plain_figure(), alt='Users "fell" by <b>50</b>%,\n from 100 to 50 a day.')
    bundle = chart._repr_mimebundle_()
    assert bundle["text/plain"] == 'Users "fell" by <b>50</b>%, from 100 to 50 a day.'
    image = re.sub("<style>.*?</style>", "", bundle["text/html"])
    assert re.fullmatch(r"<img [^<>]*>", image)
    assert 'alt="Users &quot;fell&quot; by &lt;b&gt;50&lt;/b&gt;%, from 100 to 50 a day."' in image
    # A notebook that is not trusted loses inline SVG and style sheets, and keeps this.
    assert "<svg" not in bundle["text/html"]
    ElementTree.fromstring(decode(chart))


def test_house_colours_follow_the_theme_and_others_stay() -> None:
    fig, ax = charts.figure("A title")
    ax.plot([1, 2], color=charts.BLUE)
    ax.plot([2, 1], color="#123456")
    chart = charts.show(fig, alt=ALT)
    blue = list(style.DARK).index(style.BLUE)
    assert f"stroke:var(--c{blue})" in chart.svg
    assert "stroke:#123456" in chart.svg
    for picture in (decode(chart), chart.inline):
        assert f"--c{blue}:{style.BLUE}" in picture
        assert f"--c{blue}:{style.DARK[style.BLUE]}" in picture
    assert "prefers-color-scheme:dark" in decode(chart)
    assert "prefers-color-scheme" not in chart.inline
    assert 'role="img"' in chart.inline
    # A style sheet in inline SVG reaches the whole page unless each rule is scoped.
    rules = re.search("<style>(.*?)</style>", chart.inline)[1]
    assert all(
        ".pmlab-inline" in part
        for rule in rules.split("}")[:-1]
        for part in rule.split("{")[0].split(",")
    )


def test_the_background_is_clear_and_ids_are_few() -> None:
    svg = charts.show(plain_figure(), alt=ALT).svg
    assert "#ffffff" not in svg.lower()
    assert not re.search(r'<g[^>]* id="', svg)
    assert all(f'id="{name}"' in svg for name in re.findall(r"url\(#(\w+)\)", svg))
    assert "DejaVu" not in svg
    assert "<metadata" not in svg


def test_pictures_are_the_same_every_time() -> None:
    first = charts.show(plain_figure(), alt=ALT).image
    charts.show(plain_figure(70), alt=ALT)
    assert charts.show(plain_figure(), alt=ALT).image == first
    code = "import tests.charts.test_charts as t; print(t.charts.show(t.plain_figure(), alt=t.ALT).image)"
    again = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "5", "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout.strip() == first


def test_pictures_are_small() -> None:
    fig, ax = charts.figure("Noise")
    ax.plot(np.random.default_rng(1).normal(size=2000))
    chart = charts.show(fig, alt=ALT)
    assert len(chart.image) < 70_000


def test_rounding_moves_nothing() -> None:
    fig, ax = charts.figure("")
    ax.set_axis_off()
    ax.plot([0, 1e-7, 1], [0, 1, 0.123456789])
    path = max(re.findall(r'd="([^"]*)"', charts.show(fig, alt=ALT).svg), key=len)
    assert "e-" not in path
    assert all(len(number.split(".")[-1]) <= 2 for number in re.findall(r"\d+\.\d+", path))


def test_pyplot_figures_are_closed() -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    fig, _ = plt.subplots()
    number = fig.number
    charts.show(fig, alt=ALT)
    assert not plt.fignum_exists(number)


# The family ------------------------------------------------------------------------------------


def drawn(kind: str):
    """Return a sample's figure, laid out, its alt text, and its texts with their boxes in pixels."""
    fig, alt = SAMPLES[kind]()
    fig.draw_without_rendering()
    texts = list(fig.texts)
    for ax in fig.axes:
        named = {ax.get_title(loc=side) for side in ("left", "center", "right")} - {""}
        texts += [
            *ax.texts,
            *ax.findobj(
                lambda each, named=named: isinstance(each, Text) and each.get_text() in named
            ),
        ]
        for axis, ends in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            if not (ax.axison and axis.get_visible()):
                continue
            ticks = zip(axis.get_majorticklocs(), axis.get_ticklabels(), strict=False)
            texts += [label for place, label in ticks if min(ends) <= place <= max(ends)]
            texts.append(axis.label)
    shown = [text for text in texts if text.get_visible() and text.get_text().strip()]
    return fig, alt, [(text, text.get_window_extent()) for text in shown]


def test_every_kind_is_found_by_its_module_and_has_a_sample() -> None:
    assert charts.family() == sorted(SAMPLES)
    for kind in charts.family():
        assert getattr(charts, kind).__module__ == f"course_utils.charts.kinds.{kind}"
        assert kind in dir(charts)
        # One module, one public function of its name, with the same beginning and end.
        parameters = list(inspect.signature(getattr(charts, kind)).parameters)
        assert {"title", "subtitle"} <= set(parameters)


def test_the_page_lists_every_kind_in_its_own_words() -> None:
    page = (ROOT / "docs" / "charts.md").read_text(encoding="utf-8")
    for kind in charts.family():
        module = importlib.import_module(f"course_utils.charts.kinds.{kind}")
        assert f"- `charts.{kind}`: {module.__doc__.split(': ', 1)[1].strip()}" in page


@pytest.mark.parametrize("kind", SAMPLES)
def test_alt_text_states_the_numbers_that_the_picture_shows(kind: str) -> None:
    _, alt, texts = drawn(kind)
    assert check_alt(alt) == alt
    assert not re.search(r"nan|None|_", alt)
    beside = " ".join(
        text.get_text() for text, _ in texts if text.axes is not None and text in text.axes.texts
    )
    written = set(re.findall(r"\d[\d,.]*\d|\d", beside))
    # A triangle's many numbers are said by range; a funnel's second share follows from its counts.
    if kind not in ("cohort_triangle", "funnel"):
        assert written <= set(re.findall(r"\d[\d,.]*\d|\d", alt)), written


@pytest.mark.parametrize("kind", SAMPLES)
def test_words_overlap_nothing_stay_inside_and_are_large_enough(kind: str) -> None:
    fig, _, texts = drawn(kind)
    width, height = fig.get_size_inches() * fig.dpi
    for text, box in texts:
        assert box.x0 > -1, text
        assert box.y0 > -1, text
        assert box.x1 < width + 1, text
        assert box.y1 < height + 1, text
        # 730 pixels wide in a notebook; at 900 pixels a page with a side bar leaves some 560.
        assert text.get_size() / 72 * 96 * 560 / 730 >= 9, text
    for (one, box), (other, box_of_other) in itertools.combinations(texts, 2):
        assert not box.padded(-1).overlaps(box_of_other.padded(-1)), (one, other)


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_label_has_contrast_with_what_it_lies_on(kind: str, theme: str) -> None:
    _fig, _, texts = drawn(kind)

    def shade(colour) -> str:
        name = to_hex(colour)
        house = {each.lower(): dark for each, dark in style.DARK.items()}
        assert name in house, f"{name} is no colour of the house"
        return name if theme == "light" else house[name].lower()

    paper = shade(style.PAPER)
    for text, box in texts:
        under = paper
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        for patch in text.axes.patches if text.axes is not None else ():
            if patch.get_facecolor()[3] and patch.get_window_extent().contains(*middle):
                alpha = patch.get_facecolor()[3]
                mixed = [
                    alpha * int(a[i : i + 2], 16) + (1 - alpha) * int(b[i : i + 2], 16)
                    for a, b in [(shade(patch.get_facecolor()[:3]), under)]
                    for i in (1, 3, 5)
                ]
                under = "#" + "".join(f"{round(channel):02x}" for channel in mixed)
        assert contrast(shade(text.get_color()), under) >= 4.5, (text.get_text(), under)


def test_words_on_bars_have_no_halo_and_others_have_one() -> None:
    svg = charts.show(*SAMPLES["stacked_bars"]()).svg
    styles = {
        "".join(text.itertext()): text.get("style")
        for text in ElementTree.fromstring(svg).iter(TEXT)
    }
    assert "stroke:none" in styles["Must 70%"]
    assert "stroke:none" not in styles["by cards"]


@pytest.mark.parametrize("colour", style.CYCLE)
def test_words_on_any_colour_have_contrast_in_both_themes(colour: str) -> None:
    words_on = charts.text_on(colour)
    assert contrast(words_on, colour) >= 4.5
    assert contrast(style.DARK[words_on], style.DARK[colour]) >= 4.5


def test_white_on_every_bar_would_not_have_it() -> None:
    assert min(contrast(style.PAPER, colour) for colour in style.CYCLE) < 4.5


def test_lines_name_their_ends_and_notes() -> None:
    fig, alt = charts.lines(
        DAILY, "Users rise", "Daily active users", notes={"2026-06-13": "silent day"}
    )
    assert "active goes from 1,000 (1 Apr 2026) to 1,090 (30 Jun 2026)" in alt
    assert "13 Jun 2026: silent day" in alt
    assert fig.axes[0].get_ylim()[0] == 0
    text = words(charts.show(fig, alt=ALT))
    for part in ("Users rise", "Daily active users", "silent day", "1,090", "Apr | 2026", "Jun"):
        assert part in text
    two = pd.DataFrame({"paid_search": DAILY / 2000, "organic": DAILY / 1990})
    fig, alt = charts.lines(two, form="percent", emphasis="paid_search", zero=False)
    assert [line.get_color() for line in fig.axes[0].lines[::2]] == [charts.GREY, charts.BLUE]
    assert "paid search goes from 50%" in alt
    assert "paid search" in words(charts.show(fig, alt=alt))


@pytest.mark.parametrize("last", [7, 12, 13, 18, 23, 35, 88])
def test_numbered_months_are_marked_by_whole_numbers(last: int) -> None:
    months = pd.Series(0.9, index=range(last + 1))
    for draw in (charts.lines, lambda curve: charts.survival({"all": curve}, x_label="months")):
        fig, _ = draw(months)
        low, high = fig.axes[0].get_xlim()
        marked = [at for at in fig.axes[0].get_xticks() if low <= at <= high]
        assert 2 <= len(marked) <= 13
        assert all(at == round(at) for at in marked)


def test_months_and_years_are_said_where_they_begin() -> None:
    months = pd.Series(1.0, index=pd.date_range("2025-07-01", periods=12, freq="MS", tz="UTC"))
    text = words(charts.show(charts.lines(months)[0], alt=ALT))
    assert text.count("2025") == 1
    assert text.count("2026") == 1
    assert "1,000" in words(charts.show(charts.lines(DAILY.iloc[:1])[0], alt=ALT))


def test_control_chart_marks_signals_by_shape() -> None:
    values = pd.Series([10.0, 12, 11, 13, 12, 30] + [13.0] * 9)
    limits = metrics.xmr(values, baseline=5)
    fig, alt = charts.control_chart(limits, "One value stands out")
    shapes = {line.get_marker(): len(line.get_xdata()) for line in fig.axes[0].lines}
    assert shapes["D"] == limits.points["outside"].sum() == 1
    assert shapes["s"] == (limits.points["run"] & ~limits.points["outside"]).sum() == 11
    assert "upper limit 15.6; mean 11.6; lower limit 7.61; outside the limits 1 (5: 30)" in alt
    weekly = pd.Series(
        values.to_numpy(), index=pd.date_range("2026-01-05", periods=15, freq="7D", tz="UTC")
    )
    fig, alt = charts.control_chart(metrics.xmr(weekly))
    assert "2026" in words(charts.show(fig, alt=alt))


def test_funnel_says_counts_and_shares() -> None:
    counts = pd.Series([1200, 600, 650, 0], ["signed_up", "project_created", "added", "done"])
    table = pd.DataFrame({"count": counts, "from_start": counts / 1200, "from_previous": 1.0})
    for given in (counts, table):
        fig, alt = charts.funnel(given, "Half create a project")
        assert [patch.get_width() for patch in fig.axes[0].patches] == [1200, 600, 650, 0]
        assert alt.endswith(
            "signed up 1,200; project created 600 (50%); added 650 (54%); done 0 (0%)."
        )
        assert "600 · 50% of the first step, 50% of the one before" in words(
            charts.show(fig, alt=alt)
        ).replace("  ", " ")
    red = [
        patch
        for patch in fig.axes[0].patches
        if to_hex(patch.get_facecolor()) == charts.RED.lower()
    ]
    assert [patch.get_width() for patch in red] == [650]
    with pytest.raises(ValueError, match=r"metrics\.funnel"):
        charts.funnel(table[["from_start"]])


def test_waterfall_carries_before_to_after() -> None:
    before = pd.DataFrame({"eligible": [800, 200], "activated": [400, 40]})
    after = pd.DataFrame({"eligible": [500, 500], "activated": [260, 110]})
    split = metrics.kitagawa(before, after)
    steps = {"rates": split.rate, "mix": split.mix}
    fig, alt = charts.waterfall(("Q1", split.before), steps, "Q2", form=".1%")
    rate, mix = fig.axes[0].patches
    assert rate.get_y() == pytest.approx(0.44)
    assert rate.get_height() == pytest.approx(0.02)
    assert mix.get_y() + mix.get_height() == pytest.approx(0.37)
    assert alt == "Waterfall of 2 steps: Q1 44.0%; rates +2.0%; mix \N{MINUS SIGN}9.0%; Q2 37.0%."


def test_intervals_write_two_digits_of_the_margin() -> None:
    rows = {"Q1": metrics.Interval(21.43, 8.6, 34.2), "change": (-5.2, -23.7, 13.2)}
    fig, alt = charts.intervals(rows, "No change", reference=0)
    assert "Q1 21 (9 to 34)" in alt
    assert "(\N{MINUS SIGN}24 to 13), which holds 0" in alt
    dots = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() for dot in dots] == [charts.BLUE, charts.PAPER]
    assert "41.2%" in charts.intervals({"rate": (0.412, 0.398, 0.426)}, form="percent")[1]


def test_intervals_are_pale_where_they_are_assumed() -> None:
    rows = {"seen": (1, -1, 3), "thought": (4, 2, 6)}
    fig, alt = charts.intervals(rows, reference=0, assumed=["thought"])
    dots = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert [dot.get_color() for dot in dots] == [charts.BLUE, charts.GREY]
    assert [dot.get_markerfacecolor() for dot in dots] == [charts.BLUE, charts.PAPER]
    assert "which holds 0" in alt


def test_tornado_puts_the_widest_on_top_whichever_end_is_higher() -> None:
    table = pd.DataFrame({"low": [80, 150], "high": [120, 60]}, index=["price", "churn"])
    fig, alt = charts.tornado(table, 100)
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == ["churn", "price"]
    assert "churn 150 if low, 60 if high" in alt
    assert {"60 (high)", "150 (low)"} <= {text.get_text() for text in fig.axes[0].texts}


def test_survival_says_when_half_are_gone() -> None:
    _, alt = charts.survival({"free": pd.Series([1, 0.6, 0.5, 0.4], index=[0, 10, 20, 30])})
    assert "free 40% after 30 days, half are gone at 20 days" in alt
    _, alt = charts.survival({"free": pd.Series([1, 0.6], index=[0, 10])})
    assert "more than half stay" in alt


def test_a_cohort_triangle_leaves_what_is_to_come_empty() -> None:
    table = pd.DataFrame([[1, 0.5], [1, np.nan]], index=["May", "June"])
    fig, alt = charts.cohort_triangle(table)
    assert len(fig.axes[0].patches) == 3
    assert "month 1: 50% to 50% in 1 cohort" in alt


def test_names_of_points_that_lie_close_cover_nothing() -> None:
    places = np.random.default_rng(2).uniform(size=(14, 2))
    table = pd.DataFrame(places, index=[f"thing {n}" for n in range(14)])
    fig, _ = charts.scatter(table, named=list(table.index))
    fig.draw_without_rendering()
    ax = fig.axes[0]
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 14
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    for box, (x, y) in itertools.product(boxes, ax.transData.transform(places)):
        assert not box.contains(x, y)


def test_small_multiples_draw_each_part_and_say_all() -> None:
    fig, alt = charts.small_multiples(
        {"Left": DAILY, "Right": DAILY + 1},
        charts.lines,
        "Two views",
        options={"Left": {"zero": False}},
    )
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["Left", "Right"]
    assert alt.startswith("Two views. 2 charts. Left. Line: active goes from 1,000")
    assert "Right. Line: active goes from 1,001" in alt


def test_the_family_refuses() -> None:
    with pytest.raises(ValueError, match="indexed by time or by numbers"):
        charts.lines(pd.Series([1.0], index=["a"]))
    with pytest.raises(ValueError, match="form must be"):
        charts.lines(DAILY, form="money")
    with pytest.raises(ValueError, match="emphasis must name"):
        charts.lines(DAILY, emphasis="nobody")
    with pytest.raises(ValueError, match="at least one interval"):
        charts.intervals({})
    with pytest.raises(ValueError, match="none below 0"):
        charts.bars({"a": -1})
    with pytest.raises(ValueError, match="two columns"):
        charts.dumbbell(pd.DataFrame({"a": [1]}))
    with pytest.raises(ValueError, match="must be rows of table"):
        charts.scatter(pd.DataFrame({"x": [1], "y": [2]}), named=["nobody"])
    with pytest.raises(ValueError, match="can be told apart"):
        charts.stacked_bars(pd.DataFrame([range(7)]))
    with pytest.raises(ValueError, match="same names"):
        charts.heat_map(pd.DataFrame([[1, 2]]), agreement=True)


def test_what_is_written_is_what_matplotlib_writes():
    import io

    import matplotlib as mpl

    def drawn():
        fig, ax = charts.figure('A < B & "C"', width=5, height=3)
        rng = np.random.default_rng(1)
        ax.scatter(*rng.normal(size=(2, 40)), s=rng.uniform(5, 50, 40), alpha=0.5)
        ax.bar([0, 1], [1, 2], hatch="x", color=charts.BLUE)
        ax.imshow([[1, 2], [3, 4]], aspect="auto")
        ax.text(0.5, 0.5, r"$\alpha^2$ and $\frac{1}{2}$", rotation=30, clip_on=True)
        return fig

    svg = charts.show(drawn(), alt=ALT).svg
    plain = drawn()
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        plain.savefig(buffer, format="svg")
    ours, theirs = (ElementTree.fromstring(text) for text in (svg, buffer.getvalue()))
    for kind in ("path", "use", "text", "tspan", "image", "rect", "pattern", "clipPath"):
        found = [len(tree.findall(f".//{{*}}{kind}")) for tree in (ours, theirs)]
        assert found[0] == found[1] > 0, kind
    said = [
        [re.sub("[ \n]", "", "".join(text.itertext())) for text in tree.iter(TEXT)]
        for tree in (ours, theirs)
    ]
    assert said[0] == said[1]
    assert len(svg) < len(buffer.getvalue()) * 2 / 3


def test_two_pictures_on_a_page_share_no_ids() -> None:
    ids = [
        set(re.findall(r' id="([^"]+)"', charts.show(plain_figure(points), alt=ALT).svg))
        for points in (50, 70)
    ]
    assert ids[0]
    assert not ids[0] & ids[1]
