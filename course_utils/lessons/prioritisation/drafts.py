"""What a program can say of an acceptance criterion and of a no that a learner writes.

Rules see words, not sense. What they pass may still be weak; what they stop is worth a second look.
"""

from __future__ import annotations

from course_utils.exercises.lines import Judge, Kinds, Line, has, lacks, said
from course_utils.toolkit import prioritisation


def _free_of(rule: str, missing: bool) -> Judge:
    """Ask that the linter of criteria finds a step there, or finds nothing at it."""

    def meets(text: str) -> bool:
        found = [each for each in prioritisation.lint_criterion(text) if each.rule == rule]
        return not any((not each.excerpt) == missing for each in found)

    return meets


def _has_thens(text: str) -> bool:
    found = prioritisation.lint_criterion(text)
    return not any(each.rule == "Then" and not each.excerpt for each in found)


CRITERION = {
    "given": Line(
        "begins with a state",
        "Where does it begin? Write a line Given, with what is so before anybody does a thing.",
        _free_of("Given", missing=True),
    ),
    "when": Line(
        "has an event",
        "Nothing happens yet. Write a line When, with what one person does.",
        _free_of("When", missing=True),
    ),
    "one": Line(
        "has one event only",
        "Two events: write the second into a scenario of its own, or make it a state under Given.",
        _free_of("When", missing=False),
    ),
    "then": Line(
        "ends with an outcome, in the order state, event, outcome",
        "How would you know that it is broken? Write a line Then, after Given and When.",
        _has_thens,
    ),
    "seen": Line(
        "has an outcome that two testers see alike",
        "A word in your Then is a matter of taste. Say what stands on the screen instead.",
        _free_of("Then", missing=False),
    ),
    "case": Line(
        "is about one case of undoing",
        "Is it about this feature? Name the task that was deleted, and say more than a few words.",
        said(14, has(r"\bdelet\w*|\brestor\w*|\bundo\w*|\bundid\b")),
    ),
}
"""A criterion for "undo a deleted task"."""

_DENIED = r"\b(?:not|no\b(?! (?:customer|one))|won't|stays? out|is out|against|decline)\b"
_SPAN = r"\b(?:quarter|autumn|release|this time|october|september)\b"

NO = {
    "decided": Line(
        "says no, and for which time",
        "Is it a no, and until when? Begin with it: not this quarter.",
        has(rf"^(?!.*\byes, (?:we|you|it)\b).*(?:{_DENIED}[^.!?]*{_SPAN}|{_SPAN}[^.!?]*{_DENIED})"),
    ),
    "evidence": Line(
        "gives a number with whom or what it is of",
        "What do you know? Give one number from above, and say of whom or of what it is.",
        has(
            r"\d[^.!?]*\b(?:of|from|by|usd|dollars|answers?|accounts?|people|customers|staff|weeks?)\b"
        ),
    ),
    "price": Line(
        "says what a yes would cost or push out",
        "What would a yes cost? Name what goes out for it, or the weeks and the money.",
        has(
            r"\bpush(?:es|ed|ing)? (?:out|back)\b|\bin place of\b|\binstead of\b|\bgoes? out\b|\bgives? up\b"
            r"|\b(?:yes|it|that|ranking)\b[^.!?]*\b(?:costs?|takes?)\b|\bat the (?:cost|price) of\b"
            r"|\bwould (?:have to )?(?:wait|drop|lose)\b"
        ),
    ),
    "turn": Line(
        "says what would change your mind",
        "What would turn you? Name what you would have to see: if ..., I count again.",
        has(
            r"\b(?:if|once|when|unless)\b[^.!?]*"
            r"\b(?:again|changes?|reconsider|decide|count|back|goes in|put it in|say yes)\b"
            r"|\b(?:changes? my mind|turns? (?:me|it)|again|back|reconsider)\b[^.!?]*\b(?:if|once|when|unless)\b"
        ),
    ),
    "firm": Line(
        "promises nothing soft",
        "That will be heard as a yes. Take out what sounds like soon, perhaps or we shall see.",
        lacks(
            r"\b(?:soon|some ?day|certainly|maybe|perhaps|hopefully|look into|we(?:'ll| shall| will) see"
            r"|later this year|as soon as|when we have time|once there is time|do our best|try to)\b"
        ),
    ),
    "own": Line(
        "is your own decision",
        "You gave the no to somebody else, or to a formula. Say I or we, and your reason.",
        lacks(
            r"\b(?:engineering|engineers|developers|legal|they|the team)\b[^.!?]*"
            r"\b(?:says?|said|refuses?|decided|will not|won't|cannot|can't|does not allow)\b"
            r"|\b(?:score|rice)\b[^.!?]*\b(?:gives?|puts?|ranks?|says?|decided)\b"
            r"|\bnot my (?:decision|call|choice)\b|\bmy hands\b"
        ),
    ),
}
"""A no to the chief executive."""

DRAFTS = Kinds({"criterion": CRITERION, "no": NO}, by_line=("criterion",))
lines, judge = DRAFTS.lines, DRAFTS.judge
