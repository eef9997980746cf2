"""Kitewell's tables: each module here is a group of them, found because it stands in this folder.

datapackage.json, `data.describe` and the types on disk are all made from what the modules say.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ..engine.group import Group, Made
from ..engine.table import Table, schema_version

SECTIONS = (
    "Customers, use and revenue",
    "What people say and ask for",
    "What Kitewell tries, builds, earns and spends",
)
"""Headings of the dictionary in their order; a further one comes after them."""


def _found() -> dict[str, Group]:
    """Return the groups by the name of their module."""
    names = sorted(module.name for module in iter_modules(__path__))
    groups = {name: import_module(f"{__name__}.{name}").GROUP for name in names}
    return dict(sorted(groups.items(), key=lambda item: item[1].place))


def in_sections() -> dict[str, list[Group]]:
    """Return the dictionary's headings, and the groups under each."""
    sections: dict[str, list[Group]] = {name: [] for name in SECTIONS}
    for group in GROUPS.values():
        sections.setdefault(group.section, []).append(group)
    return sections


def _by_name() -> dict[str, Made]:
    made: dict[str, Made] = {}
    for each in (each for groups in in_sections().values() for g in groups for each in g.tables):
        if each.table.name in made:
            raise ValueError(f"Two modules in {__name__} make a table {each.table.name!r}.")
        made[each.table.name] = each
    return made


GROUPS = _found()
"""Every group by the name of its module, in the order of their places."""
MADE = _by_name()
"""Every table and how it is made, by name, in the order of the dictionary."""
TABLES: dict[str, Table] = {name: each.table for name, each in MADE.items()}
"""Every table by name, in the order of the dictionary."""
SCHEMA_VERSION = schema_version(TABLES.values())
"""Another one whenever a table, a column or a pinned value changes."""
