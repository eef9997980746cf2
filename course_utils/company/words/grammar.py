"""How sentences are made: rules with alternatives, drawn like cards so that none comes twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..engine.streams import Stream

Rules = Mapping[str, Sequence[str]]

_SLOT = re.compile(r"\[(\w+)\]")
_START = re.compile(r"(^|[.!?] |\n)([a-z])")
_DRAWN = 1024


class Voice:
    """Makes sentences from rules.

    A rule is a list of alternatives; `[name]` in one of them stands for a fact or another rule.
    Alternatives are dealt like cards: all of a rule come up before any of them comes again.

    Parameters
    ----------
    stream
        Where chance comes from.
    rules
        Alternatives by name.
    """

    def __init__(self, stream: Stream, rules: Rules) -> None:
        self._stream = stream
        self._rules = rules
        self._decks: dict[str, list[str]] = {}
        self._last: dict[str, str] = {}
        self._bits: list[int] = []

    def below(self, bound: int) -> int:
        """Draw a whole number in [0, bound)."""
        if not self._bits:
            self._bits = self._stream.u32(_DRAWN).tolist()
        return self._bits.pop() * bound >> 32

    def chance(self, percent: int) -> bool:
        """Toss a coin."""
        return self.below(100) < percent

    def say(self, rule: str, facts: Mapping[str, object]) -> str:
        """Expand a rule, and begin each sentence with a capital."""
        return capitals(self.expand(f"[{rule}]", facts))

    def expand(self, text: str, facts: Mapping[str, object]) -> str:
        """Fill the slots of a text with facts and with what other rules give."""

        def fill(slot: re.Match[str]) -> str:
            name = slot[1]
            if name in facts:
                return str(facts[name])
            return self.expand(self.deal(name), facts)

        return _SLOT.sub(fill, text)

    def deal(self, rule: str) -> str:
        """Draw one alternative of a rule, with its slots."""
        deck = self._decks.setdefault(rule, [])
        if not deck:
            # The card that was dealt last waits, so that it does not come twice in a row.
            last = self._last.get(rule)
            deck += [card for card in self._rules[rule] if card != last] or self._rules[rule]
        card = self._last[rule] = deck.pop(self.below(len(deck)))
        return card


def capitals(text: str) -> str:
    """Begin each sentence with a capital."""
    return _START.sub(lambda m: m[1] + m[2].upper(), text)
