"""A numbered view over a query: length, row(i), generation. Knows no widget.

The order of a window is frozen when it is opened: it holds the ids that matched then, newest first,
and what arrives later is only counted. So no arrival moves a row, and a bulk act means the rows that
were there. The ids come in portions (0.1 ms for the first page at 1,000,000 articles, where all at
once take a second); rows are read by page, when they are looked at.
"""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tui.cache.conditions import EVERYTHING, Condition
from tui.cache.database import Connection
from tui.model import Headline, Level

PAGE = 64
"""Rows read at once."""
PAGES = 16
"""Pages kept."""
PORTION = 2_000
"""Ids that the first look takes."""


class Shown(StrEnum):
    """Which articles of its scope a list shows."""

    ALL = "all"
    """All but the dismissed, as each of these but the last."""
    STARRED = "starred"
    LATER = "later"
    """Those that are put off."""
    DISMISSED = "dismissed"


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


class Window:
    """One listing as it was when opened. Used by one thread; reads only."""

    def __init__(self, connection: Connection, listing: Listing) -> None:
        self.listing = listing
        self.generation = 0
        """Grows whenever rows may look different: a key for whoever caches what it made of them."""
        self._connection = connection
        self._ids = array("q")
        self._last: tuple[int, int] | None = None
        self._complete = False
        self._pages: OrderedDict[int, dict[int, Headline]] = OrderedDict()
        self._places: dict[int, int] | None = None
        self._dropped: list[list[tuple[int, int]]] = []
        self._newest = int(connection.execute("SELECT coalesce(max(id), 0) FROM article").get)
        self._back = int(
            connection.execute("SELECT coalesce(max(back), 0) FROM article WHERE back IS NOT NULL").get
        )
        self._scope, self._parameters = _scope(listing)
        self.grow(PORTION)
        self._estimate = len(self._ids) if self._complete else self._expected()

    def __len__(self) -> int:
        return len(self._ids) if self._complete else max(self._estimate, len(self._ids))

    @property
    def complete(self) -> bool:
        """Whether all ids are in: only then is the length exact."""
        return self._complete

    def grow(self, count: int) -> bool:
        """Take in at most ``count`` further ids; True while there are more."""
        if self._complete:
            return False
        after = "" if self._last is None else " AND (a.at, a.id) < (?, ?)"
        rows = list(
            self._connection.execute(
                f"SELECT a.id, a.at FROM article a WHERE {self._scope} AND a.id <= ?{after}"  # noqa: S608 - placeholders only
                " ORDER BY a.at DESC, a.id DESC LIMIT ?",
                (*self._parameters, self._newest, *(self._last or ()), count),
            )
        )
        # The last page may have been read when it was shorter.
        self._pages.pop(len(self._ids) // PAGE, None)
        self._ids.extend(row[0] for row in rows)
        self._places = None
        if len(rows) < count:
            self._complete = True
        else:
            self._last = (rows[-1][1], rows[-1][0])
        return not self._complete

    def id_at(self, index: int) -> int:
        """The article at ``index``. Raises IndexError beyond the end."""
        while index >= len(self._ids) and self.grow(max(20_000, index + 1 - len(self._ids))):
            pass
        return self._ids[index]

    def row(self, index: int) -> Headline | None:
        """The row at ``index``; None where the article has since been purged."""
        article_id = self.id_at(index)
        number = index // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._read(number)
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(article_id)

    def index_of(self, article_id: int) -> int | None:
        """Where an article stands, or None when it is not in the list."""
        while self.grow(20_000):
            pass
        if self._places is None:
            self._places = {article: place for place, article in enumerate(self._ids)}
        return self._places.get(article_id)

    def span(self, start: int, stop: int) -> array[int]:
        """The ids of the rows from ``start`` to before ``stop``, as many as there are."""
        while stop > len(self._ids) and self.grow(max(20_000, stop - len(self._ids))):
            pass
        return self._ids[start:stop]

    def ids(self) -> array[int]:
        """All ids of the list, in order: what a bulk act is done to."""
        while self.grow(20_000):
            pass
        return self._ids[:]

    def drop(self, article_ids: Iterable[int]) -> list[int]:
        """Take out articles that the user has just dismissed, and say where they stood."""
        gone = set(article_ids)
        places = [(place, each) for place, each in enumerate(self._ids) if each in gone]
        if not places:
            return []
        self._dropped.append(places)
        self._ids = array("q", [each for each in self._ids if each not in gone])
        self._estimate -= len(places)
        self._rearranged()
        return [place for place, _ in places]

    def put_back(self, article_ids: Iterable[int]) -> list[int]:
        """Put what was dropped last where it stood, now that it is dismissed no more, and say where."""
        if not self._dropped or not {each for _, each in self._dropped[-1]} & set(article_ids):
            return []
        places = self._dropped.pop()
        for place, each in places:
            self._ids.insert(place, each)
        self._estimate += len(places)
        self._rearranged()
        return [place for place, _ in places]

    def _rearranged(self) -> None:
        self._places = None
        self.refresh()

    def next_unread(self, start: int, step: int) -> int | None:
        """The nearest unread row from ``start`` (itself excluded) in direction ``step`` (1 or -1)."""
        index = start + step
        while index >= 0:
            while index >= len(self._ids) and self.grow(20_000):
                pass
            span = (
                self._ids[index : index + PAGE]
                if step > 0
                else self._ids[max(0, index - PAGE + 1) : index + 1][::-1]
            )
            if not span:
                return None
            unread = {
                row[0]
                for row in self._connection.execute(
                    "SELECT id FROM article WHERE read = 0 AND id IN (SELECT value FROM json_each(?))",
                    (json.dumps(list(span)),),
                )
            }
            for offset, article_id in enumerate(span):
                if article_id in unread:
                    return index + offset * step
            index += len(span) * step
        return None

    def refresh(self) -> None:
        """Forget the rows, not their order: marks and headlines are read anew when looked at."""
        self._pages.clear()
        self.generation += 1

    def arrivals(self) -> int:
        """How many articles that belong in this list have come, or come back, since it was opened."""
        came = "a WHERE a.id > ?"
        came_back = f"a INDEXED BY article_back WHERE a.back > ? AND a.id <= {self._newest}"
        return sum(
            int(
                self._connection.execute(
                    f"SELECT count(*) FROM article {since} AND {self._scope}",  # noqa: S608 - placeholders only
                    (last, *self._parameters),
                ).get
            )
            for since, last in ((came, self._newest), (came_back, self._back))
        )

    def _expected(self) -> int:
        """The length before all ids are in: from the counters, or counted where they do not tell."""
        if self.listing.where is not EVERYTHING or self.listing.tag:
            return int(
                self._connection.execute(
                    f"SELECT count(*) FROM article a WHERE {self._scope} AND a.id <= ?",  # noqa: S608 - placeholders only
                    (*self._parameters, self._newest),
                ).get
            )
        counter = "total" if self.listing.shown is Shown.ALL else self.listing.shown.value
        chosen = self.listing.source_ids
        return int(
            self._connection.execute(
                f"SELECT coalesce(sum({counter}), 0) FROM source_count"  # noqa: S608 - one of four words
                + ("" if chosen is None else " WHERE source_id IN (SELECT value FROM json_each(?))"),
                () if chosen is None else (json.dumps(chosen),),
            ).get
        )

    def _read(self, number: int) -> dict[int, Headline]:
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        return {
            row[0]: Headline(
                id=row[0],
                source_id=row[1],
                title=row[2],
                at=row[3],
                level=Level(row[4]),
                read=bool(row[5]),
                starred=bool(row[6]),
                revised=row[7] > 0,
                later_until=row[8],
                dismissed=row[9] > 0,
                tags=tuple(sorted((row[10] or "").split())),
            )
            for row in self._connection.execute(
                "SELECT id, source_id, title, at, level, read, starred, revisions, later_until, dismissed,"
                " (SELECT group_concat(name, ' ') FROM tag WHERE article_id = id) FROM article"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(ids)),),
            )
        }


def _scope(listing: Listing) -> tuple[str, tuple[str | int, ...]]:
    parts: list[str] = []
    parameters: list[str | int] = []
    if listing.source_ids is not None:
        if len(listing.source_ids) == 1:
            parts.append("a.source_id = ?")
            parameters.append(listing.source_ids[0])
        else:
            parts.append("a.source_id IN (SELECT value FROM json_each(?))")
            parameters.append(json.dumps(listing.source_ids))
    parts.append(_SHOWN[listing.shown])
    if listing.tag:
        parts.append("a.id IN (SELECT article_id FROM tag WHERE name = ?)")
        parameters.append(listing.tag)
    if listing.where is not EVERYTHING:
        parts.append(f"({listing.where.sql})")
        parameters.extend(listing.where.parameters)
    return " AND ".join(parts), tuple(parameters)


_SHOWN = {
    Shown.ALL: "a.dismissed = 0",
    Shown.STARRED: "a.starred = 1 AND a.dismissed = 0",
    Shown.LATER: "a.later_until IS NOT NULL AND a.dismissed = 0",
    Shown.DISMISSED: "a.dismissed > 0",
}
