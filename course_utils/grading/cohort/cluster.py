"""Submissions on a Dask cluster: the same function, elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from course_utils.grading.cohort.work import Cohort, Graded, grade
from course_utils.grading.course import CannotGrade

CONNECT_SECONDS = 30
AHEAD = 2
"""Submissions a worker that are on their way: it never waits, and little stands in memory."""


class Cluster:
    """Workers of a Dask cluster; use it as a context manager.

    Each worker process keeps nbgrader and a warm parent, and grades one submission at a time. Dask
    gives a lost worker's submissions to the others.

    Parameters
    ----------
    cohort : Cohort
    address : str
        The scheduler's, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    CannotGrade
        When Dask is not installed, or nobody answers.
    """

    def __init__(self, cohort: Cohort, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise CannotGrade(
                "Grading on a cluster needs Dask: install 'pmlab[cluster]' here and on the workers."
            ) from None
        self._cohort = cohort
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CannotGrade(
                f"No Dask scheduler answers at {address} ({error}): start one with "
                "'dask scheduler' and workers with 'dask worker ADDRESS --nthreads 1'."
            ) from None

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *problem: object) -> None:
        self._client.close()

    @property
    def workers(self) -> int:
        """How many there are now."""
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def run(self, waiting: deque[str]) -> Iterator[Graded]:
        """Grade who waits; yield each when it is there, in no fixed order.

        Whoever is added to ``waiting`` meanwhile is graded too.
        """
        from distributed import as_completed

        students: dict[Any, str] = {}
        coming = as_completed(loop=self._client.loop)
        while waiting or students:
            while waiting and len(students) < AHEAD * max(self.workers, 1):
                student = waiting.popleft()
                future = self._client.submit(grade, self._cohort, student, pure=False)
                students[future] = student
                coming.add(future)
            future = next(coming)
            student = students.pop(future)
            if future.status == "finished":
                yield future.result()
            else:
                yield Graded(
                    student,
                    log=f"{future.exception()!r}",
                    problem="It could not be graded on the cluster: its workers were lost.",
                )
            future.release()
