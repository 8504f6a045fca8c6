"""When each source published in the last 24 hours, as a line of its own; Enter opens its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment

from tui.app.charts import sparkline
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.cache.density import HOURS
from tui.model import SourceStatus
from tui.text import fit

NAME_CELLS, LEAST, COUNT_CELLS = 24, 8, 5
NONE = (0,) * HOURS


class ArrivalsScreen(Overlay[int]):
    """The sources, the busiest on top; gives the number of one."""

    def __init__(
        self,
        statuses: Sequence[SourceStatus],
        counts: Mapping[int, Sequence[int]],
        palette: Palette,
        cells: int,
    ) -> None:
        """``cells``: the width of the screen; where it is small, names give way to the chart."""
        named = max(LEAST, min(NAME_CELLS, cells - HOURS - COUNT_CELLS - 3))
        self._sources = sorted(statuses, key=lambda each: -sum(counts.get(each.id, NONE)))
        lines = []
        for each in self._sources:
            hours = counts.get(each.id, NONE)
            many = sum(hours)
            lines.append(
                [
                    Segment(f" {fit(each.name, named)} ", palette.unread if many else palette.read),
                    Segment(sparkline(hours), palette.link),
                    Segment(f" {many:>{COUNT_CELLS}}", palette.text),
                    Segment(f"  most in an hour {max(hours)}" if many else "  nothing", palette.dim),
                ]
            )
        keys = (("open", "open"), ("search", "search"), ("leave", "back"))
        super().__init__("Arrivals by the hour, the last 24", keys, lines, palette)

    def taken(self, index: int) -> int | None:
        """The source of the line."""
        return self._sources[index].id
