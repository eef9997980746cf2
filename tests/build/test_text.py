"""What a reader sees of an exemplar: its sentences, and not what they rest on."""

from types import SimpleNamespace

from places import ROOT

from course_utils import data
from course_utils.build.refuse import Secrets
from course_utils.build.source import Cell
from course_utils.build.text import Page, fill
from course_utils.exercises import Criterion, Written

SENTENCE = "One more costs more than the average, so we stop here."
FORM = Written(
    rubric=[Criterion("Sense", 100, {4: "has some", 2: "has little"})],
    exemplars={4: SENTENCE.replace(",", ",{{claim next_costs_more}}"), 2: "We go on as before."},
)
KEY = SimpleNamespace(
    exercises={"memo": SimpleNamespace(form=FORM, line=3, summary="", ladder=(), mistakes=())}
)


def test_the_model_answer_shows_no_claim():
    cell = Cell("markdown", "{{strong memo}}", {}, None, None, 1)
    assert fill(cell, Page(key=KEY)) == SENTENCE


def test_a_line_of_an_exemplar_is_secret_as_its_reader_would_see_it():
    assert (3, SENTENCE) in Secrets(KEY, data.open(ROOT / "datasets")).phrases
