"""The data dictionary: current, complete, and silent about what is to be found."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from places import ROOT

from course_utils import cli, data
from course_utils.company import dictionary, generate
from course_utils.company.entities import alt_text, picture, relations
from course_utils.company.tables import GROUPS, TABLES

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("path", dictionary.files(), ids=lambda path: path.name)
def test_the_page_is_what_the_schema_gives(path):
    stored = (ROOT / path).read_text(encoding="utf-8")
    assert stored == dictionary.files()[path], "run 'pmlab dictionary'"


def test_the_command_writes_the_page(tmp_path, monkeypatch, capsys):
    (tmp_path / cli.HOME).parent.mkdir()
    (tmp_path / cli.HOME).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["dictionary"]) == 0
    assert "docs/dictionary.md" in capsys.readouterr().out
    assert (tmp_path / "docs" / "images" / "entities.svg").is_file()


def test_every_table_and_column_is_on_the_page():
    sections = re.split(r"^### ", dictionary.page(), flags=re.MULTILINE)[1:]
    told = {section.split("\n", 1)[0]: section for section in sections}
    assert set(told) == set(TABLES)
    for name, table in TABLES.items():
        assert table.grain in told[name]
        for field in table.fields:
            line = next(x for x in told[name].splitlines() if x.startswith(f"| `{field.name}` |"))
            assert field.meaning.replace("|", "\\|") in line
            assert field.unit in line
            assert ("may be NULL" in line) == field.nullable
        for own, other in table.joins:
            assert f"`{own}` = `{other}`" in told[name]


def test_what_is_planted_is_told_where_its_truth_stands():
    truth = generate(seed=1, accounts=300).truth
    lines = [line for group in GROUPS.values() for line in group.planted]
    assert {name for line in lines for name in line.tables.split(", ")} <= set(TABLES)
    for line in lines:
        for path in line.truths:
            told = truth
            for name in path.split("."):
                told = told[name]
            assert told
        assert line.what in dictionary.planted()


def test_every_column_is_described():
    for table in TABLES.values():
        for field in table.fields:
            assert field.meaning.endswith((".", "?"))
            assert field.type in {"integer", "number", "string", "date", "datetime"}
        for own, other in table.joins:
            parent, column = other.split(".")
            assert TABLES[parent].field(column).type == table.field(own).type


def test_the_picture_shows_every_table_and_join():
    drawn = ElementTree.fromstring(picture())
    assert drawn.get("role") == "img"
    assert drawn.findtext(f"{SVG}title") == alt_text()
    titles = [t.text for t in drawn.iter(f"{SVG}text") if t.get("class") == "t"]
    assert sorted(titles) == sorted(TABLES)
    joins = relations(TABLES.values())
    assert len(joins) == sum(len(table.joins) for table in TABLES.values())
    assert len([p for p in drawn.iter(f"{SVG}path") if p.get("class") == "j"]) == 2 * len(joins)
    boxes = [
        tuple(int(box.get(side)) for side in ("x", "y", "width", "height"))
        for box in drawn.iter(f"{SVG}rect")
    ]
    for i, (x, y, width, height) in enumerate(boxes):
        assert x + width <= int(drawn.get("width"))
        assert y + height <= int(drawn.get("height"))
        for other in boxes[i + 1 :]:
            apart = abs(other[0] - x) >= width or other[1] >= y + height or y >= other[1] + other[3]
            assert apart


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_picture_can_be_read_on_a_light_and_on_a_dark_page():
    style = ElementTree.fromstring(picture()).findtext(f"{SVG}style")
    colours = dict(re.findall(r"\.(\w)\{([^}]*)\}", style))
    fill = {name: re.search(r"fill:(#\w+)", colours[name])[1] for name in "tkfbh"}
    assert contrast(fill["t"], fill["h"]) >= 4.5
    assert min(contrast(fill["k"], fill["b"]), contrast(fill["f"], fill["b"])) >= 4.5
    line = re.search(r"stroke:(#\w+)", colours["j"])[1]
    for page in ("#fff", "#111", "#0d1117"):  # GitHub's and JupyterLab's
        assert contrast(line, page) >= 3
    for page in ("#fff", "#111", "#0d1117"):
        # The boxes stand out, and none glares: the blank of a page is not the brightest thing.
        assert 2 <= contrast(fill["b"], page) <= 12


def test_the_alt_text_says_every_join():
    told = alt_text()
    for table in TABLES.values():
        for _, other in table.joins:
            assert re.search(rf"{table.name} to [^;]*{other.split('.')[0]}", told)


def test_a_notebook_shows_the_picture():
    html = data.Folder(ROOT / "datasets")
    data.use(html)
    try:
        shown = data.describe()._repr_html_()
    finally:
        data.use(None)
    assert "data:image/svg+xml;base64," in shown
    assert 'alt="Diagram of ' in shown


def test_what_learners_read_gives_nothing_away(tmp_path):
    company = generate(seed=1, accounts=60)
    written = (company.write(tmp_path / "c") / "datapackage.json").read_text(encoding="utf-8")
    for text in (dictionary.page(), written):
        for word in ("novelty", "mismatch", "interference", "silent", "double", "planted", "bot"):
            assert not re.search(rf"\b{word}(s|d)?\b", text, re.IGNORECASE), word


def test_the_package_is_a_data_package(tmp_path):
    folder = generate(seed=1, accounts=60).write(tmp_path / "c")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["name"] for r in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        table = TABLES[resource["name"]]
        schema = resource["schema"]
        assert [f["name"] for f in schema["fields"]] == [f.name for f in table.fields]
        assert all(f["description"] and f["title"] and f["type"] for f in schema["fields"])
        assert schema.get("primaryKey", list(table.key)) == list(table.key)
        told = {
            (k["fields"][0], f"{k['reference']['resource']}.{k['reference']['fields'][0]}")
            for k in schema.get("foreignKeys", [])
        }
        assert told == set(table.joins)
