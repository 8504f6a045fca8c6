"""The value of a field: its text to a condition, or what is wrong with it. Pure; knows no grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from tui import patterns, query_time
from tui.query_fields import CONTENTS, FIELDS, LEVELS, SORTS, STATES, Field
from tui.query_tree import Age, Has, Holds, In, Is, Levels, Limit, Matches, Node, QueryError, Sort, Text, When


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: what it is, its text, and where that begins."""

    kind: str
    text: str
    position: int


def near(word: str, names: Iterable[str]) -> str:
    """The name that ``word`` may be meant for, or ""."""
    return next(iter(get_close_matches(word.lower(), list(names), 1, 0.6)), "")


def words(token: Token, column: str) -> Text:
    """Words, or the beginning of one."""
    if token.kind == "word" and token.text.endswith("*") and len(token.text) > 1:
        return Text(token.text[:-1], column, prefix=True)
    return Text(token.text, column)


def value(field: Field, token: Token) -> Node:
    """What the value of a field asks for. Raises QueryError."""
    if token.kind == "pattern":
        if not field.pattern:
            takes = ", ".join(f"{each.name}:" for each in FIELDS if each.pattern)
            raise QueryError(f"{field.name}: takes no /regex/; {takes} do", token.position)
        pattern = token.text.replace("\\/", "/")
        try:
            patterns.check(pattern)
        except patterns.PatternError as error:
            raise QueryError(f"the /regex/ means nothing: {error}", token.position) from error
        return Matches(field.name, pattern)
    return _READ[field.name](field, token)


def _place(field: Field, token: Token) -> Node:
    return In(field.name, token.text)


def _held(field: Field, token: Token) -> Node:
    return Holds(field.name, token.text)


def _column(field: Field, token: Token) -> Node:
    return words(token, field.name)


def _one_of(field: Field, token: Token, values: tuple[str, ...], text: str | None = None) -> str:
    word = (token.text if text is None else text).lower()
    if word in values:
        return word
    meant = near(word, values)
    said = f"; did you mean {meant}?" if meant else ""
    raise QueryError(f"{field.name}: takes one of {', '.join(values)}{said}", token.position)


def _number(field: Field, token: Token) -> int:
    if not re.fullmatch(r"\d{1,9}", token.text):
        raise QueryError(f"{field.name}: takes a whole number, as in {field.example}", token.position)
    return int(token.text)


def _limit(field: Field, token: Token) -> Node:
    return Limit(_number(field, token))


def _story(field: Field, token: Token) -> Node:
    return Holds("story", str(_number(field, token)))


def _levels(field: Field, token: Token) -> Node:
    def level(text: str) -> int:
        return LEVELS.index(_one_of(field, token, LEVELS, text))

    text, highest = token.text, len(LEVELS) - 1
    low, dots, high = text.partition("..")
    if dots and (low or high):
        return Levels(level(low) if low else 0, level(high) if high else highest)
    match = re.fullmatch(r"(>=|>|<=|<)(.+)", text)
    if match is None:
        return Levels(level(text), level(text))
    named = level(match[2])
    if match[1].startswith(">"):
        return Levels(named + (match[1] == ">"), highest)
    return Levels(0, named - (match[1] == "<"))


def _time(field: Field, token: Token) -> Node:
    low, dots, high = token.text.partition("..")
    for part in (low, high) if dots and (low or high) else (token.text,):
        if part:
            _check_time(field, token, part)
    if dots:
        return When(low, high, whole=True)
    later = field.name in ("newer", "after")
    if field.name == "on":
        return When(token.text, token.text, whole=True)
    seconds = query_time.age(token.text)
    if seconds is not None:
        return Age(later, seconds)
    return When(token.text, "") if later else When("", token.text)


_EARLY = 951_825_600
"""29 February 2000: a day on which every date and every name of a day means something."""


def _check_time(field: Field, token: Token, text: str) -> None:
    try:
        query_time.span(text, _EARLY)
    except ValueError as error:
        raise QueryError(f"{field.name}: takes {query_time.EXPECTED}", token.position) from error


_READ: dict[str, Callable[[Field, Token], Node]] = {
    "title": _column,
    "author": _column,
    "body": _column,
    "url": _held,
    "source": _place,
    "group": _place,
    "publisher": _place,
    "lang": _held,
    "tag": _held,
    "level": _levels,
    "story": _story,
    "is": lambda field, token: Is(_one_of(field, token, STATES)),
    "has": lambda field, token: Has(_one_of(field, token, CONTENTS)),
    "newer": _time,
    "older": _time,
    "after": _time,
    "before": _time,
    "on": _time,
    "sort": lambda field, token: Sort(_one_of(field, token, SORTS)),
    "limit": _limit,
}
