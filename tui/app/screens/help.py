"""The help screen: what the keys do here, from the table of acts."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.app.acts import ACTS, Pane
from tui.app.keys import keys_of, typed
from tui.app.palette import Palette
from tui.app.widgets.line import Line
from tui.app.widgets.rows import Look, Rows
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


class HelpScreen(ModalScreen[None], inherit_bindings=False):
    """A list to scroll; any of the usual keys leaves it."""

    DEFAULT_CSS = """
    HelpScreen { background: $background; }
    HelpScreen Rows { height: 1fr; background: $background; }
    """

    def __init__(self, pane: Pane, palette: Palette) -> None:
        super().__init__()
        self._lines = help_lines(pane)
        self._palette = palette

    def compose(self) -> ComposeResult:
        """A title, the lines, and how to leave."""
        yield Line(id="help-title")
        yield Rows(self._paint, lambda index: self._lines[index], empty=str)
        yield Line(id="help-keys")

    def on_mount(self) -> None:
        """Fill it."""
        palette, rows = self._palette, self.query_one(Rows)
        self.query_one("#help-title", Line).show([Segment(" Help", palette.bar_focus)], palette.bar)
        self.query_one("#help-keys", Line).show([Segment(" j/k scroll   q back", palette.bar)], palette.bar)
        rows.look = Look(palette.text, palette.cursor, palette.cursor_blurred)
        rows.show(len(self._lines))
        rows.focus()

    def on_key(self, event: events.Key) -> None:
        """Scroll or leave."""
        event.stop()
        rows, key = self.query_one(Rows), typed(event.key, event.character)
        steps = {
            "j": 1, "down": 1, "k": -1, "up": -1, "ctrl+d": rows.page // 2, "ctrl+u": -rows.page // 2,
            "space": rows.page, "pagedown": rows.page, "pageup": -rows.page,
            "g": -rows.count, "home": -rows.count, "G": rows.count, "end": rows.count,
        }  # fmt: skip
        if key in steps:
            rows.move_by(steps[key])
        elif key in ("q", "Q", "escape", "?", "h", "left", "backspace", "enter", "ctrl+c"):
            self.dismiss()

    def _paint(self, index: int, cells: int) -> list[Segment]:
        keys, words = self._lines[index]
        if not words:
            return [Segment(f" {keys}", self._palette.heading)]
        return [
            Segment(f"  {fit(keys, KEYS_CELLS)} ", self._palette.link),
            Segment(fit(words, max(0, cells - KEYS_CELLS - 3)), self._palette.text),
        ]
