"""How many bytes an act takes at 80×24, held against newsboat's on the same articles.

newsboat's: ``tests/benchmarks/bytes``, which measures both side by side.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bytes_articles import for_telex
from telex_command import Home
from terminals import DEADLINE, Terminal

CURSOR, STEP = 202, 237
"""newsboat 2.21: a cursor key, and a step of scrolling, of its articles."""
START, PAGE, OPEN, BACK = 3_108, 1_623, 1_610, 1_924
"""newsboat's start with its first headlines, a page of them, an article opened, and back to the list."""
QUIET = 0.15


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """30 sources that nobody polls with 60 articles each, headlines of 30 to 90 letters."""
    home = for_telex(tmp_path_factory.mktemp("bytes"), paused=False)
    with home.unpolled():
        yield home


@pytest.fixture
def screen(home: Home) -> Iterator[Terminal]:
    argv = [sys.executable, "-m", "tui"]
    with Terminal(argv, environ=home.environ(COLORTERM="truecolor"), cwd=home.folder) as terminal:
        terminal.sees("unread")
        terminal.rest()
        yield terminal


def costs(terminal: Terminal, key: str, times: int) -> list[int]:
    """The bytes of pressing a key, each press on its own."""
    found = []
    for _ in range(times):
        before = len(terminal.output)
        terminal.type(key)
        while len(terminal.output) == before:
            terminal.pump(DEADLINE)
        terminal.rest(QUIET)
        found.append(len(terminal.output) - before)
    return found


def test_a_cursor_key_in_the_headlines(screen: Terminal) -> None:
    assert 0 < max(costs(screen, "j", 6)) <= CURSOR


def test_a_step_of_scrolling_in_the_headlines(screen: Terminal) -> None:
    screen.type("19j")
    screen.rest()
    found = costs(screen, "j", 18)
    assert sum(found) / len(found) <= STEP
    assert min(found) > 0


def test_a_cursor_key_and_a_step_of_scrolling_in_the_sources(screen: Terminal) -> None:
    screen.type("h")
    screen.rest()
    found = costs(screen, "j", 4)
    assert 0 < max(found) <= CURSOR
    screen.type("15j")
    screen.rest()
    found = costs(screen, "j", 10)
    assert sum(found) / len(found) <= STEP


def test_a_step_of_scrolling_in_a_story(screen: Terminal) -> None:
    screen.type("\r")
    screen.rest()
    assert 0 < max(costs(screen, "j", 4)) <= STEP


def test_a_start_a_page_an_article_and_back(screen: Terminal) -> None:
    assert len(screen.output) <= START
    screen.type("hgg3j\r")
    screen.rest()
    assert costs(screen, "\x06", 1)[0] <= PAGE
    assert costs(screen, "\r", 1)[0] <= OPEN
    assert costs(screen, "q", 1)[0] <= BACK
    screen.rest()
    assert screen.rest(2) == 0


def test_the_whole_screen_is_sent_where_the_configuration_wants_it(home: Home, tmp_path: Path) -> None:
    plain = tmp_path / "plain.toml"
    plain.write_text("diff = false\n" + home.config.read_text())
    argv = [sys.executable, "-m", "tui", "--config", str(plain)]
    with Terminal(argv, environ=home.environ(COLORTERM="truecolor"), cwd=home.folder) as terminal:
        terminal.sees("unread")
        terminal.rest()
        assert min(costs(terminal, "j", 2)) > CURSOR
