"""A gradebook in PostgreSQL holds what one in SQLite holds; a real server, started for the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sample_cohort import EARLY, LATE, TABLES, contents, course_in, hand_in
from sample_course import NbGrader, environment

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


def test_a_gradebook_in_postgresql_holds_the_same(
    server,
    tmp_path,
    tmp_path_factory,
    monkeypatch,
    here,
):
    from sqlalchemy import create_engine, text

    from course_utils.grading.cohort.run import grade_cohort

    url = f"{server}gradebook"
    with create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("create database gradebook"))
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
