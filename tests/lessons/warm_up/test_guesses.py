"""The warm-up's guesses: no answer stands in a cell, or on the page before it is run."""

import ast
import json

import pandas as pd
from places import ROOT

from course_utils.lessons import warm_up

NOTEBOOK = json.loads((ROOT / "notebooks/00_warm_up.ipynb").read_text(encoding="utf-8"))
CODE = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


def calls(name):
    """The calls of a function or method, over all cells."""
    found = []
    for source in CODE:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and name in ast.unparse(node.func).split("."):
                found.append(node)
    return found


def test_a_reveal_holds_no_text_of_its_own():
    told = calls("reveal")
    assert len(told) == len(calls("predict")) == 2
    for call in told:
        texts = [n for n in ast.walk(call) if isinstance(n, ast.Constant | ast.JoinedStr)]
        assert not [n for n in texts if not isinstance(getattr(n, "value", ""), int)]


def test_what_answers_is_closed_until_it_is_run():
    for cell in NOTEBOOK["cells"]:
        source = "".join(cell["source"])
        if ".reveal(" in source or source.endswith(("\nareas", "a_day * days")):
            assert cell["metadata"]["jupyter"]["outputs_hidden"]


def test_the_filter_stands_in_an_open_cell_before_it_is_asked_for():
    cells = NOTEBOOK["cells"]
    opened = [
        i
        for i, cell in enumerate(cells)
        if cell["cell_type"] == "code"
        and " & " in "".join(cell["source"])
        and not cell["metadata"].get("jupyter", {}).get("source_hidden")
    ]
    asked = next(
        i for i, cell in enumerate(cells) if "last_day = predict(" in "".join(cell["source"])
    )
    practised = next(
        i for i, c in enumerate(cells) if "march_sign_ups = ..." in "".join(c["source"])
    )
    assert opened[0] < asked < opened[1] < practised


def test_up_to_a_day_keeps_its_first_instant():
    at = ["2026-04-30 23:59", "2026-05-01", "2026-05-31", "2026-05-31 00:01", "2026-06-01"]
    tickets = pd.DataFrame({"created_at": pd.to_datetime(at, utc=True, format="mixed")})
    kept, because = warm_up.last_day(tickets)
    assert kept == "Those of its first instant"
    assert "there are 2 tickets; in the whole of May there are 3." in because
    options = ast.literal_eval(calls("predict")[1].args[2])
    assert kept in options
