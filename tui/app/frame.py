"""What of a frame must go over the wire: the last one is kept as cells, and only changed runs are sent.

Textual sends each dirty region whole: six full screens for a start at 80×24, five for a change of
panes. Knows nothing of Textual's compositor and no widget: it takes pieces of lines and gives bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

Piece = tuple[int, int, Iterable[Segment]]
"""(line, column of its first cell, what stands there from then on)."""

GAP = 5
"""Unchanged cells in one style that are sent again rather than jumped over: a jump takes six bytes."""
_BEFORE = "\0"
"""The text of a cell that nothing is known of; it equals no text."""
_REST = ""
"""The text of a wide character's second cell."""


class Frame:
    """The terminal's screen as this process has drawn it."""

    def __init__(self) -> None:
        self._columns = 0
        self._texts: list[list[str]] = []
        self._styles: list[list[Style]] = []
        self._colours: ColorSystem | None = None

    def forget(self) -> None:
        """The screen may hold anything now: another size, another program's output. Draw all anew."""
        self._columns = 0

    def patch(self, pieces: Iterable[Piece], columns: int, lines: int, colours: ColorSystem | None) -> str:
        """Take in ``pieces`` and give the control sequences that bring the terminal to the same state."""
        if (columns, lines, colours) != (self._columns, len(self._texts), self._colours):
            self._columns, self._colours = columns, colours
            self._texts = [[_BEFORE] * columns for _ in range(lines)]
            self._styles = [[Style.null()] * columns for _ in range(lines)]
        changed: dict[int, tuple[int, int]] = {}
        old: dict[int, tuple[list[str], list[Style]]] = {}
        for y, x, segments in pieces:
            if not 0 <= y < lines:
                continue
            texts, styles = cells_of(segments)
            texts, styles = texts[: columns - x], styles[: columns - x]
            end = x + len(texts)
            if self._texts[y][x:end] == texts and self._styles[y][x:end] == styles:
                continue
            line = self._texts[y]
            old.setdefault(y, (line[:], self._styles[y][:]))
            first, last = changed.get(y, (x, end))
            # A wide character of which one half is written over is gone as a whole.
            if x and line[x] == _REST:
                line[x - 1], first = " ", min(first, x - 1)
            if end < columns and line[end] == _REST:
                line[end], last = " ", max(last, end + 1)
            line[x:end], self._styles[y][x:end] = texts, styles
            changed[y] = (min(first, x), max(last, end))
        pen = _Pen(self._colours)
        for y in sorted(changed):
            self._draw_line(pen, y, old[y], *changed[y])
        return pen.finish()

    def _draw_line(self, pen: _Pen, y: int, old: tuple[list[str], list[Style]], start: int, end: int) -> None:
        texts, styles = self._texts[y], self._styles[y]
        if any(not sure(text) for text in (*texts, *old[0])):
            # Terminals disagree on the width of something here: all of the line, from its first cell.
            pen.run(y, 0, texts, styles)
            return
        for first, last in _runs(texts, styles, *old, start, end):
            pen.run(y, first, texts[first:last], styles[first:last])


def _runs(
    texts: list[str], styles: list[Style], old_texts: list[str], old_styles: list[Style], start: int, end: int
) -> list[tuple[int, int]]:
    """The stretches of a line to send: where it differs, joined over short gaps in one style."""
    runs: list[tuple[int, int]] = []
    for x in range(start, end):
        if texts[x] == old_texts[x] and styles[x] == old_styles[x]:
            continue
        if (
            runs
            and x - runs[-1][1] < GAP
            and all(styles[between] == styles[x] for between in range(runs[-1][1] - 1, x))
        ):
            runs[-1] = (runs[-1][0], x + 1)
        else:
            runs.append((x - 1 if texts[x] == _REST and x else x, x + 1))
    return [(first, last + 1 if texts[last : last + 1] == [_REST] else last) for first, last in runs]


class _Pen:
    """Writes runs of cells with as few control sequences as it can."""

    def __init__(self, colours: ColorSystem | None) -> None:
        self._colours = colours
        self._out: list[str] = []
        self._codes = ""

    def run(self, y: int, x: int, texts: list[str], styles: list[Style]) -> None:
        """Write cells from a position on."""
        self._out.append(f"\x1b[{y + 1};{x + 1}H")
        for place, (text, style) in enumerate(zip(texts, styles, strict=True)):
            if text == _REST:
                continue
            codes = sgr(style, self._colours)
            if codes != self._codes:
                self._out.append(f"\x1b[0;{codes}m" if codes and self._codes else f"\x1b[{codes}m")
                self._codes = codes
            self._out.append(" " if text == _BEFORE else text)
            if not sure(text):
                self._out.append(f"\x1b[{y + 1};{x + place + 1 + _cells(text)}H")

    def finish(self) -> str:
        """All that was written, with the style put back."""
        if self._codes:
            self._out.append("\x1b[0m")
        return "".join(self._out)


def cells_of(segments: Iterable[Segment]) -> tuple[list[str], list[Style]]:
    """The cells that ``segments`` fill: a text and a style for each. Marks stand with their base."""
    texts: list[str] = []
    styles: list[Style] = []
    for text, style, control in segments:
        if control:
            continue
        look = style or Style.null()
        if text.isascii():
            texts.extend(text)
            styles.extend([look] * len(text))
            continue
        for character in text:
            size = get_character_cell_size(character)
            if size == 0:
                if texts:
                    base = len(texts) - 1
                    while base and texts[base] == _REST:
                        base -= 1
                    texts[base] += character
                continue
            texts.append(character)
            styles.append(look)
            if size == 2:
                texts.append(_REST)
                styles.append(look)
    return texts, styles


def _cells(text: str) -> int:
    return max(1, get_character_cell_size(text[0]))


@lru_cache(maxsize=4096)
def sure(text: str) -> bool:
    """Whether every terminal gives the text of a cell the width that we do.

    Letters, digits, punctuation, box drawing are; pictures, and anything that combines, are not.
    """
    if len(text) > 1:
        return False
    if text.isascii() or "\u2500" <= text <= "\u259f":
        return True
    if "\u2600" <= text <= "\u27bf" or "\u2b00" <= text <= "\u2bff" or text >= "\U0001f000":
        return False
    return unicodedata.category(text)[0] in "LNPZ" or unicodedata.category(text) in ("Sm", "Sc", "Sk")


@lru_cache(maxsize=4096)
def sgr(style: Style, colours: ColorSystem | None) -> str:
    """The parameters of the SGR sequence that switches a terminal to ``style``; "" for no style."""
    plain = style.update_link(None) if style.link else style
    before = plain.render("x", color_system=colours).partition("x")[0]
    return before.removeprefix("\x1b[").removesuffix("m")
