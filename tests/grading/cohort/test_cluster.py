"""A cohort on a Dask cluster of local workers, one of which is killed."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from sample_cohort import contents, course_in, hand_in

from course_utils.grading.cohort import cluster
from course_utils.grading.cohort.run import grade_cohort
from course_utils.grading.cohort.work import Cohort
from course_utils.grading.course import CannotGrade

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in there")

STUDENTS = [f"s{number}" for number in range(6)]


def test_a_lost_workers_submissions_are_graded_elsewhere(tmp_path, tmp_path_factory, monkeypatch):
    course = course_in(tmp_path, tmp_path_factory, monkeypatch)
    slow = "import time; time.sleep(1)\nculprit = 'mix'"
    for student in STUDENTS:
        hand_in(course, student, "solutions", culprit=slow)
    killed: list[int] = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as local,
        distributed.Client(local, set_as_default=False) as client,
    ):
        first, _ = sorted(client.run(os.getpid).values())

        def kill_one(*_: object) -> None:
            if not killed:
                os.kill(first, signal.SIGKILL)
                killed.append(first)

        outcome = grade_cohort(course, "sample", dask=local.scheduler_address, on_step=kill_one)
    assert killed
    assert outcome.failed == {}
    assert outcome.workers == 2
    assert {one.student: one.score for one in outcome.graded} == dict.fromkeys(STUDENTS, 14)
    assert len({row[1:6] for row in contents(course)[0]}) == 8, "everybody has the same"


def test_nobody_who_answers_is_one_sentence(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    cohort = Cohort("/nowhere", "sample", b"")
    with pytest.raises(CannotGrade, match="No Dask scheduler answers at tcp://127"):
        cluster.Cluster(cohort, "tcp://127.0.0.1:9")
