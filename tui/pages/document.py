"""The content of an article as blocks, and blocks as the text that the cache keeps.

Knows nothing of HTML, terminals or the cache. The app imports this module when it starts, so it
needs the standard library only.

A document is a tuple of blocks in reading order. Blocks are used instead of Markdown because
Markdown changes news text ("1986. A year" becomes a list item) and because a program can count,
number and cut blocks without parsing them again.

Blocks and spans are named tuples and no frozen dataclasses: those take six times as long to make,
which was a sixth of the time that all reading of HTML took (180,000 of them in 300 real feeds).
"""

from __future__ import annotations

import json
from enum import IntFlag, StrEnum
from typing import Any, NamedTuple


class DocumentError(ValueError):
    """The kept text is no document; the message is a sentence for the user."""


class Kind(StrEnum):
    """What a block is. A quote is no kind: it is any block with ``quote`` of 1 or more."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CODE = "code"
    TABLE = "table"
    IMAGE = "image"
    RULE = "rule"


class Face(IntFlag):
    """How a piece of text is set. The values are stored: never renumber them."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    CODE = 4
    STRIKE = 8


FACES = tuple(Face(bits) for bits in range(16))
"""Every face by its number: an index is ten times faster than ``Face(bits)`` or ``a | b``."""


class Span(NamedTuple):
    """A piece of text in one face. A line feed in it is a line end that the author wrote."""

    text: str
    face: Face = Face.PLAIN
    href: str = ""
    """An absolute http(s) address, ``#`` and the name of a block of the same document, or empty."""


class Block(NamedTuple):
    """One paragraph, heading, list item, code listing, table, image or rule."""

    kind: Kind
    spans: tuple[Span, ...] = ()
    """The text; for an image its caption, else its description."""
    level: int = 0
    """Heading: 1 to 6. Table: 1 when the first row is a header."""
    marker: str = ""
    """What stands before the first line in a list: a bullet or a number with its full stop."""
    quote: int = 0
    """How many quotations it stands in."""
    depth: int = 0
    """List nesting: 0 for an outermost item, and item depth + 1 for what else stands in an item."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The cells of a table; rows may differ in length."""
    href: str = ""
    """The address of an image."""
    name: str = ""
    """By which links within the document lead here; only blocks that one leads to have one."""


Document = tuple[Block, ...]

WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
"""Characters of scripts without spaces, of which two count as a word; as a pattern it takes 2 ms to make."""
DEEPEST = 32
"""Quotations, and lists, within each other that are read: what stands deeper stands there."""
SPANS_LIMIT = 20_000
"""Spans of one block that are read: more is no text that anybody wrote."""
_quoted = json.encoder.encode_basestring


def dumps(document: Document) -> str:
    """``document`` as compact JSON for the cache; what has its default value is left out.

    Written by hand, since to make the lists that an encoder takes costs as much again.
    """
    return f"[{','.join(map(_packed, document))}]"


def loads(text: str) -> Document:
    """The document that ``dumps`` wrote; raises ``DocumentError`` for anything else."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise DocumentError("The kept text of this article is damaged: it is not JSON.") from None
    if not isinstance(raw, list):
        raise DocumentError("The kept text of this article is damaged: it is not a list of blocks.")
    try:
        return tuple(_unpacked(item) for item in raw)
    except (AttributeError, TypeError, ValueError):
        raise DocumentError("The kept text of this article is damaged: a block has a wrong shape.") from None


def plain_text(document: Document) -> str:
    """The words alone, one block or table row a line, for the full-text index and the lead."""
    return "\n".join(text for block in document if (text := _words(block)))


def _words(block: Block) -> str:
    text = "".join([span.text for span in block.spans])
    if not block.rows:
        return text
    rows = (" ".join(cell for cell in row if cell) for row in block.rows)
    return "\n".join(line for line in (text, *rows) if line)


def _packed(block: Block) -> str:
    packed = []
    if block.kind is not Kind.PARAGRAPH:
        packed.append(f'"k":"{block.kind}"')
    if block.spans:
        packed.append(f'"s":[{",".join([_packed_span(span) for span in block.spans])}]')
    if block.level:
        packed.append(f'"l":{block.level}')
    if block.marker:
        packed.append(f'"m":{_quoted(block.marker)}')
    if block.quote:
        packed.append(f'"q":{block.quote}')
    if block.depth:
        packed.append(f'"d":{block.depth}')
    if block.rows:
        rows = [f"[{','.join(map(_quoted, row))}]" for row in block.rows]
        packed.append(f'"r":[{",".join(rows)}]')
    if block.href:
        packed.append(f'"a":{_quoted(block.href)}')
    if block.name:
        packed.append(f'"n":{_quoted(block.name)}')
    return f"{{{','.join(packed)}}}"


def _packed_span(span: Span) -> str:
    text, face, href = span
    if href:
        return f"[{_quoted(text)},{int(face)},{_quoted(href)}]"
    return f"[{_quoted(text)},{int(face)}]" if face else _quoted(text)


def _unpacked(raw: dict[str, Any]) -> Block:
    return Block(
        kind=Kind(raw.get("k", "paragraph")),
        spans=tuple([_unpacked_span(item) for item in _list(raw.get("s", []))[:SPANS_LIMIT]]),
        level=_count(raw.get("l", 0)),
        marker=_string(raw.get("m", "")),
        quote=min(_count(raw.get("q", 0)), DEEPEST),
        depth=min(_count(raw.get("d", 0)), DEEPEST),
        rows=tuple([tuple(map(_string, _list(row))) for row in _list(raw.get("r", []))]),
        href=_string(raw.get("a", "")),
        name=_string(raw.get("n", "")),
    )


def _unpacked_span(raw: Any) -> Span:
    if isinstance(raw, str):
        return Span(raw)
    text, face, *rest = _list(raw)
    if not 0 <= _count(face) < len(FACES) or len(rest) > 1:
        raise ValueError
    return Span(_string(text), FACES[face], _string(rest[0]) if rest else "")


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError
    return raw


def _string(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw


def _count(raw: Any) -> int:
    if type(raw) is not int or raw < 0:
        raise TypeError
    return raw
