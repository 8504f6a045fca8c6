"""Whether a changed headline says something new. Pure; knows no article, no story and no feed.

A dismissed article comes back when it does; a mended typo, another dash or a capital must not do that.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_LONG = 5
"""Letters from which on one wrong letter is more likely a typo than another word."""


def material(old: str, new: str) -> bool:
    """Whether ``new`` tells more than, or other than, ``old``: other words or numbers.

    Not material: case, accents, punctuation, spaces, and in as many words one wrong, missing, added or
    swapped letter each, in words of at least five. Scripts without spaces have no such typos: there
    every character counts.
    """
    before, after = _words(old), _words(new)
    if before == after:
        return False
    if len(before) != len(after):
        return True
    return any(a != b and not _typo(a, b) for a, b in zip(before, after, strict=True))


def _words(text: str) -> list[str]:
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each)
    )
    return _WORD.findall(plain)


def _typo(a: str, b: str) -> bool:
    """Whether one letter makes ``a`` from ``b``. Digits and letters of scripts without case are no typos."""
    if min(len(a), len(b)) < _LONG or not (_spelled(a) and _spelled(b)):
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    swapped = rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:]
    return swapped or rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _spelled(word: str) -> bool:
    return word.isalpha() and word.upper() != word
