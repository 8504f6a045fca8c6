"""tui.cache.window: a list stays as it was opened, grows as it is looked at, and costs no scan."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from cache_parts import NOW, arrive, arrive_many, entry, ids, opened, revise
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.cache.conditions import Condition
from tui.cache.database import Connection, connect
from tui.cache.listing import Listing, Shown
from tui.cache.search import condition
from tui.cache.triage import mark
from tui.cache.window import PAGE, PAGES, PORTION, Window
from tui.model import Headline, Level
from tui.query import parse

ALL = Listing("All")
MANY = PORTION + 500


def searched(query: str, **scope: tuple[int, ...] | Shown) -> Listing:
    return Listing("Search", where=condition(parse(query), NOW), **scope)  # type: ignore[arg-type]


@pytest.fixture
def cache(tmp_path: Path) -> Connection:
    """200 articles of three sources; every fifth is read, every seventh starred."""
    connection = opened(tmp_path)
    arrive_many(connection, 200)
    mark(connection, "read", range(5, 201, 5), now=NOW, terminal="")
    mark(connection, "star", range(7, 201, 7), now=NOW, terminal="")
    return connection


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """More articles than the first look takes; only read."""
    connection = opened(tmp_path_factory.mktemp("large"))
    arrive_many(connection, MANY)
    mark(connection, "star", range(1, MANY, 2), now=NOW, terminal="")
    yield connection
    connection.close()


def titles(window: Window) -> list[str]:
    rows = [window.row(index) for index in range(len(window))]
    return [row.title for row in rows if row]


def test_a_list_shows_the_newest_first_and_of_one_second_the_latest_arrival(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", "first", published=NOW - 60), entry("b", "old", published=NOW - 90))
    arrive(connection, 2, entry("c", "second", published=NOW - 60), entry("d", "new", published=NOW - 30))
    assert titles(Window(connection, ALL)) == ["new", "second", "first", "old"]


def test_a_row_says_all_that_a_list_shows(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 2, entry("a", "Storm", published=NOW - 60, level=Level.BULLETIN))
    mark(connection, "star", [1], now=NOW, terminal="")
    revise(connection, 1, entry("a", "Storm over", published=NOW - 60))
    assert Window(connection, ALL).row(0) == Headline(
        id=1,
        source_id=2,
        title="Storm over",
        at=NOW - 60,
        level=Level.BULLETIN,
        read=False,
        starred=True,
        revised=True,
    )


@pytest.mark.parametrize(
    ("listing", "where"),
    [
        (ALL, "1"),
        (Listing("Source", source_ids=(2,)), "source_id = 2"),
        (Listing("Group", source_ids=(1, 3)), "source_id IN (1, 3)"),
        (Listing("No source", source_ids=()), "0"),
        (Listing("Starred", shown=Shown.STARRED), "starred"),
        (Listing("Starred here", source_ids=(2,), shown=Shown.STARRED), "starred AND source_id = 2"),
        (searched("is:unread"), "NOT read"),
        (searched("is:unread OR is:starred", source_ids=(2, 3)), "(NOT read OR starred) AND source_id <> 1"),
        (searched("is:read", shown=Shown.STARRED), "read AND starred"),
        (searched("number"), "1"),
        (searched("nothing"), "0"),
    ],
)
def test_a_list_holds_what_belongs_in_it(cache: Connection, listing: Listing, where: str) -> None:
    right = ids(cache, f"SELECT id FROM article WHERE {where} ORDER BY at DESC, id DESC")  # noqa: S608
    window = Window(cache, listing)
    assert len(window) == len(right)
    assert [*window.ids()] == right
    assert [window.id_at(index) for index in range(len(window))] == right


def test_the_length_of_a_whole_list_is_right_before_all_ids_are_in(large: Connection) -> None:
    window = Window(large, ALL)
    assert (window.complete, len(window)) == (False, MANY)
    window.ids()
    assert (window.complete, len(window)) == (True, MANY)


def test_a_search_has_found_so_many_until_it_is_done(large: Connection) -> None:
    window = Window(large, searched("is:unread"))
    assert (window.complete, len(window)) == (False, PORTION)
    assert not window.grow(MANY)
    assert (window.complete, len(window)) == (True, MANY)


def test_a_starred_list_too_long_for_one_look_knows_its_length(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, PORTION + 30)
    mark(connection, "star", range(1, PORTION + 11), now=NOW, terminal="")
    window = Window(connection, Listing("Starred", shown=Shown.STARRED))
    assert not window.complete
    assert len(window) == PORTION + 10


def test_a_list_of_just_one_portion_is_whole_once_more_is_asked_for(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, PORTION)
    window = Window(connection, ALL)
    assert len(window) == PORTION
    assert not window.grow(10)
    assert window.complete


@settings(deadline=None, max_examples=30)
@given(portions=st.lists(st.integers(1, 700), max_size=8))
def test_however_it_grows_a_list_is_what_one_query_gives(large: Connection, portions: list[int]) -> None:
    window = Window(large, ALL)
    for portion in portions:
        window.grow(portion)
    assert [*window.ids()] == ids(large)


def test_every_row_is_there_whatever_was_looked_at_before(large: Connection) -> None:
    # The first look ends in the middle of a page; that page is read twice.
    window = Window(large, ALL)
    assert PORTION % PAGE
    right = ids(large)
    for index in (PORTION - 1, PORTION, MANY - 1, 0, PORTION - 1):
        row = window.row(index)
        assert row is not None
        assert row.id == right[index]


def test_a_row_that_was_thrown_out_of_memory_is_read_again(large: Connection) -> None:
    window = Window(large, ALL)
    for index in [*range(0, (PAGES + 4) * PAGE, PAGE), 0]:
        row = window.row(index)
        assert row is not None
        assert row.id == window.id_at(index)


def test_beyond_the_end_there_is_no_row(large: Connection) -> None:
    with pytest.raises(IndexError):
        Window(large, ALL).id_at(MANY)
    with pytest.raises(IndexError):
        Window(large, ALL).row(MANY + 100_000)


def test_an_empty_list_has_no_row(tmp_path: Path) -> None:
    window = Window(opened(tmp_path), ALL)
    assert len(window) == 0
    assert window.complete
    assert window.next_unread(-1, 1) is None
    with pytest.raises(IndexError):
        window.row(0)


def test_arrivals_move_no_row_and_are_only_counted(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, MANY)
    right = ids(connection)
    window = Window(connection, ALL)
    arrive_many(connect(tmp_path / "telex.db"), 30, first=MANY)
    window.refresh()
    assert window.arrivals() == 30
    assert [*window.ids()] == right
    assert len(window) == MANY
    assert window.arrivals() == 30


@pytest.mark.parametrize(
    ("listing", "arrivals"),
    [
        (ALL, 3),
        (Listing("Source", source_ids=(2,)), 1),
        (Listing("Group", source_ids=(1, 2)), 3),
        (Listing("Starred", shown=Shown.STARRED), 0),
        (searched("storm"), 2),
        (searched("storm", source_ids=(1,)), 1),
        (searched("is:read"), 0),
    ],
)
def test_only_arrivals_that_belong_in_the_list_are_counted(
    cache: Connection, listing: Listing, arrivals: int
) -> None:
    window = Window(cache, listing)
    assert window.arrivals() == 0
    arrive(cache, 1, entry("new 1", "Storm"), entry("new 2", "Calm"))
    arrive(cache, 2, entry("new 3", "Another storm"))
    assert window.arrivals() == arrivals


def test_a_list_opened_anew_has_what_arrived(cache: Connection) -> None:
    arrive(cache, 1, entry("new", "Storm"))
    assert titles(Window(cache, ALL))[0] == "Storm"


def test_a_mark_of_another_connection_shows_after_a_refresh(tmp_path: Path, cache: Connection) -> None:
    window = Window(cache, ALL)
    before = window.row(0)
    assert before is not None
    assert not before.starred
    generation = window.generation
    mark(connect(tmp_path / "telex.db"), "star", [before.id], now=NOW, terminal="")
    assert window.row(0) == before
    assert window.generation == generation
    window.refresh()
    after = window.row(0)
    assert after is not None
    assert after.starred
    assert window.generation > generation


def test_an_article_that_fits_no_longer_keeps_its_place(cache: Connection) -> None:
    window = Window(cache, searched("is:unread"))
    first = window.id_at(0)
    mark(cache, "read", window.ids(), now=NOW, terminal="")
    window.refresh()
    row = window.row(0)
    assert row is not None
    assert (row.id, row.read) == (first, True)


def test_an_article_that_is_gone_leaves_an_empty_row(cache: Connection) -> None:
    window = Window(cache, ALL)
    right = ids(cache)
    cache.execute("DELETE FROM article WHERE id = ?", (right[3],))
    assert window.row(3) is None
    assert [*window.ids()] == right


def test_an_article_s_place_is_found_in_the_part_that_is_not_in_yet(large: Connection) -> None:
    right = ids(large)
    for place in (0, PORTION, MANY - 1):
        assert Window(large, ALL).index_of(right[place]) == place


def test_an_article_that_is_not_in_the_list_has_no_place(cache: Connection) -> None:
    window = Window(cache, Listing("Source", source_ids=(1,)))
    other = ids(cache, "SELECT id FROM article WHERE source_id = 2")[0]
    assert window.index_of(other) is None
    assert window.index_of(window.id_at(5)) == 5
    assert window.index_of(other) is None


def test_what_is_done_with_the_ids_does_not_touch_the_list(cache: Connection) -> None:
    window = Window(cache, ALL)
    window.ids().pop()
    assert len(window.ids()) == 200


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("unread", [0, 1, 3, 40])
def test_the_next_unread_is_the_nearest_in_either_direction(tmp_path: Path, step: int, unread: int) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 4 * PAGE)
    right = ids(connection)
    chosen = random.Random(unread).sample(range(len(right)), unread)  # noqa: S311
    mark(connection, "read", {*right} - {right[place] for place in chosen}, now=NOW, terminal="")
    window = Window(connection, ALL)
    for start in range(-1, len(right) + 1):
        beyond = [place for place in chosen if (place - start) * step > 0]
        nearest = min(beyond, key=lambda place: abs(place - start)) if beyond else None
        assert window.next_unread(start, step) == nearest


def test_the_next_unread_is_found_in_the_part_that_is_not_in_yet(large: Connection) -> None:
    window = Window(large, ALL)
    assert window.next_unread(PORTION - 1, 1) == PORTION
    assert Window(large, ALL).next_unread(MANY - 1, 1) is None


def test_the_next_unread_is_judged_by_the_mark_of_now(cache: Connection) -> None:
    window = Window(cache, ALL)
    first = window.next_unread(-1, 1)
    assert first is not None
    mark(cache, "read", [window.id_at(first)], now=NOW, terminal="")
    second = window.next_unread(-1, 1)
    assert second is not None
    assert second > first


def test_a_row_s_page_is_read_by_id(large: Connection) -> None:
    asked: list[str] = []
    large.exec_trace = lambda _, sql, __: not asked.append(sql)  # type: ignore[func-returns-value]
    window = Window(large, ALL)
    window.row(0)
    window.row(PAGE - 1)
    large.exec_trace = None
    reads = [sql for sql in asked if "title" in sql]
    assert len(reads) == 1
    plan = [str(row[3]) for row in large.execute(f"EXPLAIN QUERY PLAN {reads[0]}", ("[1]",))]
    assert any("SEARCH a USING INTEGER PRIMARY KEY" in step for step in plan)


def test_a_condition_s_values_never_stand_in_its_text() -> None:
    value = "'; DROP TABLE article; --"
    made = condition(parse(f'source:"{value}" group:"{value}" title:"{value}" "{value}"'), NOW)
    assert isinstance(made, Condition)
    assert "DROP" not in made.sql
    assert made.sql.count("?") == len(made.parameters)


def test_what_is_dropped_goes_back_where_it_stood(cache: Connection) -> None:
    window = Window(cache, ALL)
    before = window.ids()
    gone = [before[3], before[100]]
    assert window.drop(gone) == [3, 100]
    assert [*window.ids()] == [each for each in before if each not in gone]
    assert window.put_back([12_345]) == []
    assert window.put_back(gone) == [3, 100]
    assert window.ids() == before


def test_rows_may_be_dropped_before_all_ids_are_in(large: Connection) -> None:
    window = Window(large, ALL)
    window.drop([window.id_at(0)])
    assert len(window) == MANY - 1
    window.ids()
    assert (window.complete, len(window)) == (True, MANY - 1)


@pytest.mark.parametrize(
    ("act", "argument", "listing"),
    [
        ("later", str(NOW + 60), Listing("Later", shown=Shown.LATER)),
        ("dismiss", "", Listing("Dismissed", shown=Shown.DISMISSED)),
        ("tag", "sea", Listing("#sea", tag="sea")),
    ],
)
def test_what_the_user_sets_apart_has_a_list(
    tmp_path: Path, act: str, argument: str, listing: Listing
) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 30)
    mark(connection, act, [4, 9, 16], now=NOW, terminal="", argument=argument)
    window = Window(connection, listing)
    assert sorted(window.ids()) == [4, 9, 16]
    assert len(Window(connection, ALL)) == (27 if act == "dismiss" else 30)


def test_the_rest_of_a_list_is_found_elsewhere_as_it_was(large: Connection) -> None:
    window = Window(large, ALL)
    assert not window.complete
    snapshot = window.snapshot()
    found = snapshot.every(large)
    assert not window.complete  # nobody has read it here
    assert found == list(Window(large, ALL).ids())
    assert snapshot.every(large, first=7) == found[7:]
