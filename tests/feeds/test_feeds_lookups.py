"""tui.feeds.lookups: a reader's question, met by a poller at work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from new_cache import new_cache
from serving import Clock, accounts, document, item, publishing, rss, silence, status, subscribe

from tui.cache import polls
from tui.cache.database import Connection
from tui.cache.requests import Discovery, answer, ask_discovery, waiting
from tui.cache.sources import statuses
from tui.feeds.lookups import look
from tui.feeds.loop import poll_forever

FERRY = rss(item("a", "Ferry late"))
PAGE = b"<html><link rel=alternate type=application/rss+xml href=/feed>"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "telex.db")
    yield opened
    opened.close()


@pytest.fixture
def reader(connection: Connection, tmp_path: Path) -> Iterator[Connection]:
    """What another process sees of the same cache."""
    opened = new_cache(tmp_path / "telex.db")
    yield opened
    opened.close()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 - it is in another task or process
            await asyncio.sleep(0.01)


async def answered(reader: Connection, number: int) -> Discovery:
    await until(lambda: answer(reader, number) is not None)
    found = answer(reader, number)
    assert found is not None
    return found


@asynccontextmanager
async def polling(connection: Connection) -> AsyncIterator[None]:
    """A poller at work on a cache; stopped in the end."""
    stop = asyncio.Event()
    loop = poll_forever(connection, accounts(), clock=Clock(), chance=lambda: 0.0, stop=stop)
    task = asyncio.create_task(loop)
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(30):
            await task


async def test_the_poller_answers_a_reader_s_question(connection: Connection, reader: Connection) -> None:
    async with publishing() as publisher:
        publisher.paths |= {"/": document(PAGE, content_type="text/html"), "/feed": document(FERRY)}
        async with polling(connection):
            number = ask_discovery(reader, publisher.url("/"), int(Clock().now))
            found = await answered(reader, number)
    assert [feed.url for feed in found.found] == [publisher.url("/feed")]
    assert [each.title for each in found.found[0].headlines] == ["Ferry late"]
    assert statuses(reader) == []


async def test_questions_asked_before_the_poller_came_are_answered(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        numbers = [ask_discovery(reader, publisher.url("/feed"), int(Clock().now)) for _ in range(4)]
        numbers.append(ask_discovery(reader, "harbour news", int(Clock().now)))
        async with polling(connection):
            found = [await answered(reader, number) for number in numbers]
    assert [len(each.found) for each in found] == [1, 1, 1, 1, 0]


async def test_a_question_does_not_wait_for_the_round(connection: Connection, reader: Connection) -> None:
    async with publishing() as publisher, publishing() as other:
        slow = [f"/slow{n}" for n in range(40)]
        publisher.paths |= dict.fromkeys(slow, silence)
        other.paths["/feed"] = document(FERRY)
        subscribe(connection, *(publisher.url(path) for path in slow))
        async with polling(connection):
            await until(lambda: len(publisher.asked) >= 1)
            number = ask_discovery(reader, other.url("/feed"), int(Clock().now))
            assert len((await answered(reader, number)).found) == 1
            assert all(each.last_poll is None for each in statuses(reader))


async def test_a_question_that_was_not_answered_waits_for_the_next_poller(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = silence
        number = ask_discovery(reader, publisher.url("/feed"), int(Clock().now))
        async with polling(connection):
            await until(lambda: publisher.count("/feed") == 1)
        assert answer(reader, number) is None
        assert [each.id for each in waiting(reader, int(Clock().now))] == [number]
        publisher.paths["/feed"] = document(FERRY)
        async with polling(connection):
            assert len((await answered(reader, number)).found) == 1


async def test_a_question_is_asked_of_the_network_once(connection: Connection, reader: Connection) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        async with polling(connection):
            first = ask_discovery(reader, publisher.url("/feed"), int(Clock().now))
            await answered(reader, first)
            # A further change of the cache, at which the poller looks again.
            await answered(reader, ask_discovery(reader, publisher.url("/none"), int(Clock().now)))
        assert publisher.count("/feed") == 1 + 1  # the second question makes it a guess


async def test_a_source_that_is_a_web_page_says_which_feed_is_meant(connection: Connection) -> None:
    async with publishing() as publisher:
        publisher.paths["/"] = document(PAGE, content_type="text/html")
        subscribe(connection, publisher.url("/"))
        async with polling(connection):
            await until(lambda: statuses(connection)[0].error != "")
        error = statuses(connection)[0].error
    assert error == f"this is a web page, not a feed; did you mean {publisher.url('/feed')}"


async def test_a_host_that_asked_for_peace_during_a_lookup_is_left_in_peace_by_the_poller(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/busy"] = status(429, Retry_After="600")
        async with polling(connection):
            await answered(reader, ask_discovery(reader, publisher.url("/busy"), int(Clock().now)))
            subscribe(reader, publisher.url("/feed"))
            await until(lambda: "left in peace" in statuses(reader)[0].note)
        assert publisher.count("/feed") == 0
    assert len(polls.pauses(reader)) == 1


async def test_a_host_that_asked_telex_add_for_peace_is_left_in_it_by_a_poller_at_work(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/busy"] = status(429, Retry_After="600")
        async with polling(connection):
            await look(publisher.url("/busy"), reader, accounts(), Clock(), lambda _: None)
            subscribe(reader, publisher.url("/feed"))
            await until(lambda: "left in peace" in statuses(reader)[0].note)
        assert publisher.count("/feed") == 0


def test_pauses_of_two_processes_stand_side_by_side_until_they_are_over(connection: Connection) -> None:
    polls.keep_pauses(connection, {"a:443": 50.0, "b:443": 20.0}, now=10)
    polls.keep_pauses(connection, {"a:443": 30.0, "c:443": 40.0}, now=25)
    assert polls.pauses(connection) == {"a:443": 50.0, "c:443": 40.0}
