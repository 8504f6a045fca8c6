"""Stories in the cache: every article has one, and a story lives as long as its articles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from cache_parts import BAY, NOW, PIER, POST, arrive, entry, opened

from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.stories import Filed, enter
from tui.cache.triage import mark
from tui.cache.walk import scope
from tui.cache.window import Window
from tui.model import Level, StoryFacts


def stories(connection: Connection) -> list[tuple[int, ...]]:
    """(lead, first, last, articles, level) of each story."""
    return list(
        connection.execute("SELECT lead_id, first_at, moved_at, articles, level FROM story ORDER BY id")
    )


def test_an_article_starts_a_story_of_its_own(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", published=NOW - 60, level=Level.URGENT))
    assert stories(connection) == [(1, NOW - 60, NOW - 60, 1, 1)]
    assert connection.execute("SELECT story_id FROM article").get == 1


def test_a_story_goes_with_its_last_article_and_its_number_is_not_used_again(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a"), entry("b"))
    connection.execute("UPDATE article SET story_id = 1; DELETE FROM story WHERE id = 2")
    connection.execute("UPDATE story SET articles = 2")
    connection.execute("DELETE FROM article WHERE id = 1")
    assert stories(connection) == [(2, NOW, NOW, 1, 0)]
    connection.execute("DELETE FROM article")
    assert stories(connection) == []
    arrive(connection, 1, entry("c"))
    assert connection.execute("SELECT story_id FROM article").get == 3


def test_a_source_is_known_by_its_publisher(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert connection.execute("SELECT publisher FROM source WHERE id = 1").get == "post.example"


def grouped(tmp_path: Path) -> Connection:
    """Six articles of three sources; 1, 3 and 5 are one story, of which 1 leads; 5 has the text of 1."""
    connection = opened(tmp_path)
    for number, source_id in enumerate((1, 1, 2, 2, 3, 3), 1):
        arrive(connection, source_id, entry(f"g{number}", f"Title {number}", published=NOW - 100 + number))
    enter(connection, [Filed(3, 1, None, (), b""), Filed(5, 1, 1, (), b"")])
    return connection


def rows(connection: Connection, **listing: Any) -> list[int]:
    return list(Window(connection, Listing("", stories=True, **listing)).ids())


def test_stories_are_listed_by_what_came_to_them_last_where_that_is_asked_for(tmp_path: Path) -> None:
    connection = grouped(tmp_path)
    assert rows(connection, order="moved") == [6, 1, 4, 2]
    assert rows(connection, order="moved", source_ids=(2, 3)) == [6, 3, 4]
    mark(connection, "dismiss", [1], now=NOW, terminal="")
    assert rows(connection, order="moved") == [6, 3, 4, 2]
    window = Window(connection, Listing("", stories=True, order="moved"))
    arrive(connection, 2, entry("g7", "Title 7"))
    enter(connection, [Filed(7, 1, None, (), b"")])
    assert window.arrivals() == 1
    assert [window.index_of(each) for each in (6, 2)] == [0, 3]


def test_a_list_of_stories_has_one_row_for_each(tmp_path: Path) -> None:
    connection = grouped(tmp_path)
    assert rows(connection) == [6, 4, 2, 1]
    window = Window(connection, Listing("", stories=True))
    row = window.row(3)
    assert row is not None
    assert row.story == StoryFacts(1, 3, 3, 2, NOW - 99, NOW - 95)
    first = window.row(0)
    assert first is not None
    assert first.story is None


def test_in_a_group_the_first_of_its_own_articles_stands_for_a_story_led_elsewhere(tmp_path: Path) -> None:
    connection = grouped(tmp_path)
    assert rows(connection, source_ids=(2, 3)) == [6, 4, 3]
    assert rows(connection, source_ids=(1, 3)) == [6, 2, 1]


def test_the_list_of_stories_is_one_stretch_of_an_index(tmp_path: Path) -> None:
    connection = grouped(tmp_path)
    condition = scope(Listing("", stories=True))
    where = f"(a.at, a.id) < (?, ?) AND {condition.sql}"
    asked = f"EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE {where} ORDER BY a.at DESC, a.id DESC"  # noqa: S608
    plan = connection.execute(asked, (NOW, 0))
    assert ["COVERING INDEX article_by_time" in str(step[3]) for step in plan] == [True]


def test_a_row_is_read_when_all_is_that_is_no_copy(tmp_path: Path) -> None:
    connection = grouped(tmp_path)

    def read() -> bool:
        row = Window(connection, Listing("", stories=True)).row(3)
        assert row is not None
        return row.read

    mark(connection, "read", [1], now=NOW, terminal="")
    assert not read()
    mark(connection, "read", [3], now=NOW, terminal="")
    assert read()


def test_the_next_unread_row_may_be_a_story_that_has_moved_on(tmp_path: Path) -> None:
    connection = grouped(tmp_path)
    mark(connection, "read", [1, 2, 4, 6], now=NOW, terminal="")
    window = Window(connection, Listing("", stories=True))
    assert window.next_unread(0, 1) == 3
    mark(connection, "read", [3], now=NOW, terminal="")
    assert window.next_unread(0, 1) is None


def test_an_article_that_joins_a_story_moves_no_row_and_is_no_arrival(tmp_path: Path) -> None:
    connection = grouped(tmp_path)
    window = Window(connection, Listing("", stories=True))
    before = list(window.ids())
    arrive(connection, 2, entry("later", "Title later", published=NOW))
    enter(connection, [Filed(7, 1, None, (), b"")])
    window.refresh()
    row = window.row(3)
    assert row is not None
    assert row.story is not None
    assert (list(window.ids()), window.arrivals(), row.story.articles) == (before, 0, 4)


def test_two_stories_that_are_one_keep_the_higher_level(tmp_path: Path) -> None:
    connection = grouped(tmp_path)
    connection.execute("UPDATE story SET level = 2, reasons = '[\"so\"]' WHERE id = 4")
    enter(connection, [Filed(6, 1, None, (4,), b"")])
    assert connection.execute("SELECT articles, level, reasons FROM story WHERE id = 1").fetchone() == (
        5,
        2,
        '["so"]',
    )
    assert rows(connection) == [2, 1]


def test_a_weightier_source_leads(tmp_path: Path) -> None:
    connection = opened(tmp_path, (POST, replace(BAY, weight=3.0), PIER))
    arrive(connection, 1, entry("a", "First", published=NOW - 60))
    arrive(connection, 2, entry("b", "Second", published=NOW))
    enter(connection, [Filed(2, 1, None, (), b"")])
    assert connection.execute("SELECT lead_id FROM story").get == 2
    assert rows(connection) == [2]


def test_stories_come_one_after_the_other_with_all_their_articles(tmp_path: Path) -> None:
    connection = grouped(tmp_path)
    # The story of 1, 3 and 5 stands where its lead does.
    assert list(Window(connection, Listing("All", order="story")).ids()) == [6, 4, 2, 5, 3, 1]
    group = Listing("Group", source_ids=(2, 3), order="story")
    assert list(Window(connection, group).ids()) == [6, 4, 5, 3]
    mark(connection, "dismiss", [3], now=NOW, terminal="")
    assert list(Window(connection, Listing("All", order="story")).ids()) == [6, 4, 2, 5, 1]
