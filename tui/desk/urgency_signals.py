"""What one article says of its own urgency: marker, category, address, office code; hard news or soft. Pure.

Knows no story, no source's past and no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from urllib.parse import urlsplit

from tui.desk.urgency_markers import (
    CAPITALS,
    MARKERS,
    NAMED_CATEGORIES,
    SECTIONS,
    WEAK_CATEGORIES,
    folded,
)
from tui.desk.urgency_words import HARD, HARD_PARTS, OPINION, OPINION_PREFIXES, SOFT
from tui.model import Level

_LEVELS: Mapping[str, Level] = {
    word: max(level for levels in MARKERS.values() for level, words in levels.items() if word in words)
    for levels in MARKERS.values()
    for words in levels.values()
    for word in words
}
_ALTERNATIVES = "|".join(re.escape(word) for word in sorted(_LEVELS, key=len, reverse=True))
_ORNAMENT = r"[\s*•●►▶❗‼🔴🚨#+|‼️⚡🔥]*"
# The separator decides: "Breaking Bad returns" and "Urgent care centres close" are headlines like
# any other, "BREAKING: dam fails" is not. A dash counts only with space after it ("flash-frozen").
_MARKER = re.compile(
    rf"{_ORNAMENT}"
    rf"(?:[\[(【［〔《<«「]\s*({_ALTERNATIVES})\s*[\])】］〕》>»」]"
    rf"|({_ALTERNATIVES})\s*(?:[:：|/!！–—•●►▶…]+|\+\+\+|-\s|\.\.\.))\s*",
    re.IGNORECASE,
)
_OPINION = re.compile(
    rf"\s*[\[(]?(?:{'|'.join(re.escape(word) for word in OPINION_PREFIXES)})[\])]?\s*(?:[:：|–—]|-\s)",
    re.IGNORECASE,
)
_OPINION_SECTIONS = frozenset(word.replace(" ", "-") for word in OPINION)
_SECTION = re.compile(f"/(?:{'|'.join(SECTIONS)})/", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_LIST = re.compile(
    r"^\W*(?:top |best |the )*\d{1,3} (?:\w+ ){0,2}(?:best|ways|things|reasons|tips|facts|photos|pictures|"
    r"movies|films|shows|songs|books|gifts|deals|recipes|products|hacks|signs|times)\b"
    r"|^\W*(?:how to|what to know|what we know|what you need|here['’]?s (?:how|why|what)|why (?:we|you|i)\b"
    r"|things to know|everything (?:you|we)|\w+ things to|the week in|watch:|photos:|in pictures)"
    r"|\bquiz\b|\bhoroscopes?\b|\bcrossword\b|\b\d{1,2} ?% off\b|\bpromo code\b|\bbest deals\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"^(?:I|We|My|Our)\b|\bI['’](?:m|ve|d)\b")


class Kind(IntEnum):
    """What sort of news a headline is."""

    VOID = 0
    """Opinion, quiz, list, service: whatever stands before it, nothing breaks."""
    SOFT = 1
    """Sport, show, products, market routine: bursts like news and seldom is."""
    PLAIN = 2
    HARD = 3


@dataclass(frozen=True, slots=True)
class Signals:
    """What one article says of itself."""

    claim: Level
    """The level that its own marks ask for; ROUTINE: none."""
    why: str
    """One sentence for the claim; "" for none."""
    weak: bool
    """The marks are of a sort that whole sites stand under."""
    kind: Kind


def signals(
    title: str, categories: Sequence[str] = (), link: str = "", urgency: int | None = None
) -> Signals:
    """What an article's headline, categories, address and office code (IPTC urgency, 1 to 8) say."""
    return _signals(title, tuple(categories), link, urgency)


@lru_cache(maxsize=8_192)  # a story's headlines are looked at again with each article that joins it
def _signals(title: str, categories: tuple[str, ...], link: str, urgency: int | None) -> Signals:
    claims = _claims(title, categories, link, urgency)
    kind = kind_of(split_marker(title)[1], categories, link)
    if not claims or kind is Kind.VOID:
        return Signals(Level.ROUTINE, "", weak=False, kind=kind)
    level, why, weak = max(claims, key=lambda claim: (not claim[2], claim[0]))
    return Signals(level, why, weak, kind)


def is_marked(title: str, categories: Sequence[str] = (), link: str = "", urgency: int | None = None) -> bool:
    """Whether an article bears any mark of urgency, of whatever worth."""
    return bool(_claims(title, categories, link, urgency))


def _claims(
    title: str, categories: Sequence[str], link: str, urgency: int | None
) -> list[tuple[Level, str, bool]]:
    """Each mark: the level that it asks for, why, and whether it is weak."""
    marker = split_marker(title)[0]
    claims: list[tuple[Level, str, bool]] = []
    if marker:
        claims.append((_LEVELS[folded(marker)], f"The headline begins with the marker “{marker}”.", False))
    for name in categories:
        category = folded(name.strip())
        if category in NAMED_CATEGORIES or category in WEAK_CATEGORIES:
            weak = category not in NAMED_CATEGORIES
            claims.append((Level.URGENT, f"The source files it under “{name.strip()}”.", weak))
    if section := _section(link):
        claims.append((Level.URGENT, f"Its address lies under “{section}”.", True))
    if urgency is not None and (office := office_level(urgency)) > Level.ROUTINE:
        claims.append((office, f"The source gives it the urgency {urgency} of 8.", urgency == 3))
    return claims


def split_marker(title: str) -> tuple[str, str]:
    """A headline's marker, "" for none, and the headline without it."""
    found = _MARKER.match(title)
    if found is None:
        return "", title
    bracketed, word = found[1], found[2]
    named: str = bracketed or word
    if word and folded(word) in CAPITALS and word != word.upper():
        return "", title
    return named, title[found.end() :].lstrip(" +-–—|:") or title


def office_level(urgency: int) -> Level:
    """The level of an editorial urgency: 1 flash, 2 bulletin, 3 urgent, 5 normal (IPTC, NewsML-G2)."""
    return {1: Level.FLASH, 2: Level.BULLETIN, 3: Level.URGENT}.get(urgency, Level.ROUTINE)


def kind_of(title: str, categories: Sequence[str] = (), link: str = "") -> Kind:
    """Hard news, soft, or nothing that can break at all."""
    filed = {name.strip().casefold() for name in categories}
    parts = _parts(link)
    if _OPINION.match(title) or _LIST.search(title) or _SPEAKER.search(title):
        return Kind.VOID
    hard, soft = _weigh(title)
    if filed & _OPINION_WORDS or any(part in _OPINION_SECTIONS for part in parts):
        # A death in the sports pages is a death; a column on one stays a column.
        return Kind.SOFT if hard > soft and not (filed | set(parts)) & _VIEWS else Kind.VOID
    if title.endswith("?"):
        soft += 1
    if hard > soft:
        return Kind.HARD
    return Kind.SOFT if soft > 0 and soft > hard else Kind.PLAIN


_OPINION_WORDS = frozenset(OPINION)
_VIEWS = frozenset(OPINION[: OPINION.index("sport")]) - {"entertainment", "lifestyle", "games"}
"""Of those, the ones under which views stand and no events."""


def _split(words: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    listed = tuple(words)
    whole = frozenset(word for word in listed if not word.endswith("*"))
    return whole, tuple(word[:-1] for word in listed if word.endswith("*"))


_HARD_WORDS, _HARD_STEMS = _split(HARD)
_SOFT_WORDS, _SOFT_STEMS = _split(SOFT)


def _weigh(title: str) -> tuple[int, int]:
    words = [word.casefold().replace("’", "'").removesuffix("'s") for word in _WORD.findall(title)]
    # Whole words first: "striker" is sport though it begins as "strike" does.
    soft = [word for word in words if word in _SOFT_WORDS]
    hard = [word for word in words if word in _HARD_WORDS]
    rest = [word for word in words if word not in _SOFT_WORDS and word not in _HARD_WORDS]
    hard_count = len(hard) + sum(word.startswith(_HARD_STEMS) for word in rest)
    soft_count = len(soft) + sum(word.startswith(_SOFT_STEMS) for word in rest)
    if not title.isascii():
        hard_count += sum(part in title for part in HARD_PARTS)
    return hard_count, soft_count


def _section(link: str) -> str:
    if _SECTION.search(link) is None:
        return ""  # nearly always: to take an address apart costs ten times as much
    return next((part for part in _parts(link) if part in SECTIONS), "")


def _parts(link: str) -> list[str]:
    try:
        path = urlsplit(link).path
    except ValueError:
        return []
    return [part for part in path.casefold().split("/")[:-1] if part]
