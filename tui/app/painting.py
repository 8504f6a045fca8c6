"""The two lists of the reader, and what each of their rows looks like. Changes nothing that it draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.segment import Segment

from tui.app.acts import Pane
from tui.app.screens.telling import no_sources, nothing
from tui.app.widgets import headlines, sources
from tui.app.widgets.rows import Extras, Rows

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader

FEW_LINES = 16
"""Lines of a terminal below which days are not set apart."""


class Painting:
    """Paints the rows of one reader."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def lists(self) -> Iterable[Rows]:
        """The list of the sources, and that of the headlines."""
        reader = self._reader
        yield Rows(
            self._place,
            lambda index: reader.reading.places[index],
            empty=lambda: no_sources(reader),
            bar=slice(2, 3),
            id=str(Pane.SOURCES),
        )
        yield Rows(
            self._headline,
            lambda index: reader.reading.row(index),
            empty=lambda: nothing(reader),
            bar=slice(-1, None),
            extras=Extras(self._headed, self._head, self._details, self.two_lines),
            id=str(Pane.HEADLINES),
        )

    def two_lines(self) -> bool:
        """Whether rows of the headlines have a second line."""
        return (self._reader.reading.look_of_list.lines or self._reader.context.lines) > 1

    def _place(self, index: int, cells: int) -> list[Segment]:
        return sources.paint(self._reader.reading.places[index], cells, self._reader.context.palette())

    def _headline(self, index: int, cells: int) -> list[Segment]:
        row = self._reader.reading.row(index)
        palette = self._reader.context.palette()
        if row is None:
            return [Segment("    (no longer in the cache)", palette.dim)]
        return headlines.paint(row, cells, palette, apart=self.two_lines())

    def _headed(self, index: int) -> bool:
        # Where lines are few, only what was asked for takes one.
        reading = self._reader.reading
        asked = reading.look_of_list.by != "day"
        return (asked or self._reader.size.height >= FEW_LINES) and reading.sections.headed(index)

    def _head(self, index: int, cells: int) -> list[Segment]:
        head = self._reader.reading.head(index)
        return headlines.rule(head, cells, self._reader.context.palette()) if head else []

    def _details(self, index: int, cells: int) -> list[Segment]:
        row = self._reader.reading.row(index)
        return headlines.details(row, cells, self._reader.context.palette()) if row else []
