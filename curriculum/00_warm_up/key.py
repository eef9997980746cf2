"""Key of the warm-up: practice only. Nothing of it is marked; later lessons rely on it.

Spans have their start and leave out their end, UTC. A ticket "waited" if nobody replied within an
hour; one that has no reply yet waits as well.
"""

from __future__ import annotations

from course_utils.exercises import Choice, Number, Query, practice
from course_utils.lessons.warm_up import june_tickets
from course_utils.toolkit import metrics

OBJECTIVES = {
    "python": "Read and write a cell: a name, a call, an error message.",
    "pandas": "Ask a table: filter, count, a share as a fraction.",
    "toolkit": "Call the course's toolkit on a table.",
    "sql": "Ask two tables at once in SQL.",
}


@practice(Number("count"), objective="python")
def all_tickets(tickets):
    """Tickets in the whole table."""
    return len(tickets)


@all_tickets.mistake(
    "This is the number of columns, what is known of each ticket. A row is a ticket: count the rows."
)
def _(tickets):
    return len(tickets.columns)


@all_tickets.mistake(
    "This counts cells, rows times columns. A ticket is one row, however much is known of it."
)
def _(tickets):
    return tickets.size


all_tickets.mistake(
    "These are the letters of the word. Quotes make a text; without them it is the name of the table.",
    len("tickets"),
)
all_tickets.hints("`len(...)` counts. Which name holds the tickets?")


@practice(
    Choice(
        {
            "first": "Run the first cell again: it sets that name.",
            "spelling": "Look at how the name is spelt in the line.",
            "restart": "Restart the kernel: the memory is full.",
            "data": "Load the data anew: the table is gone.",
        }
    ),
    objective="python",
)
def read_error():
    """What to do about `NameError: name 'tickts' is not defined`."""
    return "spelling"


read_error.mistake(
    "The first cell sets `tickets`. The message names `tickts`, which no cell sets.", "first"
)
read_error.mistake(
    "A restart forgets every name, and this one was never set. The message says nothing of memory.",
    "restart",
)
read_error.mistake(
    "The table is there under its own name. Compare that with the name in the message.", "data"
)
read_error.hints("Read the name between the quotes letter by letter.")


@practice(Number("count"), objective="pandas")
def march_sign_ups(users):
    """People who signed up in March 2026."""
    at = users["signed_up_at"]
    return int(((at >= "2026-03-01") & (at < "2026-04-01")).sum())


@march_sign_ups.mistake(
    "31 March is missing. A date without a time is its midnight, when that day begins. "
    'End with `< "2026-04-01"`.',
    says=lambda mistaken, right: mistaken < right,
)
def _(users):
    at = users["signed_up_at"]
    return int(((at >= "2026-03-01") & (at <= "2026-03-31")).sum())


@march_sign_ups.mistake("This has a beginning and no end: April, May and June are in it.")
def _(users):
    return int((users["signed_up_at"] >= "2026-03-01").sum())


@march_sign_ups.mistake("This has an end and no beginning: everybody before March is in it.")
def _(users):
    return int((users["signed_up_at"] < "2026-04-01").sum())


@march_sign_ups.mistake("These are companies that opened an account. Each brings several people.")
def _(accounts):
    at = accounts["created_at"]
    return int(((at >= "2026-03-01") & (at < "2026-04-01")).sum())


@march_sign_ups.mistake("This is March of the year before. Kitewell's last March is in 2026.")
def _(users):
    at = users["signed_up_at"]
    return int(((at >= "2025-03-01") & (at < "2025-04-01")).sum())


march_sign_ups.mistake(
    "No row is left. Both conditions hold for nobody: look at the two dates and at `>=` and `<`.", 0
)
march_sign_ups.hints(
    "Take the cell for May. Three things change: the table, its column of times, and both dates."
)


@practice(Number("fraction", tolerance=0.001), objective="pandas")
def bug_share(tickets):
    """Bugs among the tickets of June 2026, as a fraction."""
    return float((june_tickets(tickets)["kind"] == "bug").mean())


@bug_share.mistake("This is the share in all three years. Begin with `june`.")
def _(tickets):
    return float((tickets["kind"] == "bug").mean())


@bug_share.mistake(
    "This sets bugs against all other tickets. A share sets them against all tickets, the bugs too.",
    says=lambda mistaken, right: mistaken > right,
)
def _(tickets):
    bugs = june_tickets(tickets)["kind"] == "bug"
    return float(bugs.sum() / (~bugs).sum())


@bug_share.mistake(
    "This asks which share of all bugs came in June. Turn it round: of June's tickets, which share "
    "are bugs?"
)
def _(tickets):
    return float((june_tickets(tickets)["kind"] == "bug").sum() / (tickets["kind"] == "bug").sum())


bug_share.mistake(
    'No ticket has a kind of that name. The word is `"bug"`, in the singular and in quotes.', 0.0
)
bug_share.hints('`june["kind"] == "bug"` gives True or False for each ticket. What is their mean?')


@practice(Number("fraction", tolerance=0.001), objective="pandas")
def waited_on_performance(tickets):
    """Share of June's tickets about performance that waited more than an hour."""
    june = june_tickets(tickets)
    return float(june.loc[june["area"] == "performance", "waited"].mean())


@waited_on_performance.mistake("This is the share of all areas. Keep performance first.")
def _(tickets):
    return float(june_tickets(tickets)["waited"].mean())


@waited_on_performance.mistake(
    "This is the share that did *not* wait. `waited` is True where nobody replied within the hour."
)
def _(tickets):
    june = june_tickets(tickets)
    return 1 - float(june.loc[june["area"] == "performance", "waited"].mean())


@waited_on_performance.mistake(
    "This is of *all* June's tickets the share that is about performance and waited. Of the tickets "
    "about performance: keep those first, and then ask for the share.",
    says=lambda mistaken, right: mistaken < right,
)
def _(tickets):
    june = june_tickets(tickets)
    return float(((june["area"] == "performance") & june["waited"]).mean())


@waited_on_performance.mistake(
    "This is the share of June's tickets that is about performance, whether or not they waited."
)
def _(tickets):
    return float((june_tickets(tickets)["area"] == "performance").mean())


@waited_on_performance.mistake(
    "This asks which share of those who waited wrote about performance. Turn it round: of the "
    "tickets about performance, which share waited?"
)
def _(tickets):
    june = june_tickets(tickets)
    return float((june.loc[june["waited"], "area"] == "performance").mean())


waited_on_performance.hints(
    'Two steps: keep the rows whose `"area"` is performance, then the mean of one column.'
)


@practice(Number("count"), objective="toolkit")
def people_in_may(tickets):
    """Different people who wrote a ticket in May 2026."""
    counts = metrics.active_users(tickets, "2026-05-01", "2026-06-01", "MS", at="created_at")
    return int(counts.iloc[0])


@people_in_may.mistake(
    "These are tickets. Somebody who wrote three times is one person.",
    says=lambda mistaken, right: mistaken > right,
)
def _(tickets):
    at = tickets["created_at"]
    return int(((at >= "2026-05-01") & (at < "2026-06-01")).sum())


@people_in_may.mistake(
    "This is everybody who ever wrote. Give the call both dates, so that it looks at May alone.",
    says=lambda mistaken, right: mistaken > right,
)
def _(tickets):
    return int(tickets["user_id"].nunique())


people_in_may.hints("The cell above asks for June. Its two dates change, and nothing else.")


BY_ROLE = """
    select role, count(*) as tickets
    from tickets join users using (user_id)
    {where}
    group by role
    order by tickets desc"""


@practice(Query(columns=("role", "tickets"), keys=("role",)), objective="sql")
def june_by_role():
    """Tickets of June 2026 by the role of who wrote them."""
    return BY_ROLE.format(where="where created_at >= '2026-06-01' and created_at < '2026-07-01'")


@june_by_role.mistake("These are the tickets of all three years: the `where` for June is missing.")
def _():
    return BY_ROLE.format(where="")


@june_by_role.mistake(
    "These are the people of each role. You want their tickets: begin with `tickets`, then join."
)
def _():
    return "select role, count(*) as tickets from users group by role"


june_by_role.hints(
    "The query above has everything but the join. `role` stands in `users`; both tables know "
    "`user_id`."
)
