"""What a company is made from: a seed, a size, and the strength of what is planted in it."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, fields
from typing import Any

EDITION = "2"
"""Part of every fingerprint. What a table holds has versions of its own (`Table.version`), so this
one stays: answers, progress and customers of a company are found again by its fingerprint."""

PUBLIC_SEED = 2026
PUBLIC_ACCOUNTS = 5_000


def _whole(name: str, value: Any, low: int, high: int) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise ValueError(f"{name} must be a whole number, not {value!r}.")
    number = int(value.__index__())
    if not low <= number <= high:
        raise ValueError(f"{name} must be between {low:,} and {high:,}, not {number:,}.")
    return number


def _real(name: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} must be a number between {low:g} and {high:g}, not {value!r}.")
    if not low <= value <= high:
        raise ValueError(f"{name} must be between {low:g} and {high:g}, not {value!r}.")
    return float(value)


@dataclass(frozen=True)
class Parameters:
    """The whole input of a simulated company; equal parameters give equal values everywhere.

    Parameters
    ----------
    seed
        Which company: 0 to 2**63 - 1. The public one is 2026.
    accounts
        How many customer accounts sign up in the three years. The planted effects are
        promised from 1,000 accounts on; smaller companies are for quick experiments.
    growth
        Sign-ups a year later, relative to now (1.0 = no growth).
    campaign
        By how much the paid search campaign of Q2 2026 multiplies that channel's sign-ups
        (1.0 = no campaign, so no mix shift).
    guided_lift
        Strength of the guided onboarding's effect on activation, relative to the house value
        (1.0; 0.0 = the new onboarding does nothing).
    bots
        Automated users an account, company-wide (0.0 = none).
    duplicates
        Probability that an event of a mobile app is stored twice (much less at a desk).
    """

    seed: int = PUBLIC_SEED
    accounts: int = PUBLIC_ACCOUNTS
    growth: float = 1.45
    campaign: float = 4.5
    guided_lift: float = 1.0
    bots: float = 0.007
    duplicates: float = 0.02

    def __post_init__(self) -> None:
        checked = {
            "seed": _whole("seed", self.seed, 0, 2**63 - 1),
            "accounts": _whole("accounts", self.accounts, 50, 10_000_000),
            "growth": _real("growth", self.growth, 0.5, 4.0),
            "campaign": _real("campaign", self.campaign, 1.0, 10.0),
            "guided_lift": _real("guided_lift", self.guided_lift, 0.0, 1.5),
            "bots": _real("bots", self.bots, 0.0, 0.05),
            "duplicates": _real("duplicates", self.duplicates, 0.0, 0.2),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def fingerprint(self) -> str:
        """32 hex digits that stand for every parameter: the company's name, whatever its tables."""
        text = json.dumps({"schema": EDITION, **asdict(self)}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def settings(self) -> str:
        """Pack what differs from the house values, unreadable at a glance ("" when nothing does).

        It travels in datapackage.json, which learners read: planted strengths must not.
        """
        changed = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in ("seed", "accounts") and getattr(self, field.name) != field.default
        }
        if not changed:
            return ""
        packed = zlib.compress(json.dumps(changed, sort_keys=True).encode())
        return base64.b85encode(packed).decode()

    @classmethod
    def unpack(cls, seed: int, accounts: int, settings: str) -> Parameters:
        """Parameters from what `settings` packed; ValueError when it is not of that form."""
        try:
            packed = base64.b85decode(settings.encode())
            changed = json.loads(zlib.decompress(packed)) if settings else {}
            return cls(seed=seed, accounts=accounts, **changed)
        except (ValueError, TypeError, zlib.error) as error:
            raise ValueError(f"The parameters of this company cannot be read: {error}") from None
