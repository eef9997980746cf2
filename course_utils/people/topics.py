"""What a conversation can be about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One thing that people talk about, and the words by which it is known."""

    name: str
    words: str
    """The topic in words, as in "shall we talk about ...?"."""
    pattern: str
    """Regular expression for the words that name it, in lower case."""
    acts: tuple[tuple[str, str], ...] = ()
    """What one does, as pairs of infinitive and past: ("open a report", "opened a report")."""
    things: tuple[str, ...] = ()
    """What it is done to, in the plural: "the reports"."""
    within: tuple[str, ...] = ()
    """Larger topics that this one is part of."""


OFF_TOPIC = r"""
weather|rain|sunny|sunshine|snow|colou?rs?|cars?|bikes?|football|soccer|tennis|sports?|cricket|basketball
holidays?|vacations?|pizza|food|eat(?! up)|eating(?! up)|ate|lunch|dinner|breakfast|coffee|tea|beer|wine|drink|cook|cooking
recipe|cake|music|songs?|band|films?|movies?|netflix|television|tv|actor|actress|dogs?|cats?|pets?|horses?|fish
birds?|wife|husband|girlfriend|boyfriend|kids|children|married|marry|dating|date me|sex|sexy|religion|god|church
politics|president|elections?|vote|voted|party|star sign|horoscope|birthday|how old are you|your age|weight|tall
shoes?|clothes|hair|eyes|dress|jokes?|poem|poems|sing|dance|games?|lottery|bitcoin|crypto|stocks|aliens?|ghosts?
moon|planet|dinosaurs?|favou?rite|hobby|hobbies|gym|swimming|running|hiking|garden|house|flat|neighbours?
capital of|meaning of life|salary|how much do you earn|what do you earn|phone number|address|password
"""
"""What does not belong into a conversation about work; an expression a line or between bars."""
