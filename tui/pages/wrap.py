"""Where a text breaks into lines of a width in cells.

Knows nothing of documents or faces: text in, positions out, so that the caller keeps its styles.
Every character counts for its own cells, which is what a terminal without shaping does; marks of
no width stay with their base.
"""

from __future__ import annotations

from collections.abc import Iterator

from tui.text import width

_NOT_FIRST = frozenset("、。，．・：；？！」』】〉》〕）］｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
"""Wide characters that must not begin a line (JIS X 4051, the common ones)."""
_JOINER = "\u200d"
"""Makes one picture of two."""


def wrap(text: str, room: int) -> Iterator[tuple[int, int]]:
    """The start and end of every line of ``text`` in ``room`` cells, 2 at least.

    Lines end at line feeds, at spaces, between wide characters, and within a word that is longer
    than a line. The space or line feed at a break belongs to no line.
    """
    cells = _cells(text)
    start = 0
    while True:
        feed = text.find("\n", start)
        end = len(text) if feed < 0 else feed
        if cells is None:
            yield from _wrap_narrow(text, start, end, room)
        else:
            yield from _wrap_wide(text, start, end, room, cells)
        if feed < 0:
            return
        start = feed + 1


def cut(text: str, room: int) -> Iterator[str]:
    """``text`` without line feeds in pieces of ``room`` cells, 2 at least: for listings."""
    cells = _cells(text)
    if cells is None:
        yield from (text[at : at + room] for at in range(0, len(text) or 1, room))
        return
    start = used = 0
    for at, character in enumerate(text):
        used += cells[character]
        if used > room:
            yield text[start:at]
            start, used = at, cells[character]
    yield text[start:]


def _joined(text: str, at: int) -> bool:
    """Whether the character at ``at`` is one picture with what stands before it (UAX #29, GB9 to GB13)."""
    before, character = text[at - 1], text[at]
    if before == _JOINER or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    if not _is_regional(character) or not _is_regional(before):
        return False
    start = at
    while start and _is_regional(text[start - 1]):
        start -= 1
    return (at - start) % 2 == 1


def _is_regional(character: str) -> bool:
    """Half a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _cells(text: str) -> dict[str, int] | None:
    """The width of every character that occurs, or None where each takes one cell."""
    if text.isascii():
        return None
    cells = {character: width(character) for character in set(text)}
    cells["\n"] = 1
    return None if all(size == 1 for size in cells.values()) else cells


def _wrap_narrow(text: str, start: int, end: int, room: int) -> Iterator[tuple[int, int]]:
    while end - start > room:
        space = text.rfind(" ", start, start + room + 1)
        if space > start:
            yield start, space
            start = space + 1
        else:
            yield start, start + room
            start += room
    yield start, end


def _wrap_wide(
    text: str, start: int, end: int, room: int, cells: dict[str, int]
) -> Iterator[tuple[int, int]]:
    used = 0
    # The last place to break: where the line ends, where the next one starts, the cells up to there.
    stop, resume, spent = start, start, 0
    wide_before = False
    for at in range(start, end):
        character = text[at]
        size = cells[character]
        if character == " ":
            if at > start:
                stop, resume, spent = at, at + 1, used + 1
        elif (
            size
            and (size == 2 or wide_before)
            and at > start
            and character not in _NOT_FIRST
            and not _joined(text, at)
        ):
            stop, resume, spent = at, at, used
        if size:
            wide_before = size == 2
        if used + size > room and stop > start:
            yield start, stop
            start, used = resume, max(0, used - spent)
            stop = start
        if used + size > room and at > start:
            yield start, at
            start, used = at, 0
            stop = start
        if at >= start:
            used += size
    yield start, end
