"""tui.cache.articles: articles in full, the newest of them, and those that came after another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cache_parts import NOW, POST, arrive, arrive_many, entry, ids, opened, revise

from tui.cache.articles import arrived_after, article, id_before, last_id, listed
from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.search import narrowed
from tui.cache.triage import mark
from tui.model import Article, Level
from tui.query import parse

DAY = 86_400


@pytest.fixture
def cache(tmp_path: Path) -> Connection:
    """Thirty articles of three sources."""
    connection = opened(tmp_path)
    arrive_many(connection, 30)
    return connection


def test_an_article_is_read_back_in_full(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    storm = entry("tag:1", "Storm", author="Ada", text="Ships wait.", level=Level.URGENT, published=NOW - 60)
    arrive(connection, 2, storm)
    mark(connection, "star", [1], now=NOW, terminal="")
    assert article(connection, 1) == Article(
        id=1,
        source_id=2,
        source="Bay Radio",
        source_url="https://bay.example/rss",
        group="Coast",
        guid="tag:1",
        title="Storm",
        link="https://example.org/tag:1",
        author="Ada",
        published=NOW - 60,
        at=NOW - 60,
        fetched=NOW,
        level=Level.URGENT,
        reasons=("it says so",),
        read=False,
        starred=True,
        revisions=0,
        lead="Ships wait.",
        document=storm.document,
    )


def test_an_article_that_the_cache_does_not_have_is_none(cache: Connection) -> None:
    assert article(cache, 31) is None


def test_the_source_of_an_article_has_a_name_whatever_is_known(tmp_path: Path) -> None:
    connection = opened(tmp_path, [replace(POST, name="")])
    arrive(connection, 1, entry("a"))
    for title, name in (("", POST.url), ("Harbour Post", "Harbour Post")):
        connection.execute("UPDATE source SET title = ?", (title,))
        found = article(connection, 1)
        assert found is not None
        assert found.source == name


def test_a_revised_article_shows_its_new_text_and_counts_the_old(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", "Storm", text="Near.", published=NOW - 60))
    revise(connection, 1, entry("a", "Storm over", text="Gone.", published=NOW), now=NOW + 60)
    found = article(connection, 1)
    assert found is not None
    assert (found.title, found.lead, found.revisions) == ("Storm over", "Gone.", 1)
    # A revision does not move up in the lists.
    assert (found.at, found.fetched) == (NOW - 60, NOW)
    kept = connection.execute(
        "SELECT article_id, replaced, title, unpacked(document) FROM revision"
    ).fetchall()
    assert kept == [(1, NOW + 60, "Storm", '[{"text":"Near."}]')]


@pytest.mark.parametrize(
    ("published", "at"),
    [
        (None, NOW),
        (NOW + 1, NOW),
        (NOW + 40 * 365 * DAY, NOW),
        (253_402_300_799, NOW),
        (0, NOW),
        (-1, NOW),
        (631_151_999, NOW),
        (631_152_000, 631_152_000),
        (NOW - 60, NOW - 60),
        (NOW, NOW),
    ],
)
def test_a_date_that_cannot_be_is_replaced_by_the_arrival_in_lists(
    tmp_path: Path, published: int | None, at: int
) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", published=published))
    found = article(connection, 1)
    assert found is not None
    assert (found.published, found.at) == (published, at)


@pytest.mark.parametrize("limit", [0, 1, 7, 30, 31, -1])
def test_the_newest_are_the_first_of_the_list(cache: Connection, limit: int) -> None:
    right = ids(cache) if limit < 0 else ids(cache)[:limit]
    asked = Listing("", limit=None if limit < 0 else limit)
    assert [found.id for found in listed(cache, asked, NOW)] == right


def test_the_newest_can_be_narrowed_by_a_query(cache: Connection) -> None:
    mark(cache, "star", [3, 11, 12], now=NOW, terminal="")
    found = listed(cache, narrowed(Listing(""), parse("is:starred -source:pier"), NOW), NOW)
    assert {each.id for each in found} == {3, 11, 12} - {
        *ids(cache, "SELECT id FROM article WHERE source_id = 3")
    }


def test_arrivals_come_in_order_and_in_portions(cache: Connection) -> None:
    first = arrived_after(cache, 0, 20)
    rest = arrived_after(cache, first[-1].id, 20)
    assert [found.id for found in [*first, *rest]] == [*range(1, 31)]
    assert arrived_after(cache, 30, 20) == []


def test_the_last_id_is_that_of_the_newest_arrival(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert last_id(connection) == 0
    arrive(connection, 1, entry("a", published=NOW - 60), entry("b", published=NOW - 90))
    assert last_id(connection) == 2


@pytest.mark.parametrize("count", [0, 1, 7, 30, 100])
def test_the_last_arrivals_can_be_counted_off(cache: Connection, count: int) -> None:
    right = [*range(1, 31)][-count:] if count else []
    assert [found.id for found in arrived_after(cache, id_before(cache, count=count), 100)] == right


@pytest.mark.parametrize(
    ("since", "right"), [(NOW - 1, 1), (NOW, 1), (NOW + 1, 3), (NOW + 90, 3), (NOW + 91, 5)]
)
def test_what_came_since_a_time_can_be_asked_for(tmp_path: Path, since: int, right: int) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a"), entry("b"), now=NOW)
    arrive(connection, 1, entry("c"), entry("d"), now=NOW + 90)
    found = arrived_after(connection, id_before(connection, since=since), 100)
    assert [each.id for each in found] == [*range(right, 5)]


def test_an_empty_cache_has_nothing_before_and_nothing_after(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert id_before(connection, count=10) == id_before(connection, since=NOW) == 0
    assert arrived_after(connection, 0, 10) == []
    assert list(listed(connection, Listing(""), NOW)) == []
