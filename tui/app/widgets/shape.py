"""Which row of a list stands on which line, where rows have heads and second lines. Pure.

A list is never measured as a whole: of a million rows nobody has read, none is known to have a head. So all
is reckoned from one row that is on screen, a page at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

Headed = Callable[[int], bool]
"""Whether a line of its own stands above a row."""


class Part(IntEnum):
    """What a line shows of its row."""

    HEAD = -1
    FIRST = 0
    SECOND = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """A list of ``count`` rows of ``tall`` lines, some with a head, in a pane of ``height`` lines."""

    count: int
    height: int
    tall: int
    headed: Headed

    def page(self, top: int) -> list[tuple[int, Part]]:
        """What stands on each line of the page that begins with row ``top``; the last row may be cut."""
        lines: list[tuple[int, Part]] = []
        row = top
        while len(lines) < self.height and row < self.count:
            if self.headed(row):
                lines.append((row, Part.HEAD))
            lines.append((row, Part.FIRST))
            if self.tall > 1:
                lines.append((row, Part.SECOND))
            row += 1
        return lines[: self.height]

    def whole(self, top: int) -> int:
        """How many rows of that page are shown in full; one at least."""
        lines = self.page(top)
        last = Part.SECOND if self.tall > 1 else Part.FIRST
        return max(1, sum(part is last for _, part in lines))

    def top_with(self, row: int, lines: int) -> int:
        """The first row of the page on which ``row`` ends within so many lines: as many before as fit."""
        left = lines - self._lines(row)
        while row > 0 and (left := left - self._lines(row - 1)) >= 0:
            row -= 1
        return max(0, row)

    def last_top(self) -> int:
        """The first row of the last page."""
        return self.top_with(self.count - 1, self.height) if self.count else 0

    def _lines(self, row: int) -> int:
        return self.tall + self.headed(row)
