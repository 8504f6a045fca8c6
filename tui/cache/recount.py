"""What triggers keep by adding and taking away, counted anew article by article.

For a cache that was damaged, and for tests, which hold that the triggers came to the same. A table that a
migration adds and that triggers keep has its line here.
"""

from __future__ import annotations

from tui.cache.database import Connection

_ANEW = (
    "INSERT OR REPLACE INTO source_count (source_id, total, unread, starred, later, dismissed)"
    " SELECT s.id,"
    " coalesce(sum(a.dismissed = 0), 0),"
    " coalesce(sum(a.dismissed = 0 AND a.read = 0), 0),"
    " coalesce(sum(a.dismissed = 0 AND a.starred), 0),"
    " coalesce(sum(a.dismissed = 0 AND a.later_until IS NOT NULL), 0),"
    " coalesce(sum(a.dismissed > 0), 0)"
    " FROM source s LEFT JOIN article a ON a.source_id = s.id GROUP BY s.id",
    "DELETE FROM tag_count",
    "INSERT INTO tag_count SELECT t.name, sum(a.dismissed = 0)"
    " FROM tag t JOIN article a ON a.id = t.article_id GROUP BY t.name",
    # A story that lost its row, and a row that lost its articles.
    "INSERT INTO story (id, lead_id, first_at, moved_at, level)"
    " SELECT story_id, min(id), min(at), max(at), max(level) FROM article"
    " WHERE story_id NOT IN (SELECT id FROM story) GROUP BY story_id",
    "DELETE FROM story WHERE id NOT IN (SELECT story_id FROM article WHERE story_id IS NOT NULL)",
    "UPDATE story SET articles = (SELECT count(*) FROM article WHERE story_id = story.id)",
    "UPDATE story SET lead_id = (SELECT id FROM article WHERE story_id = story.id ORDER BY at, id LIMIT 1)"
    " WHERE lead_id NOT IN (SELECT id FROM article)",
    "UPDATE article SET leads = NOT leads"
    " WHERE leads <> (id = coalesce((SELECT lead_id FROM story WHERE id = article.story_id), id))",
    "DELETE FROM folder_unread WHERE article_id NOT IN (SELECT id FROM article WHERE read = 0)",
    "UPDATE folder SET unread = (SELECT count(*) FROM folder_unread WHERE folder_id = folder.id)",
)


def recount(connection: Connection) -> None:
    """Count anew, within a transaction of the caller's."""
    for statement in _ANEW:
        connection.execute(statement)
