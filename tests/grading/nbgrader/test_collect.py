"""Collecting from a folder where everybody writes: what cannot be trusted is refused, others go on."""

from __future__ import annotations

import datetime
import logging
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

if sys.platform == "win32":
    pytest.skip("nbgrader has no exchange on Windows", allow_module_level=True)

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course_utils.grading import configure, handed_in
from course_utils.grading.handed_in import swept
from course_utils.grading.nbgrader.collect import Collect

SECRET = "the key"
root_only = pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")


@pytest.fixture
def exchange(tmp_path):
    """An exchange in which ada handed in well, and others do what they want."""
    course = tmp_path / "course"
    course.mkdir()
    (course / "key.py").write_text(SECRET, encoding="utf-8")
    inbound = tmp_path / "exchange" / "pmlab" / "inbound"
    inbound.mkdir(parents=True)

    def hand_in(student="eve", when="2026-05-01 10:00:00.000000 UTC", more="+abc", name=""):
        folder = inbound / (name or f"{student}+metrics+{when}{more}")
        folder.mkdir()
        (folder / "metrics.ipynb").write_text(student, encoding="utf-8")
        (folder / "timestamp.txt").write_text(when, encoding="utf-8")
        (folder / "submission_secret.txt").write_text("a" * 128, encoding="utf-8")
        return folder

    def collect(**settings):
        config = Config()
        configure(config, course)
        config.Exchange.root = str(tmp_path / "exchange")
        directory = CourseDirectory(config=config, assignment_id="metrics")
        one = Collect(coursedir=directory, authenticator=Authenticator(), config=config, **settings)
        one.log = logging.getLogger("collect")
        one.start()
        return one.report

    hand_in("ada")
    return SimpleNamespace(
        course=course, submitted=course / "submitted", hand_in=hand_in, collect=collect
    )


def everything(folder: Path) -> str:
    """Return the text of all that was collected."""
    return "\n".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in folder.rglob("*")
        if path.is_file()
    )


def link_to_key(folder, course):
    (folder / "notes.txt").symlink_to(course / "key.py")


def notebook_is_a_link(folder, course):
    (folder / "metrics.ipynb").unlink()
    (folder / "metrics.ipynb").symlink_to(course / "key.py")


def link_to_the_course(folder, course):
    (folder / "data").symlink_to(course, target_is_directory=True)


def is_a_link(folder, course):
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(course, target_is_directory=True)


def is_a_file(folder, course):
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("x", encoding="utf-8")


def pipe(folder, course):
    os.mkfifo(folder / "pipe")


def socket_file(folder, course):
    import socket

    before = Path.cwd()
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s")
    os.chdir(before)


def deep(folder, course):
    for _ in range(40):
        folder = folder / "d"
        folder.mkdir()


def many(folder, course):
    for number in range(2_100):
        (folder / f"{number}").touch()


def large(folder, course):
    with open(folder / "large", "wb") as file:
        file.truncate(200 << 20)


def odd_name(folder, course):
    (folder / "..\\..\\key.py").write_text("x", encoding="utf-8")


def line_break(folder, course):
    (folder / "a\nb").write_text("x", encoding="utf-8")


ATTACKS = {
    link_to_key: "is a link",
    notebook_is_a_link: "is a link",
    link_to_the_course: "is a link",
    is_a_link: "no folder",
    is_a_file: "no folder",
    pipe: "is a pipe",
    socket_file: "is a socket",
    deep: "deep in each other",
    many: "more than 2,000",
    large: "large in it is larger than",
    odd_name: "a name that cannot be kept",
    line_break: "a name that cannot be kept",
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_hostile_hand_in_is_refused_by_name_and_others_go_on(exchange, attack):
    folder = exchange.hand_in()
    exchange.hand_in("zoe")
    attack(folder, exchange.course)
    found = exchange.collect()
    assert sorted(found.taken) == ["ada", "zoe"]
    assert list(found.refused) == [folder.name]
    assert ATTACKS[attack] in found.refused[folder.name]
    assert SECRET not in everything(exchange.submitted)
    assert not (exchange.submitted / "eve" / "metrics").exists()
    assert not list(exchange.submitted.glob("*/.taking-*"))


@pytest.mark.parametrize(
    "name",
    [
        "..+metrics+2026-05-01 10:00:00 UTC+a",
        "a*+metrics+2026-05-01 10:00:00 UTC+a",
        "eve+x+metrics+2026-05-01 10:00:00 UTC",
        "<img src=x onerror=y>+metrics+2026-05-01 10:00:00 UTC+a",
        "ada\n+metrics+2026-05-01 10:00:00 UTC+a",
        "eve+metrics+never+a",
        "eve+metrics+2099-05-01 10:00:00 UTC+a",
    ],
)
def test_a_name_that_lies_is_refused(exchange, name):
    exchange.hand_in(name=name)
    found = exchange.collect()
    assert found.taken == ["ada"]
    assert list(found.refused) == [name]
    assert [path.name for path in exchange.submitted.iterdir()] == ["ada"]


@root_only
def test_the_owner_says_who_handed_in(exchange):
    theirs = exchange.hand_in("ada", when="2026-05-02 10:00:00 UTC")
    for path in (theirs, *theirs.iterdir()):
        os.chown(path, 1, 1)  # "daemon" on every Unix
    own = exchange.hand_in("daemon")
    for path in (own, *own.iterdir()):
        os.chown(path, 1, 1)
    found = exchange.collect()
    assert sorted(found.taken) == ["ada", "daemon"]
    assert "daemon put it there" in found.refused[theirs.name]
    assert (exchange.submitted / "ada/metrics/timestamp.txt").read_text()[:10] == "2026-05-01"


@root_only
@pytest.mark.parametrize("what", ["file of another", "owner without a name", "device"])
def test_what_belongs_to_others_is_refused(exchange, what):
    folder = exchange.hand_in()
    if what == "file of another":
        os.chown(folder / "metrics.ipynb", 1, 1)
    elif what == "device":
        os.mknod(folder / "zero", 0o20666, os.makedev(1, 5))
    else:
        os.chown(folder, 3_999_999, 1)
    found = exchange.collect()
    assert found.taken == ["ada"]
    assert list(found.refused) == [folder.name]


def test_a_refused_one_gives_way_to_the_one_before(exchange):
    last = exchange.hand_in("ada", when="2026-05-03 10:00:00 UTC")
    link_to_key(last, exchange.course)
    found = exchange.collect()
    assert found.taken == ["ada"]
    assert list(found.refused) == [last.name]


def test_a_newer_one_takes_the_place_of_the_old_only_when_it_is_good(exchange):
    exchange.collect()
    bad = exchange.hand_in("ada", when="2026-05-03 10:00:00 UTC")
    link_to_key(bad, exchange.course)
    assert exchange.collect(update=True).taken == []
    assert (exchange.submitted / "ada/metrics/metrics.ipynb").is_file()
    exchange.hand_in("ada", when="2026-05-04 10:00:00 UTC")
    assert exchange.collect().before == ["ada"]
    assert exchange.collect(update=True).taken == ["ada"]
    assert (exchange.submitted / "ada/metrics/timestamp.txt").read_text()[:10] == "2026-05-04"
    assert not list(exchange.submitted.glob("*/.taking-*"))


def test_the_time_is_the_names_and_a_later_change_is_told(exchange):
    folder = exchange.hand_in("eve", when="2020-01-01 10:00:00 UTC")
    (folder / "timestamp.txt").write_text("1999-01-01 10:00:00 UTC", encoding="utf-8")
    (folder / "submission_secret.txt").unlink()
    (folder / "submission_secret.txt").mkdir()
    found = exchange.collect()
    assert "eve" in found.taken
    year = datetime.datetime.now(datetime.UTC).year
    assert f"was last changed {year}" in found.notes["eve"]
    assert (exchange.submitted / "eve/metrics/timestamp.txt").read_text()[:4] == "2020"
    assert (exchange.submitted / "eve/metrics/submission_secret.txt").read_text().isalnum()


def test_a_folder_that_changes_while_it_is_read_is_no_way_out(exchange, monkeypatch):
    folder = exchange.hand_in()
    (folder / "z").write_text("x", encoding="utf-8")
    real = os.stat

    def swap(name, **how):
        found = real(name, **how)
        if name == "z":
            (folder / "z").unlink()
            (folder / "z").symlink_to(exchange.course / "key.py")
        return found

    monkeypatch.setattr(handed_in.os, "stat", swap)
    found = exchange.collect()
    assert "cannot be read" in found.refused[folder.name]
    assert SECRET not in everything(exchange.submitted)


def test_what_came_another_way_is_swept_before_grading(tmp_path):
    (tmp_path / "key.py").write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "submitted/eve/metrics"
    (folder / "sub").mkdir(parents=True)
    (folder / "metrics.ipynb").write_text("{}", encoding="utf-8")
    (folder / "sub/k").symlink_to(tmp_path / "key.py")
    (folder / "all").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    assert sorted(swept(folder)) == ["all (a link)", "pipe (a pipe)", "sub/k (a link)"]
    assert sorted(path.name for path in folder.rglob("*")) == ["metrics.ipynb", "sub"]
    assert (tmp_path / "key.py").is_file()


def test_nbgraders_own_collecting_would_be_misled(exchange, monkeypatch):
    """The control: what nbgrader's own class brings from the same exchange."""
    from nbgrader.exchange.default import ExchangeCollect

    link_to_key(exchange.hand_in(), exchange.course)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    config = Config()
    configure(config, exchange.course)
    assert config.ExchangeFactory.collect.endswith("collect.Collect")
    config.Exchange.root = str(exchange.course.parent / "exchange")
    directory = CourseDirectory(config=config, assignment_id="metrics")
    one = ExchangeCollect(coursedir=directory, authenticator=Authenticator(), config=config)
    one.start()
    assert SECRET in everything(exchange.submitted)
