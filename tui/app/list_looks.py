"""In which order each list stands, how it is divided, how tall its rows are: kept from session to session.

Pure, but for the small file that it is kept in. Knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tui.app.state_file import StateFile
from tui.app.widgets.sources import Kind, Place

ORDERS = ("newest", "oldest", "arrived", "level", "moved")
"""Orders that every list may have; by relevance only what is searched for can be put."""
GROUPINGS = ("day", "level", "source", "story", "nothing")
"""What a list may be grouped by."""
LISTS = 500
"""Lists whose looks are kept."""


@dataclass(frozen=True, slots=True)
class ListLook:
    """How one list is shown."""

    order: str = "newest"
    by: str = "day"
    """One of ``GROUPINGS``."""
    lines: int = 0
    """Lines of a row; 0: as the configuration has it."""

    def order_of(self, place: Place, *, searched: bool) -> str:
        """The order in which the rows come: groups come one after the other, the newest first in each."""
        if self.by == "level" or (self.by in ("source", "story") and groupable(place, self.by, searched)):
            return self.by
        return self.order

    def division(self, order: str) -> str:
        """What divides rows that come in ``order``: one of ``GROUPINGS``, or "" for nothing."""
        if self.by == "nothing" or order not in _DIVIDES:
            return ""
        return _DIVIDES[order]


_DIVIDES = {"newest": "day", "oldest": "day", "level": "level", "source": "source", "story": "story"}


def groupable(place: Place, by: str, searched: bool) -> bool:
    """Whether a list can be grouped so: a search has no sources to walk, and one source has no groups."""
    if by == "story":
        return not searched and place.kind in (Kind.ALL, Kind.GROUP)
    return by != "source" or not (searched or place.kind in (Kind.SOURCE, Kind.FOLDER))


class KeptLooks:
    """The looks by list, in a file."""

    def __init__(self, path: Path | None) -> None:
        """``path`` None: nothing is kept."""
        self._file = StateFile(path, LISTS, lambda look: [look.order, look.by, look.lines], _look)

    def of(self, place: Place) -> ListLook:
        """How a place's list is shown."""
        return self._file.get(_name(place)) or ListLook()

    def keep(self, place: Place, look: ListLook) -> None:
        """Keep it; one that is as all begin needs no keeping."""
        self._file.keep(_name(place), look if look != ListLook() else None)


def _look(value: object) -> ListLook | None:
    match value:
        case [str(order), str(by), int(lines)] if order in ORDERS and by in GROUPINGS:
            return ListLook(order, by, lines if lines in (1, 2) else 0)
    return None


def _name(place: Place) -> str:
    """A list's name in the file; a source keeps its looks when it is renamed."""
    return f"{place.kind} {place.url or (place.name if place.kind in _NAMED else '')}".strip()


_NAMED = frozenset({Kind.GROUP, Kind.TAG, Kind.FOLDER})
