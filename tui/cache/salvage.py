"""What can be read of a damaged cache, copied into a new file; the old one is kept. Knows no screen.

Rows are read in order of their ids; where a page cannot be read, the gap is halved until what lies beyond
it is found. Counts and the full-text index are made anew.
"""

from __future__ import annotations

import fcntl
import struct
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import apsw

from tui.cache.database import (
    VERSION,
    CacheError,
    Connection,
    bring_to,
    check,
    connect,
    equip,
    explain,
    open_file,
    transaction,
    version_of_schema,
)
from tui.cache.recount import recount
from tui.words import indexed

BATCH = 500
"""Rows written in one transaction."""
_PROBES = 100_000
"""Looks into gaps that nothing can be read of, for each table."""
_FAULTS = (
    apsw.CorruptError,
    apsw.IOError,
    apsw.NotADBError,
    apsw.SQLError,
    apsw.FormatError,
    UnicodeDecodeError,  # a text that damage has hit
)
_TYPES = {"INTEGER": (int,), "REAL": (int, float), "TEXT": (str, bytes), "BLOB": (bytes,)}
_BESIDE = ("", "-wal", "-shm")

Row = tuple["apsw.SQLiteValue", ...]


@dataclass(slots=True)
class Salvaged:
    """What came of it."""

    kept_as: Path
    """Where the damaged file is now."""
    articles: int = 0
    lost: int = 0
    """Articles that the damaged file had counted and that are not in the new one."""
    gaps: dict[str, int] = field(default_factory=dict)
    """By table: how often something could not be read."""


def in_use(path: Path) -> bool:
    """Whether another process has the cache open: SQLite keeps a lock on the -shm for as long (wal.c)."""
    request = struct.pack("hhqqi", fcntl.F_WRLCK, 0, 120, 9, 0)
    try:
        with path.with_name(f"{path.name}-shm").open("rb") as file:
            answer = fcntl.fcntl(file, fcntl.F_GETLK, request)
    except FileNotFoundError:
        return False
    kind: int = struct.unpack_from("h", answer)[0]
    return kind != fcntl.F_UNLCK


def salvage(path: Path, text_of: Callable[[str], str], stamp: str) -> Salvaged | None:
    """Put a sound cache in the place of the damaged one at ``path``; None where it is sound already.

    ``text_of``: a document to its words. ``stamp``: what sets the name of the kept file apart. The
    caller holds the poller's lock. Raises CacheError where that cannot be done; all is as it was then.
    """
    if in_use(path):
        raise CacheError(f"{path}: telex is open on this cache elsewhere; leave it there, then try again")
    if _sound(path):
        return None
    made = path.with_name(f"{path.name}.repaired")
    for each in _BESIDE:
        made.with_name(made.name + each).unlink(missing_ok=True)
    result = Salvaged(path.with_name(f"{path.name}.damaged-{stamp}"))
    try:
        _copy(path, made, text_of, result)
    except apsw.Error as error:
        raise CacheError(explain(error, made)) from error
    # The log belongs to its file by name: the three go together, the log last, since without its file
    # it means nothing, and the file without it has still what was there before.
    for each in reversed(_BESIDE):
        with suppress(FileNotFoundError):
            path.with_name(path.name + each).rename(result.kept_as.with_name(result.kept_as.name + each))
    made.rename(path)
    return result


def _sound(path: Path) -> bool:
    try:
        with closing(connect(path)) as connection:
            return not check(connection)
    except (CacheError, apsw.Error):
        return False


def _copy(path: Path, made: Path, text_of: Callable[[str], str], result: Salvaged) -> None:
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with closing(apsw.Connection(f"file:{quote(str(path))}?mode=ro", flags=flags)) as old:
        try:
            equip(old)
            version = version_of_schema(old)
            old.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        except _FAULTS:
            version = 0  # not even what tables there are can be read
        if version > VERSION:
            raise CacheError(f"{path}: this cache was written by a newer telex, which must repair it")
        with closing(open_file(made)) as new:
            new.pragma("foreign_keys", False)
            bring_to(new, version or VERSION)
            if version:
                with _no_triggers(new):
                    _pour(old, new, result)
            bring_to(new, VERSION)
            with _no_triggers(new), transaction(new):
                _tie_up(new)
            _index_anew(new, text_of)
            new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            result.articles = int(new.execute("SELECT count(*) FROM article").get)
            result.lost = max(0, _counted(old) - result.articles)
            if wrong := check(new):
                raise CacheError(f"{made}: the new file is not sound either: {wrong[0]}; look at the disk")


@contextmanager
def _no_triggers(new: Connection) -> Iterator[None]:
    """Rows are copied as they are: what triggers made of them is copied or counted anew."""
    triggers = new.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        new.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        new.execute(str(sql))


def _pour(old: Connection, new: Connection, result: Salvaged) -> None:
    """All rows of all tables, as they are."""
    tables = new.execute("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    for table, without_rowid in tables.fetchall():
        there = _columns(old, str(table))
        if there and not str(table).startswith("sqlite_"):
            columns = {name: kind for name, kind in _columns(new, str(table)) if (name, kind) in there}
            _pour_table(old, new, str(table), columns, bool(without_rowid), result)
    with suppress(*_FAULTS):  # ids that are never used again
        for name, newest in old.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
            new.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            new.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, newest))


def _pour_table(
    old: Connection, new: Connection, table: str, columns: dict[str, str], whole: bool, result: Salvaged
) -> None:
    names = ", ".join(columns)
    write = f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    kinds = [_TYPES[kind] for kind in columns.values()]
    rows = _all(old, table, names, result) if whole else _by_rowid(old, table, names, result)
    while batch := list(islice(rows, BATCH)):
        with transaction(new):
            for row in batch:
                # What damage made of a row may be no row of this table.
                if all(each is None or isinstance(each, kind) for each, kind in zip(row, kinds, strict=True)):
                    with suppress(apsw.ConstraintError):
                        new.execute(write, row)


def _columns(connection: Connection, table: str) -> list[tuple[str, str]]:
    """Names and types."""
    with suppress(*_FAULTS):
        found = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,))
        return [(str(name), str(kind)) for name, kind in found]
    return []


def _all(old: Connection, table: str, names: str, result: Salvaged) -> Iterator[Row]:
    """A table without row ids, from both ends, as far as either can be read."""
    for direction in ("ASC", "DESC"):
        key = names.partition(",")[0]
        try:
            yield from old.execute(f"SELECT {names} FROM {table} ORDER BY {key} {direction}")  # noqa: S608
        except _FAULTS:
            result.gaps[table] = result.gaps.get(table, 0) + 1
        else:
            return


def _by_rowid(old: Connection, table: str, names: str, result: Salvaged) -> Iterator[Row]:
    """A table in order of its row ids; gaps are halved until what lies beyond the damage is found."""
    left = [(-1, _top(old, table))]
    for _ in range(_PROBES):
        if not left:
            return
        after, last = left.pop()
        try:
            for row in old.execute(
                f"SELECT rowid, {names} FROM {table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid",  # noqa: S608
                (after, last),
            ):
                after = int(str(row[0]))
                yield row[1:]
        except _FAULTS:
            result.gaps[table] = result.gaps.get(table, 0) + 1
            if last - after > 1:
                middle = (after + last) // 2
                left += [(middle, last), (after, middle)]


def _top(old: Connection, table: str) -> int:
    """The largest row id, or one beyond it where that cannot be read."""
    with suppress(*_FAULTS):
        return int(old.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").get)  # noqa: S608
    return 1 << 24


def _counted(old: Connection) -> int:
    with suppress(*_FAULTS):
        return int(old.execute("SELECT coalesce(sum(total), 0) FROM source_count").get)
    return 0


def _tie_up(new: Connection) -> None:
    """What refers to a row that is lost goes, but no article does; what is counted is counted anew."""
    new.execute(
        "INSERT OR IGNORE INTO source (id, url, title, interval, subscribed)"
        " SELECT DISTINCT source_id, 'lost:' || source_id, 'Lost source', 3600, 0 FROM article"
        " WHERE source_id NOT IN (SELECT id FROM source)"
    )
    new.execute(
        "INSERT INTO body (article_id, lead, document) SELECT id, '', '[]' FROM article"
        " WHERE id NOT IN (SELECT article_id FROM body)"
    )
    for table, column, parent, key in new.execute(
        'SELECT t.name, f."from", f."table", coalesce(f."to", \'id\')'
        " FROM pragma_table_list t, pragma_foreign_key_list(t.name) f WHERE t.schema = 'main'"
    ).fetchall():
        new.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {key} FROM {parent})")  # noqa: S608
    for table, column in (("fetch_state", "source_id"), ("source_count", "source_id")):
        new.execute(f"INSERT OR IGNORE INTO {table} ({column}) SELECT id FROM source")  # noqa: S608
    recount(new)


def _index_anew(new: Connection, text_of: Callable[[str], str]) -> None:
    new.execute("INSERT INTO article_text (article_text) VALUES ('delete-all')")
    last = 0
    while rows := new.execute(
        "SELECT a.id, a.title, a.author, unpacked(b.document), coalesce(unpacked(f.words), '') FROM article a"
        " JOIN body b ON b.article_id = a.id LEFT JOIN full_story f ON f.article_id = a.id"
        " WHERE a.id > ? ORDER BY a.id LIMIT ?",
        (last, BATCH),
    ).fetchall():
        with transaction(new):
            new.executemany(
                "INSERT INTO article_text (rowid, title, author, text) VALUES (?, ?, ?, ?)",
                [
                    (
                        article_id,
                        indexed(str(title)),
                        indexed(str(author)),
                        indexed(f"{text_of(str(text))}\n{full}"),
                    )
                    for article_id, title, author, text, full in rows
                ],
            )
        last = int(str(rows[-1][0]))
