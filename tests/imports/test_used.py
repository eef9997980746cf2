"""What changes when something changes: the lessons that use it, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from places import ROOT
from sample_course import edit

from course_utils import imports

LESSONS = ("00_start_here", "04_research", "07_metrics", "10_prioritisation")
RESEARCH, METRICS, PRIORITISATION = "04_research", "07_metrics", "10_prioritisation"


def digests(package: Path) -> dict[str, str]:
    """Return a digest of what each lesson, its assignment and its key use."""
    found = {}
    for lesson in LESSONS:
        scripts = sorted((ROOT / "curriculum" / lesson).glob("*.py"))
        files = imports.used(scripts, package=package).files
        found[lesson] = imports.digest(files, package)
    return found


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A copy of the package, to change."""
    ignored = shutil.ignore_patterns("__pycache__")
    to = tmp_path_factory.mktemp("package") / "course_utils"
    return shutil.copytree(ROOT / "course_utils", to, ignore=ignored)


@pytest.mark.parametrize(
    ("file", "lessons"),
    [
        ("lessons/metrics/evidence.py", {METRICS}),
        ("lessons/research/phrases.py", {RESEARCH}),
        ("lessons/prioritisation/pictures.py", {PRIORITISATION}),
        ("lessons/prioritisation/tetris.js", {PRIORITISATION}),
        ("toolkit/research/agreement.py", {RESEARCH}),
        ("toolkit/prioritisation/kano_survey.py", {PRIORITISATION}),
        ("toolkit/metrics/surveys.py", {RESEARCH, METRICS}),
        ("toolkit/common/spans.py", {RESEARCH, METRICS}),
        ("charts/kinds/control_chart.py", {METRICS}),
        ("widgets/timeline.py", set()),
        ("widgets/tree.js", {RESEARCH}),
        ("widgets/kit.js", set(LESSONS)),
        ("exercises/forms/number.py", set(LESSONS)),
        ("home/radar.js", {"00_start_here"}),
        ("grading/engine/launch.py", set()),
        ("cli.py", set()),
    ],
)
def test_a_change_leads_to_the_lessons_that_use_it(package, file, lessons):
    path = package / file
    text = path.read_bytes()
    before = digests(package)
    path.write_bytes(text + b"\n")
    after = digests(package)
    path.write_bytes(text)
    assert {lesson for lesson in LESSONS if before[lesson] != after[lesson]} == lessons


# -- a small package

FILES = {
    "__init__.py": """
        import importlib
        def __getattr__(name):
            return importlib.import_module(f"course_utils.{name}")
        """,
    "data.py": "def load(name):\n    from course_utils.company import world\n",
    "charts/__init__.py": """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from course_utils.charts.bars import bars
            from course_utils.charts.lines import lines
        def __getattr__(name): ...
        """,
    "charts/bars.py": "from .style import INK\ndef bars(): ...",
    "charts/lines.py": "def lines(): ...",
    "charts/style.py": "INK = 1",
    "charts/house.mplstyle": "",
    "toolkit/__init__.py": """
        import importlib
        def __getattr__(name):
            return importlib.import_module(f"{__name__}.{name}")
        """,
    "toolkit/metrics.py": "def nps(): ...",
    "toolkit/ranking.py": "def rice(): ...",
    "widgets/__init__.py": "def __getattr__(name): ...",
    "widgets/board.py": "class Board:\n    script = HERE / 'board.js'",
    "widgets/board.js": 'import { h } from "./kit.js";',
    "widgets/kit.js": "",
    "widgets/choice.py": "class Choice: ...",
    "company/__init__.py": "",
    "company/world.py": "from course_utils.company import tables",
    "company/tables/__init__.py": """
        import importlib, pkgutil
        for found in pkgutil.iter_modules(__path__):
            importlib.import_module(f"{__name__}.{found.name}")
        """,
    "company/tables/use.py": "from ..causes import habit\nEVENTS = Table('events')",
    "company/tables/money.py": "FINANCE = Table(name='finance')\nPRICES = Table(name='prices')",
    "company/causes.py": "habit = 1",
}


@pytest.fixture
def small(tmp_path):
    """Make a script of the small package's course; return the files that it uses."""
    from textwrap import dedent

    package = tmp_path / "course_utils"
    for name, text in FILES.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(dedent(text), encoding="utf-8")

    def use(script: str) -> set[str]:
        (tmp_path / "lesson.py").write_text(dedent(script), encoding="utf-8")
        found = imports.used([tmp_path / "lesson.py"], package=package)
        names = {path.relative_to(package).as_posix() for path in found.files}
        return {name for name in names if not name.endswith("__init__.py")}

    return use


EVERYTHING = {name for name in FILES if not name.endswith("__init__.py")}
HOUSE = "charts/house.mplstyle"  # named by no module, so it counts with each of its package


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("import json", set()),
        ("from course_utils import charts\ncharts.bars()", {"charts/bars.py", "charts/style.py"}),
        ("from course_utils import charts as c\nc.lines()", {"charts/lines.py"}),
        ("from course_utils.charts import lines\nlines()", {"charts/lines.py"}),
        ("import course_utils.charts\ncourse_utils.charts.lines()", {"charts/lines.py"}),
        ("def f():\n    from course_utils.toolkit import metrics", {"toolkit/metrics.py"}),
        ("from course_utils import toolkit\ntoolkit.metrics.nps()", {"toolkit/metrics.py"}),
        (
            "from course_utils import toolkit\nf(toolkit)",
            {"toolkit/metrics.py", "toolkit/ranking.py"},
        ),
        (
            "from course_utils import toolkit\ngetattr(toolkit, name)",
            {"toolkit/metrics.py", "toolkit/ranking.py"},
        ),
        ("from course_utils.toolkit import *", {"toolkit/metrics.py", "toolkit/ranking.py"}),
        (
            "from course_utils.widgets import Board",
            {"widgets/board.py", "widgets/board.js", "widgets/kit.js"},
        ),
        ("from course_utils import widgets\nwidgets.Choice()", {"widgets/choice.py"}),
        (
            "import importlib\nimportlib.import_module('course_utils.toolkit.ranking')",
            {"toolkit/ranking.py"},
        ),
        ("import importlib\nimportlib.import_module('numpy')", set()),
        (
            "import importlib\nimportlib.import_module(x)  # imports: course_utils.toolkit.*",
            {"toolkit/metrics.py", "toolkit/ranking.py"},
        ),
        ("exec(text)  # imports: nothing", set()),
        (
            "if TYPE_CHECKING:\n    from course_utils.toolkit import metrics\nelse:\n    import json",
            set(),
        ),
        (
            "%matplotlib inline\n# %%\nfrom course_utils.toolkit import metrics",
            {"toolkit/metrics.py"},
        ),
    ],
)
def test_it_counts_what_is_imported(small, script, files):
    house = {HOUSE} if "charts" in script else set()
    assert small(script) == files | house


@pytest.mark.parametrize(
    "script",
    [
        "import importlib\nimportlib.import_module(name)",
        "__import__(name)",
        "exec(text)",
        "import runpy\nrunpy.run_path(place)",
        "import importlib\nimportlib.import_module('course_utils.gone')",
        "exec(text)  # imports: course_utils.gone",
        "from course_utils import *",
        "this is no Python",
    ],
)
def test_what_cannot_be_told_counts_as_everything(small, script):
    assert small(script) == EVERYTHING


DATA = {"data.py", "company/world.py"}
USE, MONEY = {"company/tables/use.py", "company/causes.py"}, {"company/tables/money.py"}


@pytest.mark.parametrize(
    ("script", "tables"),
    [
        ("", set()),
        ("data.load('events')", USE),
        ("data.load('prices')", MONEY),
        ("data.sql('select * from finance')", MONEY),
        ("data.sql('from finance join events using (day)')", MONEY | USE),
        ("list(map(data.load, ('events', 'prices')))", MONEY | USE),
        ("def reference(events): ...", USE),
        ("QUERY = f'select {x} from events'\ndata.sql(QUERY)", USE),
        ("data.describe('events')", USE),
        ("data.load(name)", MONEY | USE),
        ("data.describe()", MONEY | USE),
        ("f(data)", MONEY | USE),
        ("data.sql(f'select * from {name}')", MONEY | USE),
        ("data.sql('select * from ' + name)", MONEY | USE),
        ("def reference(source): ...", MONEY | USE),
        ("print('a word such as events is no table')", set()),
    ],
)
def test_a_table_counts_where_it_is_loaded(small, script, tables):
    assert small(f"from course_utils import data\n{script}") == DATA | tables


def test_a_file_that_changes_is_read_again(small, tmp_path):
    assert small("from course_utils.toolkit import metrics") == {"toolkit/metrics.py"}
    edit(tmp_path / "course_utils/toolkit/metrics.py", "def nps(): ...", "from . import ranking")
    both = {"toolkit/metrics.py", "toolkit/ranking.py"}
    assert small("from course_utils.toolkit import metrics") == both
