"""Where in headings, lists and quotations a reader of HTML stands, and the block that stands there.

Knows nothing of tags or of text.
"""

from __future__ import annotations

import re

from tui.pages.document import Block, Kind, Span

DEPTH_LIMIT = 9
"""Deepest nesting of lists and of quotations that is told apart."""

_NUMBER = re.compile(r"\s*(-?[0-9]{1,6})\s*$")


def number(text: str) -> int | None:
    """The number that an attribute of a list, an item or a cell gives; None where it gives none."""
    found = _NUMBER.match(text)
    return int(found[1]) if found else None


class Place:
    """Counts what is open; ``block`` makes a block that knows where it stands."""

    __slots__ = ("_indent", "_lists", "_marker", "_markers", "_quote", "_terms", "level")

    def __init__(self) -> None:
        """Start outside of everything."""
        self.level = 0
        """The level of the open heading, or 0."""
        self._quote = 0
        self._indent = 0
        self._terms = 0
        self._lists: list[int | None] = []
        self._marker = ""
        self._markers: list[str] = []

    def quote(self, step: int) -> None:
        """A quotation begins (1) or ends (-1)."""
        self._quote += step

    def terms(self, step: int) -> None:
        """A list of terms begins (1) or ends (-1)."""
        self._terms += step
        self._indent = self._terms - 1 if step > 0 else self._terms

    def describe(self, inside: bool) -> None:
        """A description of a term begins or ends. Often it is not closed, so nothing is counted."""
        self._indent = self._terms if inside else max(0, self._terms - 1)

    def open_list(self, first: int | None) -> None:
        """A list begins; ``first`` is its first number, None for bullets."""
        self._lists.append(first)

    def close_list(self) -> None:
        """The innermost list ends."""
        self._lists.pop()

    def open_item(self, number: int | None) -> None:
        """An item begins; ``number`` where it is given. The next block carries the marker."""
        self._markers.append(self._marker)
        counter = self._lists[-1] if self._lists else None
        if counter is None:
            self._marker = "•"
            return
        counter = counter if number is None else number
        self._lists[-1] = counter + 1
        self._marker = f"{counter}."

    def close_item(self) -> None:
        """The innermost item ends; an empty one leaves no trace."""
        self._marker = self._markers.pop()

    def block(
        self,
        kind: Kind,
        spans: tuple[Span, ...],
        *,
        href: str = "",
        level: int = 0,
        rows: tuple[tuple[str, ...], ...] = (),
    ) -> Block:
        """A block here: a paragraph becomes a heading or an item where it stands in one."""
        marker, self._marker = self._marker, ""
        depth = self._indent
        if self._markers:
            nesting = len(self._lists)
            depth += max(0, nesting - 1) if marker else max(1, nesting)
        if kind is Kind.PARAGRAPH:
            if self.level:
                kind, level = Kind.HEADING, self.level
            elif marker:
                kind = Kind.ITEM
        quote = min(self._quote, DEPTH_LIMIT)
        return Block(kind, spans, level, marker, quote, min(depth, DEPTH_LIMIT), rows, href)
