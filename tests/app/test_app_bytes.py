"""How many bytes an act takes at 80×24: no more than newsboat's on the same articles, in every pane.

newsboat's: ``tests/benchmarks/bytes``, which measures both side by side.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bytes_articles import for_telex
from telex_command import Home
from terminals import Terminal

CURSOR, STEP = 211, 238
"""newsboat 2.21: a cursor key, and a step of scrolling."""
QUIET = 0.15


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """30 paused sources with 60 articles each, headlines of 30 to 90 letters."""
    return for_telex(tmp_path_factory.mktemp("bytes"))


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
        terminal.type(key)
        found.append(terminal.rest(QUIET))
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


def test_the_whole_screen_is_sent_where_the_configuration_wants_it(home: Home, tmp_path: Path) -> None:
    plain = tmp_path / "plain.toml"
    plain.write_text("diff = false\n" + home.config.read_text())
    argv = [sys.executable, "-m", "tui", "--config", str(plain)]
    with Terminal(argv, environ=home.environ(COLORTERM="truecolor"), cwd=home.folder) as terminal:
        terminal.sees("unread")
        terminal.rest()
        assert min(costs(terminal, "j", 2)) > CURSOR
