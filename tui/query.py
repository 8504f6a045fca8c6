"""The query language: text to a syntax tree. No SQL, no I/O, no clock but the one given.

    query   = clause { ["OR"] clause }
    clause  = ["-"] ( "(" query ")" | field ":" value | word | "phrase" )
    value   = word | "phrase" | /regex/ | range | "(" query ")"
    range   = [">" | ">=" | "<" | "<="] value | [value] ".." [value]

Words next to each other must all be there; ``OR`` binds weaker than that. A word may end in ``*``.
``title:(a OR b)`` is ``(title:a OR title:b)``. ``sort:`` and ``limit:`` concern the whole list and stand
outside of brackets. The fields are those of ``tui.query_fields``.
"""

from __future__ import annotations

import re

from tui.query_fields import BY_NAME, Field, Takes
from tui.query_tree import All, Any, Limit, Node, Not, QueryError, Sort, arrangement
from tui.query_values import Token, near, value, words

__all__ = ("DEPTH", "PARTS", "Node", "QueryError", "arrangement", "parse")

PARTS = 800
"""Words, fields and signs of the longest query: SQLite chains no more than 1,000 conditions."""
DEPTH = 50
"""Brackets and minus signs within each other."""


_FOREIGN = re.compile("[\x00\ud800-\udfff]")
"""What neither SQLite nor UTF-8 can carry: a byte of an argument that is no text stands as a surrogate."""
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<open>\() | (?P<close>\)) |
      (?P<minus>-(?=[^\s)])) |
      (?P<field>[a-z]+):(?!//|:) |
      "(?P<phrase>[^"]*)" |
      (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE,
)
_VALUE = re.compile(
    r"""/(?P<pattern>(?:[^/\\]|\\.)+)/(?=[\s)]|$) | "(?P<phrase>[^"]*)" | (?P<word>[^\s()"]+)""", re.VERBOSE
)


def parse(text: str) -> Node:
    """The meaning of ``text``; an empty one matches everything. Raises QueryError."""
    if foreign := _FOREIGN.search(text):
        raise QueryError("a character that no text has", foreign.start())
    tokens = _tokens(text)
    if len(tokens) > PARTS:
        raise QueryError(f"too long; a query has at most {PARTS} words and signs", tokens[PARTS].position)
    parser = _Parser(tokens)
    node = parser.query(0, None)
    if parser.place < len(tokens):
        raise QueryError("a ) without its (", tokens[parser.place].position)
    if not parser.arranged:
        return node
    return All((*(node.nodes if isinstance(node, All) else (node,)), *parser.arranged.values()))


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise QueryError('a " without its partner', text.index('"', position))
        kind = str(match.lastgroup)
        tokens.append(Token(kind, match[kind], match.start(kind)))
        position = match.end()
        if kind == "field":
            field = _field_called(match["field"], match.start("field"))
            if found := _VALUE.match(text, position):
                tokens.append(_value_token(field, found))
                position = found.end()
            elif text[position : position + 1] not in ("(", '"'):
                raise QueryError(f"{field.name}: needs a value, as in {field.example}", match.start("field"))
    return tokens


def _field_called(name: str, position: int) -> Field:
    if name in BY_NAME:
        return BY_NAME[name]
    meant = near(name, BY_NAME)
    if meant:
        raise QueryError(
            f"no field is called {name}:; did you mean {meant}:? It may stand in quotes", position
        )
    there = ", ".join(f"{each}:" for each in BY_NAME)
    raise QueryError(f"no field is called {name}:; in quotes it is a word; there are {there}", position)


def _value_token(field: Field, match: re.Match[str]) -> Token:
    kind = str(match.lastgroup)
    if kind == "word" and match["word"].startswith("/") and field.pattern and field.takes is Takes.TEXT:
        raise QueryError("a / without its partner", match.start())
    return Token(kind, match[kind], match.start(kind))


class _Parser:
    """Goes through the tokens once. ``field``: the one that words are values of, within ``title:( … )``."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self.place = 0
        self.arranged: dict[type, Node] = {}

    def _at(self, kind: str) -> bool:
        return self.place < len(self._tokens) and self._tokens[self.place].kind == kind

    def query(self, depth: int, field: Field | None) -> Node:
        alternatives: list[Node] = []
        clauses: list[Node] = []
        while self.place < len(self._tokens) and not self._at("close"):
            token = self._tokens[self.place]
            if token.kind == "word" and token.text == "OR":
                if not clauses:
                    raise QueryError("OR needs something before it", token.position)
                alternatives.append(_all(clauses))
                clauses = []
                self.place += 1
                if self.place >= len(self._tokens) or self._at("close"):
                    raise QueryError("OR needs something after it", token.position)
                continue
            clause = self._clause(depth, field)
            if isinstance(clause, Sort | Limit):
                if depth:
                    name = "sort" if isinstance(clause, Sort) else "limit"
                    raise QueryError(
                        f"{name}: concerns the whole list; put it outside of ( ) and -", token.position
                    )
                self.arranged[type(clause)] = clause
            else:
                clauses.append(clause)
        last = _all(clauses)
        return Any((*alternatives, last)) if alternatives else last

    def _clause(self, depth: int, field: Field | None) -> Node:
        token = self._tokens[self.place]
        if depth > DEPTH:
            raise QueryError(
                f"too deep; at most {DEPTH} brackets and signs stand within each other", token.position
            )
        self.place += 1
        match token.kind:
            case "minus":
                if self.place >= len(self._tokens):
                    raise QueryError("- needs something after it", token.position)
                inner = self._clause(depth + 1, field)
                if isinstance(inner, Sort | Limit):
                    raise QueryError("sort: and limit: cannot be turned round by -", token.position)
                return Not(inner)
            case "open":
                return self._bracket(token, depth, field)
            case "field":
                return self._field(token, depth)
        return words(token, "") if field is None else value(field, token)

    def _bracket(self, opened: Token, depth: int, field: Field | None) -> Node:
        node = self.query(depth + 1, field)
        if self.place >= len(self._tokens):
            raise QueryError("a ( without its )", opened.position)
        self.place += 1
        return node

    def _field(self, token: Token, depth: int) -> Node:
        field, follows = BY_NAME[token.text], self._tokens[self.place]
        self.place += 1
        return self._bracket(follows, depth, field) if follows.kind == "open" else value(field, follows)


def _all(clauses: list[Node]) -> Node:
    return clauses[0] if len(clauses) == 1 else All(tuple(clauses))
