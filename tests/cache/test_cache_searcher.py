"""tui.cache.searcher: searches beside the keys, the newest at once."""

from __future__ import annotations

from pathlib import Path
from threading import get_ident

import apsw
import pytest
from cache_parts import NOW, arrive_many, opened

from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.search import narrowed
from tui.cache.searcher import Searcher
from tui.cache.searches import KEPT, remember, searches
from tui.cache.window import Window
from tui.query import parse

COUNT = 6_000


def listing(query: str) -> Listing:
    return narrowed(Listing("All"), parse(query), NOW)


def test_a_list_is_found_in_portions(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, COUNT)
    searcher = Searcher(tmp_path / "telex.db")
    asked = listing("number")
    window = Window(connection, asked, first=searcher.first(asked, 100, NOW).result())
    assert 0 < len(window) < COUNT
    while window.rest is not None:
        window.add(searcher.more(asked, *window.rest, 500).result())
    assert len(window) == COUNT
    searcher.close()


def test_what_a_key_asks_for_is_read_on_another_thread_and_given_up_for_no_search(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 50)
    snapshot = Window(connection, listing("number")).snapshot()
    searcher = Searcher(tmp_path / "telex.db")
    threads: list[int] = []

    def read(other: Connection) -> list[int]:
        threads.append(get_ident())
        return snapshot.common(other, Listing("All"))

    reading = searcher.read(read)
    searcher.interrupt()
    assert len(reading.result()) == 50
    assert threads != [get_ident()]
    searcher.close()


def test_a_new_search_takes_the_place_of_those_that_wait(tmp_path: Path) -> None:
    arrive_many(opened(tmp_path), 10)
    searcher = Searcher(tmp_path / "telex.db")
    futures = [searcher.first(listing("number"), 100, NOW) for _ in range(50)]
    assert len(futures[-1].result().ids) == 10
    given_up = [each for each in futures[:-1] if isinstance(each.exception(), apsw.InterruptError)]
    assert all(each.exception() is None or each in given_up for each in futures)
    searcher.close()


def test_a_search_that_would_take_for_ever_is_interrupted(tmp_path: Path) -> None:
    arrive_many(opened(tmp_path), 300)
    searcher = Searcher(tmp_path / "telex.db")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT 1 FROM n WHERE x < 0"
    where = narrowed(Listing(""), parse("url:x"), NOW).where
    slow = Listing("", where=type(where)(f"EXISTS ({endless})"))
    first = searcher.first(slow, 100, NOW)
    while not first.running():
        pass
    assert len(searcher.first(listing("is:unread"), 1_000, NOW).result(30).ids) == 300
    with pytest.raises(apsw.InterruptError):
        first.result(30)
    searcher.close()


def test_the_last_query_is_remembered_first_and_each_once(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert searches(connection) == []
    for query in ("storm", "gale", "storm"):
        remember(connection, query)
    assert searches(connection) == ["storm", "gale"]
    for number in range(KEPT + 5):
        remember(connection, f"q{number}")
    assert len(searches(connection)) == KEPT
