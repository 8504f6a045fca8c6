"""New articles into stories, in the transaction that stores them: the desk of one poller and its memory.

Decides nothing: that is ``tui.desk.stories``. Its arrays need numpy, which is loaded with the first new
article: a poll that brings none has no use for it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.arrivals import Entry
from tui.cache import stories, story_edits
from tui.cache.database import Connection, transaction

if TYPE_CHECKING:
    from tui.desk.stories import Desk

KEEP = 2_000
"""Articles after which the desk's counts are written; what a killed poller loses of them is some rarity."""


class Grouping:
    """The desk at work on one cache."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._desk: Desk | None = None
        self._moved = 0
        self._unkept = 0
        self._now = 0

    def group(self, source_id: int, articles: Sequence[tuple[int, Entry, int]], now: int) -> None:
        """Give what a source brought, each (id, entry, time), to stories; within the caller's transaction."""
        connection = self._connection
        desk = self._desk or self._recalled(now)
        from tui.desk.memory import WINDOW
        from tui.desk.stories import Item

        self._now = now
        self._follow(desk)
        publisher, grouped = stories.publisher_of(connection, source_id)
        own = stories.own_stories(connection, [article_id for article_id, _, _ in articles])
        filed = []
        for article_id, entry, at in articles:
            item = Item(article_id, publisher, at, entry.title, entry.lead)
            alone = not grouped or at < now - WINDOW
            found = desk.file(item, own[article_id], alone=alone)
            filed.append(
                stories.Filed(article_id, found.story, found.copy_of, found.merged, found.terms, found.strays)
            )
        stories.enter(connection, filed)
        self._unkept += len(filed)
        if self._unkept >= KEEP:
            self._keep(desk)

    def regroup(self, source_id: int, articles: Sequence[tuple[int, Entry]], now: int) -> None:
        """Look again at where articles belong that were rewritten; within the caller's transaction."""
        connection = self._connection
        desk = self._desk or self._recalled(now)
        from tui.desk.stories import Item

        self._follow(desk)
        publisher, _ = stories.publisher_of(connection, source_id)
        own = stories.own_stories(connection, [article_id for article_id, _ in articles])
        renewed = []
        for article_id, entry in articles:
            item = Item(article_id, publisher, now, entry.title, entry.lead)
            found = desk.renew(item, own[article_id])
            if found is not None:
                renewed.append(stories.Filed(article_id, found.story, found.copy_of, (), found.terms))
        stories.renew(connection, renewed)

    def forget(self) -> None:
        """What was written last is undone: take up the work again from what the cache holds."""
        self._desk = None

    def end(self) -> None:
        """Write what a restart must know. Raises apsw.Error."""
        if self._desk is not None and self._unkept:
            with transaction(self._connection):
                self._keep(self._desk)

    def _recalled(self, now: int) -> Desk:
        # Before anything loads numpy: vectors of 40 numbers need no second thread, which would spin.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from tui.desk import memory
        from tui.desk.stories import Remembered

        connection = self._connection
        desk = memory.desk_from(stories.memory(connection))
        desk.recall(
            Remembered(each.id, each.story_id, each.copy_of, each.publisher, each.at, each.terms)
            for each in stories.remembered(connection, now - memory.WINDOW)
        )
        desk.kept_apart |= story_edits.touched_by_hand(connection)
        self._moved = story_edits.last_move(connection)
        self._desk = desk
        return desk

    def _follow(self, desk: Desk) -> None:
        """Do after the reader what was done by hand since the last look."""
        for number, article_id, story_id in story_edits.moves_after(self._connection, self._moved):
            desk.move(article_id, story_id)
            self._moved = number

    def _keep(self, desk: Desk) -> None:
        from tui.desk import memory

        stories.keep_memory(self._connection, memory.kept(desk), self._now - memory.WINDOW)
        self._unkept = 0
