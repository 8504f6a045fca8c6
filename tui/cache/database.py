"""Opening the one file: pragmas and why, schema, lock, change signal. Knows neither network nor Textual."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import resources
from pathlib import Path

import apsw

from tui.cache import functions, packing
from tui.paths import make_folder

VERSION = 10
"""The schema that this telex reads and writes (``PRAGMA user_version``)."""
BUSY_SECONDS = 10.0
"""How long a write waits for another process's transaction (the poller's are at most 200 articles)."""
_LOOK = 0.001
"""Seconds between two looks whether it is over."""
LOG_BYTES = 16 * 1024 * 1024
"""What the write-ahead log keeps of the disk when it is empty."""
ASKERS = 1_000
"""How often a poller tries again where someone asked for its pid just then: each holds the lock 10 µs."""

STATEMENTS = 512
"""Prepared statements that a connection keeps. apsw puts each one that it has used in the place of the one
that was put back longest ago: with its usual 100, those of one batch had gone before the next (a tenth of
the time that the writing of 5,972 articles took).
"""

_UNSHARED = frozenset({apsw.SQLITE_IOERR_SHMMAP, apsw.SQLITE_IOERR_SHMLOCK, apsw.SQLITE_IOERR_LOCK})
"""What SQLite reports where processes can share no memory and no locks."""

_ADVICE = {
    apsw.NotADBError: "the file is no telex cache; if it was one, `telex doctor --repair` saves what "
    "can be read, else give another folder with --cache DIR",
    apsw.CorruptError: "the file is damaged; `telex doctor --repair` saves what can be read",
    apsw.FullError: "the disk is full; make room and try again",
    apsw.ReadOnlyError: "the file cannot be written; check its owner and mode, "
    "or give another folder with --cache DIR",
    apsw.BusyError: "another process keeps it locked; try again",
    apsw.CantOpenError: "it cannot be opened; check the folder's owner, mode and free space",
    apsw.IOError: "the disk reports an error; check free space and the file system",
}
FAULTS: tuple[type[apsw.Error], ...] = tuple(_ADVICE)
"""What SQLite raises for the sake of a disk, a file or another process, and not of telex."""

Connection = apsw.Connection
"""A connection; one thread at a time uses it."""


class CacheError(Exception):
    """The cache cannot be used; the text says why, where, and what to do."""


def connect(path: Path, *, durable: bool = False) -> Connection:
    """Open the cache at ``path``, made and brought to ``VERSION`` where needed.

    ``durable``: a commit survives power loss (``synchronous=FULL``, 4 ms a commit measured). The app
    writes so, since a mark that the screen showed must stay; the poller does not, since what it
    writes can be fetched again.

    Raises CacheError.
    """
    try:
        connection = open_file(path, durable=durable)
        if version_of_schema(connection) != VERSION:
            _migrate(connection, path)
    except apsw.Error as error:
        if isinstance(error, apsw.BusyError) and not _has_locks(path.parent):
            raise CacheError(
                f"{path}: this file system has no locks; put the cache on a local disk with --cache DIR"
            ) from error
        raise CacheError(explain(error, path)) from error
    return connection


def open_file(path: Path, *, durable: bool = False) -> Connection:
    """Open or make the file, whatever tables it has or has not. Raises CacheError and apsw.Error."""
    try:
        if path.is_symlink():
            raise CacheError(
                f"{path}: the cache is a symbolic link; give the folder that it leads to with --cache DIR"
            )
        make_folder(path.parent)
        _create(path)
    except OSError as error:
        raise CacheError(
            f"{path}: the cache cannot be opened: {error.strerror}; "
            "give a folder that you may write with --cache DIR"
        ) from error
    connection = apsw.Connection(str(path), statementcachesize=STATEMENTS)
    connection.set_busy_handler(partial(_wait, path.parent))
    equip(connection)
    if version_of_schema(connection) == 0:
        # Only a file without tables can learn to give pages back bit by bit (cache.upkeep).
        connection.pragma("auto_vacuum", "incremental")
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "full" if durable else "normal")
    connection.pragma("foreign_keys", True)
    # A log that one long reader let grow is cut to this when it begins anew.
    connection.pragma("journal_size_limit", LOG_BYTES)
    if connection.readonly("main"):
        raise apsw.ReadOnlyError(path.name)
    wait_for_locks(connection, BUSY_SECONDS)
    return connection


def wait_for_locks(connection: Connection, seconds: float) -> None:
    """Have a connection wait so long for another's transaction, looking every millisecond.

    SQLite's own wait looks every 100 ms before long. A poller that stores one feed after the other lets go
    for a fraction of that each time, and a mark waited four seconds for its turn, or in vain (measured on a
    busy machine).
    """
    begun = 0.0

    def wait(count: int) -> bool:
        nonlocal begun
        now = time.monotonic()
        if count == 0:
            begun = now
        time.sleep(_LOOK)
        return now - begun < seconds

    connection.set_busy_handler(wait)


def _wait(folder: Path, count: int) -> bool:
    """Wait for a lock that another process has; SQLite does not tell it from one that cannot be had."""
    time.sleep(0.01)
    return count < BUSY_SECONDS / 0.01 and (count > 0 or _has_locks(folder))


def _has_locks(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
    return True


def equip(connection: Connection) -> None:
    """What every connection needs, whatever it may do."""
    packing.teach(connection)
    functions.teach(connection)
    # Mapping stays off, since a truncated file would then kill the process with SIGBUS.
    connection.pragma("mmap_size", 0)
    connection.pragma("cache_size", -8192)
    # Plans by the words of a statement alone: else SQLite makes a new one for each ``LIMIT ?`` it is given.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)


def equip_for_many(connection: Connection) -> None:
    """What a connection of the poller needs besides, which writes articles by the thousand.

    SQLite keeps each page that a statement changes until the statement has succeeded, in a file of its own:
    54,000 pages in a first round of 300 feeds, 0.15 s of CPU for the writing alone. In memory they are gone
    after each statement. And the log is brought into the file after 16 MB instead of 4, since much of what
    it holds is the same pages again; each time waits for the disk three times.
    """
    connection.pragma("temp_store", "memory")
    connection.pragma("wal_autocheckpoint", 4_000)


def _create(path: Path) -> None:
    """Make the file, for its owner alone; SQLite gives its mode to -wal and -shm, whatever the umask.

    A file that is there is left alone. To open and close it would drop this process's locks on it, and
    another program that closes the cache would then take our WAL away with what is in it
    (sqlite.org/howtocorrupt.html, 2.2; seen with SQLite 3.40).
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))


def explain(error: apsw.Error, path: Path) -> str:
    """An SQLite error as one sentence for the user, with what to do."""
    if getattr(error, "extendedresult", 0) in _UNSHARED:
        return (
            f"{path}: this file system shares no memory and locks, as those of a network do not; "
            f"put the cache on a local disk with --cache DIR ({error})"
        )
    for kind, sentence in _ADVICE.items():
        if isinstance(error, kind):
            return f"{path}: {sentence} ({error})"
    return f"{path}: the cache cannot be used: {error}"


def _migrate(connection: Connection, path: Path) -> None:
    found = version_of_schema(connection)
    if found > VERSION:
        raise CacheError(
            f"{path}: this cache was written by a newer telex (schema {found}, this one knows "
            f"{VERSION}); update telex, or give another folder with --cache DIR"
        )
    bring_to(connection, VERSION)


def bring_to(connection: Connection, wanted: int) -> None:
    """Give the cache the tables of version ``wanted`` where it has none or earlier ones: all or nothing."""
    with transaction(connection):
        # Within it, since another process may just have done the same.
        found = version_of_schema(connection)
        if found == 0:
            connection.execute(_script("schema.sql"))
        for version in range(max(found, 1) + 1, wanted + 1):
            connection.execute(_script(f"migrations/{version:04}.sql"))
        if found < wanted:
            connection.execute(f"PRAGMA user_version = {wanted}")


def version_of_schema(connection: Connection) -> int:
    """The number of the tables that the cache has; 0: it has none."""
    return int(str(connection.pragma("user_version")))


def _script(name: str) -> str:
    return resources.files("tui.cache").joinpath(name).read_text("utf-8")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """A write transaction, taken at once; within another one it is a part of that.

    A read that turns into a write would fail with "locked" without waiting.
    """
    if connection.in_transaction:
        yield
    else:
        with _begun(connection):
            yield


@contextmanager
def _begun(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself where the disk is full or fails.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def change_counter(connection: Connection) -> int:
    """A number that differs after any other connection has committed: the only signal between processes."""
    return int(str(connection.pragma("data_version")))


def check(connection: Connection) -> list[str]:
    """What ``PRAGMA quick_check`` finds wrong, one sentence each; empty when all is well."""
    found = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    return [] if found == ["ok"] else found


@contextmanager
def poller_lock(path: Path) -> Iterator[bool]:
    """Hold the lock of the one poller of a cache; yields False when another process has it.

    ``flock`` and not a file with a pid in it: the kernel lets go of it whatever way the holder dies.
    Raises CacheError where the file system has no locks.
    """
    try:
        make_folder(path.parent)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CacheError(f"{path}: the lock cannot be opened: {error.strerror}") from error
    try:
        try:
            ours = _take(descriptor)
        except OSError as error:
            raise CacheError(
                f"{path}: this file system has no locks ({error.strerror}); "
                "put the cache on a local disk with --cache DIR"
            ) from error
        if not ours:
            yield False
            return
        try:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())
        except OSError as error:
            raise CacheError(f"{path}: the lock cannot be written: {error.strerror}") from error
        yield True
    finally:
        os.close(descriptor)


def poller_pid(path: Path) -> int | None:
    """The process that holds the poller's lock, or None when nobody does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        if _flock(descriptor, fcntl.LOCK_SH):
            return None
        text = os.read(descriptor, 32).decode("ascii", "replace").strip()
        return int(text) if text.isdigit() else 0
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    """Take the poller's lock unless a poller has it; those who only ask for its pid are waited out."""
    for _ in range(ASKERS):
        if _flock(descriptor, fcntl.LOCK_EX):
            return True
        if not _flock(descriptor, fcntl.LOCK_SH):
            return False
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        time.sleep(0.001)
    return False


def _flock(descriptor: int, operation: int) -> bool:
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
