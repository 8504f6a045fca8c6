"""How well what came out fits what should: pure.

Bodies as the public article-extraction benchmark scores them (4-gram shingles, each page of equal
weight), with CJK counted by the character, since those scripts have no spaces between words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import mean

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
"""Soft hyphens and the like: where a word may be broken, not where it ends."""
SHINGLE = 4


def tokens(text: str) -> list[str]:
    """The words of a text; each CJK or Thai character is one."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).translate(_UNSEEN))


def overlap(gold: str, found: str) -> tuple[float, float, float]:
    """True and false positives and false negatives as shares of 1."""
    want, got = _shingles(gold), _shingles(found)
    hit = sum((want & got).values())
    extra = sum((got - want).values())
    missed = sum((want - got).values())
    total = hit + extra + missed
    return (hit / total, extra / total, missed / total) if total else (0.0, 0.0, 0.0)


def page_f1(counts: tuple[float, float, float]) -> float:
    """F1 of one page; 1 where there was nothing to find and nothing was found."""
    hit, extra, missed = counts
    return 2 * hit / (2 * hit + extra + missed) if hit + extra + missed else 1.0


def summary(pages: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Mean precision, mean recall, and their F1, as ``evaluate.py`` there has it."""
    precision = mean(hit / (hit + extra) for hit, extra, _ in pages if hit + extra)
    recall = mean(hit / (hit + missed) for hit, _, missed in pages if hit + missed)
    return precision, recall, 2 * precision * recall / (precision + recall)


def kept(wanted: Iterable[str], found: Iterable[str]) -> tuple[int, int]:
    """How many of the wanted pieces stand in what was found of their kind, and how many there are."""
    stream = f" {' '.join(' '.join(tokens(text)).casefold() for text in found)} "
    asked = [" ".join(tokens(text)).casefold() for text in wanted]
    asked = [text for text in asked if text]
    return sum(f" {text} " in stream for text in asked), len(asked)


def same(gold: str, found: str) -> bool:
    """Whether two titles or names are the same but for case, spaces and punctuation."""
    return tokens(gold.casefold()) == tokens(found.casefold())


def same_people(gold: Iterable[str], found: Iterable[str]) -> bool:
    """Whether the same people are named, in any order."""
    return _people(gold) == _people(found)


def within_a_day(gold: str, found: int | None) -> bool:
    """Whether a time (seconds since 1970) lies within a day of an ISO date."""
    if found is None:
        return False
    want = datetime.fromisoformat(gold)
    return (
        abs(want.timestamp() - found) <= 86_400 if want.tzinfo else abs(want.timestamp() - found) <= 172_800
    )


def _people(names: Iterable[str]) -> Counter[str]:
    return Counter(" ".join(tokens(name.casefold())) for name in names)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = tokens(text)
    return Counter(
        shingle
        for at in range(max(1, len(words) - SHINGLE + 1))
        if (shingle := tuple(words[at : at + SHINGLE]))
    )
