"""The data door: what it finds, what it hands out, and what it refuses with which words."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from places import ROOT

from course_utils import data
from course_utils.company import Company, Source, generate
from course_utils.company.engine.query import Database, LimitError, Limits, Promised
from course_utils.company.tables import TABLES
from course_utils.exercises.sql import Sandbox


@pytest.fixture(scope="module")
def company():
    return generate(seed=5, accounts=80)


@pytest.fixture(scope="module")
def written(company, tmp_path_factory):
    return company.write(tmp_path_factory.mktemp("written") / "datasets")


@pytest.fixture
def folder(written, tmp_path):
    """A copy of a written company, to be damaged."""
    return Path(shutil.copytree(written, tmp_path / "datasets"))


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch):
    monkeypatch.delenv("PMLAB_COMPANY", raising=False)
    data.use(None)
    yield
    data.use(None)


@pytest.fixture
def in_use(written):
    return data.use(written)


def edit(folder: Path, change) -> None:
    """Change datapackage.json by a function of its content."""
    file = folder / "datapackage.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content)
    file.write_text(json.dumps(content), encoding="utf-8")
    # A clock may be too coarse to tell the new file from the old one.
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))


def one_sentence(error: BaseException) -> bool:
    text = str(error)
    return "\n" not in text and text.endswith(".")


# Written and read


def test_what_is_written_is_what_was_simulated(company, written):
    source = data.open(written)
    assert isinstance(source, Source)
    assert source.names == company.names
    assert source.fingerprint == company.fingerprint
    assert source.parameters == company.parameters
    assert source.truth == company.truth
    for name in company.names:
        pd.testing.assert_frame_equal(source.table(name), company.table(name))
    source.verify()


def test_changed_strengths_come_back_from_disk(tmp_path):
    company = generate(seed=5, accounts=60, campaign=2.0, duplicates=0.1)
    source = data.open(company.write(tmp_path / "other"))
    assert source.parameters == company.parameters
    assert source.truth == company.truth


def test_blocks_are_written_one_after_another(company, tmp_path, monkeypatch):
    from course_utils.company.engine import block, simulate

    monkeypatch.setattr(block, "BLOCK", 30)
    alive, most = 0, 0

    def counted(chains, wanted):
        nonlocal alive, most
        for made in tables(chains, wanted):
            alive += 1
            most = max(most, alive)
            yield made
            alive -= 1

    tables = simulate.tables
    monkeypatch.setattr(simulate, "tables", counted)
    small = Company(company.parameters)
    folder = data.open(small.write(tmp_path / "blocks"))
    assert most == 1
    import pyarrow.parquet as pq

    assert pq.read_metadata(folder.folder / "events.parquet").num_row_groups == 3
    assert folder.table("accounts")["account_id"].tolist() == list(range(1, 81))
    pd.testing.assert_frame_equal(folder.table("events"), small.table("events"))


def test_the_public_company_on_disk_is_what_the_code_makes():
    source = data.open(ROOT / "datasets")
    source.verify()
    company = generate()
    assert source.fingerprint == company.fingerprint
    for name in company.names:
        pd.testing.assert_frame_equal(source.table(name), company.table(name))
    size = sum(file.stat().st_size for file in (ROOT / "datasets").iterdir())
    assert size < 16_000_000


def test_writing_again_replaces_the_company(folder):
    other = generate(seed=6, accounts=60)
    other.write(folder)
    assert data.open(folder).fingerprint == other.fingerprint
    assert sorted(p.name for p in folder.parent.iterdir()) == ["datasets"]


def test_writing_into_an_empty_folder_works(company, tmp_path):
    assert company.write(tmp_path / "new" / "deep").is_dir()
    (tmp_path / "empty").mkdir()
    company.write(str(tmp_path / "empty"))
    assert data.open(tmp_path / "empty").fingerprint == company.fingerprint


@pytest.mark.parametrize("stranger", ["notes.txt", "datapackage.json"])
def test_a_folder_of_something_else_is_not_overwritten(company, tmp_path, stranger):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / stranger).write_text("{}", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not a company"):
        company.write(tmp_path / "home")
    assert (tmp_path / "home" / stranger).read_text(encoding="utf-8") == "{}"


def test_a_stray_file_in_a_company_is_not_lost(company, folder):
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"notes\.txt"):
        company.write(folder)
    assert (folder / "notes.txt").exists()


def test_a_file_is_not_overwritten(company, tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="is a file"):
        company.write(tmp_path / "file")


@pytest.mark.parametrize("there", [False, True])
def test_an_interrupted_write_leaves_nothing_half(folder, tmp_path, monkeypatch, there):
    from course_utils.company.engine import package

    target = folder if there else tmp_path / "fresh"
    before = sorted(p.name for p in tmp_path.iterdir())
    monkeypatch.setattr(package, "_descriptor", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        generate(seed=6, accounts=60).write(target)
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    if there:
        data.open(folder).verify()


def test_a_failed_rename_brings_the_old_company_back(folder, monkeypatch):
    from course_utils import files

    replace, old = files.os.replace, data.open(folder).fingerprint

    def fails(source, target):
        if Path(target) == folder and ".datasets." in Path(source).name:
            raise PermissionError("in use")
        replace(source, target)

    monkeypatch.setattr(files.os, "replace", fails)
    with pytest.raises(PermissionError):
        generate(seed=6, accounts=60).write(folder)
    monkeypatch.undo()
    assert data.open(folder).fingerprint == old
    assert sorted(p.name for p in folder.parent.iterdir()) == ["datasets"]


# The package


@pytest.fixture(scope="module")
def package(written):
    return json.loads((written / "datapackage.json").read_text(encoding="utf-8"))


def test_the_package_describes_every_column(package, written):
    import pyarrow.parquet as pq

    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert [r["name"] for r in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        file = written / resource["path"]
        assert resource["mediatype"] == "application/vnd.apache.parquet"
        assert resource["bytes"] == file.stat().st_size
        assert resource["hash"].startswith("sha256:")
        assert resource["rows"] == pq.read_metadata(file).num_rows
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == pq.read_schema(file).names
        for field in fields:
            assert field["type"] in {"integer", "number", "string", "date", "datetime"}
            assert field["title"]
            assert field["description"].endswith((".", "?"))
            assert field["type"] != "datetime" or "UTC" in field["unit"]
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in TABLES


def test_the_package_claims_no_key_that_does_not_hold(package, company):
    for resource in package["resources"]:
        frame = company.table(resource["name"])
        if key := resource["schema"].get("primaryKey"):
            assert not frame.duplicated(key).any()
        assert ("primaryKey" in resource["schema"]) == (resource["name"] != "events")


def test_nothing_planted_stands_beside_the_data(company, written):
    text = (written / "datapackage.json").read_text(encoding="utf-8").lower()
    truth = company.truth
    for word in (
        truth["silent_day"]["date"],
        truth["bots"]["from"],
        truth["tracking_bug"]["date"],
        "bots",
        "robot",
        "campaign",
        "simpson",
        "silent",
        "lift",
        "settings",
    ):
        assert word not in text
    assert {p.suffix for p in written.iterdir()} == {".parquet", ".json"}
    import pyarrow.parquet as pq

    for name in TABLES:
        assert not pq.read_schema(written / f"{name}.parquet").metadata


# Found


def test_an_explicit_choice_comes_first(written, company, monkeypatch, tmp_path):
    monkeypatch.setenv("PMLAB_COMPANY", str(tmp_path))
    assert data.use(written).fingerprint == company.fingerprint
    assert data.source() is data.use(str(written))
    assert data.use(company) is company
    assert data.source() is company
    assert data.use(None) is None


def test_then_the_environment_variable(written, company, monkeypatch):
    for named in (written, written.parent):
        monkeypatch.setenv("PMLAB_COMPANY", str(named))
        assert data.source().fingerprint == company.fingerprint


def test_then_the_folders_above(folder, company, monkeypatch):
    notebooks = folder.parent / "exercises" / "metrics"
    notebooks.mkdir(parents=True)
    monkeypatch.chdir(notebooks)
    assert data.source().folder == folder.resolve()
    assert data.source().fingerprint == company.fingerprint


def test_then_what_came_with_the_package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert data.source().fingerprint == generate().fingerprint


def test_a_rewritten_folder_is_opened_anew(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    before = data.source()
    assert data.source() is before
    other = generate(seed=8, accounts=60)
    other.write(folder)
    edit(folder, lambda content: None)
    assert data.source().fingerprint == other.fingerprint


def test_no_data_anywhere_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(data, "__file__", str(tmp_path / "lib" / "course_utils" / "data.py"))
    with pytest.raises(data.DataError, match="start Jupyter in the course's folder") as caught:
        data.load("events")
    assert one_sentence(caught.value)


def test_a_wrong_environment_variable_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PMLAB_COMPANY", str(tmp_path / "nowhere"))
    with pytest.raises(data.DataError, match="PMLAB_COMPANY") as caught:
        data.load("events")
    assert one_sentence(caught.value)


def test_a_folder_without_a_company_is_refused(tmp_path):
    with pytest.raises(data.DataError, match="holds no company") as caught:
        data.use(tmp_path)
    assert one_sentence(caught.value)
    with pytest.raises(TypeError, match="folder or a company"):
        data.use(7)


# Loaded


def test_load_returns_fresh_frames_with_plain_types(in_use):
    frame = data.load("surveys")
    assert str(frame["user_id"].dtype) == "int64"
    assert str(frame["survey"].dtype) == "str"
    assert str(frame["asked_at"].dtype) == "datetime64[us, UTC]"
    assert str(frame["score"].dtype) == "float64"
    frame["score"] = 0.0
    frame.loc[0, "survey"] = "a new word"
    assert data.load("surveys")["score"].isna().any()


def test_a_changed_frame_changes_nobody_elses(in_use):
    first, second = data.load("users"), data.load("users", ["role", "user_id"])
    before = second.copy(deep=True)
    first["user_id"] += 1
    first.loc[:, "role"] = "nobody"
    first.iloc[3, 1] = 0
    first.fillna({"country": "XX"}, inplace=True)  # noqa: PD002
    with pytest.raises(ValueError, match="read-only"):
        second["user_id"].to_numpy()[0] = 7
    pd.testing.assert_frame_equal(second, before)
    pd.testing.assert_frame_equal(data.load("users")[["role", "user_id"]], before)


def test_load_gives_the_columns_in_the_order_asked(in_use, company):
    for source in (in_use, company):
        data.use(source)
        frame = data.load("events", ["event", "user_id"])
        assert list(frame.columns) == ["event", "user_id"]
        pd.testing.assert_frame_equal(frame, company.table("events")[["event", "user_id"]])
        assert data.load("events", []).shape == (len(frame), 0)


def test_tables_lists_the_names(in_use):
    assert data.tables() == tuple(TABLES)
    assert data.tables()[:5] == ("accounts", "users", "events", "subscriptions", "surveys")


@pytest.mark.parametrize("from_disk", [True, False])
def test_unknown_names_get_near_matches(written, company, from_disk):
    data.use(written if from_disk else company)
    for call, match in (
        (lambda: data.load("event"), "There is no table 'event'. Did you mean 'events'"),
        (lambda: data.load("Users "), "Did you mean 'users'"),
        (lambda: data.load("zzz"), "There is accounts, users, events"),
        (lambda: data.load("users", ["user", "role"]), "no column 'user'. Did you mean 'user_id'"),
        (lambda: data.load("users", "role"), r"write \['role'\]"),
        (lambda: data.describe("survey"), "Did you mean 'surveys'"),
    ):
        with pytest.raises(data.UnknownName, match=match):
            call()
    with pytest.raises(ValueError, match="no table"):
        data.load("zzz")


def test_a_notebook_shows_the_message_alone(in_use):
    with pytest.raises(data.UnknownName) as caught:
        data.load("evnts")
    assert caught.value._render_traceback_() == [f"UnknownName: {caught.value}"]


# Refused


def test_a_folder_that_does_not_tell_its_versions_is_refused(folder):
    edit(folder, lambda content: [r.pop("version") for r in content["resources"]])
    with pytest.raises(data.DataError, match=r"another version.*write the company again") as caught:
        data.open(folder)
    assert one_sentence(caught.value)


def of_another_version(content):
    content["resources"][2].update(version="0" * 12)


def from_before(content):
    del content["resources"][2]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (of_another_version, "'events' in .* was written by another version"),
        (from_before, "written before there was a table 'events'"),
    ],
)
def test_a_table_of_another_version_is_refused_and_the_others_are_read(folder, change, says):
    edit(folder, change)
    source = data.open(folder)
    assert source.names == tuple(name for name in TABLES if name != "events")
    for call in (
        lambda: source.table("events"),
        lambda: source.sql("select count(*) from Events"),
        lambda: source.sql('select * from users join "events" using (user_id)'),
        lambda: source.resource("events"),
    ):
        with pytest.raises(data.DataError, match=says) as caught:
            call()
        assert one_sentence(caught.value)
    assert (
        len(source.table("users")) == source.sql("select count(*) as events from users").events[0]
    )
    with pytest.raises(data.QueryError, match="no table 'zzz'"):
        source.sql("select * from zzz")
    data.use(source)
    assert "events" not in [row[0] for row in data.describe().rows]


def test_a_table_that_this_course_does_not_know_yet_does_no_harm(folder):
    def later(content):
        content["resources"].append({**content["resources"][0], "name": "logins"})

    edit(folder, later)
    source = data.open(folder)
    assert source.names == tuple(TABLES)
    with pytest.raises(data.DataError, match=r"'logins' .* by another version"):
        source.table("logins")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"pmlab": {}}', '{"pmlab": null}'])
def test_an_unreadable_description_is_refused(folder, text):
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(data.DataError, match="cannot be read") as caught:
        data.Folder(folder)
    assert one_sentence(caught.value)


def test_a_missing_file_is_refused(folder):
    source = data.Folder(folder)
    (folder / "events.parquet").unlink()
    for call in (
        lambda: data.Folder(folder),
        lambda: source.table("events"),
        lambda: source.sql("select 1 as one"),
    ):
        with pytest.raises(data.DataError, match=r"events\.parquet is missing") as caught:
            call()
        assert one_sentence(caught.value)


def test_a_truncated_file_is_refused(folder):
    file = folder / "events.parquet"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(data.DataError, match=r"'events'.*damaged") as caught:
        data.Folder(folder)
    assert one_sentence(caught.value)


def test_overwritten_bytes_are_refused(folder):
    source = data.Folder(folder)
    file = folder / "events.parquet"
    size = file.stat().st_size
    file.write_bytes(b"x" * size)
    with pytest.raises(data.DataError, match="damaged") as caught:
        source.table("events")
    assert one_sentence(caught.value)
    with pytest.raises(data.DataError, match="cannot be read") as caught:
        source.sql("select count(*) as n from events")
    assert one_sentence(caught.value)
    with pytest.raises(data.DataError, match="damaged"):
        source.resource("events")


def test_one_flipped_bit_is_found_by_verify(folder):
    source = data.Folder(folder)
    source.verify()
    file = folder / "users.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.write_bytes(content)
    with pytest.raises(data.DataError, match=r"'users'.*damaged"):
        source.verify()
    data.use(source)
    with pytest.raises(data.DataError, match=r"'users'.*damaged"):
        data.verify()


def test_a_table_of_other_columns_or_rows_is_refused(folder):
    import pyarrow.parquet as pq

    file = folder / "users.parquet"
    for table in (pq.read_table(file).slice(1), pq.read_table(file).drop_columns("role")):
        pq.write_table(table, file)
        size = file.stat().st_size
        edit(folder, lambda c, size=size: c["resources"][1].update(bytes=size))
        with pytest.raises(data.DataError, match="damaged"):
            data.Folder(folder).table("users")


# Queried


@pytest.fixture(params=["folder", "company"])
def queried(request, written, company):
    return data.use(written if request.param == "folder" else company)


def test_sql_reads_every_table_by_name(queried, company):
    for name in company.names:
        frame = data.sql(f"select * from {name}")
        pd.testing.assert_frame_equal(frame, company.table(name))


READS = [
    ("select count(*) as n from accounts", {"accounts"}),
    ("with users as (select * from accounts) select count(*) as n from users", {"accounts"}),
    ('select * from "Users" order by user_id limit 3', {"users"}),
    ("select * from main.users order by user_id limit 3", {"users"}),
    ("from query_table('acc' || 'ounts') order by account_id limit 3", {"accounts"}),
    ("with u as (from users) select plan, count(*) as n from u natural join accounts group by plan order by n", {"users", "accounts"}),
    ("select (select count(*) from surveys) as n", {"surveys"}),
    ("show tables", set()),
    ("describe events", set()),
    ("select table_name, column_name, data_type from information_schema.columns order by all", set()),
    ("select 'events' as event", set()),
]  # fmt: skip


@pytest.mark.parametrize(("query", "read"), READS)
def test_sql_makes_only_the_tables_that_it_reads(company, written, query, read):
    fresh = generate(seed=5, accounts=80)
    frame = fresh.sql(query)
    assert set(fresh._made) == read
    pd.testing.assert_frame_equal(frame, data.open(written).sql(query))


def test_sql_has_days_that_are_days_wherever_a_query_runs(company, written):
    query = (
        "select item_id, deadline - requested_at as days, deadline + 7 as later from backlog "
        "where deadline is not null order by item_id"
    )
    on_disk = data.open(written).sql(query)
    assert (on_disk["days"] > 0).all()
    assert on_disk["days"].dtype == "int64"
    pd.testing.assert_frame_equal(company.sql(query), on_disk)
    boxed = Sandbox(company).run(query)
    assert [row[1] for row in boxed.rows] == on_disk["days"].tolist()


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), MemoryError("no room")])
def test_sql_passes_on_what_stops_a_table_from_being_made(failure):
    import pyarrow as pa

    reasons = [failure]

    def make():
        if reasons:
            raise reasons.pop()
        return pa.table({"n": [1]})

    engine = Database(lambda: {"slow": Promised(pa.schema([("n", pa.int64())]), make)})
    with pytest.raises(type(failure)) as caught:
        engine.run("select * from slow", ("slow",))
    assert caught.value is failure
    with pytest.raises(data.QueryError, match="no table 'slw'"):
        engine.run("select * from slw", ("slow",))
    assert engine.run("select * from slow", ("slow",))["n"].tolist() == [1]


def limited(limits, **tables):
    """Return a strict database whose tables are known only once they are made."""
    promised = {name: Promised(None, make) for name, make in tables.items()}
    return Database(lambda: promised, limits)


def some_rows():
    import pyarrow as pa

    return pa.table({"n": list(range(10))})


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("select [n] as pair from few", "holds lists"),
        ("select count(*) as n from range(1000000000) a, range(1000000) b", "takes longer"),
        ("explain select * from few", "EXPLAIN is not possible"),
        ("select * from range(1); select 2 as b", "one at a time"),
        ("select * from read_csv('/etc/hosts')", "no files"),
        ("select * from other", "There is no table 'other'"),
        ("select * from query('drop table few')", "SELECT"),
        ("select count(distinct hash(n)) as n from range(400000000) t(n)", "memory|takes longer"),
    ],
)
def test_limits_hold_a_query(query, says):
    patient = Limits(seconds=60, rows=5)
    limits = SimpleNamespace(**asdict(patient))
    strict = limited(limits, few=some_rows)
    if "longer" in says:
        limits.seconds = 0.3
    with pytest.raises(data.QueryError, match=says) as caught:
        strict.run(query, ("few",))
    limits.seconds = (
        patient.seconds
    )  # a query that ends is not to be a matter of the machine's load
    assert isinstance(caught.value, LimitError) == (says.startswith(("holds", "takes", "memory")))
    assert len(strict.run("select * from few", ("some",))) == 5


def test_making_a_table_does_not_count_as_the_time_of_a_query(monkeypatch):
    running, while_made = [], []

    class Watch:
        """A timer that never fires, however slow the machine is."""

        def __init__(self, seconds, interrupt):
            self.seconds = seconds

        def start(self):
            running.append(self.seconds)

        def cancel(self):
            running.remove(self.seconds)

    def slow():
        while_made.append(list(running))
        return some_rows()

    monkeypatch.setattr("threading.Timer", Watch)
    by_name = limited(Limits(rows=5), slow=slow, never=lambda: 1 / 0)
    by_pieces = limited(Limits(rows=5), slow=slow)
    for strict, query in (
        (by_name, "select * from slow"),
        (by_pieces, "from query_table('sl' || 'ow')"),
    ):
        assert strict.run(query, ("slow",))["n"].tolist() == [0, 1, 2, 3, 4]
    assert while_made == [[], []]


def test_sql_counts_whole_numbers_in_whole_numbers(queried):
    frame = data.sql("select count(*) as n, sum(seats) as s, avg(seats) as m from accounts")
    assert [str(t) for t in frame.dtypes] == ["int64", "int64", "float64"]
    assert data.sql("select sum(seats) as s from accounts where false")["s"].isna().all()
    assert str(data.sql("select year(created_at) as y from accounts")["y"].dtype) == "int64"
    twice = data.sql("select sum(seats) as n, max(q1) as n from accounts, surveys")
    assert twice.shape == (1, 2)


def test_sql_days_are_utc_days(queried, company):
    frame = data.sql(
        "select date_trunc('day', occurred_at) as day, count(*) as n from events group by day"
    )
    assert str(frame["day"].dtype) == "datetime64[us, UTC]"
    days = company.table("events").groupby(company.table("events")["occurred_at"].dt.floor("D"))
    expected = days.size()
    assert frame.set_index("day")["n"].sort_index().to_dict() == expected.to_dict()


def test_sql_knows_time_zones(queried):
    frame = data.sql(
        "select timezone(a.timezone, u.signed_up_at) as local, u.signed_up_at as utc, "
        "a.timezone as zone from users u join accounts a using (account_id)"
    )
    here = frame["zone"] == "Asia/Kolkata"
    shifted = frame.loc[here, "utc"].dt.tz_localize(None) + pd.Timedelta("5h30min")
    assert here.any()
    assert (frame.loc[here, "local"] == shifted).all()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("select * from evnts", "There is no table 'evnts'. Did you mean 'events'"),
        ("select * from zzz", "There is accounts, users"),
        ("select evnt from events", '"event"'),
        ("selct 1", 'cannot go on at "selct"'),
        ("select 1 as a; select 2 as b", "one at a time"),
        ("", "empty"),
        ("-- nothing", "empty"),
        ("create table mine (a int)", "only reads: CREATE"),
        ("drop view events", "only reads: DROP"),
        ("insert into users values (1)", "only reads: INSERT"),
        ("update users set role = 'guest'", "only reads: UPDATE"),
        ("delete from users", "only reads: DELETE"),
        ("copy users to 'mine.csv'", "only reads: COPY"),
        ("attach 'mine.db'", "only reads: ATTACH"),
        ("set threads = 1", "only reads: SET"),
        ("pragma version", "only reads"),
        ("install httpfs", "only reads"),
        ("select * from read_csv('/etc/hosts')", "no files"),
        ("select * from '/etc/hosts'", "no files"),
        ("select * from glob('*')", "no files"),
        ("select * from read_text('datapackage.json')", "no files"),
        ("select 1 / 'x' as a", "x"),
    ],
)
def test_sql_refuses_in_few_words(queried, query, says):
    with pytest.raises(data.QueryError, match=says) as caught:
        data.sql(query)
    text = str(caught.value)
    assert "Error:" not in text
    assert len(text) < 500
    assert len(data.sql("select * from accounts")) == 80


def test_sql_errors_keep_the_place(queried):
    with pytest.raises(data.QueryError) as caught:
        data.sql("select user_id,\n  evnt\nfrom events")
    lines = str(caught.value).splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("LINE 2:"))
    assert lines[place + 1].index("^") == lines[place].index("evnt")


def test_sql_takes_text(queried):
    with pytest.raises(data.QueryError, match="A query is text"):
        data.sql(None)


def test_sql_does_not_read_python_variables(queried):
    secret = pd.DataFrame({"answer": [1]})
    with pytest.raises(data.QueryError, match="no table 'secret'"):
        data.sql("select * from secret")
    assert len(secret) == 1


def _in_child(queue):
    queue.put(int(data.sql("select count(*) as n from accounts")["n"][0]))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sql_keeps_results_that_cannot_change(queried):
    query = "select count(*) as n from accounts"
    first = data.sql(query)
    first["n"] = 0  # the caller's to change
    assert data.sql(query)["n"].item() > 0
    assert (
        data.sql("select random() as r")["r"].item() != data.sql("select random() as r")["r"].item()
    )


def test_sql_works_in_a_forked_process(queried):
    assert len(data.sql("select * from users")) > 0
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_in_child, args=(queue,))
    child.start()
    try:
        assert queue.get(timeout=60) == 80
    finally:
        child.join(10)
        child.kill()


# Described


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_described_from_its_package(queried, company, name):
    described = data.describe(name)
    text, html = str(described), described._repr_html_()
    frame = company.table(name)
    assert f"{len(frame):,} rows" in text
    for field in TABLES[name].fields:
        assert field.name in text
        assert f"<code>{field.name}</code>" in html
        assert field.meaning in text
        line = next(x for x in text.splitlines() if x.startswith(field.name + " "))
        missing = frame[field.name].isna().mean()
        assert (f" {missing:.1%} " in line) == (missing > 0)
    for own, other in TABLES[name].joins:
        assert f"{own} = {other}" in text
    assert ("Key: " in text) == TABLES[name].unique
    assert html.count("<tr>") == len(TABLES[name].fields) + 1
    assert html.count('scope="col"') == 5


def test_all_tables_are_listed(queried):
    text = repr(data.describe())
    for name, table in TABLES.items():
        line = next(x for x in text.splitlines() if x.startswith(name + " "))
        assert table.grain in line


def test_descriptions_are_the_same_from_disk_and_memory(written, company):
    data.use(written)
    from_disk = [str(data.describe(name)) for name in (None, *TABLES)]
    data.use(company)
    assert [str(data.describe(name)) for name in (None, *TABLES)] == from_disk


def test_html_is_escaped():
    described = data.Description("<b>", ["a & b"], ["<h>"], [["<i>"]])
    assert "<b>" not in described._repr_html_()
    assert "a &amp; b" in described._repr_html_()
    assert "<i>" not in described._repr_html_()


def test_the_door_loads_nothing_heavy():
    code = (
        "import sys; from course_utils import data; "
        "heavy = {'pandas', 'numpy', 'duckdb', 'pyarrow', 'IPython', 'matplotlib'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
