"""The predictions and explorers of lessons: what they compute, keep and say."""

from __future__ import annotations

import json
import math

import companies
import pandas as pd
import pytest

from course_utils.lessons.metrics import evidence, funnel, suspects
from course_utils.toolkit import metrics
from course_utils.widgets import predict


def moments(*texts: str) -> pd.Series:
    return pd.Series(pd.to_datetime(list(texts), utc=True))


class TestPredictions:
    def test_a_guess_outlives_its_widget(self, tmp_path):
        predict("rain", "Will it rain?", ["Yes", "No"], folder=tmp_path).keep("No")
        again = predict("rain", "Will it rain?", ["Yes", "No"], folder=tmp_path)
        assert again.recall() == "No"
        assert "You guessed No" in again.reveal("Yes").data

    def test_nothing_is_written_before_the_button(self, tmp_path):
        guess = predict("rain", "Will it rain?", ["Yes", "No"], folder=tmp_path)
        guess._repr_mimebundle_()
        assert guess.recall() == "nothing yet"
        assert "You guessed" not in guess.reveal("Yes").data
        assert not list(tmp_path.iterdir())

    def test_the_button_keeps_what_was_chosen(self, tmp_path):
        guess = predict("share", "What share?", folder=tmp_path)
        guess.set_state({"value": 0.3})
        kept = json.loads((tmp_path / "answers" / "predict_share.json").read_text("utf-8"))
        assert kept["value"] == 0.3
        assert guess.recall() == "30%"

    def test_what_is_no_guess_is_not_kept(self, tmp_path):
        guess = predict("rain", "Will it rain?", ["Yes", "No"], folder=tmp_path)
        guess.set_state({"value": "Perhaps"})
        assert guess.guess is None
        assert "NOT SAVED" in guess.note["words"]
        with pytest.raises(ValueError, match="one of the options"):
            guess.keep("Perhaps")
        assert predict("share", "What share?", folder=tmp_path).tidy(7) == 1.0

    def test_a_good_number_counts_as_guessed_in_its_own_rounding(self, tmp_path):
        guess = predict("share", "What share?", folder=tmp_path)
        guess.keep(0.304)
        assert "You guessed it" in guess.reveal(0.298).data
        assert "You guessed it" not in guess.reveal(0.318).data

    @pytest.mark.parametrize("damage", ["", "[]", '{"value": {}}', '{"value": "Maybe"}'])
    def test_a_damaged_file_is_no_guess(self, tmp_path, damage):
        (tmp_path / "answers").mkdir()
        (tmp_path / "answers" / "predict_rain.json").write_text(damage, "utf-8")
        assert predict("rain", "Rain?", ["Yes", "No"], folder=tmp_path).guess is None

    def test_the_question_is_there_where_no_kernel_runs(self, tmp_path):
        bundle = predict(
            "rain", "Rain & wind?", ["Yes", "No"], folder=tmp_path
        )._repr_mimebundle_()[0]
        assert "Rain &amp; wind?" in bundle["text/html"]
        assert "Yes; No" in bundle["text/html"]
        assert "application/vnd.jupyter.widget-view+json" in bundle

    def test_strange_truths_and_names_are_refused(self, tmp_path):
        with pytest.raises(ValueError, match="one of the options"):
            predict("rain", "Rain?", ["Yes", "No"], folder=tmp_path).reveal("Perhaps")
        with pytest.raises(ValueError, match="lower-case"):
            predict("../rain", "Rain?", ["Yes", "No"], folder=tmp_path)


class TestBending:
    def test_downstream_follows_and_upstream_stays(self):
        bent = funnel.bend([1000, 400, 100], [1.5, 1])
        assert bent.counts == pytest.approx([1000, 600, 150])
        assert bent.before == pytest.approx([0.4, 0.25])
        assert bent.after == pytest.approx([0.6, 0.25])
        assert bent.samples[1] == math.inf

    def test_a_conversion_stops_at_everybody(self):
        assert funnel.bend([1000, 800, 100], [2, 1]).counts[:2] == [1000, 1000]

    def test_events_may_exceed_the_step_before_and_cannot_be_tested(self):
        bent = funnel.bend([1000, 3000], [1.1])
        assert bent.counts[1] == pytest.approx(3300)
        assert math.isnan(bent.samples[0])

    def test_nobody_stays_nobody(self):
        assert funnel.bend([0, 0, 0], [2, 2]).counts == [0, 0, 0]

    def test_the_sample_size_is_the_one_in_the_books(self):
        # Chow, Shao and Wang (2008), 4.2: 0.65 against 0.85 with 80 % power at 5 % needs 70 an arm
        # (they round z to 1.96 and 0.84).
        assert funnel.sample_size(0.65, 0.85) == pytest.approx(70, abs=1)
        assert funnel.sample_size(0.2, 0.2) == math.inf

    def test_a_smaller_change_needs_more_people(self):
        assert funnel.sample_size(0.2, 0.21) > 3.5 * funnel.sample_size(0.2, 0.22)

    def test_factors_that_do_not_fit_are_refused(self):
        with pytest.raises(ValueError, match="must be 1"):
            funnel.bend([10, 5], [1, 2])
        with pytest.raises(ValueError, match="negative"):
            funnel.bend([10, 5], [-1])

    def test_one_log_has_three_funnels(self):
        company = companies.company(3)
        users, events = company.table("users"), metrics.deduplicate(company.table("events"))
        steps = ["signed_up", "project_created", "task_completed"]
        it = funnel.reshape_funnel(users, events, steps, "2026-01-01", "2026-04-01")
        shapes = it.data["shapes"]
        assert len({tuple(shape) for shape in shapes.values()}) == 3
        assert shapes["events"][2] > shapes["unordered"][2] > shapes["ordered"][2] > 0
        assert f"{shapes['ordered'][1]:,.0f}" in str(it)


class TestEvidence:
    def test_only_those_who_log_in_all_day_and_do_nothing_else_are_robots(self):
        hours = pd.date_range("2026-05-01", periods=48, freq="2h", tz="UTC")
        robot = pd.DataFrame({"user_id": 1, "occurred_at": hours, "event": "session_started"})
        person = robot.iloc[::6].assign(user_id=2)
        worker = robot.assign(user_id=3)
        worker.loc[5, "event"] = "task_added"
        early = robot.assign(user_id=4, occurred_at=hours - pd.Timedelta(days=60))
        events = pd.concat([robot, person, worker, early])
        assert list(evidence.never_sleep(events)) == [1]

    def test_a_second_view_counts_within_a_second_and_a_user(self):
        events = pd.DataFrame(
            {
                "event_id": range(6),
                "user_id": [1, 1, 1, 2, 2, 2],
                "event": ["report_viewed"] * 4 + ["task_added", "report_viewed"],
                "occurred_at": moments(
                    *("2026-05-01 10:00:00", "2026-05-01 10:00:01", "2026-05-01 10:00:03"),
                    *("2026-05-01 10:00:03", "2026-05-01 10:00:03", "2026-05-01 10:00:04"),
                ),
            }
        )
        assert evidence.sent_twice(events)["event_id"].tolist() == [1, 5]

    def test_local_dates_follow_each_teams_clock(self):
        users = pd.DataFrame({"user_id": [1, 2], "account_id": [7, 8]})
        accounts = pd.DataFrame({"account_id": [7, 8], "timezone": ["Pacific/Auckland", "UTC"]})
        at = moments("2026-06-10 13:00", "2026-06-10 13:00", "2026-06-10 11:00")
        events = pd.DataFrame({"user_id": [2, 1, 1], "occurred_at": at}).set_axis([5, 3, 9])
        dates = evidence.local_dates(events, users, accounts)
        assert [str(day) for day in dates] == ["2026-06-10", "2026-06-11", "2026-06-10"]
        assert list(dates.index) == [5, 3, 9]

    def test_changes_are_said_in_their_unit(self):
        assert evidence.change_in_words(0.4, 0.36, "share") == "-4.0 points"
        assert evidence.change_in_words(200, 250, "count") == "+25%"
        assert evidence.change_in_words(31.0, 33.5, "points") == "+2.5 points"

    def test_a_fall_is_clear_only_beyond_chance(self):
        before = pd.DataFrame({"activated": [400, 40], "eligible": [1000, 100]}, index=["a", "b"])
        after = pd.DataFrame({"activated": [300, 36], "eligible": [1000, 100]}, index=["a", "b"])
        assert evidence.clear_falls(before, after) == 1


class TestDetective:
    case = suspects.Case(
        "Logins a week",
        "count",
        100.0,
        150.0,
        {
            name: suspects.Suspect(effect, "evidence")
            for name, effect in zip(suspects.SUSPECTS, [0.0, 10.0, 5.0, 45.0, -10.0], strict=True)
        },
    )

    def test_the_culprit_moved_it_most_in_its_direction(self):
        assert self.case.culprit == "robots"

    def test_the_board_names_nobody_untested(self):
        for tested in (set(), {"season"}, {"season", "mix", "effect"}):
            words = suspects.verdict_in_words(self.case, "robots", tested)
            assert "did it" not in words

    def test_the_board_says_whether_the_accused_did_it(self):
        right = suspects.verdict_in_words(self.case, "robots", {"robots"})
        wrong = suspects.verdict_in_words(self.case, "mix", {"robots"})
        assert "90%" in right
        assert "you were right" in right
        assert "not the one" in wrong

    def test_an_untested_suspect_keeps_the_evidence_hidden(self):
        scene = suspects.draw_board(self.case, "mix", ["season"])
        assert scene.pictures[0].alt.count("not tested") == 4
        assert len(scene.notes) == 1
        # Nor does the scale give away the size of what is hidden.
        first, other = (suspects.draw_board(self.case, "mix", tested) for tested in ([], ["mix"]))
        assert first.pictures[0].x == other.pictures[0].x

    @pytest.mark.parametrize("seed", [3, 8])
    def test_on_any_company_the_parts_add_up_and_each_case_has_its_own_culprit(self, seed):
        company = companies.company(seed)
        users, accounts, events = map(company.table, ("users", "accounts", "events"))
        clean = metrics.deduplicate(events)
        humans = clean[~clean["user_id"].isin(evidence.never_sleep(clean))]
        found = suspects.cases(users, accounts, events, clean, humans)
        assert [case.culprit for case in found.values()] == ["mix", "robots", "tracking"]
        for case in found.values():
            parts = sum(suspect.effect for suspect in case.suspects.values())
            assert parts == pytest.approx(case.change)

    def test_robots_are_exactly_the_planted_ones(self):
        company = companies.company(5)
        clean = metrics.deduplicate(company.table("events"))
        planted = company.truth["bots"]["user_ids"]
        assert sorted(evidence.never_sleep(clean)) == sorted(planted)
