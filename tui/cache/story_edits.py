"""The reader's own hand on stories: an article split off or joined to another story, remembered for good.

Each is one transaction with its row of the journal. The desk follows ``story_move`` and leaves alone what
is in ``story_pin``.
"""

from __future__ import annotations

from dataclasses import dataclass

from tui.cache import journal
from tui.cache.database import Connection, transaction
from tui.cache.stories import recount

KEPT_MOVES = 1_000
"""Rows of ``story_move`` that are kept: a poller looks at them whenever it files something."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An article that was given another story."""

    article_id: int
    before: int
    story_id: int


def split(connection: Connection, article_id: int, *, now: int, terminal: str) -> Moved | None:
    """Make an article a story of its own; None where it is one already or is gone."""
    with transaction(connection):
        row = connection.execute(
            "SELECT a.story_id, s.articles, a.at, a.level FROM article a JOIN story s ON s.id = a.story_id"
            " WHERE a.id = ?",
            (article_id,),
        ).fetchone()
        if row is None or row[1] < 2:
            return None
        connection.execute(
            "INSERT INTO story (lead_id, first_at, moved_at, level) VALUES (?, ?, ?, ?)",
            (article_id, row[2], row[2], row[3]),
        )
        moved = Moved(article_id, int(row[0]), connection.last_insert_rowid())
        _done(connection, "split", moved, now, terminal)
    return moved


def join(connection: Connection, article_id: int, story_id: int, *, now: int, terminal: str) -> Moved | None:
    """Give an article to a story; None where it belongs to it already, or one of the two is gone."""
    with transaction(connection):
        before = connection.execute("SELECT story_id FROM article WHERE id = ?", (article_id,)).get
        there = connection.execute("SELECT 1 FROM story WHERE id = ?", (story_id,)).get
        if before is None or there is None or int(before) == story_id:
            return None
        moved = Moved(article_id, int(before), story_id)
        _done(connection, "join", moved, now, terminal)
    return moved


def turned(connection: Connection, row: journal.Row, way: str) -> list[int]:
    """Undo or redo a row of the journal, within a transaction; the articles that this moved.

    One that has been moved again since is left where it is.
    """
    before, after = (int(each) for each in row.argument.split())
    source, target = (after, before) if way == "undo" else (before, after)
    for article_id in row.articles:
        at = connection.execute(
            "SELECT at FROM article WHERE id = ? AND story_id = ?", (article_id, source)
        ).get
        if at is None:
            continue
        connection.execute(
            "INSERT OR IGNORE INTO story (id, lead_id, first_at, moved_at) VALUES (?, ?, ?, ?)",
            (target, article_id, at, at),
        )
        _move(connection, article_id, source, target, pinned=way == "redo")
        return [article_id]
    return []


def _done(connection: Connection, act: str, moved: Moved, now: int, terminal: str) -> None:
    _move(connection, moved.article_id, moved.before, moved.story_id, pinned=True)
    argument = f"{moved.before} {moved.story_id}"
    journal.enter(
        connection, journal.Row(act, now, terminal, [moved.article_id], argument, [moved.article_id])
    )


def _move(connection: Connection, article_id: int, before: int, story_id: int, *, pinned: bool) -> None:
    connection.execute(
        "UPDATE article SET story_id = ?, copy_of = NULL, leads = 0 WHERE id = ?", (story_id, article_id)
    )
    connection.execute("DELETE FROM story_pin WHERE article_id = ?", (article_id,))
    if pinned:
        connection.execute("INSERT INTO story_pin VALUES (?, ?)", (article_id, story_id))
    recount(connection, {before, story_id})
    connection.execute("INSERT INTO story_move (article_id) VALUES (?)", (article_id,))
    connection.execute(
        "DELETE FROM story_move WHERE id <= (SELECT max(id) FROM story_move) - ?", (KEPT_MOVES,)
    )


def touched_by_hand(connection: Connection) -> set[int]:
    """The stories that the reader has given an article, or taken one from."""
    rows = connection.execute("SELECT story_id FROM story_pin")
    return {int(row[0]) for row in rows}


def last_move(connection: Connection) -> int:
    """The newest move by hand."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM story_move").get)


def moves_after(connection: Connection, number: int) -> list[tuple[int, int, int]]:
    """The moves by hand since one, each (number, article, its story now), in order."""
    rows = connection.execute(
        "SELECT m.id, a.id, a.story_id FROM story_move m JOIN article a ON a.id = m.article_id"
        " WHERE m.id > ? ORDER BY m.id",
        (number,),
    )
    return [(int(row[0]), int(row[1]), int(row[2])) for row in rows]
