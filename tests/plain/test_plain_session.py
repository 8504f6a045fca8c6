"""telex in lines: every command, read and written as a screen reader would."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from telex_command import POST, Home, entry
from terminals import Terminal

from tui.cache.database import connect
from tui.model import Level
from tui.plain.orders import ORDERS


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """One paused source with 25 articles, the newest first by number; the second is urgent."""
    found = Home(tmp_path)
    found.begin(f'[[sources]]\nurl = "{POST}"\nname = "The Post"\nenabled = false\n')
    found.store(
        POST,
        *(
            entry(
                f"g{n}",
                f"Headline {n}",
                text=f"Text of {n}.",
                age=n * 60 + 30,
                level=Level.URGENT if n == 2 else Level.ROUTINE,
            )
            for n in range(1, 26)
        ),
    )
    return found


def said(home: Home, *commands: str, options: tuple[str, ...] = ("--plain",)) -> str:
    return home.telex(*options, stdin="\n".join([*commands, ""]).encode()).stdout


def state(home: Home, guid: str) -> tuple[bool, bool]:
    connection = connect(home.cache / "telex.db")
    row = connection.execute("SELECT read, starred FROM article WHERE guid = ?", (guid,)).fetchone()
    connection.close()
    assert row is not None
    return bool(row[0]), bool(row[1])


def test_the_list_is_numbered_and_says_levels_and_states_in_words(home: Home) -> None:
    lines = said(home).splitlines()
    assert lines[1] == "25 articles listed, 25 unread in all."
    assert lines[2] == "1. unread, The Post, 1m: Headline 1"
    assert lines[3] == "2. URGENT, unread, The Post, 2m: Headline 2"
    assert len(lines) == 12


def test_enter_reads_out_more_until_the_list_ends(home: Home) -> None:
    lines = said(home, "", "", "").splitlines()
    assert "25. unread, The Post, 25m: Headline 25" in lines
    assert lines[-1] == "The list ends here."


def test_a_number_reads_an_article_and_marks_it(home: Home) -> None:
    text = said(home, "3", "why 2", "link 3")
    assert "Text of 3." in text
    assert "Level URGENT\n  its own marker says so\n" in text
    assert "https://post.example/g3" in text
    assert state(home, "g3") == (True, False)


def test_marks_are_made_by_numbers_and_taken_back(home: Home) -> None:
    text = said(home, "star 2-4,6", "undo", "redo", "read all", "unread 1", "tag 1 storm", "later 5 2h")
    assert "4 articles starred; undo takes it back." in text
    assert "Taken back: " in text
    assert state(home, "g6") == (True, True)
    assert state(home, "g1") == (False, False)
    assert "25 articles marked read" in text
    assert "tagged #storm" in text
    assert "put off until" in text


def test_a_query_makes_another_list(home: Home) -> None:
    text = said(home, 'search "Headline 7"', "list", "source 1")
    assert '"Headline 7": 1 articles listed' in text
    assert "The Post: 25 articles." in text


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("nonsense", "No command is called nonsense"),
        ("s 1", "It may be"),
        ("star", "Which one?"),
        ("star 99", "There is no number 99"),
        ("star 1-", "Which one?"),
        ("search is:nonsense", "is:"),
        ("later 1 yesterday-ish", "put it off until"),
        ("source 7", "Which source?"),
        ("tag 1", "Which tag?"),
        ("undo", "There is nothing to take back."),
        ("\udce9\udcff", "No command is called"),
    ],
)
def test_what_means_nothing_is_said_and_the_session_goes_on(home: Home, command: str, words: str) -> None:
    done = home.telex("--plain", stdin=command.encode("utf-8", "surrogateescape") + b"\nhelp\n")
    assert words in done.stdout
    assert "quit: Leave." in done.stdout
    assert done.returncode == 0


def test_the_help_names_every_command(home: Home) -> None:
    text = said(home, "help")
    assert all(f"\n{order.name}" in text for order in ORDERS)


def test_a_guest_reads_and_changes_nothing(home: Home) -> None:
    text = said(home, "1", "star 1", "poll", "help", options=("--plain", "--read-only"))
    assert "Text of 1." in text
    assert text.count("This is a guest's session: nothing is changed.") == 2
    assert "star NUMBER" not in text
    assert state(home, "g1") == (False, False)


def test_a_dumb_terminal_gets_lines_and_no_escape_sequence(home: Home) -> None:
    argv = [sys.executable, "-m", "tui"]
    with Terminal(argv, environ=home.environ(TERM="dumb"), cwd=home.folder) as terminal:
        terminal.sees("telex>")
        terminal.type("2\n")
        terminal.sees("Text of 2.")
        terminal.type("quit\n")
        assert terminal.wait() == 0
        assert b"\x1b" not in terminal.output
