"""What has been read, into the cache: of several sources in one transaction, stored, judged and recorded.

A transaction writes its pages whole, however little of each has changed, and the full-text index a
segment: feeds that come within ``LINGER`` seconds share both. Where one of them cannot be written they
are written one by one. Knows no network and no schedule.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tui.arrivals import Changes, Feed
from tui.cache.database import FAULTS, Connection, transaction
from tui.cache.desk import last_id
from tui.cache.writer import BATCH
from tui.feeds.filing import file
from tui.feeds.grouping import Grouping
from tui.feeds.newsdesk import Edited, Newsdesk
from tui.newsroom import Alert

LINGER = 0.05
"""Seconds that the first of a batch waits for others."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Parcel(Generic[_T]):
    """What one poll of a source has brought."""

    source_id: int
    feed: Feed | None
    """None: nothing that is not in the cache already."""
    skew: int
    """Seconds that its publisher's clock is ahead."""
    close: Callable[[Changes, Edited], _T]
    """Called once its articles are written and judged, in the last transaction: what it writes besides."""


@dataclass(frozen=True, slots=True)
class _Batch(Generic[_T]):
    parcels: list[Parcel[_T]]
    full: asyncio.Event
    """Set when it need not wait for more."""


class Intake(Generic[_T]):
    """Writes for one poller. Used by one event loop."""

    def __init__(
        self,
        connection: Connection,
        grouping: Grouping,
        desk: Newsdesk,
        tell: Callable[[Sequence[Alert], int], None],
        clock: Callable[[], float],
    ) -> None:
        """``tell`` gets the alerts of a batch when it is written."""
        self._connection = connection
        self._grouping = grouping
        self._desk = desk
        self._tell = tell
        self._clock = clock
        self._batch: _Batch[_T] | None = None
        self._writing: set[asyncio.Task[list[_T | Exception]]] = set()
        self._task: asyncio.Task[list[_T | Exception]] | None = None

    async def put(self, parcel: Parcel[_T]) -> _T:
        """Write a parcel, with others; gives what its ``close`` did.

        Raises what ``FAULTS`` of the cache names, for all who were written with it; and whatever goes wrong
        with this parcel alone.

        What has been put in is written even if nobody waits for it any more. A parcel without news waits
        for no others: its record is one row, and a round of 300 such sources took 1.8 s instead of 0.6.
        """
        if parcel.feed is None:
            return _result(self._file([parcel])[0])
        batch, task = self._batch, self._task
        if batch is None or task is None:
            batch = self._batch = _Batch([], asyncio.Event())
            task = self._task = asyncio.create_task(self._filed(batch))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)
        place = len(batch.parcels)
        batch.parcels.append(parcel)
        if sum(len(each.feed.entries) for each in batch.parcels if each.feed) >= BATCH:
            self._send(batch)
        return _result((await asyncio.shield(task))[place])

    async def end(self) -> None:
        """Write what is waiting. Raises what ``FAULTS`` names."""
        if self._batch is not None:
            self._send(self._batch)
        await asyncio.gather(*self._writing)

    def _send(self, batch: _Batch[_T]) -> None:
        batch.full.set()
        if self._batch is batch:
            self._batch = self._task = None

    async def _filed(self, batch: _Batch[_T]) -> list[_T | Exception]:
        try:
            async with asyncio.timeout(LINGER):
                await batch.full.wait()
        except TimeoutError:
            self._send(batch)
        return self._file(batch.parcels)

    def _file(self, parcels: Sequence[Parcel[_T]]) -> list[_T | Exception]:
        now = int(self._clock())
        try:
            edited, results = self._write(parcels, now)
        except FAULTS:
            self._grouping.forget()
            raise
        except Exception as error:  # noqa: BLE001 - whose it is shows when each is written alone
            self._grouping.forget()
            return [error] if len(parcels) == 1 else [self._file([each])[0] for each in parcels]
        self._tell(edited.alerts, now)
        return list(results)

    def _write(self, parcels: Sequence[Parcel[_T]], now: int) -> tuple[Edited, list[_T]]:
        if sum(len(each.feed.entries) for each in parcels if each.feed) <= BATCH:
            with transaction(self._connection):
                return self._written(parcels, now)
        return self._written(parcels, now)

    def _written(self, parcels: Sequence[Parcel[_T]], now: int) -> tuple[Edited, list[_T]]:
        connection = self._connection
        before = last_id(connection)
        documents = [(each.source_id, each.feed, each.skew) for each in parcels if each.feed is not None]
        changed = {each.source_id: each.changes for each in file(connection, documents, now, self._grouping)}
        with transaction(connection):
            edited = self._desk.edit(changed, before, now)
            # The records last, so that a poller killed before it fetches the same documents again.
            nothing = Changes()
            return edited, [each.close(changed.get(each.source_id, nothing), edited) for each in parcels]


def _result(found: _T | Exception) -> _T:
    if isinstance(found, Exception):
        raise found
    return found
