"""What of a frame must go over the wire: the last one is kept as cells, and only changed runs are sent.

Textual sends each dirty region whole: six full screens for a start at 80×24, five for a change of
panes. Knows nothing of Textual's compositor and no widget: it takes pieces of lines and gives bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from operator import ne

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from tui.app.pen import PLAIN, Look, Pen, blank, look_of
from tui.app.widths import REST, UNKNOWN, all_sure, cells

Piece = tuple[int, int, Iterable[Segment]]
"""(line, column of its first cell, what stands there from then on)."""
Row = tuple[str, bytes]
"""A line's cells, and the number of the look of each."""

WORTH = 40
"""Cells that moving lines must save before they are moved: it takes some 22 bytes."""
_LOOKS = 255
"""Looks that a frame can number; a screen has some twenty, and one more for each link on it."""
_MANY = 160
"""Looks from which those that are nowhere on the screen any more are forgotten."""
_CHANGED = re.compile(rb"[^\0]+(?:\0{1,4}[^\0]+)*")
"""Changed cells, with gaps that take no more to send again than to jump over."""


class Frame:
    """The terminal's screen as this process has drawn it."""

    def __init__(self, *, fills: bool = True, colourless: bool = False) -> None:
        """``fills``: the terminal erases with the colour of the paper. ``colourless``: no colour is sent."""
        self._fills, self._colourless = fills, colourless
        self._columns = 0
        self._rows: list[Row] = []
        self._colours: ColorSystem | None = None
        self._looks: list[Look] = []
        self._numbers: dict[Look, int] = {}
        self._styles: dict[Style, tuple[int, int]] = {}

    def forget(self) -> None:
        """The screen may hold anything now: another size, another program's output. Draw all anew."""
        self._columns = 0

    def patch(self, pieces: Iterable[Piece], columns: int, lines: int, colours: ColorSystem | None) -> str:
        """Take in ``pieces`` and give the control sequences that bring the terminal to the same state."""
        if (columns, lines, colours) != (self._columns, len(self._rows), self._colours):
            self._columns, self._colours = columns, colours
            self._rows = [_unknown(columns)] * lines
            self._looks, self._numbers, self._styles = [PLAIN], {PLAIN: 0}, {}
        if len(self._looks) > _MANY:
            self._tidy()
        old: dict[int, Row] = {}
        for y, x, segments in pieces:
            # While a resize is on its way a piece may lie beyond the screen.
            if 0 <= y < lines and 0 <= x < columns:
                self._take_in(y, x, segments, old)
        pen = Pen(self._looks, columns, fills=self._fills)
        if len(old) > 2:
            self._shift(pen, old)
        for y in sorted(old):
            self._draw_line(pen, y, old[y])
        return pen.finish()

    def _tidy(self) -> None:
        """Number anew the looks that are on the screen; every link that was ever shown had one."""
        used = sorted({0}.union(*(row[1] for row in self._rows)))
        used = [number for number in used if number < len(self._looks)]
        table = bytearray(range(256))
        for place, number in enumerate(used):
            table[number] = place
        self._rows = [(text, looks.translate(bytes(table))) for text, looks in self._rows]
        self._looks = [self._looks[number] for number in used]
        self._numbers = {look: number for number, look in enumerate(self._looks)}
        self._styles = {}

    def _take_in(self, y: int, x: int, segments: Iterable[Segment], old: dict[int, Row]) -> None:
        """Put a piece into the frame; the line as it was goes to ``old`` where the piece changes it."""
        text, looks = self._cells(segments)
        room = self._columns - x
        if len(text) > room:
            text, looks = text[:room], looks[:room]
        end = x + len(text)
        line, line_looks = self._rows[y]
        if line[x:end] == text and line_looks[x:end] == looks:
            return
        old.setdefault(y, (line, line_looks))
        before, after = line[:x], line[end:]
        # A wide character of which one half is written over is gone as a whole.
        if before and line[x] == REST:
            before = before[:-1] + " "
        if after.startswith(REST):
            after = " " + after[1:]
        self._rows[y] = (before + text + after, line_looks[:x] + looks + line_looks[end:])

    def _cells(self, segments: Iterable[Segment]) -> Row:
        """The cells that ``segments`` fill. What is all blank has the look that a blank shows."""
        texts: list[str] = []
        looks: list[bytes] = []
        for text, style, control in segments:
            if control or not text:
                continue
            found = cells(text)
            texts.append(found)
            number = self._number(style)[found.isspace()] if style else 0
            looks.append(bytes((number,)) * len(found))
        return "".join(texts), b"".join(looks)

    def _number(self, style: Style) -> tuple[int, int]:
        """The numbers of a style's look, and of what a blank shows of it."""
        if style not in self._styles:
            look = look_of(style, self._colours)
            if self._colourless:
                look = Look(look.attributes)
            numbers = []
            for each in (look, blank(look)):
                if each not in self._numbers and len(self._looks) < _LOOKS:
                    self._numbers[each] = len(self._looks)
                    self._looks.append(each)
                numbers.append(self._numbers.get(each, 0))
            self._styles[style] = (numbers[0], numbers[1])
        return self._styles[style]

    def _shift(self, pen: Pen, old: dict[int, Row]) -> None:
        """Let the terminal move lines where that saves bytes; ``old`` is then as after the move."""
        found = _moved(old, self._rows)
        if found is None:
            return
        top, bottom, step = found
        before = {y: old.get(y, self._rows[y]) for y in range(top, bottom + 1)}
        after = {y: before.get(y + step, _unknown(self._columns)) for y in before}
        spared = sum(_differs(before[y], self._rows[y]) - _differs(after[y], self._rows[y]) for y in before)
        if spared < WORTH:
            return
        pen.shift(top, bottom, step)
        for y, row in after.items():
            if row == self._rows[y]:
                old.pop(y, None)
            else:
                old[y] = row

    def _draw_line(self, pen: Pen, y: int, old: Row) -> None:
        text, looks = self._rows[y]
        if not (all_sure(text) and all_sure(old[0])):
            # Terminals disagree on the width of something here: all of the line, from its first cell.
            pen.run(y, 0, text, looks)
            return
        for first, last in _runs((text, looks), old):
            to_end = not text[last - 1 :].strip(" ") and looks.count(looks[-1], last - 1) > len(text) - last
            pen.run(y, first, text[first:last], looks[first:last], to_end=to_end)


def _unknown(columns: int) -> Row:
    return UNKNOWN * columns, bytes(columns)


def _differs(one: Row, other: Row) -> int:
    """Cells that are not the same in two lines: about what it takes to draw one over the other."""
    return 0 if one == other else sum(map(ne, one[0], other[0])) or len(one[0])


def _moved(old: dict[int, Row], rows: list[Row]) -> tuple[int, int, int] | None:
    """(first line, last line, how many lines up) of the block that most of the changed lines moved in."""
    places: dict[Row, int] = {}
    for y, row in old.items():
        places.setdefault(row, y)
    moved = [(y, at) for y in old if (at := places.get(rows[y], y)) != y and not rows[y][0].isspace()]
    if not moved:
        return None
    step, _ = Counter(at - y for y, at in moved).most_common(1)[0]
    ends = [end for y, at in moved if at - y == step for end in (y, at)]
    return min(ends), max(ends), step


def _runs(new: Row, old: Row) -> Iterator[tuple[int, int]]:
    """The stretches of a line to send: where it differs, joined over short gaps."""
    size = len(new[0])
    texts = int.from_bytes(bytes(map(ne, new[0], old[0])), "little")
    looks = int.from_bytes(new[1], "little") ^ int.from_bytes(old[1], "little")
    for match in _CHANGED.finditer((texts | looks).to_bytes(size, "little")):
        first, last = match.span()
        # Both halves of a wide character.
        yield first - (new[0][first] == REST and first > 0), last + (new[0][last : last + 1] == REST)


def sgr(style: Style, colours: ColorSystem | None) -> str:
    """The parameters of the SGR sequence that switches a plain terminal to ``style``; "" for no style."""
    look = look_of(style, colours)
    words = [str(each) for each in look.attributes]
    words += [each for each, none in ((look.ink, "39"), (look.paper, "49")) if each != none]
    return ";".join(words)
