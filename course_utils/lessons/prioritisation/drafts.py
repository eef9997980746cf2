"""What a program can say of an acceptance criterion and of a no that a learner writes.

Rules see words, not sense. What they pass may still be weak; what they stop is worth a second look.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from course_utils.exercises.lines import Judge, Kinds, Line, has, lacks, said
from course_utils.toolkit import prioritisation


def _free_of(rule: str, missing: bool) -> Judge:
    """Ask that the linter of criteria finds a step there, or finds nothing at it."""

    def meets(text: str) -> bool:
        found = [each for each in prioritisation.lint_criterion(text) if each.rule == rule]
        return not any((not each.excerpt) == missing for each in found)

    return meets


def _then(text: str) -> str:
    """Return the outcome of a criterion: its line Then and what follows."""
    lines = text.splitlines()
    at = (place for place, line in enumerate(lines) if line.strip().lower().startswith("then"))
    return "\n".join(lines[next(at, len(lines)) :])


def _has_thens(text: str) -> bool:
    found = prioritisation.lint_criterion(text)
    return not any(each.rule == "Then" and not each.excerpt for each in found)


_AS_IT_SHOULD = (
    r"\b(?:as|like|what|how) (?:\w+ ){0,3}(?:should|expected|intended|planned|supposed|designed|wanted|wished|meant"
    r"|desired|specified|required)\b|\b(?:properly|correct\w*|success\w*|works?|working|right|fine|okay|ok|good"
    r"|perfect\w*|well)\b"
)
_ON_THE_SCREEN = (
    r"\b(?:lists?|boards?|comments?|messages?|screens?|pages?|project|place|bin|trash|names?|notice|word\w*|column"
    r"|dates?|assignees?|owner|files?|attachments?|subtasks?|count\w*|position|mail|link|history|row|notification"
    r"|shows?|showed|stands?|appears?|sees?|seen|visible|reads?|gone|listed|back|there|find\w*|again|opens?)\b"
)


_BEHIND_IT = r"\b(?:databases?|sql|table rows?|rows?\b[^.\n]*\btables?|logs?|log files?)\b"
"""What no user sees."""


def _seen(text: str) -> bool:
    """Say whether the outcome names something that two testers see alike."""
    then = _then(text)
    named = has(_ON_THE_SCREEN)(then) or not then
    told = lacks(_AS_IT_SHOULD)(then) and lacks(_BEHIND_IT)(then)
    return named and told and _free_of("Then", missing=False)(text)


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
        "Your Then does not say what somebody sees. Which thing stands where on the screen? Words such as "
        "properly, or as it should, say that it works and not how one could tell.",
        _seen,
    ),
    "case": Line(
        "is about one case of undoing",
        "Is it about this feature? Name the task that was deleted, and say more than a few words.",
        said(14, has(r"\bdelet\w*|\brestor\w*|\bundo\w*|\bundid\b")),
    ),
}
"""A criterion for "undo a deleted task"."""

_DENIED = (
    r"\b(?:not|no\b(?! (?:customer|one|problem))|won't|isn't|aren't|doesn't|cannot|can't|don't|stays? out|is out|leav\w+ (?:\w+ ){1,3}out"
    r"|against|declin\w+|turn\w* (?:\w+ ){1,3}down)\b"
)
_SPAN = r"\b(?:quarters?|autumn|release|this time|september|october|november|thirteen weeks|13 weeks|q3|third quarter)\b"
_SOFT_NO = r"\byes, (?:we|you|it)\b|\b(?:won't|not|never|can't|cannot|don't) (?:say|saying) no\b"
_THING = (
    r"\b(?!(?:this|that|them|they|then|than|some|thing|things|something|anything|everything|nothing|stuff|work"
    r"|other|others|again|when|what|which|with|from|much|very|really|have|will|would|your|ours|else|maybe"
    r"|there|these|those|idea|yes)\b)[a-z]{4,}"
)
"""A word that can name something, a feature or a date: no pronoun, no filler."""
_NAMED = rf"[^.!?]*?{_THING}"
"""After a verb something is named."""
_BEFORE = rf"{_THING}[^.!?]*?"
_SUM = (
    r"(?:\d|\b(?:one|two|three|four|five|six|ten)\b)[^.!?]*?\b(?:weeks?|days?|months?|usd|dollars?|person-weeks?"
    r"|euros?|pounds?|items?|cards?)\b|(?:\$|usd) ?\d"
)
"""A price: a number with a unit in which a quarter is counted."""
_BACK = (
    r"\b(?:again|chang\w+|reconsider\w*|decide|count|back|goes in|put it in|say yes|revisit\w*|reopen\w*"
    r"|rethink|look at it|take it up|be in|build it|move it|turns? (?:me|it))\b"
)
_ASKED = r"\b(?:if|once|when|unless|until|should|bring|show|get|give)\b(?:\W+\w+){3,}"
_CONDITION = re.compile(r"\b(?:if|once|when|unless|until|should|provided|after)\b[^.!?;]*", re.I)


def _main_clauses(judge: Judge) -> Judge:
    """Judge a text without its conditions: what somebody else may still say decides nothing yet."""
    return lambda text: judge(_CONDITION.sub("", text))


def _both(*judges: Judge) -> Judge:
    return lambda text: all(judge(text) for judge in judges)


_EVIDENCE = has(
    r"(?:\d{2}|\d ?%|\d,\d)[^.!?]*\b(?:answers?|accounts?|people|persons|customers?|staff|weeks?|quarters?"
    r"|usd|dollars|asked|others|respondents|items|ideas|cards)\b"
    r"|\b(?:answers?|accounts?|people|customers?|staff|usd|dollars|asked)\b[^.!?]*(?:\d{2}|\d ?%)"
    r"|\d+ (?:out )?of \d{2,}"
)
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(%|per ?cent)?")
POINTS, ROUNDED = 0.05, 0.05
"""How far a share (in points) and another number (of itself) may be rounded in what somebody says."""


def told_of(
    shares: Collection[float], numbers: Collection[float], odds: Collection[float] = ()
) -> Judge:
    """Ask for evidence of which at least one number is one of these, rounded as people round.

    Parameters
    ----------
    shares : collection of float
        Fractions that may be told as percentages.
    numbers : collection of float
        Counts and money.
    odds : collection of float
        Other fractions, which nobody rounds: they are told to a point.
    """

    def known(figure: str, percent: str) -> bool:
        value = float(figure.replace(",", ""))
        if percent:
            near = any(abs(value / 100 - share) <= POINTS for share in shares)
            return near or any(abs(value / 100 - each) <= 0.01 for each in odds)
        return value >= 10 and any(abs(value - each) <= ROUNDED * each for each in numbers)

    return _both(_EVIDENCE, lambda text: any(known(*found) for found in _NUMBER.findall(text)))


NO = {
    "decided": Line(
        "says no, and for which time",
        "Is it a no, and until when? Begin with it: not this quarter.",
        _both(has(rf"{_DENIED}[^.!?]*{_SPAN}|{_SPAN}[^.!?]*{_DENIED}"), lacks(_SOFT_NO)),
    ),
    "evidence": Line(
        "gives a number with whom or what it is of",
        "What do you know? Give a number from above, of more than a handful, and say of whom or of "
        "what it is.",
        _EVIDENCE,
    ),
    "price": Line(
        "says what a yes would cost or push out",
        "What would a yes cost? Name the item that goes out for it, or the weeks and the money.",
        has(
            r"\b(?:push\w*|mov\w+|set\w*|hold\w*|knock\w*|bump\w*|tak\w+|throw\w*|crowd\w*|leav\w+|cut\w*) (?:\w+ ){0,3}?(?:out|back|aside|off)\b"
            + _NAMED
            + rf"|\b(?:push\w*|mov\w+|set\w*|knock\w*|tak\w+|throw\w*) (?:\w+ ){{0,6}}?{_THING} (?:\w+ ){{0,4}}?(?:out|back|aside|off)\b"
            r"|\b(?:in place|instead|at the (?:cost|price|expense)|ahead) of\b"
            + _NAMED
            + r"|\b(?:drop\w*|displac\w+|delay(?:s|ed|ing)?(?! of\b)|postpon\w+|los(?:e|es|ing)|giv\w+ up|replac\w+|sacrific\w+|cancel\w*)\b"
            + _NAMED
            + rf"|{_BEFORE}\b(?:would|will|has to|have to|must) (?:have to )?(?:wait|slip|drop out|go out|move back|fall out|be late|be out|come later)\b"
            rf"|{_BEFORE}\b(?:would|will)(?: not|n't) (?:make it|ship|fit|happen|come|be done|be finished|be ready)\b"
            rf"|{_BEFORE}\b(?:slips?|slipping|falls? (?:out|behind|back|from \d)|drops? (?:out|from \d)|goes from \d)"
            r"|\bhas to give\b" + _NAMED + rf"|\b(?:costs?|takes?|price)\b[^.!?]*?(?:{_SUM})"
        ),
    ),
    "turn": Line(
        "says what would change your mind",
        "What would turn you? Name what you would have to see: if ..., I count again.",
        _both(
            has(
                rf"{_ASKED}[^.!?]*{_BACK}|{_BACK}[^.!?]*{_ASKED}"
                rf"|(?:\w+\W+){{4,}}before (?:i|we)\b[^.!?]*{_BACK}"
                r"|\b(?:makes? me rethink|come back (?:\w+ ){0,2}with|changes? my mind)\b(?:\W+\w+){3,}"
            ),
            lacks(r"\bif you (?:just )?(?:ask|insist|say so|want)\b|\bif so\b"),
        ),
    ),
    "firm": Line(
        "promises nothing soft",
        "That will be heard as a yes. Take out what sounds like soon, perhaps or we shall see.",
        lacks(
            r"\b(?:soon|some ?day|certainly|maybe|perhaps|probably|hopefully|look into|we(?:'ll| shall| will) see"
            r"|later this year|as soon as|when we have time|once there is time|do our best|try to|at once"
            rf"|next quarter for sure|i promise|don't worry)\b|{_SOFT_NO}"
        ),
    ),
    "own": Line(
        "is your own decision",
        "Did you give the no to somebody else, or to a formula? Say I or we, and your reason.",
        _main_clauses(
            lacks(
                r"\b(?:engineering|engineers|developers|legal|they|the team|the squads?|finance|sales)\b[^.!?]*"
                r"\b(?:says?|said|refuses?|decided|will not|won't|cannot|can't|does not (?:allow|want)|do not want)\b"
                r"|\b(?:score|rice|solver|tool|formula|algorithm)\b[^.!?]*\b(?:gives?|puts?|ranks?|says?|said|decide[sd]?)\b"
                r"|\bnot my (?:decision|call|choice|fault)\b|\bmy hands\b|\bi would (?:have )?(?:like|love)d?\b"
            )
        ),
    ),
    "kind": Line(
        "speaks of the idea, not against a person",
        "Would you say that word again in a year? Leave the person out; say what the idea would cost.",
        lacks(
            r"\b(?:stupid\w*|idiot\w*|dumb\w*|silly|nonsense|ridiculous|rubbish|crazy|i hate|moron\w*|incompetent|shut up"
            r"|nobody cares|your fault|terrible|awful|clueless|pathetic|joke)\b"
        ),
    ),
}
"""A no to the chief executive; a lesson holds its evidence to the company's data by `told_of`."""

DRAFTS = Kinds({"criterion": CRITERION, "no": NO}, by_line=("criterion",))
lines, judge = DRAFTS.lines, DRAFTS.judge
