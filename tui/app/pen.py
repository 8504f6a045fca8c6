"""How a terminal is told to draw: looks as SGR, moves and erasures in as few bytes as they take. Pure.

Knows no frame: it is told where to write what. Sequences are those of ECMA-48 and the VT102, which
every terminal has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style

from tui.app.widths import REST, UNKNOWN, all_sure, sure, written
from tui.text import safe_url

ERASE = 4
"""Blank cells at the end of a line from which erasing them takes fewer bytes than writing them."""
_OFF = {1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 6: 25, 7: 27, 8: 28, 9: 29, 21: 24, 51: 54, 52: 54, 53: 55}
"""SGR: what switches an attribute off again."""
_ON_BLANKS = frozenset({4, 5, 6, 7, 9, 21, 53})
"""Attributes that are seen on a blank."""
_STEPS = (0, 95, 135, 175, 215, 255)
"""The levels of xterm's colour cube (colours 16 to 231; 232 to 255 are its greys)."""


_ONE_LOOK = re.compile(rb"(?s)(.)\1*")


class Look(NamedTuple):
    """What a style comes to on a terminal with its colours; parameters of SGR."""

    attributes: tuple[int, ...] = ()
    ink: str = "39"
    paper: str = "49"
    link: str = ""
    """The address that it leads to (OSC 8): ASCII, without controls."""


PLAIN = Look()


@lru_cache(maxsize=4096)
def look_of(style: Style, colours: ColorSystem | None) -> Look:
    """The look of a style, with the address that it links to."""
    plain = style.update_link(None) if style.link else style
    codes = plain.render("x", color_system=colours).partition("x")[0].removeprefix("\x1b[").removesuffix("m")
    ink, paper, attributes = "39", "49", []
    numbers = [int(code) for code in codes.split(";") if code]
    while numbers:
        first = numbers.pop(0)
        if first in (38, 48):
            size = 4 if numbers[0] == 2 else 2
            colour, numbers = _short(numbers[:size]), numbers[size:]
            ink, paper = (f"38;{colour}", paper) if first == 38 else (ink, f"48;{colour}")
        elif 30 <= first < 40 or 90 <= first < 98:
            ink = str(first)
        elif 40 <= first < 50 or 100 <= first < 108:
            paper = str(first)
        else:
            attributes.append(first)
    return Look(tuple(attributes), ink, paper, safe_url(style.link) if style.link else "")


def _short(colour: list[int]) -> str:
    """The parameters of a colour; of xterm's own 240 the number, in half the bytes."""
    if colour[0] == 2:
        red, green, blue = colour[1:]
        if red == green == blue and 8 <= red <= 238 and (red - 8) % 10 == 0:
            return f"5;{232 + (red - 8) // 10}"
        if {red, green, blue} <= set(_STEPS):
            return f"5;{16 + 36 * _STEPS.index(red) + 6 * _STEPS.index(green) + _STEPS.index(blue)}"
    return ";".join(map(str, colour))


@lru_cache(maxsize=4096)
def blank(look: Look) -> Look:
    """As much of a look as a blank shows."""
    if _ON_BLANKS.isdisjoint(look.attributes):
        return Look((), "39", look.paper)
    return look


@lru_cache(maxsize=4096)
def switch(before: Look, after: Look) -> str:
    """The shortest SGR sequence from one look to another; "" where they are one."""
    if before == after:
        return ""
    if before.link != after.link:
        leads = f"\x1b]8;;{after.link}\x1b\\"
        return leads + switch(before._replace(link=""), after._replace(link=""))
    whole = [*after.attributes]
    whole_words = [str(each) for each in whole]
    whole_words += [each for each, none in ((after.ink, "39"), (after.paper, "49")) if each != none]
    gone = [each for each in before.attributes if each not in after.attributes]
    off = {_OFF[each] for each in gone}
    # 22 switches off both bold and dim: what is still wanted of them is switched on again.
    on = [each for each in after.attributes if each not in before.attributes or _OFF[each] in off]
    words = [str(each) for each in (*sorted(off), *on)]
    words += [new for old, new in ((before.ink, after.ink), (before.paper, after.paper)) if old != new]
    step = ";".join(words)
    anew = ";".join(whole_words if before == PLAIN else ["0", *whole_words]) if whole_words else ""
    return f"\x1b[{min(step, anew, key=len)}m"


@dataclass(frozen=True, slots=True)
class _Stroke:
    """Cells of one look that stand side by side."""

    y: int
    x: int
    text: str
    erase: bool
    """The line's rest is blank as the look is."""


class Pen:
    """Takes cells to write, and writes look after look: a jump takes fewer bytes than a switch."""

    def __init__(self, looks: Sequence[Look], columns: int, *, fills: bool) -> None:
        """``looks``: by number. ``fills``: the terminal erases with the colour of the paper (``bce``)."""
        self._looks, self._columns, self._fills = looks, columns, fills
        self._strokes: dict[int, list[_Stroke]] = {}
        self._out: list[str] = []
        self._at: tuple[int, int] | None = None

    def run(self, y: int, x: int, text: str, looks: bytes, *, to_end: bool = False) -> None:
        """Write cells from a place on; ``to_end``: the line's rest is blank as the last of them is."""
        for number, start, end in self._stretches(text, looks):
            piece, erase = text[start:end], False
            if to_end and end == len(text) and self._erasable(looks[-1]):
                kept = piece.rstrip(" ")
                if erase := len(piece) - len(kept) >= ERASE:
                    piece = kept
            self._strokes.setdefault(number, []).append(_Stroke(y, x + start, piece, erase))

    def shift(self, top: int, bottom: int, step: int) -> None:
        """Move the lines ``top`` to ``bottom`` up by ``step``, down where it is negative; before all else."""
        act = f"{step if step > 1 else ''}M" if step > 0 else f"{-step if step < -1 else ''}L"
        self._out.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1}H\x1b[{act}\x1b[r")

    def finish(self) -> str:
        """All that is to be written, with the look put back."""
        now, left, looks = PLAIN, dict(self._strokes), self._looks
        while left:
            number = (
                min(left, key=lambda each: len(switch(now, looks[each])))
                if len(left) > 1
                else next(iter(left))
            )
            self._out.append(switch(now, looks[number]))
            now = looks[number]
            for stroke in left.pop(number):
                self._write(stroke)
        if now.link:
            self._out.append("\x1b]8;;\x1b\\")
        if now._replace(link="") != PLAIN:
            self._out.append("\x1b[m")
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

    def _cost(self, now: Look, number: int) -> int:
        return len(switch(now, self._looks[number]))

    def _erasable(self, number: int) -> bool:
        look = self._looks[number]
        return _ON_BLANKS.isdisjoint(look.attributes) and (self._fills or look.paper == "49")

    def _write(self, stroke: _Stroke) -> None:
        y, x, text = stroke.y, stroke.x, stroke.text
        if self._at != (y, x):
            place = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
            if self._at is not None and self._at[0] == y and x > self._at[1]:
                step = x - self._at[1]
                place = min(place, f"\x1b[{step}C" if step > 1 else "\x1b[C", key=len)
            self._out.append(place)
        if text.isascii():
            self._out.append(text)
        elif all_sure(text):
            self._out.append(text.replace(REST, "").replace(UNKNOWN, " "))
        else:
            for place_, cell in enumerate(text):
                self._out.append(written(cell))
                if not sure(cell):
                    wide = 2 if text[place_ + 1 : place_ + 2] == REST else 1
                    self._out.append(f"\x1b[{y + 1};{x + place_ + 1 + wide}H")
        if stroke.erase:
            self._out.append("\x1b[K")
        # After the last column terminals differ in where they are.
        end = x + len(text)
        self._at = (y, end) if end < self._columns else None
