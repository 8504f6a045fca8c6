"""newsboat's filter language to the queries of telex, where the meaning can be kept. Pure text to text.

The grammar is newsboat's own (rust/libnewsboat/src/filterparser.rs): ``and`` and ``or`` bind equally
and to the right, so that ``a and b or c`` is ``a and (b or c)``; values are strings, numbers and
ranges; the attributes are those of its manual, "Filter Language". newsboat finds a pattern anywhere
in a title, telex finds words and their beginnings: "storm" becomes ``title:storm*``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tui.query import QueryError, parse

PARTS = 200
"""Names, signs and values of the longest filter that is read; it also bounds the nesting."""

_TOKEN = re.compile(
    r"""[ \t]*+(?:
      (?P<open>\() | (?P<close>\)) |
      (?P<text>"(?:[^"\\]|\\.)*+") |
      (?P<sign>==|=~|!=|!~|!\#|<=|>=|=|<|>|\#|between\b) |
      (?P<number>-?[0-9]{1,9}(?::-?[0-9]{1,9})?) |
      (?P<join>(?:and|or)(?=[ (])) |
      (?P<name>[A-Za-z][A-Za-z0-9_.-]*)
    )[ \t]*+""",
    re.VERBOSE,
)
_WORDS = {"title": "title:", "author": "author:", "content": ""}
"""Attributes of an article's text, and the field that asks for them."""
_SOURCES = {"feedtitle": "source:", "rssurl": "source:"}
_NEGATIONS = {"!=": "=", "!~": "=~", "!#": "#"}
_MOST_DAYS = 99_999


class FilterError(ValueError):
    """A filter that means nothing to telex; the text says why, to follow "a saved search"."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A filter in the words of telex."""

    query: str
    tags: frozenset[str]
    """The tags that it asks for, as groups."""


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    loose: bool = False
    """It holds an OR, and needs brackets where it stands beside something."""


@dataclass(slots=True)
class _Reader:
    tokens: list[tuple[str, str]]
    tags: set[str]
    at: int = 0

    def take(self, *kinds: str) -> tuple[str, str]:
        if self.at >= len(self.tokens) or self.tokens[self.at][0] not in kinds:
            raise FilterError("that cannot be read")
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""


def translate(expression: str) -> Translation:
    """The query that finds what a filter of newsboat finds. Raises ``FilterError`` where there is none."""
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None or len(tokens) == PARTS:
            raise FilterError("that cannot be read")
        tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    reader = _Reader(tokens, set())
    clause = _expression(reader)
    if reader.at < len(tokens):
        raise FilterError("that cannot be read")
    try:
        parse(clause.text)
    except QueryError as error:
        raise FilterError(f"that telex has no query for: {error}") from error
    return Translation(clause.text, frozenset(reader.tags))


def _expression(reader: _Reader) -> _Clause:
    if reader.peek() == "open":
        reader.take("open")
        left = _expression(reader)
        reader.take("close")
    else:
        left = _comparison(reader)
    if reader.peek() != "join":
        return left
    _, joint = reader.take("join")
    right = _expression(reader)
    if joint == "or":
        return _Clause(f"{left.text} OR {right.text}", loose=True)
    return _Clause(f"{_held(left)} {_held(right)}")


def _held(clause: _Clause) -> str:
    return f"({clause.text})" if clause.loose else clause.text


def _comparison(reader: _Reader) -> _Clause:
    _, name = reader.take("name")
    _, sign = reader.take("sign")
    kind, value = reader.take("text", "number")
    if kind == "text":
        value = value[1:-1]
    plain = _NEGATIONS.get(sign, sign)
    plain = "=" if plain == "==" else plain
    clause = _positive(reader, name, plain, value)
    if plain == sign or sign == "==":
        return clause
    return _Clause(f"-({clause.text})" if clause.loose or " " in clause.text else f"-{clause.text}")


def _positive(reader: _Reader, name: str, sign: str, value: str) -> _Clause:
    """What a comparison without negation asks for."""
    if name == "unread" and sign == "=" and value in ("yes", "no"):
        return _Clause("is:unread" if value == "yes" else "is:read")
    if name == "age":
        return _age(sign, value)
    if name == "tags" and sign in ("#", "=~"):
        tags = [value] if sign == "#" else _plain(value)
        reader.tags.update(tags)
        return _any("group:" + _quoted(tag) for tag in tags)
    if name in _WORDS and sign == "=~":
        return _any(_WORDS[name] + _word(each) for each in _plain(value))
    if name in _SOURCES and sign in ("=", "=~"):
        wanted = [value] if sign == "=" else _plain(value.removeprefix("^"))
        return _any(_SOURCES[name] + _quoted(each) for each in wanted)
    if name in ("unread", "tags", *_WORDS, *_SOURCES):
        raise FilterError(f"by {name} {sign}, which telex does not ask so")
    raise FilterError(f"by {name}, which telex does not have")


def _age(sign: str, value: str) -> _Clause:
    """Days since an article was published, whole and rounded down, as newsboat counts them."""
    days = [int(number) for number in re.findall(r"-?[0-9]{1,9}", value)]
    if len(days) != (2 if sign == "between" else 1) or not re.fullmatch(r"[0-9:]+", value):
        raise FilterError(f"by age {sign}, which telex does not ask so")
    low, high = min(days), max(days)
    ends = {
        "<": ("newer", high),
        "<=": ("newer", high + 1),
        ">": ("older", low + 1),
        ">=": ("older", low),
    }
    if sign in ends:
        word, count = ends[sign]
        return _Clause(f"{word}:{_days(count)}")
    if sign not in ("=", "between"):
        raise FilterError(f"by age {sign}, which telex does not ask so")
    return _Clause(f"newer:{_days(high + 1)}" + (f" older:{_days(low)}" if low else ""))


def _days(count: int) -> str:
    return f"{min(count, _MOST_DAYS)}d"


def _plain(pattern: str) -> list[str]:
    """The alternatives of a regular expression that holds nothing else but literal text.

    A lone "." is taken for the full stop that it nearly always is meant to be.
    """
    pattern = pattern.removeprefix(".*").removesuffix(".*")
    if pattern.startswith("(") and pattern.endswith(")"):
        pattern = pattern[1:-1]
    found = [""]
    for match in re.finditer(r"\\?.", pattern, re.DOTALL):
        character = match[0]
        if character == "|":
            found.append("")
        elif len(character) == 2 and not character[1].isalnum():
            found[-1] += character[1]
        elif len(character) == 2 or character in "^$*+?()[]{}\\":
            raise FilterError("by a regular expression; telex finds words")
        else:
            found[-1] += character
    if not all(each.strip() and '"' not in each for each in found):
        raise FilterError("by a regular expression; telex finds words")
    return [" ".join(each.split()) for each in found]


def _word(text: str) -> str:
    """Text to find: the beginning of one word, or several words next to each other."""
    return f"{text}*" if text.isalnum() else f'"{text}"'


def _quoted(text: str) -> str:
    return text if text.isalnum() else f'"{text}"'


def _any(clauses: Iterable[str]) -> _Clause:
    found = list(clauses)
    return _Clause(" OR ".join(found), loose=len(found) > 1)
