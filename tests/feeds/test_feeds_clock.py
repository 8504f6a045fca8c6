"""A clock that jumps: a machine that slept, one that woke in another century, summer time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from new_cache import new_cache
from serving import Clock, document, item, publishing, rss, subscribe
from serving import accounts as accounts_of

from tui.cache import triage
from tui.cache.database import Connection
from tui.cache.returns import bring_back
from tui.cache.sources import statuses
from tui.feeds.loop import Summary, poll_once

NOW = 1_790_000_000
OLD, NEW = item("a", "Ferry late"), item("b", "Harbour closed")


def at(year: int) -> int:
    return int(datetime(year, 1, 2, tzinfo=UTC).timestamp())


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "telex.db")
    yield opened
    opened.close()


async def poll(connection: Connection, clock: Clock) -> Summary:
    return await poll_once(
        connection,
        accounts_of(),
        everything=False,
        clock=clock,
        chance=lambda: 0.0,
        stop=asyncio.Event(),
    )


def titles(connection: Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute("SELECT title FROM article ORDER BY id")]


@pytest.mark.parametrize("year", [1970, 2106])
async def test_a_clock_of_another_century_stops_no_poll_and_loses_nothing(
    connection: Connection, year: int
) -> None:
    clock = Clock(NOW)
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss(OLD), etag='"1"')
        subscribe(connection, publisher.url("/feed"))
        await poll(connection, clock)
        triage.mark(connection, "star", [1], now=NOW, terminal="test")
        # It is asked at the next look, whatever was planned by the other clock, and comes to rest again.
        clock.now = at(year)
        publisher.paths["/feed"] = document(rss(NEW, OLD), etag='"2"')
        assert (await poll(connection, clock)).polled == 1
        assert (await poll(connection, clock)).polled == 0
        # And back: the same.
        clock.now = NOW + 86_400
        assert (await poll(connection, clock)).polled == 1
        assert (await poll(connection, clock)).polled == 0
    assert titles(connection) == ["Ferry late", "Harbour closed"]
    assert [row[0] for row in connection.execute("SELECT id FROM article WHERE starred")] == [1]
    status = statuses(connection)[0]
    assert status.error == ""
    assert status.next_due is not None
    assert 0 < status.next_due - clock.now <= 86_400


async def test_after_a_sleep_of_months_a_source_is_asked_once(connection: Connection) -> None:
    clock = Clock(NOW)
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss(OLD), etag='"1"')
        subscribe(connection, publisher.url("/feed"))
        await poll(connection, clock)
        clock.now += 200 * 86_400
        assert [(await poll(connection, clock)).polled for _ in range(3)] == [1, 0, 0]


async def test_what_is_put_off_comes_back_when_summer_time_begins_between(connection: Connection) -> None:
    """Times are seconds since 1970 everywhere: the hour that a wall clock skips is no hour less to wait."""
    before = int(datetime(2026, 3, 29, 0, 30, tzinfo=UTC).timestamp())  # Europe turns its clocks at 01:00 UTC
    clock = Clock(before)
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss(OLD))
        subscribe(connection, publisher.url("/feed"))
        await poll(connection, clock)
    triage.mark(connection, "later", [1], argument=str(before + 3_600), now=before, terminal="test")
    assert bring_back(connection, before + 3_599) == ()
    assert bring_back(connection, before + 3_600) == (1,)
