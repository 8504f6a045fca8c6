"""Which rows of a list are selected: single ones, and a range that grows with the cursor. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.cache.window import Window


class Selection:
    """The selection of one list. ``cursor`` is kept up to date by whoever moves it."""

    def __init__(self) -> None:
        self.cursor = 0
        """The row of the cursor: the moving end of the range."""
        self._ids: set[int] = set()
        self._anchor: int | None = None

    def __bool__(self) -> bool:
        return self.ranging or bool(self._ids)

    @property
    def ranging(self) -> bool:
        """Whether a range has been begun."""
        return self._anchor is not None

    def begin(self, index: int) -> None:
        """Begin a range at a row."""
        self._anchor = self.cursor = index

    def close(self, window: Window) -> None:
        """End the range: it stays selected; one that was selected in full already is so no more."""
        inside = set(self._range(window))
        self._ids = self._ids - inside if inside <= self._ids else self._ids | inside
        self._anchor = None

    def add(self, article_ids: Iterable[int]) -> None:
        """Select articles besides."""
        self._ids.update(article_ids)

    def clear(self) -> None:
        """Select nothing."""
        self._ids.clear()
        self._anchor = None

    def holds(self, index: int, article_id: int) -> bool:
        """Whether a row is selected."""
        if self._anchor is not None:
            first, last = sorted((self._anchor, self.cursor))
            if first <= index <= last:
                return True
        return article_id in self._ids

    def ids(self, window: Window) -> list[int]:
        """The selected articles in the order of the list."""
        inside = self._range(window)
        if not self._ids:
            return list(inside)
        wanted = self._ids.union(inside)
        return [each for each in window.ids() if each in wanted]

    def count(self, window: Window) -> int:
        """How many are selected."""
        inside = self._range(window)
        return len(self._ids.union(inside)) if self._ids else len(inside)

    def carried(self, old: Window, new: Window) -> None:
        """The list has been made anew: what is selected stays so, wherever it stands now."""
        if self._anchor is not None:
            self._anchor = new.index_of(old.id_at(self._anchor))

    def _range(self, window: Window) -> Sequence[int]:
        if self._anchor is None:
            return ()
        first, last = sorted((self._anchor, self.cursor))
        return window.span(first, last + 1)
