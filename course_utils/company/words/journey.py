"""What an observer notes beside an event of the customer journey."""

from __future__ import annotations

RULES: dict[str, tuple[str, ...]] = {
    "hears_good": (
        "Came on a colleague's word and signed up at once.",
        "Signed up within a minute of reading the page.",
        "Heard of us from two sides in one week, then signed up.",
    ),
    "hears_plain": ("Signed up after looking at the page twice.", "Signed up; nothing unusual."),
    "hears_bad": (
        "Signed up, looked round and closed the page.",
        "Came from an advertisement and left the first page at once.",
    ),
    "signs_up_good": (
        "Began a first session and stayed for a while.",
        "First session without a pause, straight to the plan.",
    ),
    "signs_up_plain": ("First session, short.", "Opened Kitewell for the first time."),
    "signs_up_bad": (
        "First session ended on the empty page.",
        "Opened the first page three times and did nothing there.",
    ),
    "first_project_good": ("First project [after], and a task in it at once.",),
    "first_project_plain": ("First project [after].", "Made a project [after]; no task yet."),
    "first_project_bad": (
        "First project only [after], and it stayed empty.",
        "Made a project [after], deleted it and made it again.",
    ),
    "invites_team_good": ("Invited the team [after]; they came the same day.",),
    "invites_team_plain": ("First invitation [after].",),
    "invites_team_bad": (
        "First invitation [after], and the same person was invited again.",
        "Opened the page of roles four times before the first invitation, [after].",
        "Invited somebody [after], who did not get in.",
    ),
    "first_report_good": ("First report [after], and came back to it the next day.",),
    "first_report_plain": ("First report [after].",),
    "first_report_bad": (
        "First report [after]; the filter was set three times.",
        "First report [after], closed after a few seconds.",
    ),
    "renews_good": ("Upgraded [after] without opening the price page twice.",),
    "renews_plain": ("Upgraded [after].",),
    "renews_bad": ("Upgraded [after], after five looks at the prices and one stopped checkout.",),
}
