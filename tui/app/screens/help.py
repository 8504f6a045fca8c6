"""The help screen: what the keys do here, from the table of acts."""

from __future__ import annotations

from rich.segment import Segment

from tui.app.acts import ACTS, Act, Pane
from tui.app.keys import Keymap
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.query_help import page
from tui.text import fit

KEYS_CELLS = 22
"""Cells of the column of keys."""
PAGE_CELLS = 78
"""Cells of the page on queries: it fits the narrowest usual terminal."""
QUERIES = "What a query may say ( / , telex list, folders, rules)"


def help_lines(pane: Pane, keymap: Keymap) -> list[tuple[str, str]]:
    """(keys, what they do) for ``pane`` first, then for everywhere."""
    here = [act for act in ACTS if pane in act.panes and len(act.panes) < len(Pane)]
    anywhere = [act for act in ACTS if len(act.panes) == len(Pane)]
    own = keymap.macros(pane)
    return [
        (f"In the {pane} pane", ""),
        *(_said(act, pane, keymap) for act in here),
        *([("", ""), ("Your own", "")] if own else []),
        *own,
        ("", ""),
        ("Everywhere", ""),
        *(_said(act, pane, keymap) for act in anywhere),
        ("", ""),
        ("Marks", ""),
        ("•", "Unread."),
        ("*", "Starred."),
        ("! ↓ · ‖", "A source that fails, is being fetched, waits for its turn, is paused."),
        ("»", "One of your rules highlights it or watches for it."),
        ("FLASH BULLETIN URGENT", "How urgent its story is; the key for why says why."),
    ]


def _said(act: Act, pane: Pane, keymap: Keymap) -> tuple[str, str]:
    """An act's keys, or how ``:`` calls it where it has none; and what it does."""
    return keymap.said(act, pane) or f":{act.id}", act.help


class HelpScreen(Overlay[None]):
    """The keys of a pane; any of the usual keys leaves it."""

    def __init__(self, pane: Pane, keymap: Keymap, palette: Palette) -> None:
        lines = [_line(keys, words, palette) for keys, words in help_lines(pane, keymap)]
        lines += [[], [Segment(f" {QUERIES}", palette.heading)]]
        lines += [[Segment(line, palette.text)] for line in page(PAGE_CELLS)]
        super().__init__(
            f"Help: the keys of {keymap.preset}",
            (("search", "search"), ("leave", "back")),
            lines,
            palette,
            folds=True,
        )


def _line(keys: str, words: str, palette: Palette) -> list[Segment]:
    if not words:
        return [Segment(f" {keys}", palette.heading)]
    return [Segment(f"  {fit(keys, KEYS_CELLS)} ", palette.link), Segment(words, palette.text)]
