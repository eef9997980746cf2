"""Customers, use and revenue: who they are, what they do, pay and say in surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import (
    CHANNELS,
    EVENTS,
    INDUSTRIES,
    MOVEMENTS,
    ONBOARDINGS,
    PLANS,
    PLATFORMS,
    ROLES,
    SIZES,
    SURVEY_CHANNELS,
    SURVEYS,
)
from ..engine.columns import Coded, Maybe, coded, ids
from ..engine.group import Group, Growing, Planted
from ..engine.table import Field, Table, enum, identity, moment

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts
    from ..engine.streams import Array

ACCOUNTS = Table(
    name="accounts",
    title="Customer accounts",
    grain="one row an account (a company or team that signed up)",
    key=("account_id",),
    pinned="18c281a0d9c9c43d",
    fields=(
        identity("account_id", "The account."),
        moment("created_at", "When the account signed up."),
        Field(
            "country",
            "string",
            "Country of the account; NULL where nobody said.",
            unit="ISO 3166-1 alpha-2",
            nullable=True,
        ),
        Field("timezone", "string", "Time zone that the account works in.", unit="IANA zone"),
        enum("industry", INDUSTRIES, "What the account does."),
        enum("size", SIZES, "Size of the company behind the account."),
        enum("channel", CHANNELS, "Acquisition channel: how the account found Kitewell."),
        enum("plan", PLANS, "Plan chosen at sign-up (paid plans begin with a 14-day trial)."),
        Field("seats", "integer", "Seats asked for at sign-up.", unit="seats", low=1),
    ),
)

USERS = Table(
    name="users",
    title="Users",
    grain="one row a user (a person who signed up to an account, or an automated client)",
    key=("user_id",),
    pinned="bc883a1a1aef1584",
    joins=(("account_id", "accounts.account_id"),),
    fields=(
        identity("user_id", "The user."),
        identity("account_id", "The account that the user belongs to."),
        moment("signed_up_at", "When the user signed up."),
        enum("role", ROLES, "owner opened the account; members and guests were invited."),
        enum("onboarding", ONBOARDINGS, "First-use experience that the user was given."),
        enum("platform", PLATFORMS[:4], "Client that the user mainly works with."),
        Field(
            "country",
            "string",
            "Country of the user; NULL where unknown.",
            unit="ISO 3166-1 alpha-2",
            nullable=True,
        ),
    ),
)

EVENTS_TABLE = Table(
    name="events",
    title="Product events",
    grain="one row an event as it was recorded",
    key=("event_id",),
    pinned="bc63ca9993dcbdbd",
    joins=(("user_id", "users.user_id"),),
    unique=False,
    notes="Stored as received, in order of time. Clients retry, and a retry can be stored again.",
    fields=(
        identity("event_id", "The event, as numbered by the collector.", width="int64"),
        identity("user_id", "The user who acted."),
        moment("occurred_at", "When it happened."),
        enum("event", EVENTS, "What happened."),
        enum("platform", PLATFORMS, "Client that sent it; NULL where it did not say.", True),
    ),
)

SUBSCRIPTIONS = Table(
    name="subscriptions",
    title="Subscription movements",
    grain="one row a movement of monthly recurring revenue (MRR)",
    key=("movement_id",),
    pinned="c2dad41d164c4aff",
    joins=(("account_id", "accounts.account_id"),),
    fields=(
        identity("movement_id", "The movement."),
        identity("account_id", "The account that pays."),
        moment("occurred_at", "When the movement took effect."),
        enum("movement", MOVEMENTS, "Kind of movement."),
        enum("plan", PLANS[1:], "Paid plan after the movement (at churn: the plan cancelled)."),
        Field("seats", "integer", "Paid seats after the movement.", unit="seats", low=0),
        Field("mrr_change", "integer", "Change of MRR.", unit="USD a month"),
        Field(
            "mrr", "integer", "MRR of the account after the movement.", unit="USD a month", low=0
        ),
    ),
)

_SUS_ITEMS = (
    "I think that I would like to use Kitewell frequently",
    "I found Kitewell unnecessarily complex",
    "I thought Kitewell was easy to use",
    "I think that I would need the support of a technical person to use Kitewell",
    "I found the various functions in Kitewell were well integrated",
    "I thought there was too much inconsistency in Kitewell",
    "I would imagine that most people would learn to use Kitewell very quickly",
    "I found Kitewell very cumbersome to use",
    "I felt very confident using Kitewell",
    "I needed to learn a lot of things before I could get going with Kitewell",
)

SURVEYS_TABLE = Table(
    name="surveys",
    title="Survey requests and answers",
    grain="one row a request for an answer, answered or not",
    key=("response_id",),
    pinned="881677256cf989d9",
    joins=(("user_id", "users.user_id"),),
    fields=(
        identity("response_id", "The request."),
        identity("user_id", "The user who was asked."),
        enum(
            "survey", SURVEYS, "nps: quarterly; csat: after the first week's start; sus: usability."
        ),
        enum("channel", SURVEY_CHANNELS, "How the user was asked."),
        moment("asked_at", "When the user was asked."),
        moment("answered_at", "When the user answered; NULL where not answered.", nullable=True),
        Field(
            "score",
            "integer",
            "NPS: 0 to 10, how likely to recommend. CSAT: 1 (very dissatisfied) to 5 "
            "(very satisfied). NULL for SUS and where not answered.",
            unit="points",
            width="int8",
            nullable=True,
            low=0,
            high=10,
        ),
        *(
            Field(
                f"q{i}",
                "integer",
                f"SUS item {i}, 1 (strongly disagree) to 5 (strongly agree): {text}.",
                unit="points",
                width="int8",
                nullable=True,
                low=1,
                high=5,
            )
            for i, text in enumerate(_SUS_ITEMS, 1)
        ),
    ),
)


def _countries(codes: Array, known: Array) -> Coded:
    from ..causes import market

    labels = market.COUNTRY_CODES
    return Coded(codes + (~known) * len(labels), labels)


def accounts(chain: Chain, first: int) -> Columns:
    """Columns of `accounts`."""
    from ..causes import market

    a = chain(market.accounts)
    return {
        "account_id": ids(len(a), first),
        "created_at": a.created,
        "country": _countries(a.country, a.country_known),
        "timezone": Coded(a.zone, market.ZONES),
        "industry": coded(ACCOUNTS, "industry", a.industry),
        "size": coded(ACCOUNTS, "size", a.size),
        "channel": coded(ACCOUNTS, "channel", a.channel),
        "plan": coded(ACCOUNTS, "plan", a.plan),
        "seats": a.seats,
    }


def users(chain: Chain, first: int) -> Columns:
    """Columns of `users`."""
    from ..causes import market, people

    u, a = chain(people.users), chain(market.accounts)
    return {
        "user_id": ids(len(u), first),
        "account_id": u.account + a.first_id,
        "signed_up_at": u.signed_up,
        "role": coded(USERS, "role", u.role),
        "onboarding": coded(USERS, "onboarding", u.onboarding),
        "platform": coded(USERS, "platform", u.platform),
        "country": _countries(u.country, u.country_known),
    }


def events(chain: Chain, first: int) -> Columns:
    """Columns of `events`."""
    from ..causes import behaviour

    d = chain(behaviour.diary)
    return {
        "event_id": d.identity + (first - 1),
        "user_id": d.user + chain.first_user,
        "occurred_at": d.occurred,
        "event": coded(EVENTS_TABLE, "event", d.event),
        "platform": coded(EVENTS_TABLE, "platform", d.platform),
    }


def subscriptions(chain: Chain, first: int) -> Columns:
    """Columns of `subscriptions`."""
    from ..causes import money

    m = chain(money.ledger)
    return {
        "movement_id": ids(len(m), first),
        "account_id": m.account + chain.block.first_account,
        "occurred_at": m.occurred,
        "movement": coded(SUBSCRIPTIONS, "movement", m.movement),
        "plan": coded(SUBSCRIPTIONS, "plan", m.plan - 1),
        "seats": m.seats,
        "mrr_change": m.mrr_change,
        "mrr": m.mrr,
    }


def surveys(chain: Chain, first: int) -> Columns:
    """Columns of `surveys`."""
    from ..causes import voice

    s = chain(voice.surveys)
    items = {f"q{i + 1}": Maybe(s.items[:, i], s.items[:, i] < 0) for i in range(s.items.shape[1])}
    return {
        "response_id": ids(len(s), first),
        "user_id": s.user + chain.first_user,
        "survey": coded(SURVEYS_TABLE, "survey", s.survey),
        "channel": coded(SURVEYS_TABLE, "channel", s.channel),
        "asked_at": s.asked,
        "answered_at": Maybe(s.answered, s.answered < 0),
        "score": Maybe(s.score, s.score < 0),
        **items,
    }


def robots(chain: Chain) -> list[int]:
    """User ids of a block's automated users."""
    from ..causes import people

    return [int(i) + chain.first_user for i in chain(people.users).bot.nonzero()[0]]


def truth(facts: Facts, found: list[list[int]]) -> dict[str, Any]:
    """Tell what is planted in who comes, what they do and what they say."""
    from ..causes import behaviour, market, people, voice
    from ..engine import clock
    from ..engine.facts import CAMPAIGN_DAY, GUIDED_DAY

    bots = [user for block in found for user in block]
    return {
        "period": {"start": clock.START.isoformat(), "extract": clock.EXTRACT.isoformat()},
        "silent_day": {
            "date": clock.iso_date(facts.silent_day),
            "why": "Kitewell was read-only for a migration: no events at all, of anybody.",
        },
        "bots": {
            "from": clock.iso_date(facts.bot_day),
            "users": len(bots),
            "user_ids": bots,
            "periods_seconds": list(behaviour.BOT_PERIODS),
            "event": "session_started",
            "platforms": ["api", "web"],
        },
        "duplicates": {
            "probability": {
                "mobile": facts.parameters.duplicates,
                "desk": round(facts.parameters.duplicates * behaviour.RETRIES_AT_DESK, 9),
            },
            "why": "A client, mostly a mobile one, retries and the event is stored again.",
        },
        "tracking_bug": {
            "date": clock.iso_date(facts.release_day),
            "from": clock.iso_moment(facts.release_second),
            "event": "report_viewed",
            "platform": "android",
            "seconds_apart": 1,
        },
        "nulls": {
            "users.country": people.COUNTRY_UNKNOWN,
            "accounts.country": market.COUNTRY_UNKNOWN,
            "events.platform": {"share_of_users_on_web": behaviour.BLOCKED_CLIENT},
            "surveys.score": {"answered": dict(voice.ANSWERS)},
        },
        "time_zones": {"stored": "UTC", "zones": list(clock.ZONES)},
        "censoring": {
            "activation_window_days": 7,
            "complete_before": clock.iso_date(clock.DAYS - 7),
            "extract": clock.EXTRACT.isoformat(),
        },
        "mix_shift": {
            "from": clock.iso_date(CAMPAIGN_DAY),
            "channel": "paid_search",
            "sign_ups_multiplied_by": facts.parameters.campaign,
            "activation_by_channel_classic": dict(people.ACTIVATION),
            "relative_trend_within_channels": people.ACTIVATION_TREND,
        },
        "partner_fall": {
            "from": clock.iso_date(CAMPAIGN_DAY),
            "channel": "partner",
            "activation_left": people.PARTNER_FALL,
            "why": "Partners no longer set the first project up with their clients.",
        },
        "guided_onboarding": {
            "from": clock.iso_date(GUIDED_DAY),
            "share_by_plan": dict(zip(PLANS, people.GUIDED_SHARE, strict=True)),
            "relative_lift_by_plan": {
                plan: round(facts.parameters.guided_lift * lift, 9)
                for plan, lift in zip(PLANS, people.GUIDED_LIFT, strict=True)
            },
        },
        "funnel_order": {
            "completes_a_task_before_first_project": dict(people.REVERSED),
        },
        "seasonality": {
            "use_by_weekday_thousandths": clock.USE_BY_WEEKDAY.tolist(),
            "summer": "July 0.93, August 0.86",
            "end_of_year": "22 December to 1 January 0.33",
        },
        "nps": {
            "in_app_bonus_score_points": voice.IN_APP_BONUS / 1000,
            "q1_to_q2_2026_score_points": voice.NPS_TREND / 1000,
            "answer_rate": dict(voice.ANSWERS),
        },
        "who_answers": {
            "rate_by_channel": dict(voice.ANSWERS),
            "times_thousandths_without_and_by_habit": {
                "not_activated": list(voice.BY_HABIT[0]),
                "activated": list(voice.BY_HABIT[1]),
            },
            "why": "Who comes often answers most, and is happier: answers flatter those asked.",
        },
        "channels": list(CHANNELS),
    }


PLANTED = (
    Planted(
        "accounts, users",
        "a campaign shifts the mix of channels in Q2 2026",
        'activation "fell"',
        "rates within channels",
        ("mix_shift",),
    ),
    Planted(
        "users",
        "in Q2 2026 the partners' activation halves, while every other channel holds",
        "one cause for the whole fall; by plan every rate falls, as if the product were worse",
        "rates by channel, with intervals clustered by account",
        ("partner_fall",),
    ),
    Planted(
        "users",
        "guided onboarding helps within every plan, and was given to the free plan",
        "it looks harmful overall",
        "compare within plans",
        ("guided_onboarding",),
    ),
    Planted(
        "users",
        "the youngest have not had their first week yet",
        "they count as not activated",
        "leave out the last seven days",
        ("censoring",),
    ),
    Planted(
        "events",
        "one weekend day without any event",
        "days that are missing drop out of a mean",
        "reindex by day",
        ("silent_day",),
    ),
    Planted(
        "events",
        "automated users",
        "they count as daily users",
        "one kind of event, day and night",
        ("bots",),
    ),
    Planted(
        "events",
        "retries stored twice, mostly from phones",
        "rows are counted",
        "drop duplicates by event id",
        ("duplicates",),
    ),
    Planted(
        "events",
        "an Android release counts each viewed report twice, a second apart",
        '"reports took off"',
        "gaps of one second, one platform",
        ("tracking_bug",),
    ),
    Planted(
        "events",
        "the invited finish tasks before they have a project",
        "funnels of independent counts",
        "require the order",
        ("funnel_order",),
    ),
    Planted(
        "surveys",
        "asking in the product raises NPS; two quarters differ by noise",
        "the trend is reported",
        "split by channel; intervals",
        ("nps",),
    ),
    Planted(
        "surveys",
        "who is asked in the product, and who comes often, answers more and is happier",
        "the mean of those who answered",
        "weights by channel or by use",
        ("who_answers",),
    ),
)

GROUP = Group(
    section="Customers, use and revenue",
    tables=(
        Growing(ACCOUNTS, accounts),
        Growing(USERS, users),
        Growing(EVENTS_TABLE, events),
        Growing(SUBSCRIPTIONS, subscriptions),
        Growing(SURVEYS_TABLE, surveys),
    ),
    planted=PLANTED,
    truth=truth,
    look=robots,
    place=10,
)
