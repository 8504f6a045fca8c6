"""tui.app.reading: what the lists show of the cache, apart from the screen."""

from __future__ import annotations

from pathlib import Path

from cache_parts import BAY, NOW, POST, arrive, entry, opened

from tui.app.reading import Reading
from tui.cache.sources import sync


def test_articles_of_a_former_source_bear_its_name(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a"))
    sync(connection, [BAY], 900)
    reading = Reading(connection, lambda: NOW, stories=False)
    row = reading.row(0)
    assert row is not None
    assert row.source == (POST.name or POST.url)
