"""What the lab saves of a widget: its words."""

import pytest

from course_utils.lab.saved import WIDGET_VIEW, words_only


def notebook(*bundles):
    outputs = [{"output_type": "display_data", "data": dict(data)} for data in bundles]
    return {"type": "notebook", "content": {"cells": [{"outputs": outputs}, {"source": "text"}]}}


def test_what_has_words_keeps_them_and_what_has_none_is_left_alone():
    told = {"text/html": "<p>Guess</p>", "text/plain": "Guess", WIDGET_VIEW: {"model_id": "a"}}
    bare = {"text/plain": "IntSlider(value=0)", WIDGET_VIEW: {"model_id": "b"}}
    model = notebook(told, bare, {"image/png": "..."})
    words_only(model, path="a.ipynb")
    first, second, third = (out["data"] for out in model["content"]["cells"][0]["outputs"])
    assert first == {"text/html": "<p>Guess</p>", "text/plain": "Guess"}
    assert second == bare
    assert third == {"image/png": "..."}


@pytest.mark.parametrize(
    "model",
    [
        {"type": "file", "content": "text"},
        {"type": "notebook", "content": None},
        {"type": "directory"},
    ],
)
def test_other_files_are_saved_as_they_are(model):
    before = dict(model)
    words_only(model)
    assert model == before
