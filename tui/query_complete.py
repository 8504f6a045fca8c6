"""What a query that is being typed may go on with: fields, and values of a field. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui.query_fields import BY_NAME, FIELDS

_OPEN_VALUE = re.compile(r'(?P<field>[a-z]+):(?P<comparison>(?:>=?|<=?)?)(?P<quote>"?)(?P<begun>[^"]*)\Z')
_OPEN_WORD = re.compile(r"(?:^|[\s(-])(?P<begun>[a-z]+)\Z")
MOST = 40
"""Candidates that are given at most."""

Vocabulary = Callable[[str], Sequence[str]]
"""The values that the cache knows of a kind: ``source``, ``group``, ``publisher``, ``tag``."""


@dataclass(frozen=True, slots=True)
class Completion:
    """How the last word of a query may go on."""

    kept: str
    """What stands before it."""
    candidates: tuple[str, ...]
    """The whole words, the likeliest first; each begins as what is typed does, or holds it."""


def completion(text: str, vocabulary: Vocabulary) -> Completion:
    """What may be meant by the end of ``text``; no candidates where anything may follow."""
    value = _OPEN_VALUE.search(text)
    if value and value["field"] in BY_NAME and (value["quote"] or not re.search(r"\s", value["begun"])):
        return _values(text, value, vocabulary)
    word = _OPEN_WORD.search(text)
    if word is None:
        return Completion(text, ())
    begun = word["begun"]
    names = tuple(f"{field.name}:" for field in FIELDS if field.name.startswith(begun))
    return Completion(text[: word.start("begun")], names)


_BARE = re.compile(r"(?:\A|[\s(])(?:title:|author:|body:)?(?P<word>[^\W\d_][\w'-]{2,})\Z")


def unfinished(text: str) -> str:
    """``text`` while it is typed: its last word counts as the beginning of one."""
    match = _BARE.search(text)
    return f"{text}*" if match and match["word"] != "OR" and text.count('"') % 2 == 0 else text


def _values(text: str, match: re.Match[str], vocabulary: Vocabulary) -> Completion:
    field = BY_NAME[match["field"]]
    values = vocabulary(field.vocabulary) if field.vocabulary else field.values
    begun = match["begun"].casefold()
    first = [each for each in values if each.casefold().startswith(begun)]
    within = [each for each in values if begun and begun in each.casefold() and each not in first]
    candidates = tuple(_quoted(each) for each in dict.fromkeys([*first, *within]) if each)
    start = match.start("quote")
    return Completion(text[:start], candidates[:MOST])


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s()]", value) else value
