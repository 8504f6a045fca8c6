"""tui.cache.walk: every list in its order, portion by portion, and never by a scan of the articles."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cache_parts import NOW, arrive, entry, ids, opened
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.cache.database import Connection
from tui.cache.listing import Listing, Shown
from tui.cache.search import condition, narrowed
from tui.cache.triage import mark
from tui.cache.walk import Cursor, among, portion
from tui.cache.window import Window
from tui.model import Level
from tui.query import parse

ALL = Listing("All")
COUNT = 300


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """300 articles whose order of arrival is not that of their dates; one came back on top. Only read."""
    connection = opened(tmp_path_factory.mktemp("walk"))
    chance = random.Random(5)  # noqa: S311
    for number in range(COUNT):
        made = entry(
            f"g{number}",
            f"{chance.choice(['storm', 'calm', 'gale'])} {number}",
            text=" ".join(chance.choices(["harbour", "ferry", "coast", "the"], k=3)),
            level=Level(chance.choice([0, 0, 0, 1, 2])),
            published=NOW - chance.randint(0, 50) * 60 - (COUNT - number) * 60,
        )
        arrive(connection, chance.randint(1, 3), made)
    mark(connection, "read", chance.sample(range(1, COUNT), 150), now=NOW, terminal="")
    mark(connection, "star", chance.sample(range(1, COUNT), 30), now=NOW, terminal="")
    connection.execute("UPDATE article SET at = ? WHERE id = 2", (NOW,))
    yield connection
    connection.close()


def asked(query: str, listing: Listing = ALL) -> Listing:
    return narrowed(listing, parse(query), NOW)


def walked(connection: Connection, listing: Listing, size: int, count: int) -> list[int]:
    """All ids, with slices that begin with ``size`` articles and portions of ``count``."""
    found: list[int] = []
    start = (-(2**62), -(2**62)) if listing.order == "oldest" else (2**62, 2**62)
    cursor: Cursor | None = Cursor(start, size=size)
    while cursor is not None:
        part = portion(connection, listing, COUNT, cursor, count, now=NOW)
        found += part.ids
        cursor = part.cursor
    return found


QUERIES = [
    ("", "1"),
    ("storm", "title LIKE 'storm%'"),
    ("storm OR is:starred", "title LIKE 'storm%' OR starred"),
    ("-storm", "title NOT LIKE 'storm%'"),
    ("title:/^gale 1/", "title LIKE 'gale 1%'"),
    ("is:unread", "read = 0"),
    ("is:unread storm", "read = 0 AND title LIKE 'storm%'"),
    ("group:coast", "source_id IN (2, 3)"),
    ("url:g1 level:urgent..", "link LIKE '%g1%' AND level > 0"),
    ("story:3", "story_id = 3"),
    ("has:audio", "0"),
]
ORDERS = {
    "newest": "at DESC, id DESC",
    "oldest": "at, id",
    "arrived": "id DESC",
    "level": "level DESC, at DESC, id DESC",
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("query", "where"), QUERIES)
def test_however_it_is_walked_a_list_is_what_one_statement_gives(
    cache: Connection, query: str, where: str, order: str
) -> None:
    right = ids(cache, f"SELECT id FROM article WHERE {where} ORDER BY {ORDERS[order]}")  # noqa: S608
    listing = asked(f"{query} sort:{order}")
    for size, count in ((4_000, 2_000), (7, 5), (1, 1), (40, 3)):
        assert walked(cache, listing, size, count) == right
    assert walked(cache, replace(listing, limit=11), 7, 5) == right[:11]
    group = replace(listing, source_ids=(1, 2))
    assert walked(cache, group, 7, 5) == ids(
        cache,
        f"SELECT id FROM article WHERE ({where}) AND source_id < 3 ORDER BY {ORDERS[order]}",  # noqa: S608
    )


@pytest.mark.parametrize("stories", [False, True])
def test_sources_come_one_after_the_other(cache: Connection, stories: bool) -> None:
    turn = "ORDER BY CASE source_id WHEN 2 THEN 0 ELSE source_id END, at DESC, id DESC"
    listing = Listing("By source", order="source", sources=(2, 1, 3), stories=stories)
    for count in (2_000, 7, 1):
        assert walked(cache, listing, 4_000, count) == ids(cache, f"SELECT id FROM article {turn}")  # noqa: S608
    group = replace(listing, sources=(1, 3), source_ids=(1, 3))
    assert walked(cache, group, 4_000, 7) == ids(
        cache,
        f"SELECT id FROM article WHERE source_id <> 2 {turn}",  # noqa: S608
    )


@settings(deadline=None, max_examples=50)
@given(sizes=st.integers(1, 400), counts=st.integers(1, 400))
def test_no_size_of_slice_or_portion_loses_an_article(cache: Connection, sizes: int, counts: int) -> None:
    right = ids(cache, "SELECT id FROM article WHERE title LIKE 'storm%' ORDER BY at DESC, id DESC")
    assert walked(cache, asked("storm"), sizes, counts) == right


def test_by_relevance_a_hit_in_the_headline_comes_first_and_of_equals_the_newer(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    day = 86_400
    arrive(
        connection,
        1,
        entry("a", "Storm warning", text="Nothing else.", published=NOW - 60 * day),
        entry("b", "Weather", text="A storm came.", published=NOW - 60),
        entry("c", "Storm warning", text="Nothing else.", published=NOW - day),
        entry("d", "Calm", text="Nothing at all.", published=NOW),
    )
    by_guid = dict(connection.execute("SELECT guid, id FROM article"))
    found = walked(connection, asked("storm sort:relevance"), 4_000, 10)
    assert found == [by_guid["c"], by_guid["a"], by_guid["b"]]
    assert walked(connection, asked("storm sort:relevance limit:1"), 4_000, 10) == [by_guid["c"]]
    assert walked(connection, asked("is:unread sort:relevance"), 4_000, 10)[0] == by_guid["d"]


@pytest.mark.parametrize(("query", "where"), QUERIES)
def test_a_few_articles_are_told_from_the_rest(cache: Connection, query: str, where: str) -> None:
    few = [1, 2, 3, 50, 299]
    right = ids(cache, f"SELECT id FROM article WHERE ({where}) AND id IN (1, 2, 3, 50, 299)")  # noqa: S608
    assert among(cache, condition(parse(query), NOW), few) == {*right}
    assert among(cache, condition(parse(query), NOW), []) == set()


LISTS = [
    ALL,
    Listing("Source", source_ids=(2,)),
    Listing("Group", source_ids=(1, 2)),
    Listing("No source", source_ids=()),
    Listing("Starred", shown=Shown.STARRED),
    Listing("Starred of a group", shown=Shown.STARRED, source_ids=(1, 2)),
    Listing("Later", shown=Shown.LATER),
    Listing("Dismissed", shown=Shown.DISMISSED),
    Listing("Tag", tag="budget"),
    Listing("Stories", stories=True),
    Listing("Stories of a group", source_ids=(1, 2), stories=True),
    Listing("By source", order="source", sources=(2, 1, 3)),
    Listing("Starred by source", shown=Shown.STARRED, order="source", sources=(2, 1, 3)),
    Listing("By story", order="story"),
    Listing("By story in a group", order="story", source_ids=(1, 2)),
    *(
        asked(query)
        for query in (
            "storm", '"the harbour"', "harb*", "-storm", "storm OR ferry", "storm OR is:starred", "is:unread",
            "is:read", "is:later", "is:dismissed", "is:alert", "is:updated", "is:new", "title:/x/", "url:x",
            "lang:de", "tag:a", "tag:*", "tag:a*", "level:urgent", "level:routine", "story:3", "has:audio",
            "has:revision", "source:bay", "group:coast storm", "publisher:x", "newer:1d", "older:1d",
            "on:today is:unread", "storm sort:oldest", "storm sort:arrived", "storm sort:relevance",
            "storm sort:level", "sort:level", "sort:oldest", "sort:arrived", "is:unread sort:level",
        )
    ),
]  # fmt: skip


def plans(connection: Connection, listing: Listing) -> Iterator[tuple[str, str]]:
    """(statement, a step of its plan) of all that a list asks while it is opened, grown and read."""
    statements: list[tuple[str, object]] = []

    def remember(_: object, sql: str, bindings: object) -> bool:
        statements.append((sql, bindings))
        return True

    connection.exec_trace = remember
    try:
        window = Window(connection, listing, now=NOW)
        window.ids()
        window.arrivals()
        window.index_of(1)
        window.next_unread(-1, 1)
        if len(window):
            window.row(0)
            window.next_unread(0, 1)
            window.next_unread(len(window) - 1, -1)
        among(connection, listing.where, [1, 2, 3])
    finally:
        connection.exec_trace = None
    for sql, bindings in statements:
        for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", bindings):  # type: ignore[arg-type]
            yield sql, str(row[3])


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: f"{listing.name} {listing.where.sql[:50]}")
def test_no_list_and_no_search_scans_the_articles(cache: Connection, listing: Listing) -> None:
    for sql, step in plans(cache, listing):
        assert not re.match(r"SCAN (a|article)\b", step), (step, sql)


@pytest.mark.parametrize(
    ("listing", "index"),
    [
        (ALL, "article_by_time"),
        (Listing("Source", source_ids=(2,)), "article_by_source"),
        (Listing("Starred", shown=Shown.STARRED), "article_starred"),
        (asked("is:unread"), "article_unread"),
        (asked("is:starred"), "article_starred"),
        (asked("is:alert"), "article_alert"),
        (asked("is:updated"), "article_updated"),
        (asked("is:later"), "article_later"),
        (asked("is:unread newer:1d"), "article_unread"),
    ],
)
def test_a_list_that_an_index_holds_in_its_order_is_not_sorted(
    cache: Connection, listing: Listing, index: str
) -> None:
    walks = [(sql, step) for sql, step in plans(cache, listing) if "a.id, a.at, a.id FROM" in sql]
    assert walks
    for sql, step in walks:
        assert "TEMP B-TREE" not in step, sql
        assert f"INDEX {index}" in step or "SCALAR" in step, sql
