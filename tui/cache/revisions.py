"""What an article said before its source changed it. Reads only."""

from __future__ import annotations

from tui.cache.database import Connection


def earlier_text(connection: Connection, article_id: int, read_at: int | None) -> tuple[str, str, int] | None:
    """What an article said when it was read: headline, document, until when; None: as it does now.

    ``read_at``: seconds since 1970; None: what it said at first.
    """
    row = connection.execute(
        "SELECT title, unpacked(document), replaced FROM revision"
        " WHERE article_id = ? AND replaced > ? ORDER BY id LIMIT 1",
        (article_id, read_at or 0),
    ).fetchone()
    return (str(row[0]), str(row[1]), int(row[2])) if row else None
