"""The data dictionary: every table and column, its meaning, unit, type and keys.

datapackage.json, `data.describe` and the types on disk are all made from this file. It
imports nothing heavy, so that a description costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

CHANNELS = ("organic", "referral", "paid_search", "partner", "sales")
SIZES = ("small", "mid", "large")
PLANS = ("free", "team", "business")
INDUSTRIES = (
    "software",
    "agency",
    "manufacturing",
    "education",
    "health",
    "finance",
    "retail",
    "public",
)
ROLES = ("owner", "member", "guest")
ONBOARDINGS = ("classic", "guided")
PLATFORMS = ("web", "desktop", "ios", "android", "api")
EVENTS = (
    "signed_up",
    "session_started",
    "project_created",
    "task_added",
    "teammate_invited",
    "task_completed",
    "comment_added",
    "report_viewed",
    "pricing_viewed",
    "checkout_started",
    "plan_upgraded",
)
MOVEMENTS = ("new", "expansion", "contraction", "churn", "reactivation")
SURVEYS = ("nps", "csat", "sus")
SURVEY_CHANNELS = ("in_app", "email")


@dataclass(frozen=True)
class Field:
    """One column.

    Parameters
    ----------
    name
        Column name.
    type
        Frictionless type: integer, string or datetime.
    meaning
        What a value stands for, in one or two sentences.
    unit
        Unit of the values, where they have one.
    width
        Arrow integer type on disk.
    values
        Every value that can occur, in a sensible order (strings only).
    nullable
        Whether a value may be missing.
    low, high
        Bounds of the values, where they have any.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    width: str = "int32"
    values: tuple[str, ...] = ()
    nullable: bool = False
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Table:
    """One table: its columns, what a row is, and how it joins the others."""

    name: str
    title: str
    grain: str
    key: str
    fields: tuple[Field, ...]
    joins: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    unique: bool = True
    """Whether no two rows have the same key."""

    def field(self, name: str) -> Field:
        """Return the column of that name."""
        return next(f for f in self.fields if f.name == name)


def _id(name: str, meaning: str, width: str = "int32") -> Field:
    return Field(name, "integer", meaning, width=width, low=1)


def _moment(name: str, meaning: str, nullable: bool = False) -> Field:
    return Field(name, "datetime", meaning, unit="UTC, to the second", nullable=nullable)


def _enum(name: str, values: tuple[str, ...], meaning: str, nullable: bool = False) -> Field:
    return Field(name, "string", meaning, values=values, nullable=nullable)


ACCOUNTS = Table(
    name="accounts",
    title="Customer accounts",
    grain="one row an account (a company or team that signed up)",
    key="account_id",
    fields=(
        _id("account_id", "The account."),
        _moment("created_at", "When the account signed up."),
        Field(
            "country",
            "string",
            "Country of the account; NULL where nobody said.",
            unit="ISO 3166-1 alpha-2",
            nullable=True,
        ),
        Field("timezone", "string", "Time zone that the account works in.", unit="IANA zone"),
        _enum("industry", INDUSTRIES, "What the account does."),
        _enum("size", SIZES, "Size of the company behind the account."),
        _enum("channel", CHANNELS, "Acquisition channel: how the account found Kitewell."),
        _enum("plan", PLANS, "Plan chosen at sign-up (paid plans begin with a 14-day trial)."),
        Field("seats", "integer", "Seats asked for at sign-up.", unit="seats", low=1),
    ),
)

USERS = Table(
    name="users",
    title="Users",
    grain="one row a user (a person who signed up to an account, or an automated client)",
    key="user_id",
    joins=(("account_id", "accounts.account_id"),),
    fields=(
        _id("user_id", "The user."),
        _id("account_id", "The account that the user belongs to."),
        _moment("signed_up_at", "When the user signed up."),
        _enum("role", ROLES, "owner opened the account; members and guests were invited."),
        _enum("onboarding", ONBOARDINGS, "First-use experience that the user was given."),
        _enum("platform", PLATFORMS[:4], "Client that the user mainly works with."),
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
    key="event_id",
    joins=(("user_id", "users.user_id"),),
    unique=False,
    notes="Stored as received, in order of time. Clients retry, and a retry can be stored again.",
    fields=(
        _id("event_id", "The event, as numbered by the collector.", width="int64"),
        _id("user_id", "The user who acted."),
        _moment("occurred_at", "When it happened."),
        _enum("event", EVENTS, "What happened."),
        _enum("platform", PLATFORMS, "Client that sent it; NULL where it did not say.", True),
    ),
)

SUBSCRIPTIONS = Table(
    name="subscriptions",
    title="Subscription movements",
    grain="one row a movement of monthly recurring revenue (MRR)",
    key="movement_id",
    joins=(("account_id", "accounts.account_id"),),
    fields=(
        _id("movement_id", "The movement."),
        _id("account_id", "The account that pays."),
        _moment("occurred_at", "When the movement took effect."),
        _enum("movement", MOVEMENTS, "Kind of movement."),
        _enum("plan", PLANS[1:], "Paid plan after the movement (at churn: the plan cancelled)."),
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
    key="response_id",
    joins=(("user_id", "users.user_id"),),
    fields=(
        _id("response_id", "The request."),
        _id("user_id", "The user who was asked."),
        _enum(
            "survey", SURVEYS, "nps: quarterly; csat: after the first week's start; sus: usability."
        ),
        _enum("channel", SURVEY_CHANNELS, "How the user was asked."),
        _moment("asked_at", "When the user was asked."),
        _moment("answered_at", "When the user answered; NULL where not answered.", nullable=True),
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

TABLES = {t.name: t for t in (ACCOUNTS, USERS, EVENTS_TABLE, SUBSCRIPTIONS, SURVEYS_TABLE)}
