"""How cells look: a style as the parameters of SGR, and the shortest way from one look to another. Pure.

Knows no cell and no place.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style

from tui.text import web_url

_OFF = {1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 6: 25, 7: 27, 8: 28, 9: 29, 21: 24, 51: 54, 52: 54, 53: 55}
"""SGR: what switches an attribute off again."""
ON_BLANKS = frozenset({4, 5, 6, 7, 9, 21, 53})
"""Attributes that are seen on a blank."""
_STEPS = (0, 95, 135, 175, 215, 255)
"""The levels of xterm's colour cube (colours 16 to 231; 232 to 255 are its greys)."""


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
    return Look(tuple(attributes), ink, paper, web_url(style.link) if style.link else "")


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
    if ON_BLANKS.isdisjoint(look.attributes):
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
