"""Where the reader has been: back and forward, and places marked with a letter. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tui.app.acts import Pane
from tui.app.widgets.sources import Place

LONGEST = 200
"""Places that are remembered."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A list with the cursor on an article, or that article opened."""

    place: Place
    query: str
    article_id: int
    """0: the list was empty."""
    pane: Pane


class Trail:
    """The places of a session in the order in which they were left."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []
        self.marks: dict[str, Spot] = {}
        """Places by the letter that they were marked with in this session; the cache has those before."""
        self.before_jump: Spot | None = None
        """Where the last jump to a mark began."""

    def leave(self, spot: Spot) -> None:
        """The reader goes elsewhere from here; what was ahead is so no more."""
        if not self._behind or self._behind[-1] != spot:
            self._behind = [*self._behind[-LONGEST:], spot]
        self._ahead.clear()

    def back(self, here: Spot) -> Spot | None:
        """The place before this one; None where the trail begins."""
        return self._step(self._behind, self._ahead, here)

    def forward(self, here: Spot) -> Spot | None:
        """The place that was left by going back."""
        return self._step(self._ahead, self._behind, here)

    def _step(self, taken: list[Spot], given: list[Spot], here: Spot) -> Spot | None:
        while taken and taken[-1] == here:
            taken.pop()
        if not taken:
            return None
        given.append(here)
        return taken.pop()
