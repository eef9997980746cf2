"""How hard a text is to read: the grade of Flesch and Kincaid, with a syllable counter of our own.

Kincaid, J. P., Fishburne, R. P., Rogers, R. L. and Chissom, B. S. (1975), *Derivation of new
readability formulas for Navy enlisted personnel*, Research Branch Report 8-75.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

VOWELS = re.compile(r"[aeiouy]+")
# Two vowels side by side that are two syllables, as in these words.
APART = re.compile(
    r"(?<![ct])ia(?!r\b|ge)"  # reliable, serial; not special, initial
    r"|io(?!n|u)|(?<=r)iou|iu[ms]"  # ratio, various, medium
    r"|(?<=[aeiou].)eas?\b|eate|eo(?!u|p)|(?<!q)ua(?!r)"  # idea, create, video, usual
    r"|[aeiou]ing\b|(?<=[^aeiou])ier\b|\bscie|(?<![ctg])ie(?=n[tc]|t)"  # being, easier, client
)
# An e that is not heard, as in "rate", "rates", "used", "judged", and not as in "table", "counted".
SILENT = re.compile(
    r"(?<=[aeiouy][^aeiouy])(?:e|(?<![sxzcg])es|(?<![td])ed)$"
    r"|(?<=[^aeiouy][^aeiouytdl])ed$|(?<=[aeiouy][^aeiouyl][^aeiouyl])e$"
)
EXCEPTIONS = {"business": 2, "every": 2, "everybody": 4, "everyone": 3, "everything": 3}


def syllables(word: str) -> int:
    """Count the syllables of an English word.

    Groups of vowels are counted; a silent *e* at the end is taken off, and vowels that are spoken
    apart are counted apart. Right for most words; over a hundred words its errors cancel out.

    Parameters
    ----------
    word : str

    Returns
    -------
    int
        At least 1.
    """
    total = 0
    for part in re.split(r"[-'\u2019]", word.casefold()):
        if not part or part == "s":
            continue
        if part in EXCEPTIONS:
            total += EXCEPTIONS[part]
            continue
        heard = SILENT.sub("", part)
        total += max(1, len(VOWELS.findall(heard)) + len(APART.findall(part)))
    return max(1, total)


def grade(sentences: Sequence[Sequence[str]]) -> float:
    """Return the school grade at which a text can be read.

    Parameters
    ----------
    sentences : sequence of sequence of str
        The words of each sentence; numbers do not count as words.

    Returns
    -------
    float
        0.39 words a sentence + 11.8 syllables a word - 15.59.

    Raises
    ------
    ValueError
        Without words.
    """
    words = [[word for word in words if word[0].isalpha()] for words in sentences]
    words = [sentence for sentence in words if sentence]
    flat = [word for sentence in words for word in sentence]
    if not flat:
        raise ValueError("there are no words: give at least one sentence.")
    spoken = sum(map(syllables, flat))
    return 0.39 * len(flat) / len(words) + 11.8 * spoken / len(flat) - 15.59
