"""How wide the columns of a table are in a room of cells: pure.

Knows nothing of lines or looks. Columns have the width of their longest cell where all fit. Where they do
not, the widest give way: what is left beside the narrower ones is shared among them, and their cells are
wrapped. None gets narrower than ``NARROW`` or its longest word; where one would, there are no columns and the
table is folded.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.text import width as cells_of

BETWEEN = 2
"""Cells between two columns."""
NARROW = 12
"""The fewest cells of a column whose cells are wrapped."""


def widths_of(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The cells of each column, or nothing where ``room`` is too narrow for columns."""
    count = max(map(len, rows), default=0)
    room -= BETWEEN * (count - 1)
    if count > room:
        return []
    widths = [0] * count
    for row in rows:
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], cells_of(cell))
    if sum(widths) <= room:
        return widths
    wide = set(range(count))
    share = 0
    while wide and (share := room // len(wide)):
        narrow = {column for column in wide if widths[column] <= share}
        if not narrow:
            break
        room -= sum(widths[column] for column in narrow)
        wide -= narrow
    if share < NARROW or any(_longest_word(rows, column) > share for column in wide):
        return []
    return [share if column in wide else width for column, width in enumerate(widths)]


def _longest_word(rows: Sequence[Sequence[str]], column: int) -> int:
    """The cells of the longest word that cannot be broken; wide characters can be parted anywhere."""
    words = (word for row in rows if column < len(row) for word in row[column].split())
    return max((len(word) for word in words if cells_of(word) == len(word)), default=0)
