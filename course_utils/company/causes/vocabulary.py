"""Kitewell's words: what can stand in each column that takes one of a few values."""

from __future__ import annotations

CHANNELS = ("organic", "referral", "paid_search", "partner", "sales")
SOLO_CHANNELS = ("organic", "app_store", "social")
SOLO_BUDGETS = ("low", "usual", "high")
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
TASK_OF_PROBLEM = (
    "find_report",
    "set_due_date",
    "set_due_date",
    "create_project",
    "set_due_date",
    "invite_teammate",
    "invite_teammate",
    "change_notifications",
    "change_notifications",
    "change_notifications",
    "create_project",
    "find_report",
    "find_report",
    "invite_teammate",
    "create_project",
    "create_project",
)
"""Task in which each problem stands, in the order of PROBLEMS."""
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
URGENCIES = ("steady", "decaying", "seasonal", "lost", "dated")
MOSCOW = ("must", "should", "could", "wont")
VARIANTS = ("control", "treatment")
KINDS = ("story", "bug", "task", "spike")
FAMILIARITY = ("routine", "new")
TEAMS = ("core", "growth", "platform", "mobile")
TOUCH_SOURCES = ("search_ad", "newsletter", "webinar", "review_site", "partner_page")
