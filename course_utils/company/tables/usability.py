"""Usability tests: tasks, problems, and how severe four raters found them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import PROBLEMS, RATERS, TASK_OF_PROBLEM, TASKS
from ..engine.columns import Maybe, coded, spelled
from ..engine.group import Group, Planted, Sample
from ..engine.table import Table, enum, flag, identity, moment, points, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts

USER = ("user_id", "users.user_id")

USABILITY = Table(
    name="usability",
    title="Usability tests: tasks",
    grain="one row a participant and task",
    key=("session_id", "task"),
    pinned="c9d685011e3ed42e",
    joins=(USER,),
    notes="Two rounds with different participants; the design was changed between them.",
    fields=(
        identity("session_id", "The session: one participant, all tasks."),
        identity("user_id", "The user who took part."),
        moment("tested_at", "When the session began."),
        points(
            "round", "1: the design of March 2026; 2: the changed design of May 2026.", 1, 2, ""
        ),
        enum("task", TASKS, "What the participant was asked to do."),
        flag("completed", "1 where the participant did it without being told how."),
        whole("seconds", "Time until the participant was done or gave up.", "seconds", low=1),
        points("assists", "How often the moderator had to help.", 0, 20, "times"),
        points("errors", "Wrong turns that were taken.", 0, 60, "times"),
    ),
)

USABILITY_PROBLEMS = Table(
    name="usability_problems",
    title="Usability tests: problems",
    grain="one row a participant and problem; a problem that nobody had is not listed",
    key=("session_id", "problem"),
    pinned="6addab3460d65597",
    fields=(
        identity("session_id", "The session; joins usability.session_id, five rows each."),
        enum("problem", PROBLEMS, "The problem."),
        enum("task", TASKS, "The task in which it stands."),
        flag("seen", "1 where this participant ran into it."),
    ),
)

PROBLEM_RATINGS = Table(
    name="problem_ratings",
    title="Severity of usability problems",
    grain="one row a problem and rater",
    key=("problem", "rater"),
    pinned="3d423b515884d551",
    fields=(
        enum("problem", PROBLEMS, "The problem."),
        enum("rater", RATERS, "Who rated; all four rated alone."),
        points(
            "severity",
            "0 (no problem), 1 (cosmetic), 2 (minor), 3 (major) or 4 (catastrophe); NULL where "
            "the rater gave none.",
            0,
            4,
            nullable=True,
        ),
    ),
)


def tasks(chain: Chain) -> Columns:
    """Columns of `usability`."""
    import numpy as np

    from ..causes.usability import sessions

    s = chain(sessions)
    n, tasks = s.completed.shape
    return {
        "session_id": np.repeat(np.arange(1, n + 1), tasks),
        "user_id": np.repeat(s.user + chain.first_user, tasks),
        "tested_at": np.repeat(s.tested, tasks),
        "round": np.repeat(s.round, tasks),
        "task": coded(USABILITY, "task", np.tile(np.arange(tasks), n)),
        "completed": s.completed.ravel(),
        "seconds": s.seconds.ravel(),
        "assists": s.assists.ravel(),
        "errors": s.errors.ravel(),
    }


def problems(chain: Chain) -> Columns:
    """Columns of `usability_problems`."""
    import numpy as np

    from ..causes.usability import sessions

    s = chain(sessions)
    n, found = len(s.user), s.found
    return {
        "session_id": np.repeat(np.arange(1, n + 1), len(found)),
        "problem": coded(USABILITY_PROBLEMS, "problem", np.tile(found, n)),
        "task": spelled(
            USABILITY_PROBLEMS, "task", [TASK_OF_PROBLEM[problem] for problem in found.tolist()] * n
        ),
        "seen": s.seen[:, found].ravel(),
    }


def ratings(chain: Chain) -> Columns:
    """Columns of `problem_ratings`."""
    import numpy as np

    from ..causes import usability

    found, raters = chain(usability.sessions).found, np.arange(len(RATERS))
    return {
        "problem": coded(PROBLEM_RATINGS, "problem", np.repeat(found, len(raters))),
        "rater": coded(PROBLEM_RATINGS, "rater", np.tile(raters, len(found))),
        "severity": Maybe(*chain(usability.ratings)),
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in the usability tests."""
    from ..causes import usability

    del found
    chances = zip(PROBLEMS, usability.chances(facts), strict=True)
    severities = zip(PROBLEMS, usability.severities(facts), strict=True)
    effects = zip(PROBLEMS, usability.effects(facts).tolist(), strict=True)
    biases = zip(RATERS, usability.RATER_BIAS, strict=True)
    return {
        "usability": {
            "completion_by_round": dict(zip(TASKS, map(list, usability.COMPLETION), strict=True)),
            "median_seconds_by_round": dict(zip(TASKS, map(list, usability.SECONDS), strict=True)),
            "problem_chance": dict(chances),
            "failures_without_a_problem_of_their_task": 1 / usability.UNEXPLAINED,
            "problem_effect": {name: usability.EFFECTS[kind] for name, kind in effects},
            "longer_where_a_problem_costs_time": usability.SLOWER[0] / usability.SLOWER[1],
            "problem_severity": {name: tenths / 10 for name, tenths in severities},
            "rater_bias": {name: tenths / 10 for name, tenths in biases},
        }
    }


PLANTED = (
    Planted(
        "usability",
        "completion of five tasks, twelve people a round",
        "Wald intervals, bare percents",
        "Wilson or adjusted Wald",
        ("usability.completion_by_round",),
    ),
    Planted(
        "usability",
        "times are log-normal, and those who give up take longer",
        "mean of all times",
        "geometric mean of those who finished",
        ("usability.median_seconds_by_round", "usability.longer_where_a_problem_costs_time"),
    ),
    Planted(
        "usability_problems",
        "problems are met with very different chances",
        '"five users find 85 %" from the problems seen',
        "adjust for the unseen",
        ("usability.problem_chance",),
    ),
    Planted(
        "usability_problems",
        "who fails a task has met a problem of it, most often the one that stops people",
        "problems by how many met them",
        "of those who met a problem, how many failed its task",
        ("usability.failures_without_a_problem_of_their_task", "usability.problem_effect"),
    ),
    Planted(
        "usability_problems",
        "where the design was changed, its problems are met less in the second round",
        "both rounds pooled: what was mended is mended again",
        "rank by the last round",
        ("usability.completion_by_round",),
    ),
    Planted(
        "problem_ratings",
        "severity follows from what a problem does to its task; raters have levels of their own",
        "averages of few raters; low kappa taken for chaos",
        "centre raters; rank",
        (
            "usability.rater_bias",
            "usability.problem_severity",
        ),
    ),
)

GROUP = Group(
    section="What people say and ask for",
    tables=(
        Sample(USABILITY, tasks),
        Sample(USABILITY_PROBLEMS, problems),
        Sample(PROBLEM_RATINGS, ratings),
    ),
    planted=PLANTED,
    truth=truth,
    place=70,
)
