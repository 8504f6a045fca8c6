"""Where a search has hit: the marks in a headline, and the piece of a text round a hit. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tui.words import plain

BEFORE = 24
"""Characters that a piece shows before its first hit."""
STRETCHES = (1_000, 4_000, 20_000)
"""Characters of a text that are searched for a hit to show: most texts have theirs near the beginning."""

Piece = tuple[str, bool]
"""A stretch of text, and whether it is a hit."""


def marked(text: str, finder: re.Pattern[str] | None) -> list[Piece]:
    """``text`` in pieces, its hits apart."""
    pieces: list[Piece] = []
    at = 0
    for start, end in _hits(text, finder):
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def excerpt(texts: Iterable[str], finder: re.Pattern[str] | None, length: int) -> list[Piece]:
    """Some ``length`` characters round the first hit in the first of ``texts`` with one; [] if none has."""
    for whole in texts:
        text = " ".join(whole[: STRETCHES[-1]].split())
        first = _first(text, finder)
        if first is None:
            continue
        start = text.rfind(" ", 0, max(0, first[0] - BEFORE)) + 1 if first[0] > BEFORE else 0
        # Text without spaces has nowhere to begin but near the hit.
        start = max(start, first[0] - 2 * BEFORE)
        piece = ("…" if start else "") + text[start : start + length]
        return marked(piece + ("…" if start + length < len(text) else ""), finder)
    return []


def _first(text: str, finder: re.Pattern[str] | None) -> tuple[int, int] | None:
    for length in STRETCHES:
        hit = next(iter(_hits(text[:length], finder)), None)
        # What ends with a stretch may be the beginning of another word.
        if hit is not None and (hit[1] < length or length >= len(text)):
            return hit
        if length >= len(text):
            return None
    return None


def _hits(text: str, finder: re.Pattern[str] | None) -> Iterable[tuple[int, int]]:
    if finder is None:
        return
    folded, places = plain(text)
    for match in finder.finditer(folded):
        if match.end() > match.start():
            if places is None:
                yield match.span()
            else:
                yield places[match.start()], places[match.end() - 1] + 1
