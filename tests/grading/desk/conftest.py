"""The cohort that the desk's tests share, and a copy of it to change."""

import sys

import pytest
from sample_desk import copied, graded, started


@pytest.fixture
def cohort(tmp_path_factory):
    """A cohort with a roster and nothing handed in; not to be changed."""
    return started(tmp_path_factory)


@pytest.fixture
def desk(cohort, tmp_path, monkeypatch):
    """A copy of that cohort, in which this process works."""
    return copied(cohort, tmp_path, monkeypatch)


@pytest.fixture
def term(tmp_path_factory):
    """A cohort of which much was handed in and graded; not to be changed."""
    if sys.platform != "linux":
        pytest.skip("nothing holds a hand-in there")
    return graded(tmp_path_factory)


@pytest.fixture
def marked(term, tmp_path, monkeypatch):
    """A copy of that cohort, in which this process works."""
    return copied(term, tmp_path, monkeypatch)
