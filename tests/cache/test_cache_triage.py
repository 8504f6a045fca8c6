"""tui.cache.triage: marks, what the journal keeps of them, and how they are taken back."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from cache_parts import NOW, arrive_many, counts, ids, opened, recount
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.cache.database import Connection, connect
from tui.cache.effects import ActError
from tui.cache.journal import entries
from tui.cache.triage import PART, Act, mark, redo, restore_read, tag_name, tags, tags_of, undo

MARKS = ("read", "unread", "star", "unstar")
ARGUMENTS = {"later": str(NOW + 3_600), "tag": "sea", "untag": "sea"}
ACTS = (*MARKS, "later", "unlater", "dismiss", "dismiss-for-good", "undismiss", "tag", "untag")


@pytest.fixture
def cache(tmp_path: Path) -> Connection:
    """Twelve unread articles of three sources, 1 to 12."""
    connection = opened(tmp_path)
    arrive_many(connection, 12)
    return connection


def done(connection: Connection, act: str, article_ids: Iterable[int], terminal: str = "here") -> Act:
    return mark(connection, act, article_ids, now=NOW, terminal=terminal, argument=ARGUMENTS.get(act, ""))


def state(connection: Connection) -> list[tuple[object, ...]]:
    """All that triage knows of all articles."""
    return [
        *connection.execute(
            "SELECT id, read, starred, dismissed, later_until, (SELECT group_concat(name) FROM tag"
            " WHERE article_id = id), (SELECT title FROM dismissal WHERE article_id = id) FROM article"
        )
    ]


def marked(connection: Connection, column: str) -> set[int]:
    return {*ids(connection, f"SELECT id FROM article WHERE {column}")}  # noqa: S608


def journal(connection: Connection) -> list[tuple[str, list[int], int | None]]:
    """The acts of the journal: what, on which articles, when undone."""
    return [
        (row[0], array("q", row[1]).tolist(), row[2])
        for row in connection.execute(
            "SELECT act, articles, undone FROM journal WHERE about IS NULL ORDER BY id"
        )
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
    arrive_many(connection, 1_500)
    assert len(done(connection, "read", array("q", range(1, 1_501))).article_ids) == 1_500
    assert len(journal(connection)) == 1
    undo(connection, now=NOW, terminal="here")
    assert marked(connection, "read") == set()


@pytest.mark.parametrize("act", ACTS)
def test_undo_takes_an_act_back_and_redo_does_it_again(cache: Connection, act: str) -> None:
    done(cache, "read", [2, 3])
    done(cache, "star", [2, 3, 4])
    done(cache, "tag", [3, 4])
    done(cache, "later", [4, 5])
    done(cache, "dismiss", [5, 6])
    before = state(cache)
    changed = done(cache, act, range(1, 7))
    after = state(cache)
    assert after != before
    assert undo(cache, now=NOW, terminal="here") == changed
    assert state(cache) == before
    assert redo(cache, now=NOW, terminal="there") == changed
    assert state(cache) == after
    assert counts(cache) == recount(cache)


def test_undo_goes_back_act_by_act_and_then_has_nothing(cache: Connection) -> None:
    done(cache, "read", [1])
    done(cache, "star", [2])
    assert undo(cache, now=NOW, terminal="here") == Act("star", (2,))
    assert undo(cache, now=NOW, terminal="here") == Act("read", (1,))
    assert undo(cache, now=NOW, terminal="here") is None


def test_an_act_after_an_undo_is_the_next_to_be_taken_back(cache: Connection) -> None:
    done(cache, "read", [1])
    done(cache, "star", [2])
    undo(cache, now=NOW, terminal="here")
    done(cache, "star", [3])
    assert undo(cache, now=NOW, terminal="here") == Act("star", (3,))
    assert undo(cache, now=NOW, terminal="here") == Act("read", (1,))


def test_what_was_undone_stays_in_the_journal_with_its_time(cache: Connection) -> None:
    done(cache, "read", [1])
    undo(cache, now=NOW + 60, terminal="here")
    assert journal(cache) == [("read", [1], NOW + 60)]


def test_undo_reaches_the_acts_of_another_terminal_and_of_an_earlier_run(
    tmp_path: Path, cache: Connection
) -> None:
    done(cache, "read", [1], terminal="there")
    cache.close()
    later = connect(tmp_path / "telex.db")
    assert undo(later, now=NOW, terminal="here") == Act("read", (1,))
    assert marked(later, "read") == set()


def test_two_terminals_that_undo_never_undo_the_same(tmp_path: Path, cache: Connection) -> None:
    other = connect(tmp_path / "telex.db")
    done(cache, "read", [1])
    done(other, "read", [2])
    assert undo(cache, now=NOW, terminal="here") == Act("read", (2,))
    assert undo(other, now=NOW, terminal="here") == Act("read", (1,))
    assert undo(cache, now=NOW, terminal="here") is None


def test_undo_leaves_what_has_changed_since_or_is_gone(cache: Connection) -> None:
    done(cache, "read", [1, 2, 3])
    cache.execute("UPDATE article SET read = 0 WHERE id = 1")
    cache.execute("DELETE FROM article WHERE id = 2")
    assert undo(cache, now=NOW, terminal="here") == Act("read", (3,))
    assert marked(cache, "read") == set()


def test_undo_leaves_what_was_so_before_the_act(cache: Connection) -> None:
    done(cache, "read", [1])
    done(cache, "read", [1, 2])
    undo(cache, now=NOW, terminal="here")
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
            undo(connection, now=NOW, terminal="here")
        redo(connection, now=NOW, terminal="here")
        assert counts(connection) == recount(connection)
        connection.execute("DELETE FROM article WHERE id = ?", (purged,))
        arrive_many(connection, 5, first=12)
        assert counts(connection) == recount(connection)
        connection.close()


@settings(deadline=None, max_examples=40)
@given(acts)
def test_when_all_is_undone_all_is_as_it_was_and_when_all_is_redone_as_it_came_to_be(
    done_before: list[tuple[str, set[int]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = opened(Path(folder))
        arrive_many(connection, 12)
        untouched = state(connection)
        for act, article_ids in done_before:
            done(connection, act, article_ids)
        after = state(connection)
        undone = 0
        while undo(connection, now=NOW, terminal="here"):
            undone += 1
        assert state(connection) == untouched
        for _ in range(undone):
            assert redo(connection, now=NOW, terminal="here")
        assert redo(connection, now=NOW, terminal="here") is None
        assert state(connection) == after
        connection.close()


def test_a_new_act_ends_what_could_be_redone(cache: Connection) -> None:
    done(cache, "read", [1])
    done(cache, "star", [2])
    undo(cache, now=NOW, terminal="here")
    done(cache, "star", [3])
    assert redo(cache, now=NOW, terminal="here") is None


def test_redo_goes_forward_act_by_act_across_runs(tmp_path: Path, cache: Connection) -> None:
    done(cache, "read", [1])
    done(cache, "star", [2])
    undo(cache, now=NOW, terminal="here")
    undo(cache, now=NOW, terminal="here")
    cache.close()
    later = connect(tmp_path / "telex.db")
    assert redo(later, now=NOW, terminal="there") == Act("read", (1,))
    assert redo(later, now=NOW, terminal="there") == Act("star", (2,))
    assert redo(later, now=NOW, terminal="there") is None
    assert undo(later, now=NOW, terminal="there") == Act("star", (2,))


def test_redo_leaves_what_has_changed_since_the_undoing(cache: Connection) -> None:
    done(cache, "later", [1, 2])
    undo(cache, now=NOW, terminal="here")
    cache.execute("UPDATE article SET read = 1 WHERE id = 1")
    assert redo(cache, now=NOW, terminal="here") == Act("later", (2,), ARGUMENTS["later"])


def test_a_long_act_is_entered_in_parts_and_taken_back_whole(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 2 * PART + 10)
    act = done(connection, "read", range(1, 2 * PART + 11))
    assert len(act.article_ids) == 2 * PART + 10
    assert [len(each.article_ids) for each in entries(connection)] == [2 * PART + 10]
    taken = undo(connection, now=NOW, terminal="here")
    assert taken is not None
    assert sorted(taken.article_ids) == sorted(act.article_ids)
    assert undo(connection, now=NOW, terminal="here") is None
    assert redo(connection, now=NOW, terminal="here") == act
    assert counts(connection) == recount(connection)


def test_no_transaction_of_a_long_act_changes_more_than_a_part(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 2 * PART + 10)
    sizes: list[int] = []
    before = connection.total_changes()

    def committed() -> bool:
        nonlocal before
        changed, before = connection.total_changes() - before, connection.total_changes()
        sizes.append(changed)
        return False

    connection.set_commit_hook(committed)
    done(connection, "read", range(1, 2 * PART + 11))
    undo(connection, now=NOW, terminal="here")
    connection.set_commit_hook(None)
    assert len(sizes) == 7
    # An article, its source's count, and for each part a row or two of the journal.
    assert max(sizes) <= 2 * PART + 2


def test_an_act_cut_off_between_two_parts_is_undone_as_far_as_it_got(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 2 * PART)

    class PowerCut(Exception):  # noqa: N818
        pass

    commits = 0

    def cut() -> bool:
        nonlocal commits
        commits += 1
        if commits == 2:
            raise PowerCut
        return False

    connection.set_commit_hook(cut)
    with pytest.raises(PowerCut):
        done(connection, "read", range(1, 2 * PART + 1))
    connection.set_commit_hook(None)
    assert len(marked(connection, "read")) == PART
    undo(connection, now=NOW, terminal="here")
    assert marked(connection, "read") == set()
    assert counts(connection) == recount(connection)


def test_the_journal_keeps_what_was_shown_beside_what_was_changed(cache: Connection) -> None:
    done(cache, "read", [1, 2])
    done(cache, "read", [1, 2, 3, 99])
    newest = next(entries(cache))
    assert (newest.article_ids, newest.seen) == ((3,), 4)


def test_undoing_and_redoing_are_in_the_journal_with_their_terminals(cache: Connection) -> None:
    done(cache, "read", [1], terminal="one")
    undo(cache, now=NOW + 1, terminal="two")
    redo(cache, now=NOW + 2, terminal="three")
    assert [(each.act, each.argument, each.terminal, each.about) for each in entries(cache)] == [
        ("redo", "read", "three", 1),
        ("undo", "read", "two", 1),
        ("read", "", "one", None),
    ]


def test_the_journal_s_list_has_bounds(cache: Connection) -> None:
    for number, act in enumerate(("read", "star", "unread")):
        mark(cache, act, [1], now=NOW + number, terminal="")
    assert [each.act for each in entries(cache, limit=2)] == ["unread", "star"]
    assert [each.act for each in entries(cache, since=NOW + 1)] == ["unread", "star"]


def test_what_is_put_off_is_read_until_its_time(cache: Connection) -> None:
    done(cache, "later", [3])
    row = cache.execute("SELECT read, later_until FROM article WHERE id = 3").fetchone()
    assert row == (1, NOW + 3_600)


@pytest.mark.parametrize(
    ("act", "argument"),
    [("later", ""), ("later", "soon"), ("later", "-5"), ("tag", ""), ("tag", "Two words"), ("shred", "")],
)
def test_an_act_that_means_nothing_is_refused(cache: Connection, act: str, argument: str) -> None:
    with pytest.raises(ActError):
        mark(cache, act, [1], now=NOW, terminal="", argument=argument)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Sea", "sea"),
        ("  #To Do ", "to-do"),
        ("a,b", "a-b"),
        ("ÉTÉ", "été"),
        ("", ""),
        ("# ", ""),
        ("x\x1b[31m", "x[31m"),
    ],
)
def test_a_tag_is_one_clean_word_in_lower_case(typed: str, name: str) -> None:
    assert tag_name(typed) == name
    assert tag_name(name) == name


def test_tags_are_counted_as_far_as_lists_show_their_articles(cache: Connection) -> None:
    done(cache, "tag", [1, 2, 3])
    mark(cache, "tag", [3], now=NOW, terminal="", argument="air")
    assert tags(cache) == [("air", 1), ("sea", 3)]
    assert tags_of(cache, 3) == ("air", "sea")
    done(cache, "dismiss", [3])
    assert tags(cache) == [("air", 0), ("sea", 2)]
    done(cache, "untag", [1, 2, 3])
    assert tags(cache) == [("air", 0)]


def test_the_read_state_of_a_time_comes_back_whatever_has_been_done_since(cache: Connection) -> None:
    mark(cache, "read", [1, 2, 3], now=NOW, terminal="")
    then = marked(cache, "read")
    mark(cache, "unread", [2], now=NOW + 10, terminal="")
    mark(cache, "read", range(1, 13), now=NOW + 11, terminal="")
    undo(cache, now=NOW + 12, terminal="")
    mark(cache, "read", [7, 8], now=NOW + 13, terminal="")
    mark(cache, "star", [9], now=NOW + 13, terminal="")
    act = restore_read(cache, NOW + 5, now=NOW + 20, terminal="")
    assert marked(cache, "read") == then
    assert sorted(act.article_ids) == [2, 7, 8]
    assert marked(cache, "starred") == {9}
    assert undo(cache, now=NOW + 21, terminal="") == act
    assert marked(cache, "read") == {1, 3, 7, 8}
    assert redo(cache, now=NOW + 22, terminal="") == act
    assert marked(cache, "read") == then


def test_restoring_the_read_state_leaves_what_is_put_off_or_dismissed(cache: Connection) -> None:
    done(cache, "later", [1])
    done(cache, "dismiss", [2])
    assert restore_read(cache, NOW - 1, now=NOW, terminal="").article_ids == ()


@settings(deadline=None, max_examples=30)
@given(acts, st.integers(0, 19), st.lists(st.sampled_from([undo, redo]), max_size=6))
def test_a_restored_read_state_is_the_one_that_was(
    all_acts: list[tuple[str, set[int]]], known: int, turns: list[Callable[..., Act | None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = opened(Path(folder))
        arrive_many(connection, 12)
        marks = [each for each in all_acts if each[0] in (*MARKS, "tag")]
        for act, article_ids in marks[:known]:
            done(connection, act, article_ids)
        then = marked(connection, "read")
        for number, (act, article_ids) in enumerate(marks[known:]):
            mark(connection, act, article_ids, now=NOW + 9, terminal="", argument=ARGUMENTS.get(act, ""))
            if number < len(turns):
                turns[number](connection, now=NOW + 9, terminal="")
        restore_read(connection, NOW + 5, now=NOW + 10, terminal="")
        assert marked(connection, "read") == then
        connection.close()
