"""tui.cache.pictures: asked for, answered, and gone after a while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.arrivals import Changes, Entry
from tui.cache import pictures, writer
from tui.cache.database import Connection, connect
from tui.cache.pictures import Picture
from tui.cache.sources import sync
from tui.model import Source

NOW = 1_800_000_000
URL = "https://a.example/wall.png"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = connect(tmp_path / "telex.db")
    sync(opened, [Source("https://a.example/feed")], 900)
    writer.store(opened, 1, Changes(insert=(Entry("a", "a", "Wall", "https://a.example/"),)), NOW)
    yield opened
    opened.close()


def test_a_request_waits_until_it_is_answered_or_stale(connection: Connection) -> None:
    pictures.ask(connection, 1, URL, NOW)
    assert [each.url for each in pictures.waiting(connection, NOW)] == [URL]
    assert pictures.waiting(connection, NOW)[0].source_url == "https://a.example/feed"
    pictures.keep(connection, URL, Picture(b"data"), NOW)
    assert pictures.waiting(connection, NOW) == []
    assert pictures.picture(connection, URL) == Picture(b"data")
    pictures.ask(connection, 1, URL + "2", NOW)
    assert pictures.waiting(connection, NOW + pictures.STALE_SECONDS + 1) == []


def test_what_could_not_be_had_is_tried_anew_and_what_is_there_stays(connection: Connection) -> None:
    pictures.keep(connection, URL, Picture(b"", "HTTP 404"), NOW)
    pictures.ask(connection, 1, URL, NOW)
    assert pictures.picture(connection, URL) is None
    pictures.keep(connection, URL, Picture(b"data"), NOW)
    pictures.ask(connection, 1, URL, NOW)
    assert pictures.picture(connection, URL) == Picture(b"data")


def test_the_oldest_make_room_and_none_stays_for_ever(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "ROOM", 25)
    for number in range(4):
        pictures.keep(connection, f"{URL}{number}", Picture(bytes(10)), NOW + number)
    kept = [number for number in range(4) if pictures.picture(connection, f"{URL}{number}")]
    assert kept == [2, 3]
    pictures.keep(connection, URL, Picture(bytes(100)), NOW + 9)
    assert pictures.picture(connection, URL) is not None
    pictures.forget_old(connection, NOW + pictures.KEPT_SECONDS + 60)
    assert pictures.picture(connection, URL) is None


def test_a_request_goes_with_its_article(connection: Connection) -> None:
    pictures.ask(connection, 1, URL, NOW)
    connection.execute("DELETE FROM article")
    assert pictures.waiting(connection, NOW) == []
