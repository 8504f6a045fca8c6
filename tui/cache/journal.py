"""The journal of triage: its rows, which act is next to be undone or redone, what was when.

Append-only but for one word: whether an act stands. Undoing, redoing and coming back are rows as well,
so the state at any time follows by going back from now. Knows rows, not what acts do to articles.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tui.cache.database import Connection
from tui.cache.effects import READ, implied_before

_ROW = "SELECT id, act, at, terminal, articles, argument, before, whole, about, undone, seen FROM journal"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a part of an act, or what was undone, redone or came back."""

    act: str
    at: int
    terminal: str
    articles: Sequence[int]
    """Those that it changed."""
    argument: str = ""
    seen: Sequence[int] = ()
    """Those that were shown when the key was pressed."""
    before: Sequence[int] | None = None
    """The code of each of ``articles`` before; None where it follows from the act."""
    whole: int | None = None
    about: int | None = None
    id: int = 0
    undone: int | None = None


def enter(connection: Connection, row: Row) -> int:
    """Append a row, within a transaction; gives its id."""
    connection.execute(
        "INSERT INTO journal (at, terminal, act, articles, argument, seen, before, whole, about)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.at,
            row.terminal,
            row.act,
            packed(row.articles),
            row.argument,
            None if list(row.seen) == list(row.articles) else packed(row.seen),
            None if row.before is None else packed(row.before),
            row.whole,
            row.about,
        ),
    )
    return connection.last_insert_rowid()


def turn(connection: Connection, row_id: int, row: Row) -> None:
    """Enter that an act was undone or redone, within a transaction."""
    enter(connection, row)
    connection.execute(
        "UPDATE journal SET undone = ? WHERE id = ?", (row.at if row.act == "undo" else None, row_id)
    )


def newest_standing(connection: Connection) -> Row | None:
    """What undo takes next: the newest row of an act that stands."""
    return _one(connection, "undone IS NULL AND about IS NULL ORDER BY id DESC LIMIT 1")


def standing_part(connection: Connection, whole: int) -> Row | None:
    """The newest part of an act that stands."""
    return _one(
        connection, f"id IN ({_PARTS}) AND undone IS NULL AND about IS NULL ORDER BY id DESC LIMIT 1", whole
    )


def oldest_undone(connection: Connection) -> Row | None:
    """What redo takes next: the oldest undone row that no standing act is newer than.

    Acts are undone newest first, so this is what was undone last; once another act follows, what was
    undone before it is past.
    """
    return _one(
        connection,
        "id > coalesce((SELECT max(id) FROM journal WHERE undone IS NULL AND about IS NULL), 0)"
        " AND undone IS NOT NULL AND about IS NULL ORDER BY id LIMIT 1",
    )


def undone_part(connection: Connection, whole: int) -> Row | None:
    """The oldest part of an act that is undone."""
    return _one(
        connection, f"id IN ({_PARTS}) AND undone IS NOT NULL AND about IS NULL ORDER BY id LIMIT 1", whole
    )


_PARTS = "SELECT ?1 UNION ALL SELECT id FROM journal WHERE whole = ?1"


def read_at(connection: Connection, at: int) -> dict[int, int]:
    """Of all articles that something has happened to since ``at``: whether each was read then, 0 or 1."""
    then: dict[int, int] = {}
    for row in rows_since(connection, at):
        # Newest first: what an older row says of an article overrides what a newer one said.
        if row.before is not None:
            then.update((each, code & READ) for each, code in zip(row.articles, row.before, strict=True))
        elif row.act in ("read", "unread"):
            then.update(dict.fromkeys(row.articles, (implied_before(row.act) or 0) & READ))
    return then


def rows_since(connection: Connection, at: int) -> Iterator[Row]:
    """The rows that came after ``at``, the newest first."""
    return _rows(connection, f"{_SINCE} ORDER BY id DESC", at)


def all_rows(connection: Connection) -> Iterator[Row]:
    """Every row, the oldest first."""
    return _rows(connection, "1 ORDER BY id")


def replace_all(connection: Connection, rows: Sequence[Row]) -> None:
    """Write the journal anew with these rows, whose ids count from 1; within a transaction."""
    connection.execute("DELETE FROM journal")
    for row in rows:
        enter(connection, row)
        connection.execute("UPDATE journal SET undone = ? WHERE id = ?", (row.undone, row.id))


_SINCE = "id > coalesce((SELECT max(id) FROM journal WHERE at <= ?), 0)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the journal's list shows it, its parts together."""

    id: int
    at: int
    terminal: str
    act: str
    """One of ``effects.ACTS``, ``undo``, ``redo`` or ``back``."""
    argument: str
    """Of an undo or redo: the act that it is about."""
    article_ids: tuple[int, ...]
    """Those that it changed."""
    seen: int
    """How many were shown."""
    undone: int | None
    about: int | None


def entries(connection: Connection, *, since: int = 0, limit: int = -1) -> Iterator[Entry]:
    """What happened since a time, the newest first, at most ``limit`` entries; -1: all."""
    heads = _rows(
        connection,
        "whole IS NULL AND id > coalesce((SELECT max(id) FROM journal WHERE at < ?), 0)"
        " ORDER BY id DESC LIMIT ?",
        since,
        limit,
    )
    for head in heads:
        yield _entry([head, *_rows(connection, "whole = ? ORDER BY id", head.id)])


def _entry(parts: list[Row]) -> Entry:
    first = parts[0]
    return Entry(
        id=first.id,
        at=first.at,
        terminal=first.terminal,
        act=first.act,
        argument=first.argument,
        article_ids=tuple(each for part in parts for each in part.articles),
        seen=sum(len(part.seen) for part in parts),
        undone=None if any(part.undone is None for part in parts) else parts[-1].undone,
        about=first.about,
    )


def packed(numbers: Sequence[int]) -> bytes:
    """Whole numbers as the journal keeps them: 8 bytes each, as this machine orders them."""
    return array("q", numbers).tobytes()


def unpacked(data: bytes) -> array[int]:
    """What ``packed`` made bytes of."""
    numbers = array("q")
    numbers.frombytes(data)
    return numbers


def _one(connection: Connection, where: str, *parameters: int) -> Row | None:
    return next(_rows(connection, where, *parameters), None)


def _rows(connection: Connection, where: str, *parameters: int) -> Iterator[Row]:
    for row in connection.execute(f"{_ROW} WHERE {where}", parameters):
        articles = unpacked(row[4])
        yield Row(
            act=row[1],
            at=row[2],
            terminal=row[3],
            articles=articles,
            argument=row[5],
            seen=articles if row[10] is None else unpacked(row[10]),
            before=None if row[6] is None else unpacked(row[6]),
            whole=row[7],
            about=row[8],
            id=row[0],
            undone=row[9],
        )
