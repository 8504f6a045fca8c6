"""Pieces of text as a parser hands them over, to the spans of one paragraph.

Knows nothing of tags. White space folds as in a browser; every piece passes ``tui.text``.
"""

from __future__ import annotations

import unicodedata

from tui.pages.document import FACES, Face, Span
from tui.text import MARKS_LIMIT, clean_block

Piece = tuple[str, int, str]
"""Text, the number of its face, its address. A line feed is a line end that the author wrote."""

_Entry = tuple[list[str], int, str]
_CODE = int(Face.CODE)


def spans_of(pieces: list[Piece]) -> tuple[Span, ...]:
    """The spans of one paragraph; neighbours of one style are one span, white space alone is none."""
    merged = _merged(pieces)
    if len(merged) == 1:
        text, face, href = merged[0]
        text = clean_block(text)
        return (Span(text, FACES[face], href),) if text else ()
    entries: list[_Entry] = []
    gap = ""
    for text, face, href in merged:
        # The bars keep the white space at the edges, which clean_block would strip.
        text = clean_block(f"|{text}|")[1:-1]
        words = text.strip()
        if not words:
            gap = _wider(gap, text)
            continue
        after = ""
        if len(words) < len(text):
            start = text.index(words[0])
            gap = _wider(gap, text[:start])
            after = _wider("", text[start + len(words) :])
        if entries and words[0] >= "\u0300" and not gap:
            words = _marks_moved(entries[-1][0], words)
        if words:
            _append(entries, gap, (words, face, href))
        gap = after
    return tuple([Span("".join(parts), FACES[face], href) for parts, face, href in entries])


def _merged(pieces: list[Piece]) -> list[Piece]:
    """``pieces`` with neighbours of one style joined."""
    if len(pieces) < 2:
        return pieces
    merged: list[Piece] = []
    run: list[str] = []
    _, face, href = pieces[0]
    for piece in pieces:
        if piece[1] != face or piece[2] != href:
            merged.append(("".join(run), face, href))
            run = []
            _, face, href = piece
        run.append(piece[0])
    merged.append(("".join(run), face, href))
    return merged


def _wider(gap: str, other: str) -> str:
    """The white space that two stretches of white space fold to."""
    if gap == "\n" or "\n" in other:
        return "\n"
    return " " if gap or other else ""


def _append(entries: list[_Entry], gap: str, piece: Piece) -> None:
    """Add ``piece``, with ``gap`` before it where no link and no code is stretched by it."""
    words, face, href = piece
    if gap and entries:
        parts, before, link = entries[-1]
        if not link and not before & _CODE:
            parts.append(gap)
        elif not href and not face & _CODE:
            words = gap + words
        else:
            entries.append(([gap], 0, ""))
    if entries and entries[-1][1:] == (face, href):
        entries[-1][0].append(words)
    else:
        entries.append(([words], face, href))


def _marks_moved(parts: list[str], words: str) -> str:
    """``words`` without its leading combining marks, which go to the base that they follow.

    Scripts of India write vowel signs after the end of a link. The bound of ``tui.text`` on marks
    holds across the seam as well.
    """
    count = 0
    while count < len(words) and unicodedata.category(words[count])[0] == "M":
        count += 1
    if count:
        last = parts[-1]
        tail = last[-MARKS_LIMIT:]
        held = sum(unicodedata.category(character)[0] == "M" for character in tail)
        parts[-1] = last + words[: min(count, MARKS_LIMIT - held)]
    return words[count:]
