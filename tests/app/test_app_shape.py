"""tui.app.widgets.shape: rows with heads and second lines, reckoned from one row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.app.widgets.shape import Part, Shape


def shape(count: int, height: int, tall: int = 1, heads: frozenset[int] = frozenset()) -> Shape:
    return Shape(count, height, tall, heads.__contains__)


SHAPES = st.builds(
    shape, st.integers(1, 60), st.integers(4, 20), st.integers(1, 2), st.frozensets(st.integers(0, 59))
)


def test_a_head_stands_above_its_row_and_the_second_line_below() -> None:
    assert shape(3, 9, 2, frozenset({1})).page(0) == [
        (0, Part.FIRST),
        (0, Part.SECOND),
        (1, Part.HEAD),
        (1, Part.FIRST),
        (1, Part.SECOND),
        (2, Part.FIRST),
        (2, Part.SECOND),
    ]


def test_a_list_of_a_million_rows_asks_for_the_heads_of_a_page_alone() -> None:
    asked: list[int] = []

    def headed(row: int) -> bool:
        asked.append(row)
        return row % 7 == 0

    long = Shape(1_000_000, 20, 2, headed)
    long.page(500_000)
    long.top_with(700_000, 20)
    assert len(asked) < 50


@given(SHAPES, st.data())
def test_a_row_is_whole_on_the_page_that_is_made_to_end_with_it(it: Shape, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, it.count - 1))
    top = it.top_with(row, it.height)
    assert top <= row < top + it.whole(top)
    # One row earlier it would not be.
    assert not top or row >= top - 1 + it.whole(top - 1)


@given(SHAPES)
def test_the_last_page_shows_the_last_row_and_no_more_empty_lines_than_it_must(it: Shape) -> None:
    top = it.last_top()
    assert it.page(top)[-1][0] == it.count - 1
    assert not top or len(it.page(top - 1)) == it.height


@given(SHAPES, st.data())
def test_every_row_comes_once_and_in_order(it: Shape, data: st.DataObject) -> None:
    lines = it.page(data.draw(st.integers(0, it.count - 1)))
    assert lines == sorted(lines)
    assert len(set(lines)) == len(lines)
