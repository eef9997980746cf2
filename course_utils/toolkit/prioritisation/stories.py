"""User stories and acceptance criteria, read by rules that say why.

The rules are simple and can be wrong: each finding names the words that it stumbled over and asks a
question. A text without findings is not good, only free of the usual slips.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Finding", "lint_criterion", "lint_story"]

INVEST = {
    "I": "Independent",
    "N": "Negotiable",
    "V": "Valuable",
    "E": "Estimable",
    "S": "Small",
    "T": "Testable",
}
"""Wake's six qualities of a story."""
STEPS = ("Given", "When", "Then")
VAGUE = (
    *("appropriate", "as expected", "better", "correctly", "easily", "easy", "efficient", "fast"),
    *("flexible", "intuitive", "nice", "properly", "quickly", "reasonable", "robust", "seamless"),
    *("simple", "smoothly", "user-friendly", "works"),
)
"""Words about which two honest testers can disagree."""

_STORY = re.compile(
    r"^\s*as\s+(?:an?|the)?\s*(?P<who>.+?),?\s+i\s+(?:want|would like|need)(?:\s+to)?\s+"
    r"(?P<what>.+?)(?:,?\s+so\s+that\s+(?P<why>.+?))?\s*\.?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_NOBODY = ("user", "users", "customer", "customers", "person", "people", "someone")
_BUILDERS = (
    *("developer", "engineer", "programmer", "tester", "backend", "frontend", "database"),
    *("system", "api", "product owner", "product manager"),
    *("development team", "our team", "squad"),
)
_HOW = (
    *("button", "dropdown", "drop-down", "modal", "popup", "checkbox", "sidebar", "tab"),
    *("database", "sql", "table", "endpoint", "api", "react", "cache", "microservice", "index"),
)
_WAITS = ("depends on", "after story", "blocked by", "once story", "requires story", "part 2 of")
_OPEN_ENDED = (
    "all kinds of",
    "any kind of",
    "everything",
    "etc",
    "and so on",
    "various",
    "whatever",
)
_BUNDLES = ("manage", "administer", "handle", "complete solution", "full support", "end-to-end")


@dataclass(frozen=True)
class Finding:
    """A slip: which rule, the words that show it, and why they matter."""

    rule: str
    """A letter of `INVEST`, or a step: "Given", "When", "Then"."""
    excerpt: str
    """The words that show it; empty if something is missing."""
    words: str
    """What it costs, and what to ask."""


def lint_story(text: str) -> list[Finding]:
    """Read a user story by the six letters of INVEST.

    Parameters
    ----------
    text : str
        "As a ..., I want ..., so that ...".

    Returns
    -------
    list of Finding
        In the order I, N, V, E, S, T; empty for a story without the usual slips.

    References
    ----------
    Wake, B. (2003). INVEST in good stories, and SMART tasks. xp123.com.
    """
    if not isinstance(text, str) or not text.strip():
        raise ValueError('A story is a text such as "As a ..., I want ..., so that ...".')
    found = list(_story_findings(text))
    return sorted(found, key=lambda finding: list(INVEST).index(finding.rule))


def _story_findings(text: str) -> Iterator[Finding]:
    parts = _STORY.match(text)
    for word in _hits(text, _WAITS):
        yield Finding(
            "I", word, "It cannot be built or shipped alone. Could you cut so that each part can?"
        )
    if parts is None:
        yield Finding(
            "V",
            "",
            "Nobody stands in it. A task says what we do; a story says who can do what, and why: "
            '"As a ..., I want ..., so that ...".',
        )
    else:
        yield from _who_and_why(parts)
    what = parts["what"] if parts else text
    for word in _hits(what, _HOW):
        yield Finding(
            "N", word, "It says how, before anybody talked about it. What is it needed for?"
        )
    for word in _hits(what, _OPEN_ENDED):
        yield Finding("E", word, "Nobody can estimate what has no end. Which one comes first?")
    for word in _hits(what, _BUNDLES):
        yield Finding(
            "S", word, "One word for five stories: add, change, remove, find, allow. Cut it."
        )
    if len(re.findall(r"\band\b|;", what, re.IGNORECASE)) >= 2:
        yield Finding("S", "and", "Several wants in one. Which one would help alone?")
    for word in _hits(text, VAGUE):
        yield Finding("T", word, "Two testers can disagree on it. What would you see or measure?")


def _repeats(what: str, why: str) -> bool:
    """Say whether a reason holds the wish and hardly anything else, in whatever form of its words."""
    wish, reason = (
        {word[:6] for word in re.findall(r"[a-z]+", text.casefold()) if len(word) > 4}
        for text in (what, why)
    )
    same = what.strip().casefold() == why.strip().casefold()
    return same or (bool(wish) and wish <= reason and len(reason - wish) <= 1)


def _who_and_why(parts: re.Match[str]) -> Iterator[Finding]:
    who = parts["who"].strip()
    if who.casefold() in _NOBODY:
        yield Finding("V", who, "Which one? A team owner and a guest need different things.")
    elif any(re.search(rf"\b{re.escape(word)}\b", who, re.IGNORECASE) for word in _BUILDERS):
        yield Finding(
            "V", who, "That is one of us. Who outside of the building would notice this story?"
        )
    if not parts["why"]:
        yield Finding(
            "V", "", 'There is no "so that". Without a reason nobody can find a cheaper way there.'
        )
    elif _repeats(parts["what"], parts["why"]):
        yield Finding("V", parts["why"].strip(), "The reason repeats the wish. Why is it wanted?")


def lint_criterion(text: str) -> list[Finding]:
    """Read an acceptance criterion: Given a state, When one thing happens, Then one can see that.

    Each step begins a line; "And" and "But" continue the step above. The words may be in any case.

    Parameters
    ----------
    text : str
        The lines of one scenario.

    Returns
    -------
    list of Finding
        In the order of the rules: a missing step, the order of steps, more than one When, a Then
        that cannot be seen.

    References
    ----------
    North, D. (2006). Introducing BDD. Better Software.
    """
    if not isinstance(text, str) or not text.strip():
        raise ValueError('A criterion is a text with lines "Given ...", "When ...", "Then ...".')
    return list(_criterion_findings(_steps(text)))


def _criterion_findings(steps: list[tuple[str, str]]) -> Iterator[Finding]:
    missing = {
        "Given": "Nobody knows where it begins. Which state makes this happen, and no other?",
        "When": "Nothing happens in it. What does the person, or the clock, do?",
        "Then": "Nothing can be seen. How would you know that it is broken?",
    }
    kinds = [kind for kind, _ in steps]
    for step, words in missing.items():
        if step not in kinds:
            yield Finding(step, "", words)
    firsts = [kinds.index(step) for step in STEPS if step in kinds]
    if firsts != sorted(firsts):
        yield Finding("Then", "", "The order is Given, When, Then: state, event, outcome.")
    whens = [line for kind, line in steps if kind == "When"]
    for line in whens[1:]:
        yield Finding("When", line, "A second event is a second scenario: which one failed?")
    for kind, line in steps:
        if kind == "Then":
            for word in _hits(line, VAGUE):
                yield Finding("Then", word, "Two testers can disagree. What stands on the screen?")


def _steps(text: str) -> list[tuple[str, str]]:
    """Return the kind of each line and its text; lines before the first step are left out."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        first, _, rest = line.strip().partition(" ")
        kind = first.rstrip(":,").capitalize()
        if kind in ("And", "But") and found:
            found.append((found[-1][0], rest.strip()))
        elif kind in STEPS:
            found.append((kind, rest.strip()))
    return found


def _hits(text: str, words: tuple[str, ...]) -> list[str]:
    return [
        word
        for word in words
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE)
    ]
