"""The query language: text to a syntax tree. No SQL, no I/O, no clock but the one given.

    query   = clause { ["OR"] clause }
    clause  = ["-"] ( "(" query ")" | field ":" value | word | "phrase" )

Words next to each other must all be there; ``OR`` binds weaker than that. A word may end in ``*``.
Fields: ``source: group: title: author: is: newer: older:``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

STATES = ("unread", "read", "starred", "alert", "updated")
"""The values of ``is:``."""
PARTS = 800
"""Words, fields and signs of the longest query: SQLite chains no more than 1,000 conditions."""
DEPTH = 50
"""Brackets and minus signs within each other."""
UNITS = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
"""Seconds of the units of ``newer:`` and ``older:``."""


class QueryError(ValueError):
    """A query that means nothing; the text says where and what was expected."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.position = position


@dataclass(frozen=True, slots=True)
class Text:
    """Words to find, in the whole article or in one column (``title`` or ``author``)."""

    words: str
    column: str = ""
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class In:
    """Articles of the sources whose name or address (``source``), or whose group, holds ``value``."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Is:
    """Articles in one of ``STATES``."""

    state: str


@dataclass(frozen=True, slots=True)
class Age:
    """Articles younger (``newer``) or older than so many seconds."""

    newer: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that ``node`` does not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class All:
    """Articles that every part matches; of no parts: every article."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that at least one part matches."""

    nodes: tuple[Node, ...]


Node = Text | In | Is | Age | Not | All | Any

_FOREIGN = re.compile("[\x00\ud800-\udfff]")
"""What neither SQLite nor UTF-8 can carry: a byte of an argument that is no text stands as a surrogate."""
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<open>\() | (?P<close>\)) |
      (?P<minus>-(?=[^\s)])) |
      (?P<field>[a-z]+):(?=\S) |
      "(?P<phrase>[^"]*)" |
      (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Node:
    """The meaning of ``text``; an empty one matches everything. Raises QueryError."""
    if foreign := _FOREIGN.search(text):
        raise QueryError("a character that no text has", foreign.start())
    tokens = _tokens(text)
    if len(tokens) > PARTS:
        raise QueryError(f"too long; a query has at most {PARTS} words and signs", tokens[PARTS].position)
    node, rest = _query(tokens, 0, 0)
    if rest < len(tokens):
        raise QueryError("a ) without its (", tokens[rest].position)
    return node


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None:
            raise QueryError('a " without its partner', text.index('"', position))
        kind = str(match.lastgroup)
        if kind == "field" and match["field"] not in _FIELDS:
            # "http://…" and "12:30" are words, not fields.
            match = re.compile(r'\s*(?P<word>[^\s()"]+)').match(text, position) or match
            kind = "word"
            name = match["word"].partition(":")[0]
            if name.isalpha() and not match["word"].startswith((f"{name}://", f"{name}::")):
                raise QueryError(
                    f"no field is called {name}:; there are {', '.join(f'{f}:' for f in _FIELDS)}",
                    match.start("word"),
                )
        tokens.append(_Token(kind, match[kind], match.start(kind)))
        position = match.end()
    return tokens


def _query(tokens: list[_Token], start: int, depth: int) -> tuple[Node, int]:
    alternatives: list[Node] = []
    clauses: list[Node] = []
    place = start
    while place < len(tokens) and tokens[place].kind != "close":
        token = tokens[place]
        if token.kind == "word" and token.text == "OR":
            if not clauses:
                raise QueryError("OR needs something before it", token.position)
            alternatives.append(_all(clauses))
            clauses = []
            place += 1
            if place >= len(tokens) or tokens[place].kind == "close":
                raise QueryError("OR needs something after it", token.position)
            continue
        clause, place = _clause(tokens, place, depth)
        clauses.append(clause)
    last = _all(clauses)
    return (Any((*alternatives, last)), place) if alternatives else (last, place)


def _all(clauses: list[Node]) -> Node:
    return clauses[0] if len(clauses) == 1 else All(tuple(clauses))


def _clause(tokens: list[_Token], place: int, depth: int) -> tuple[Node, int]:
    token = tokens[place]
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if depth > DEPTH:
        raise QueryError(
            f"too deep; at most {DEPTH} brackets and signs stand within each other", token.position
        )
    if token.kind == "minus":
        if following is None:
            raise QueryError("- needs something after it", token.position)
        node, place = _clause(tokens, place + 1, depth + 1)
        return Not(node), place
    if token.kind == "open":
        node, place = _query(tokens, place + 1, depth + 1)
        if place >= len(tokens):
            raise QueryError("a ( without its )", token.position)
        return node, place + 1
    if token.kind == "field":
        if following is None or following.kind not in ("word", "phrase"):
            raise QueryError(f"{token.text}: needs a value", token.position)
        return _field(token.text, following), place + 2
    return _text(token), place + 1


def _text(token: _Token, column: str = "") -> Text:
    if token.kind == "word" and token.text.endswith("*") and len(token.text) > 1:
        return Text(token.text[:-1], column, prefix=True)
    return Text(token.text, column)


def _field(name: str, value: _Token) -> Node:
    if name in ("title", "author"):
        return _text(value, name)
    if name in ("source", "group"):
        return In(name, value.text)
    if name == "is":
        if value.text not in STATES:
            raise QueryError(f"is: takes one of {', '.join(STATES)}", value.position)
        return Is(value.text)
    match = re.fullmatch(r"(\d{1,5})([mhdw])", value.text)
    if match is None:
        raise QueryError(f"{name}: takes a time such as 30m, 2h, 3d or 1w", value.position)
    return Age(name == "newer", int(match[1]) * UNITS[match[2]])


_FIELDS = ("source", "group", "title", "author", "is", "newer", "older")
