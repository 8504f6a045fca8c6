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
from faulty import IMPORTER, MARKER, Feeds, acknowledge, faults, kill, process, wait_for
from figures import record
from telex_command import Home
from terminals import Terminal

from tui.cache.database import connect
from tui.config import load


def killed(folder: Path, seed: int, kills: int) -> None:
    """Kill a poller, who marks and who imports, ``kills`` times in all; each time the cache is looked at.

    One dies and the others go on for a while, or two or three die at once.
    """
    chance = random.Random(seed)  # noqa: S311 - it draws points in time
    home = Home(folder)
    feeds = Feeds(home, 8)
    feeds.configure()
    feeds.write()
    path = home.cache / "telex.db"
    assert home.telex("poll", "--once").returncode == 0
    marks: dict[tuple[str, int], int] = {}
    for turn in range(kills // 3):
        feeds.configure()
        feeds.write()
        with closing(connect(path)) as connection:
            before = int(connection.execute("SELECT max(id) FROM article").get)
        word = f"{seed}-{turn}"
        with (
            process(home, str(path), word, code=MARKER) as marker,
            process(home, str(folder), word, code=IMPORTER) as importer,
            process(home, "poll", "--once", "--all") as poller,
        ):
            # From the first new article on: before it there is nothing to interrupt.
            wait_for(path, "SELECT max(id) FROM article", before)
            time.sleep(chance.uniform(0, 0.25))
            for each in chance.sample([poller, marker, importer], 3):
                kill(each)
                time.sleep(chance.choice((0, 0, 0.02)))
            assert marker.stdout is not None
            assert importer.stdout is not None
            acknowledge(marks, marker.stdout.read())
            told = importer.stdout.read().decode().splitlines()
            added = [line.split()[1] for line in told if line.startswith("subscribed ")]
        assert faults(path, marks) == [], f"turn {turn} of seed {seed}"
        subscribed = [source.url for source in load(home.config).sources]
        assert set(added) <= set(subscribed), f"turn {turn} of seed {seed}"
    feeds.configure()
    assert home.telex("poll", "--once", "--all").returncode == 0


def test_nothing_is_lost_at_nine_random_points(tmp_path: Path) -> None:
    killed(tmp_path, 1, 9)


@pytest.mark.slow
def test_nothing_is_lost_at_five_hundred_random_points(tmp_path: Path) -> None:
    killed(tmp_path, 100, 501)
    record(19, "kill -9 of a poller, who marks and who imports: kills; faults and acts lost", "501; 0")


def test_a_mark_that_the_screen_has_shown_outlives_the_app(filled: Home) -> None:
    command = [sys.executable, "-m", "tui"]
    environ = filled.environ(COLORTERM="truecolor")
    with filled.unpolled(), Terminal(command, environ=environ) as terminal:
        terminal.sees("Concert in the park")
        terminal.type("s")
        terminal.sees("1 article starred")
        os.kill(terminal.pid, signal.SIGKILL)
    with closing(connect(filled.cache / "telex.db")) as connection:
        assert connection.execute("SELECT count(*) FROM article WHERE starred").get == 1
