"""The house style: readable in every theme, for every eye, and with words for those who cannot see."""

from __future__ import annotations

import base64
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
from places import ROOT

from course_utils import charts
from course_utils.charts import style
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
        charts.show(plain_figure(), alt=None)  # type: ignore[arg-type]


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
    code = "import tests.test_charts as t; print(t.charts.show(t.plain_figure(), alt=t.ALT).image)"
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

DAYS = pd.date_range("2026-04-01", "2026-06-30", tz="UTC")
DAILY = pd.Series(np.arange(91.0) + 1000, index=DAYS, name="active")


def test_time_series_names_its_lines_and_notes() -> None:
    fig, ax = charts.time_series(
        DAILY, "Users rise", "Daily active users", notes={"2026-06-13": "silent day"}
    )
    text = words(charts.show(fig, alt=ALT))
    for part in ("Users rise", "Daily active users", "silent day", "1,090", "Apr 2026", "Jun 2026"):
        assert part in text
    assert ax.get_ylim()[0] == 0
    two = pd.DataFrame({"paid_search": DAILY / 2000, "organic": DAILY / 1990})
    fig, ax = charts.time_series(two, form="percent", emphasis="paid_search", zero=False)
    assert [line.get_color() for line in ax.lines[::2]] == [charts.GREY, charts.BLUE]
    text = words(charts.show(fig, alt=ALT))
    assert "paid search" in text
    assert "%" in text


def test_labels_at_the_ends_do_not_touch() -> None:
    many = pd.DataFrame({f"s{n}": DAILY + n / 10 for n in range(5)})
    fig, _ = charts.time_series(many)
    svg = charts.show(fig, alt=ALT).svg
    heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)"[^>]*>s\d<', svg))
    assert len(heights) == 5
    assert np.diff(heights).min() > 9


def test_months_and_years_are_said_where_they_begin() -> None:
    months = pd.Series(1.0, index=pd.date_range("2025-07-01", periods=12, freq="MS", tz="UTC"))
    fig, _ = charts.time_series(months)
    text = words(charts.show(fig, alt=ALT))
    assert text.count("2025") == 1
    assert text.count("2026") == 1
    fig, _ = charts.time_series(DAILY.iloc[:1])
    assert "1,000" in words(charts.show(fig, alt=ALT))


def test_control_chart_marks_signals_by_shape() -> None:
    values = pd.Series([10.0, 12, 11, 13, 12, 30] + [13.0] * 9)
    limits = metrics.xmr(values, baseline=5)
    fig, ax = charts.control_chart(limits, "One value stands out")
    shapes = {line.get_marker(): len(line.get_xdata()) for line in ax.lines}
    assert shapes["D"] == limits.points["outside"].sum() == 1
    assert shapes["s"] == (limits.points["run"] & ~limits.points["outside"]).sum() == 11
    text = words(charts.show(fig, alt=ALT))
    assert "mean 11.6" in text
    assert "upper limit 15.6" in text
    weekly = pd.Series(
        values.to_numpy(), index=pd.date_range("2026-01-05", periods=15, freq="7D", tz="UTC")
    )
    fig, _ = charts.control_chart(metrics.xmr(weekly))
    assert "2026" in words(charts.show(fig, alt=ALT))


def test_funnel_bars_say_counts_and_shares() -> None:
    table = pd.DataFrame(
        {"count": [1200, 600, 0], "from_start": [1, 0.5, 0], "from_previous": [np.nan, 0.5, 0]},
        index=["signed_up", "project_created", "task_completed"],
    )
    fig, ax = charts.funnel_bars(table, "Half create a project")
    assert [patch.get_width() for patch in ax.patches] == [1200, 600, 0]
    text = words(charts.show(fig, alt=ALT))
    assert "1,200" in text
    assert "50% of the first step" in text
    assert "project created" in text
    with pytest.raises(ValueError, match=r"metrics\.funnel"):
        charts.funnel_bars(table[["count"]])


def test_rate_mix_carries_before_to_after() -> None:
    before = pd.DataFrame({"eligible": [800, 200], "activated": [400, 40]})
    after = pd.DataFrame({"eligible": [500, 500], "activated": [260, 110]})
    fig, ax = charts.rate_mix(metrics.kitagawa(before, after), labels=("Q1", "Q2"))
    rate, mix = ax.patches
    assert rate.get_y() == pytest.approx(0.44)
    assert rate.get_height() == pytest.approx(0.02)
    assert mix.get_y() + mix.get_height() == pytest.approx(0.37)
    text = words(charts.show(fig, alt=ALT))
    for part in ("44.0%", "+2.0 points", "\N{MINUS SIGN}9.0 points", "37.0%", "Q1", "Q2"):
        assert part in text


def test_intervals_write_two_digits_of_the_margin() -> None:
    rows = {"Q1": metrics.Interval(21.43, 8.6, 34.2), "change": (-5.2, -23.7, 13.2)}
    fig, ax = charts.intervals(rows, "No change", reference=0)
    text = words(charts.show(fig, alt=ALT))
    assert "21  (9 to 34)" in text.replace("\xa0", " ") or "21 (9 to 34)" in text
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() for dot in dots] == [charts.BLUE, charts.PAPER]
    fig, _ = charts.intervals({"rate": (0.412, 0.398, 0.426)}, form="percent")
    assert "41.2%" in words(charts.show(fig, alt=ALT))


def test_the_family_draws_on_a_given_axes() -> None:
    fig, axes = charts.figure("Two views", columns=2)
    assert charts.time_series(DAILY, "Left", ax=axes[0]) == (fig, axes[0])
    assert charts.control_chart(metrics.xmr(DAILY), ax=axes[1]) == (fig, axes[1])
    assert "Left" in words(charts.show(fig, alt=ALT))


def test_the_family_refuses() -> None:
    with pytest.raises(ValueError, match="indexed by time"):
        charts.time_series(pd.Series([1.0]))
    with pytest.raises(ValueError, match="form must be"):
        charts.time_series(DAILY, form="money")
    with pytest.raises(ValueError, match="emphasis must name"):
        charts.time_series(DAILY, emphasis="nobody")
    with pytest.raises(ValueError, match="at least one interval"):
        charts.intervals({})


# Frames ----------------------------------------------------------------------------------------


def frame(value):
    fig, ax = charts.figure(f"The value is {value}", "what it is", width=5, height=3)
    ax.plot([0, 1], [0, value])
    ax.set_ylabel("how much")
    return fig, ax


def test_frames_of_one_picture_share_their_layout_until_something_sticks_out():
    from course_utils.charts.picture import shared_layout

    alt = "A line that rises from 0 to its value of 9."
    alone = [frame(value) for value in (9, 7, 90_000, 9_000_000)]
    for fig, _ in alone:
        charts.show(fig, alt=alt)
    layouts = {}
    with shared_layout(layouts):
        together = [frame(value) for value in (9, 7, 90_000, 90_000, 9_000_000)]
        for fig, _ in together:
            charts.show(fig, alt=alt)
    assert len(layouts) == 1
    places = [ax.get_position().bounds for _, ax in together]
    assert places[0] == places[1]
    # Longer numbers need more room: the picture is laid out anew, as it would be alone.
    assert places[2] == pytest.approx(alone[2][1].get_position().bounds)
    assert places[3] == pytest.approx(places[2])
    # A power of ten above the axis must not run into the heading.
    assert places[4] == pytest.approx(alone[3][1].get_position().bounds)


def test_figures_of_several_axes_are_laid_out_each():
    from course_utils.charts.picture import shared_layout

    layouts = {}
    with shared_layout(layouts):
        fig, _ = charts.figure("Two", columns=2)
        charts.show(fig, alt="Two empty axes stand side by side, 0 lines in each.")
    assert layouts == {}


# Axes at less cost -----------------------------------------------------------------------------


def labelled(ax):
    ax.plot([0, 1], [0, 7])
    ax.set(xlabel="time", ylabel="how much", title="above")


def with_a_power_of_ten(ax):
    ax.plot([0, 1e7], [1e9 + 1, 1e9 + 2])
    ax.set_title("above", loc="left")


def with_ticks_on_top(ax):
    labelled(ax)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")


def with_a_low_title(ax):
    labelled(ax)
    ax.set_title("too low", pad=-9)


def with_a_twin(ax):
    labelled(ax)
    ax.twiny().plot([0, 9], [3, 2])


def with_a_second_scale(ax):
    labelled(ax)
    ax.secondary_xaxis("top", functions=(lambda x: 2 * x, lambda x: x / 2))


def logarithmic(ax):
    ax.plot([1, 1000], [1, 1e5])
    ax.set(xscale="log", yscale="log")
    ax.grid(True, which="both")


def upside_down(ax):
    ax.barh(["a long name", "b"], [0.3, 0.4], hatch="//")
    ax.invert_yaxis()


def with_one_red_label(ax):
    labelled(ax)
    ax.get_xticklabels()[1].set_color("red")
    ax.tick_params(axis="y", labelsize=14, length=6, color="green")


def without_ticks(ax):
    ax.imshow([[1, 2], [3, 4]])
    ax.set(xticks=[], yticks=[0, 1], yticklabels=["no", "may\nbe"], title="above")


@pytest.mark.parametrize(
    "drawn",
    [
        *(labelled, with_a_power_of_ten, with_ticks_on_top, with_a_low_title, with_a_twin),
        *(with_a_second_scale, logarithmic, upside_down, with_one_red_label, without_ticks),
    ],
)
def test_our_axes_draw_what_matplotlibs_draw(drawn):
    from matplotlib.axes import Axes

    ours, ax = charts.figure("A title", "and more", width=5, height=3)
    drawn(ax)
    theirs, plain = charts.figure(
        "A title", "and more", width=5, height=3, subplot_kw={"axes_class": Axes}
    )
    drawn(plain)
    assert type(plain) is Axes is not type(ax)
    assert charts.show(ours, alt=ALT).svg == charts.show(theirs, alt=ALT).svg
    # The second time the ticks are there already.
    assert charts.show(ours, alt=ALT).svg == charts.show(theirs, alt=ALT).svg


def test_titles_of_several_axes_stay_aligned():
    from matplotlib.axes import Axes

    pictures = []
    for more in ({}, {"subplot_kw": {"axes_class": Axes}}):
        fig, (left, right) = charts.figure("Two", columns=2, **more)
        with_ticks_on_top(left)
        labelled(right)
        fig.align_titles()
        fig.align_labels()
        pictures.append(charts.show(fig, alt=ALT).svg)
    assert pictures[0] == pictures[1]


def test_a_blank_figure_has_the_style_that_holds_now():
    import matplotlib as mpl

    svg = charts.show(charts.figure(width=3, height=2)[0], alt=ALT).svg
    assert 'd="M0 0L0 3"' in svg
    with mpl.rc_context({"xtick.direction": "in"}):
        inwards = charts.show(charts.figure(width=3, height=2)[0], alt=ALT).svg
    assert 'd="M0 0L0 -3"' in inwards
    assert charts.show(charts.figure(width=3, height=2)[0], alt=ALT).svg == svg


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


def test_a_copied_figure_keeps_the_ids_of_its_original_taken():
    from course_utils.charts.axes import blank

    fig, ax = blank(6, 3, 1, 1)
    known = set(ax.transAxes._parents)
    assert known
    assert known <= set(fig.original.axes[0].transAxes._parents)
