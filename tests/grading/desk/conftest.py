"""The cohort that the desk's tests share, and a copy of it to change."""

import pytest
from sample_desk import copied, started


@pytest.fixture
def cohort(tmp_path_factory):
    """A cohort with a roster and nothing handed in; not to be changed."""
    return started(tmp_path_factory)


@pytest.fixture
def desk(cohort, tmp_path, monkeypatch):
    """A copy of that cohort, in which this process works."""
    return copied(cohort, tmp_path, monkeypatch)
