"""Kitewell: a causal, seeded simulation of a work-planning SaaS company.

>>> from course_utils.company import generate
>>> company = generate(seed=7, accounts=1000)
>>> company.table("events")                                         # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engine.parameters import PUBLIC_ACCOUNTS, PUBLIC_SEED, Parameters
from .engine.source import Source

if TYPE_CHECKING:
    from .company import Company
    from .tables import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "Company", "Parameters", "Source", "generate"]


def generate(
    seed: int = PUBLIC_SEED, accounts: int = PUBLIC_ACCOUNTS, **strengths: float
) -> Company:
    """Return the company of a seed, simulated when its data are first asked for.

    Parameters
    ----------
    seed
        Which company; the public one is 2026.
    accounts
        How many accounts sign up in the three years; events are about 370 an account.
    **strengths
        Further fields of `Parameters`.

    Raises
    ------
    ValueError
        A parameter is impossible; the message says what would be possible.
    """
    from .company import Company

    return Company(Parameters(seed=seed, accounts=accounts, **strengths))


def __getattr__(name: str) -> object:
    if name == "Company":
        from .company import Company

        return Company
    if name == "SCHEMA_VERSION":
        from .tables import SCHEMA_VERSION

        return SCHEMA_VERSION
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
