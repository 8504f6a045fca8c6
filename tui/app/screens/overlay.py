"""A list that lies over the reader: a title, lines to scroll, and what to press. Knows not what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.app.keys import typed
from tui.app.palette import Palette
from tui.app.widgets.line import Line
from tui.app.widgets.rows import Look, Rows

Result = TypeVar("Result")

LEAVE = frozenset({"q", "Q", "escape", "h", "left", "backspace", "ctrl+c"})
"""Keys that lead back to the reader."""


class Overlay(ModalScreen[Result | None], inherit_bindings=False):
    """Shows ``lines``, each a list of styled pieces; Enter takes one, leaving takes none."""

    DEFAULT_CSS = """
    Overlay { background: $background; }
    Overlay Rows { height: 1fr; background: $background; }
    """
    AUTO_FOCUS = ""

    def __init__(self, title: str, keys: str, lines: Sequence[list[Segment]], palette: Palette) -> None:
        super().__init__()
        self._title_words, self._key_words = title, keys
        self._lines, self._colours = lines, palette

    def compose(self) -> ComposeResult:
        """The title, the lines, the keys."""
        yield Line(id="overlay-title")
        yield Rows(lambda index, _: self._lines[index], lambda index: index, empty=str)
        yield Line(id="overlay-keys")

    def on_mount(self) -> None:
        """Fill it."""
        colours, rows = self._colours, self.query_one(Rows)
        title, keys = (
            Segment(f" {self._title_words}", colours.bar_focus),
            Segment(f" {self._key_words}", colours.bar),
        )
        self.query_one("#overlay-title", Line).show([title], colours.bar)
        self.query_one("#overlay-keys", Line).show([keys], colours.bar)
        rows.look = Look(colours.text, colours.cursor, colours.cursor_blurred)
        rows.show(len(self._lines))
        rows.focus()

    def on_key(self, event: events.Key) -> None:
        """Scroll, take or leave."""
        event.stop()
        rows, key = self.query_one(Rows), typed(event.key, event.character)
        half = rows.page // 2
        steps = {
            "j": 1, "down": 1, "k": -1, "up": -1, "ctrl+d": half, "ctrl+u": -half,
            "space": rows.page, "pagedown": rows.page, "pageup": -rows.page,
            "g": -rows.count, "home": -rows.count, "G": rows.count, "end": rows.count,
        }  # fmt: skip
        if key in steps:
            rows.move_by(steps[key])
        elif key in ("enter", "l", "right"):
            self.dismiss(self.taken(rows.cursor))
        elif key in LEAVE or key == "?":
            self.dismiss(None)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        if event.again:
            self.dismiss(self.taken(event.index))

    def taken(self, index: int) -> Result | None:  # noqa: ARG002 - for those that give something
        """What Enter on the line ``index`` gives; here nothing."""
        return None
