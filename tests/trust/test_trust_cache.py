"""The cache where power is cut, locks are held or missing, and what is lost comes back (goals 19 and 20)."""

from __future__ import annotations

import asyncio
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from faulty import faults, kill, process
from figures import record
from serving import document, item, publishing, rss
from telex_command import POST, Home, entry
from terminals import Terminal

from tui.cache import triage
from tui.cache.database import BUSY_SECONDS, connect
from tui.config import load

ACTS = 30
HOLDER = """
import sys, time
from pathlib import Path
from tui.cache.database import connect, transaction
connection = connect(Path(sys.argv[1]))
with transaction(connection):
    connection.execute("UPDATE article SET title = 'in the middle'")
    print("holding", flush=True)
    time.sleep(600)
"""
"""A poller in the middle of a transaction."""


def torn(home: Home, cuts: int, seed: int) -> int:
    """Cut or garble the log in ``cuts`` ways; each time what is there is what some acts in a row made.

    Gives the number of acts that were there on the whole.
    """
    path = home.cache / "telex.db"
    log = path.with_name("telex.db-wal")
    home.store(POST, *(entry(f"n{n}", f"Number {n}") for n in range(ACTS)))
    ids = range(4, 4 + ACTS)
    with closing(connect(path, durable=True)) as connection:
        connection.pragma("wal_autocheckpoint", 0)
        old = path.read_bytes()
        for each in ids:
            triage.mark(connection, "star", [each], now=each, terminal="t")
            triage.mark(connection, "tag", [each], argument=f"t{each}", now=each, terminal="t")
        whole = log.read_bytes()
        connection.wal_checkpoint()
        new = path.read_bytes()
    chance, held = random.Random(seed), 0  # noqa: S311 - the same each time
    for _ in range(cuts):
        for file in path.parent.glob("telex.db*"):
            file.unlink()
        data, checkpointed = bytearray(whole), False
        start = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                del data[start:]
            case 1:
                data[start : start + 512] = bytes(
                    min(512, len(data) - start)
                )  # a sector that was not written
            case 2:
                size = chance.randrange(1, 200)
                data[start : start + size] = chance.randbytes(min(size, len(data) - start))
            case 3:  # power is cut while the log is brought into the file: some pages are there, others not
                checkpointed = True
                pages = [*range(0, len(new), 4_096)]
                mixed = bytearray(old.ljust(len(new), b"\0"))
                for page in chance.sample(pages, len(pages) // 2):
                    mixed[page : page + 4_096] = new[page : page + 4_096]
        path.write_bytes(mixed if checkpointed else old)
        log.write_bytes(data)
        with closing(connect(path)) as connection:
            stars = [row[0] for row in connection.execute("SELECT id FROM article WHERE starred ORDER BY id")]
            tagged = connection.execute("SELECT count(*) FROM tag_count WHERE total > 0").get
        assert stars == [*ids][: len(stars)]
        assert len(stars) - 1 <= tagged <= len(stars)
        assert not checkpointed or len(stars) == ACTS
        assert faults(path, {}) == []
        held += len(stars)
    return held


def test_a_torn_log_leaves_what_was_committed_up_to_some_moment(filled: Home) -> None:
    assert 0 < torn(filled, 12, 1) < 12 * ACTS


@pytest.mark.slow
def test_three_hundred_torn_logs_leave_what_was_committed_up_to_some_moment(filled: Home) -> None:
    assert 0 < torn(filled, 300, 2) < 300 * ACTS
    record(20, "logs cut, garbled or half brought in: caches that held no clean beginning", "0 of 300")


@pytest.mark.slow
def test_a_poller_stopped_in_the_middle_of_a_write_is_told_and_outlived(filled: Home) -> None:
    """It holds the write lock, and SIGSTOP keeps it from letting go: reading goes on, a mark is told lost."""
    path = filled.cache / "telex.db"
    with process(filled, str(path), code=HOLDER) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"holding\n"
        holder.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        with Terminal([sys.executable, "-m", "tui"], columns=160, environ=filled.environ()) as app:
            app.sees("Concert in the park")
            started = time.monotonic() - begun
            begun = time.monotonic()
            app.type("sj")
            assert filled.telex("list").returncode == 0
            app.sees("Not saved:")
            told = time.monotonic() - begun
            app.type("\r")
            app.sees("All ships wait.")
            done = filled.telex("mark", "star", "--id", "1")
            assert done.returncode == 3
            assert "locked" in done.stderr
            kill(holder)
            app.type("q")
            app.sees("Enter open")
            app.type("s")
            app.until(lambda: b"1 article starred" in app.output, "a star is told")
            app.type("qq")
            assert app.wait() == 0
    assert faults(path, {}) == []
    figure = f"{started:.0f} s to start, {told:.0f} s to tell; all goes on"
    record(20, "a writer stopped in the middle of a transaction: an app beside it", figure)


NETWORK_HOME = """
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <dlfcn.h>
#include <sys/mman.h>
int flock(int fd, int op) {
  if (LOCKS) return ((int (*)(int, int))dlsym(RTLD_NEXT, "flock"))(fd, op);
  errno = ENOLCK; return -1;
}
static int go(const char *name, int fd, int cmd, void *arg) {
  if (!LOCKS && (cmd == F_SETLK || cmd == F_SETLKW || cmd == F_GETLK)) { errno = ENOLCK; return -1; }
  int (*real)(int, int, ...) = dlsym(RTLD_NEXT, name);
  return real(fd, cmd, arg);
}
int fcntl(int fd, int cmd, ...) { va_list v; va_start(v, cmd); void *a = va_arg(v, void *); va_end(v);
  return go("fcntl", fd, cmd, a); }
int fcntl64(int fd, int cmd, ...) { va_list v; va_start(v, cmd); void *a = va_arg(v, void *); va_end(v);
  return go("fcntl64", fd, cmd, a); }
void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset) {
  if (fd >= 0 && (flags & MAP_SHARED)) { errno = ENODEV; return MAP_FAILED; }
  void *(*real)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, "mmap");
  return real(at, size, protection, flags, fd, offset);
}
void *mmap64(void *at, size_t size, int protection, int flags, int fd, off_t offset) {
  return mmap(at, size, protection, flags, fd, offset);
}
"""
"""A home on a network file system: no lock can be had (unless LOCKS), no memory can be shared."""


@pytest.mark.parametrize("locks", [0, 1])
def test_a_home_on_a_network_is_told_at_once_by_every_verb(filled: Home, locks: int) -> None:
    if shutil.which("cc") is None:
        pytest.skip("no C compiler for the shim")
    source, shim = filled.folder / "network.c", filled.folder / "network.so"
    source.write_text(NETWORK_HOME)
    command = ["cc", "-shared", "-fPIC", f"-DLOCKS={locks}", "-o", str(shim), str(source), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    before, slowest = getrusage(RUSAGE_CHILDREN), 0.0
    for verb in (["list"], ["poll", "--once"], ["mark", "star", "--id", "1"], ["doctor"]):
        begun = time.monotonic()
        done = filled.telex(*verb, LD_PRELOAD=str(shim))
        slowest = max(slowest, time.monotonic() - begun)
        said = done.stdout + done.stderr
        if locks and verb in (["list"], ["doctor"]):  # what is there can be read
            assert "Concert in the park" in said or "no mark is kept" in said
        else:
            assert done.returncode == (1 if verb == ["doctor"] else 3), said
            assert "--cache DIR" in said, said
    begun = time.monotonic()
    with Terminal([sys.executable, "-m", "tui"], environ=filled.environ(LD_PRELOAD=str(shim))) as app:
        if locks:
            app.sees("You can read, but no mark is kept")
            app.sees("Concert in the park")
        else:
            assert app.wait() == 3
            assert b"--cache DIR" in app.output
    slowest = max(slowest, time.monotonic() - begun)
    after = getrusage(RUSAGE_CHILDREN)
    # A wait for a lock looks a hundred times a second: seconds would be those of a busy machine.
    assert after.ru_nvcsw - before.ru_nvcsw < BUSY_SECONDS * 100, "a lock was waited for"
    kind = "no shared memory" if locks else "no locks, no shared memory"
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    record(
        20,
        f"a home on a network ({kind}): slowest verb to say so (2 s)",
        f"{slowest:.1f} s of 5; {took / 5:.1f} s of the processor each",
    )


def yours(home: Home) -> list[tuple[object, ...]]:
    """What is the user's own in a cache."""
    with closing(connect(home.cache / "telex.db")) as connection:
        return list(
            connection.execute(
                "SELECT title, read, starred, later_until, dismissed,"
                " (SELECT group_concat(name) FROM tag WHERE article_id = a.id)"
                " FROM article a ORDER BY title"
            )
        )


async def test_what_is_yours_comes_back_out_of_the_daily_backups(tmp_path: Path) -> None:
    """The cache and the configuration are gone, and the newest backup is cut off: the one before is whole."""
    home = Home(tmp_path)
    titles = [f"Number {n}" for n in range(8)]
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss(*(item(title, title) for title in titles)))
        home.config.parent.mkdir(parents=True)
        home.config.write_text(
            f'[[sources]]\nurl = "{publisher.url("/feed")}"\nname = "The Post"\ngroup = "World"\n'
            '[[rules]]\nquery = "Number 7"\nact = "star"\n'
        )

        async def telex(*arguments: str) -> str:
            done = await asyncio.to_thread(home.telex, *arguments)
            assert done.returncode in (0, 1), done.stderr
            return done.stdout + done.stderr

        await telex("poll", "--once")
        for act in (
            ("read", "--id", "1"), ("star", "--id", "2"), ("tag", "--tag", "tide", "--id", "3"),
            ("later", "--until", "3d", "--id", "4"), ("dismiss", "--id", "5"),
            ("dismiss-for-good", "--id", "6"),
        ):  # fmt: skip
            await telex("mark", *act)
        before = yours(home)
        assert len({row[1:] for row in before}) == 7
        with closing(connect(home.cache / "telex.db")) as connection:
            connection.execute("DELETE FROM meta WHERE key = 'backup'")  # a day has passed
        await telex("poll", "--once", "--all")
        (first,) = (home.cache / "backups").iterdir()
        newest = first.with_name("2999-01-01.jsonl")
        newest.write_bytes(first.read_bytes()[:-200])
        kept = home.folder / "kept"
        shutil.copytree(first.parent, kept)
        sources = load(home.config).sources
        shutil.rmtree(home.cache)
        home.config.unlink()
        assert "Traceback" not in await telex("restore", str(kept / newest.name))
        await telex("restore", str(kept / first.name))
        after = load(home.config)
        assert after.sources == sources
        assert [rule.query for rule in after.rules] == ["Number 7"]
        await telex("poll", "--once", "--all")
    assert yours(home) == before
    assert faults(home.cache / "telex.db", {}) == []
    record(
        20, "marks, tags, rules and sources that the daily backup did not bring back", f"0 of {len(before)}"
    )


def test_a_cache_of_which_nothing_is_left_is_repaired_and_the_backup_is_named(filled: Home) -> None:
    filled.telex("mark", "star", "--id", "2")
    made = filled.cache / "backups" / "2026-11-25.jsonl"
    made.parent.mkdir()
    filled.telex("backup", str(made))
    path = filled.cache / "telex.db"
    path.write_bytes(b"\xa5" * path.stat().st_size)
    done = filled.telex("list")
    assert done.returncode == 3
    assert "telex.db" in done.stderr
    said = filled.telex("doctor", "--repair").stdout
    command = next(line for line in said.splitlines() if "telex restore" in line).partition("telex ")[2]
    assert filled.telex(*command.split()).returncode == 0
    assert filled.telex("list", "is:starred").stdout.count("Harbour closed by storm") == 1
    record(20, "a cache of which nothing can be read: stars that the backup did not bring back", "0 of 1")


def test_an_app_whose_cache_is_lost_under_it_leaves_with_a_sentence(filled: Home) -> None:
    path = filled.cache / "telex.db"
    argv = [sys.executable, "-m", "tui"]
    with filled.unpolled(), Terminal(argv, columns=160, environ=filled.environ()) as app:
        app.sees("Concert in the park")
        with path.open("r+b") as file:
            file.write(b"\xa5" * path.stat().st_size)
        path.with_name("telex.db-wal").write_bytes(b"")
        app.type("j\r")
        assert app.wait() == 3
    assert b"doctor --repair" in app.output
    assert not list(filled.state.glob("crash*"))
