"""Stories on a real terminal: rows, views of sources, ledes, splitting off; and the lines on them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from telex_command import Home, entry
from terminals import Terminal

from tui.app.story_blocks import later, ledes, standing
from tui.cache.database import connect
from tui.cache.stories import Filed, View, enter
from tui.pages.document import Document, Face

PAPERS = ("https://one.example/feed", "https://two.example/feed")
CONFIG = "ticker = false\n" + "".join(
    f'[[sources]]\nurl = "{url}"\nname = "{name}"\nenabled = false\n'
    for url, name in zip(PAPERS, ("The One", "The Two"), strict=True)
)
FIRST = View(1, "The One", "A ferry aground", "It lies on a rock.", 1_000, None, read=True)
SECOND = View(2, "The Two", "Ferry on a rock", "A ferry lies there.", 1_900, None, read=False)
COPY = View(3, "The Three", "A ferry aground", "It lies on a rock.", 9_000, 1, read=False)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Terminal]:
    """telex with a story of two sources and an article of its own, at 80×24."""
    home = Home(tmp_path)
    home.begin(CONFIG)
    connection = connect(home.cache / "telex.db")
    home.store(PAPERS[0], entry("a", "A ferry aground", age=900), entry("b", "Apples are early", age=60))
    home.store(PAPERS[1], entry("c", "Ferry on a rock", age=300))
    ids = dict(connection.execute("SELECT title, id FROM article"))
    story = connection.execute("SELECT story_id FROM article WHERE title = 'A ferry aground'").get
    enter(connection, [Filed(ids["Ferry on a rock"], story, None, (), b"")])
    connection.close()
    argv = (sys.executable, "-m", "tui")
    with (
        home.unpolled(),
        Terminal(argv, columns=80, lines=24, environ=home.environ(), cwd=home.folder) as terminal,
    ):
        terminal.sees("Apples are early")
        terminal.rest()
        yield terminal


def test_a_story_is_one_row_that_says_how_many_have_it_and_a_key_shows_them_all(screen: Terminal) -> None:
    assert "2 of 2" in screen.text
    assert "Ferry on a rock" not in screen.text
    screen.type("O")
    screen.sees("Ferry on a rock")
    screen.type("O")
    screen.sees("Each row is a story.")
    assert "Ferry on a rock" not in screen.text


def test_the_views_of_a_story_s_sources_are_a_key_apart(screen: Terminal) -> None:
    screen.type("j\r")
    screen.sees("1 of 2 in this story")
    screen.type(">")
    screen.sees("The One was first, 10 min before")
    screen.type("=")
    screen.sees("The Two · +10 min")


def test_an_article_is_split_off_and_comes_back_by_undo(screen: Terminal) -> None:
    screen.type("ji")
    screen.sees("Ferry on a rock")
    screen.type("u")
    screen.sees("Taken back: 1 article split off its story")


def test_it_is_said_who_was_first_and_by_how_much() -> None:
    views = (FIRST, SECOND, COPY)
    assert standing(views, 1) == "1 of 3 in this story; first, 15 min before The Two"
    assert standing(views, 2) == "2 of 3 in this story; The One was first, 15 min before"
    assert standing(views, 3).endswith("The One was first, 2 h before; the text is that of The One")


def test_each_text_of_a_story_has_a_column_and_copies_are_only_named() -> None:
    head, columns = ledes((FIRST, SECOND, COPY))
    assert [said(column)[0] for column in columns] == ["The One · first", "The Two · +15 min"]
    assert "The same text again: The Three (+2 h)" in said(head)


def test_what_only_one_source_has_stands_in_bold() -> None:
    other = replace(SECOND, lead="“Nobody slept that night,” said one of 40 people.")
    _, (_, column) = ledes((FIRST, other))
    bold = [span.text for block in column for span in block.spans if span.face is Face.BOLD]
    assert bold == ["“Nobody slept that night,”", "40"]


def said(document: Document) -> list[str]:
    return ["".join(span.text for span in block.spans) for block in document]


@pytest.mark.parametrize(
    ("seconds", "words"), [(40, "40 s"), (840, "14 min"), (7_200, "2 h"), (200_000, "2 d")]
)
def test_a_span_is_told_in_its_largest_unit(seconds: int, words: str) -> None:
    assert later(seconds) == words
