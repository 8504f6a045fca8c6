"""What an act on many articles is done to is found apart from the screen, whatever the length of the list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cache_parts import NOW, arrive_many, opened
from new_cache import new_cache

from tui.app.reading import Reading
from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.triage import mark
from tui.cache.window import Window

COUNT = 5_000
"""More than a window takes in at first."""


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    connection = opened(tmp_path)
    arrive_many(connection, COUNT)
    mark(connection, "read", range(1, 100), now=NOW, terminal="")
    return Reading(connection, lambda: NOW, stories=False)


@contextmanager
def silent(reading: Reading) -> Iterator[None]:
    """The screen's own connection is asked nothing meanwhile."""
    asked: list[str] = []

    def trace(_: object, sql: str, __: object) -> bool:
        asked.append(sql)
        return True

    connection = reading._connection
    connection.exec_trace = trace
    yield
    connection.exec_trace = None
    assert asked == []


@pytest.fixture
def other(reading: Reading, tmp_path: Path) -> Connection:
    return new_cache(tmp_path / "telex.db")


def test_no_list_is_read_on_the_screen_s_own_thread_for_it(reading: Reading, other: Connection) -> None:
    every = list(Window(other, Listing("All")).ids())
    with silent(reading):
        unread = reading.matching("is:unread")
        all_of_it = reading.matching("")
        everywhere = reading.unread_of(reading.places[0])
        above = reading.window.snapshot()
    assert unread(other) == [each for each in every if each >= 100]
    assert everywhere(other) == unread(other)
    assert all_of_it(other) == every
    assert above.every(other, last=7) == every[:7]
    assert above.every(other, last=COUNT) == every


def test_what_comes_after_the_key_is_not_meant(reading: Reading, other: Connection) -> None:
    shown = reading.matching("is:unread")
    arrive_many(other, 10, first=COUNT)
    assert max(shown(other)) == COUNT
