"""Articles in full and in order of arrival: what the story pane, ``show``, ``list`` and ``tail`` read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from tui import facts
from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.walk import portion
from tui.model import Article, Level

_ARTICLE = (
    "SELECT a.id, a.source_id, coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url), s.url,"
    " s.folder, a.guid, a.title, a.link, a.author, a.published, a.at, a.fetched, a.level,"
    " coalesce((SELECT nullif(t.reasons, '[]') FROM story t WHERE t.id = a.story_id), b.reasons),"
    " a.read, a.starred, a.revisions, b.lead, unpacked(b.document), b.facts, a.later_until, a.dismissed,"
    " a.back, (SELECT group_concat(name, ' ') FROM tag WHERE article_id = a.id),"
    " (SELECT t.stage FROM story t WHERE t.id = a.story_id)"
    " FROM article a JOIN body b ON b.article_id = a.id JOIN source s ON s.id = a.source_id"
)

_PORTION = 200
"""Articles read at once."""


def article(connection: Connection, article_id: int) -> Article | None:
    """One article in full, or None when the cache does not have it."""
    row = connection.execute(f"{_ARTICLE} WHERE a.id = ?", (article_id,)).fetchone()
    return _article(row) if row else None


def listed(connection: Connection, listing: Listing, now: int) -> Iterator[Article]:
    """The articles of a list in its order, read as they are asked for. ``now``: for that by relevance."""
    newest, cursor = last_id(connection), None
    while True:
        found = portion(connection, listing, newest, cursor, _PORTION, now=now)
        yield from in_order(connection, found.ids)
        cursor = found.cursor
        if cursor is None:
            return


def in_order(connection: Connection, article_ids: Sequence[int]) -> Iterator[Article]:
    """The articles of these ids, in this order; what has been purged is left out."""
    for start in range(0, len(article_ids), _PORTION):
        ids = list(article_ids[start : start + _PORTION])
        rows = connection.execute(
            f"{_ARTICLE} WHERE a.id IN (SELECT value FROM json_each(?))",  # noqa: S608 - a placeholder
            (json.dumps(ids),),
        )
        found = {row[0]: row for row in rows}
        yield from (_article(found[each]) for each in ids if each in found)


def texts(connection: Connection, article_id: int) -> tuple[str, str]:
    """The lead and the document of one article, for a piece of it; empty where it is gone."""
    row = connection.execute(
        "SELECT lead, unpacked(document) FROM body WHERE article_id = ?", (article_id,)
    ).fetchone()
    return ("", "") if row is None else (str(row[0]), str(row[1]))


def arrived_after(connection: Connection, article_id: int, limit: int) -> list[Article]:
    """Articles with a larger id, in order of arrival, at most ``limit`` of them."""
    return [
        _article(row)
        for row in connection.execute(f"{_ARTICLE} WHERE a.id > ? ORDER BY a.id LIMIT ?", (article_id, limit))
    ]


def last_id(connection: Connection) -> int:
    """The id of the newest arrival; 0 in an empty cache."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM article").get)


def id_before(connection: Connection, *, since: int | None = None, count: int | None = None) -> int:
    """The id after which the articles fetched ``since`` a time, or the last ``count``, begin."""
    if since is not None:
        found = connection.execute("SELECT max(id) FROM article WHERE fetched < ?", (since,)).get
        return int(found or 0)
    found = connection.execute("SELECT id FROM article ORDER BY id DESC LIMIT 1 OFFSET ?", (count or 0,)).get
    return int(found or 0)


def _article(row: Sequence[object]) -> Article:
    (
        article_id, source_id, source, source_url, group, guid, title, link, author, published, at,
        fetched, level, reasons, read, starred, revisions, lead, document, stated, later_until, dismissed,
        back, tags, stage,
    ) = row  # fmt: skip
    return Article(
        id=_int(article_id),
        source_id=_int(source_id),
        source=str(source),
        source_url=str(source_url),
        group=str(group),
        guid=str(guid),
        title=str(title),
        link=str(link),
        author=str(author),
        published=None if published is None else _int(published),
        at=_int(at),
        fetched=_int(fetched),
        level=Level(_int(level)),
        reasons=tuple(json.loads(str(reasons))),
        read=bool(read),
        starred=bool(starred),
        revisions=_int(revisions),
        lead=str(lead),
        document=str(document),
        facts=facts.loads(str(stated)),
        later_until=None if later_until is None else _int(later_until),
        dismissed=bool(dismissed),
        returned=back is not None,
        tags=tuple(sorted(str(tags or "").split())),
        stage=str(stage or ""),
    )


def _int(value: object) -> int:
    assert isinstance(value, int)  # noqa: S101 - the schema's types, told to the type checker
    return value
