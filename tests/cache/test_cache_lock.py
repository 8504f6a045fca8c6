"""tui.cache.database: the lock of the one poller, between real processes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import tui
from tui.cache.database import CacheError, poller_lock, poller_pid

PACKAGE = str(Path(tui.__file__).parents[1])
HOLD = (
    "from tui.cache.database import poller_lock\n"
    "with poller_lock(path) as held: print(held, flush=True); sys.stdin.read()"
)


@contextmanager
def holder(lock: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import sys; from pathlib import Path; path = Path(sys.argv[1])\n{HOLD}",
            lock,
        ],
        env={"PYTHONPATH": PACKAGE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        try:
            yield process
        finally:
            process.kill()


def test_only_one_process_is_the_poller(tmp_path: Path) -> None:
    lock = tmp_path / "poller.lock"
    with holder(lock), poller_lock(lock) as held:
        assert not held


def test_two_pollers_in_one_process_are_one_too_many(tmp_path: Path) -> None:
    lock = tmp_path / "poller.lock"
    with poller_lock(lock) as first, poller_lock(lock) as second:
        assert (first, second) == (True, False)


def test_the_lock_of_a_killed_poller_is_free(tmp_path: Path) -> None:
    lock = tmp_path / "poller.lock"
    with holder(lock) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert poller_pid(lock) is None
        with poller_lock(lock) as held:
            assert held


def test_the_poller_is_known_by_its_process(tmp_path: Path) -> None:
    lock = tmp_path / "poller.lock"
    with holder(lock) as process:
        assert poller_pid(lock) == process.pid


def test_asking_for_the_poller_neither_takes_nor_makes_its_lock(tmp_path: Path) -> None:
    lock = tmp_path / "poller.lock"
    assert poller_pid(lock) is None
    assert not lock.exists()
    with poller_lock(lock) as held:
        assert held
    assert poller_pid(lock) is None
    with poller_lock(lock) as held:
        assert held


def test_those_who_ask_for_the_poller_keep_nobody_from_being_it(tmp_path: Path) -> None:
    lock = tmp_path / "poller.lock"
    lock.touch()
    asking = (
        "import sys; from pathlib import Path; from tui.cache.database import poller_pid\n"
        "print(flush=True)\n"
        "while True: poller_pid(Path(sys.argv[1]))"
    )
    asker = subprocess.Popen(
        [sys.executable, "-c", asking, lock], env={"PYTHONPATH": PACKAGE}, stdout=subprocess.PIPE
    )
    with asker:
        assert asker.stdout is not None
        asker.stdout.readline()
        taken = 0
        for _ in range(500):
            with poller_lock(lock) as held:
                taken += held
        asker.kill()
    assert taken == 500


def test_a_shorter_number_replaces_that_of_the_last_poller(tmp_path: Path) -> None:
    lock = tmp_path / "poller.lock"
    lock.write_text("4294967296\n")
    with poller_lock(lock):
        assert poller_pid(lock) == os.getpid()


def test_only_the_owner_may_hold_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "poller.lock"
    before = os.umask(0)
    try:
        with poller_lock(lock):
            modes = [stat.S_IMODE(path.stat().st_mode) for path in (lock.parent, lock)]
    finally:
        os.umask(before)
    assert modes == [0o700, 0o600]


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lock = tmp_path / "file" / "poller.lock"
    with pytest.raises(CacheError, match=r"poller\.lock: the lock cannot be opened"), poller_lock(lock):
        pass


def test_an_error_of_the_poller_leaves_the_lock_free(tmp_path: Path) -> None:
    lock = tmp_path / "poller.lock"
    with pytest.raises(BlockingIOError), poller_lock(lock):
        raise BlockingIOError
    assert poller_pid(lock) is None
