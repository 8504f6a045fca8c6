"""A listing with its remarks, texts and words told apart, whatever its language: pure.

By what nearly all languages share, and not by a parser for each: news pages seldom say which language it is,
and a lexer library takes 60 ms to load. Linear in the text: every expression is bounded by its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LINE_LIMIT = 2_000
"""Characters of a line that are looked at; a longer one is a file in one line and stays plain."""

_WORDS = (
    "and as assert async await begin bool break case catch char class const continue def default "
    "defer del do double elif else elsif end enum except export extends extern false finally float "
    "fn for from func function go goto if impl implements import in include int interface is lambda "
    "let long loop match module mut new nil none not null or package pass print private protected "
    "public raise require rescue return select self short static str string struct super switch then "
    "this throw throws trait true try type union unless until use var void when where while with "
    "yield"
)
_PIECE = re.compile(
    r"(?P<comment>(?:^|(?<=\s))(?:#(?![0-9a-fA-F]{3,8}\b)|//|--\s).*|/\*.*?(?:\*/|$)|<!--.*?(?:-->|$))"
    r"|(?P<literal>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`|\b\d[\w.]*)"
    rf"|(?P<keyword>\b(?:{'|'.join(_WORDS.split())})\b)"
)


def coloured(text: str) -> Iterator[list[tuple[str, str]]]:
    """For each line its pieces with what they are: ``code``, ``keyword``, ``literal`` or ``comment``."""
    for line in text.split("\n"):
        if len(line) > LINE_LIMIT:
            yield [(line, "code")]
            continue
        pieces: list[tuple[str, str]] = []
        done = 0
        for match in _PIECE.finditer(line):
            if match.start() > done:
                pieces.append((line[done : match.start()], "code"))
            pieces.append((match[0], match.lastgroup or "code"))
            done = match.end()
        if done < len(line):
            pieces.append((line[done:], "code"))
        yield pieces
