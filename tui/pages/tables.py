"""One HTML table while it is read: is it data, or only layout?

Knows nothing of tags or of the parser. Most tables in feeds place pictures and paragraphs; shown
as columns they would be unreadable, so only what looks like data stays a table.
"""

from __future__ import annotations

from tui.pages.document import Block, Kind

COLUMNS_LIMIT = 20
"""Most columns that one cell is taken to span."""
SHORT_CELL = 120
"""Mean code points of a cell up to which a table on a web page is data."""


class Table:
    """Collects cells, each a list of blocks."""

    __slots__ = ("_columns", "_heads", "_outside", "_rows")

    def __init__(self) -> None:
        """Start with no rows."""
        self._rows: list[list[list[Block]]] = []
        self._outside: list[Block] = []
        self._columns = 1
        self._heads = 0

    @property
    def headed(self) -> bool:
        """Whether the first row that is shown consists of header cells."""
        return bool(self._rows) and 0 < len(self._rows[0]) <= self._heads

    def open_row(self) -> None:
        """A row begins; a row without cells is none."""
        if not self._rows or self._rows[-1]:
            self._rows.append([])

    def open_cell(self, outside: list[Block], *, head: bool, columns: int) -> None:
        """A cell begins; ``outside`` is the list of blocks to go back to after it."""
        if not self._rows:
            self._rows.append([])
        self._outside = outside
        self._columns = max(1, min(columns, COLUMNS_LIMIT))
        if head and len(self._rows) == 1:
            self._heads += self._columns

    def close_cell(self, cell: list[Block]) -> list[Block]:
        """The cell is complete; returns the list of blocks from outside."""
        self._rows[-1].append(cell)
        self._rows[-1].extend([[]] * (self._columns - 1))
        return self._outside

    def blocks(self) -> list[Block]:
        """All blocks of all cells in reading order."""
        return [block for row in self._rows for cell in row for block in cell]

    def rows(self, *, whole_page: bool = False) -> tuple[tuple[str, ...], ...]:
        """The text of the cells where this is a table of data, else nothing.

        Data has two rows and two columns at least, one paragraph in a cell at most, and no links
        unless a header says what they are: rows keep text only. On a ``whole_page``, whose story was
        chosen before, short cells are data whatever they hold: pages lay stories out in other ways.
        """
        filled = [row for row in self._rows if any(row)]
        if len(filled) < 2 or max(map(len, filled)) < 2:
            return ()
        if whole_page:
            return self._short(filled)
        for block in self.blocks():
            if block.kind is not Kind.PARAGRAPH or (not self.headed and _linked(block)):
                return ()
        if any(len(cell) > 1 for row in filled for cell in row):
            return ()
        return tuple([tuple([_words(cell) for cell in row]) for row in filled])

    def _short(self, filled: list[list[list[Block]]]) -> tuple[tuple[str, ...], ...]:
        cells = [cell for row in filled for cell in row if cell]
        if any(block.kind in (Kind.CODE, Kind.TABLE) for cell in cells for block in cell):
            return ()
        texts = tuple([tuple([_words(cell) for cell in row]) for row in filled])
        letters = sum(len(text) for row in texts for text in row)
        return texts if letters <= SHORT_CELL * len(cells) else ()


def _linked(block: Block) -> bool:
    return any(span.href for span in block.spans)


def _words(cell: list[Block]) -> str:
    return " ".join(" ".join([_text(block) for block in cell if block.kind is not Kind.IMAGE]).split())


def _text(block: Block) -> str:
    return "".join([span.text for span in block.spans])
