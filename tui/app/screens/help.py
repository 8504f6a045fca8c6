"""The help screen: what the keys do here, from the table of acts."""

from __future__ import annotations

from rich.segment import Segment

from tui.app.acts import ACTS, Pane
from tui.app.keys import keys_of
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.text import fit

KEYS_CELLS = 22
"""Cells of the column of keys."""


def help_lines(pane: Pane) -> list[tuple[str, str]]:
    """(keys, what they do) for ``pane`` first, then for everywhere."""
    here = [(keys_of(act), act.help) for act in ACTS if pane in act.panes and len(act.panes) < len(Pane)]
    anywhere = [(keys_of(act), act.help) for act in ACTS if len(act.panes) == len(Pane)]
    return [
        (f"In the {pane} pane", ""),
        *here,
        ("", ""),
        ("Everywhere", ""),
        *anywhere,
        ("", ""),
        ("Marks", ""),
        ("•", "Unread."),
        ("*", "Starred."),
        ("! ↓ · ‖", "A source that fails, is being fetched, waits for its turn, is paused."),
        ("FLASH BULLETIN URGENT", "How urgent its source says it is; the story says why."),
    ]


class HelpScreen(Overlay[None]):
    """The keys of a pane; any of the usual keys leaves it."""

    def __init__(self, pane: Pane, palette: Palette) -> None:
        lines = [_line(keys, words, palette) for keys, words in help_lines(pane)]
        super().__init__("Help", "j/k scroll   q back", lines, palette)


def _line(keys: str, words: str, palette: Palette) -> list[Segment]:
    if not words:
        return [Segment(f" {keys}", palette.heading)]
    return [Segment(f"  {fit(keys, KEYS_CELLS)} ", palette.link), Segment(words, palette.text)]
