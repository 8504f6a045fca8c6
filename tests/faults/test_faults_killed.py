"""``kill -9`` at any point of polling and marking: the cache is whole, no acknowledged mark is gone."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from faulty import MARKER, Feeds, acknowledge, faults, kill, process, wait_for
from telex_command import Home
from terminals import Terminal

from tui.cache.database import connect


def killed(folder: Path, seed: int, times: int) -> None:
    """Kill poller and marker ``times`` times; the cache is looked at each time and used again."""
    chance = random.Random(seed)  # noqa: S311 - it draws points in time
    home = Home(folder)
    feeds = Feeds(home, 8)
    feeds.configure()
    feeds.write()
    path = home.cache / "telex.db"
    assert home.telex("poll", "--once").returncode == 0
    marks: dict[tuple[str, int], int] = {}
    for turn in range(times):
        feeds.write()
        with closing(connect(path)) as connection:
            before = int(connection.execute("SELECT max(id) FROM article").get)
        with (
            process(home, str(path), str(seed * 1_000 + turn), code=MARKER) as marker,
            process(home, "poll", "--once", "--all") as poller,
        ):
            # From the first new article on: before it there is nothing to interrupt.
            wait_for(path, "SELECT max(id) FROM article", before)
            time.sleep(chance.uniform(0, 0.25))
            for each in chance.sample([poller, marker], 2):
                kill(each)
            assert marker.stdout is not None
            acknowledge(marks, marker.stdout.read())
        assert faults(path, marks) == [], f"turn {turn} of seed {seed}"
    assert home.telex("poll", "--once", "--all").returncode == 0


def test_nothing_is_lost_at_five_random_points(tmp_path: Path) -> None:
    killed(tmp_path, 1, 5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_at_two_hundred_random_points_and_more(tmp_path: Path, seed: int) -> None:
    killed(tmp_path, 100 + seed, 25)


def test_a_mark_that_the_screen_has_shown_outlives_the_app(filled: Home) -> None:
    command = [sys.executable, "-m", "tui"]
    with Terminal(command, environ=filled.environ(COLORTERM="truecolor")) as terminal:
        terminal.sees("Concert in the park")
        terminal.type("s")
        terminal.sees("1 article starred")
        os.kill(terminal.pid, signal.SIGKILL)
    with closing(connect(filled.cache / "telex.db")) as connection:
        assert connection.execute("SELECT count(*) FROM article WHERE starred").get == 1
