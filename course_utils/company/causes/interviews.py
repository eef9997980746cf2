"""Interviews: whom the researchers talked to, what was said, and how two people coded it.

What a customer says of the past follows from what the record holds of them until that hour.
To a leading question, or one about the future, they answer what is kind to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Ints
from ..words.grammar import Voice, capitals
from ..words.interviews import RULES
from . import behaviour, panel
from .behaviour import diary
from .market import accounts
from .money import ledger
from .people import users
from .vocabulary import CHANNELS, CODES, INDUSTRIES

PRESENT, LAPSED = 30, 6
"""How many interviewees still use Kitewell, and how many have stopped: most were easy to reach."""
PLAN_QUOTA = (30, 40, 30)
FIRST_DAY = clock.day_of(2026, 6, 2)
PM_SUGGESTS, DESIGNER_SUGGESTS = 75, 20
"""Percent of chances to lead, or to ask for a guess, that each interviewer takes."""
KIND_YES = 88
"""Percent of guesses about the future that are a yes, whatever the customer does."""
WORTH_CODING = 90

ONBOARDING, VISIBILITY, NOTIFICATIONS, PERMISSIONS, REPORTING, INTEGRATIONS, PRICE, MOBILE = range(
    8
)
UNCODED = -1
PAST, LEADING, GUESS = range(3)
"""What a question asks for: what happened, agreement, or the future."""
STYLES = ("past", "leading", "guess")

OTHERS = re.compile(
    r"\[colleague\]|\b(?:ask|asks|asked|client|comments|desk|meeting|met|message|nobody|our|people|rang|round|somebody|they|them"
    r"|told|we|who|wrote)\b",
    re.IGNORECASE,
)
"""What the second coder goes by, who reads the quote and not the question: where other people come into a
story of how work stands, they take it for showing it to them, and file visibility under reporting."""
SLIPS = 6
"""Percent of quotes that each of the first two coders files anywhere."""
UNSURE, SLIPS_THEN = 4, 2
"""The same of the two who coded later by the sharpened rule: percent of quotes on visibility that they take
for reporting, and percent that they file anywhere."""
SHARE_WORK, FEW, MANY = 5, 75, 92
"""From so many people on a team is large; percent who cannot see how work stands, else and there."""
SHOWS, SHOWED = 30, 15
"""Percent who have trouble with reports: of those who opened one lately, and of those who once did.
Who never opened one has none to tell of."""
OTHER = 30
"""Percent who have trouble with any other need."""
KINDER = 37
"""Percent of quotes in which the second coder hears a point more of good feeling."""

_PLACES = {
    "software": "software",
    "agency": "advertising",
    "manufacturing": "manufacturing",
    "education": "education",
    "health": "health care",
    "finance": "finance",
    "retail": "retail",
    "public": "local government",
}
_DEVICES = ("on my laptop", "in the desktop app", "on my phone", "on my phone")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


_HESITATES = ("Hm", "Oh", "Well", "Right", "Let me", "Yes", "No", "Not", "Nobody", "Honestly")
"""How an answer begins that needs no word of hesitation before it."""


@dataclass(frozen=True)
class Memory:
    """What is true of an interviewee at the hour of the interview."""

    user: int
    moment: int
    role: int
    channel: int
    industry: str
    team: int
    activated: bool
    hand: bool
    platform: int
    signed_up: int
    last_use: int
    last_report: int
    money: str
    seats: int


@dataclass(frozen=True)
class Turn:
    """What one person said; `topic`, `style` and `claim` tell what it was about."""

    interview: int
    turn: int
    customer: bool
    text: str
    topic: str = ""
    style: int = PAST
    claim: str = ""
    code: int = UNCODED
    feeling: int = 0
    card: str = ""
    """The words that it was made of: people who were dealt the same card said the same."""


@dataclass(frozen=True)
class Talks:
    """All interviews, in order of time."""

    who: list[Memory]
    suggests: list[bool]
    minutes: Ints
    turns: list[Turn]


def _invited(chain: Chain) -> tuple[Ints, Ints]:
    """Interviewees, and when they were talked to."""
    u, a = chain(users), chain(accounts)
    bits = chain.block.stream("interviews/who")
    here, _ = panel.present(chain)
    here = here[u.first_day[here] < FIRST_DAY - 45]
    plan = a.plan[u.account[here]]
    stay = here[panel.quota(bits, plan, PLAN_QUOTA, PRESENT)]
    seen, _ = chain(diary).seen
    gone = np.setdiff1d(np.flatnonzero(u.activated & (u.first_day < FIRST_DAY - 200)), here)
    gone = np.intersect1d(gone, seen)
    gone = np.setdiff1d(gone, panel.present(chain)[0])
    left = gone[panel.shuffled(bits, len(gone))[:LAPSED]]
    who = np.concatenate([stay, left])
    who = who[panel.shuffled(bits, len(who))]
    nth = np.arange(len(who))
    day = FIRST_DAY + nth // 3
    weekday = clock.WEEKDAY[FIRST_DAY]
    day = day + 2 * ((weekday + nth // 3) // 5)
    return who, day * clock.DAY + (8 + 3 * (nth % 3)) * 3600 + bits.below(len(who), 40) * 60


def _memories(chain: Chain) -> list[Memory]:
    u, a, m = chain(users), chain(accounts), chain(ledger)
    who, moments = _invited(chain)
    packed = chain(diary).packed
    packed = packed[np.isin((packed >> 7) & 0x7FFFFF, who)]
    user, second = (packed >> 7) & 0x7FFFFF, packed >> 30
    report = ((packed >> 3) & 15) == behaviour.REPORT
    found = []
    for person, moment in zip(who.tolist(), moments.tolist(), strict=True):
        account = int(u.account[person])
        mine = (user == person) & (second < moment)
        moved = np.flatnonzero((m.account == account) & (m.occurred < moment))
        seats = int(m.seats[moved[-1]]) if len(moved) else 0
        team = (u.account == account) & (u.signed_up < moment) & ~u.bot
        found.append(
            Memory(
                user=person,
                moment=moment,
                role=int(u.role[person]),
                channel=int(a.channel[account]),
                industry=INDUSTRIES[int(a.industry[account])],
                team=int(team.sum()),
                activated=bool(u.activated[person]),
                hand=int(u.platform[person]) >= behaviour.IOS,
                platform=int(u.platform[person]),
                signed_up=int(u.signed_up[person]),
                last_use=int(second[mine].max(initial=-1)),
                last_report=int(second[mine & report].max(initial=-1)),
                money="paying" if seats else "left" if len(moved) else "free",
                seats=seats,
            )
        )
    return found


def since(then: int, now: int) -> str:
    """Say how long ago something was, as people say it."""
    days = now // clock.DAY - then // clock.DAY
    date, today = clock.DATES[then // clock.DAY], clock.DATES[now // clock.DAY]
    if days <= 1:
        return ("earlier today", "yesterday")[days]
    if days <= 6:
        return f"on {_WEEKDAYS[date.weekday()]}"
    if days <= 13:
        return "last week"
    if days <= 27:
        return "two or three weeks ago"
    if days <= 45:
        return "a month ago, more or less"
    month = f"in {_MONTHS[date.month - 1]}"
    if date.year == today.year:
        return month
    return f"{month} last year" if date.year == today.year - 1 else f"{month} {date.year}"


def claim(then: int, now: int) -> str:
    """Class of how long ago something was: week, month, long or never."""
    days = now // clock.DAY - then // clock.DAY
    return "never" if then < 0 else "week" if days <= 6 else "month" if days <= 27 else "long"


class _Talk:
    """One conversation as it is written down."""

    def __init__(self, number: int, who: Memory, voice: Voice, suggests: int) -> None:
        self.number, self.who, self.voice, self.suggests = number, who, voice, suggests
        self.turns: list[Turn] = []
        crew = "crew_alone" if who.team < 2 else "crew_few" if who.team < 5 else "crew_many"
        self.left = claim(who.last_use, who.moment) in ("long", "never")
        self.facts: dict[str, object] = {
            "industry": _PLACES[who.industry],
            "work": voice.expand(f"[work_{who.industry}]", {}),
            "team": who.team,
            "everyone": f"all {who.team} of us" if who.team > 1 else "whoever is concerned",
            "crew": voice.expand(f"[{crew}]", {"team": who.team}),
            "since": since(who.signed_up, who.moment),
            "lastuse": since(max(0, who.last_use), who.moment),
            "lastreport": since(max(0, who.last_report), who.moment),
            "device": _DEVICES[who.platform],
            "payline": f"We pay for {who.seats} seats."
            if who.seats > 1
            else "We pay for one seat.",
        }

    def ask(
        self,
        topic: str,
        question: str,
        answer: str,
        code: int = UNCODED,
        feeling: int = 0,
        style: int = PAST,
        claim: str = "",
    ) -> None:
        """Write down a question and its answer."""
        voice = self.voice
        asked = voice.say(question, self.facts)
        card = voice.deal(answer)
        text = voice.expand(card, self.facts)
        if voice.chance(30) and question != "open" and not text.startswith(_HESITATES):
            text = voice.expand(f"[hm] {text}", {})
        if voice.chance(18) and style == PAST:
            text = voice.expand(f"{text} [aside]", {})
        said = capitals(text)
        n = len(self.turns) + 1
        self.turns.append(Turn(self.number, n, False, asked, topic, style))
        self.turns.append(
            Turn(self.number, n + 1, True, said, topic, style, claim, code, feeling, card)
        )

    def suggest(self) -> bool:
        """Whether the interviewer gives in to the wish to hear a yes."""
        return self.voice.chance(self.suggests)

    def bad(self, percent: int) -> bool:
        """Toss whether it went badly."""
        return self.voice.chance(percent)

    def guess(self, topic: str, yes: str, code: int) -> None:
        """Ask for the future and get a kind answer."""
        kind = self.voice.chance(KIND_YES)
        answer, said = (yes, "yes") if kind else ("would_no", "no")
        self.ask(topic, f"would_{topic}", answer, code, 2 if kind else -1, GUESS, said)

    def now_or_then(self, topic: str, mood: str, code: int, feeling: int) -> None:
        """Ask about how it goes, or how it went for those who have stopped."""
        if self.left:
            well = "_good" if feeling > 0 else ""
            self.ask(topic, f"ask_{topic}_left", f"{topic}_left{well}", code, feeling)
        else:
            self.ask(topic, f"ask_{topic}", f"{topic}_{mood}", code, feeling)

    def begin(self) -> None:
        """Work, how it started, the first week."""
        who = self.who
        self.ask("work", "open", ("work_owner", "work_member", "work_guest")[who.role])
        start = f"start_{CHANNELS[who.channel]}" if who.role == 0 else "start_invited"
        came = "ask_start" if who.role == 0 else "ask_start_invited"
        self.ask("start", came, start, ONBOARDING, int(self.bad(40)))
        mood, feeling = ("good", 1) if who.activated else ("bad", -1)
        feeling -= int(not who.activated and self.bad(50))
        self.ask("first", "ask_first", f"first_{mood}", ONBOARDING, feeling)
        self.ask("more_first", "more_first", f"more_first_{mood}", ONBOARDING, feeling)
        self.ask("again_first", "again_first", f"again_first_{mood}", ONBOARDING, feeling)
        if self.suggest():
            self.ask("first", "lead_first", "lead_first_yes", ONBOARDING, 1, LEADING, "yes")

    def last(self) -> None:
        """Recall the last time."""
        when = claim(self.who.last_use, self.who.moment)
        answer = {"week": "days", "month": "weeks"}.get(when, "long")
        self.ask("last", "ask_last", f"last_{answer}", claim=when)
        # Nothing is coded from it: each need has one question of its own.
        self.ask("more_last", "more_last", f"more_last_{'long' if self.left else 'recent'}")

    def report(self) -> None:
        """Talk of showing others how things stand, for which there are reports, and perhaps of the next one."""
        when = claim(self.who.last_report, self.who.moment)
        bad = self.bad({"long": SHOWED, "never": 0}.get(when, SHOWS))
        answer = "report_never" if when == "never" else f"report_{when}_{'bad' if bad else 'good'}"
        feeling = 0 if when == "never" else -1 if bad else 1
        asked = "ask_report_left" if self.left else "ask_report"
        self.ask("report", asked, answer, REPORTING, feeling, claim=when)
        # It stands in the guide for all who still use Kitewell, whoever asks.
        if self.suggest() or not self.left:
            self.guess("report", "would_yes", REPORTING)

    def visibility(self) -> None:
        """Talk of knowing how things stand, which is hard to see where many work together."""
        if self.who.team < 2:
            self.ask("visibility", "ask_visibility", "visibility_alone")
            return
        bad = self.bad(MANY if self.who.team >= SHARE_WORK else FEW)
        self.now_or_then("visibility", "bad" if bad else "good", VISIBILITY, -1 if bad else 1)

    def notifications(self) -> None:
        """Talk of what they heard of and what they missed."""
        bad = self.bad(OTHER)
        mood = "bad" if bad else "good"
        if self.who.team < 2:
            self.ask("notifications", "ask_notifications", "notifications_alone")
        else:
            self.now_or_then("notifications", mood, NOTIFICATIONS, -1 if bad else 1)
        if self.suggest():
            self.ask(
                "notifications",
                "lead_notifications",
                "lead_notifications_yes",
                NOTIFICATIONS,
                1,
                LEADING,
                "yes",
            )

    def permissions(self) -> None:
        """Others, and what they may do."""
        bad = self.bad(OTHER) or self.who.role == 2
        mood = "guest" if self.who.role == 2 else "bad" if bad else "good"
        feeling = -1 - int(self.bad(45)) if bad else 1
        if self.who.team < 2:
            self.ask("permissions", "ask_permissions", "permissions_alone")
        else:
            self.now_or_then("permissions", mood, PERMISSIONS, feeling)

    def integrations(self) -> None:
        """Other windows."""
        bad = self.bad(OTHER)
        mood = "bad" if bad else "good"
        self.now_or_then("integrations", mood, INTEGRATIONS, -1 if bad else 1)

    def price(self) -> None:
        """Money, where it is theirs to spend."""
        if self.who.role == 2:
            return
        bad = self.bad(OTHER) or self.who.money == "left"
        mood = "bad" if bad else "good"
        self.ask("price", "ask_price", f"price_{self.who.money}_{mood}", PRICE, -int(bad))
        if self.suggest():
            self.guess("price", "would_price_yes", PRICE)

    def mobile(self) -> None:
        """Away from the desk."""
        hand = self.who.hand and self.who.last_use >= 0
        self.ask(
            "mobile",
            "ask_mobile",
            ("mobile_left" if self.left else "mobile_user") if hand else "mobile_not",
            MOBILE if hand else UNCODED,
            -1 if hand else 0,
        )

    def whole(self) -> list[Turn]:
        """Hold the conversation from beginning to end."""
        self.begin()
        self.last()
        topics = [self.report, self.visibility, self.notifications, self.permissions]
        topics += [self.integrations, self.price, self.mobile]
        while topics:
            topics.pop(self.voice.below(len(topics)))()
        self.ask("end", "ask_end", "end")
        return self.turns


def talks(chain: Chain) -> Talks:
    """Simulate all interviews."""
    who = _memories(chain)
    bits = chain.block.stream("interviews/talk")
    voice = Voice(chain.block.stream("interviews/words"), RULES)
    pm = bits.chance(len(who), 0.5).tolist()
    turns: list[Turn] = []
    for number, (memory, suggests) in enumerate(zip(who, pm, strict=True), 1):
        percent = PM_SUGGESTS if suggests else DESIGNER_SUGGESTS
        turns += _Talk(number, memory, voice, percent).whole()
    return Talks(who=who, suggests=pm, minutes=28 + bits.below(len(who), 28), turns=turns)


@dataclass(frozen=True)
class Quote:
    """A turn worth coding, and what each coder made of it."""

    utterance: int
    turn: Turn
    feeling: int
    coder_a: int
    coder_b: int
    coder_c: int
    coder_d: int
    sentiment_a: int
    sentiment_b: int


@dataclass(frozen=True)
class _Felt:
    """The feeling in a card, and what the two coders hear in it."""

    true: int
    a: int
    b: int


def quotes(chain: Chain) -> list[Quote]:
    """Have two people code what customers said, and later two others by a sharper rule."""
    turns = chain(talks).turns
    bits, later = (
        Voice(chain.block.stream(f"interviews/{name}"), {}) for name in ("coding", "recoding")
    )
    return list(_coded(bits, later, turns))


def _coded(bits: Voice, later: Voice, turns: list[Turn]) -> Iterator[Quote]:
    felt: dict[str, _Felt] = {}
    for number, turn in enumerate(turns, 1):
        if turn.code == UNCODED or not (turn.code == ONBOARDING or bits.chance(WORTH_CODING)):
            continue
        b = REPORTING if confusing(turn) else turn.code
        a, b = (_slip(bits, code, SLIPS) for code in (turn.code, b))
        c, d = (_slip(later, _unsure(later, turn.code), SLIPS_THEN) for _ in range(2))
        # Who hears the same words twice hears the same feeling in them.
        if turn.card not in felt:
            felt[turn.card] = _felt(bits, turn.feeling)
        heard = felt[turn.card]
        yield Quote(number, turn, heard.true, a, b, c, d, heard.a, heard.b)


def confusing(turn: Turn) -> bool:
    """Whether the second coder takes a turn on visibility for one on reporting."""
    return turn.code == VISIBILITY and bool(OTHERS.search(turn.card))


def _unsure(bits: Voice, code: int) -> int:
    return REPORTING if code == VISIBILITY and bits.chance(UNSURE) else code


def _slip(bits: Voice, code: int, percent: int) -> int:
    return bits.below(len(CODES)) if bits.chance(percent) else code


def _felt(bits: Voice, feeling: int) -> _Felt:
    heard = [feeling + (bits.below(2) * 2 - 1) * bits.chance(15) for _ in range(2)]
    heard[1] += bits.chance(KINDER)
    first, second = (max(-2, min(2, mood)) for mood in heard)
    return _Felt(feeling, first, second)
