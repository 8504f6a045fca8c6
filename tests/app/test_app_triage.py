"""Triage by keys on a real terminal: one article, a selection, a list; undo and redo; a poll in between."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from telex_command import Home, entry
from terminals import Terminal

from tui.arrivals import Changes
from tui.cache import writer
from tui.cache.database import connect
from tui.cache.triage import mark

CALM, LOUD = "https://calm.example/feed", "https://loud.example/feed"
CONFIG = "".join(
    f'[[sources]]\nurl = "{url}"\nname = "{name}"\ngroup = "{group}"\nenabled = false\n'
    for url, name, group in ((CALM, "The Calm", "World"), (LOUD, "The Loud", "Coast"))
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Two sources, ten articles each; the newest of all is "Calm 0". Every change is the keys'."""
    made = Home(tmp_path)
    made.begin(CONFIG)
    for url, name, late in ((CALM, "Calm", 0), (LOUD, "Loud", 30)):
        texts = (entry(f"{name}{n}", f"{name} {n}", text="Words.", age=n * 60 + late + 60) for n in range(10))
        made.store(url, *texts)
    with made.unpolled():
        yield made


@pytest.fixture
def screen(home: Home) -> Iterator[Terminal]:
    """telex at rest at 80×24 with its list on screen."""
    with opened(home) as terminal:
        yield terminal


def opened(home: Home) -> Terminal:
    terminal = Terminal((sys.executable, "-m", "tui"), environ=home.environ(), cwd=home.folder)
    terminal.sees("Calm 0")
    terminal.rest()
    return terminal


def titles(home: Home, where: str) -> set[str]:
    connection = connect(home.cache / "telex.db")
    found = {str(row[0]) for row in connection.execute(f"SELECT title FROM article a WHERE {where}")}  # noqa: S608
    connection.close()
    return found


def test_later_asks_until_when_and_the_row_shows_it(screen: Terminal, home: Home) -> None:
    screen.type("z")
    screen.sees("later until (tomorrow)")
    screen.type("monday 9:00\r")
    screen.sees("1 article put off until Mon")
    screen.sees("Later")
    assert titles(home, "later_until IS NOT NULL AND read = 1") == {"Calm 0"}
    screen.type("z")
    screen.sees("1 article put off no longer")
    assert titles(home, "later_until IS NULL AND read = 0") >= {"Calm 0"}


def test_a_time_that_is_none_is_told_with_what_is_expected(screen: Terminal, home: Home) -> None:
    screen.type(":later soonish\r")
    screen.sees("'soonish' is no time; put it off until a time to come")
    assert titles(home, "later_until IS NOT NULL") == set()


def test_what_is_due_comes_back_without_a_key(screen: Terminal, home: Home) -> None:
    connection = connect(home.cache / "telex.db")
    now = int(time.time())
    mark(connection, "later", [1, 2], now=now, terminal="", argument=str(now + 1))
    connection.close()
    screen.sees("2 new, . shows")
    assert titles(home, "back IS NOT NULL AND read = 0 AND later_until IS NULL") == {"Calm 9", "Calm 8"}
    screen.type(".g")
    screen.type("g")
    screen.until(lambda: "Calm 8" in screen.text.splitlines()[2], "the article is on top")


def test_a_dismissed_article_leaves_the_list_and_undo_puts_it_back(screen: Terminal, home: Home) -> None:
    screen.type("jjx")
    screen.sees("1 article dismissed until its headline changes")
    screen.misses("Calm 1")
    assert titles(home, "dismissed = 1") == {"Calm 1"}
    screen.type("u")
    screen.sees("Taken back: 1 article dismissed")
    screen.sees("Calm 1")
    screen.type("\x12")
    screen.sees("Done again: 1 article dismissed")
    screen.misses("Calm 1")


def test_the_dismissed_have_a_place_where_the_key_brings_them_back(screen: Terminal, home: Home) -> None:
    screen.type("X")
    screen.sees("1 article dismissed for good")
    screen.type("hjj\r")
    screen.sees("Calm 0")
    screen.type("x")
    screen.sees("dismissed no longer")
    assert titles(home, "dismissed > 0") == set()


def test_a_range_is_tagged_and_the_tag_is_a_place(screen: Terminal, home: Home) -> None:
    screen.type("vjj")
    screen.sees("3 selected")
    screen.type("#Sea\r")
    screen.sees("3 articles tagged #sea")
    screen.sees("#sea Calm 0")
    assert titles(home, "id IN (SELECT article_id FROM tag WHERE name = 'sea')") == {
        "Calm 0",
        "Loud 0",
        "Calm 1",
    }
    screen.type("k#sea\r")
    screen.sees("no longer tagged #sea")


def test_what_a_query_selects_is_acted_on_and_esc_selects_nothing(screen: Terminal, home: Home) -> None:
    screen.type("Vsource:loud\r")
    screen.sees("10 selected")
    screen.type("s")
    screen.sees("10 articles starred")
    assert titles(home, "starred") == {f"Loud {n}" for n in range(10)}
    screen.type("v")
    screen.sees("1 selected")
    screen.type("\x1b")
    screen.misses("1 selected")


def test_a_query_on_the_command_line_marks_what_it_finds(screen: Terminal, home: Home) -> None:
    screen.type(":read source:calm\r")
    screen.sees("10 articles marked read")
    assert titles(home, "read") == {f"Calm {n}" for n in range(10)}
    screen.type(":unread is:odd\r")
    screen.sees("The query means nothing")


def test_what_stands_above_or_below_is_marked_read(screen: Terminal, home: Home) -> None:
    screen.type("jj(")
    screen.sees("2 articles marked read")
    assert titles(home, "read") == {"Calm 0", "Loud 0"}
    screen.type("u)")
    screen.sees("17 articles marked read")
    assert titles(home, "NOT read") == {"Calm 0", "Loud 0", "Calm 1"}


def test_a_group_under_the_cursor_is_marked_read(screen: Terminal, home: Home) -> None:
    screen.type("hjjA")
    screen.sees("10 articles marked read")
    assert titles(home, "read") == {f"Calm {n}" for n in range(10)}


@pytest.mark.parametrize("keys", ["A", "vGm", "k)"])
def test_a_poll_that_is_written_between_key_and_commit_is_not_marked(
    screen: Terminal, home: Home, keys: str
) -> None:
    poller = connect(home.cache / "telex.db")
    new = entry("new", "Arrived meanwhile", text="New.", age=0)
    started: list[bool] = []

    def typed_before_commit() -> bool:
        if not started:
            started.append(True)
            screen.type(keys)
            screen.pump(0.5)
        return False

    poller.set_commit_hook(typed_before_commit)
    writer.store(poller, 1, Changes(insert=(new,)), int(time.time()))
    poller.close()
    screen.sees("articles marked read")
    screen.sees("1 new")
    assert "Arrived meanwhile" in titles(home, "NOT read")
    assert "Loud 9" in titles(home, "read")


def test_acts_of_one_terminal_are_undone_in_another(home: Home, screen: Terminal) -> None:
    screen.type("s")
    screen.sees("1 article starred")
    with opened(home) as other:
        other.type("u")
        other.sees("Taken back: 1 article starred")
    assert titles(home, "starred") == set()
