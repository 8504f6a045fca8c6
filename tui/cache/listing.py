"""What a list shows, in which order: a scope, narrowed by a query. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.cache.conditions import EVERYTHING, Condition


class Shown(StrEnum):
    """Which articles of its scope a list shows."""

    ALL = "all"
    """All but the dismissed, as each of these but the last two."""
    STARRED = "starred"
    LATER = "later"
    """Those that are put off."""
    DISMISSED = "dismissed"
    EVERY = "every"
    """The dismissed among them: for a query that speaks of them itself."""


SHOWN = {
    Shown.ALL: "a.dismissed = 0",
    Shown.STARRED: "a.starred = 1 AND a.dismissed = 0",
    Shown.LATER: "a.later_until IS NOT NULL AND a.dismissed = 0",
    Shown.DISMISSED: "a.dismissed > 0",
    Shown.EVERY: "1",
}
"""The same as SQL over ``article a``."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows: a scope, narrowed by a query."""

    name: str
    """Its title on screen."""
    source_ids: tuple[int, ...] | None = None
    """Only these sources; None: all."""
    shown: Shown = Shown.ALL
    tag: str = ""
    """Only articles with this tag; empty: whatever tags they have."""
    where: Condition = EVERYTHING
    order: str = "newest"
    """One of ``query_fields.SORTS``; or ``source`` or ``story``: one after the other, each newest first;
    or ``moved``: stories by what came to them last, articles by their own time."""
    sources: tuple[int, ...] = ()
    """In the order by source: which, one after the other."""
    limit: int | None = None
    """No more articles than so many; None: all."""
    stories: bool = False
    """One row for each story: the article that leads it, or the first of those in scope where that is not."""
    ranking: str = ""
    """What the order by relevance goes by: ``search.ranking``."""
    sought: tuple[tuple[str, bool], ...] = ()
    """The words that its articles are found for, and whether each is only a beginning: what rows mark."""
