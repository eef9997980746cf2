"""What a program can say of a sentence that a researcher writes: question, objective, screener, insight.

Rules see words, not sense. What they pass may still be weak; what they stop is worth a second look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from course_utils.exercises.lines import Judge, Kinds, Line, has, lacks, said

_OPENER = r"^\W*(?:please |could you |can you |and )?(?:tell|walk|show|describe|think|take)\b"
_OCCASION = (
    r"\blast\b|\bmost recent\b|\byesterday\b|\bthis morning\b|\bon that day\b|\bthe day\b"
    r"|\bthe (?:first|latest) time\b|\bwhen did\b|\b(?:that|your first) (?:week|hour|month)\b"
    r"|\b(?:on|in|that) (?:monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june)\b"
)
_LEADS = (
    r"\b(?:do|does|did|is|are|was|were|would|have|has|must)n't (?:you|it|they|that|we|the)\b"
    r"|\b(?:isn|wasn|aren)'t\b|, (?:right|no|do they not|would you not say)\b|\bi suppose\b|\bi take it\b"
    r"|\bsurely\b|\bof course\b|\bmost people\b|\bhow (?:much )?(?:do|does|did) (?:you|it|that) (?:like|love|hate|annoy)"
    r"|\bhow (?:useful|easy|great|good|bad|nice|helpful|annoying|frustrating|painful|difficult|hard)\b"
    r"|\bmust (?:be|have been)\b|\byou (?:last )?(?:loved|hated|liked|enjoyed|missed)\b|\bwish(?:ed)?\b|\b(?:annoying|frustrating|terrible|wonderful|great|useful) is\b"
)
_FUTURE = (
    r"\bwould\b|\bwill\b|\bif (?:we|you|there|it)\b|\bimagine\b|\bplan to\b|(?<!was )(?<!were )\bgoing to\b|\bmight\b"
    r"|\bnext (?:week|month|year|time)\b|\bin (?:the )?future\b|\bhow much (?:would|could)\b"
)
_TWO = (
    r"\b(?:and|or) (?:also )?(?:do|does|are|is|would|could|will|have|has|what else|how (?!did (?:that|it)\b)"
    r"|why|which|who else)\b"
)
_PRODUCT = (
    r"\breports? ?2\b|\bdashboards?\b|\bfeatures?\b|\bcharts?\b|\bour (?:new |reports?|product)"
)


_COUNTED = r"\b(\d+) (?:out )?of (?:the |our |all )?(\d+)\b"
_REASON = r"\bbecause\b|\bsince\b|\bso that\b|\bdue to\b|\bthat is why\b"
_SAID_SO = (
    r"\b(?:say|says|said|tell|tells|explain|explained)\b|\btold (?:us|me)\b|[\"\u201c]|\bguess\b|\bperhaps\b"
    r"|\bmaybe\b|\bprobably\b|\bpossibly\b|\bmay\b|\bmight\b|\bseems?\b|\bwe think\b|\bassum\w+"
)
"""Who gives a reason, or that it is a guess."""


def _options(text: str) -> list[str]:
    _, _, after = text.partition("?")
    return [piece for piece in re.split(r"[\n;/|·,]", after) if re.search(r"\w", piece)]


QUESTION = {
    "asks": Line(
        "asks something",
        "This asks nothing yet: begin with when, what, how, or tell me about.",
        lambda text: (
            len(set(text.lower().split())) >= 5
            and ("?" in text or bool(re.search(_OPENER, text, re.I)))
        ),
    ),
    "occasion": Line(
        "asks for one real occasion",
        "Which day is it about? Ask for the last time; habits are what people would like to do.",
        has(_OCCASION),
    ),
    "open": Line(
        "leaves the answer open",
        "It holds its own answer, or a feeling. Take out what you hope to hear.",
        lacks(_LEADS),
    ),
    "happened": Line(
        "asks for what has happened",
        "It asks for the future. There a yes costs nothing.",
        lacks(_FUTURE),
    ),
    "single": Line(
        "asks one thing",
        "Two questions in one sentence: they will answer the easier one.",
        lacks(_TWO),
    ),
    "product": Line(
        "names no solution",
        "It names what you would build. Ask about their day, not about your idea.",
        lacks(_PRODUCT),
    ),
}
"""A question about one real occasion."""

OBJECTIVE = {
    "whom": Line(
        "says whom you talk to",
        "Whom do you talk to: owners, members, people who left?",
        has(r"\b(?:owners?|members?|guests?|people|users|customers|teams|accounts|admins?)\b"),
    ),
    "learn": Line(
        "says what you want to learn",
        "What do you want to learn? Begin with how, why, when or what.",
        said(
            10,
            has(
                r"\b(?:learn|find out|understand|hear|see|know)\b.*\b(?:how|why|when|what|who|where)\b"
            ),
        ),
    ),
    "decide": Line(
        "says which decision hangs on it",
        "Which decision hangs on it? Go on with: so that we can decide ...",
        has(r"\bdecid\w*|\bdecision\b|\bso that we\b|\bwhether (?:we|to)\b|\bbefore we\b"),
    ),
    "open": Line(
        "could come out either way",
        "This can only come out one way. Do not prove, confirm, sell or validate.",
        lacks(r"\b(?:confirm|prove|validate|convince|sell|show (?:that|them|how much))\b"),
    ),
}
"""The objective of an interview: what one wants to learn, from whom, for which decision."""

SCREENER = {
    "behaviour": Line(
        "asks what they did, and when",
        "Ask for behaviour in a span: how often, or when last.",
        has(
            r"\b(?:how (?:often|many)|when did|which of (?:these|the following)|in the (?:last|past)"
            r"|last (?:week|month|quarter|time))\b"
        ),
    ),
    "blind": Line(
        "does not show what you look for",
        "It shows which answer gets them in. People like to be taken.",
        lacks(
            r"\b(?:interested|would you|do you (?:like|love|want|need)|are you (?:a|the|an)\b"
            r"|reports?|dashboards?|we are looking for|interview)\b"
        ),
    ),
    "closed": Line(
        "offers three answers or more",
        "Write the answers after the question mark, with / between them: three or more.",
        lambda text: len(_options(text)) >= 3,
    ),
    "out": Line(
        "has a way out",
        "Give a way out: never, 0, none of these, or I do not know.",
        lambda text: any(
            re.search(r"\b(?:never|none|not|other|no|zero)\b|^\W*0(?!\s*[-\u2013\d.])", piece, re.I)
            for piece in _options(text)
        ),
    ),
}
"""A screener: the question that finds the right people for a talk."""

INSIGHT = {
    "counted": Line(
        "says how many, of how many",
        "How many said so, and of how many? Write both numbers, in digits: 4 of 36.",
        has(_COUNTED),
    ),
    "happened": Line(
        "tells what happened",
        "What did they do? A wish or a promise has not happened, and a few words tell nothing yet.",
        said(
            8,
            lacks(
                r"\bwould\b|\bwants?\b|\bwish\w*|\bwill\b|\bneeds? (?:a|an|better|more)\b|\blike to\b"
            ),
        ),
    ),
    "why": Line(
        "says why, or what it costs",
        "And so what? Go on with because, or with what it costs them.",
        has(
            r"\bbecause\b|\bsince\b|\bso that\b|\bcosts?\b|\b(?:minutes|hours|days|mornings?|evenings?)\b"
        ),
    ),
    "agrees": Line(
        "has numbers that the quotes bear out",
        "Your numbers are not those of the quotes. Count with `behind` and the words that you use, and write "
        "of how many people.",
        has(_COUNTED),
    ),
    "marked": Line(
        "marks a reason of its own as a guess",
        "Who gives this reason? Write how many *say* so, or mark it as yours: *our guess is that ...*.",
        lambda text: all(
            re.search(_SAID_SO, part, re.I) or not re.search(_REASON, part, re.I)
            for part in re.split(r"(?<=[.;!?])\s+", text)
        ),
    ),
    "open": Line(
        "leaves the solution open",
        "A solution stands in it. An insight is about people; many things could follow from it.",
        lacks(r"\breports? ?2\b|\bdashboards?\b|\bfeatures?\b|\bwe should\b|\bbuild\b|\bapp\b"),
    ),
}
"""An insight: what happened, to how many, and why it matters."""

KINDS: Mapping[str, Mapping[str, Line]] = {
    "question": QUESTION,
    "objective": OBJECTIVE,
    "screener": SCREENER,
    "insight": INSIGHT,
}


def borne_out(texts: Iterable[str], everybody: int) -> Judge:
    """Return what tells whether the numbers of an insight are those of the quotes behind it.

    Parameters
    ----------
    texts : iterable of str
        What was said, one quote a person.
    everybody : int
        How many people were asked.

    Returns
    -------
    callable
        Of a text: whether each "so many of so many" in it is of all who were asked, or of those who are
        quoted, and is no more than those, nor than the quotes in which a word of the sentence is found.
    """
    told = [text.lower() for text in texts]

    def holds(part: str, found: re.Match[str]) -> bool:
        count, of = int(found[1]), int(found[2])
        if of not in (everybody, len(told)) or not count:
            return False
        words = {word[:5] for word in re.findall(r"[a-z]{4,}", part.lower())} - _OF_ANY
        each = [sum(bool(re.search(rf"\b{word}", text)) for text in told) for word in words]
        return count == len(told) or min(filter(None, each), default=1) <= count <= sum(each)

    def meets(text: str) -> bool:
        parts = re.split(r"(?<=[.;!?])\s+", text)
        counts = [(part, found) for part in parts for found in re.finditer(_COUNTED, part)]
        return bool(counts) and all(holds(part, found) for part, found in counts)

    return meets


_COMMON = """
about because customers find from have know learn learned learnt owners people piece some stand stands stood than
that their them then there they thing things this were what when where which with work works
"""
_OF_ANY = {word[:5] for word in _COMMON.split()}
"""How words begin that are found in any sentence."""


DRAFTS = Kinds(KINDS, by_line=("screener",))
lines, judge = DRAFTS.lines, DRAFTS.judge
