"""The verbs on what the user does to articles, as commands of their own."""

from __future__ import annotations

import json

import pytest
from telex_command import POST, Home, entry

from tui.cache.database import connect


def state(home: Home) -> dict[int, tuple[int, int, int, bool]]:
    """(read, starred, dismissed, put off) by number."""
    connection = connect(home.cache / "telex.db")
    rows = connection.execute("SELECT id, read, starred, dismissed, later_until IS NOT NULL FROM article")
    found = {int(row[0]): (row[1], row[2], row[3], bool(row[4])) for row in rows}
    connection.close()
    return found


def test_a_query_is_marked_in_one_act_that_undo_takes_back_and_redo_does_again(filled: Home) -> None:
    done = filled.telex("mark", "read", "source:post")
    assert (done.returncode, done.stdout) == (0, "2 articles marked read\n")
    assert [row[0] for row in state(filled).values()] == [1, 1, 0]
    assert filled.telex("undo").stdout == "taken back: 2 articles marked read\n"
    assert [row[0] for row in state(filled).values()] == [0, 0, 0]
    assert filled.telex("redo").stdout == "done again: 2 articles marked read\n"
    assert [row[0] for row in state(filled).values()] == [1, 1, 0]


def test_articles_may_be_named_by_their_numbers(filled: Home) -> None:
    done = filled.telex("mark", "star", "--id", "1", "--id", "3", "--json")
    assert json.loads(done.stdout) == {"act": "star", "argument": "", "articles": [1, 3]}
    assert [row[1] for row in state(filled).values()] == [1, 0, 1]


def test_later_and_tags_need_their_argument(filled: Home) -> None:
    assert "put off until" in filled.telex("mark", "later", "ferry", "--until", "tomorrow").stdout
    assert state(filled)[1][3]
    assert filled.telex("mark", "tag", "ferry", "--tag", "To Do").stdout == "1 article tagged #to-do\n"
    assert filled.telex("list", "tag:to-do").stdout.startswith("1\t")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read"], "say which articles"),
        (["read", "storm", "--id", "1"], "say which articles"),
        (["later", "storm"], "later needs --until"),
        (["later", "storm", "--until", "soonish"], "--until: 'soonish' is no time"),
        (["read", "storm", "--tag", "x"], "read takes no --tag"),
        (["tag", "storm", "--tag", "#"], "--tag needs a word"),
        (["read", "is:odd"], "is:"),
        (["burn", "storm"], "invalid choice"),
    ],
)
def test_a_mark_that_means_nothing_is_refused(filled: Home, arguments: list[str], said: str) -> None:
    done = filled.telex("mark", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_nothing_to_mark_is_told_by_the_exit_code(filled: Home) -> None:
    assert filled.telex("mark", "read", "nowhere").returncode == 1
    assert filled.telex("mark", "unread", "--id", "1").returncode == 1
    assert filled.telex("undo").returncode == 1
    assert filled.telex("redo").returncode == 1


def test_dismissed_articles_are_listed_no_more_and_can_be_had_back(filled: Home) -> None:
    filled.telex("mark", "dismiss", "ferry")
    assert "Ferry" not in filled.telex("list").stdout
    assert filled.telex("mark", "undismiss", "ferry").returncode == 0
    assert "Ferry" in filled.telex("list").stdout


def test_the_journal_lists_acts_with_what_became_of_them(filled: Home) -> None:
    filled.telex("mark", "read", "storm")
    filled.telex("mark", "star", "--id", "1")
    filled.telex("undo")
    found = [json.loads(line) for line in filled.telex("journal", "--json").stdout.splitlines()]
    assert [(each["act"], each["articles"], each["undone"] is not None, each["about"]) for each in found] == [
        ("undo", [1], False, 2),
        ("star", [1], True, None),
        ("read", [2], False, None),
    ]
    columns = filled.telex("journal", "--limit", "1").stdout.rstrip("\n").split("\t")
    assert columns[0] == "3"
    assert columns[2:] == ["-", "-", "1 article taken back: starred"]
    assert "1 article marked read" in filled.on_terminal("journal")[2]
    assert filled.telex("journal", "--since", "1h").stdout.count("\n") == 3


def test_an_empty_journal_is_told_by_the_exit_code(filled: Home) -> None:
    assert filled.telex("journal").returncode == 1
    assert filled.telex("journal", "--since", "whenever").returncode == 2


def test_the_read_state_of_a_time_is_restored_as_an_act(filled: Home) -> None:
    filled.telex("mark", "read", "storm")
    done = filled.telex("journal", "--restore-read", "1h")
    assert done.stdout.startswith("1 article as read or unread as at ")
    assert [row[0] for row in state(filled).values()] == [0, 0, 0]
    filled.telex("undo")
    assert [row[0] for row in state(filled).values()] == [0, 1, 0]


def test_a_purge_is_rehearsed_and_then_made(filled: Home) -> None:
    filled.config.write_text(filled.config.read_text() + "\n[retention]\nnewest = 1\n")
    filled.store(
        POST, entry("old", "Old news", age=200 * 86_400), entry("older", "Starred", age=300 * 86_400)
    )
    filled.telex("mark", "star", "starred")
    rehearsed = filled.telex("purge", "--dry-run")
    assert "The Harbour Post: 1 article, about " in rehearsed.stdout
    assert "1 article would be purged, about " in rehearsed.stdout
    assert len(state(filled)) == 5
    found = json.loads(filled.telex("purge", "--json").stdout)
    assert (found["source"], found["articles"]) == ("The Harbour Post", 1)
    assert len(state(filled)) == 4
    assert filled.telex("purge").stdout == "0 articles purged, about 0 bytes\n"
