"""Submissions on this machine's cores: long-lived processes, each with a warm parent of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from course_utils.grading.cohort.work import Cohort, Graded, grade

TRIES = 2
"""How many workers a submission may cost before it is left out."""
LOOK_SECONDS = 1.0


@dataclass
class _Worker:
    process: Any
    connection: Connection
    student: str = ""
    end: float = 0.0


class Pool:
    """Worker processes; use it as a context manager.

    Parameters
    ----------
    cohort : Cohort
    workers : int
    seconds : float
        After which a worker that is still at one submission is ended: longer than the engine's own
        limits, for when those fail.
    """

    def __init__(self, cohort: Cohort, workers: int, seconds: float) -> None:
        self.workers = workers
        self._cohort, self._seconds = cohort, seconds
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *problem: object) -> None:
        for worker in self._workers:
            self._end(worker, kill=problem[0] is not None or bool(worker.student))
        self._workers = []

    def run(self, waiting: deque[str]) -> Iterator[Graded]:
        """Grade who waits; yield each when it is there, in no fixed order.

        Whoever is added to ``waiting`` meanwhile is graded too.
        """
        tries: dict[str, int] = {}
        while waiting or any(worker.student for worker in self._workers):
            self._hand_out(waiting)
            busy = [worker for worker in self._workers if worker.student]
            ready = wait([worker.connection for worker in busy], LOOK_SECONDS)
            for worker in busy:
                student = worker.student
                if worker.connection in ready:
                    try:
                        graded = worker.connection.recv()
                    except (EOFError, OSError):
                        lost = "the process that graded it ended"
                    else:
                        worker.student = ""
                        self._hand_out(waiting)  # the worker goes on while we write
                        yield graded
                        continue
                elif time.monotonic() > worker.end:
                    lost = f"it took more than {self._seconds:.0f} s"
                    tries[student] = TRIES  # once is enough
                else:
                    continue
                self._end(worker, kill=True)
                self._workers.remove(worker)
                tries[student] = tries.get(student, 0) + 1
                if tries[student] < TRIES:
                    waiting.append(student)
                else:
                    yield Graded(student, problem=f"It could not be graded here: {lost}.")

    def _hand_out(self, waiting: deque[str]) -> None:
        while waiting:
            worker = next((one for one in self._workers if not one.student), None)
            if worker is None:
                if len(self._workers) >= self.workers:
                    return
                worker = self._start()
            student = waiting.popleft()
            try:
                worker.connection.send(student)
            except OSError:  # it ended while it had nothing to do
                waiting.appendleft(student)
                self._end(worker, kill=True)
                self._workers.remove(worker)
                continue
            worker.student, worker.end = student, time.monotonic() + self._seconds

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(self._cohort, theirs), daemon=False)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    @staticmethod
    def _end(worker: _Worker, kill: bool) -> None:
        worker.connection.close()
        if kill:
            worker.process.kill()
        worker.process.join(30)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()


def _serve(cohort: Cohort, connection: Connection) -> None:
    """Grade whoever is named until nobody is."""
    # A function, not SIG_IGN: programs that are started would inherit that, and submissions could
    # not be interrupted.
    signal.signal(signal.SIGINT, lambda *_: None)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            student = connection.recv()
        except EOFError:
            return
        connection.send(grade(cohort, student))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
