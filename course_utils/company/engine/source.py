"""What everything that reads a company's data asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import pandas as pd


@runtime_checkable
class Source(Protocol):
    """A company's data: a simulated `Company`, or a `Folder` that one was written to."""

    @property
    def fingerprint(self) -> str:
        """Hex digest of the parameters: the same company has the same."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables."""
        ...

    def table(self, name: str) -> pd.DataFrame:
        """Return one table, the caller's to change."""
        ...

    def sql(self, query: str) -> pd.DataFrame:
        """Return the result of a DuckDB query over the tables."""
        ...
