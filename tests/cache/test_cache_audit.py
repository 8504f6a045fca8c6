"""tui.cache.audit: the newest articles of each source, at a cost that does not grow with the cache."""

from __future__ import annotations

from pathlib import Path

import apsw
from cache_parts import NOW, arrive, arrive_many, entry, opened

from tui.cache.audit import recent


def test_each_source_comes_with_its_newest_articles(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("old", "Old", published=NOW - 90), entry("new", "New", published=NOW - 10))
    arrive(connection, 3, entry("mid", "Mid", published=NOW - 50))
    assert list(recent(connection, [3, 2, 1], 1)) == [
        (3, [(NOW - 50, "https://example.org/mid", "Mid")]),
        (2, []),
        (1, [(NOW - 10, "https://example.org/new", "New")]),
    ]


def steps(connection: apsw.Connection) -> int:
    """How many steps SQLite's machine takes for an audit of three sources, ten articles each."""
    taken = 0

    def count() -> bool:
        nonlocal taken
        taken += 1
        return False

    connection.set_progress_handler(count, 10)
    try:
        assert sum(len(articles) for _, articles in recent(connection, [1, 2, 3], 10)) == 30
    finally:
        connection.set_progress_handler(None)
    return taken


def test_what_an_audit_reads_does_not_grow_with_the_cache(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 90)
    few = steps(connection)
    arrive_many(connection, 1_800, first=90)
    assert few > 0
    assert steps(connection) <= few + 2
