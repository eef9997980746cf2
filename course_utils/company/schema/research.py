"""The second floor: what customers say and show when somebody asks, and what is asked for."""

from __future__ import annotations

from .fields import Table, date, enum, flag, identity, moment, number, points, text, whole

INTERVIEWERS = ("pm", "designer")
SPEAKERS = ("interviewer", "customer")
CODES = (
    "onboarding",
    "visibility",
    "notifications",
    "permissions",
    "reporting",
    "integrations",
    "price",
    "mobile",
)
TASKS = (
    "create_project",
    "invite_teammate",
    "set_due_date",
    "find_report",
    "change_notifications",
)
PROBLEMS = (
    "chart_colours_alike",
    "date_picker_skips_weekends",
    "due_date_saved_in_other_zone",
    "error_without_reason",
    "focus_lost_after_dialog",
    "invitation_gives_no_receipt",
    "invite_hidden_in_menu",
    "keyboard_trap_in_menu",
    "notification_switch_unlabelled",
    "options_in_two_places",
    "project_name_lost_on_back",
    "report_filter_resets",
    "report_named_insight",
    "role_names_unclear",
    "save_button_off_screen",
    "template_list_too_long",
)
RATERS = ("designer", "engineer", "researcher", "support")
TICKET_CHANNELS = ("email", "chat", "in_app")
AREAS = (
    "onboarding",
    "reports",
    "notifications",
    "billing",
    "permissions",
    "integrations",
    "mobile",
    "performance",
)
TICKET_KINDS = ("question", "bug", "request", "complaint")
STEPS = ("hears", "signs_up", "first_project", "invites_team", "first_report", "renews")
SOURCES = ("quote", "ticket", "event")
FEATURES = (
    "restore_deleted",
    "fast_reports",
    "offline_mobile",
    "meeting_summary",
    "custom_colours",
    "activity_ranking",
    "approval_steps",
    "calendar_sync",
)
BACKLOG_KINDS = ("feature", "defect", "debt", "compliance")
REQUESTERS = (
    "sales",
    "support",
    "chief_executive",
    "engineering",
    "customer_success",
    "security",
    "marketing",
    "product",
)
MOSCOW = ("must", "should", "could", "wont")

USER = ("user_id", "users.user_id")

INTERVIEWS = Table(
    name="interviews",
    title="Customer interviews",
    grain="one row an interview with one user",
    key=("interview_id",),
    joins=(USER,),
    fields=(
        identity("interview_id", "The interview."),
        identity("user_id", "The user who was interviewed."),
        moment("interviewed_at", "When the interview began."),
        enum("interviewer", INTERVIEWERS, "Who asked: the product manager or the designer."),
        whole("minutes", "How long it took.", "minutes", low=1),
    ),
)

UTTERANCES = Table(
    name="utterances",
    title="Interview transcripts",
    grain="one row a turn: what one person said before the other one spoke",
    key=("utterance_id",),
    joins=(("interview_id", "interviews.interview_id"),),
    fields=(
        identity("utterance_id", "The turn, counted through all interviews."),
        identity("interview_id", "The interview."),
        whole("turn", "Place of the turn in its interview.", low=1),
        enum("speaker", SPEAKERS, "Who speaks."),
        text("text", "What was said."),
    ),
)

QUOTES = Table(
    name="quotes",
    title="Quotes, coded by two people",
    grain="one row a customer's turn that was worth coding",
    key=("quote_id",),
    joins=(("utterance_id", "utterances.utterance_id"),),
    notes="Both coders worked alone, from the same code book.",
    fields=(
        identity("quote_id", "The quote."),
        identity("utterance_id", "The turn that is quoted."),
        enum("coder_a", CODES, "Need or pain that the first coder saw."),
        enum("coder_b", CODES, "Need or pain that the second coder saw."),
        points("sentiment_a", "Feeling that the first coder heard, -2 (very bad) to 2.", -2, 2),
        points("sentiment_b", "Feeling that the second coder heard, -2 (very bad) to 2.", -2, 2),
    ),
)

USABILITY = Table(
    name="usability",
    title="Usability tests: tasks",
    grain="one row a participant and task",
    key=("session_id", "task"),
    joins=(USER,),
    notes="Two rounds with different participants; the design was changed between them.",
    fields=(
        identity("session_id", "The session: one participant, all tasks."),
        identity("user_id", "The user who took part."),
        moment("tested_at", "When the session began."),
        points(
            "round", "1: the design of March 2026; 2: the changed design of May 2026.", 1, 2, ""
        ),
        enum("task", TASKS, "What the participant was asked to do."),
        flag("completed", "1 where the participant did it without being told how."),
        whole("seconds", "Time until the participant was done or gave up.", "seconds", low=1),
        points("assists", "How often the moderator had to help.", 0, 20, "times"),
        points("errors", "Wrong turns that were taken.", 0, 60, "times"),
    ),
)

USABILITY_PROBLEMS = Table(
    name="usability_problems",
    title="Usability tests: problems",
    grain="one row a participant and problem; a problem that nobody had is not listed",
    key=("session_id", "problem"),
    fields=(
        identity("session_id", "The session; joins usability.session_id, five rows each."),
        enum("problem", PROBLEMS, "The problem."),
        flag("seen", "1 where this participant ran into it."),
    ),
)

PROBLEM_RATINGS = Table(
    name="problem_ratings",
    title="Severity of usability problems",
    grain="one row a problem and rater",
    key=("problem", "rater"),
    fields=(
        enum("problem", PROBLEMS, "The problem."),
        enum("rater", RATERS, "Who rated; all four rated alone."),
        points(
            "severity",
            "0 (no problem), 1 (cosmetic), 2 (minor), 3 (major) or 4 (catastrophe); NULL where "
            "the rater gave none.",
            0,
            4,
            nullable=True,
        ),
    ),
)

TICKETS = Table(
    name="tickets",
    title="Support tickets",
    grain="one row a ticket",
    key=("ticket_id",),
    joins=(USER,),
    fields=(
        identity("ticket_id", "The ticket."),
        identity("user_id", "The user who wrote."),
        moment("created_at", "When it came in."),
        enum("channel", TICKET_CHANNELS, "How it came in."),
        enum("area", AREAS, "Part of the product, as support filed it."),
        enum("kind", TICKET_KINDS, "What it is, as support filed it."),
        points("severity", "1 (a small thing) to 4 (work stands still).", 1, 4),
        text("text", "What the user wrote."),
        whole(
            "first_reply_minutes",
            "Until somebody answered; NULL where nobody has.",
            "minutes",
            nullable=True,
        ),
        moment("resolved_at", "When it was closed; NULL where it is open.", nullable=True),
        flag("reopened", "1 where the user came back after it was closed."),
    ),
)

JOURNEY = Table(
    name="journey",
    title="Evidence for the customer journey",
    grain="one row a piece of evidence for one step",
    key=("evidence_id",),
    joins=(USER,),
    notes="How quotes, tickets and events came into the collection differs: see `source`.",
    fields=(
        identity("evidence_id", "The piece of evidence."),
        enum("step", STEPS, "Step of the journey that it tells of."),
        enum("source", SOURCES, "What kind of evidence it is."),
        text("reference", "Where it stands: 'quote 17', 'ticket 204' or 'event 5150'."),
        identity("user_id", "The user whom it is about."),
        points("felt", "Feeling that it shows, -2 (very bad) to 2 (very good).", -2, 2),
        text("text", "What it says."),
    ),
)

KANO = Table(
    name="kano",
    title="Kano survey",
    grain="one row a respondent and feature",
    key=("response_id", "feature"),
    joins=(USER,),
    notes="Answers: 1 like it, 2 expect it, 3 do not care, 4 can live with it, 5 dislike it.",
    fields=(
        identity("response_id", "The respondent's questionnaire: all features."),
        identity("user_id", "The user who answered."),
        moment("asked_at", "When the user was asked."),
        enum("feature", FEATURES, "Feature that the two questions are about."),
        points("functional", "How would you feel if Kitewell had it?", 1, 5),
        points("dysfunctional", "How would you feel if Kitewell did not have it?", 1, 5),
    ),
)

PRICES = Table(
    name="prices",
    title="Price sensitivity survey",
    grain="one row a respondent",
    key=("response_id",),
    joins=(USER,),
    notes="Prices are for the team plan, in USD a seat and month.",
    fields=(
        identity("response_id", "The respondent's questionnaire."),
        identity("user_id", "The user who answered."),
        moment("asked_at", "When the user was asked."),
        whole("too_cheap", "So cheap that one would doubt its quality.", "USD", low=0),
        whole("cheap", "A bargain.", "USD", low=0),
        whole("expensive", "Getting expensive, but still worth a thought.", "USD", low=0),
        whole("too_expensive", "Too expensive to consider.", "USD", low=0),
        points(
            "buy_at_cheap", "Would buy at the `cheap` price: 1 (surely not) to 5 (surely).", 1, 5
        ),
        points("buy_at_expensive", "Would buy at the `expensive` price, 1 to 5.", 1, 5),
    ),
)

BACKLOG = Table(
    name="backlog",
    title="Product backlog",
    grain="one row an item",
    key=("item_id",),
    notes="Estimates are the requester's. Lows and highs are meant to hold four times in five.",
    fields=(
        identity("item_id", "The item."),
        text("title", "What is asked for."),
        enum("kind", BACKLOG_KINDS, "Kind of work."),
        enum("area", AREAS, "Part of the product."),
        enum("requester", REQUESTERS, "Who asked, and estimated reach and value."),
        date("requested_at", "When it was asked for."),
        whole("reach_low", "Low estimate of `reach`.", "people a period"),
        whole("reach", "People whom it would touch in one period.", "people a period"),
        whole("reach_high", "High estimate of `reach`.", "people a period"),
        enum("reach_period", ("quarter", "month"), "Period that the reach counts."),
        number("impact", "How much it helps each: 0.25, 0.5, 1, 2 or 3.", "points", 0.25, 3),
        number("confidence", "How sure the requester is: 0.5, 0.8 or 1.", "share", 0.5, 1),
        number("effort_low", "Low estimate of `effort`.", "person-weeks or person-days"),
        number("effort", "Work of everybody together.", "person-weeks or person-days"),
        number("effort_high", "High estimate of `effort`.", "person-weeks or person-days"),
        enum("effort_unit", ("weeks", "days"), "What the effort counts; a week has five days."),
        whole("value", "Revenue expected from it, or kept by it, in a year.", "USD a year"),
        whole("cost_of_delay", "What a week's delay costs, deadline aside.", "USD a week"),
        date("deadline", "Day on which a penalty begins or the value is gone; else NULL.", True),
        whole("penalty", "What missing the deadline costs, once.", "USD"),
        enum("moscow", MOSCOW, "The requester's own label."),
        whole("mentions", "How often it was asked for, all sources together.", "times"),
        whole("paying_mentions", "Paying accounts that asked for it.", "accounts"),
    ),
)

DEPENDENCIES = Table(
    name="dependencies",
    title="What backlog items need",
    grain="one row an item and another one that must be done before it",
    key=("item_id", "needs"),
    joins=(("item_id", "backlog.item_id"), ("needs", "backlog.item_id")),
    fields=(
        identity("item_id", "The item that waits."),
        identity("needs", "The item that must be done first."),
    ),
)

RESEARCH = (
    TICKETS,
    INTERVIEWS,
    UTTERANCES,
    QUOTES,
    USABILITY,
    USABILITY_PROBLEMS,
    PROBLEM_RATINGS,
    JOURNEY,
    KANO,
    PRICES,
    BACKLOG,
    DEPENDENCIES,
)
