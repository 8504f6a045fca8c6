"""How a terminal is told to draw: moves, erasures and letters in as few bytes as they take. Pure.

Knows no frame: it is told where to write what. Sequences are those of ECMA-48 and the VT102, which
every terminal has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tui.app.looks import ON_BLANKS, PLAIN, Look, blank, switch
from tui.app.widths import REST, UNKNOWN, leans, sure, written

ERASE = 4
"""Blank cells at the end of a line from which erasing them takes fewer bytes than writing them."""
BLANKS = 8
"""The same for blank cells with something behind them (ECH)."""
_ONE_LOOK = re.compile(rb"(?s)(.)\1*")
_COLUMNS = 6
"""Strokes of one look from which it may take fewer bytes to write them column after column."""

Row = tuple[str, bytes]
"""A line's cells, and the number of the look of each."""
Place = tuple[int, int | None]
"""(line, column) of the terminal's cursor; the column is None behind the last one, where terminals differ."""


class _Stroke(NamedTuple):
    """Cells of one look that stand side by side."""

    y: int
    x: int
    text: str
    erase: int
    """Blank cells as the look is that follow; -1 for all of the line's rest."""
    sure: bool
    """Whether every terminal gives the cells the width that we do."""


class Pen:
    """Takes cells to write, and writes look after look: a jump takes fewer bytes than a switch."""

    def __init__(
        self,
        rows: Sequence[Row],
        looks: Sequence[Look],
        *,
        fills: bool,
        now: Look | None = None,
        at: Place | None = None,
    ) -> None:
        """``rows``: as the screen is to be. ``looks``: by number. ``now``, ``at``: what the terminal is at.

        ``fills``: the terminal erases with the colour of the paper (``bce``).
        """
        self._rows, self._looks, self._fills = rows, looks, fills
        self._strokes: dict[int, list[_Stroke]] = {}
        self._due: dict[int, bytearray] = {}
        """By line: a 1 for each cell that is still to be written, whatever stands there until then."""
        self._out: list[str] = []
        self.now, self.at = now, at

    def run(self, y: int, x: int, changed: bytes, *, to_end: bool = False, sure: bool = True) -> None:
        """Write the cells of a line from ``x`` on; those whose byte is 0 may be left out.

        ``to_end``: the line's rest is blank as the last of them is. ``sure``: see ``widths``.
        """
        end_ = x + len(changed)
        text, looks = self._rows[y][0][x:end_], self._rows[y][1][x:end_]
        for number, start, end in self._stretches(text, looks):
            touched = changed[start:end]
            kept = len(touched.rstrip(b"\0"))
            if not kept:
                continue
            whole = to_end and end == len(text)
            first = start + len(touched) - len(touched.lstrip(b"\0"))
            last = end if whole else start + kept
            if text[first] == REST and first > start:
                first -= 1
            if text[last : last + 1] == REST:
                last += 1
            piece, erase = text[first:last], 0
            if piece[-1] == " " and self.erasable(number):
                bare = piece.rstrip(" ")
                blanks = len(piece) - len(bare)
                if whole and blanks >= ERASE:
                    piece, erase = bare, -1
                elif blanks >= BLANKS:
                    piece, erase = bare, blanks
            self._strokes.setdefault(number, []).append(_Stroke(y, x + first, piece, erase, sure))
            due = self._due.setdefault(y, bytearray(len(self._rows[y][0])))
            due[x + first : x + first + len(piece)] = b"\1" * len(piece)

    def shift(self, top: int, bottom: int, step: int, fill: int) -> None:
        """Move the lines ``top`` to ``bottom`` up by ``step``, down where it is negative; before all else.

        What comes in is blank with the look ``fill``.
        """
        self._switch(blank(self._looks[fill]))
        act = f"{step if step > 1 else ''}M" if step > 0 else f"{-step if step < -1 else ''}L"
        self._out.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1}H\x1b[{act}\x1b[r")
        # DECSTBM has sent the cursor home, on most.
        self.at = None

    def clear(self, top: int, bottom: int, fill: int) -> None:
        """Make the lines ``top`` to ``bottom`` blank with the look ``fill``; before all else."""
        if bottom == len(self._rows) - 1:
            self._switch(blank(self._looks[fill]))
            self._move(top, 0)
            self._out.append("\x1b[J")
        else:
            self.shift(top, bottom, bottom + 1 - top, fill)

    def finish(self, cursor: tuple[int, int] | None = None) -> str:
        """All that is to be written; the cursor then stands at ``cursor`` (line, column)."""
        left = self._strokes
        while left:
            number = (
                min(left, key=lambda each: len(switch(self.now or PLAIN, self._looks[each])))
                if len(left) > 1
                else next(iter(left))
            )
            self._switch(self._looks[number])
            strokes = left.pop(number)
            self._write_all(strokes, number)
            for stroke in strokes:
                end = stroke.x + len(stroke.text)
                self._due[stroke.y][stroke.x : end] = bytes(len(stroke.text))
        if self.now is not None and self.now.link:
            self._switch(self.now._replace(link=""))
        if cursor is not None and self.at != cursor:
            self._move(*cursor)
        return "".join(self._out)

    def _stretches(self, text: str, looks: bytes) -> list[tuple[int, int, int]]:
        """(look, start, end) of the cells that can be written in one look; blanks go with either side."""
        found: list[tuple[int, int, int]] = []
        for match in _ONE_LOOK.finditer(looks):
            start, end = match.span()
            number = looks[start]
            if found:
                before, first, _ = found[-1]
                bare, bare_before = text[start:end].isspace(), text[first:start].isspace()
                if bare and blank(self._looks[before]) == self._looks[number]:
                    found[-1] = (before, first, end)
                    continue
                if bare_before and blank(self._looks[number]) == self._looks[before]:
                    found[-1] = (number, first, end)
                    continue
            found.append((number, start, end))
        return found

    def erasable(self, number: int) -> bool:
        """Whether an erasure leaves blanks of a look."""
        look = self._looks[number]
        return ON_BLANKS.isdisjoint(look.attributes) and (self._fills or look.paper == "49")

    def _switch(self, look: Look) -> None:
        if self.now is None:
            self._out.append("\x1b[m")
            self.now = PLAIN
        self._out.append(switch(self.now, look))
        self.now = look

    def _write_all(self, strokes: list[_Stroke], number: int) -> None:
        """Write the strokes of a look line by line, or column by column where that takes less."""
        before, begun = self.at, len(self._out)
        for stroke in strokes:
            self._write(stroke, number)
        # Several strokes to a line, and few columns for all of them.
        columns = len({stroke.x for stroke in strokes})
        if len(strokes) < _COLUMNS or 3 * columns > len(strokes) or columns == 1:
            return
        by_line, at = self._out[begun:], self.at
        del self._out[begun:]
        self.at = before
        for stroke in sorted(strokes, key=lambda each: (each.x, each.y)):
            self._write(stroke, number)
        if sum(map(len, by_line)) <= sum(map(len, self._out[begun:])):
            self._out[begun:], self.at = by_line, at

    def _write(self, stroke: _Stroke, number: int) -> None:
        y, x, text, erase, certain = stroke
        if self.at != (y, x):
            self._move(y, x, number)
        if text.isascii():
            self._out.append(text)
        elif certain:
            self._out.append(text.replace(REST, "").replace(UNKNOWN, " "))
        else:
            self._write_unsure(stroke, number)
        end = x + len(text)
        if erase:
            self._out.append("\x1b[K" if erase < 0 else f"\x1b[{erase}X")
        self.at = (y, end if end < len(self._rows[y][0]) else None)

    def _write_unsure(self, stroke: _Stroke, number: int) -> None:
        """Write cells of which some are not ``sure``, and go to the next cell after each of these."""
        y, x, text = stroke[:3]
        if any(map(leans, set(text))):
            # Where a vowel sign takes no cell its own is left as it was: blank.
            size = len(text)
            erased = f"\x1b[{size}X" if self.erasable(number) else f"{' ' * size}\x1b[{y + 1};{x + 1}H"
            self._out.append(erased)
            if not x and leans(text[0]):
                # Its letter is not on the screen, and terminals would draw it on the line before.
                text = " " + text[1:]
        for place, cell in enumerate(text):
            self._out.append(written(cell))
            if not sure(cell):
                wide = 2 if text[place + 1 : place + 2] == REST else 1
                after = text[place + wide : place + wide + 1]
                # A sign is written right after its letter: some terminals join no others.
                if not (after and leans(after)):
                    self._out.append(f"\x1b[{y + 1};{x + place + 1 + wide}H")

    def _move(self, y: int, x: int, number: int | None = None) -> None:
        """Go to a cell; ``number``: the look that is switched on, in which cells may be written over."""
        best = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"
        if self.at is not None:
            line, column = self.at
            step = y - line
            if not step and column is not None:
                across = self._right(y, column, x, number) if x > column else f"\x1b[{column - x}D"
                best = min(best, across, key=len)
            elif 0 < step <= 3 or -2 <= step < 0:
                # Backspace and carriage return only go with a step to another line: any other is not ours.
                down = "\n" * step if step > 0 else "\x1bM" * -step
                best = min(best, f"\r{down}{self._right(y, 0, x, number)}", f"{down}\x1b[{x + 1}G", key=len)
                if column is not None:
                    across = self._right(y, column, x, number) if x >= column else _left(column - x)
                    best = min(best, down + across, key=len)
        self._out.append(best)
        self.at = (y, x)

    def _right(self, y: int, x: int, end: int, number: int | None) -> str:
        step = end - x
        if not step:
            return ""
        if number is not None and step <= 4:
            text, looks = self._rows[y]
            bare = blank(self._looks[number])
            due = self._due[y]
            for at in range(x, end):
                look = looks[at]
                as_it_is = look == number or (text[at] == " " and self._looks[look] == bare)
                if text[at] >= "\x7f" or not (as_it_is or due[at]):
                    break
            else:
                return text[x:end]
        return f"\x1b[{step}C" if step > 1 else "\x1b[C"


def _left(step: int) -> str:
    return "\b" * step if step <= 4 else f"\x1b[{step}D"
