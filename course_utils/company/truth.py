"""What is planted in a company, recomputed from its parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .causes.people import users
from .engine.chain import Chain, chains
from .engine.facts import Facts
from .engine.parameters import Parameters
from .tables import GROUPS


def truth(parameters: Parameters, simulated: Iterable[Chain] = ()) -> dict[str, Any]:
    """Every planted effect of a company with its true parameters; JSON can hold it.

    Parameters
    ----------
    parameters
        The company.
    simulated
        Its blocks, where somebody has them already.
    """
    found: dict[str, list[Any]] = {name: [] for name in GROUPS}
    for chain in simulated or chains(parameters, users):
        for name, group in GROUPS.items():
            if group.look is not None:
                found[name].append(group.look(chain))
    facts = Facts(parameters)
    told: dict[str, Any] = {}
    for name, group in GROUPS.items():
        if group.truth is not None:
            told |= group.truth(facts, found[name])
    return told
