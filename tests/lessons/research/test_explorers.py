"""The journey, coding beside another, and the explorers of lesson 4."""

from __future__ import annotations

from functools import cache
from typing import Any

import companies
import pandas as pd
import pytest

from course_utils.exercises.store import Answers
from course_utils.lessons import research as explore
from course_utils.widgets import prediction

company = cache(companies.company)


# Widgets --------------------------------------------------------------------------------------


def piece(name: str, step: str, person: int, felt: int) -> explore.Evidence:
    return explore.Evidence(name, step, name.split()[0], person, felt, f"text of {name}")


@pytest.mark.parametrize(
    ("felt", "pins", "kind", "words"),
    [
        (None, [], "blank", "next interview"),
        (1, [], "falls", "what you believe"),
        (-1, [piece("quote 1", "renews", 1, -1)], "falls", "one person"),
        (
            -1,
            [piece("quote 1", "renews", 1, -1), piece("ticket 2", "hears", 2, -1)],
            "falls",
            "ticket 2 tells of another step",
        ),
        (
            2,
            [piece("quote 1", "renews", 1, -1), piece("ticket 2", "renews", 2, -2)],
            "falls",
            "you drew very good",
        ),
        (
            -1,
            [piece("quote 1", "renews", 1, -1), piece("ticket 2", "renews", 2, -2)],
            "stands",
            "2 pieces",
        ),
        (
            0,
            [piece("quote 1", "renews", 1, 2), piece("ticket 2", "renews", 2, -2)],
            "falls",
            "whose journey is it",
        ),
        (
            -1,
            [piece("quote 1", "renews", 1, -1), piece("quote 3", "renews", 1, -1)],
            "falls",
            "one person",
        ),
    ],
)
def test_points_without_evidence_fall(
    felt: int | None, pins: list[explore.Evidence], kind: str, words: str
) -> None:
    found, said = explore.verdict("renews", felt, pins)
    assert found == kind
    assert words in said


def test_the_journey_can_be_pinned_from_the_company(tmp_path: Any) -> None:
    evidence = explore.deck(company(3).table("journey"))
    assert len({item.name for item in evidence}) == len(evidence)
    by_step = pd.Series([item.step for item in evidence]).value_counts()
    assert (by_step == 3).all()
    assert len(by_step) == 6
    widget = explore.JourneyMap("map", evidence, answers=Answers(tmp_path))
    assert "You have not drawn anything yet" in str(widget)
    assert all(piece.text in str(widget) for piece in evidence)
    pins: dict[str, list[str]] = {}
    felt = {}
    for step in by_step.index:
        mine = [item for item in evidence if item.step == step]
        pins[step] = [item.name for item in mine]
        felt[step] = round(sum(item.felt for item in mine) / len(mine))
    widget.value = {"felt": felt, "pins": pins, "let_go": True}
    held = [step for step, (kind, _) in widget.verdicts.items() if kind == "stands"]
    assert held
    assert widget.answer == {step: felt[step] for step in held}
    assert all(
        words.count("runs from") for kind, words in widget.verdicts.values() if kind != "stands"
    )
    doubled = widget.tidy({"felt": {"renews": 9}, "pins": dict.fromkeys(pins, pins["renews"])})
    assert doubled["felt"] == {"renews": 2}
    assert sum(map(len, doubled["pins"].values())) == 3
    assert "No evidence" not in str(widget)
    widget.value = {"felt": {"renews": 2}, "pins": {}, "let_go": True}
    assert widget.answer is None
    assert "believe" in str(widget)


def test_the_other_coder_is_hidden_until_the_last_quote(tmp_path: Any) -> None:
    quotes = [("a", "one", "x"), ("b", "two", "y"), ("c", "three", "x"), ("d", "four", "y")]
    widget = explore.SecondCoder(
        "codes", quotes, {"x": "first", "y": "second"}, answers=Answers(tmp_path)
    )
    for blind in (None, {"a": "x"}, {"a": "x", "b": "x", "c": "x"}):
        widget.value = blind
        assert widget.agreement["differs"] == {}
        assert widget.agreement["percent"] is widget.agreement["kappa"] is None
        assert "y" not in [quote[-1] for quote in widget.quotes]
    assert "stay hidden" in str(widget)
    widget.value = {"a": "x", "b": "y", "c": "x", "d": "x", "e": "x"}
    assert widget.answer == {"a": "x", "b": "y", "c": "x", "d": "x"}
    assert widget.agreement["percent"] == 0.75
    assert widget.agreement["kappa"] == pytest.approx(0.5)
    assert widget.agreement["differs"] == {"d": "y"}
    assert "kappa 0.50" in str(widget)


def test_explorers_say_what_is_to_be_seen() -> None:
    kappa = explore.kappa_explorer()
    assert "Kappa is 0.70" in kappa.scene["says"]
    kappa.values = {"agreement": 0.9, "prevalence": 0.9}
    assert "Kappa is 0.44" in kappa.scene["says"]
    five = explore.discovery_explorer([0.5, 0.1])
    five.values = {"users": 5, "rate": 0.31}
    assert "84% if every problem" in five.scene["says"]
    grey = explore.contrast_explorer()
    assert "Passes nothing" in grey.scene["says"]
    grey.values = {"grey": 119, "dark": False}
    assert "4.47:1" in grey.scene["says"]
    assert "AA for text" not in grey.scene["says"]
    grey.values = {"grey": 118, "dark": False}
    assert "Passes AA for text" in grey.scene["says"]


def test_what_gives_an_answer_away_waits_for_the_guess(monkeypatch: Any, tmp_path: Any) -> None:
    monkeypatch.setattr(prediction, "attended", lambda: True)
    guess = prediction.Prediction("gone", "How many?", ["few", "many"], folder=tmp_path)
    assert "uess" in guess.show("few of them").data
    guess.value = "few"
    assert guess.show("few of them") == "few of them"
    monkeypatch.setattr(prediction, "attended", lambda: False)
    guess.value = None
    assert guess.show("few of them") == "few of them"


# Evidence -------------------------------------------------------------------------------------


def test_interviewers_questions_are_told_apart() -> None:
    made = company(3)
    talks = explore.turns(made.table("interviews"), made.table("utterances"))
    asked = talks[talks["speaker"] == "interviewer"]
    share = (
        asked["kind"]
        .isin(["leading", "future"])
        .groupby(asked["interviewer"], observed=True)
        .mean()
    )
    assert share["pm"] > 2 * share["designer"]
    answers = talks[talks["speaker"] == "customer"]
    assert answers["question"].notna().all()
    told = explore.kindness(talks, made.table("events"))
    assert told["would"].mean() > 0.5
    assert told["would"].sum() > told["did"].sum()


def test_voices_count_accounts_once() -> None:
    tickets = pd.DataFrame(
        {
            "user_id": [1, 1, 2, 3],
            "created_at": pd.to_datetime(["2026-05-01"] * 4, utc=True),
            "area": ["reports", "reports", "reports", "price"],
        }
    )
    users = pd.DataFrame({"user_id": [1, 2, 3], "account_id": [7, 7, 8]})
    moves = pd.DataFrame(
        {
            "movement_id": [1, 2],
            "account_id": [7, 7],
            "occurred_at": pd.to_datetime(["2026-01-01", "2026-02-01"], utc=True),
            "mrr": [10, 30],
        }
    )
    found = explore.voices(tickets, users, moves, since="2026-04-01")
    assert found.loc["reports"].tolist() == [3, 1, 1, 30, 1.0]
    assert found.loc["price"].tolist() == [1, 1, 0, 0, 0.0]


@pytest.mark.parametrize(
    ("inside", "outside", "verdict"),
    [
        (80, 40, "supported"),
        (40, 20, "a minority"),
        (53, 20, "too close"),
        (40, 42, "like everybody"),
        (20, 60, "the other way round"),
    ],
)
def test_traits_can_be_refused(inside: int, outside: int, verdict: str) -> None:
    has = [True] * inside + [False] * (100 - inside) + [True] * outside
    crowd = pd.DataFrame({"phone": has + [False] * (100 - outside)})
    segment = pd.Series([True] * 100 + [False] * 100)
    assert explore.check_trait(crowd, segment, "on a phone", ("phone", True)).verdict == verdict
    assert explore.check_trait(crowd, segment, "is 34", None).verdict == "no data"
    assert explore.check_trait(crowd, segment, "has a dog", ("dog", True)).verdict == "no data"
    few = explore.check_trait(crowd[80:], segment[80:], "on a phone", ("phone", True))
    assert few.verdict == "too few"


def test_confused_pairs_are_counted_both_ways() -> None:
    pairs = explore.pairs_confused(pd.Series(["a", "b", "c"]), pd.Series(["b", "a", "a"]))
    assert pairs.index[0] == ("a", "b")
    assert pairs.iloc[0] == 2


def test_a_tree_is_looked_over() -> None:
    kinds = {"late": "need", "digest": "solution", "board": "solution", "byhand": "test"}
    names = {name: name.upper() for name in kinds}
    good = {"late": "root", "digest": "late", "board": "late", "byhand": "digest"}
    assert "where its kind belongs" in explore.tree_remarks(good, kinds, names)[0]
    (remark, *rest) = explore.tree_remarks(good | {"digest": "root"}, kinds, names)
    assert "DIGEST" in remark
    assert "a solution and belongs under a need" in remark
    assert rest == ["“LATE” has one solution only: there is nothing to choose from."]
    assert "test and belongs" in explore.tree_remarks(good | {"byhand": "late"}, kinds, names)[0]
    assert "no solution" in explore.tree_remarks({"late": "root"}, kinds, names)[0]
    assert explore.tree_remarks(None, kinds, names) == ["Nothing hangs in the tree yet."]
    with pytest.raises(ValueError, match="kinds must be"):
        explore.tree_remarks(good, {"late": "idea"}, names)
