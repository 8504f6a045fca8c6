"""What the poller writes of articles: new ones and revisions. Only the poller imports this.

Transactions hold at most ``BATCH`` articles, so that a reader's mark never waits long
(measured: waits of 58–570 ms behind large batches).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Protocol

import apsw

from tui import facts
from tui.arrivals import EARLIEST, Changes, Entry, Former, Known, version_of
from tui.cache.database import Connection, transaction
from tui.cache.packing import packed
from tui.cache.returns import return_changed
from tui.cache.search import AUDIO, IMAGE, VIDEO
from tui.words import indexed

BATCH = 200
"""Articles written in one transaction at most: some 50 ms. With half as many, the full-text index is merged
and the same pages are written more often (a twelfth of the time that all writing takes)."""


def fingerprints(connection: Connection, source_id: int, limit: int) -> list[str]:
    """Fingerprints of the newest ``limit`` articles of a source: what the parser may skip."""
    return [
        str(row[0])
        for row in connection.execute(
            "SELECT fingerprint FROM article WHERE source_id = ? ORDER BY at DESC, id DESC LIMIT ?",
            (source_id, limit),
        )
    ]


def known(connection: Connection, source_id: int, guids: Sequence[str]) -> dict[str, Known]:
    """Those of ``guids`` that the cache has from this source."""
    return {
        row[0]: Known(row[1], row[2], row[3], frozenset((row[4] or "").split(",")) - {""})
        for row in connection.execute(
            "SELECT a.guid, a.id, a.title, unpacked(b.document),"
            " (SELECT group_concat(version) FROM revision WHERE article_id = a.id)"
            " FROM article a JOIN body b ON b.article_id = a.id"
            " WHERE a.source_id = ? AND a.guid IN (SELECT value FROM json_each(?))",
            (source_id, json.dumps(guids)),
        )
    }


def formers(connection: Connection, source_id: int, limit: int) -> list[Former]:
    """The newest ``limit`` articles of a source: what an entry with an unknown guid may turn out to be."""
    return [
        Former(*row)
        for row in connection.execute(
            "SELECT a.guid, a.fingerprint, a.title, a.link, b.lead, a.published, a.at"
            " FROM article a JOIN body b ON b.article_id = a.id"
            " WHERE a.source_id = ? ORDER BY a.at DESC, a.id DESC LIMIT ?",
            (source_id, limit),
        )
    ]


class Grouping(Protocol):
    """Who gives new articles to stories."""

    def group(self, source_id: int, articles: Sequence[tuple[int, Entry, int]], now: int) -> None:
        """Do so with what a source brought, each (id, entry, time), within the transaction that stores it."""

    def regroup(self, source_id: int, articles: Sequence[tuple[int, Entry]], now: int) -> None:
        """Look again at where articles belong that were rewritten, within the transaction that does so."""

    def forget(self) -> None:
        """That transaction was not committed."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one source's document changes."""

    source_id: int
    changes: Changes
    skew: int = 0
    """Seconds that the publisher's clock is ahead, for ``sort_time``."""


def store(
    connection: Connection,
    source_id: int,
    changes: Changes,
    now: int,
    skew: int = 0,
    grouping: Grouping | None = None,
) -> None:
    """Write what one source's document changed: ``store_all``."""
    store_all(connection, [Arrival(source_id, changes, skew)], now, grouping)


def store_all(
    connection: Connection, arrivals: Sequence[Arrival], now: int, grouping: Grouping | None = None
) -> None:
    """Write what changed, ``BATCH`` articles a transaction, of each source the oldest entry first so that
    ids follow time.

    ``grouping``: who gives them to stories; without, each stays one of its own.

    A feed document stands newest first, so entries of one time are taken from its end. The full-text
    index comes last in each transaction: once it has taken part, every statement with a trigger makes
    FTS5 write out what it holds (measured: 1.5 s of CPU for 7,500 articles, 1.0 s this way).
    """
    fresh = [each for arrival in arrivals for each in _by_time(arrival, now)]
    for start in range(0, len(fresh), BATCH):
        with _transaction(connection, grouping):
            _insert_all(connection, fresh[start : start + BATCH], now, grouping)
    # A text that comes back is written like a new one, and not counted.
    texts = [
        _Text(arrival.source_id, *each, counted)
        for arrival in arrivals
        for counted, found in ((1, arrival.changes.revise), (0, arrival.changes.restore))
        for each in found
    ]
    for start in range(0, len(texts), BATCH):
        with _transaction(connection, grouping):
            _revise_all(connection, texts[start : start + BATCH], now, grouping)
    touched = [each for arrival in arrivals for each in arrival.changes.touch]
    for start in range(0, len(touched), BATCH):
        with transaction(connection):
            _touch_all(connection, touched[start : start + BATCH])


class _Fresh(NamedTuple):
    """A new article: its source, when it counts as published, what it says."""

    source_id: int
    at: int
    entry: Entry


class _Text(NamedTuple):
    """An article of a source under another text; 1: it counts as a revision."""

    source_id: int
    article_id: int
    entry: Entry
    counted: int


def _by_time(arrival: Arrival, now: int) -> list[_Fresh]:
    found = [
        _Fresh(arrival.source_id, sort_time(entry.published, now, arrival.skew), entry)
        for entry in reversed(arrival.changes.insert)
    ]
    found.sort(key=lambda each: each.at)
    return found


def _insert_all(connection: Connection, fresh: Sequence[_Fresh], now: int, grouping: Grouping | None) -> None:
    ids = _insert(connection, fresh, now)
    if grouping is not None:
        named = zip(ids, fresh, strict=True)
        for source_id, own in groupby(named, key=lambda each: each[1].source_id):
            grouping.group(source_id, [(article_id, each.entry, each.at) for article_id, each in own], now)
    _index(connection, [(article_id, each.entry) for article_id, each in zip(ids, fresh, strict=True)])


def _revise_all(connection: Connection, texts: Sequence[_Text], now: int, grouping: Grouping | None) -> None:
    for each in texts:
        _revise(connection, each.article_id, each.entry, now, each.counted)
    return_changed(connection, [each.article_id for each in texts], now)
    if grouping is not None:
        for source_id, own in groupby(texts, key=lambda each: each.source_id):
            grouping.regroup(source_id, [(each.article_id, each.entry) for each in own], now)
    connection.executemany("DELETE FROM article_text WHERE rowid = ?", [(each.article_id,) for each in texts])
    _index(connection, [(each.article_id, each.entry) for each in texts], full=True)


def _touch_all(connection: Connection, touched: Sequence[tuple[int, Entry]]) -> None:
    connection.executemany(
        "UPDATE article SET guid = ?, fingerprint = ?, link = ?, author = ?, published = ? WHERE id = ?",
        [
            (entry.guid, entry.fingerprint, entry.link, entry.author, entry.published, article_id)
            for article_id, entry in touched
        ],
    )
    connection.executemany(
        "UPDATE body SET facts = ? WHERE article_id = ?",
        [(facts.dumps(entry.facts), article_id) for article_id, entry in touched],
    )


@contextmanager
def _transaction(connection: Connection, grouping: Grouping | None) -> Iterator[None]:
    """One transaction; where it fails, the desk forgets what it has done in it."""
    try:
        with transaction(connection):
            yield
    except apsw.Error:
        if grouping is not None:
            grouping.forget()
        raise


def sort_time(published: int | None, now: int, skew: int = 0) -> int:
    """When an article counts as published: the feed's date unless missing, before 1990 or in the future.

    A date to come would keep an article on top of every list until then. ``skew``: seconds that the
    publisher's clock is ahead; what it dates into the future by no more than that is dated right by
    its clock, and is put right by ours.
    """
    if published is not None and now < published <= now + min(skew, _DAY):
        published -= skew
    if published is None or not EARLIEST <= published <= now:
        return now
    return published


_DAY = 86_400
"""Of a clock that is further off, nobody can say whose it is."""


def _insert(connection: Connection, fresh: Sequence[_Fresh], now: int) -> Sequence[int]:
    """Write new articles, each in a story of its own; gives their ids.

    The ids are given here, as SQLite would give them, so that all of a table is written at once and the
    trigger that gives an article its story has nothing to change.
    """
    first = int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM article").get)
    ids = range(first, first + len(fresh))
    connection.executemany(
        "INSERT INTO story (lead_id, first_at, moved_at, level) VALUES (?1, ?2, ?2, ?3)",
        [(article_id, each.at, int(each.entry.level)) for article_id, each in zip(ids, fresh, strict=True)],
    )
    story = connection.last_insert_rowid() - len(fresh) + 1  # in one transaction they follow each other
    connection.executemany(
        "INSERT INTO article (id, source_id, guid, fingerprint, title, link, author, published, at,"
        " fetched, level, lang, has, story_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article_id,
                source_id,
                entry.guid,
                entry.fingerprint,
                entry.title,
                entry.link,
                entry.author,
                entry.published,
                at,
                now,
                int(entry.level),
                entry.facts.language.lower(),
                _contents(entry),
                story + article_id - first,
            )
            for article_id, (source_id, at, entry) in zip(ids, fresh, strict=True)
        ],
    )
    connection.executemany(
        "INSERT INTO body (article_id, lead, document, reasons, facts) VALUES (?, ?, ?, ?, ?)",
        [
            (
                article_id,
                entry.lead,
                packed(entry.document),
                json.dumps(entry.reasons),
                facts.dumps(entry.facts),
            )
            for article_id, (_, _, entry) in zip(ids, fresh, strict=True)
        ],
    )
    return ids


def _revise(connection: Connection, article_id: int, entry: Entry, now: int, counted: int) -> None:
    for title, document in connection.execute(
        "SELECT a.title, unpacked(b.document) FROM article a JOIN body b ON b.article_id = a.id"
        " WHERE a.id = ?",
        (article_id,),
    ):
        connection.execute(
            "INSERT INTO revision (article_id, replaced, title, document, version)"
            " VALUES (?, ?, ?, packed(?), ?) ON CONFLICT DO NOTHING",
            (article_id, now, title, document, version_of(title, document)),
        )
    # A level once given stays, and so do its reasons: an alert that people saw is not taken back silently.
    connection.execute(
        "UPDATE body SET lead = ?, document = packed(?), facts = ?, reasons ="
        " CASE WHEN (SELECT level FROM article WHERE id = article_id) > ? THEN reasons ELSE ? END"
        " WHERE article_id = ?",
        (
            entry.lead,
            entry.document,
            facts.dumps(entry.facts),
            int(entry.level),
            json.dumps(entry.reasons),
            article_id,
        ),
    )
    connection.execute(
        "UPDATE article SET guid = ?, fingerprint = ?, title = ?, link = ?, author = ?, published = ?,"
        " level = max(level, ?), revisions = revisions + ?, lang = ?, has = ? WHERE id = ?",
        (
            entry.guid,
            entry.fingerprint,
            entry.title,
            entry.link,
            entry.author,
            entry.published,
            int(entry.level),
            counted,
            entry.facts.language.lower(),
            _contents(entry),
            article_id,
        ),
    )


def _contents(entry: Entry) -> int:
    """The bits of ``article.has``."""
    kinds = {each.type.partition("/")[0].lower() for each in entry.facts.enclosures}
    image = "image" in kinds or '"k":"image"' in entry.document
    return AUDIO * ("audio" in kinds) | IMAGE * image | VIDEO * ("video" in kinds)


def _index(connection: Connection, articles: Iterable[tuple[int, Entry]], full: bool = False) -> None:
    """Let searches find the articles; ``full``: some of them may have a full story besides."""
    connection.executemany(
        "INSERT INTO article_text (rowid, title, author, text) VALUES (?, ?, ?, ?)",
        [
            (
                article_id,
                indexed(entry.title),
                indexed(entry.author),
                indexed(f"{entry.text}\n{_full_words(connection, article_id)}" if full else entry.text),
            )
            for article_id, entry in articles
        ],
    )


def _full_words(connection: Connection, article_id: int) -> str:
    found = connection.execute("SELECT unpacked(words) FROM full_story WHERE article_id = ?", (article_id,))
    return str(found.get or "")


def take_requests(connection: Connection) -> tuple[bool, frozenset[int]]:
    """The readers' standing requests to poll, removed: (all sources asked for, single sources asked for)."""
    if connection.execute("SELECT 1 FROM request WHERE kind = 'poll' LIMIT 1").get is None:
        return False, frozenset()
    with transaction(connection):
        asked = [
            row[0]
            for row in connection.execute("DELETE FROM request WHERE kind = 'poll' RETURNING source_id")
        ]
    return None in asked, frozenset(source_id for source_id in asked if source_id is not None)
