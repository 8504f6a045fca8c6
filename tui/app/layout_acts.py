"""What the acts on the layout do: zoom, wider, narrower. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.app.layout import STEP, TWO_PANES, resized

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _zoom(reader: Reader, _: str) -> None:
    reader.zoomed = not reader.zoomed
    reader.lay_out()


def _resize(reader: Reader, step: int) -> None:
    columns, lines = reader.size
    if columns < TWO_PANES or reader.zoomed:
        reader.say("There is one pane alone.")
        return
    kept = reader.context.widths
    widths = resized(kept.of(columns, lines), reader.pane, step * (reader.count or 1), columns)
    kept.keep(columns, lines, widths)
    reader.lay_out()


LAYOUT_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "zoom": _zoom,
    "wider": lambda reader, _: _resize(reader, STEP),
    "narrower": lambda reader, _: _resize(reader, -STEP),
}
