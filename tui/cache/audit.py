"""The newest articles of each source, as an audit of the sources needs them. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.cache.database import Connection


def recent(
    connection: Connection, source_ids: Iterable[int], limit: int
) -> Iterator[tuple[int, list[tuple[int, str, str]]]]:
    """Each source with the time, link and title of its newest ``limit`` articles, newest first.

    One query a source, answered from ``article_by_source`` without sorting: what it costs grows with
    ``limit`` and not with the cache. The sources come one by one, so that no one holds them all.
    """
    for source_id in source_ids:
        rows = connection.execute(
            "SELECT at, link, title FROM article WHERE source_id = ? ORDER BY at DESC, id DESC LIMIT ?",
            (source_id, limit),
        )
        yield source_id, [(int(at), str(link), str(title)) for at, link, title in rows]
