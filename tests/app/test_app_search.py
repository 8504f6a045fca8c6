"""The ``/`` line on a real terminal: live results, completion, history, mistakes that hide nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from telex_command import Home, entry
from terminals import Terminal

from tui.cache.database import connect
from tui.cache.searches import remember, searches

POST, BAY = "https://post.example/feed", "https://bay.example/rss"
CONFIG = "".join(
    f'[[sources]]\nurl = "{url}"\nname = "{name}"\ngroup = "{group}"\nenabled = false\n'
    for url, name, group in ((POST, "The Post", "World"), (BAY, "Bay Radio", "Coast"))
)
TELEX = (sys.executable, "-m", "tui")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Two paused sources, twenty articles each; every fourth has the word storm in its text."""
    home = Home(tmp_path)
    home.begin(CONFIG)
    connection = connect(home.cache / "telex.db")
    remember(connection, "is:starred")
    remember(connection, "headline")
    connection.close()
    for url in (POST, BAY):
        home.store(
            url,
            *(
                entry(
                    f"{url} {n}",
                    f"{'Stormy' if n % 5 == 0 else 'Calm'} headline {url[8]}{n:02}",
                    text=f"Much is said of it. {'A storm came over the harbour.' if n % 4 == 0 else ''}",
                    age=n * 60 + 30,
                )
                for n in range(20)
            ),
        )
    with home.unpolled():
        yield home


@pytest.fixture
def screen(home: Home) -> Iterator[Terminal]:
    """telex at rest at 80×24 with its list on screen."""
    with Terminal(TELEX, columns=80, lines=24, environ=home.environ(), cwd=home.folder) as terminal:
        terminal.sees("headline p00")
        terminal.rest()
        yield terminal


def test_results_come_while_it_is_typed_and_escape_takes_them_back(screen: Terminal) -> None:
    screen.type("/stor")
    screen.sees("16 found")  # "stormy" begins so too
    assert "All articles / stor" in screen.text
    screen.type("\x1b")
    screen.misses("found")
    assert "Calm headline b01" in screen.text


def test_enter_makes_the_last_word_whole_and_shows_where_it_was_found(screen: Terminal) -> None:
    screen.type("/storm\r")
    screen.sees("10 found")
    screen.sees("A storm came over the harbour.")
    screen.type("q")
    screen.misses("found")


def test_a_word_that_nothing_has_whole_is_taken_as_a_beginning(screen: Terminal) -> None:
    screen.type("/harb\r")
    screen.sees("All articles / harb*")
    screen.sees("10 found")


def test_a_query_that_means_nothing_says_so_and_hides_nothing(screen: Terminal) -> None:
    screen.type("/stormy")
    screen.sees("8 found")
    screen.type(" level:urgnt")
    screen.sees("level: takes one of routine, urgent, bulletin, flash; did you mean urgent?")
    assert "All articles / stormy" in screen.text
    screen.type("\r")
    screen.sees("/ stormy level:urgnt")  # the line stays, to be put right
    screen.type("\x17level:routine\r")
    screen.sees("8 found")
    screen.sees("All articles / stormy level:routine")


def test_fields_and_values_are_completed(screen: Terminal) -> None:
    screen.type("/is:")
    screen.sees("unread  read  starred  later")
    screen.type("st\t")
    screen.sees("/ is:starred")
    screen.type("\x15so\t")
    screen.sees("/ source:")
    screen.type("ba\t")
    screen.sees('/ source:"Bay Radio"')
    screen.sees("20 found")


def test_tab_goes_from_one_value_to_the_next(screen: Terminal) -> None:
    screen.type("/is:u\t")
    screen.sees("/ is:unread")
    screen.type("\t")
    screen.sees("/ is:updated")
    screen.type("\x1b[Z")
    screen.sees("/ is:unread")


def test_earlier_queries_come_back(screen: Terminal, home: Home) -> None:
    screen.type("/\x1b[A")
    screen.sees("/ headline")
    screen.type("\x1b[A")
    screen.sees("/ is:starred")
    screen.type("\x1b[B\x1b[B")
    screen.misses("/ headline")
    screen.type("calm\r")
    screen.sees("32 found")
    screen.until(
        lambda: searches(connect(home.cache / "telex.db")) == ["calm", "headline", "is:starred"],
        "the query is remembered",
    )


def test_a_search_by_name_is_the_same(screen: Terminal) -> None:
    screen.type(":search group:coast sort:oldest limit:3\r")
    screen.sees("3 found")
    screen.sees("headline b19")


def test_a_smart_folder_stands_beside_the_sources_with_its_count(home: Home) -> None:
    folders = '[[folders]]\nname = "Stormy"\nquery = "title:stormy -source:bay"\n'
    home.config.write_text(CONFIG + folders)
    with Terminal(TELEX, columns=80, lines=24, environ=home.environ(), cwd=home.folder) as terminal:
        terminal.until(lambda: re.search(r"Stormy +4 ", terminal.text) is not None, "four are counted")
        terminal.type("hjj\r")
        terminal.sees("Stormy headline p15")
        terminal.misses("headline b05")
        terminal.type("m")
        terminal.until(lambda: re.search(r"Stormy +3 ", terminal.text) is not None, "one less is counted")
        terminal.type("/p1*\r")
        terminal.sees("Stormy / p1*")
        terminal.sees("2 found")
        terminal.type("qA")
        terminal.sees("read;")
        terminal.until(
            lambda: "37 unread" in terminal.text or "36 unread" in terminal.text, "no other is read"
        )


def test_a_folder_that_means_nothing_is_a_mistake_of_the_configuration(home: Home) -> None:
    home.config.write_text(CONFIG + '[[folders]]\nname = "Odd"\nquery = "is:odd"\n')
    with Terminal(TELEX, columns=80, lines=24, environ=home.environ(), cwd=home.folder) as terminal:
        assert terminal.wait() == 2
        assert "folders.query: is no q" in terminal.text
