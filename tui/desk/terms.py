"""The words of a headline and its lead as weighted terms, in any script. Pure; knows no story.

A term is a number: a hash of a stemmed word, or of two words in a row. Common English words are no
terms; those of other languages lose their weight by being common (``desk.rarity``).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tui.words import indexed

TITLE_WORDS, LEAD_WORDS = 40, 60
"""Words that are looked at: what follows says how it came about, not what happened."""
TITLE_WEIGHT, PAIR_WEIGHT = 1.6, 0.27
PAIR = 1 << 31
"""The bit of a term that is two words in a row."""
STEM = 6
"""Letters that words of other alphabets are cut to: most of their endings lie behind."""

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_COMMON = """
    a an the of to in on at by for from with as is are was were be been being has have had do does did
    not no nor and or but if then than that this these those it its he she his her him they them their
    we our you your i my me us who whom which what when where why how will would can could may might
    should shall must about after before into over under out up down off again more most some such only
    own same so too very just also said says say new news update updated via amp there here all any both
    each few other s t today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december week month year
    day night morning time people man woman first last two three four five one many much make made take
    taken get got go going come came back know see look good best way well even still while because
    since until against between through during without within among like want need use used work part
    big high long old great little right left world country state city home life company group report
    reports tell told show shows set put call called help start end top next per according amid around
    another every never always ever off
"""
_NOTHING = frozenset(_COMMON.split())
"""English words that tell nothing: a young cache has not seen yet how common they are."""


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says, as far as grouping needs it."""

    terms: dict[int, float]
    """How often each term stands there, with its part's weight."""
    headline: frozenset[int]
    """The terms of the headline."""
    words: int
    """How many different words there are: what a score is compared with depends on it."""
    bare: bool
    """A headline without a lead."""


def text_of(title: str, lead: str) -> Text:
    """The terms of an article."""
    terms: dict[int, float] = {}
    _count(terms, _keys(title, TITLE_WORDS), TITLE_WEIGHT)
    headline = frozenset(terms)
    if lead:
        _count(terms, _keys(lead, LEAD_WORDS), 1.0)
    return Text(terms, headline, sum(key < PAIR for key in terms), not lead)


def _keys(text: str, limit: int) -> list[int]:
    return [_key(word) for word in _WORD.findall(indexed(text).lower())[:limit]]


def _count(terms: dict[int, float], keys: Iterable[int], weight: float) -> None:
    before = 0
    pair_weight = weight * PAIR_WEIGHT
    for key in keys:
        if key:
            terms[key] = terms.get(key, 0.0) + weight
            if before:
                pair = (before * 2_654_435_761 ^ key) & (PAIR - 1) | PAIR
                terms[pair] = terms.get(pair, 0.0) + pair_weight
        before = key


@lru_cache(maxsize=60_000)
def _key(word: str) -> int:
    """The term of a word; 0 for one that tells nothing and parts the words around it."""
    word = word.replace("’", "'").removesuffix("'s").replace("'", "").replace(".", "")
    if word in _NOTHING or not word:
        return 0
    stem = _stem(word) if word.isascii() else word[:STEM]
    if len(stem) < 2 and stem.isascii():
        return 0
    return zlib.crc32(stem.encode("utf-8", "surrogatepass")) & (PAIR - 1) | 2


def _stem(word: str) -> str:
    """An English word without the commonest endings: a light hand, since a name loses by a heavy one."""
    if len(word) <= 4:
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 5 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 4 and word.endswith("ed"):
        word = word[:-2]
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word
