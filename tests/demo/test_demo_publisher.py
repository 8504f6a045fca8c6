"""The publishers over real sockets, with the clock in the test's hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2
import pytest

from tui.demo.publisher import Publisher, interval, serve
from tui.model import Source

SPEED = 1000.0
"""So fast that the slow publisher's pauses are a few milliseconds."""


@dataclass
class Clock:
    """Seconds since 1970-01-01 UTC, moved by hand."""

    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def publishing(clock: Clock) -> AsyncIterator[tuple[Publisher, httpx2.AsyncClient]]:
    publisher = await serve(SPEED, clock)
    try:
        async with httpx2.AsyncClient(trust_env=False) as client:
            yield publisher, client
    finally:
        await publisher.close()


def named(publisher: Publisher, name: str) -> Source:
    return next(source for source in publisher.sources if name in source.name)


async def test_every_source_has_a_host_of_its_own() -> None:
    async with publishing(Clock()) as (publisher, _):
        hosts = {source.url.rpartition("/")[0] for source in publisher.sources}
        assert len(hosts) == len(publisher.sources)
        assert 12 <= len(hosts) <= 14


async def test_every_source_but_the_dead_one_answers() -> None:
    async with publishing(Clock()) as (publisher, client):
        alive = [s for s in publisher.sources if s.name != "The Vanished Voice"]
        responses = await asyncio.gather(*(client.get(source.url) for source in alive))
        assert [response.status_code for response in responses] == [200] * len(alive)
        assert all(response.content for response in responses)


async def test_the_dead_source_refuses() -> None:
    async with publishing(Clock()) as (publisher, client):
        with pytest.raises(httpx2.ConnectError):
            await client.get(named(publisher, "Vanished").url)


async def test_an_etag_goes_there_and_back() -> None:
    clock = Clock()
    async with publishing(clock) as (publisher, client):
        url = named(publisher, "Verrany Press").url
        etag = (await client.get(url)).headers["etag"]
        assert (await client.get(url, headers={"If-None-Match": etag})).status_code == 304
        clock.now += 32 / SPEED
        assert (await client.get(url, headers={"If-None-Match": etag})).status_code == 200


async def test_the_speed_scales_the_clock() -> None:
    clock = Clock()
    async with publishing(clock) as (publisher, client):
        url = named(publisher, "Verrany Press").url
        clock.now += 31.9 / SPEED
        assert b"FLASH" not in (await client.get(url)).content
        clock.now += 0.2 / SPEED
        assert b"FLASH" in (await client.get(url)).content


async def test_the_slow_source_sends_all_of_it_in_the_end() -> None:
    async with publishing(Clock()) as (publisher, client):
        response = await client.get(named(publisher, "Faro").url)
        assert response.text.endswith("</rss>\n")


async def test_the_hostile_source_sends_escape_characters() -> None:
    async with publishing(Clock()) as (publisher, client):
        assert b"\x1b]52;" in (await client.get(named(publisher, "Unlikely").url)).content


async def test_an_article_link_leads_to_its_page() -> None:
    async with publishing(Clock()) as (publisher, client):
        feed = (await client.get(named(publisher, "Kestrel").url)).json()
        article = await client.get(feed["items"][0]["url"])
        assert feed["items"][0]["title"] in article.text


async def test_a_head_request_has_no_body() -> None:
    async with publishing(Clock()) as (publisher, client):
        response = await client.head(named(publisher, "Touchline").url)
        assert int(response.headers["content-length"]) > 0
        assert response.content == b""


async def test_closing_cuts_a_client_that_says_nothing() -> None:
    publisher = await serve(SPEED, Clock())
    url = httpx2.URL(named(publisher, "Touchline").url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    # The server has accepted by the time that it answers another client.
    async with httpx2.AsyncClient(trust_env=False) as client:
        await client.get(str(url))
    await publisher.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(("speed", "seconds"), [(1.0, 10), (2.0, 5), (100.0, 2), (0.5, 20)])
def test_a_faster_demo_is_polled_more_often(speed: float, seconds: int) -> None:
    assert interval(speed) == seconds
