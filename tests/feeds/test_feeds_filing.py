"""tui.feeds.filing: a document after another, into a real cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from new_cache import new_cache
from serving import item, rss

from tui.arrivals import Changes
from tui.cache import writer
from tui.cache.articles import article
from tui.cache.database import Connection
from tui.cache.retention import Purge
from tui.cache.sources import statuses, sync
from tui.cache.triage import mark
from tui.config_settings import RetentionSettings
from tui.feeds.filing import file
from tui.feeds.parse import parse_feed
from tui.model import Article, Source

NOW = 1_795_400_000
URL = "https://news.example/feed"
DATE = "Sun, 22 Nov 2026 10:00:00 GMT"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "telex.db")
    sync(opened, [Source(url=URL)], 900)
    yield opened
    opened.close()


def poll(connection: Connection, *items: str, now: int = NOW) -> Changes:
    """What a document with these items changes."""
    known = frozenset(writer.fingerprints(connection, 1, 1_000))
    (arrival,) = file(connection, [(1, parse_feed(rss(*items), URL, "", known, 500), 0)], now)
    return arrival.changes


def of(connection: Connection, article_id: int = 1) -> Article:
    found = article(connection, article_id)
    assert found is not None
    return found


def total(connection: Connection) -> int:
    return statuses(connection)[0].total


def test_an_item_that_was_retitled_and_dated_anew_is_a_revision(connection: Connection) -> None:
    poll(connection, "<item><title>Ferry late</title><link>https://news.example/1</link></item>")
    poll(
        connection,
        f"<item><title>Ferry sunk</title><link>https://news.example/1</link><pubDate>{DATE}</pubDate></item>",
    )
    found = of(connection)
    assert (total(connection), found.title, found.revisions) == (1, "Ferry sunk", 1)
    assert found.published == 1_795_341_600


def test_a_date_alone_changes_nothing(connection: Connection) -> None:
    poll(connection, item("a", "Ferry late", date=DATE))
    assert poll(connection, item("a", "Ferry late", date="Sun, 22 Nov 2026 11:00:00 GMT")) == Changes()


@pytest.mark.parametrize("guid", ["https://news.example/1", "urn:uuid:7"])
def test_an_item_that_changed_its_guid_keeps_its_read_mark(connection: Connection, guid: str) -> None:
    link = "<link>https://news.example/1</link><description>It is late.</description>"
    poll(connection, f"<item><title>Ferry late</title><guid>http://news.example/1</guid>{link}</item>")
    mark(connection, "read", [1], now=NOW, terminal="")
    changes = poll(connection, f"<item><title>Ferry late</title><guid>{guid}</guid>{link}</item>")
    assert (len(changes.touch), changes.insert) == (1, ())
    assert (total(connection), of(connection).guid, of(connection).read) == (1, guid, True)
    assert poll(connection, f"<item><title>Ferry late</title><guid>{guid}</guid>{link}</item>") == Changes()


def test_a_whole_feed_that_moved_to_https_brings_nothing_new(connection: Connection) -> None:
    def items(scheme: str) -> list[str]:
        return [
            f"<item><title>No {n}</title><link>{scheme}://news.example/{n}</link>"
            f"<guid>{scheme}://news.example/{n}</guid></item>"
            for n in range(40)
        ]

    poll(connection, *items("http"))
    changes = poll(connection, *items("https"))
    assert (len(changes.insert), len(changes.touch), total(connection)) == (0, 40, 40)


def test_a_new_item_beside_the_old_one_is_new_however_like_it(connection: Connection) -> None:
    old = item("a", "Daily briefing", "The same words.", date=DATE)
    poll(connection, old)
    assert len(poll(connection, item("b", "Daily briefing", "The same words.", date=DATE), old).insert) == 1


def test_a_body_that_flips_is_one_revision_and_no_more(connection: Connection) -> None:
    versions = [item("a", "Ferry late", text) for text in ("Advertisement one.", "Advertisement two.")]
    poll(connection, versions[0])
    counts = [len(poll(connection, versions[n % 2], now=NOW + n).revise) for n in range(1, 9)]
    assert counts == [1, 0, 0, 0, 0, 0, 0, 0]
    assert (of(connection).revisions, of(connection).lead) == (1, "Advertisement one.")


def test_an_article_that_left_the_document_stays(connection: Connection) -> None:
    poll(connection, item("a", "One"), item("b", "Two"))
    poll(connection, item("b", "Two"))
    assert total(connection) == 2


def test_more_comments_are_noted_and_are_no_revision(connection: Connection) -> None:
    def counted(comments: int) -> str:
        return item("a", "Ferry late").replace(
            "</item>",
            f'<s:comments xmlns:s="http://purl.org/rss/1.0/modules/slash/">{comments}</s:comments></item>',
        )

    poll(connection, counted(1))
    changes = poll(connection, counted(5))
    assert (len(changes.touch), changes.revise, of(connection).facts.comments) == (1, (), 5)


@pytest.mark.parametrize("title", ["Storm nears", "Storm nears the coast"])
def test_a_purged_article_that_is_still_in_its_feed_is_no_news(connection: Connection, title: str) -> None:
    old = "Sun, 23 Nov 2025 10:00:00 GMT"
    poll(connection, item("a", "Storm nears", date=old))
    mark(connection, "read", [1], now=NOW, terminal="")
    purge = Purge(connection, RetentionSettings(newest=0), NOW)
    while purge.step():
        pass
    assert total(connection) == 0
    changes = poll(connection, item("a", title, date=old), item("b", "Calm"))
    assert [each.guid for each in changes.insert] == ["b"]
