"""Evidence for the customer journey: quotes, tickets and events, pinned to its steps.

Each step has a true feeling. Quotes come from people who stayed and are kinder, tickets from
people in trouble and are harsher; and most tickets are about reports. So whoever averages all
evidence takes the wrong step for the worst.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Ints, at, quantiles
from ..words.grammar import Voice
from ..words.journey import RULES
from . import behaviour, panel
from .behaviour import diary
from .interviews import LEADING, PAST, Quote, quotes, talks
from .people import users
from .tickets import (
    BILLING,
    COMPLAINT,
    ONBOARDING,
    PERMISSIONS,
    PLAIN,
    QUESTION,
    REPORTS,
    texts,
    tickets,
)
from .vocabulary import SOURCES, STEPS

FELT = dict(zip(STEPS, (0.6, 0.4, -0.3, -0.8, -0.15, 0.2), strict=True))
"""True feeling at each step, in points."""
SOURCE_BIAS = dict(zip(SOURCES, (0.4, -1.1, 0.0), strict=True))
NOISE = 0.6
PIECES = ((34, 0, 24), (28, 16, 24), (28, 20, 24), (26, 6, 32), (8, 54, 8), (26, 18, 24))
"""How many pieces of evidence a step has of each source."""

QUOTE, TICKET, EVENT = range(3)

_QUOTED = ("start", "more_first", "first", "permissions", "report", "price")
_FILED = (-1, ONBOARDING, ONBOARDING, PERMISSIONS, REPORTS, BILLING)
_HAPPENED = (
    behaviour.SIGNED_UP,
    behaviour.SESSION,
    behaviour.PROJECT,
    behaviour.INVITED,
    behaviour.REPORT,
    behaviour.UPGRADED,
)
_NOISE = quantiles(lambda q: 1000 * NOISE * NormalDist().inv_cdf(q))


_Known = tuple[int, int, str, int]
"""What a piece can be made from: number, user, text, and how good it looks."""


@dataclass(frozen=True)
class Piece:
    """A piece of evidence."""

    step: int
    source: int
    number: int
    user: int
    felt: int
    text: str


def journey(chain: Chain) -> list[Piece]:
    """Collect the evidence, step by step."""
    bits = chain.block.stream("journey")
    voice = Voice(chain.block.stream("journey/words"), RULES)
    pieces: list[Piece] = []
    for step, amounts in enumerate(PIECES):
        found = (_quoted(chain, step), _filed(chain, step), _happened(chain, step))
        for source, (wanted, known) in enumerate(zip(amounts, found, strict=True)):
            order: list[int] = panel.shuffled(bits, len(known))[:wanted].tolist()
            mean = FELT[STEPS[step]] + SOURCE_BIAS[SOURCES[source]]
            noise = at(_NOISE, bits.u32(len(order)))
            best = 0 if source == TICKET else 2
            felt = np.sort(np.clip((round(1000 * mean) + noise + 500) // 1000, -2, best)).tolist()
            # The feeling goes with the text: the angriest words to the worst feeling.
            order.sort(key=lambda place: known[place][3])
            for place, feeling in zip(order, felt, strict=True):
                number, user, text, _ = known[place]
                if source == EVENT:
                    mood = "good" if feeling > 0 else "bad" if feeling < 0 else "plain"
                    text = voice.say(f"{STEPS[step]}_{mood}", {"after": text})
                pieces.append(Piece(step, source, number, user, feeling, text))
    return pieces


def _quoted(chain: Chain, step: int) -> list[_Known]:
    """Quotes about the past, of a step."""
    who = chain(talks).who
    return [
        (number, who[quote.turn.interview - 1].user, quote.turn.text, quote.feeling)
        for number, quote in enumerate(chain(quotes), 1)
        if _about(quote, step)
    ]


def _about(quote: Quote, step: int) -> bool:
    turn = quote.turn
    return turn.topic == _QUOTED[step] and turn.style in (PAST, LEADING)


def _filed(chain: Chain, step: int) -> list[_Known]:
    """Tickets of a step; the first block's, whose numbers begin with 1."""
    t = chain(tickets)
    if _FILED[step] < 0:
        return []
    here = (t.area == _FILED[step]) & (t.cause == PLAIN)
    if _FILED[step] == ONBOARDING:
        # Questions are asked before there is a project.
        here &= (t.kind == QUESTION) == (STEPS[step] == "signs_up")
    written = chain(texts)
    mood = -t.severity - 2 * (t.kind == COMPLAINT)
    return [
        (i + 1, int(t.user[i]), written[i], int(mood[i])) for i in np.flatnonzero(here).tolist()
    ]


def _happened(chain: Chain, step: int) -> list[_Known]:
    """First events of a step in the last half year, and how long after signing up they came."""
    d, u = chain(diary), chain(users)
    packed = d.packed
    here = np.flatnonzero((packed >> 3) & 15 == _HAPPENED[step])
    person: Ints = (packed[here] >> 7) & 0x7FFFFF
    _, first = np.unique(person, return_index=True)
    here = here[first]
    second, person = packed[here] >> 30, person[first]
    fresh = (u.signed_up[person] >= (clock.DAYS - 240) * clock.DAY) & ~u.bot[person]
    identity = d.identity[here]
    after = (second - u.signed_up[person]) // clock.DAY
    return [
        (int(identity[i]), int(person[i]), _after(int(after[i])), -int(after[i]))
        for i in np.flatnonzero(fresh).tolist()
    ]


def _after(days: int) -> str:
    if days < 1:
        return "on the day of signing up"
    return "a day after signing up" if days == 1 else f"{days} days after signing up"
