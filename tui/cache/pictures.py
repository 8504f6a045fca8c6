"""Pictures of stories in the cache: who asks for one, what came of it.

Knows neither network nor screen, and no picture's format. A reader calls ``ask`` and then ``picture`` at each
change; the poller calls ``waiting`` and ``keep``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.cache.database import Connection, transaction

STALE_SECONDS = 600
"""A request older than this is not answered any more: whoever asked has gone."""
KEPT_SECONDS = 7 * 86_400
"""How long a picture stays."""
ROOM = 50_000_000
"""Bytes of all pictures that are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What came of a request."""

    data: bytes = field(repr=False)
    """As the site gave it; empty: there is none."""
    why: str = ""
    """Why there is none, as a sentence without full stop."""


@dataclass(frozen=True, slots=True)
class WantedPicture:
    """A picture that somebody waits for."""

    url: str
    source_url: str
    """The source of the article that shows it."""


def ask(connection: Connection, article_id: int, url: str, now: int) -> None:
    """Ask whoever polls this cache for a picture of an article; one that could not be had is tried anew."""
    with transaction(connection):
        connection.execute("DELETE FROM picture WHERE url = ? AND data = x''", (url,))
        connection.execute(
            "INSERT INTO picture_request (url, article_id, at) VALUES (?, ?, ?)"
            " ON CONFLICT (url) DO UPDATE SET at = excluded.at",
            (url, article_id, now),
        )


def picture(connection: Connection, url: str) -> Picture | None:
    """What came of a picture; None while nothing has."""
    row = connection.execute("SELECT data, why FROM picture WHERE url = ?", (url,)).fetchone()
    if row is None:
        return None
    return Picture(row[0] if isinstance(row[0], bytes) else b"", str(row[1]))


def waiting(connection: Connection, now: int) -> list[WantedPicture]:
    """The pictures that are asked for; stale requests are taken away."""
    if connection.execute("SELECT 1 FROM picture_request LIMIT 1").get is None:
        return []
    with transaction(connection):
        connection.execute("DELETE FROM picture_request WHERE abs(at - ?) > ?", (now, STALE_SECONDS))
    found = connection.execute(
        "SELECT r.url, s.url FROM picture_request r JOIN article a ON a.id = r.article_id"
        " JOIN source s ON s.id = a.source_id ORDER BY r.at DESC LIMIT 20"
    )
    return [WantedPicture(str(url), str(source)) for url, source in found]


def keep(connection: Connection, url: str, picture: Picture, now: int) -> None:
    """Answer a request, and make room."""
    with transaction(connection):
        connection.execute("DELETE FROM picture_request WHERE url = ?", (url,))
        connection.execute(
            "INSERT OR REPLACE INTO picture (url, at, data, why) VALUES (?, ?, ?, ?)",
            (url, now, picture.data, picture.why),
        )
        connection.execute(
            "DELETE FROM picture WHERE rowid IN (SELECT rowid FROM (SELECT rowid,"
            " sum(length(data)) OVER (ORDER BY at DESC, rowid DESC) AS kept FROM picture) WHERE kept > ?)"
            " AND url <> ?",
            (ROOM, url),
        )


def forget_old(connection: Connection, now: int) -> None:
    """Let go of pictures of which a week has gone by. For use within a transaction."""
    connection.execute("DELETE FROM picture WHERE abs(at - ?) > ?", (now, KEPT_SECONDS))
