"""What teams write into their registers: areas, causes, titles, and the risks of the launch."""

from __future__ import annotations

from typing import NamedTuple

QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
"""The last one is to come: its register is of the launch of the audit trail."""
AREAS = ("value", "usability", "feasibility", "viability", "legal", "security")
CAUSES = ("load", "people", "vendor", "rule")
EACH = 8
"""Risks that a team names a quarter: two of each cause."""


class Named(NamedTuple):
    """A risk of the launch: costs in hundreds of USD."""

    area: str
    cause: str
    title: str
    said: int
    low: int
    likely: int
    high: int


class Answer(NamedTuple):
    """A response to a risk of the launch: what it costs and what it leaves."""

    risk: int
    kind: str
    title: str
    cost: int
    said: int
    left: int
    """Hundredths of the impact that are left."""


RESPONSES = ("avoid", "reduce", "transfer")
LAUNCH = (
    Named("value", "people", "Hospitals do not switch the trail on", 200, 100, 250, 600),
    Named("usability", "people", "Auditors do not find who changed what", 300, 40, 80, 150),
    Named("feasibility", "load", "Writing the trail slows the editor down", 200, 150, 300, 600),
    Named("feasibility", "people", "Moving old records takes a weekend more", 500, 20, 50, 90),
    Named("viability", "load", "Storage costs more than the price covers", 200, 80, 200, 400),
    Named("legal", "rule", "Records must stay in the country", 100, 200, 400, 900),
    Named("security", "rule", "Somebody reads a trail that is not theirs", 50, 600, 1500, 4000),
    Named("feasibility", "vendor", "The sign-in vendor is down on the day", 100, 100, 200, 450),
    Named("viability", "vendor", "The storage vendor raises its price", 100, 50, 150, 300),
    Named("value", "rule", "A rival shows a trail first", 300, 30, 60, 120),
    Named("feasibility", "people", "The one who knows the trail is away", 300, 50, 100, 180),
    Named("usability", "load", "Support drowns in questions", 500, 25, 50, 100),
)
"""What the launch's register names, before each company's own costs."""
ANSWERS = (
    Answer(2, "reduce", "rehearse with the load of last June", 25, 60, 100),
    Answer(2, "avoid", "write the trail beside the editor", 140, 0, 100),
    Answer(3, "reduce", "move them a week before", 3, 200, 100),
    Answer(4, "reduce", "keep thirteen months and no more", 10, 50, 100),
    Answer(5, "reduce", "ask a lawyer of the country", 15, 30, 100),
    Answer(6, "reduce", "have the rights tested from outside", 65, 20, 100),
    Answer(6, "transfer", "insure it", 90, 50, 40),
    Answer(7, "reduce", "keep a second sign-in vendor ready", 50, 20, 100),
    Answer(10, "reduce", "two people know each part", 10, 100, 100),
    Answer(11, "reduce", "write the help pages before", 5, 200, 100),
)
"""What could be done about them; `risk` counts from 0."""

TITLES = {
    "load": (
        ("feasibility", "Search gets too slow at noon"),
        ("feasibility", "The import runs into its limit"),
        ("feasibility", "A report times out for large accounts"),
        ("viability", "Servers cost more than planned"),
        ("usability", "People wait and click twice"),
        ("value", "The feature is used less than hoped"),
    ),
    "people": (
        ("feasibility", "The only expert is away"),
        ("feasibility", "Old code takes longer than thought"),
        ("usability", "New users do not find it"),
        ("usability", "Support is asked the same all day"),
        ("value", "Customers wanted something else"),
        ("viability", "Sales cannot explain the price"),
    ),
    "vendor": (
        ("feasibility", "A vendor changes its interface"),
        ("feasibility", "A vendor is down for hours"),
        ("viability", "A vendor raises its price"),
        ("legal", "A vendor's contract ends early"),
        ("security", "A vendor loses our keys"),
        ("value", "A vendor's own product competes"),
    ),
    "rule": (
        ("legal", "A customer's lawyers object"),
        ("legal", "Consent has to be asked again"),
        ("security", "An old right lets somebody in"),
        ("security", "A certificate runs out"),
        ("viability", "The audit takes a month longer"),
        ("value", "Large buyers ask for a proof"),
    ),
}
"""What teams write down, by cause: area and title."""
