"""tui.feeds.pictures: a picture that a reader asks for comes into the cache, and nothing else does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from new_cache import new_cache
from serving import Clock, Publisher, Reply, accounts, document, publishing, reply, status

from tui.arrivals import Changes, Entry
from tui.cache import pictures, writer
from tui.cache.database import Connection
from tui.cache.pictures import Picture
from tui.cache.sources import sync
from tui.feeds.loop import poll_once
from tui.feeds.pictures import is_picture
from tui.model import Source

NOW = int(Clock().now)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2_000)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "telex.db")
    yield opened
    opened.close()


async def fetched(connection: Connection, publisher: Publisher, url: str) -> Picture:
    """What a single round makes of a reader's request."""
    source = Source(publisher.url("/feed"), enabled=False)
    sync(connection, [source], 900)
    entry = Entry("a", "a", "Wall", publisher.url("/wall"))
    writer.store(connection, 1, Changes(insert=(entry,)), NOW)
    pictures.ask(connection, 1, url, NOW)
    await poll_once(
        connection, accounts(), everything=False, clock=Clock(), chance=lambda: 0.0, stop=asyncio.Event()
    )
    found = pictures.picture(connection, url)
    assert found is not None
    assert not pictures.waiting(connection, NOW)
    return found


async def test_a_picture_that_is_asked_for_comes_into_the_cache(connection: Connection) -> None:
    async with publishing() as publisher:
        publisher.paths["/wall.png"] = document(PNG, content_type="image/png")
        assert await fetched(connection, publisher, publisher.url("/wall.png")) == Picture(PNG)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (status(404), "HTTP 404"),
        (document(b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"), "no JPEG"),
        (document(b"<html>\x1b]52;c;eA==\x07</html>", content_type="image/png"), "no JPEG"),
        (document(PNG + bytes(9_000_000), content_type="image/png"), "larger than 8 MB"),
        (reply(302, Location="http://10.0.0.1/wall.png"), "private"),
    ],
    ids=["gone", "a program", "a page", "too large", "led into the own network"],
)
async def test_what_is_no_picture_is_not_kept_and_the_reason_is(
    connection: Connection, answer: Reply, why: str
) -> None:
    async with publishing() as publisher:
        publisher.paths["/wall.png"] = answer
        found = await fetched(connection, publisher, publisher.url("/wall.png"))
    assert found.data == b""
    assert why in found.why


async def test_a_picture_on_the_own_network_is_refused_though_its_source_is_there(
    connection: Connection,
) -> None:
    async with publishing() as publisher:
        url = publisher.url("/wall.png", "127.0.0.2")
        found = await fetched(connection, publisher, url)
    assert found.data == b""
    assert publisher.count("/wall.png") == 0


def test_pictures_begin_as_pictures_do() -> None:
    for data in (PNG, b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x1cftypavif"):
        assert is_picture(data)
    for data in (b"", b"<svg", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x1cftypmp42"):
        assert not is_picture(data)
