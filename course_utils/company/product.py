"""The first floor's tables, from the stages that simulate them."""

from __future__ import annotations

from . import chain as stages
from . import market
from .chain import Chain
from .columns import Coded, Columns, Maybe, enum, ids
from .streams import Array


def _countries(codes: Array, known: Array) -> Coded:
    labels = market.COUNTRY_CODES
    return Coded(codes + (~known) * len(labels), labels)


def accounts(chain: Chain, first: int) -> Columns:
    """Columns of `accounts`."""
    a = chain(stages.accounts)
    return {
        "account_id": ids(len(a), first),
        "created_at": a.created,
        "country": _countries(a.country, a.country_known),
        "timezone": Coded(a.zone, market.ZONES),
        "industry": enum("accounts", "industry", a.industry),
        "size": enum("accounts", "size", a.size),
        "channel": enum("accounts", "channel", a.channel),
        "plan": enum("accounts", "plan", a.plan),
        "seats": a.seats,
    }


def users(chain: Chain, first: int) -> Columns:
    """Columns of `users`."""
    u, a = chain(stages.users), chain(stages.accounts)
    return {
        "user_id": ids(len(u), first),
        "account_id": u.account + a.first_id,
        "signed_up_at": u.signed_up,
        "role": enum("users", "role", u.role),
        "onboarding": enum("users", "onboarding", u.onboarding),
        "platform": enum("users", "platform", u.platform),
        "country": _countries(u.country, u.country_known),
    }


def events(chain: Chain, first: int) -> Columns:
    """Columns of `events`."""
    d = chain(stages.diary)
    return {
        "event_id": d.identity + (first - 1),
        "user_id": d.user + chain.first_user,
        "occurred_at": d.occurred,
        "event": enum("events", "event", d.event),
        "platform": enum("events", "platform", d.platform),
    }


def subscriptions(chain: Chain, first: int) -> Columns:
    """Columns of `subscriptions`."""
    m = chain(stages.ledger)
    return {
        "movement_id": ids(len(m), first),
        "account_id": m.account + chain.block.first_account,
        "occurred_at": m.occurred,
        "movement": enum("subscriptions", "movement", m.movement),
        "plan": enum("subscriptions", "plan", m.plan - 1),
        "seats": m.seats,
        "mrr_change": m.mrr_change,
        "mrr": m.mrr,
    }


def surveys(chain: Chain, first: int) -> Columns:
    """Columns of `surveys`."""
    s = chain(stages.answers)
    items = {f"q{i + 1}": Maybe(s.items[:, i], s.items[:, i] < 0) for i in range(s.items.shape[1])}
    return {
        "response_id": ids(len(s), first),
        "user_id": s.user + chain.first_user,
        "survey": enum("surveys", "survey", s.survey),
        "channel": enum("surveys", "channel", s.channel),
        "asked_at": s.asked,
        "answered_at": Maybe(s.answered, s.answered < 0),
        "score": Maybe(s.score, s.score < 0),
        **items,
    }
