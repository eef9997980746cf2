"""Tables are found by their files, tell their versions, and stand in rooms without circles."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from places import ROOT

from course_utils import data
from course_utils.company import SCHEMA_VERSION, generate
from course_utils.company.engine.table import schema_version
from course_utils.company.tables import TABLES

PACKAGE = ROOT / "course_utils" / "company"


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code with the package that stands in a folder."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return a folder with a copy of the package, for tables of our own."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("__init__.py", "data.py", "files.py", "company"):
        source = ROOT / "course_utils" / name
        target = folder / "course_utils" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(exist_ok=True)
            shutil.copy(source, target)
    return folder


@pytest.fixture(scope="module")
def example():
    """Return the module that the page tells authors to write, and where it stands."""
    page = (ROOT / "docs" / "company.md").read_text(encoding="utf-8")
    told = page[page.index("## Add a table") :]
    return re.search(r"`(course_utils/\S+\.py)`", told)[1], re.search(
        r"```python\n(.*?)```", told, re.DOTALL
    )[1]


def test_a_table_is_added_by_adding_a_file(copy, example, tmp_path):
    path, text = example
    old = generate(seed=5, accounts=60).write(tmp_path / "old")
    (copy / path).write_text(text, encoding="utf-8")
    try:
        seen = run(
            copy,
            f"""
import json
from course_utils import data
from course_utils.company import SCHEMA_VERSION, dictionary, generate
from course_utils.company.tables import TABLES
company = generate(seed=5, accounts=60)
frame = company.table("referrals")
folder = data.open({str(old)!r})
try:
    folder.table("referrals")
except data.DataError as error:
    said = str(error)
written = data.open(company.write({str(tmp_path / "new")!r}))
print(json.dumps({{
    "rows": len(frame), "ids": frame.referral_id.tolist(),
    "known": bool(frame.user_id.isin(company.table("users").user_id).all()),
    "unanswered": int(frame.answered_at.isna().sum()),
    "names": list(company.names), "versions": {{n: t.version for n, t in TABLES.items()}},
    "truth": company.truth["referrals"],
    "page": "### referrals" in dictionary.page() and "four friends" in dictionary.planted(), "fingerprint": company.fingerprint,
    "schema": SCHEMA_VERSION, "old": list(folder.names), "said": said,
    "written": len(written.table("referrals")), "all": list(written.names),
}}))
""",
        )
    finally:
        (copy / path).unlink()
    assert seen.returncode == 0, seen.stderr
    told = json.loads(seen.stdout)
    assert told["rows"] == told["written"] > 3
    assert told["ids"] == list(range(1, told["rows"] + 1))
    assert told["known"]
    assert 0 < told["unanswered"] < told["rows"]
    # After the last of its section; and nothing of the tables that were there has changed.
    customers = ["accounts", "users", "events", "subscriptions", "surveys"]
    assert told["names"][:6] == [*customers, "referrals"]
    assert told["all"] == told["names"]
    assert [name for name in told["names"] if name != "referrals"] == list(TABLES) == told["old"]
    assert told["truth"] == {"share_sent": 0.05, "share_answered": 0.2}
    assert told["page"]
    versions = {name: table.version for name, table in TABLES.items()}
    assert {n: v for n, v in told["versions"].items() if n != "referrals"} == versions
    assert told["schema"] != SCHEMA_VERSION
    assert told["fingerprint"] == data.open(old).fingerprint
    assert "before there was a table 'referrals'" in told["said"]


def test_a_table_that_two_modules_make_is_refused(copy, example):
    path, text = example
    twice = copy / path
    twice.write_text(text.replace('name="referrals"', 'name="users"'), encoding="utf-8")
    try:
        seen = run(copy, "import course_utils.company.tables")
    finally:
        twice.unlink()
    assert seen.returncode == 1
    assert "make a table 'users'" in seen.stderr


EVENTS = TABLES["events"]
PLATFORM = EVENTS.field("platform")


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        (replace(EVENTS, pinned="0" * 16), True),
        (replace(EVENTS, key=("event_id", "user_id")), True),
        (replace(EVENTS, joins=()), True),
        (replace(EVENTS, unique=True), True),
        (replace(EVENTS, fields=EVENTS.fields[:-1]), True),
        (replace(EVENTS, fields=(*EVENTS.fields[:-1], replace(PLATFORM, nullable=False))), True),
        (replace(EVENTS, fields=(*EVENTS.fields[:-1], replace(PLATFORM, values=("web",)))), True),
        (replace(EVENTS, fields=(*EVENTS.fields[:-1], replace(PLATFORM, unit="x"))), True),
        (replace(EVENTS, title="Events", grain="one", notes="New words."), False),
        (replace(EVENTS, fields=(*EVENTS.fields[:-1], replace(PLATFORM, meaning="It."))), False),
    ],
)
def test_a_version_follows_what_values_depend_on(changed, counts):
    assert (changed.version != EVENTS.version) == counts
    others = [table for table in TABLES.values() if table is not EVENTS]
    assert schema_version(TABLES.values()) == SCHEMA_VERSION
    assert (schema_version([*others, changed]) != SCHEMA_VERSION) == counts


def test_a_description_loads_nothing_heavy():
    code = (
        "import sys; from course_utils.company.tables import TABLES; "
        "from course_utils.company import dictionary; dictionary.page(); "
        "print([m for m in ('numpy', 'pandas', 'pyarrow', 'duckdb') if m in sys.modules])"
    )
    assert run(ROOT, code).stdout.strip() == "[]"


def imported(file: Path) -> set[Path]:
    """Return the modules of the package that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        folder = file.parents[node.level - 1]
        base = folder.joinpath(*(node.module or "").split(".")) if node.module else folder
        for name in [base, *(base / alias.name for alias in node.names)]:
            for place in (name.with_suffix(".py"), name / "__init__.py"):
                if place.is_file() and place != file and place.is_relative_to(PACKAGE):
                    found.add(place)
    return found


def test_no_file_of_the_company_imports_in_a_circle():
    files = [f for f in PACKAGE.rglob("*.py") if f != PACKAGE / "__init__.py"]
    graph = {f: imported(f) - {PACKAGE / "__init__.py"} for f in files}
    assert sum(map(len, graph.values())) > 100
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize(
    ("room", "may"),
    [
        ("engine", set()),
        ("words", {"engine"}),
        ("causes", {"engine", "words"}),
        ("tables", {"engine", "causes"}),
    ],
)
def test_rooms_depend_one_way(room, may):
    used = {
        found.relative_to(PACKAGE).parts[0]
        for file in (PACKAGE / room).glob("*.py")
        for found in imported(file)
    }
    assert used - {room} == may
