"""What DuckDB says of a query, as a sentence that says what to do, with the place.

DuckDB names a place for what its parser and its conversions refuse. For the rest it names a word of
the query, and the place is where that word stands.
"""

from __future__ import annotations

import re

_SLIPS: tuple[tuple[str, str], ...] = (
    (
        r'column "(?P<word>.+?)" must appear in the GROUP BY',
        'The column "{word}" is neither grouped nor aggregated: name it after `group by`, or put '
        "it into `sum`, `count`, `max` ...",
    ),
    (
        r'Ambiguous reference to (?:column name|table) "(?:memory\.main\.)?(?P<word>.+?)"',
        '"{word}" could stand for two things: name its table as well, as in `s.{word}`, and give '
        "each table a short name of its own.",
    ),
    (
        r"(?P<word>WHERE) clause cannot contain aggregates",
        "`where` looks at single rows, before they are grouped: ask for a sum or a count after "
        "`having`.",
    ),
    (
        r"(?P<word>WHERE|HAVING) clause cannot contain window functions",
        "Windows are computed later than this clause: ask for them after `qualify`, or in an "
        "outer query.",
    ),
    (
        r"aggregate function calls cannot be nested",
        "A sum of sums needs two steps: the inner one in a `with`, the outer one after it.",
    ),
    (
        r"(?:Scalar|Table|Aggregate) Function with name (?P<word>\S+) does not exist",
        "There is no function `{word}`.",
    ),
    (
        r"(?:No function matches|Could not choose a best candidate).*?['\"](?P<word>[\w.]+)\(",
        "`{word}` does not take values of these kinds: look at their number, their order and "
        "their types.",
    ),
    (
        r"(?:No function matches|Could not choose a best candidate).*?['\"](?P<word>[^\w\s(]+)\(",
        "`{word}` does not go with values of these kinds: a span of time is written as "
        "`interval 7 days`, and a text is no number.",
    ),
    (r'Macro "(?P<word>\w+)"\(\) does not support', "`{word}` takes another number of values."),
    (
        r'Could not convert string [\'"](?P<word>.*?)[\'"] to',
        'The text "{word}" is no number: compare a column with what it holds.',
    ),
    (
        r'invalid (?:timestamp|date) field format: "(?P<word>.*?)"',
        "\"{word}\" is no moment: write it as '2026-06-01' or '2026-06-01 12:00'.",
    ),
    (
        r'(?:timestamp|date) field value out of range: "(?P<word>.*?)"',
        'The calendar has no such day: "{word}".',
    ),
    (
        r'extract specifier "(?P<word>.*?)" not recognized',
        "\"{word}\" is no part of a date: 'day', 'week', 'month', 'quarter' are some.",
    ),
    (
        r"Unknown TimeZone '(?P<word>.*?)'",
        "There is no time zone \"{word}\": they are called after cities, as 'Europe/Berlin'.",
    ),
    (
        r"More than one row returned by a subquery",
        "A query in brackets that stands for a value gave several rows: aggregate it, or ask for "
        "`in`.",
    ),
    (
        r"Subquery returns (?P<count>\d+) columns - expected 1",
        "The query in brackets gives {count} columns, and one is wanted here.",
    ),
    (
        r"Set operations can only apply",
        "Both sides of `union` need the same number of columns.",
    ),
    (
        r"at least one window function must appear.*(?P<word>QUALIFY)",
        "`qualify` keeps rows by a window function, and there is none: use `where` or `having`.",
    ),
    (
        r"Window functions are not supported here",
        "A window function needs `over (...)` behind it, as in `lag(mrr) over (order by month)`.",
    ),
    (r'window "(?P<word>.+?)" does not exist', 'There is no window called "{word}".'),
    (
        r'(?:Table|Values list) "(?P<table>.+?)" does not have a column named "(?P<word>.+?)"',
        'The table "{table}" has no column "{word}".',
    ),
    (
        r'Referenced column "?(?P<word>[^"\n]+?)"? not found',
        'No table in `from` has a column "{word}".',
    ),
    (
        r'Referenced table "(?P<word>.+?)" not found',
        'There is no table or short name "{word}" in `from`.',
    ),
    (
        r'Column "(?P<word>.+?)" does not exist on (?P<side>left|right) side of join',
        'The {side} table of the join has no column "{word}".',
    ),
    (
        r"aggregate functions are not allowed in FILTER",
        "`filter` looks at single rows: no sum or count can stand in it.",
    ),
    (r'Duplicate CTE name "(?P<word>.+?)"', 'Two steps of `with` are called "{word}".'),
    (
        r"(?P<word>GROUP BY|ORDER BY) term out of range.*?between 1 and (?P<count>\d+)",
        "The number after `{word}` counts columns of `select`, and there are {count}.",
    ),
    (r"LIMIT/OFFSET cannot be negative", "`limit` takes a number of rows from 0 on."),
    (
        r"Unimplemented type for cast \(\w+ -> INTERVAL\)",
        "A span needs its unit: `interval 30 minutes`.",
    ),
    (r"Overflow in", "A number becomes too large for its type: look for a product of rows."),
    (
        r"Failed to parse format specifier (?P<word>\S+?):",
        "`{word}` is no part of a format of dates.",
    ),
    (
        r"UNNEST\(\) can only be applied to lists",
        "`unnest` takes a list, and this is a single value.",
    ),
    (
        r"Frame starting from following row",
        "The window's frame ends before it begins: write `rows between 6 preceding and current "
        "row`.",
    ),
    (r"unterminated (?:string|quoted)", "A text is opened with ' and never closed."),
)
_NAMED = re.compile(r'syntax error at or near "(?P<word>.*?)"', re.DOTALL)
_END = re.compile(r"syntax error at end of input")


def sentence(head: str) -> tuple[str, str]:
    """Return what DuckDB's first lines mean, and the word of the query that they name.

    Parameters
    ----------
    head
        DuckDB's message without its class and without the line that it quotes.

    Returns
    -------
    tuple of str
        The sentence (DuckDB's own where it is none of the known slips) and the word, or "".
    """
    if found := _NAMED.search(head):
        word = found["word"]
        return (
            f'SQL cannot go on at "{word}": look at the word before it too, for a comma, a bracket '
            "or a keyword that is missing or too many.",
            word,
        )
    if _END.search(head):
        return "The query ends too early: a bracket, an `end` or a table is missing.", ""
    for pattern, words in _SLIPS:
        if found := re.search(pattern, head, re.DOTALL):
            parts = found.groupdict()
            return words.format(**parts) + _meant(head), parts.get("word", "")
    named = re.search(r'"([^"\n]+)"', head)
    return head, named[1] if named else ""


def _meant(head: str) -> str:
    found = re.search(r'Did you mean "(\w+)"', head)
    near = re.search(r"Candidate bindings: (.+)", head)
    if found:
        return f' Did you mean "{found[1]}"?'
    return f" Near it are {near[1]}." if near else ""


def place(query: str, word: str, quoted: str = "") -> str:
    """Say where in a query the slip is, or "" where nothing tells.

    Parameters
    ----------
    query
        The query.
    word
        What DuckDB names.
    quoted
        The lines that DuckDB quotes: ``2: group by pla`` and a caret below.
    """
    if found := re.match(r"(\d+): (.*?)\n( *)\^", quoted, re.DOTALL):
        line, prefix = int(found[1]), len("LINE ") + len(found[1]) + 2
        rest = found[2][max(len(found[3]) - prefix, 0) :]
        token = re.match(r"'[^']*'?|\w+|\S", rest.lstrip())
        return f"Line {line}" + (f", at `{token[0]}`" if token else "") + "."
    if not word:
        return ""
    edge = r"\b" if re.match(r"\w", word) and re.search(r"\w$", word) else ""
    bare = re.sub(r"--[^\n]*", lambda note: " " * len(note[0]), query)
    spot = re.search(f"{edge}{re.escape(word)}{edge}", bare, re.IGNORECASE)
    if spot is None:
        return ""
    return f"Line {query.count(chr(10), 0, spot.start()) + 1}, at `{spot[0]}`."
