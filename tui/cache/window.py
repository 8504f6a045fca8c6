"""A numbered view over a query: length, row(i), generation. Knows no widget.

The order of a window is frozen when it is opened: it holds the ids that matched then, newest first,
and what arrives later is only counted. So no arrival moves a row, and a bulk act means the rows that
were there. The ids come in portions (``cache.walk``); rows are read by page, when they are looked at.
"""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tui.cache.conditions import HIGH
from tui.cache.database import Connection
from tui.cache.listing import Listing, Shown
from tui.cache.snapshot import Snapshot
from tui.cache.walk import Cursor, Portion, among, portion, scope, straight
from tui.model import Headline, Level, StoryFacts

PAGE = 64
"""Rows read at once."""
PAGES = 16
"""Pages kept."""
PORTION = 2_000
"""Ids that the first look takes."""
FIRST = 128
"""The same, where they must be searched for."""
STEP = 20_000
"""Ids that are taken in at a time where somebody waits for one of them."""
REACH = 4_096
"""Rows within which a story that has moved on since it was read is looked for: 10 ms."""
LONGEST = 16_384
"""Rows whose marks are read at once on the way to the next unread one."""


_AND_ALL_READ = (
    " AND (s.articles = 1 OR NOT EXISTS (SELECT 1 FROM article b WHERE b.story_id = a.story_id"
    " AND b.read = 0 AND b.copy_of IS NULL AND b.dismissed = 0))"
)
"""A story's row is read when all is that somebody has written himself: a copy is no news to its reader."""


class Window:
    """One listing as it was when opened. Used by one thread; reads only."""

    def __init__(
        self,
        connection: Connection,
        listing: Listing,
        *,
        now: int | None = None,
        first: Portion | None = None,
    ) -> None:
        """``now``: for the order by relevance. ``first``: its first portion, where it is there already."""
        self.listing = listing
        self.generation = 0
        """Grows whenever rows may look different: a key for whoever caches what it made of them."""
        self._connection = connection
        self._now = now
        self._ids = array("q")
        self._cursor: Cursor | None = None
        self._complete = False
        self._pages: OrderedDict[int, dict[int, Headline]] = OrderedDict()
        self._dropped: list[list[tuple[int, int]]] = []
        self._back = int(
            connection.execute("SELECT coalesce(max(back), 0) FROM article WHERE back IS NOT NULL").get
        )
        count = PORTION if straight(listing) else FIRST
        first = first or portion(connection, listing, None, None, count, now=now)
        self._newest = first.newest
        self.add(first)
        self._estimate = len(self._ids) if self._complete else self._expected()

    def __len__(self) -> int:
        return len(self._ids) if self._complete else max(self._estimate, len(self._ids))

    @property
    def rest(self) -> tuple[int, Cursor] | None:
        """What ``cache.searcher`` needs for the portion that follows; None where all ids are in."""
        return None if self._cursor is None else (self._newest, self._cursor)

    @property
    def searched(self) -> bool:
        """Whether its ids must be searched for: a portion may take long."""
        return not straight(self.listing)

    @property
    def newest(self) -> int:
        """The newest article when it was opened."""
        return self._newest

    @property
    def complete(self) -> bool:
        """Whether all ids are in: only then is the length of a search known."""
        return self._complete

    def grow(self, count: int) -> bool:
        """Take in about ``count`` further ids; True while there are more."""
        if not self._complete:
            self.add(
                portion(self._connection, self.listing, self._newest, self._cursor, count, now=self._now)
            )
        return not self._complete

    def add(self, more: Portion) -> None:
        """Take in the portion that follows."""
        # The last page may have been read when it was shorter.
        self._pages.pop(len(self._ids) // PAGE, None)
        self._ids.extend(more.ids)
        self._cursor, self._complete = more.cursor, more.cursor is None

    def id_at(self, index: int) -> int:
        """The article at ``index``. Raises IndexError beyond the end."""
        while index >= len(self._ids) and self.grow(index + 1 - len(self._ids) + PORTION):
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
        start = 0
        while True:
            try:
                return self._ids.index(article_id, start)
            except ValueError:
                if self._complete or self._passed(article_id):
                    return None
            start = len(self._ids)
            self.grow(STEP)

    def _passed(self, article_id: int) -> bool:
        """Whether the list, in order of time, has come further than where the article would stand."""
        key = self._key(article_id)
        return key is None or (
            self.listing.order == "newest" and self._cursor is not None and key >= self._cursor.key
        )

    def _key(self, article_id: int) -> tuple[int, int] | None:
        row = self._connection.execute("SELECT at, id FROM article WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else (int(row[0]), int(row[1]))

    def span(self, start: int, stop: int) -> array[int]:
        """The ids of the rows from ``start`` to before ``stop``, as many as there are."""
        while stop > len(self._ids) and self.grow(max(STEP, stop - len(self._ids))):
            pass
        return self._ids[start:stop]

    def ids(self) -> array[int]:
        """All ids of the list, in order: what a bulk act is done to."""
        while self.grow(STEP):
            pass
        return self._ids[:]

    def snapshot(self) -> Snapshot:
        """The list as it is now, whatever becomes of this window."""
        return Snapshot(self.listing, self._ids[:], self._newest, self._cursor, self._now)

    def drop(self, article_ids: Iterable[int]) -> list[int]:
        """Take out articles that the user has just dismissed, and say where they stood."""
        gone = set(article_ids)
        places = [(place, each) for place, each in enumerate(self._ids) if each in gone]
        if not places:
            return []
        self._dropped.append(places)
        self._ids = array("q", [each for each in self._ids if each not in gone])
        self._estimate -= len(places)
        self.refresh()
        return [place for place, _ in places]

    def put_back(self, article_ids: Iterable[int]) -> list[int]:
        """Put what was dropped last where it stood, now that it is dismissed no more, and say where."""
        if not self._dropped or not {each for _, each in self._dropped[-1]} & set(article_ids):
            return []
        places = self._dropped.pop()
        for place, each in places:
            self._ids.insert(place, each)
        self._estimate += len(places)
        self.refresh()
        return [place for place, _ in places]

    def next_unread(self, start: int, step: int) -> int | None:
        """The nearest unread row from ``start`` (itself excluded) in direction ``step`` (1 or -1)."""
        found = self._unread_by_index(start, step)
        if self.listing.stories and (moved := self._moved_row(start, step, found)) is not None:
            return moved
        return self._unread_by_rows(start, step) if found is None else found

    def _moved_row(self, start: int, step: int, end: int | None) -> int | None:
        """The nearest row before ``end`` whose lead is read and whose story has more to read."""
        reach = REACH if end is None else min(REACH, abs(end - start) - 1)
        first = start + 1 if step > 0 else max(0, start - reach)
        span = self.span(first, first + reach if step > 0 else start)
        unread = {
            int(row[0])
            for row in self._connection.execute(
                "SELECT a.id FROM article a JOIN story s ON s.id = a.story_id"  # noqa: S608 - a constant
                " WHERE a.id IN (SELECT value FROM json_each(?)) AND a.read = 1"
                f" AND NOT (1{_AND_ALL_READ})",
                (json.dumps(list(span)),),
            )
        }
        places = [first + place for place, each in enumerate(span) if each in unread]
        return (min(places) if step > 0 else max(places)) if places else None

    def _unread_by_index(self, start: int, step: int) -> int | None:
        """The same by the index of unread articles, in a whole list by time; None where it tells nothing."""
        if self.listing.where.sql != "1" or self.listing.order != "newest" or self.listing.tag:
            return None
        if not 0 <= start < len(self):
            return None
        key = self._key(self.id_at(start))
        condition = scope(self.listing, "a.read = 0")
        beyond, order = ("<", "a.at DESC, a.id DESC") if step > 0 else (">", "a.at, a.id")
        nearest = (
            key
            and self._connection.execute(
                f"SELECT a.id FROM article a WHERE (a.at, a.id) {beyond} (?, ?) AND a.id <= ?"  # noqa: S608 - fixed words
                f" AND {condition.sql} ORDER BY {order} LIMIT 1",
                (*key, self._newest, *condition.parameters),
            ).get
        )
        found = self.index_of(int(nearest)) if nearest else None
        # What has come back in the meantime stands elsewhere in this list than by its time.
        return found if found is not None and (found - start) * step > 0 else None

    def _unread_by_rows(self, start: int, step: int) -> int | None:
        index, size = start + step, PAGE
        while index >= 0:
            while index >= len(self._ids) and self.grow(STEP):
                pass
            span = (
                self._ids[index : index + size]
                if step > 0
                else self._ids[max(0, index - size + 1) : index + 1][::-1]
            )
            if not span:
                return None
            unread = self._unread_of(span)
            for offset, article_id in enumerate(span):
                if article_id in unread:
                    return index + offset * step
            index += len(span) * step
            size = min(size * 2, LONGEST)
        return None

    def _unread_of(self, span: Sequence[int]) -> set[int]:
        """Those of some neighbouring rows that are unread."""
        first, last = self._key(span[0]), self._key(span[-1])
        if len(span) > PAGE and self.listing.order == "newest" and first and last:
            # What is unread within their time: in a long stretch of read articles that is little.
            rows = self._connection.execute(
                "SELECT id FROM article INDEXED BY article_unread"
                " WHERE read = 0 AND (at, id) >= (?, ?) AND (at, id) <= (?, ?)",
                (*min(first, last), *max(first, last)),
            )
        else:
            rows = self._connection.execute(
                "SELECT id FROM article WHERE read = 0 AND id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(span)),),
            )
        return {int(row[0]) for row in rows}

    def refresh(self) -> None:
        """Forget the rows, not their order: marks and headlines are read anew when looked at."""
        self._pages.clear()
        self.generation += 1

    def arrivals(self) -> int:
        """How many articles that belong in this list have come, or come back, since it was opened."""
        listing = self.listing
        # In the order of movement whatever comes to a story moves its row.
        belonging = scope(replace(listing, stories=False) if listing.order == "moved" else listing)
        arrived = belonging.within(self._newest + 1, HIGH)
        came = self._connection.execute(
            f"SELECT count(*) FROM article a NOT INDEXED WHERE a.id > ? AND {arrived.sql}",  # noqa: S608 - placeholders only
            (self._newest, *arrived.parameters),
        ).get
        back = [
            int(row[0])
            for row in self._connection.execute(
                "SELECT id FROM article INDEXED BY article_back WHERE back > ? AND id <= ?",
                (self._back, self._newest),
            )
        ]
        return int(came) + len(among(self._connection, belonging, back))

    def _expected(self) -> int:
        """The length before all ids are in, from the counters; 0 where they do not tell."""
        listing = self.listing
        if listing.where.sql != "1" or listing.limit is not None or listing.shown is Shown.EVERY:
            return 0
        if listing.stories:
            return 0
        chosen = listing.source_ids
        if listing.tag:
            asked = "SELECT total FROM tag_count WHERE name = ?", (listing.tag,)
            return 0 if chosen is not None else int(self._connection.execute(*asked).get or 0)
        counter = "total" if listing.shown is Shown.ALL else listing.shown.value
        return int(
            self._connection.execute(
                f"SELECT coalesce(sum({counter}), 0) FROM source_count"  # noqa: S608 - one of four words
                + ("" if chosen is None else " WHERE source_id IN (SELECT value FROM json_each(?))"),
                () if chosen is None else (json.dumps(chosen),),
            ).get
        )

    def _read(self, number: int) -> dict[int, Headline]:
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        stories = self.listing.stories
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
                highlighted=bool(row[11]),
                story=StoryFacts(*row[12:18]) if (row[13] or 1) > 1 else None,
            )
            for row in self._connection.execute(
                "SELECT a.id, a.source_id, a.title, a.at,"  # noqa: S608 - one of two constants
                f" {'max(a.level, coalesce(s.level, 0))' if stories else 'a.level'},"
                f" a.read{_AND_ALL_READ if stories else ''}, a.starred, a.revisions,"
                " a.later_until, a.dismissed,"
                " (SELECT group_concat(name, ' ') FROM tag WHERE article_id = a.id),"
                " EXISTS (SELECT 1 FROM rule_hit WHERE article_id = a.id AND act IN ('highlight', 'watch')),"
                " s.id, s.articles, s.publishers, s.voices, s.first_at, s.moved_at"
                " FROM article a LEFT JOIN story s ON s.id = a.story_id"
                " WHERE a.id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(ids)),),
            )
        }
