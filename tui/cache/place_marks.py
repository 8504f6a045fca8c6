"""Places that the user has marked with a letter: kept with the cache whose articles they name."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tui.cache.database import Connection, transaction
from tui.cache.sources import meta, set_meta


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A list with an article, as it is kept: a place by what makes it the same after a restart."""

    kind: str
    name: str
    source_id: int
    """0: the place is no source."""
    query: str
    article_id: int
    pane: str


def marks(connection: Connection) -> dict[str, PlaceMark]:
    """The marks by letter; one that is none of ours is left out."""
    try:
        kept = json.loads(meta(connection, "marks") or "{}")
        return {letter: PlaceMark(**each) for letter, each in kept.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def set_mark(connection: Connection, letter: str, mark: PlaceMark) -> None:
    """Keep one more, in place of another of that letter."""
    with transaction(connection):
        known = marks(connection)
        known[letter] = mark
        set_meta(connection, "marks", json.dumps({each: asdict(known[each]) for each in known}))
