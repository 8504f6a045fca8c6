"""newsboat's ``cache.db``: its articles, what was read, flagged and deleted. Reads it and changes nothing.

The schema is newsboat's own (``src/cache.cpp``, schema version 2.11). Texts are HTML from feeds, so they
are made a feed again and read by the parse workers like any other. An article without a guid has there
its link and date for one, where telex takes the link.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import apsw

from tui.ages import iso
from tui.arrivals import Changes, Entry
from tui.cache import keeping, writer
from tui.cache.database import Connection, transaction
from tui.cache.keeping import State
from tui.feeds.guids import hashed
from tui.feeds.wire import GUID_LIMIT, Job, ParseError
from tui.feeds.workers import Workers
from tui.text import clean_line

BATCH = 100
"""Articles that one worker is given at a time."""
_TEXT_LIMIT = 1_000_000
"""Characters of one article's text; newsboat's own readers rarely see a tenth."""
_DATED = re.compile(r".* .*|\d{4}-\d\d-\d\dT.*")
"""A date behind a link, as no link has it."""
_LAST = 1 << 37

_LENGTH = 10_000_000
"""Bytes of the longest value that is read."""
_PLAIN_TABLES = """
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('rss_feed', 'rss_item')
  AND sql LIKE 'CREATE TABLE%'
  AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(sqlite_schema.name) WHERE hidden)
"""
"""A view, a virtual table and a generated column are programs, which may run for ever: newsboat has none."""

_ITEMS = """
SELECT feedurl, guid, title, author, url, pubDate, content, unread, flags, deleted,
  enclosure_url, enclosure_type
FROM rss_item ORDER BY feedurl, id
"""


class NewsboatError(Exception):
    """A file that is no cache of newsboat; says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article as newsboat keeps it; its texts are not clean."""

    feed: str
    guid: str
    title: str
    author: str
    url: str
    published: int
    content: str
    state: State
    enclosure: str
    enclosure_type: str

    @property
    def deleted(self) -> bool:
        """Whether the user has deleted it: it comes in dismissed for good, without its text."""
        return self.state.dismissed > 0


@dataclass(slots=True)
class Tally:
    """What became of the articles of one or more feeds."""

    inserted: int = 0
    merged: int = 0
    awaited: int = 0
    unreadable: int = 0


def feeds(path: Path) -> dict[str, str]:
    """The addresses of all feeds, each with its title. Raises NewsboatError."""
    with _reading(path) as connection:
        rows = connection.execute("SELECT rssurl, title FROM rss_feed ORDER BY rssurl")
        return {str(url): clean_line(str(title or "")) for url, title in rows}


def items(path: Path) -> Iterator[tuple[str, list[Item]]]:
    """All articles, feed by feed. Raises NewsboatError."""
    with _reading(path) as connection:
        for feed, rows in groupby(connection.execute(_ITEMS), lambda row: str(row[0])):
            yield feed, [_item(row) for row in rows]


@contextmanager
def _reading(path: Path) -> Iterator[apsw.Connection]:
    connection = None
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        connection.pragma("trusted_schema", False)
        connection.limit(apsw.SQLITE_LIMIT_LENGTH, _LENGTH)
        if connection.execute(_PLAIN_TABLES).get != 2:
            raise NewsboatError(
                f"{path}: this is no cache of newsboat: its tables are not there, or are none"
            )
        yield connection
    except apsw.Error as error:
        raise NewsboatError(f"{path}: this is no cache of newsboat, or a damaged one ({error})") from error
    finally:
        if connection is not None:
            connection.close()


def _item(row: Sequence[object]) -> Item:
    feed, guid, title, author, url, published, content, unread, flags, deleted, enclosure, kind = row
    letters = sorted(set(str(flags or "")))
    tags = tuple(
        f"flag-{each.lower()}{'-upper' if each.isupper() else ''}" for each in letters if each.isalpha()
    )
    link = str(url or "")
    return Item(
        feed=str(feed),
        guid=_guid(str(guid or ""), link),
        title=str(title or ""),
        author=str(author or ""),
        url=link,
        published=published if isinstance(published, int) and 0 < published < _LAST else 0,
        content=str(content or "")[:_TEXT_LIMIT],
        state=State(
            read=not unread or bool(deleted),
            starred=bool(letters),
            dismissed=2 if deleted else 0,
            tags=tags,
        ),
        enclosure=str(enclosure or ""),
        enclosure_type=str(kind or ""),
    )


def _guid(guid: str, link: str) -> str:
    """The guid as telex makes it of the same entry."""
    if link and guid.startswith(link) and _DATED.fullmatch(guid[len(link) :]):
        guid = link
    guid = clean_line(guid or link, 1_000_000)
    return guid if len(guid) <= GUID_LIMIT else hashed(guid)


async def bring_in(
    connection: Connection, source_id: int, found: Sequence[Item], workers: Workers, now: int, tally: Tally
) -> None:
    """Merge the articles of one feed into a source: marks where it has them, else the articles as well."""
    links = {
        str(link): (int(each), str(guid))
        for each, guid, link in connection.execute(
            "SELECT id, guid, link FROM article WHERE source_id = ?", (source_id,)
        )
    }
    for start in range(0, len(found), BATCH):
        batch = {item.guid: item for item in found[start : start + BATCH] if item.guid}
        states: dict[int, State] = {}
        missing: list[Item] = []
        with transaction(connection):
            for item in batch.values():
                known = keeping.article_id(connection, source_id, item.guid)
                if known is None and item.url in links:
                    known = links[item.url][0]
                if known is None:
                    missing.append(item)
                    if item.state != State():
                        keeping.await_article(connection, source_id, item.guid, item.state, now)
                        tally.awaited += item.deleted
                else:
                    states[known] = item.state
            tally.merged += keeping.merge(connection, states, now)
        entries = await _read([item for item in missing if not item.deleted], workers, tally)
        there = writer.known(connection, source_id, [entry.guid for entry in entries])
        entries = tuple(entry for entry in entries if entry.guid not in there)
        if entries:
            newest = int(connection.execute("SELECT coalesce(max(id), 0) FROM article").get)
            writer.store(connection, source_id, Changes(insert=entries), now)
            # They are no arrivals of today.
            connection.execute(
                "UPDATE article SET fetched = at WHERE id > ? AND source_id = ?", (newest, source_id)
            )
            tally.inserted += len(entries)


async def _read(missing: Sequence[Item], workers: Workers, tally: Tally) -> tuple[Entry, ...]:
    """The articles as a worker reads them; where one of them is its end, each by itself."""
    if not missing:
        return ()
    try:
        return await _parsed(missing, workers)
    except ParseError:
        if len(missing) == 1:
            tally.unreadable += 1
            return ()
    entries: list[Entry] = []
    for item in missing:
        entries += await _read([item], workers, tally)
    return tuple(entries)


async def _parsed(batch: Sequence[Item], workers: Workers) -> tuple[Entry, ...]:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "",
        "items": [
            {
                "id": item.guid,
                "title": item.title,
                "url": item.url,
                "content_html": item.content,
                "authors": [{"name": item.author}] if item.author else [],
                "date_published": iso(item.published) if item.published else "",
                "attachments": [{"url": item.enclosure, "mime_type": item.enclosure_type}]
                if item.enclosure
                else [],
            }
            for item in batch
        ],
    }
    data = json.dumps(document, ensure_ascii=True).encode()
    job = Job(data, batch[0].feed, "application/feed+json", frozenset(), len(batch))
    return (await workers.parse(job)).entries
