"""One line of the screen: pane titles, ticker, status and keys. Repaints only when its text differs."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.pages.wrap import wrap
from tui.text import fit, width

NARROWEST = 16
"""Cells that the last piece of a line must have beside what is before it."""
INSET = 4
"""Cells before it where it has not."""


class Line(Widget, can_focus=False, inherit_bindings=False):
    """A line of styled pieces, cut or filled to the width that there is."""

    DEFAULT_CSS = "Line { height: 1; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._left: tuple[Segment, ...] = ()
        self._right: tuple[Segment, ...] = ()
        self._ground = Style.null()

    def show(self, left: Sequence[Segment], ground: Style, right: Sequence[Segment] = ()) -> None:
        """Show ``left`` at the start and ``right`` at the end over ``ground``, unless they stand there."""
        told = (tuple(left), tuple(right), ground)
        if told != (self._left, self._right, self._ground):
            self._left, self._right, self._ground = told
            self.refresh()

    @property
    def text(self) -> str:
        """What it says, for tests and for the reader of a plain screen."""
        return "".join(piece.text for piece in (*self._left, *self._right))

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is only one
        """The one line."""
        return Strip(compose_line(self._left, self._right, self._ground, self.size.width), self.size.width)


def compose_line(
    left: Sequence[Segment], right: Sequence[Segment], ground: Style, cells: int
) -> list[Segment]:
    """``left`` and ``right`` in exactly ``cells`` cells; the right side is kept where both do not fit."""
    kept_right = right if sum(width(piece.text) for piece in right) <= cells else ()
    room = cells - sum(width(piece.text) for piece in kept_right)
    line: list[Segment] = []
    for piece in left:
        if room <= 0:
            break
        wide = width(piece.text)
        text = piece.text if wide <= room else fit(piece.text, room)
        line.append(Segment(text, ground + piece.style if piece.style else ground))
        room -= min(wide, room)
    if room > 0:
        line.append(Segment(" " * room, ground))
    line.extend(Segment(piece.text, ground + piece.style if piece.style else ground) for piece in kept_right)
    return line


def folded(line: Sequence[Segment], cells: int) -> list[list[Segment]]:
    """``line`` as rows of ``cells`` cells at most: its last piece goes on below where it began.

    Where that leaves it too little room, it stands below what is before it, set in a little.
    """
    if not line:
        return [[]]
    *before, last = line
    # What stands before the words themselves is kept before each of their rows.
    words = last.text.lstrip(" ")
    inset = sum(width(piece.text) for piece in before) + len(last.text) - len(words)
    room = cells - inset
    if width(words) <= room:
        return [list(line)]
    if room < NARROWEST:
        below = [words[start:end] for start, end in wrap(words, max(1, cells - INSET))]
        rows = [[Segment(" " * INSET + part, last.style)] for part in below]
        return [before, *rows] if before else rows
    parts = [words[start:end] for start, end in wrap(words, room)]
    first = Segment(last.text[: len(last.text) - len(words)] + parts[0], last.style)
    return [[*before, first], *([Segment(" " * inset + part, last.style)] for part in parts[1:])]
