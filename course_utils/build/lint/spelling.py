"""American spellings and their British ones, as this course writes them (-ise, not -ize)."""

from __future__ import annotations

import re
from collections.abc import Iterator

# The beginning of a word and what it should be; endings are kept.
_STEMS = {
    "aluminum": "aluminium",
    "analyz": "analys",
    "artifact": "artefact",
    "behavior": "behaviour",
    "canceled": "cancelled",
    "canceling": "cancelling",
    "catalyz": "catalys",
    "center": "centre",
    "color": "colour",
    "counselor": "counsellor",
    "defense": "defence",
    "dialed": "dialled",
    "enrollment": "enrolment",
    "endeavor": "endeavour",
    "favor": "favour",
    "flavor": "flavour",
    "fueled": "fuelled",
    "fulfillment": "fulfilment",
    "gray": "grey",
    "harbor": "harbour",
    "honor": "honour",
    "humor": "humour",
    "jewelry": "jewellery",
    "labeled": "labelled",
    "labeling": "labelling",
    "labor": "labour",
    "leveled": "levelled",
    "leveling": "levelling",
    "maneuver": "manoeuvre",
    "modeled": "modelled",
    "modeling": "modelling",
    "neighbor": "neighbour",
    "offense": "offence",
    "paralyz": "paralys",
    "pretense": "pretence",
    "rigor": "rigour",
    "rumor": "rumour",
    "signaled": "signalled",
    "signaling": "signalling",
    "skeptic": "sceptic",
    "skillful": "skilful",
    "theater": "theatre",
    "totaled": "totalled",
    "traveled": "travelled",
    "traveler": "traveller",
    "traveling": "travelling",
    "vigor": "vigour",
}
_WORDS = {
    "aging": "ageing",
    "catalog": "catalogue",
    "cozy": "cosy",
    "enroll": "enrol",
    "fiber": "fibre",
    "fulfill": "fulfil",
    "gotten": "got",
    "liter": "litre",
    "math": "maths",
    "meager": "meagre",
    "mom": "mum",
    "somber": "sombre",
    "toward": "towards",
}
# Words that begin so and are spelt like this in Britain too.
_RIGHT = re.compile(
    r"coloration|laborat|laborious|honorar|honorific|humorous|humorist|rigorous|vigorous"
)
_IZE = re.compile(r"^(\w{2,})(iz)(e|es|ed|er|ers|ing|able|ation|ations|ational)$")
_IZE_RIGHT = frozenset(
    ["size", "prize", "seize", "capsize", "resize", "oversize", "downsize", "maize", "apprize"]
)
_WORD = re.compile(r"[^\W\d_]+")


def american(text: str) -> Iterator[tuple[str, str]]:
    """Yield each American spelling of a text with the British one.

    Parameters
    ----------
    text : str
        Prose, without code.

    Yields
    ------
    tuple of str
    """
    for match in _WORD.finditer(text):
        british = _british(match[0])
        if british:
            yield match[0], british


def _british(word: str) -> str:
    small = word.casefold()
    if small in _WORDS:
        return _WORDS[small]
    if _RIGHT.match(small):
        return ""
    for stem, better in _STEMS.items():
        if small.startswith(stem):
            ending = small[len(stem) :]
            if better.endswith("re") and ending[:1] in {"e", "i"}:
                better = better[:-1]
            return better + ending
    made = _IZE.match(small)
    if made and not any(small.startswith(root[:-1]) for root in _IZE_RIGHT):
        return f"{made[1]}is{made[3]}"
    return ""
