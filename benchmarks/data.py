"""How fast data.load is beside pandas reading the same table from CSV: at least 10 times.

python benchmarks/data.py

All read the public company's tables in one run, turn about, and the medians are compared. CSV is
read as people read it (`parse_dates`) and, for comparison, with pyarrow's reader. "first" is a load
from disk, "again" the same load later in the session. A query is shown as well, and what the first
query of a company in memory costs beside making every table of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))
PROMISE = 10
RUNS = 15


def seconds(call: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def in_memory() -> None:
    """Print what the first query costs where nothing is simulated yet."""
    from course_utils.company import Company, generate
    from course_utils.company.engine.parameters import PUBLIC_ACCOUNTS

    def fresh() -> Company:
        return generate(seed=7, accounts=PUBLIC_ACCOUNTS)

    def every(company: Company) -> None:
        for name in company.names:
            company.table(name)

    fresh().sql("select 1 as loaded")
    whole = median(seconds(lambda: every(fresh())) for _ in range(3))
    for name in ("accounts", "events"):
        query = f"select count(*) as n from {name}"
        one = median(seconds(lambda query=query: fresh().sql(query)) for _ in range(3))
        print(
            f"first query of {name} in memory: {1000 * one:.0f} ms, "
            f"every table: {1000 * whole:.0f} ms, {whole / one:.1f}x"
        )


def main() -> int:
    import pandas as pd

    from course_utils import data
    from course_utils.company.tables import TABLES

    data.use(REPO / "datasets")
    print(
        f"{'table':14}{'rows':>10}{'first':>10}{'again':>10}{'read_csv':>10}{'ratios':>16}{'arrow':>12}"
    )
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        for name in data.tables():
            frame = data.load(name)
            file = Path(folder) / f"{name}.csv"
            frame.to_csv(file, index=False)
            dates = [f.name for f in TABLES[name].fields if f.type == "datetime"]
            ways: dict[str, Callable[[], Any]] = {
                "first": lambda name=name: data.Folder(REPO / "datasets").table(name),
                "again": lambda name=name: data.load(name),
                "csv": lambda file=file, dates=dates: pd.read_csv(file, parse_dates=dates),
                "arrow": lambda file=file: pd.read_csv(file, engine="pyarrow"),
            }
            times: dict[str, list[float]] = {way: [] for way in ways}
            for _ in range(RUNS):
                for way, call in ways.items():
                    times[way].append(seconds(call))
            first, again, csv, arrow = (1000 * median(times[way]) for way in ways)
            print(
                f"{name:14}{len(frame):>10,}{first:>7.1f} ms{again:>7.2f} ms{csv:>7.1f} ms"
                f"{csv / first:>7.1f}x{csv / again:>7.0f}x{arrow:>9.1f} ms"
            )
            if name == "events":
                kept = csv / first >= PROMISE
    some = median(seconds(lambda: data.load("events", ["user_id", "event"])) for _ in range(RUNS))
    print(f"two columns of events: {some * 1e3:.1f} ms")
    query = "select date_trunc('day', occurred_at) as day, count(distinct user_id) as n from events group by day"
    first = seconds(lambda: data.sql(query))
    again = median(seconds(lambda: data.sql(query)) for _ in range(RUNS))
    print(f"daily active users by SQL: first {first * 1e3:.0f} ms, then {again * 1e3:.0f} ms")
    in_memory()
    print("kept" if kept else f"NOT KEPT: events load less than {PROMISE} times as fast from disk")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
