"""Marks, journal, undo. Each act is one transaction and one journal row with the ids that it changed."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from tui.cache.database import Connection, transaction

_OPPOSITE = {"read": "unread", "unread": "read", "star": "unstar", "unstar": "star"}
_COLUMN = {
    "read": ("read", 1),
    "unread": ("read", 0),
    "star": ("starred", 1),
    "unstar": ("starred", 0),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act of triage that was carried out or undone."""

    act: str
    """``read``, ``unread``, ``star`` or ``unstar``."""
    article_ids: tuple[int, ...]
    """The articles that it really changed."""


def mark(connection: Connection, act: str, article_ids: Iterable[int], *, now: int, terminal: str) -> Act:
    """Carry out ``act`` on articles and enter it in the journal; what is so already is left alone."""
    with transaction(connection):
        changed = _apply(connection, act, article_ids)
        if changed:
            connection.execute(
                "INSERT INTO journal (at, terminal, act, articles) VALUES (?, ?, ?, ?)",
                (now, terminal, act, array("q", changed).tobytes()),
            )
    return Act(act, tuple(changed))


def undo(connection: Connection, *, now: int) -> Act | None:
    """Take back the newest act that stands, of any terminal, also of an earlier run; None when there is none.

    The row stays in the journal, with the time of its undoing. Articles that something else has
    changed since, or that are gone, are left as they are.
    """
    with transaction(connection):
        row = connection.execute(
            "SELECT id, act, articles FROM journal WHERE undone IS NULL ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        ids = array("q")
        ids.frombytes(row[2])
        changed = _apply(connection, _OPPOSITE[row[1]], ids)
        connection.execute("UPDATE journal SET undone = ? WHERE id = ?", (now, row[0]))
    return Act(str(row[1]), tuple(changed))


def _apply(connection: Connection, act: str, article_ids: Iterable[int]) -> list[int]:
    column, value = _COLUMN[act]
    return [
        int(row[0])
        for row in connection.execute(
            f"UPDATE article SET {column} = ?1 WHERE {column} <> ?1"  # noqa: S608 - one of two words
            " AND id IN (SELECT value FROM json_each(?2)) RETURNING id",
            (value, json.dumps(list(article_ids))),
        )
    ]
