"""Parsed feeds into the cache: what is known, what is known by another guid, what is new; written.

Knows no network and no schedule. Deciding is pure (``feeds.kinship``, ``feeds.decide``); this only
asks the cache what they need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tui.arrivals import Changes, Feed
from tui.cache import retention, writer
from tui.cache.database import Connection
from tui.feeds import kinship
from tui.feeds.decide import decide


def file(
    connection: Connection,
    documents: Iterable[tuple[int, Feed, int]],
    now: int,
    grouping: writer.Grouping | None = None,
) -> list[writer.Arrival]:
    """Write what documents, each (source, feed, skew), make of their sources' articles, and say what it was.

    At most one of each source. Raises apsw.Error.
    """
    arrivals = []
    for source_id, feed, skew in documents:
        arrivals.append(writer.Arrival(source_id, _changes(connection, source_id, feed, now), skew))
        retention.bury(connection, source_id, feed.buried, now)
    writer.store_all(connection, arrivals, now, grouping)
    return arrivals


def _changes(connection: Connection, source_id: int, feed: Feed, now: int) -> Changes:
    feed = _without_purged(connection, source_id, feed, now)
    known = writer.known(connection, source_id, [entry.guid for entry in feed.entries])
    if len(known) < len(feed.entries):
        formers = writer.formers(connection, source_id, kinship.reach(feed))
        names = kinship.renamed(feed, known, formers) if formers else {}
        if names:
            former = writer.known(connection, source_id, list(names.values()))
            known |= {guid: former[old] for guid, old in names.items() if old in former}
    return decide(known, feed)


def _without_purged(connection: Connection, source_id: int, feed: Feed, now: int) -> Feed:
    """``feed`` without the entries whose articles retention has removed: they are no news."""
    guids = [entry.guid for entry in feed.entries]
    retention.note_buried(connection, source_id, guids, feed.unchanged, now)
    buried = retention.buried(connection, source_id, guids)
    if not buried:
        return feed
    return replace(feed, entries=tuple(entry for entry in feed.entries if entry.guid not in buried))
