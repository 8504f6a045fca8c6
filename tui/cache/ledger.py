"""The ledger: when each article was published, fetched, stored, shown and opened; what polling costs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tui.cache.database import Connection, transaction

_NAME = "coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url)"


@dataclass(frozen=True, slots=True)
class Times:
    """What became of one article, and when; None: not yet, or not known."""

    published: int | None
    fetched: int
    stored: int | None
    shown: int | None
    seen: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """One source over a span of time."""

    source: str
    articles: int
    first: int
    """Stories of several publishers that it had before all others."""
    shared: int
    """Stories of several publishers that it had at all."""
    lag: int | None
    """Median seconds from published to fetched; None: it gives no dates."""
    to_screen: int | None
    """Median seconds from fetched to shown; None: none was."""
    seen: int
    """Articles that were opened."""
    polls: int
    unchanged: int
    failed: int
    bytes: int


def show(connection: Connection, article_ids: Sequence[int], now: int) -> None:
    """Note that articles are on a screen for the first time."""
    with transaction(connection):
        connection.execute(
            "UPDATE ledger SET shown = ? WHERE shown IS NULL AND article_id IN"
            " (SELECT value FROM json_each(?))",
            (now, json.dumps(list(article_ids))),
        )


def open_(connection: Connection, article_id: int, now: int) -> int | None:
    """Note that an article is opened; gives when it was opened before, None for never."""
    with transaction(connection):
        before = connection.execute("SELECT opened FROM ledger WHERE article_id = ?", (article_id,)).get
        connection.execute(
            "INSERT INTO ledger (article_id, stored, shown, seen, opened)"
            " SELECT id, fetched, ?1, ?1, ?1 FROM article WHERE id = ?2"
            " ON CONFLICT (article_id) DO UPDATE SET shown = coalesce(shown, ?1), seen = coalesce(seen, ?1),"
            " opened = ?1",
            (now, article_id),
        )
    return None if before is None else int(before)


def times(connection: Connection, article_id: int) -> Times | None:
    """The times of one article."""
    row = connection.execute(
        "SELECT a.published, a.fetched, l.stored, l.shown, l.seen FROM article a"
        " LEFT JOIN ledger l ON l.article_id = a.id WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    return Times(*row) if row else None


def accounts(connection: Connection, since: int) -> list[Account]:
    """Each source since a time: the one that is first most often comes first."""
    firsts = {
        int(row[0]): (int(row[1]), int(row[2]))
        for row in connection.execute(
            "SELECT a.source_id, sum(a.id = t.first_id), count(DISTINCT t.id) FROM"
            " (SELECT t.id, (SELECT id FROM article WHERE story_id = t.id ORDER BY at, id LIMIT 1)"
            "  AS first_id FROM story t WHERE t.publishers > 1 AND t.moved_at >= ?) t"
            " JOIN article a ON a.story_id = t.id GROUP BY a.source_id",
            (since,),
        )
    }
    lags = _medians(connection, "a.fetched - a.published", "a.published IS NOT NULL", since)
    shown = _medians(connection, "l.shown - a.fetched", "l.shown IS NOT NULL", since)
    rows = connection.execute(
        f"SELECT s.id, {_NAME}, count(a.id), coalesce(sum(l.seen IS NOT NULL), 0), coalesce(c.polls, 0),"  # noqa: S608 - constants
        " coalesce(c.unchanged, 0), coalesce(c.failed, 0), coalesce(c.bytes, 0)"
        " FROM source s LEFT JOIN article a ON a.source_id = s.id AND a.fetched >= ?"
        " LEFT JOIN ledger l ON l.article_id = a.id LEFT JOIN poll_cost c ON c.source_id = s.id"
        " WHERE s.subscribed GROUP BY s.id",
        (since,),
    )
    found = [
        Account(
            source=str(name),
            articles=articles,
            first=firsts.get(source_id, (0, 0))[0],
            shared=firsts.get(source_id, (0, 0))[1],
            lag=lags.get(source_id),
            to_screen=shown.get(source_id),
            seen=seen,
            polls=polls,
            unchanged=unchanged,
            failed=failed,
            bytes=size,
        )
        for source_id, name, articles, seen, polls, unchanged, failed, size in rows
    ]
    return sorted(found, key=lambda each: (-each.first, -each.shared, -each.articles, each.source))


def _medians(connection: Connection, measure: str, where: str, since: int) -> dict[int, int]:
    """The median of a measure for each source."""
    rows = connection.execute(
        f"SELECT source_id, d FROM (SELECT a.source_id, {measure} AS d,"  # noqa: S608 - constants
        f" row_number() OVER (PARTITION BY a.source_id ORDER BY {measure}) AS n,"
        " count(*) OVER (PARTITION BY a.source_id) AS c"
        " FROM article a LEFT JOIN ledger l ON l.article_id = a.id"
        f" WHERE a.fetched >= ? AND {where}) WHERE n = (c + 1) / 2",
        (since,),
    )
    return {int(row[0]): max(0, int(row[1])) for row in rows}
