"""A small company that the tests of exercises can make in a millisecond."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd


class SampleCompany:
    """Users and survey answers of a seed."""

    names = ("users", "surveys")

    def __init__(self, seed: int, size: int = 400) -> None:
        self.seed = seed
        self.fingerprint = hashlib.sha256(f"sample {seed}".encode()).hexdigest()
        random = np.random.default_rng(seed)
        n = size + int(random.integers(0, 50))
        moments = pd.to_timedelta(random.integers(0, 180 * 86_400, n), unit="s")
        self._tables = {
            "users": pd.DataFrame(
                {
                    "user_id": np.arange(n),
                    "account_id": random.integers(0, n // 4, n),
                    "signed_up_at": pd.Timestamp("2026-01-01", tz="UTC") + moments,
                    "role": random.choice(["owner", "member", "guest"], n),
                    "onboarding": random.choice(["guided", "classic"], n, p=[0.3, 0.7]),
                    "platform": random.choice(["web", "ios", "android"], n),
                }
            ),
            "surveys": pd.DataFrame({"score": random.choice([*range(11), np.nan], n)}),
        }

    def table(self, name: str) -> pd.DataFrame:
        return self._tables[name]

    def sql(self, query: str) -> pd.DataFrame:
        import duckdb

        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            for name, frame in self._tables.items():
                connection.register(name, frame)
            return connection.sql(query).df()

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)
