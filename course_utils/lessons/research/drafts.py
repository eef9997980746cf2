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
    r"|\bmust (?:be|have been)\b|\byou (?:last )?(?:loved|hated|liked|enjoyed|missed)\b|\benjoy(?:s|ing)?\b|\bgreat\b(?! deal)|\b(?:kitewell|reports?|it|we|dashboards?) (?:saved|rescued|helped|delighted)\b|\b(?:brilliant|excellent|amazing|fantastic|useful|helpful|wonderful|perfect|excited|keen|thrilled)\b|\bwish(?:ed)?\b|\b(?:annoying|frustrating|terrible|wonderful|great|useful) is\b"
)
_FUTURE = (
    r"\bwould\b|\bwill\b|\bif (?:we|you|there|it)\b|\bimagine\b|\bplan to\b|(?<!was )(?<!were )\bgoing to\b|\bmight\b"
    r"|\bnext (?:week|month|year|time)\b|\bin (?:the )?future\b|\bhow much (?:would|could)\b"
)
_TWO = (
    r"\b(?:and|or) (?:also )?(?:do|does|are|is|would|could|will|have|has|what else|how (?!(?:did )?(?:that|it)\b)"
    r"|why|which|who else)\b"
)
_PRODUCT = (
    r"\breports? ?2\b|\bdashboards?\b|\bfeatures?\b|\bcharts?\b|\bour (?:new |reports?|product)"
)


_TOPIC = (
    r"\bkitewell\b|\bwork\w*|\bprojects?\b|\btasks?\b|\bplan\w*|\bboards?\b|\bteam\w*|\bcolleagues?\b"
    r"|\bclients?\b|\bcustomers\b.*\bneed|\bstatus\b|\bstands?\b|\bstood\b|\bprogress\b|\bon track\b|\blate\b"
    r"|\bdelay\w*|\bdeadlines?\b|\bdue\b|\blaunch\w*|\bup to date\b|\bupdates?\b|\breports?\b|\bnumbers\b"
    r"|\bslip\w*|\bdates?\b|\bmeetings?\b|\be-?mails?\b|\binvit\w+|\bdecided\b|\bmoney\b|\bon that day\b|\bthings were\b|\bdashboards?\b|\bdone\b|\b(?:mon|tues|wednes|thurs|fri)days?\b"
)
"""What the talk can be about: words of the work that customers do with Kitewell."""
_KIND_WHY = (
    r"\b(?:why|how much|that|if|whether) (?:they|people|users|customers|owners|members|teams|everybody) "
    r"(?:really |all |so )?(?:loves?|likes?|enjoys?|hates?|wants?|needs?|prefers?|miss(?:es)?)\b"
)


_COUNTED = r"\b(\d+) (?:out )?of (?:the |our |all )?(\d+)\b"
_REASON = r"\bbecause\b|\bsince\b|\bso that\b|\bdue to\b|\bthat is why\b"
_SAID_SO = (
    r"\b(?:\d+|they|who|people|owners?|and|of them|others|some|most|many|all) (?:also )?(?:say|says|said|tell|tells|explain|explained)\b|\btold (?:us|me)\b|[\"\u201c]|\bguess\b|\bperhaps\b"
    r"|\bmaybe\b|\bprobably\b|\bpossibly\b|\bmay\b|\bmight\b|\bseems?\b|\bwe think\b|\bassum\w+"
)
"""Who gives a reason, or that it is a guess."""


_INVITES = (
    r"\b(?:interested|would you|do you (?:like|love|want|need)|are you (?:a|the|an)\b"
    r"|we are looking for|interview)\b"
)
_SOUGHT = r"\b(?:reports?|dashboards?|struggl\w*|late|status|progress|on track|problems?|trouble|stands?|stood)\b"
"""What the screener of this lesson looks for: who had to find out how work stands, or to show it."""
_WAY_OUT = r"\b(?:never|none|not|other|no|zero)\b|^\W*0(?!\s*[-\u2013\d.])"
DECOYS = 2
"""So many other answers hide what is looked for."""


def _options(text: str) -> list[str]:
    _, _, after = text.partition("?")
    return [piece for piece in re.split(r"[\n;/|·,]", after) if re.search(r"\w", piece)]


def gives_away(text: str) -> list[str]:
    """Return the words of a screener that show which answer gets people in.

    What is looked for may stand in an answer, if `DECOYS` others beside it are about other things; in
    the question it is never hidden.
    """
    found = re.findall(_INVITES, text, re.I)
    stem, _, _ = text.partition("?")
    found += re.findall(_SOUGHT, stem, re.I)
    answers = [piece for piece in _options(text) if not re.search(_WAY_OUT, piece, re.I)]
    if sum(not re.search(_SOUGHT, piece, re.I) for piece in answers) < DECOYS:
        found += [word for piece in answers for word in re.findall(_SOUGHT, piece, re.I)]
    return list(dict.fromkeys(word.lower() for word in found))


QUESTION = {
    "asks": Line(
        "asks something",
        "This asks nothing yet: begin with when, what, how, or tell me about.",
        lambda text: (
            len(set(text.lower().split())) >= 5
            and not re.search(r"\b(\w{3,}) \1\b", text, re.I)
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
    "topic": Line(
        "is about their work",
        "What has it to do with how work stands? Name a thing of their day: a project, a date, a meeting.",
        has(_TOPIC),
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
        has(
            r"\b(?:owners?|leads?|leaders|managers?|directors?|members?|guests?|people|users|customers|teams|accounts|admins?)\b"
        ),
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
        has(
            r"\bdecid\w*|\bdecision\b|\bchoos\w+|\bchoice\b|\bwhich \w+ (?:comes|goes) first\b|\bso that we\b|\bwhether (?:we|to)\b|\bbefore we\b"
        ),
    ),
    "open": Line(
        "could come out either way",
        "This can only come out one way. Do not prove, confirm, sell or validate, nor ask why they love or want it.",
        lacks(
            rf"\b(?:confirm|prove|validate|convince|sell|show (?:that|them|how much))\b|{_KIND_WHY}"
            r"|\bhow (?:much|excited|happy|keen|pleased|glad|useful|great|good|bad|slow|poor|hard|annoying)\b|\bdecide to (?:build|ship|launch|release|make)\b|\bwhen to (?:launch|ship|release|build)\b|\breports? ?2\b"
        ),
    ),
    "topic": Line(
        "is about their work",
        "What of their work is it about? Name it: how work stands, what was late, a plan, a report.",
        has(_TOPIC),
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
        "It shows which answer gets them in, and people like to be taken. Put what you look for among the "
        "answers, beside two others or more.",
        lambda text: not gives_away(text),
        gives_away,
    ),
    "closed": Line(
        "offers three answers or more",
        "Write the answers after the question mark, with / between them: three or more.",
        lambda text: len(_options(text)) >= 3,
    ),
    "out": Line(
        "has a way out",
        "Give a way out: never, 0, none of these, or I do not know.",
        lambda text: any(re.search(_WAY_OUT, piece, re.I) for piece in _options(text)),
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
        "has the number of quotes that hold its words",
        "I cannot bear this number out. I count the quotes that hold the word right after it, as in *2 of 36 "
        "rang*, or both where two words stand together in a quote. Count with `behind` and these words; what I "
        "find in no quote, I cannot check.",
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


def borne_out(
    texts: Iterable[str], everybody: int, named: Mapping[str, int] | None = None
) -> Judge:
    """Return what tells whether the numbers of an insight are those of the quotes behind it.

    Parameters
    ----------
    texts : iterable of str
        What was said, one quote a person.
    everybody : int
        How many people were asked.
    named : mapping of str to int, optional
        Patterns of what is said in other words than those of the quotes, each to how many said it.

    Returns
    -------
    callable
        Of a text: whether each number of people in it is a "so many of so many", of all who were asked or
        of those who are quoted, and is the number of quotes in which the first word that follows is
        found. Where the next word follows it in a quote too, both count together: "rang round" is not
        "rang". Words with "or" or "and" between them count together as well. A word that stands in
        no quote bears nothing out.
    """
    told = [text.lower() for text in texts]
    known = {_TROUBLE: len(told), **(named or {})}

    def holds(found: re.Match[str], clause: str) -> bool:
        count, of = int(found[1]), int(found[2])
        if of not in (everybody, len(told)) or not count:
            return False
        for pattern, many in known.items():
            if re.search(pattern, clause):
                return count == many
        acts = [act for part in re.split(r",|\b(?:and|or)\b", clause) if (act := _act(part, told))]
        return bool(acts) and count in (
            sum(bool(re.search(acts[0], text)) for text in told),
            sum(any(re.search(act, text) for act in acts) for text in told),
        )

    def meets(text: str) -> bool:
        read = text.lower()
        counts = list(re.finditer(_COUNTED, read))
        if not counts:
            return False
        rest = re.sub(_COUNTED, "", read)
        ends = [found.start() for found in counts[1:]] + [len(read)]
        clauses = [
            re.split(r"[.;:!?(]|\bbecause\b", read[found.end() : end])[0]
            for found, end in zip(counts, ends, strict=True)
        ]
        return not re.search(_UNCOUNTED, rest) and all(map(holds, counts, clauses))

    return meets


def reason_given(texts: Iterable[str]) -> Judge:
    """Return what tells whether a reason is called a guess, or stands in the words of the quotes.

    Parameters
    ----------
    texts : iterable of str
        What was said.

    Returns
    -------
    callable
        Of a text: whether each sentence with a reason says who gave it or that it is a guess, and, where
        it is no guess, whether at least half of the reason's longer words stand in a quote.
    """
    told = " ".join(texts).lower()

    def found(part: str) -> bool:
        if re.search(_GUESS, part, re.I):
            return True
        after = re.split(r"\bbecause\b|\bsince\b|\bdue to\b", part.lower())[1:]
        words = [word for piece in after for word in re.findall(r"[a-z]{4,}", piece)]
        hits = sum(word[: max(3, len(word) - 2)] in told for word in words)
        return 2 * hits >= len(words)

    def meets(text: str) -> bool:
        parts = [
            part for part in re.split(r"(?<=[.;!?])\s+", text) if re.search(_REASON, part, re.I)
        ]
        return all(re.search(_SAID_SO, part, re.I) and found(part) for part in parts)

    return meets


_GUESS = r"\bguess\b|\bperhaps\b|\bmaybe\b|\bprobably\b|\bpossibly\b|\bmay\b|\bmight\b|\bwe think\b|\bassum\w+"


def _act(part: str, told: Iterable[str]) -> str:
    """Return a pattern of what was done in a piece of a sentence; "" where no word says it."""
    words = re.findall(r"[a-z]+", part)
    first = next((n for n, word in enumerate(words) if word not in _OF_ANY), len(words))
    if first == len(words):
        return ""
    one = rf"\b(?:{_STEMS.get(words[first]) or re.sub('(?:ed|ing|s)$', '', words[first])})"
    both = rf"{one}\w* {words[first + 1]}\b" if first + 1 < len(words) else one
    return both if any(re.search(both, text) for text in told) else one


_TROUBLE = r"\btroubles?\b"
"""All who are quoted told of trouble."""
_UNCOUNTED = r"\b\d+ (?:people|persons|owners|customers|users|say|said|told|tell|others)\b"
"""A number of people without "of how many"."""
_BEFORE = """
the a an of our all people persons owners users customers interviewees them who that they had have has in to us
and or then also only just even first each said say says did were was interviewed
"""
_OF_ANY = set(_BEFORE.split())
"""Words that stand before what was done."""
_STEMS = {
    word: "|".join(group.split())
    for group in (
        "rang ring rung",
        "told tell",
        "wrote writ",
        "met meet",
        "went go",
        "found find",
        "learnt learn",
    )
    for word in group.split()
}
"""Forms of a verb that do not begin alike."""


DRAFTS = Kinds(KINDS, by_line=("screener",))
lines, judge = DRAFTS.lines, DRAFTS.judge
