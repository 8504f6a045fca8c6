"""Queries that were searched for: kept in the cache, so that every terminal has the same history."""

from __future__ import annotations

import json

from tui.cache.database import Connection, transaction
from tui.cache.sources import meta, set_meta

KEPT = 100
"""Queries that are remembered."""
_KEY = "searches"


def searches(connection: Connection) -> list[str]:
    """Earlier queries, the last one first, each once."""
    kept = meta(connection, _KEY)
    return [str(each) for each in json.loads(kept)] if kept else []


def remember(connection: Connection, query: str) -> None:
    """Put ``query`` first."""
    with transaction(connection):
        others = [each for each in searches(connection) if each != query]
        set_meta(connection, _KEY, json.dumps([query, *others][:KEPT], ensure_ascii=False))
