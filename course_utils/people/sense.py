"""Whether a sentence says what was told, in other words.

No grammar and no model of language: words that mean the same stand in one group, and a sentence counts
as heard if enough of what it names was told, if little else is in it, and if it reads like a clause.
Where that is not sure, nothing is decided.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from course_utils.people.spelling import stem

GENERAL = """
team colleagues colleague staff crew people everybody everyone folks others
boss manager director head owner chief management supervisor
client customer customers
freelancer freelancers contractor outsider outsiders guest guests external
starter newcomer apprentice joiner newbie
finance accounts accountants accounting
meeting call session
week weekly weeks
day days daily
month monthly
monday mondays
friday fridays
thursday thursdays
wednesday midweek
morning mornings
evening evenings night overtime
hours hour time
minutes minute time
late delayed behind overdue delay
early before advance
today now nowadays currently
wait waited waiting pending
ask asked asking question questions queried wonder
answer answered answers reply replies replied response respond
call calls called calling ring rang ringing phone phoned telephone telephoned dial
send sent sending mail mailed e-mail email emailed forward
write wrote written note noted notes jot record recorded
paper sheet pen handwritten hand
type typed typing enter entered entering key re-enter retype
copy copied copies copying transfer duplicate double twice again
print printed printout
wall pin pinned noticeboard board whiteboard
photo picture screenshot screenshots pictures image images snap snapshot
spreadsheet excel table sheet
list lists
number numbers figure figures totals data statistics
report reports chart charts overview
look looked looking check checked see saw seen view viewed glance read
show showed shown display displayed present presented
know knew known learn learnt find found realise discover notice noticed aware
tell told telling say said says explain mention
warning warn warned tell tells alert
wrong false incorrect inaccurate mistaken error errors off unreliable misleading
true truth reality real really actual actually fact
rosier rosy greener green optimistic better nicer brighter good flattering pretty prettier sunny
old stale outdated out-of-date obsolete
different differ differed disagree disagreed differing contradict contradicted mismatch mismatched unlike conflicting
same identical equal
trust trusted trusts believe believed rely relied confidence confident faith
doubt doubted distrust suspicious sceptical
forget forgot forgotten overlook
tick ticked ticking close closed closing mark marked complete completed finish finished done update updated
done finished ready complete
task tasks item items card cards work job jobs
project projects
plan plans planned planning schedule scheduled
date dates deadline deadlines
calendar diary
change changed changes changing move moved moves moving shift shifted adjust update
automatically itself alone sync synced synchronise synchronised
filter filters setting settings
reset resets start beginning default
open opened opening
close closed
stop stopped quit halt abandon abandoned drop dropped
give gave given
end ended
trial test testing try trying pilot experiment
tool tools software product system app
switch switched turn turned mute muted disable disabled silence silenced off
message messages notification notifications alert alerts ping pings reminder noise
comment comments remark
chat chats group
decide decided decision decisions agree agreed agreement
search searched searching hunt dig look
remember memory recall
repeat repeated repeats
lost lose lose losing missed miss missing overlooked unseen unnoticed
box field window
keyboard keys
phone mobile smartphone
site road field outside travelling travel
car driving drive
jump jumps jumped disappear disappears vanish vanishes slip slips hide hides hidden cover covers covered
login logins account password credentials
share shared sharing
seat seats licence licences license licenses
approve approved approval sign signed authorise permission allow allowed
forbid forbidden banned ban prohibited
afraid fear feared dare dared nervous worried scared risk risky careful cautious hesitant hesitate safe
secret confidential private salary salaries pay wages sensitive
hide hidden conceal protect
see access visible
role roles right rights permission permissions
button click press pressed
invite invited invitation invitations
empty blank nothing
page screen
first begin start
guess idea clue lost confused unclear confusing unsure neither
show demonstrate walk guide
leave holiday holidays away absent off vacation
double twice overlap overlapped clash clashed booked double-booked
overload overloaded overworked over busy much
tells notice know warn
sticky post-it post-its notes
cost costs costly price expense
hour hours
half many most several
each every per
only just solely
shuffle shuffling rearrange rearranging juggle juggling
deliver delivery deliveries handover handovers
promise promised commitment
cut reduce fewer less halve
renew renewal renewed
use used using
count counts counted counting measure measures
invoice invoices bill bills
second backup spare
offer offered
demo demonstration
build built building make makes made create
put puts
hard difficult awkward tricky
hope hoped
redo again repeat
drivers field
fix
manual manually hand
"""
"""A line a group: words that may stand for each other when somebody says back what was told."""

_ALIKE = {
    "not match": "different",
    "not agree": "different",
    "not same": "different",
    "not add": "different",
    "not right": "wrong",
    "not correct": "wrong",
    "not true": "wrong",
    "not there": "wrong",
    "not exist": "wrong",
    "not trust": "doubt",
    "not believe": "doubt",
    "not rely": "doubt",
    "not see": "unseen",
    "not notice": "unseen",
    "not read": "unseen",
    "not know": "unsure",
    "not idea": "unsure",
    "not explain": "unsure",
    "not tell": "unsure",
    "not sure": "unsure",
    "not clear": "unsure",
    "not dare": "afraid",
    "not safe": "afraid",
    "not allow": "forbid",
    "not update": "forget",
    "not remember": "forget",
}
"""What is denied, in a word: "it does not match" says that it differs."""
_OPPOSITE = {stem(denied.split()[1]): other for denied, other in _ALIKE.items()}
_OPPOSITE |= {stem(word): "doubt" for word in ("faith", "confidence", "trusts", "believed")}
_OPPOSITE |= {
    stem(word): "unsure" for word in ("knew", "known", "understand", "clue", "learn", "find")
}
_OPPOSITE |= {stem(word): "unseen" for word in ("saw", "seen", "noticed")}
_DENIALS = frozenset(
    [
        "no",
        "not",
        "never",
        "nobody",
        "nothing",
        "none",
        "neither",
        "nor",
        "without",
        "cannot",
        "hardly",
        "rarely",
        "barely",
        "forget",
        "forgot",
        "fail",
        "fails",
        "failed",
        "stopped",
        "stop",
        "miss",
        "missed",
        "skip",
        "skips",
        "neglect",
        "neglects",
        "avoid",
        "unable",
        "lack",
        "lacks",
        "instead",
        "refuse",
        "refuses",
        "seldom",
        "nowhere",
        "lazy",
        "lose",
        "lost",
        "loses",
    ]
)
"""Words after which something did not happen."""
_STRICT = frozenset(
    [
        "no",
        "not",
        "never",
        "nobody",
        "nothing",
        "none",
        "didn't",
        "don't",
        "doesn't",
        "wasn't",
        "weren't",
        "isn't",
    ]
)
"""Those that turn a sentence round, where what was told denies nothing."""
_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "your",
        "our",
        "their",
        "his",
        "her",
        "its",
        "this",
        "these",
        "every",
        "each",
        "no",
    ]
)
_PRONOUNS = frozenset(
    [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "there",
        "that",
        "what",
        "who",
        "nobody",
        "somebody",
        "everybody",
    ]
)
_OBJECTS = frozenset(["me", "him", "them", "us"])
_AUX = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "should",
        "must",
        "may",
        "might",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "hasn't",
        "haven't",
        "hadn't",
        "don't",
        "doesn't",
        "didn't",
        "can't",
        "couldn't",
        "won't",
        "wouldn't",
        "it's",
        "that's",
        "there's",
        "you're",
        "they're",
        "you've",
        "they've",
        "you'd",
        "they'd",
        "he's",
        "she's",
        "what's",
        "nobody's",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "into",
        "onto",
        "about",
        "after",
        "before",
        "until",
        "till",
        "since",
        "through",
        "over",
        "under",
        "between",
        "behind",
        "without",
        "than",
        "to",
        "as",
        "during",
        "via",
        "per",
    ]
)
_JOINS = frozenset(
    ["and", "or", "but", "because", "so", "if", "when", "while", "whether", "although", "though"]
)
_VERBS = frozenset(
    stem(word)
    for word in [
        "keep",
        "go",
        "get",
        "make",
        "take",
        "put",
        "come",
        "give",
        "need",
        "want",
        "look",
        "ask",
        "tell",
        "say",
        "see",
        "know",
        "find",
        "use",
        "work",
        "call",
        "ring",
        "write",
        "send",
        "show",
        "open",
        "close",
        "move",
        "change",
        "copy",
        "type",
        "print",
        "pin",
        "share",
        "wait",
        "build",
        "draw",
        "count",
        "trust",
        "believe",
        "forget",
        "tick",
        "mark",
        "finish",
        "update",
        "read",
        "search",
        "decide",
        "answer",
        "reply",
        "plan",
        "check",
        "learn",
        "stop",
        "start",
        "end",
        "turn",
        "switch",
        "lose",
        "miss",
        "hide",
        "jump",
        "disappear",
        "vanish",
        "let",
        "leave",
        "stay",
        "happen",
        "help",
        "rely",
        "doubt",
        "match",
        "agree",
        "differ",
        "post",
        "walk",
        "spend",
        "cost",
        "try",
        "drop",
        "cut",
        "sign",
        "approve",
        "allow",
        "forbid",
        "carry",
        "hold",
        "live",
        "sit",
        "run",
        "fall",
        "feel",
        "seem",
        "sound",
        "mean",
        "become",
        "bring",
        "buy",
        "pay",
        "meet",
        "talk",
        "speak",
        "hear",
        "add",
        "enter",
        "repeat",
        "remember",
        "notice",
        "realise",
        "discover",
        "guess",
        "worry",
        "dare",
        "avoid",
        "fail",
        "end",
        "shuffle",
        "juggle",
        "rearrange",
        "redo",
        "handle",
        "manage",
        "cope",
        "sort",
        "crop",
        "press",
        "click",
        "invite",
        "join",
        "appear",
        "arrive",
        "turn",
        "treat",
        "book",
        "clash",
        "overlap",
        "ignore",
        "explain",
        "cover",
        "protect",
        "mute",
        "silence",
        "disable",
        "reset",
        "sync",
        "update",
        "skip",
        "neglect",
        "clear",
        "bounce",
        "fix",
        "bypass",
        "break",
        "went",
        "got",
        "made",
        "took",
        "came",
        "gave",
        "knew",
        "found",
        "kept",
        "told",
        "said",
        "saw",
        "wrote",
        "sent",
        "rang",
        "lost",
        "left",
        "felt",
        "met",
        "heard",
        "brought",
        "bought",
        "paid",
        "ran",
        "fell",
        "held",
        "became",
        "sat",
        "chose",
        "spoke",
        "stood",
        "hid",
        "froze",
        "ends",
        "winds",
        "wound",
    ]
)
_CLOSED = (
    _DETERMINERS | _PRONOUNS | _OBJECTS | _AUX | _PREPOSITIONS | _JOINS | frozenset(["not", "n't"])
)
_LITTLE = frozenset(
    [
        "longer",
        "shorter",
        "easier",
        "harder",
        "quicker",
        "faster",
        "slower",
        "quite",
        "rather",
        "too",
        "very",
        "really",
        "simply",
        "basically",
        "mostly",
        "probably",
        "perhaps",
        "somehow",
        "apparently",
        "clearly",
        "any",
        "more",
    ]
)
"""Words that say how, and neither what was told nor anything else."""
LEAST, SHORTEST = 1.5, 3
"""So much of what was told has to be in it, and so many words."""
WEAK = 0.5
"""What a word counts that any story of the circle has."""
_ANY_STORY = frozenset(
    stem(word)
    for word in [
        "team",
        "people",
        "everybody",
        "everyone",
        "colleague",
        "colleagues",
        "others",
        "work",
        "task",
        "tasks",
        "project",
        "projects",
        "report",
        "reports",
        "plan",
        "tool",
        "time",
        "week",
        "day",
        "look",
        "see",
        "use",
        "used",
        "get",
        "know",
        "show",
        "tell",
        "ask",
        "say",
        "said",
        "two",
        "one",
        "thing",
    ]
)


@dataclass(frozen=True)
class Told:
    """What was told, as far as its sense goes."""

    meant: frozenset[str]
    """Its words without their endings, and the groups that they stand in."""
    denied: frozenset[str]
    """Of these, what was told not to be so."""
    denies: bool
    """Whether anything was."""


class Sense:
    """Knows which words may stand for each other.

    Parameters
    ----------
    more : iterable of str
        Groups of a circle, beside those that everybody knows: words with spaces between them.
    """

    small = _CLOSED | _DENIALS
    """Words that say nothing by themselves."""
    ANY_STORY = _ANY_STORY
    """Beginnings of words that any story has."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        self.groups = [line.split() for line in (*GENERAL.strip().splitlines(), *more) if line]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all groups, as they stand there."""
        return frozenset(word for group in self.groups for word in group)

    @cached_property
    def _places(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for number, group in enumerate(self.groups):
            for word in group:
                found.setdefault(stem(word), set()).add(f"#{number}")
        return {word: frozenset(places) for word, places in found.items()}

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in a group."""
        return stem(word) in self._places

    def _meant(self, word: str) -> frozenset[str]:
        return self._places.get(stem(word), frozenset()) | {stem(word)}

    def told(self, words: Iterable[str]) -> Told:
        """Take in what somebody tells."""
        words = list(words)
        read = _undenied(words)
        meant: set[str] = set()
        denied: set[str] = set()
        for place, word in enumerate(read):
            if word in _CLOSED and word not in self.words:
                continue
            meant |= self._meant(word)
            if any(_denies(before) for before in read[max(0, place - 2) : place]):
                denied |= {stem(word)}
        return Told(
            frozenset(meant),
            frozenset(denied),
            any(_denies(word) or word == "only" for word in words),
        )

    def heard(self, words: Iterable[str], told: Told, small: frozenset[str]) -> str:
        """Tell whether a sentence says what was told.

        Parameters
        ----------
        words : iterable of str
            The sentence, without the words that open it.
        told : Told
            From `told`.
        small : frozenset of str
            Words that say too little to count, for or against.

        Returns
        -------
        str
            "heard" where it surely does, "turned" where it denies what was told, "unsure" else.
        """
        plain = list(words)
        said = _undenied(plain)
        if len(said) < SHORTEST or not _clause(plain):
            return "unsure"
        score, strange, strong = 0.0, 0, False
        used: set[str] = set()
        denies = any(map(_denies, plain))
        for word in dict.fromkeys(said):
            if word in _CLOSED | _LITTLE or (word in small and not self.knows(word)):
                continue
            if _denies(word) and stem(word) not in told.meant:
                continue
            common = (self._meant(word) & told.meant) - used
            if not self._meant(word) & told.meant:
                if not self.knows(word) and word not in small and stem(word) not in _VERBS:
                    strange += 2
                elif word not in small:
                    strange += 1
                continue
            if stem(word) in told.denied and not denies:
                return "unsure"
            if common:
                weak = stem(word) in _ANY_STORY
                used |= common
                score += WEAK if weak else 1
                strong = strong or not weak
        if not strong or score < max(LEAST, 0.75 * strange):
            return "unsure"
        if told.denies:
            return "heard"
        turned = any(
            self._meant(word) & told.meant and _STRICT & {*said[max(0, place - 2) : place]}
            for place, word in enumerate(said)
            if word not in _CLOSED
        )
        return "turned" if turned else "heard"


def _denies(word: str) -> bool:
    return word in _DENIALS or word.endswith("n't")


def _undenied(words: list[str]) -> list[str]:
    """Return words with what is denied in a word of its own where there is one."""
    found: list[str] = []
    skip: set[int] = set()
    for place, word in enumerate(words):
        if place in skip:
            continue
        if _denies(word):
            for later in range(place + 1, min(place + 4, len(words))):
                alike = _OPPOSITE.get(stem(words[later]), "")
                if alike:
                    found += [*words[place + 1 : later], alike]
                    skip |= {*range(place, later + 1)}
                    break
            if place in skip:
                continue
        found.append(word)
    return found


def _verb(word: str) -> bool:
    return word in _AUX or stem(word) in _VERBS or bool(re.search(r"(?:[a-z]{3}ed|'s|'re)$", word))


def _clause(words: list[str]) -> bool:
    """Tell whether words in this order could be a clause: it asks little, a heap of words has less."""
    if not any(map(_verb, words[1:])):
        return False
    own = sum(word in _CLOSED for word in words)
    if not 0.2 * len(words) <= own < len(words):
        return False
    after_small = _DETERMINERS | _AUX | _PREPOSITIONS | _JOINS | _OBJECTS
    subjects = frozenset(["i", "you", "he", "she", "we", "they", "there"])
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word == after:
            return False
        if word in ("the", "a", "an", "my", "your", "our", "their") and (
            not after or after in after_small | subjects | {"not", "it", "that", "what"}
        ):
            return False
        if word in ("a", "an") and after.endswith("s") and not after.endswith("ss"):
            return False
        if word in ("of", "for", "into", "from", "at", "with") and (
            after in _JOINS | subjects - {"you"}
            or ((not after or after in _AUX) and not _ASKING & {*words})
        ):
            return False
        if word in _JOINS and not after:
            return False
        if (
            before != "to"
            and word in ("do", "does", "did", "can", "could", "will")
            and after in (_DETERMINERS | _JOINS | _PREPOSITIONS) - {"no", "so", "as"}
        ):
            return False
    # A determiner begins something: after a bare noun it seldom does, once perhaps in a long sentence.
    bare = sum(
        word in ("the", "a", "an")
        and not (
            before in _CLOSED | _MAY_PRECEDE or _verb(before) or before.endswith(("ly", "ing"))
        )
        for before, word in itertools.pairwise(words)
    )
    return bare <= (len(words) >= 9)


_ASKING = frozenset(["what", "who", "where", "which", "whom"])
_MAY_PRECEDE = frozenset(
    [
        "all",
        "half",
        "only",
        "just",
        "both",
        "such",
        "quite",
        "then",
        "again",
        "still",
        "even",
        "back",
        "down",
        "out",
        "up",
        "off",
        "round",
        "around",
        "where",
        "how",
        "which",
        "why",
        "once",
        "twice",
        "later",
        "now",
        "anyway",
        "always",
        "never",
        "often",
    ]
)
