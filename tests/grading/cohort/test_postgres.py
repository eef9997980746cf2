"""A gradebook in PostgreSQL holds what one in SQLite holds; a real server, started for the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sample_cohort import EARLY, LATE, TABLES, built, contents, course_in, hand_in
from sample_course import NbGrader, environment
from sample_desk import ROSTER, isolated
from served_marking import reading

from course_utils.grading.cohort.run import grade_cohort
from course_utils.grading.desk import backups, command, settings
from course_utils.grading.desk.book import Book
from course_utils.grading.desk.new import new
from course_utils.grading.desk.report import report
from course_utils.grading.desk.settings import Late, Settings
from course_utils.grading.desk.status import status

pytest.importorskip("pg8000")

REQUIRED = "PMLAB_REQUIRE_POSTGRES" in os.environ
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in there")


def _programs() -> Path | None:
    """Return the folder of the newest server's programs."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(on_path).parent if on_path else found[-1].parent if found else None


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start a server of our own; return its address without a database."""
    programs = _programs()
    if programs is None:
        assert not REQUIRED, "There is no PostgreSQL server here (Debian: postgresql)."
        pytest.skip("There is no PostgreSQL server here; PMLAB_REQUIRE_POSTGRES=1 asks for one.")
    folder = Path("/tmp") / f"pmlab-postgres-{os.getpid()}"  # a socket's path is short
    folder.mkdir()
    account: dict[str, object] = {}
    if os.geteuid() == 0:  # which the server refuses to run as
        import pwd

        someone = pwd.getpwnam("postgres")
        os.chown(folder, someone.pw_uid, someone.pw_gid)
        account = {"user": someone.pw_uid, "group": someone.pw_gid, "extra_groups": []}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def run(program: str, *words: str) -> None:
        subprocess.run(
            [str(programs / program), *words],
            check=True, stdout=subprocess.DEVNULL, cwd="/", env={"LC_ALL": "C.UTF-8"}, **account,
        )  # fmt: skip

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "pmlab", "--auth=trust", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql+pg8000://pmlab@127.0.0.1:{port}/"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def database(server, name):
    """Make an empty database; return its address."""
    from sqlalchemy import create_engine, text

    with create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"create database {name}"))
    return f"{server}{name}"


def test_a_gradebook_in_postgresql_holds_the_same(
    server,
    tmp_path,
    tmp_path_factory,
    monkeypatch,
    here,
):
    from sqlalchemy import create_engine, text

    url = database(server, "gradebook")
    course = course_in(tmp_path, tmp_path_factory, monkeypatch)
    hand_in(course, "ada", "solutions", EARLY)
    hand_in(course, "ben", "exercises", LATE, free_share="free_share = 0.1", argument="My words.")
    there = shutil.copytree(course, tmp_path / "there")
    with (there / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(f"c.CourseDirectory.db_url = {url!r}\n")
    with NbGrader(tmp_path / "nbgrader") as nbgrader:
        nbgrader("generate_assignment", "sample", "--force", cwd=there, env=environment(tmp_path))

    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("update assignment set duedate = '2026-10-02 10:00:00'"))
    for root in (course, there):
        assert len(grade_cohort(root, "sample").graded) == 2
        assert grade_cohort(root, "sample").before == ["ada", "ben"]

    with engine.connect() as connection:
        rows = [[tuple(row) for row in connection.execute(text(query))] for query in TABLES]
    engine.dispose()
    expected = contents(course)

    def plain(values: list[list[tuple]]) -> list[list[tuple]]:
        """Write times and truth as SQLite does, in an order that no collation decides."""
        return [
            sorted(
                (
                    tuple(
                        int(v) if isinstance(v, bool) else str(v)[:19] if "2026" in str(v) else v
                        for v in row
                    )
                    for row in table
                ),
                key=str,
            )
            for table in values
        ]

    assert plain(rows) == plain(expected)
    assert len(rows[0]) == 2 * 8


def test_the_desk_works_on_postgresql_as_on_sqlite(
    server, tmp_path, tmp_path_factory, monkeypatch, here, capsys
):
    isolated(tmp_path, monkeypatch)
    term = [
        a_term(new(built(tmp_path_factory), tmp_path / name / "autumn", chosen).root, monkeypatch)
        for name, chosen in (
            ("file", Settings("autumn", late=Late(10, 0))),
            ("server", Settings("autumn", gradebook=database(server, "desk"), late=Late(10, 0))),
        )
    ]
    assert term[0] == term[1]
    states = {row["student"]: (row["state"], row["score"]) for row in term[0]["status"]["rows"]}
    assert states["cleo"] == ("nothing", None)
    assert states["ben"] == ("graded", pytest.approx(0.9 * states["ada"][1])), "one day, 10 %"
    capsys.readouterr()


def a_term(root, monkeypatch):
    """Go from a roster to marks and back to a backup; return all that the desk says of it."""
    monkeypatch.chdir(root)
    (root / "list.csv").write_text(ROSTER, encoding="utf-8")
    (root / "one.csv").write_text("id\nwrong\n", encoding="utf-8")

    def desk(*words):
        assert command.main(words) == 0, words

    def said():
        found = status(root, settings.read(root))
        with Book(root, settings.read(root)) as book:
            rows = book.items("sample")
        return {
            "status": found.to_json(),
            "report": report(root, "sample", rows).to_json(),
            "grades": (root / "grades" / "grades.csv").read_text(encoding="utf-8-sig"),
        }

    desk("roster", "list.csv")
    desk("due", "sample", "2026-10-02T10:00+00:00")
    desk("release", "sample")
    for student, when in (("ada", EARLY), ("ben", LATE)):
        hand_in(root, student, "solutions", when)
    hand_in(root, "dan", "exercises", EARLY, memo="My words.")
    assert len(grade_cohort(root, "sample").graded) == 3
    assert command.main(["grades", "--to", "plain"]) == 0
    reader = reading(root)
    for number in range(len(reader.states("memo"))):
        work = reader.answer("memo", number)["work"]
        given = {"scores": {"Claim": 4, "Doubt": 2}, "comment": "Grüße.", "work": work}
        assert reader.mark("memo", number, given) == pytest.approx(3.2)
    desk("grades", "--to", "plain")
    desk("report", "sample")
    before = said()
    desk("roster", "one.csv")
    desk("roster", "one.csv", "--withdraw")
    assert said()["status"] != before["status"]
    desk("restore", backups.listed(root)[1].name)
    assert said() == before
    assert reading(root).states("memo") == ["done"] * 3
    desk("release", "sample")
    assert len(grade_cohort(root, "sample", force=True).graded) == 3
    assert said() == before
    return before
