"""Disks that are full, read-only, damaged or without locks: a sentence, no loss, and reading goes on."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from faulty import Feeds, faults
from figures import record
from telex_command import Home
from terminals import Terminal

from tui.cache import triage
from tui.cache.database import VERSION, connect


def limited(home: Home, *arguments: str, before: Callable[[], None]) -> subprocess.CompletedProcess[str]:
    """A command that does ``before`` to itself first."""
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        env=home.environ(),
        capture_output=True,
        text=True,
        preexec_fn=before,
        timeout=60,
        check=False,
    )


def no_file_beyond(size: int) -> Callable[[], None]:
    """Writes beyond ``size`` bytes fail as those to a full disk do."""

    def before() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return before


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of so many megabytes. Skips where none can be mounted."""
    place = Path(tempfile.mkdtemp())
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        place.rmdir()
        pytest.skip("only root may mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()


@contextmanager
def read_only(home: Home) -> Iterator[Path]:
    """The folder of a home's cache, where nobody can write; root may all, so he gets a read-only disk."""
    if os.geteuid() == 0:
        with small_disk(8) as disk:
            shutil.copytree(home.cache, disk, dirs_exist_ok=True)
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            yield disk
    else:
        home.cache.chmod(0o555)
        yield home.cache
        home.cache.chmod(0o755)


def titles(home: Home) -> list[str]:
    connection = connect(home.cache / "telex.db")
    found = [row[0] for row in connection.execute("SELECT title FROM article ORDER BY id")]
    connection.close()
    return found


def test_a_poll_on_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    home, feeds = Home(tmp_path), Feeds(Home(tmp_path), 3)
    feeds.configure()
    feeds.write()
    assert home.telex("poll", "--once").returncode == 0
    before = titles(home)
    size = (home.cache / "telex.db").stat().st_size
    feeds.write(items=200)
    done = limited(home, "poll", "--once", "--all", before=no_file_beyond(size + 20_000))
    assert done.returncode == 3
    assert "the disk" in done.stderr
    assert "Traceback" not in done.stderr
    assert titles(home)[: len(before)] == before
    assert faults(home.cache / "telex.db", {}) == []
    for _ in range(5):  # a busy machine may stop a parser before its time
        home.telex("poll", "--once", "--all")
        if len(titles(home)) >= 3 * (40 + 200):
            break
    assert len(titles(home)) == 3 * (40 + 200)
    record(20, "full disk: articles that a poll lost", "0")


def test_reading_goes_on_while_the_disk_is_full(filled: Home) -> None:
    done = limited(filled, "list", before=no_file_beyond(0))
    assert done.returncode == 0, done.stderr
    assert "Concert in the park" in done.stdout
    record(20, "full disk: reading goes on", "yes")


def test_a_mark_on_a_full_disk_is_not_shown_as_made(filled: Home) -> None:
    argv = [sys.executable, "-m", "tui"]
    with filled.unpolled(), Terminal(argv, columns=100, environ=filled.environ()) as terminal:
        terminal.sees("Concert in the park")
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        terminal.type("s")
        terminal.sees("Not saved:")
        terminal.rest()  # the mark may be the second write that fails
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        terminal.type("s")
        terminal.sees("1 article starred")
    record(20, "full disk: marks shown and not kept", "0")


def test_a_cache_where_nothing_can_be_written_is_read(filled: Home) -> None:
    with read_only(filled) as folder:
        done = filled.telex("--cache", str(folder), "list")
        assert done.returncode == 0, done.stderr
        assert "Concert in the park" in done.stdout
        done = filled.telex("--cache", str(folder), "search", "ships")
        assert "Harbour closed by storm" in done.stdout


def test_who_would_write_a_read_only_cache_is_told(filled: Home) -> None:
    with read_only(filled) as folder:
        done = filled.telex("--cache", str(folder), "poll", "--once")
        assert done.returncode == 3
        assert "telex.db" in done.stderr
        assert "cannot be written" in filled.telex("--cache", str(folder), "doctor").stdout


def test_a_read_only_cache_of_an_earlier_schema_is_refused_with_the_way_out(filled: Home) -> None:
    with closing(connect(filled.cache / "telex.db")) as connection:
        connection.pragma("user_version", VERSION - 1)
    with read_only(filled) as folder:
        done = filled.telex("--cache", str(folder), "list")
        assert done.returncode == 3
        assert f"schema {VERSION - 1} and cannot be written" in done.stderr
        assert "--cache DIR" in done.stderr


def test_the_app_reads_a_read_only_cache_and_says_that_no_mark_is_kept(filled: Home) -> None:
    with read_only(filled) as folder:
        command = [sys.executable, "-m", "tui", "--cache", str(folder)]
        with Terminal(command, columns=160, environ=filled.environ()) as terminal:
            terminal.sees("Concert in the park")
            terminal.sees("no mark is kept")
            terminal.type("s")
            terminal.sees("Not saved:")
            terminal.type("\r")
            terminal.sees("Music for all.")
    record(20, "read-only cache: read, and told that no mark is kept", "yes")


def test_a_file_system_without_locks_is_told_at_once(filled: Home) -> None:
    shim = _without_locks(filled.folder)
    done = filled.telex("poll", "--once", LD_PRELOAD=str(shim))
    assert done.returncode == 3
    assert "--cache DIR" in done.stderr


def _without_locks(folder: Path) -> Path:
    """A library that takes every lock for impossible, as some network file systems do."""
    if shutil.which("cc") is None:
        pytest.skip("no C compiler for the shim")
    source, shim = folder / "nolocks.c", folder / "nolocks.so"
    source.write_text(
        "#define _GNU_SOURCE\n#include <errno.h>\n#include <fcntl.h>\n"
        "#include <stdarg.h>\n#include <dlfcn.h>\n"
        "int flock(int fd, int op) { errno = ENOLCK; return -1; }\n"
        "static int go(const char *name, int fd, int cmd, void *arg) {\n"
        " if (cmd == F_SETLK || cmd == F_SETLKW || cmd == F_GETLK) { errno = ENOLCK; return -1; }\n"
        " int (*real)(int, int, ...) = dlsym(RTLD_NEXT, name); return real(fd, cmd, arg); }\n"
        "int fcntl(int fd, int cmd, ...) { va_list v; va_start(v, cmd); void *a = va_arg(v, void *);\n"
        ' va_end(v); return go("fcntl", fd, cmd, a); }\n'
        "int fcntl64(int fd, int cmd, ...) { va_list v; va_start(v, cmd); void *a = va_arg(v, void *);\n"
        ' va_end(v); return go("fcntl64", fd, cmd, a); }\n'
    )
    command = ["cc", "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return shim


def test_a_log_that_is_cut_off_leaves_all_that_was_written_before(filled: Home) -> None:
    path = filled.cache / "telex.db"
    with closing(connect(path)) as connection:
        connection.pragma("wal_autocheckpoint", 0)
        for number in range(1, 4):
            triage.mark(connection, "star", [number], now=number, terminal="t")
        log = path.with_name("telex.db-wal").read_bytes()
        whole = path.read_bytes()
    for cut in (0, 1, 40, len(log) // 3, len(log) // 2, len(log) - 100):
        for each in path.parent.iterdir():
            each.unlink()
        path.write_bytes(whole)
        path.with_name("telex.db-wal").write_bytes(log[:cut])
        with closing(connect(path)) as connection:
            starred = [
                row[0] for row in connection.execute("SELECT id FROM article WHERE starred ORDER BY id")
            ]
            assert starred == [1, 2, 3][: len(starred)]
        assert faults(path, {}) == []


def test_a_damaged_page_is_told_with_the_way_out(filled: Home) -> None:
    path = filled.cache / "telex.db"
    with closing(connect(path)) as connection:
        root = int(connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'article'").get)
    with path.open("r+b") as file:
        file.seek((root - 1) * 4_096)
        file.write(b"\xa5" * 4_096)
    done = filled.telex("list")
    assert done.returncode == 3
    assert "telex doctor --repair" in done.stderr
    assert filled.telex("doctor", "--repair").returncode == 0
    assert filled.telex("list").returncode in (0, 1)
    record(20, "damaged page: told with the way out, mended by doctor --repair", "yes")


def test_the_newer_schema_is_refused_by_every_verb_and_left_alone(filled: Home) -> None:
    with closing(connect(filled.cache / "telex.db")) as connection:
        connection.pragma("user_version", VERSION + 1)
    before = (filled.cache / "telex.db").read_bytes()
    for verb in (["list"], ["search", "x"], ["poll", "--once"], ["doctor", "--repair"]):
        done = filled.telex(*verb)
        assert done.returncode == 3, verb
        assert "newer telex" in done.stderr
    assert (filled.cache / "telex.db").read_bytes() == before
    record(20, "newer schema: refused by every verb, left as it was", "yes")
