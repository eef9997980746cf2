"""What is built for the course as a whole: the glossary to read, and the course as data."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.build import compose, plan
from course_utils.build.course import Course
from course_utils.build.lists import pages
from course_utils.build.source import Cell, read_script
from course_utils.build.text import parts

if TYPE_CHECKING:
    from nbformat import NotebookNode

GLOSSARY = Path("notebooks") / "glossary.ipynb"
COURSE = Path("notebooks") / "course.json"  # read by course_utils.home
ASK = "predict"


def shared(root: Path, course: Course) -> dict[Path, str]:
    """Return the text of each file that belongs to no single lesson.

    Parameters
    ----------
    root : Path
        The folder of the course.
    course : Course
        What its lessons share.

    Returns
    -------
    dict of Path to str
        Paths from the course's folder; empty for a course without glossary and list of lessons.
    """
    import nbformat

    if not course.terms and not course.lessons:
        return {}
    return {
        GLOSSARY: nbformat.writes(glossary(course)) + "\n",
        COURSE: json.dumps(as_data(root, course), indent=1, ensure_ascii=False) + "\n",
        **pages(root, course),
    }


def glossary(course: Course) -> NotebookNode:
    """Return the glossary as a notebook of text, one cell a letter, one heading a term."""
    titles = {item.number: item for item in course.lessons}
    letters: dict[str, list[str]] = {}
    for term in sorted(course.terms.values(), key=lambda term: term.name.casefold()):
        item = titles.get(term.lesson)
        where = f"Lesson {term.lesson}"
        if item and item.folder in course.open:
            where = f"[Lesson {term.lesson}: {item.title}]({item.folder}.ipynb)"
        elif item:
            where += f": {item.title}"
        lines = [f"### {term.heading}", "", term.means, ""]
        if term.also:
            lines += [f"Also: {', '.join(term.also)}.", ""]
        tail = [where + "."]
        if term.source:
            tail.append(f"Source: {course.sources[term.source].text}")
        lines.append(" ".join(tail))
        letters.setdefault(term.heading[0].upper(), []).append("\n".join(lines))
    top = (
        "# Glossary\n\nThe words of the trade, as this course uses them. "
        "In the lessons each of them links to this page.\n\n" + " · ".join(letters)
    )
    texts = [top, *(f"## {letter}\n\n" + "\n\n".join(terms) for letter, terms in letters.items())]
    cells = [Cell("markdown", text, {}, None, Path(GLOSSARY.name), 1) for text in texts]
    notebook = compose.lesson(cells, None, "", GLOSSARY.stem).notebook
    notebook.metadata.pop("pmlab")
    return notebook


def as_data(root: Path, course: Course) -> dict[str, Any]:
    """Return the lessons and the glossary as data, for the home page."""
    skills = {skill.folder.name: skill for skill in plan.find_skills(root)}
    lessons = []
    for item in course.lessons:
        entry: dict[str, Any] = {
            "number": item.number,
            "skill": item.skill,
            "title": item.title,
            "short": item.short or item.title,
            "gives": item.gives,
        }
        if item.folder in course.open:
            cells = read_script(skills[item.folder].lesson)
            entry["notebook"] = f"{item.folder}.ipynb"
            entry["minutes"] = sum(part.minutes for part in parts(cells))
            entry["guesses"] = guesses(cells)
            entry["exercises"] = exercises(skills[item.folder])
            entry["practice"] = [cell.practice for cell in cells if cell.practice]
        lessons.append(entry)
    terms = [
        {"name": t.name, "means": t.means, "lesson": t.lesson, "also": list(t.also)}
        for t in sorted(course.terms.values(), key=lambda term: term.name.casefold())
    ]
    return {"version": 1, "begin": course.begin, "lessons": lessons, "glossary": terms}


def exercises(skill: plan.Skill) -> list[str]:
    """Return the names of a skill's exercises as its assignment asks for them."""
    if not skill.assignment.is_file():
        return []
    return [cell.exercise for cell in read_script(skill.assignment) if cell.exercise]


def guesses(cells: list[Cell]) -> list[str]:
    """Return the names of the predictions that a script asks for, in order."""
    found = []
    for cell in cells:
        if cell.kind != "code" or ASK not in cell.source:
            continue
        source = re.sub(r"^[%!].*$", "", cell.source, flags=re.MULTILINE)
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) == ASK
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found.append(str(node.args[0].value))
    return found
