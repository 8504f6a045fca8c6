"""Stories in the cache: every article has one, and a story lives as long as its articles."""

from __future__ import annotations

from pathlib import Path

from cache_parts import NOW, arrive, entry, opened

from tui.cache.database import Connection
from tui.model import Level


def stories(connection: Connection) -> list[tuple[int, ...]]:
    """(lead, first, last, articles, level) of each story."""
    return list(
        connection.execute("SELECT lead_id, first_at, moved_at, articles, level FROM story ORDER BY id")
    )


def test_an_article_starts_a_story_of_its_own(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", published=NOW - 60, level=Level.URGENT))
    assert stories(connection) == [(1, NOW - 60, NOW - 60, 1, 1)]
    assert connection.execute("SELECT story_id FROM article").get == 1


def test_a_story_goes_with_its_last_article_and_its_number_is_not_used_again(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a"), entry("b"))
    connection.execute("UPDATE article SET story_id = 1; DELETE FROM story WHERE id = 2")
    connection.execute("UPDATE story SET articles = 2")
    connection.execute("DELETE FROM article WHERE id = 1")
    assert stories(connection) == [(2, NOW, NOW, 1, 0)]
    connection.execute("DELETE FROM article")
    assert stories(connection) == []
    arrive(connection, 1, entry("c"))
    assert connection.execute("SELECT story_id FROM article").get == 3


def test_a_source_is_known_by_its_publisher(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert connection.execute("SELECT publisher FROM source WHERE id = 1").get == "post.example"
