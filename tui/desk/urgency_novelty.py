"""The names and numbers of a headline, and which of them are new. Pure; knows no story."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"(?<![\w.])\d[\d.,  ]*\d|(?<![\w.])\d")
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]+(?:['’-][^\W\d_]+)*")
_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "dozen": "12", "dozens": "dozens",
    "hundreds": "hundreds", "thousands": "thousands", "millions": "millions",
}  # fmt: skip
_NO_NAMES = frozenset(
    {
        "the", "and", "for", "from", "with", "after", "before", "over", "under", "are", "was", "were", "will",
        "says", "said", "say", "new", "more", "how", "why", "what", "who", "when", "where", "update",
        "breaking", "urgent", "flash",
    }
)  # fmt: skip


def numbers(headline: str) -> frozenset[str]:
    """The numbers of a headline, in figures: "1,200" and "1.200" are one, "two" is 2."""
    found = {re.sub(r"\D", "", match[0]).lstrip("0") or "0" for match in _NUMBER.finditer(headline)}
    found |= {_WORDS[word] for word in re.findall(r"[a-z]+", headline.casefold()) if word in _WORDS}
    return frozenset(found)


def names(headline: str) -> frozenset[str]:
    """Words that look like names: capitals within a headline that is not all in capitals or Title Case."""
    found = [match[0] for match in _NAME.finditer(headline)]
    words = headline.split()
    # Where every word has a capital, a capital says nothing; the first word has one anyway.
    if len(found) > max(2, 0.7 * len(words)):
        return frozenset()
    first = words[0] if words else ""
    return frozenset(
        folded
        for name in found
        if name != first and (folded := name.casefold()) not in _NO_NAMES and len(folded) > 2
    )


def new_in(headlines: Iterable[str], before: Iterable[str]) -> tuple[str, ...]:
    """Numbers and names that ``headlines`` have and ``before`` had not, numbers first."""
    old_numbers: set[str] = set()
    old_words: set[str] = set()
    for title in before:
        old_numbers |= numbers(title)
        old_words |= set(re.findall(r"\w+", title.casefold()))
    fresh: dict[str, None] = {}
    named: dict[str, None] = {}
    for title in headlines:
        fresh.update(dict.fromkeys(sorted(numbers(title) - old_numbers)))
        named.update(dict.fromkeys(sorted(name for name in names(title) if name not in old_words)))
    return (*fresh, *named)
