"""Opening a cache that cannot be written: a read-only medium or folder, a full disk. Reading goes on."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import apsw

from tui.cache.database import (
    BUSY_SECONDS,
    VERSION,
    CacheError,
    Connection,
    connect,
    equip,
    version_of_schema,
    wait_for_locks,
)


def connect_to_read(path: Path) -> Connection:
    """The cache at ``path`` for who mostly reads; where it cannot be written, for reading only.

    ``connection.readonly("main")`` tells which. Raises CacheError.
    """
    try:
        return connect(path)
    except CacheError as error:
        # On a full disk SQLite cannot even make the -shm that it reads with.
        full = isinstance(error.__cause__, (apsw.FullError, apsw.IOError, apsw.CantOpenError))
        # Not Path.is_file, which raises where the folder may not be looked into.
        if not os.path.isfile(path) or (_writable(path) and not full):
            raise
        connection = _opened(path)
        if connection is None:
            raise
    found = version_of_schema(connection)
    if found != VERSION:
        connection.close()
        raise CacheError(
            f"{path}: this cache has schema {found} and cannot be written, so that it cannot be brought to "
            f"{VERSION}, which this telex reads; copy it to a folder that you may write (--cache DIR)"
        )
    return connection


def _writable(path: Path) -> bool:
    """Whether the file and what SQLite puts beside it can be written; also false on a read-only medium."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)


def _opened(path: Path) -> Connection | None:
    """SQLite needs its -shm even to read; where it can make none, nobody may be writing (``immutable``)."""
    address = f"file:{quote(str(path))}?mode=ro"
    log = path.with_name(f"{path.name}-wal")
    empty = not log.exists() or log.stat().st_size == 0
    for each in (address, f"{address}&immutable=1"):
        if each != address and not empty:
            break  # what the log holds would be passed over
        with suppress(apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError):
            connection = apsw.Connection(each, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
            wait_for_locks(connection, BUSY_SECONDS)
            equip(connection)
            version_of_schema(connection)
            return connection
    return None
