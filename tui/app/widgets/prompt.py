"""The line at the bottom that asks: ``/`` for a query, ``:`` for an act. Made when it is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input

from tui.app.palette import Palette
from tui.app.widgets.line import Line


class Prompt(Horizontal):
    """A mark and a field; Enter answers. Escape is the screen's to see."""

    DEFAULT_CSS = """
    Prompt { height: 1; background: $panel; }
    Prompt Line { width: 2; }
    Prompt Input, Prompt Input:focus {
        width: 1fr; height: 1; border: none; padding: 0; background: $panel; color: $foreground;
    }
    """

    class Answered(Message):
        """The line that was typed."""

        def __init__(self, line: str) -> None:
            super().__init__()
            self.line = line

    def __init__(self, mark: str, names: Sequence[str], palette: Palette) -> None:
        """``names``: what the line may be completed to."""
        super().__init__()
        self._mark, self._names, self._palette = mark, names, palette

    def compose(self) -> ComposeResult:
        """The mark, then the field."""
        yield Line()
        yield Input(
            suggester=SuggestFromList(self._names) if self._names else None,
            select_on_focus=False,
            compact=True,
        )

    def on_mount(self) -> None:
        """Take the keys; a blinking cursor would write 2,500 bytes a second."""
        self.query_one(Line).show([Segment(f" {self._mark}", self._palette.bar_key)], self._palette.bar)
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    def complete(self) -> None:
        """Take what the field suggests."""
        self.query_one(Input).action_cursor_right()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(event.value))
