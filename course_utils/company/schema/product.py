"""The first floor: customers, what they do, what they pay, what they say in surveys."""

from __future__ import annotations

from .fields import Field, Table, enum, identity, moment

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

ACCOUNTS = Table(
    name="accounts",
    title="Customer accounts",
    grain="one row an account (a company or team that signed up)",
    key=("account_id",),
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

PRODUCT = (ACCOUNTS, USERS, EVENTS_TABLE, SUBSCRIPTIONS, SURVEYS_TABLE)
