"""tui.app.selection: ranges and single rows over a real list."""

from __future__ import annotations

import pytest
from telex_command import POST, Home, entry

from tui.app.selection import Selection
from tui.cache.database import Connection, connect
from tui.cache.listing import Listing
from tui.cache.window import Window

ALL = Listing("All articles")


@pytest.fixture
def cache(home: Home) -> Connection:
    """Ten articles, in lists 10 to 1."""
    home.store(POST, *(entry(f"g{n}", "A title", age=n * 60) for n in range(10)))
    return connect(home.cache / "telex.db")


@pytest.fixture
def window(cache: Connection) -> Window:
    """Ten rows, the articles 10 to 1."""
    return Window(cache, ALL)


def ranged(selection: Selection, first: int, last: int) -> Selection:
    selection.begin(first)
    selection.cursor = last
    return selection


def test_a_range_follows_the_cursor_in_both_directions(window: Window) -> None:
    selection = ranged(Selection(), 4, 6)
    assert selection.ids(window) == [6, 5, 4]
    selection.cursor = 3
    assert selection.ids(window) == [7, 6]
    assert [selection.holds(row, 10 - row) for row in (2, 3, 4, 5)] == [False, True, True, False]


def test_several_ranges_add_up_in_the_order_of_the_list(window: Window) -> None:
    selection = ranged(Selection(), 7, 8)
    selection.close(window)
    ranged(selection, 0, 1)
    assert selection.ids(window) == [10, 9, 3, 2]
    assert selection.count(window) == 4


def test_a_range_over_what_is_selected_already_takes_it_out(window: Window) -> None:
    selection = ranged(Selection(), 0, 5)
    selection.close(window)
    ranged(selection, 2, 3).close(window)
    assert selection.ids(window) == [10, 9, 6, 5]


def test_nothing_is_selected_once_it_is_cleared(window: Window) -> None:
    selection = ranged(Selection(), 0, 5)
    selection.add([1])
    selection.clear()
    assert not selection
    assert selection.ids(window) == []


def test_what_is_selected_stays_so_when_arrivals_are_let_in(
    home: Home, cache: Connection, window: Window
) -> None:
    before = window
    selection = ranged(Selection(), 2, 3)
    home.store(POST, entry("new", "A title", age=-60))
    after = Window(cache, ALL)
    selection.carried(before, after)
    selection.cursor += 1
    assert selection.ids(after) == [8, 7]
