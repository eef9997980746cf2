"""Handing in while JupyterLab saves: what is handed in is what was written, not an empty file."""

import json
import logging
import sys
import threading
import time
from types import SimpleNamespace

import pytest

if sys.platform == "win32":
    pytest.skip("nbgrader has no exchange on Windows", allow_module_level=True)

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course_utils.grading import configure
from course_utils.grading.nbgrader import submit
from course_utils.grading.nbgrader.submit import Submit

NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def desk(tmp_path, monkeypatch, caplog):
    """A learner's folder, an exchange in which metrics is released, and a way to hand in."""
    course = tmp_path / "course"
    mine = course / "metrics"
    mine.mkdir(parents=True)
    exchange = tmp_path / "exchange" / "pmlab"
    inbound, released = exchange / "inbound", exchange / "outbound" / "metrics"
    for folder in (inbound, released):
        folder.mkdir(parents=True)
    (released / "metrics.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    monkeypatch.chdir(course)

    def hand_in():
        config = Config()
        configure(config, course)
        config.Exchange.root = str(tmp_path / "exchange")
        config.Exchange.cache = str(tmp_path / "cache")
        made = config.ExchangeFactory.submit
        assert made == f"{Submit.__module__}.{Submit.__name__}"
        directory = CourseDirectory(config=config, assignment_id="metrics", student_id="ana")
        one = Submit(coursedir=directory, authenticator=Authenticator(), config=config)
        one.log = logging.getLogger("submit")
        one.start()
        (folder,) = inbound.iterdir()
        return (folder / "metrics.ipynb").read_text(encoding="utf-8")

    return SimpleNamespace(path=mine / "metrics.ipynb", hand_in=hand_in, said=caplog)


def test_a_notebook_that_is_being_saved_is_waited_for(desk):
    desk.path.write_text("", encoding="utf-8")

    def save():
        time.sleep(0.3)
        desk.path.write_text(NOTEBOOK[:20], encoding="utf-8")
        time.sleep(0.3)
        desk.path.write_text(NOTEBOOK, encoding="utf-8")

    saving = threading.Thread(target=save)
    saving.start()
    assert desk.hand_in() == NOTEBOOK
    saving.join()
    assert "cannot be read" not in desk.said.text


def test_what_stays_unreadable_is_handed_in_and_said(desk, monkeypatch):
    monkeypatch.setattr(submit, "PATIENCE", 0.2)
    desk.path.write_text("<<<<<<< HEAD", encoding="utf-8")
    assert desk.hand_in() == "<<<<<<< HEAD"
    assert "metrics.ipynb cannot be read as a notebook" in desk.said.text
