"""tui.cache.triage: marks, what the journal keeps of them, and how they are taken back."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable
from pathlib import Path

import pytest
from cache_parts import NOW, arrive_many, counts, ids, opened, recount
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.cache.database import Connection, connect
from tui.cache.triage import Act, mark, undo

ACTS = ("read", "unread", "star", "unstar")


@pytest.fixture
def cache(tmp_path: Path) -> Connection:
    """Twelve unread articles of three sources, 1 to 12."""
    connection = opened(tmp_path)
    arrive_many(connection, 12)
    return connection


def done(connection: Connection, act: str, article_ids: Iterable[int], terminal: str = "here") -> Act:
    return mark(connection, act, article_ids, now=NOW, terminal=terminal)


def marked(connection: Connection, column: str) -> set[int]:
    return {*ids(connection, f"SELECT id FROM article WHERE {column}")}  # noqa: S608


def journal(connection: Connection) -> list[tuple[str, list[int], int | None]]:
    return [
        (row[0], array("q", row[1]).tolist(), row[2])
        for row in connection.execute("SELECT act, articles, undone FROM journal ORDER BY id")
    ]


@pytest.mark.parametrize(
    ("before", "act", "column", "left"),
    [
        ("unread", "read", "read", {2, 5}),
        ("read", "unread", "read", {1, *range(3, 5), *range(6, 13)}),
        ("unstar", "star", "starred", {2, 5}),
        ("star", "unstar", "starred", {1, *range(3, 5), *range(6, 13)}),
    ],
)
def test_an_act_marks_the_articles_that_it_is_given(
    cache: Connection, before: str, act: str, column: str, left: set[int]
) -> None:
    done(cache, before, range(1, 13))
    done(cache, act, [2, 5])
    assert marked(cache, column) == left


def test_an_act_tells_and_enters_only_what_it_changed(cache: Connection) -> None:
    done(cache, "read", [1, 2])
    act = done(cache, "read", [1, 2, 3, 4, 99])
    assert act.act == "read"
    assert sorted(act.article_ids) == [3, 4]
    assert [(name, sorted(articles)) for name, articles, _ in journal(cache)] == [
        ("read", [1, 2]),
        ("read", [3, 4]),
    ]


@pytest.mark.parametrize("article_ids", [[], [1], [99]])
def test_an_act_that_changes_nothing_is_not_entered(cache: Connection, article_ids: list[int]) -> None:
    done(cache, "star", [1])
    assert done(cache, "star", article_ids) == Act("star", ())
    assert len(journal(cache)) == 1


def test_the_journal_says_when_and_where(cache: Connection) -> None:
    done(cache, "star", [3], terminal="/dev/pts/7")
    row = cache.execute("SELECT at, terminal, undone FROM journal").fetchone()
    assert row == (NOW, "/dev/pts/7", None)


def test_a_bulk_act_is_one_entry(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 3_000)
    assert len(done(connection, "read", array("q", range(1, 3_001))).article_ids) == 3_000
    assert len(journal(connection)) == 1
    undo(connection, now=NOW)
    assert marked(connection, "read") == set()


@pytest.mark.parametrize("act", ACTS)
def test_undo_takes_an_act_back(cache: Connection, act: str) -> None:
    done(cache, "read", [1, 2, 3])
    done(cache, "star", [2, 3, 4])
    before = marked(cache, "read"), marked(cache, "starred")
    done(cache, act, range(1, 6))
    assert (marked(cache, "read"), marked(cache, "starred")) != before
    undo(cache, now=NOW)
    assert (marked(cache, "read"), marked(cache, "starred")) == before


def test_undo_goes_back_act_by_act_and_then_has_nothing(cache: Connection) -> None:
    done(cache, "read", [1])
    done(cache, "star", [2])
    assert undo(cache, now=NOW) == Act("star", (2,))
    assert undo(cache, now=NOW) == Act("read", (1,))
    assert undo(cache, now=NOW) is None


def test_an_act_after_an_undo_is_the_next_to_be_taken_back(cache: Connection) -> None:
    done(cache, "read", [1])
    done(cache, "star", [2])
    undo(cache, now=NOW)
    done(cache, "star", [3])
    assert undo(cache, now=NOW) == Act("star", (3,))
    assert undo(cache, now=NOW) == Act("read", (1,))


def test_what_was_undone_stays_in_the_journal_with_its_time(cache: Connection) -> None:
    done(cache, "read", [1])
    undo(cache, now=NOW + 60)
    assert journal(cache) == [("read", [1], NOW + 60)]


def test_undo_reaches_the_acts_of_another_terminal_and_of_an_earlier_run(
    tmp_path: Path, cache: Connection
) -> None:
    done(cache, "read", [1], terminal="there")
    cache.close()
    later = connect(tmp_path / "telex.db")
    assert undo(later, now=NOW) == Act("read", (1,))
    assert marked(later, "read") == set()


def test_two_terminals_that_undo_never_undo_the_same(tmp_path: Path, cache: Connection) -> None:
    other = connect(tmp_path / "telex.db")
    done(cache, "read", [1])
    done(other, "read", [2])
    assert undo(cache, now=NOW) == Act("read", (2,))
    assert undo(other, now=NOW) == Act("read", (1,))
    assert undo(cache, now=NOW) is None


def test_undo_leaves_what_has_changed_since_or_is_gone(cache: Connection) -> None:
    done(cache, "read", [1, 2, 3])
    cache.execute("UPDATE article SET read = 0 WHERE id = 1")
    cache.execute("DELETE FROM article WHERE id = 2")
    assert undo(cache, now=NOW) == Act("read", (3,))
    assert marked(cache, "read") == set()


def test_undo_leaves_what_was_so_before_the_act(cache: Connection) -> None:
    done(cache, "read", [1])
    done(cache, "read", [1, 2])
    undo(cache, now=NOW)
    assert marked(cache, "read") == {1}


acts = st.lists(st.tuples(st.sampled_from(ACTS), st.sets(st.integers(1, 14), max_size=8)), max_size=20)


@settings(deadline=None, max_examples=40)
@given(acts, st.integers(0, 6), st.integers(1, 12))
def test_the_counts_are_right_whatever_was_done(
    done_before: list[tuple[str, set[int]]], undone: int, purged: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = opened(Path(folder))
        arrive_many(connection, 12)
        for act, article_ids in done_before:
            done(connection, act, article_ids)
        assert counts(connection) == recount(connection)
        for _ in range(undone):
            undo(connection, now=NOW)
        assert counts(connection) == recount(connection)
        connection.execute("DELETE FROM article WHERE id = ?", (purged,))
        arrive_many(connection, 5, first=12)
        assert counts(connection) == recount(connection)
        connection.close()


@settings(deadline=None, max_examples=40)
@given(acts)
def test_when_all_is_undone_all_is_as_it_was(done_before: list[tuple[str, set[int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = opened(Path(folder))
        arrive_many(connection, 12)
        for act, article_ids in done_before:
            done(connection, act, article_ids)
        while undo(connection, now=NOW):
            pass
        assert marked(connection, "read") == marked(connection, "starred") == set()
        connection.close()
