"""The causal chain, once through: market, people, money, behaviour, voice.

A further table is a module with its own stage, a line in `simulate`, a function here that
names its columns, and an entry in `schema`. A stage may read every stage above it and draws
from streams of its own, so the tables that exist keep their values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from . import behaviour, market, money, people, voice
from .block import Block, blocks
from .parameters import Parameters
from .schema import TABLES
from .streams import Array


class Coded(NamedTuple):
    """A text column as codes into labels; codes outside the labels are NULL."""

    codes: Array
    labels: tuple[str, ...]


class Maybe(NamedTuple):
    """A column of numbers in which some are missing."""

    values: Array
    missing: Array


Column = Array | Coded | Maybe
Columns = Mapping[str, Column]


def _enum(table: str, name: str, codes: Array) -> Coded:
    return Coded(codes, TABLES[table].field(name).values)


def _countries(codes: Array, known: Array) -> Coded:
    labels = market.COUNTRY_CODES
    return Coded(codes + (~known) * len(labels), labels)


def _accounts(a: market.Accounts) -> Columns:
    return {
        "account_id": _ids(a, a.first_id),
        "created_at": a.created,
        "country": _countries(a.country, a.country_known),
        "timezone": Coded(a.zone, market.ZONES),
        "industry": _enum("accounts", "industry", a.industry),
        "size": _enum("accounts", "size", a.size),
        "channel": _enum("accounts", "channel", a.channel),
        "plan": _enum("accounts", "plan", a.plan),
        "seats": a.seats,
    }


def _users(u: people.Users, a: market.Accounts, first: int) -> Columns:
    return {
        "user_id": _ids(u, first),
        "account_id": u.account + a.first_id,
        "signed_up_at": u.signed_up,
        "role": _enum("users", "role", u.role),
        "onboarding": _enum("users", "onboarding", u.onboarding),
        "platform": _enum("users", "platform", u.platform),
        "country": _countries(u.country, u.country_known),
    }


def _events(d: behaviour.Diary, first_user: int, first: int) -> Columns:
    return {
        "event_id": d.identity + (first - 1),
        "user_id": d.user + first_user,
        "occurred_at": d.occurred,
        "event": _enum("events", "event", d.event),
        "platform": _enum("events", "platform", d.platform),
    }


def _subscriptions(m: money.Ledger, a: market.Accounts, first: int) -> Columns:
    return {
        "movement_id": _ids(m, first),
        "account_id": m.account + a.first_id,
        "occurred_at": m.occurred,
        "movement": _enum("subscriptions", "movement", m.movement),
        "plan": _enum("subscriptions", "plan", m.plan - 1),
        "seats": m.seats,
        "mrr_change": m.mrr_change,
        "mrr": m.mrr,
    }


def _surveys(s: voice.Answers, first_user: int, first: int) -> Columns:
    items = {f"q{i + 1}": Maybe(s.items[:, i], s.items[:, i] < 0) for i in range(s.items.shape[1])}
    return {
        "response_id": _ids(s, first),
        "user_id": s.user + first_user,
        "survey": _enum("surveys", "survey", s.survey),
        "channel": _enum("surveys", "channel", s.channel),
        "asked_at": s.asked,
        "answered_at": Maybe(s.answered, s.answered < 0),
        "score": Maybe(s.score, s.score < 0),
        **items,
    }


def _ids(rows: market.Accounts | people.Users | money.Ledger | voice.Answers, first: int) -> Array:
    import numpy as np

    return np.arange(first, first + len(rows))


def simulate(block: Block, first: Mapping[str, int]) -> tuple[dict[str, Columns], dict[str, int]]:
    """Simulate one block.

    Parameters
    ----------
    block
        Which one.
    first
        First id of each table's rows in this block (users, events, subscriptions, surveys).

    Returns
    -------
    tuple
        The columns of each table, and the first ids of the next block.
    """
    accounts = market.accounts(block)
    users = people.users(block, accounts)
    ledger = money.ledger(block, accounts, users)
    diary = behaviour.diary(block, accounts, users, ledger)
    answers = voice.surveys(block, accounts, users, diary)
    events = _events(diary, first["users"], first["events"])
    tables = {
        "accounts": _accounts(accounts),
        "users": _users(users, accounts, first["users"]),
        "events": events,
        "subscriptions": _subscriptions(ledger, accounts, first["subscriptions"]),
        "surveys": _surveys(answers, first["users"], first["surveys"]),
    }
    last_event = events["event_id"]
    following = {
        "users": first["users"] + len(users),
        "events": int(last_event[-1]) + 1,  # type: ignore[arg-type]
        "subscriptions": first["subscriptions"] + len(ledger),
        "surveys": first["surveys"] + len(answers),
    }
    return tables, following


def stream(parameters: Parameters) -> Iterator[dict[str, Columns]]:
    """Yield a company block by block; only one block is held in memory."""
    first = {"users": 1, "events": 1, "subscriptions": 1, "surveys": 1}
    for block in blocks(parameters):
        tables, first = simulate(block, first)
        yield tables
