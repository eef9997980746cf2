"""Words, and what a word with a slip of the hand was meant to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORT = {
    "cant": "can't",
    "didnt": "didn't",
    "doesnt": "doesn't",
    "dont": "don't",
    "isnt": "isn't",
    "thats": "that's",
    "wasnt": "wasn't",
    "whats": "what's",
    "wouldnt": "wouldn't",
    "youre": "you're",
    "u": "you",
    "ur": "your",
    "r": "are",
    "pls": "please",
    "thx": "thanks",
}
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z]+)*")


def plain(text: str) -> str:
    """Return text in lower case, in the letters that compatible forms share, spaces single."""
    folded = unicodedata.normalize("NFKC", text).lower()
    for mark in "\u2018\u2019\u00b4`":
        folded = folded.replace(mark, "'")
    return " ".join(folded.split())


def words_of(text: str) -> list[str]:
    """Return the words of plain text, shortened ones written out."""
    return [_SHORT.get(word, word) for word in _WORD.findall(text)]


def stem(word: str) -> str:
    """Return a word without its commonest endings, so that "opened" and "opens" are one."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def meant(word: str, known: Sequence[str], also: Collection[str] = ()) -> str:
    """Return the known word that a word was meant to be, or the word itself.

    Parameters
    ----------
    word : str
        In lower case.
    known : sequence of str
        Words that are understood; the first of several equally near ones is taken.
    also : collection of str
        Words that are right as they are.

    Notes
    -----
    Counts slips as the optimal string alignment distance does: a letter more, less or other, or two
    that changed places. In a word of up to four letters only a missing letter and two that changed
    places are mended: another letter makes another word of it ("pet", "get").
    """
    if word in also or len(word) < 3 or not word.isalpha():
        return word
    slips = 2 if len(word) >= 8 else 1
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=6)
    for near, _, _ in found:
        if len(near) < 3:
            continue
        if len(word) > 4 or len(near) > len(word) or sorted(near) == sorted(word):
            return near
    return word
