"""A document as lines of a width, ready to be coloured: pure.

Knows nothing of Textual, themes or the cache: a run of text names its role, the screen decides how
a role looks. Nothing here is ever read as markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from tui.pages.document import Block, Document, Face, Kind, Span
from tui.pages.jumps import without_jumps
from tui.pages.listing import coloured
from tui.pages.table_widths import BETWEEN, widths_of
from tui.pages.wrap import cut, wrap
from tui.text import width as cells_of

DEPTH_LIMIT = 20
"""Deepest list nesting that is told apart."""
LINES_LIMIT = 20_000
"""Lines of a text that are shown: a megabyte of prose has 14,000, of line ends half a million."""
MEASURE = 72
"""Cells of a comfortable line."""
BAR = "│ "
"""Stands before each line of a quotation, once for every level."""


class Role(StrEnum):
    """What a run of text is, for the theme."""

    TEXT = "text"
    HEADING = "heading"
    QUOTE = "quote"
    CODE = "code"
    KEYWORD = "keyword"
    """In a listing: a word of the language's own."""
    LITERAL = "literal"
    """In a listing: a text or a number."""
    COMMENT = "comment"
    """In a listing: a remark."""
    MARKER = "marker"
    """Bullets, numbers of items and of links, bars of quotations."""
    LINK = "link"
    CAPTION = "caption"
    TABLE = "table"
    RULE = "rule"
    MARGIN = "margin"
    """Spaces that centre or indent."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line in one look."""

    text: str
    role: Role
    face: Face = Face.PLAIN
    link: int = 0
    """The number of the link that it belongs to, or 0."""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered document."""

    lines: tuple[Line, ...]
    links: tuple[str, ...]
    """Addresses in the order of their first appearance: link number n is ``links[n - 1]``."""
    starts: tuple[int, ...] = ()
    """The first line of each block, for a place that outlives another width."""


def _numbered(number: int, _: str) -> str:
    return str(number)


def render(
    document: Document, width: int, measure: int = MEASURE, label: Callable[[int, str], str] = _numbered
) -> Page:
    """``document`` in lines of at most ``width`` cells, the text at most ``measure`` cells wide.

    A narrower column than ``width`` stands in the middle. Widths below 2 are taken as 2. ``label``: what
    stands for a link, by its number and address.
    """
    setter = Typesetter(document, width, measure, label)
    setter.go_on()
    return setter.page


class Typesetter:
    """Renders a document from its top, as far as is asked for: a first screen needs no last line."""

    def __init__(
        self,
        document: Document,
        width: int,
        measure: int = MEASURE,
        label: Callable[[int, str], str] = _numbered,
    ) -> None:
        """See ``render``."""
        width = max(2, width)
        self._document = document
        self._column = max(2, min(width, measure))
        self._edge = _margin((width - self._column) // 2)
        self._beside = (width - self._column + 1) // 2
        """Cells between the column and the right edge."""
        self._links = _Links(label)
        self._indents = [0]
        self._lines: list[Line] = []
        self._starts: list[int] = []
        self._begun: Iterator[Line] = iter(())
        """What is left of the block that is being rendered."""
        self.done = not document
        """Whether the whole document has been rendered, or as much of it as is."""

    @property
    def height(self) -> int:
        """How many lines have been rendered so far."""
        return len(self._lines)

    @property
    def page(self) -> Page:
        """What has been rendered so far."""
        return Page(tuple(self._lines), tuple(self._links.numbers), tuple(self._starts))

    def go_on(self, lines: int | None = None) -> None:
        """Render until there are so many lines; None: to the end."""
        wanted = LINES_LIMIT if lines is None else min(lines, LINES_LIMIT)
        while not self.done and len(self._lines) < wanted:
            line = next(self._begun, None)
            if line is not None:
                self._lines.append(line)
            elif len(self._starts) < len(self._document):
                self._begun = self._set(len(self._starts))
            else:
                self.done = True
        if len(self._lines) == LINES_LIMIT and not self.done:
            self._lines.append((Run("[the rest of this text is left out]", Role.CAPTION),))
            self.done = True

    def _set(self, number: int) -> Iterator[Line]:
        """The lines of a block, one after the other."""
        block, column, edge = self._document[number], self._column, self._edge
        before = self._document[number - 1] if number else None
        if before is not None and not _is_one_list(before, block):
            bars = _bars(min(before.quote, block.quote), column)
            yield (*edge, *bars) if bars else ()
        self._starts.append(len(self._lines))
        bars = _bars(block.quote, column)
        room = column - len(BAR) * len(bars)
        if block.kind is Kind.CODE or block.kind is Kind.TABLE:
            # They run on into the margin rather than break.
            room += self._beside
        for line in _placed(block, room, self._indents, self._links):
            whole = (*bars, *line)
            yield (*edge, *whole) if whole else ()


class _Links:
    """The numbers of addresses, and what stands for them in the text."""

    __slots__ = ("label", "numbers")

    def __init__(self, label: Callable[[int, str], str]) -> None:
        self.numbers: dict[str, int] = {}
        self.label = label

    def number(self, href: str) -> int:
        """The number of an address: the one that it has, else the next; 0 for no address."""
        return self.numbers.setdefault(href, len(self.numbers) + 1) if href else 0


def plain(document: Document, width: int) -> str:
    """``document`` as plain text in lines of at most ``width`` cells, its addresses at the end."""
    page = render(without_jumps(document), width, width)
    lines = ["".join([run.text for run in line]).rstrip() for line in page.lines]
    if page.links:
        lines.append("")
    # Addresses are not cut: they are there to be copied.
    lines.extend(f"[{number}] {address}" for number, address in enumerate(page.links, 1))
    return "\n".join(lines)


def _is_one_list(before: Block, block: Block) -> bool:
    """Whether two blocks are items of one list, or of lists within it: bullets after numbers are another."""
    if not before.kind is block.kind is Kind.ITEM:
        return False
    return block.depth != before.depth or block.marker[:1].isdigit() == before.marker[:1].isdigit()


def _bars(quote: int, column: int) -> tuple[Run, ...]:
    """The bars of a quotation; they never take more than half of the column."""
    return (Run(BAR, Role.MARKER),) * min(quote, column // (2 * len(BAR)))


def _placed(block: Block, room: int, indents: list[int], links: _Links) -> Iterator[Line]:
    """The lines of ``block`` in its place in a list.

    ``indents`` holds the cells before the text at each depth, as the markers above it left them.
    """
    depth = min(block.depth, DEPTH_LIMIT)
    del indents[depth + 1 :]
    while len(indents) <= depth:
        indents.append(indents[-1] + 2)
    # A third of the room at most, so that deep lists stay readable in narrow columns.
    indent = min(indents[depth], room // 3)
    first = rest = _margin(indent)
    if block.marker:
        hanging = indent + cells_of(block.marker) + 1
        marker = Run(block.marker, Role.MARKER)
        if hanging <= room // 2:
            indents.append(indents[-1] + hanging - indent)
            indent = hanging
            first, rest = (*first, marker, *_margin(1)), _margin(hanging)
        else:
            yield from ((*first, *line) for line in _flow([marker], room - indent))
    for line in _content(block, room - indent, links):
        yield (*first, *line) if line else ()
        first = rest


def _margin(cells: int) -> Line:
    return (Run(" " * cells, Role.MARGIN),) if cells else ()


def _content(block: Block, room: int, links: _Links) -> Iterable[Line]:
    """The lines of ``block`` by itself."""
    match block.kind:
        case Kind.RULE:
            return ((Run("─" * room, Role.RULE),),)
        case Kind.CODE:
            return _listing(block, room)
        case Kind.TABLE:
            return _table(block, room)
        case Kind.IMAGE:
            return _flow(_image(block, links), room)
        case Kind.HEADING:
            return _sided(_styled(block.spans, Role.HEADING, links), room)
        case _:
            role = Role.QUOTE if block.quote else Role.TEXT
            return _sided(_styled(block.spans, role, links), room)


def _styled(spans: tuple[Span, ...], role: Role, links: _Links) -> list[Run]:
    """``spans`` as runs, with the number of a link after its last span."""
    runs: list[Run] = []
    for span, after in zip(spans, (*spans[1:], Span("")), strict=False):
        number = links.number(span.href)
        shown = role
        if role is Role.TEXT or role is Role.QUOTE:
            if number:
                shown = Role.LINK
            elif span.face.value & Face.CODE.value:
                shown = Role.CODE
        runs.append(Run(span.text, shown, span.face, number))
        if number and after.href != span.href:
            runs.append(Run(f"[{links.label(number, span.href)}]", Role.MARKER, link=number))
    return runs


def _image(block: Block, links: _Links) -> list[Run]:
    caption = _styled(block.spans, Role.CAPTION, links)
    number = links.number(block.href)
    runs = [
        Run("[image: " if caption else "[image", Role.CAPTION, link=number),
        *caption,
        Run("]", Role.CAPTION, link=number),
    ]
    if number:
        runs.append(Run(f"[{links.label(number, block.href)}]", Role.MARKER, link=number))
    return runs


def _flow(runs: list[Run], room: int) -> Iterator[Line]:
    """``runs`` one after the other, broken into lines."""
    text = "".join([run.text for run in runs])
    index = begin = 0
    for start, end in wrap(text, room):
        line: list[Run] = []
        at = start
        while at < end:
            run = runs[index]
            stop = begin + len(run.text)
            if stop <= at:
                index, begin = index + 1, stop
                continue
            upto = min(stop, end)
            line.append(Run(text[at:upto], run.role, run.face, run.link))
            at = upto
        yield tuple(line)


def _sided(runs: list[Run], room: int) -> Iterator[Line]:
    """``runs`` broken into lines; set right where the text runs from right to left.

    Its order stays that of reading: the terminal, or the person, turns it round.
    """
    if not any(_runs_leftward(run.text) for run in runs[:1]):
        yield from _flow(runs, room)
        return
    for line in _flow(runs, room):
        yield (*_margin(room - sum(cells_of(run.text) for run in line)), *line)


def _runs_leftward(text: str) -> bool:
    """Whether the first character with a direction runs from right to left (UAX #9, P2)."""
    if text.isascii():
        return False
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _listing(block: Block, room: int) -> Iterator[Line]:
    """Preformatted text: every line as it is, coloured, cut where it is too long."""
    text = "".join([span.text for span in block.spans])
    for pieces in coloured(text):
        start = 0
        line = "".join([piece for piece, _ in pieces])
        for part in cut(line, room):
            shown: list[Run] = []
            end = start + len(part)
            position = 0
            for piece, role in pieces:
                low, high = max(start, position), min(end, position + len(piece))
                if low < high:
                    shown.append(Run(line[low:high], Role(role)))
                position += len(piece)
            start = end
            yield tuple(shown)


def _table(block: Block, room: int) -> Iterator[Line]:
    """Columns where they fit, their cells wrapped where they must be, else each cell on a line of its own."""
    rows = [[" ".join(cell.split()) for cell in row] for row in block.rows]
    widths = widths_of(rows, room)
    if not widths:
        yield from _folded(rows[:1] if block.level else [], rows[1:] if block.level else rows, room)
        return
    wrapped = any(cells_of(cell) > size for row in rows for cell, size in zip(row, widths, strict=False))
    for number, row in enumerate(rows):
        face = Face.BOLD if block.level and not number else Face.PLAIN
        if wrapped and number > 1 - (not block.level):
            yield ()
        for cells in _cells_in_lines(row, widths):
            text = (" " * BETWEEN).join(cells).rstrip()
            yield (Run(text, Role.TABLE, face),) if text else ()
        if face:
            yield (Run("─" * (sum(widths) + BETWEEN * (len(widths) - 1)), Role.RULE),)


def _cells_in_lines(row: list[str], widths: list[int]) -> Iterator[list[str]]:
    """The lines of one row: of each cell its part, filled up to its column's width."""
    parts = [
        [cell[start:end] for start, end in wrap(cell, max(2, size))]
        for cell, size in zip(row, widths, strict=False)
    ]
    for each in zip_longest(*parts, fillvalue=""):
        yield [part + " " * (size - cells_of(part)) for part, size in zip(each, widths, strict=False)]


def _folded(heads: list[list[str]], rows: list[list[str]], room: int) -> Iterator[Line]:
    """Each cell as "header: value", an empty line between rows.

    Empty cells are left out: a ragged table may claim millions. A header without any value stands
    first, so that no word is lost.
    """
    labels = heads[0] if heads else []
    filled = {column for row in rows for column, cell in enumerate(row) if cell}
    bare = [label for column, label in enumerate(labels) if label and column not in filled]
    for label in bare:
        yield from _hung([Run(f"{label}:", Role.TABLE, Face.BOLD)], room)
    for number, row in enumerate(rows):
        if number or bare:
            yield ()
        for column, cell in enumerate(row):
            if not cell:
                continue
            label = labels[column] if column < len(labels) else ""
            runs = [Run(f"{label}: ", Role.TABLE, Face.BOLD)] if label else []
            yield from _hung([*runs, Run(cell, Role.TABLE)], room)


def _hung(runs: list[Run], room: int) -> Iterator[Line]:
    """``runs`` on one line, else with all lines but the first set in, where there is room for that."""
    fits = sum(cells_of(run.text) for run in runs) <= room
    hang = 0 if fits or room < 8 else 2
    for number, line in enumerate(_flow(runs, room - hang)):
        yield (*_margin(hang), *line) if number and line else line
