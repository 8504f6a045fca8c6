"""The palette: acts and themes found by typing. Gives a ``:`` line; carries out nothing itself."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment

from tui.app.acts import ACTS, Pane
from tui.app.keys import Keymap
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay

NAME_CELLS = 24


def offered(keymap: Keymap, themes: Iterable[str], pane: Pane) -> list[tuple[str, str]]:
    """(``:`` line, what it does and its keys) of what can be done in ``pane`` without saying more."""
    acts = [
        (act.id, f"{act.help}  {keymap.said(act, pane)}")
        for act in ACTS
        if pane in act.panes and act.argument in ("", "NAME") and act.id != "palette"
    ]
    return acts + [(f"theme {name}", "Switch to this theme.") for name in sorted(themes)]


class PaletteScreen(Overlay[str]):
    """One row for an act; what is typed narrows them."""

    ESCAPE = "back"

    def __init__(self, keymap: Keymap, themes: Iterable[str], pane: Pane, palette: Palette) -> None:
        self._offered = offered(keymap, themes, pane)
        lines = [
            [Segment(f" {line:<{NAME_CELLS}} ", palette.link), Segment(words, palette.text)]
            for line, words in self._offered
        ]
        super().__init__("What to do", (("open", "do it"), ("leave", "back")), lines, palette)
        self._sought, self._seeking = "", True

    def _narrow(self, sought: str | None) -> None:
        if sought is None:
            self.dismiss(None)  # there is nothing behind what is typed here
        else:
            super()._narrow(sought)

    def taken(self, index: int) -> str | None:
        """The line of the row."""
        return self._offered[index][0]
