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

from tui.app.looks import PLAIN, Look, blank, look_of
from tui.app.pen import Pen, Place, Row
from tui.app.widths import REST, UNKNOWN, all_sure, cells, leans

Piece = tuple[int, int, Iterable[Segment]]
"""(line, column of its first cell, what stands there from then on)."""

BLOCK = 5
"""Lines in one block from which it is tried whether clearing them first takes fewer bytes."""
WORTH = 40
"""Cells that moving lines must save before they are moved: it takes some 22 bytes."""
_LOOKS = 255
"""Looks that a frame can number; a screen has some twenty, and one more for each link on it."""
_MANY = 160
"""Looks from which those that are nowhere on the screen any more are forgotten."""
_CHANGED = re.compile(rb"[^\0]+(?:\0{1,4}[^\0]+)*")
"""Changed cells, with gaps that take no more to send again than to jump over."""


class Frame:
    """The terminal's screen as it is to be, beside what this process has drawn of it."""

    def __init__(self, *, fills: bool = True, fills_moved: bool = True, colourless: bool = False) -> None:
        """``fills``: the terminal erases with the colour of the paper. ``colourless``: no colour is sent.

        ``fills_moved``: lines that come in where others move away have that colour too.
        """
        self._fills, self._fills_moved, self._colourless = fills, fills_moved, colourless
        self._columns = 0
        self._rows: list[Row] = []
        self._drawn: dict[int, Row] = {}
        """The lines that differ, as they are on the terminal."""
        self._colours: ColorSystem | None = None
        self._looks: list[Look] = []
        self._numbers: dict[Look, int] = {}
        self._styles: dict[Style, tuple[int, int]] = {}
        self._now: Look | None = None
        self._at: Place | None = None

    def forget(self) -> None:
        """The screen may hold anything now: another size, another program's output. Draw all anew."""
        self._columns = 0

    def take(self, pieces: Iterable[Piece], columns: int, lines: int, colours: ColorSystem | None) -> None:
        """Take in ``pieces`` of what the screen is to be; the last one taken in holds."""
        if (columns, lines, colours) != (self._columns, len(self._rows), self._colours):
            self._columns, self._colours = columns, colours
            self._rows = [_unknown(columns)] * lines
            self._looks, self._numbers, self._styles = [PLAIN], {PLAIN: 0}, {}
            self._drawn, self._now, self._at = {}, None, None
        if len(self._looks) > _MANY:
            self._tidy()
        for y, x, segments in pieces:
            # While a resize is on its way a piece may lie beyond the screen.
            if 0 <= y < lines and 0 <= x < columns:
                self._take_in(y, x, segments)

    @property
    def changed(self) -> int:
        """How many lines are not on the terminal as they are to be."""
        return sum(self._rows[y] != row for y, row in self._drawn.items())

    def patch(self, cursor: tuple[int, int] | None = None) -> str:
        """The control sequences that bring the terminal to what the screen is to be.

        ``cursor``: the line and the column where the terminal's cursor is to stand.
        """
        old = {y: row for y, row in self._drawn.items() if row != self._rows[y]}
        self._drawn = {}
        moved = dict(old)
        pen = self._pen()
        if len(old) > 2:
            self._shift(pen, moved)
        sent = self._draw(pen, moved, cursor)
        if block := self._block(old):
            # Neither way is shorter in all cases: both are written.
            cleared, clean = self._pen(), old | block
            cleared.clear(min(block), max(block), next(iter(block.values()))[1][0])
            other = self._draw(cleared, clean, cursor)
            if len(other) < len(sent):
                pen, sent = cleared, other
        self._now, self._at = pen.now, pen.at
        return sent

    def _pen(self) -> Pen:
        return Pen(self._rows, self._looks, fills=self._fills, now=self._now, at=self._at)

    def _draw(self, pen: Pen, old: dict[int, Row], cursor: tuple[int, int] | None) -> str:
        for y in sorted(old):
            self._draw_line(pen, y, old[y])
        return pen.finish(cursor)

    def _block(self, old: dict[int, Row]) -> dict[int, Row]:
        """The largest block of changed lines that end with blanks of one look, as it is once it is cleared.

        Empty where clearing it would leave more to write than there is now.
        """
        pen, blocks = self._pen(), list[dict[int, Row]]()
        for y in sorted(old):
            text, looks = self._rows[y]
            if text[-1] != " " or not pen.erasable(looks[-1]):
                continue
            blank_row = (" " * self._columns, looks[-1:] * self._columns)
            if blocks and blocks[-1].get(y - 1) == blank_row:
                blocks[-1][y] = blank_row
            else:
                blocks.append({y: blank_row})
        # A block at the bottom is erased, and any other one moved away.
        last = len(self._rows) - 1
        blocks = [
            each for each in blocks if last in each or self._comes_in(pen, self._rows[min(each)][1][-1])
        ]
        block = max(blocks, key=len, default={})
        spared = sum(
            _differs(old[y], self._rows[y]) - _differs(row, self._rows[y]) for y, row in block.items()
        )
        return block if len(block) >= BLOCK and spared > WORTH else {}

    def _tidy(self) -> None:
        """Number anew the looks that are on the screen; every link that was ever shown had one."""
        used = sorted({0}.union(*(row[1] for row in [*self._rows, *self._drawn.values()])))
        used = [number for number in used if number < len(self._looks)]
        table = bytearray(range(256))
        for place, number in enumerate(used):
            table[number] = place
        self._rows = [(text, looks.translate(bytes(table))) for text, looks in self._rows]
        self._drawn = {y: (text, looks.translate(bytes(table))) for y, (text, looks) in self._drawn.items()}
        self._looks = [self._looks[number] for number in used]
        self._numbers = {look: number for number, look in enumerate(self._looks)}
        self._styles = {}

    def _take_in(self, y: int, x: int, segments: Iterable[Segment]) -> None:
        """Put a piece into the frame."""
        text, looks = self._cells(segments)
        room = self._columns - x
        if len(text) > room:
            text, looks = text[:room], looks[:room]
        end = x + len(text)
        line, line_looks = self._rows[y]
        if line[x:end] == text and line_looks[x:end] == looks:
            return
        self._drawn.setdefault(y, (line, line_looks))
        before, after = line[:x], line[end:]
        # A wide character of which one half is written over is gone as a whole.
        if before and line[x] == REST:
            before = before[:-1] + " "
        if after.startswith(REST):
            after = " " + after[1:]
        self._rows[y] = (before + text + after, line_looks[:x] + looks + line_looks[end:])

    def _cells(self, segments: Iterable[Segment]) -> Row:
        """The cells that ``segments`` fill. Blanks at an end have the look that a blank shows."""
        texts: list[str] = []
        looks: list[bytes] = []
        for text, style, control in segments:
            if control or not text:
                continue
            found = cells(text)
            texts.append(found)
            if found and leans(found[0]) and (letter := b"".join(looks)[-1:]):
                # A vowel sign is drawn with its letter, where what is marked ends between them.
                looks.append(letter)
                found = found[1:]
            if not style:
                looks.append(bytes(len(found)))
                continue
            look, bare = self._number(style)
            begin, size = len(found) - len(found.lstrip(" ")), len(found.rstrip(" "))
            if size <= begin:
                looks.append(bytes((bare,)) * len(found))
            elif size == len(found) and not begin:
                looks.append(bytes((look,)) * size)
            else:
                looks.append(
                    bytes((bare,)) * begin
                    + bytes((look,)) * (size - begin)
                    + bytes((bare,)) * (len(found) - size)
                )
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
        fill = self._rows[bottom if step > 0 else top][1][-1]
        came = (" " * self._columns, bytes((fill,)) * self._columns)
        if not self._comes_in(pen, fill):
            came = _unknown(self._columns)
        after = {y: before.get(y + step, came) for y in before}
        spared = sum(_differs(before[y], self._rows[y]) - _differs(after[y], self._rows[y]) for y in before)
        if spared < WORTH:
            return
        pen.shift(top, bottom, step, fill)
        for y, row in after.items():
            if row == self._rows[y]:
                old.pop(y, None)
            else:
                old[y] = row

    def _comes_in(self, pen: Pen, number: int) -> bool:
        """Whether lines that come in where others move away are blanks of a look."""
        return pen.erasable(number) and (self._fills_moved or self._looks[number].paper == PLAIN.paper)

    def _draw_line(self, pen: Pen, y: int, old: Row) -> None:
        text, looks = self._rows[y]
        if not (all_sure(text) and all_sure(old[0])):
            # Terminals disagree on the width of something here: all of the line, from its first cell.
            pen.run(y, 0, b"\1" * len(text), to_end=text[-1] == " ", sure=False)
            return
        for first, changed in _runs((text, looks), old):
            last = first + len(changed)
            to_end = not text[last - 1 :].strip(" ") and looks.count(looks[-1], last - 1) > len(text) - last
            pen.run(y, first, changed, to_end=to_end)


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
    top, bottom = min(ends), max(ends)
    # Blank lines have moved along as well.
    while top - 1 in old and old.get(top - 1 + step) == rows[top - 1]:
        top -= 1
    while bottom + 1 in old and old.get(bottom + 1 + step) == rows[bottom + 1]:
        bottom += 1
    return top, bottom, step


def _runs(new: Row, old: Row) -> Iterator[tuple[int, bytes]]:
    """The stretches of a line to send, joined over short gaps: (first cell, which are changed)."""
    size = len(new[0])
    texts = int.from_bytes(bytes(map(ne, new[0], old[0])), "little")
    looks = int.from_bytes(new[1], "little") ^ int.from_bytes(old[1], "little")
    changed = (texts | looks).to_bytes(size, "little")
    for match in _CHANGED.finditer(changed):
        first, last = match.span()
        # Both halves of a wide character.
        if new[0][first] == REST and first > 0:
            yield first - 1, b"\1" + changed[first:last] + (b"\1" if new[0][last : last + 1] == REST else b"")
        else:
            yield first, changed[first:last] + (b"\1" if new[0][last : last + 1] == REST else b"")


def sgr(style: Style, colours: ColorSystem | None) -> str:
    """The parameters of the SGR sequence that switches a plain terminal to ``style``; "" for no style."""
    look = look_of(style, colours)
    words = [str(each) for each in look.attributes]
    words += [each for each, none in ((look.ink, "39"), (look.paper, "49")) if each != none]
    return ";".join(words)
