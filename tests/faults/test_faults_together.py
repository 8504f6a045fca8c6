"""Several apps and pollers on one cache: nobody hears of a lock, everybody sees what another did."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from faulty import Feeds, faults, process
from figures import record
from telex_command import DEADLINE, Home
from terminals import Terminal

from tui.cache.database import connect, poller_pid

SECONDS = float(os.environ.get("TELEX_TOGETHER_SECONDS", "3600"))
"""How long they share it in the long form."""
KEYS = ["j", "j", "k", "\r", " ", "m", "s", "n", "u", "j"]
"""Without those that lead back, and at last out."""


def together(folder: Path, apps: int, seconds: float) -> list[float]:
    """Read in ``apps`` terminals and by commands while a poller brings news.

    Gives the seconds after which each saw another's star.
    """
    home = Home(folder)
    feeds = Feeds(home, 6)
    feeds.configure()
    feeds.write()
    assert home.telex("poll", "--once").returncode == 0
    chance, seen = random.Random(7), []  # noqa: S311 - it draws keys
    with ExitStack() as stack:
        stack.enter_context(process(home, "poll"))
        terminals = [
            stack.enter_context(Terminal([sys.executable, "-m", "tui"], columns=160, environ=home.environ()))
            for _ in range(apps)
        ]
        for each in terminals:
            each.sees("All articles")
        end, turn = time.monotonic() + seconds, 0
        while turn < 12 or time.monotonic() < end:
            turn += 1
            if turn % 5 == 0:
                feeds.write()
                terminals[0].type("R")
            if turn % 12 == 0:
                for verb in (["mark", "star", "--id", str(chance.randrange(1, 200))], ["undo"], ["list"]):
                    done = home.telex(*verb)
                    assert "locked" not in done.stderr
                    assert done.returncode in (0, 1), done.stderr
            for each in terminals:
                each.type(chance.choice(KEYS))
                each.pump(0.02)
        for each in terminals:
            each.rest(0.5)
        seen = _shown_to_all(home, terminals)
        for each in terminals:
            for words in (b"locked", b"Not saved", b"Traceback"):
                assert words not in each.output
    assert faults(home.cache / "telex.db", {}) == []
    return seen


def _shown_to_all(home: Home, terminals: list[Terminal]) -> list[float]:
    """Star one article in the cache; how long each app takes to show the new number."""
    with closing(connect(home.cache / "telex.db", durable=True)) as connection:
        connection.execute("UPDATE article SET starred = 0 WHERE starred")
        for each in terminals:
            each.until(lambda each=each: _starred(each) == 0, "no star")  # type: ignore[misc]
        connection.execute("UPDATE article SET starred = 1 WHERE id IN (SELECT id FROM article LIMIT 37)")
        begun, left, seen = time.monotonic(), list(terminals), []
        while left:
            assert time.monotonic() < begun + DEADLINE, f"an app does not show it\n{left[0].text}"
            for each in list(left):
                each.pump(0.005)
                if _starred(each) == 37:
                    left.remove(each)
                    seen.append(time.monotonic() - begun)
    return seen


def _starred(terminal: Terminal) -> int | None:
    for line in terminal.text.splitlines():
        if line.strip().startswith("Starred"):
            count = line.split()[1:2]
            return int(count[0]) if count and count[0].isdigit() else 0
    return None


def test_two_apps_and_a_poller_share_a_cache(tmp_path: Path) -> None:
    together(tmp_path, 2, 0)


@pytest.mark.slow
def test_two_apps_a_poller_and_commands_share_a_cache_for_an_hour(tmp_path: Path) -> None:
    seen = together(tmp_path, 2, SECONDS)
    figure = f"0; {max(seen):.2f} s"
    record(
        27,
        f"two apps, a poller and commands for {SECONDS:g} s: words on locks; slowest to show a mark (2 s)",
        figure,
    )
    assert max(seen) < 2, f"seconds until each saw the change: {seen}"


def test_of_pollers_that_start_at_once_one_is_at_work(tmp_path: Path) -> None:
    home = Home(tmp_path)
    feeds = Feeds(home, 2)
    feeds.configure()
    feeds.write()
    with ExitStack() as stack:
        pollers = [stack.enter_context(process(home, "poll")) for _ in range(4)]
        end = time.monotonic() + DEADLINE
        while sum(each.poll() is None for each in pollers) > 1:
            assert time.monotonic() < end, "more than one poller is at work"
            time.sleep(0.05)
        left = next(each for each in pollers if each.poll() is None)
        while (pid := poller_pid(home.cache / "poller.lock")) is None:
            assert time.monotonic() < end, "nobody is at work"
        assert pid == left.pid
        assert sorted(each.returncode for each in pollers if each is not left) == [4, 4, 4]


def test_a_poller_that_is_stopped_for_a_while_keeps_its_place_and_goes_on(tmp_path: Path) -> None:
    home = Home(tmp_path)
    feeds = Feeds(home, 2)
    feeds.configure()
    feeds.write()
    path = home.cache / "telex.db"
    with process(home, "poll") as poller:
        while not path.exists() or poller_pid(home.cache / "poller.lock") is None:
            time.sleep(0.02)
        _until(path, "SELECT count(*) FROM article WHERE source_id = 2")
        _until(path, "SELECT count(*) FROM meta WHERE key = 'poller' AND value LIKE 'next%'")
        poller.send_signal(signal.SIGSTOP)
        try:
            assert home.telex("poll", "--once").returncode == 4
            assert home.telex("list", "--limit", "1").returncode == 0
            feeds.write()
            with closing(connect(path)) as connection:
                connection.execute("INSERT INTO request (at) VALUES (0)")
                before = int(connection.execute("SELECT max(id) FROM article").get)
        finally:
            poller.send_signal(signal.SIGCONT)
        _until(path, "SELECT max(id) > ? FROM article", before)


def _until(path: Path, sql: str, *parameters: int) -> None:
    end = time.monotonic() + DEADLINE
    with closing(connect(path)) as connection:
        while not connection.execute(sql, parameters).get:
            assert time.monotonic() < end, f"never: {sql}"
            time.sleep(0.02)
