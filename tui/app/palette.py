"""The colours of the active theme as styles, by what they mean. Pure; drawing code asks nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.model import Level

_SHARE = re.compile(r" +[0-9]{1,3}%\Z")
"""How much of what is below a colour covers."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One style for each thing that a line may say. All have the theme's background."""

    text: Style
    dim: Style
    unread: Style
    read: Style
    star: Style
    fault: Style
    heading: Style
    quote: Style
    code: Style
    link: Style
    caption: Style
    levels: tuple[Style, Style, Style, Style]
    """By ``Level``."""
    bar: Style
    """Title, status and key lines."""
    bar_focus: Style
    """The title of the pane that has the keys."""
    bar_key: Style
    bar_dim: Style
    """What is only suggested on a line that asks."""
    bar_cursor: Style
    """The place where the next letter goes."""
    cursor: Style
    """Laid over the selected row of the pane that has the keys."""
    cursor_blurred: Style
    """Laid over the selected row of the others."""

    def level(self, level: Level) -> Style:
        """The style of a level's word."""
        return self.levels[level]


def _xterm(colour: Color) -> RichColor:
    """The nearest of xterm's 240 colours: what changes most often then takes half the bytes over the wire."""
    return RichColor.from_triplet(colour.rich_color.downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


def palette(variables: Mapping[str, str], *, colourless: bool = False) -> Palette:
    """The styles of a theme from its generated variables (``App.theme_variables``).

    ``colourless``: no colour will be sent, so that reverse video and the like must tell all.
    """

    ground = Color.parse(variables["background"])

    def colour(name: str, on: Color = ground) -> Color:
        """As in a style: ``auto`` is what can be read ``on`` a colour, a percentage how much it covers."""
        value = variables[name]
        word = _SHARE.sub("", value)
        plain = on.get_contrast_text(1.0) if word == "auto" else Color.parse(word)
        return on.blend(plain, int(value[len(word) :].strip(" %")) / 100) if word != value else plain

    def style(name: str, on: str = "", *, bold: bool = False, italic: bool = False) -> Style:
        back = colour(on) if on else ground
        return Style(
            color=colour(name).rich_color,
            bgcolor=None if back.ansi == -1 else back.rich_color,
            bold=bold or None,
            italic=italic or None,
        )

    ansi = ground.ansi is not None or colourless
    # The terminal's own 16 colours know no tints: reverse video is the one sign that all have.
    bar_of_row = colour("block-cursor-background")
    cursor = (
        Style(reverse=True)
        if ansi
        else Style(color=_xterm(colour("block-cursor-foreground", bar_of_row)), bgcolor=_xterm(bar_of_row))
    )
    blurred = Style(underline=True) if ansi else Style(bgcolor=colour("panel").rich_color)
    bar = Style(reverse=True) if ansi else style("foreground", "panel")
    bar_dim = Style(dim=True) if ansi else style("read", "panel")
    return Palette(
        text=style("foreground"),
        dim=style("read"),
        unread=style("unread", bold=True),
        read=style("read"),
        star=style("star"),
        fault=style("fault"),
        heading=style("heading", bold=True),
        quote=style("quote", italic=True),
        code=style("code"),
        link=style("link"),
        caption=style("quote"),
        levels=(
            style("foreground"),
            style("level-urgent", bold=True),
            style("level-bulletin", bold=True),
            style("level-flash", bold=True),
        ),
        bar=bar,
        bar_focus=bar + (Style(bold=True) if ansi else style("heading", "panel", bold=True)),
        bar_key=bar + (Style(bold=True) if ansi else style("accent", "panel", bold=True)),
        bar_dim=bar + bar_dim,
        bar_cursor=bar + Style(reverse=not ansi),
        cursor=cursor,
        cursor_blurred=blurred,
    )


def key_pieces(pairs: Sequence[tuple[str, str]], palette: Palette) -> list[Segment]:
    """(key, words) as a key line shows them."""
    return [
        piece
        for key, words in pairs
        for piece in (Segment(f" {key} ", palette.bar_key), Segment(f"{words} ", palette.bar))
    ]
