"""tui.cache.database: the one file and its change signal, with real files, threads and processes."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest
from cache_parts import arrive_many, opened

import tui
from tui.cache.database import (
    VERSION,
    CacheError,
    Connection,
    change_counter,
    check,
    connect,
    explain,
    transaction,
)
from tui.cache.sources import set_meta

PACKAGE = str(Path(tui.__file__).parents[1])
NOBODY = 65_534


def python(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a process of its own; ``path`` is its first argument."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; from pathlib import Path; path = Path(sys.argv[1]); {code}",
            *arguments,
        ],
        env={"PYTHONPATH": PACKAGE, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def keys(connection: Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT key FROM meta")}


def spoiled(connection: Connection) -> None:
    """A good write and a bad one."""
    set_meta(connection, "a", "1")
    connection.execute("INSERT INTO meta VALUES ('b', NULL)")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """The file of a good cache that nobody has open."""
    connect(tmp_path / "telex.db").close()
    return tmp_path / "telex.db"


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_sqlite_is_recent_enough_for_two_connections() -> None:
    # 3.7.0 to 3.51.2 may corrupt a WAL that two connections write.
    assert tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) >= (3, 51, 3)


@pytest.mark.usefixtures("no_umask")
def test_only_the_owner_may_read_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "new" / "telex.db"
    connection = connect(path)
    set_meta(connection, "a", "1")
    assert {file.name: mode(file) for file in path.parent.iterdir()} == {
        "telex.db": 0o600,
        "telex.db-wal": 0o600,
        "telex.db-shm": 0o600,
    }
    assert mode(path.parent) == 0o700


def test_a_cache_is_opened_again_as_it_was(cache: Path) -> None:
    first = connect(cache)
    set_meta(first, "kept", "1")
    first.close()
    assert keys(connect(cache)) == {"kept"}


def test_a_new_cache_has_the_version_of_this_telex(cache: Path) -> None:
    assert connect(cache).pragma("user_version") == VERSION


def test_the_cache_of_a_newer_telex_is_refused_and_left_alone(cache: Path) -> None:
    connection = connect(cache)
    connection.pragma("user_version", VERSION + 1)
    connection.close()
    before = cache.read_bytes()
    with pytest.raises(CacheError, match=rf"telex\.db: .*newer telex .*schema {VERSION + 1}.*update telex"):
        connect(cache)
    assert cache.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "telex.db"
    path.write_bytes(b"my shopping list\n" * 100)
    with pytest.raises(CacheError, match=r"telex\.db: the file is no telex cache; .*--cache DIR"):
        connect(path)
    assert path.read_bytes() == b"my shopping list\n" * 100


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CacheError, match=r"telex\.db: the cache cannot be opened: .*--cache DIR"):
        connect(tmp_path / "file" / "telex.db")
    with pytest.raises(CacheError, match=r"telex\.db: the cache cannot be opened: .*--cache DIR"):
        connect(tmp_path / "file" / "deeper" / "telex.db")


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "telex.db").mkdir()
    with pytest.raises(CacheError, match=r"telex\.db: it cannot be opened"):
        connect(tmp_path / "telex.db")


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "telex.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CacheError, match=r"symbolic link"):
        connect(tmp_path / "telex.db")
    assert not (tmp_path / "elsewhere").exists()


@contextmanager
def readable_folder() -> Iterator[Path]:
    """A folder that another user may enter; pytest's own are closed to all but us."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def refused_without_rights(path: Path) -> str:
    """What a user who may read but not write is told; root becomes nobody first, since root may all."""
    done = python(
        "import os; from tui.cache.database import CacheError, connect; from importlib import resources;"
        " resources.files('tui.cache').joinpath('schema.sql').read_text('utf-8');"
        f" os.geteuid() or (os.setgroups([]), os.setuid({NOBODY}));\n"
        "try: connect(path)\nexcept CacheError as error: print(error)",
        path,
    )
    assert done.stderr == ""
    return done.stdout


def test_a_folder_that_may_not_be_written_is_told() -> None:
    with readable_folder() as folder:
        folder.chmod(0o555)
        told = refused_without_rights(folder / "telex.db")
        assert (
            "telex.db: the cache cannot be opened: Permission denied; give a folder that you may write"
            in told
        )


def test_a_file_that_may_not_be_written_is_told() -> None:
    with readable_folder() as folder:
        connect(folder / "telex.db").close()
        (folder / "telex.db").chmod(0o444)
        folder.chmod(0o555)
        told = refused_without_rights(folder / "telex.db")
        assert "telex.db: the file cannot be written; check its owner and mode" in told


def test_opening_the_cache_twice_keeps_the_lock_on_it(cache: Path) -> None:
    # Without it another program's close would delete the WAL under us, and with it what we write.
    reader, writer = connect(cache), connect(cache)
    set_meta(writer, "a", "1")
    taken = python(
        "import fcntl; file = path.open('r+b')\n"
        "try: fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002); print('free')\n"
        "except BlockingIOError: print('held')",
        cache,
    )
    assert taken.stdout == "held\n", taken.stderr
    assert keys(reader) == {"a"}


def test_what_others_leave_does_not_take_our_writes_along(cache: Path) -> None:
    reader, writer = connect(cache), connect(cache, durable=True)
    set_meta(writer, "before", "1")
    visit = (
        "import sqlite3; connection = sqlite3.connect(path);"
        " print(len(list(connection.execute('SELECT key FROM meta')))); connection.close()"
    )
    assert python(visit, cache).stdout == "1\n"
    set_meta(writer, "after", "1")
    assert python(visit, cache).stdout == "2\n"
    assert keys(reader) == {"before", "after"}


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_what_the_user_decides_survives_power_loss(cache: Path, durable: bool, level: int) -> None:
    assert connect(cache, durable=durable).pragma("synchronous") == level


def test_a_transaction_is_whole_or_nothing(cache: Path) -> None:
    connection = connect(cache)
    with pytest.raises(apsw.ConstraintError), transaction(connection):
        spoiled(connection)
    assert keys(connection) == set()
    with transaction(connection):
        set_meta(connection, "b", "1")
    assert keys(connection) == {"b"}


def test_a_full_disk_is_told_as_such_and_can_be_written_when_there_is_room(cache: Path) -> None:
    connection = connect(cache)
    pages = int(str(connection.pragma("page_count")))
    connection.pragma("max_page_count", pages + 2)
    with pytest.raises(apsw.FullError), transaction(connection):
        set_meta(connection, "large", "x" * 100_000)
    connection.pragma("max_page_count", pages + 100)
    with transaction(connection):
        set_meta(connection, "large", "x" * 100_000)
    assert keys(connection) == {"large"}


def test_two_writers_wait_for_each_other(cache: Path) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            connection = connect(cache)
            for _ in range(100):
                with transaction(connection):
                    count = connection.execute("SELECT coalesce(max(at), 0) FROM request").get
                    connection.execute("INSERT INTO request (at) VALUES (?)", (int(count) + 1,))
        except apsw.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    # Each read what the other had written: no number stands twice.
    assert [row[0] for row in connect(cache).execute("SELECT at FROM request ORDER BY at")] == [
        *range(1, 201)
    ]


def test_a_reader_is_not_stopped_by_a_writer(cache: Path) -> None:
    writer, reader = connect(cache), connect(cache)
    with transaction(writer):
        set_meta(writer, "a", "1")
        assert keys(reader) == set()
    assert keys(reader) == {"a"}


def test_the_change_counter_moves_when_another_connection_has_committed(cache: Path) -> None:
    ours, theirs = connect(cache), connect(cache)
    before = change_counter(ours)
    set_meta(theirs, "a", "1")
    after = change_counter(ours)
    assert after != before
    assert change_counter(ours) == after


def test_the_change_counter_does_not_move_by_our_own_commit(cache: Path) -> None:
    ours = connect(cache)
    before = change_counter(ours)
    set_meta(ours, "a", "1")
    assert change_counter(ours) == before


def test_the_change_counter_does_not_move_by_what_comes_to_nothing(cache: Path) -> None:
    ours, theirs = connect(cache), connect(cache)
    before = change_counter(ours)
    keys(theirs)
    with pytest.raises(apsw.ConstraintError), transaction(theirs):
        spoiled(theirs)
    assert change_counter(ours) == before


def test_the_change_counter_sees_other_processes(cache: Path) -> None:
    ours = connect(cache)
    before = change_counter(ours)
    done = python(
        "from tui.cache.database import connect; from tui.cache.sources import set_meta;"
        " set_meta(connect(path), 'a', '1')",
        cache,
    )
    assert done.stderr == ""
    assert change_counter(ours) != before


def test_a_sound_cache_has_nothing_wrong(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 50)
    assert check(connection) == []


def test_a_damaged_cache_is_found_out(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 500)
    root = int(connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'article_by_time'").get)
    connection.close()
    with (tmp_path / "telex.db").open("r+b") as file:
        file.seek((root - 1) * 4_096)
        file.write(b"\xa5" * 4_096)
    assert check(connect(tmp_path / "telex.db"))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (apsw.NotADBError, "no telex cache"),
        (apsw.CorruptError, "damaged"),
        (apsw.FullError, "disk is full"),
        (apsw.ReadOnlyError, "cannot be written"),
        (apsw.BusyError, "locked"),
        (apsw.CantOpenError, "cannot be opened"),
        (apsw.IOError, "disk reports an error"),
        (apsw.SQLError, "cannot be used"),
    ],
)
def test_an_error_of_the_database_is_one_sentence_with_the_file(error: type[apsw.Error], told: str) -> None:
    sentence = explain(error("what SQLite says"), Path("/d/telex.db"))
    assert sentence.startswith("/d/telex.db: ")
    assert told in sentence
    assert "what SQLite says" in sentence
