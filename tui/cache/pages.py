"""Full stories in the cache: who asks for one, what came of it, what is learned of a site.

Knows neither network nor screen. A reader calls ``ask`` and then ``full_story`` at each change; the poller
calls ``waiting``, ``ahead``, ``boilerplate`` and ``keep``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tui.cache.database import Connection, transaction
from tui.model import Level, PageFacts

STALE_SECONDS = 600
"""A request older than this is not answered any more: whoever asked has gone."""
AHEAD_SECONDS = 86_400
"""Articles that arrived longer ago are not fetched ahead: nobody waits for yesterday's."""
AHEAD = 20
"""Pages that are looked for ahead at one time."""
SEEN = 3
"""Stories of a host that hold a block before it is the site's own."""
STORIES = 40
"""Stories of a host whose blocks are remembered."""


@dataclass(frozen=True, slots=True)
class FullStory(PageFacts):
    """The story of the page behind an article; what is not known is empty."""

    at: int = 0
    """When the page was fetched."""
    url: str = ""
    document: str = "[]"
    why: str = ""
    """Why there is no more, as a sentence without full stop."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article whose page is to be fetched."""

    article_id: int
    link: str
    source_url: str
    document: str
    """What its source gives of it."""
    waits: bool
    """Whether somebody waits for it."""


_UNTRIED = """
  AND a.at > ?1 AND a.read = 0 AND a.dismissed = 0 AND a.link <> ''
  AND NOT EXISTS (SELECT 1 FROM full_story f WHERE f.article_id = a.id)
"""
_AHEAD = """
  SELECT a.id, a.link, s.url, unpacked(b.document), 0 FROM article a
  JOIN body b ON b.article_id = a.id JOIN source s ON s.id = a.source_id WHERE a.id IN (
    SELECT a.id FROM source s JOIN article a ON a.source_id = s.id WHERE s.full_text = 'always' UNTRIED
    UNION SELECT a.id FROM article a JOIN source s ON s.id = a.source_id
    WHERE a.level > 0 AND a.level >= ?2 AND s.full_text <> 'never' UNTRIED)
  ORDER BY a.id DESC LIMIT ?3
""".replace("UNTRIED", _UNTRIED)


def ask(connection: Connection, article_ids: Sequence[int], now: int, *, waits: bool) -> None:
    """Ask whoever polls this cache for the pages of articles; ``waits``: somebody looks at the screen."""
    with transaction(connection):
        connection.executemany(
            "INSERT INTO page_request (article_id, at, waits) VALUES (?, ?, ?)"
            " ON CONFLICT (article_id) DO UPDATE SET at = excluded.at, waits = max(waits, excluded.waits)",
            [(each, now, waits) for each in article_ids],
        )


def full_story(connection: Connection, article_id: int) -> FullStory | None:
    """What came of an article's page; None while nothing has."""
    row = connection.execute(
        "SELECT at, url, unpacked(document), why, facts FROM full_story WHERE article_id = ?", (article_id,)
    ).fetchone()
    if row is None:
        return None
    facts = json.loads(str(row[4]))
    facts["authors"] = tuple(facts.get("authors", ()))
    at = row[0] if isinstance(row[0], int) else 0
    return FullStory(at=at, url=str(row[1]), document=str(row[2]), why=str(row[3]), **facts)


def is_asked(connection: Connection, article_id: int) -> bool:
    """Whether somebody waits for the page of an article."""
    found = connection.execute("SELECT 1 FROM page_request WHERE article_id = ? AND waits", (article_id,))
    return found.get is not None


def policy(connection: Connection, source_id: int) -> str:
    """When pages of a source are fetched: ``always``, ``on open`` or ``never``."""
    return str(connection.execute("SELECT full_text FROM source WHERE id = ?", (source_id,)).get or "never")


def waiting(connection: Connection, now: int) -> list[Wanted]:
    """The pages that are asked for, those that somebody waits for first; stale requests are taken away."""
    if connection.execute("SELECT 1 FROM page_request LIMIT 1").get is None:
        return []
    with transaction(connection):
        connection.execute("DELETE FROM page_request WHERE abs(at - ?) > ?", (now, STALE_SECONDS))
    return _wanted(
        connection,
        "SELECT a.id, a.link, s.url, unpacked(b.document), r.waits FROM page_request r"
        " JOIN article a ON a.id = r.article_id JOIN body b ON b.article_id = a.id"
        " JOIN source s ON s.id = a.source_id WHERE r.waits OR s.full_text <> 'never'"
        " ORDER BY r.waits DESC, r.at DESC LIMIT 20",
        (),
    )


def ahead(connection: Connection, now: int, *, urgent: bool = True) -> list[Wanted]:
    """Pages to fetch before anybody asks, the newest first.

    Of unread articles of sources with ``full_text = "always"``, and if ``urgent`` of others but ``"never"``
    those at URGENT and above; none that was tried before. Both halves go by an index: this is asked often.
    """
    least = Level.URGENT if urgent else Level.FLASH + 1
    return _wanted(connection, _AHEAD, (now - AHEAD_SECONDS, int(least), AHEAD))


def forget(connection: Connection, article_id: int) -> None:
    """Take a request away without an answer."""
    with transaction(connection):
        connection.execute("DELETE FROM page_request WHERE article_id = ?", (article_id,))


def boilerplate(connection: Connection, host: str) -> frozenset[str]:
    """Blocks that several stories of a host have."""
    rows = connection.execute(
        "SELECT name FROM page_block WHERE host = ? GROUP BY name HAVING count(*) >= ?", (host, SEEN)
    )
    return frozenset(str(row[0]) for row in rows)


def keep(
    connection: Connection,
    article_id: int,
    story: FullStory,
    words: str,
    *,
    host: str = "",
    blocks: Sequence[str] = (),
) -> None:
    """Keep what came of an article's page, and let searches find its words.

    ``blocks``: names of its short blocks, remembered for ``host``. A page without a story leaves an
    earlier one as it was, and only says why.
    """
    facts = {name: value for name, value in story.facts.items() if value}
    with transaction(connection):
        connection.execute("DELETE FROM page_request WHERE article_id = ?", (article_id,))
        row = connection.execute(
            "SELECT a.title, a.author, f.article_id IS NOT NULL FROM article a"
            " LEFT JOIN full_story f ON f.article_id = a.id AND f.document <> '[]' WHERE a.id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            return
        if story.document == "[]" and row[2]:
            connection.execute(
                "UPDATE full_story SET why = ?, at = ? WHERE article_id = ?",
                (story.why, story.at, article_id),
            )
            return
        connection.execute(
            "INSERT OR REPLACE INTO full_story (article_id, at, url, document, words, facts, why)"
            " VALUES (?, ?, ?, packed(?), packed(?), ?, ?)",
            (article_id, story.at, story.url, story.document, words, json.dumps(facts), story.why),
        )
        _learn(connection, article_id, host, blocks)
        if words:
            _index(connection, article_id, str(row[0]), str(row[1]), words)


def _learn(connection: Connection, article_id: int, host: str, blocks: Sequence[str]) -> None:
    connection.execute("DELETE FROM page_block WHERE article_id = ?", (article_id,))
    connection.executemany(
        "INSERT OR IGNORE INTO page_block (host, name, article_id) VALUES (?, ?, ?)",
        [(host, name, article_id) for name in blocks],
    )
    connection.execute(
        "DELETE FROM page_block WHERE host = ?1 AND article_id NOT IN (SELECT DISTINCT article_id"
        " FROM page_block WHERE host = ?1 ORDER BY article_id DESC LIMIT ?2)",
        (host, STORIES),
    )


def _index(connection: Connection, article_id: int, title: str, author: str, words: str) -> None:
    connection.execute("DELETE FROM article_text WHERE rowid = ?", (article_id,))
    connection.execute(
        "INSERT INTO article_text (rowid, title, author, text)"
        " VALUES (?, indexed(?), indexed(?), indexed(?))",
        (article_id, title, author, words),
    )


def _wanted(connection: Connection, sql: str, values: tuple[int, ...]) -> list[Wanted]:
    return [
        Wanted(int(str(row[0])), str(row[1]), str(row[2]), str(row[3]), bool(row[4]))
        for row in connection.execute(sql, values)
    ]
