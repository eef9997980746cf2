"""The data dictionary: every table and column, its meaning, unit, type and keys.

datapackage.json, `data.describe` and the types on disk are all made from these modules, one a
floor. They import nothing heavy, so that a description costs nothing.
"""

from __future__ import annotations

from .fields import Field, Table
from .operations import OPERATIONS
from .product import (
    CHANNELS,
    EVENTS,
    INDUSTRIES,
    MOVEMENTS,
    ONBOARDINGS,
    PLANS,
    PLATFORMS,
    PRODUCT,
    ROLES,
    SIZES,
    SURVEY_CHANNELS,
    SURVEYS,
)
from .research import RESEARCH

__all__ = [
    "CHANNELS",
    "EVENTS",
    "INDUSTRIES",
    "MOVEMENTS",
    "ONBOARDINGS",
    "PLANS",
    "PLATFORMS",
    "ROLES",
    "SIZES",
    "SURVEYS",
    "SURVEY_CHANNELS",
    "TABLES",
    "Field",
    "Table",
]

TABLES = {table.name: table for table in (*PRODUCT, *RESEARCH, *OPERATIONS)}
