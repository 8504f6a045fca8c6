"""Documents side by side, as many as there is room for, and the rest below them: pure.

Knows nothing of sources and stories. For texts that are short and bear no links: their numbers would
repeat from column to column.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from tui.pages.document import Document
from tui.pages.render import Line, Page, Role, Run, render
from tui.text import width as cells_of

LEAST, GAP = 39, 2
"""Cells of a column at the least, and between two."""


def beside(head: Document, columns: Sequence[Document], width: int, measure: int) -> Page:
    """``head`` over the whole width, below it ``columns`` in rows of as many as fit, each at least ``LEAST``
    cells wide; one column below the other where only one does."""
    count = max(1, min(len(columns), (width + GAP) // (LEAST + GAP)))
    if count == 1:
        return render((*head, *(block for column in columns for block in column)), width, measure)
    room = min(measure, (width + GAP) // count - GAP)
    top = render(head, width, width)
    lines, starts = list(top.lines), list(top.starts)
    for first in range(0, len(columns), count):
        row = [render(column, room, room).lines for column in columns[first : first + count]]
        lines.append(())
        starts.append(len(lines))
        lines += [_line(each, room) for each in zip_longest(*row, fillvalue=())]
    return Page(tuple(lines), top.links, tuple(starts))


def _line(parts: Sequence[Line], room: int) -> Line:
    """One line of each column; all but the last filled up to where the next begins."""
    line: list[Run] = []
    for part in parts[:-1]:
        free = room + GAP - sum(cells_of(run.text) for run in part)
        line += [*part, Run(" " * free, Role.MARGIN)]
    return (*line, *parts[-1])
