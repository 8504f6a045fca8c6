"""How wide the panes are: by the terminal's size, as the user has set them, kept from session to session.

Pure, but for the small file that the widths are kept in. Knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tui.app.acts import Pane
from tui.app.state_file import StateFile

THREE_PANES, TWO_PANES = 120, 72
"""Columns from which so many panes stand side by side."""
LEAST = (40, 10)
"""Columns and lines below which nothing can be shown."""
ARRANGEMENTS = ("one", "two", "three")
"""How many panes stand side by side: a class of the screen."""
SOURCES = 24
"""Cells of the sources pane at first."""
NARROWEST = 12
"""Cells that every pane keeps."""
STEP = 4
"""Cells that a key adds or takes."""
SIZES = 40
"""Terminal sizes whose widths are kept."""


@dataclass(frozen=True, slots=True)
class Widths:
    """The widths of the panes on a terminal of one size."""

    sources: int = SOURCES
    headlines: int = 0
    """0: what the story leaves, about half."""


def arrangement(columns: int) -> str:
    """Which of ``ARRANGEMENTS`` fits so many columns."""
    return ARRANGEMENTS[(columns >= TWO_PANES) + (columns >= THREE_PANES)]


def visible(columns: int, pane: Pane, *, opened: bool = True) -> list[Pane]:
    """The panes that stand side by side when ``pane`` has the keys; the list has a story's room before one
    is ``opened``.
    """
    if columns >= THREE_PANES and opened:
        return list(Pane)
    if columns >= TWO_PANES and pane is not Pane.STORY:
        return [Pane.SOURCES, Pane.HEADLINES]
    return [pane]


def fits(columns: int, lines: int) -> bool:
    """Whether there is room for a list and its lines."""
    return columns >= LEAST[0] and lines >= LEAST[1]


def resized(widths: Widths, pane: str, step: int, columns: int) -> Widths:
    """The widths after a pane was made wider by ``step`` cells, at the cost of its neighbour."""
    three = columns >= THREE_PANES
    headlines = widths.headlines or (columns - widths.sources) // 2
    if pane == "story":
        pane, step = "headlines", -step
    if pane == "headlines" and not three:
        pane, step = "sources", -step
    if pane == "sources":
        most = columns - NARROWEST - (headlines if three and widths.headlines else NARROWEST)
        return Widths(max(NARROWEST, min(widths.sources + step, most)), widths.headlines)
    return Widths(widths.sources, max(NARROWEST, min(headlines + step, columns - widths.sources - NARROWEST)))


class Kept:
    """The widths by terminal size, in a file; one that cannot be read or written is done without."""

    def __init__(self, path: Path | None) -> None:
        """``path`` None: nothing is kept."""
        self._file = StateFile(path, SIZES, lambda widths: [widths.sources, widths.headlines], _widths)

    def of(self, columns: int, lines: int) -> Widths:
        """The widths on a terminal of this size."""
        return self._file.get(f"{columns}x{lines}") or Widths()

    def keep(self, columns: int, lines: int, widths: Widths) -> None:
        """Keep the widths for this size; of many sizes the oldest are forgotten."""
        self._file.keep(f"{columns}x{lines}", widths)


def _widths(value: object) -> Widths | None:
    match value:
        case [int(sources), int(headlines)]:
            return Widths(sources, headlines)
    return None
