"""tui.pages.columns: documents side by side where there is room."""

from __future__ import annotations

from tui.pages.columns import GAP, LEAST, beside
from tui.pages.document import Block, Kind, Span
from tui.text import width

HEAD = (Block(Kind.PARAGRAPH, (Span("Who has it"),)),)
COLUMNS = tuple((Block(Kind.PARAGRAPH, (Span(f"{name} " * 30),)),) for name in ("one", "два", "三つ"))


def lines(cells: int) -> list[str]:
    page = beside(HEAD, COLUMNS, cells, 72)
    return ["".join(run.text for run in line) for line in page.lines]


def test_as_many_columns_stand_side_by_side_as_have_room() -> None:
    two = next(line for line in lines(2 * LEAST + GAP) if "one" in line)
    assert "два" in two
    assert "三つ" not in two
    three = next(line for line in lines(3 * LEAST + 2 * GAP) if "one" in line)
    assert "два" in three
    assert "三つ" in three


def test_where_one_has_room_they_stand_below_each_other() -> None:
    found = lines(2 * LEAST + GAP - 1)
    assert not any("one" in line and "два" in line for line in found)
    assert any("三つ" in line for line in found)


def test_a_column_begins_in_the_same_cell_in_every_line_and_none_is_wider_than_the_page() -> None:
    cells = 3 * LEAST + 2 * GAP
    rows = [line for line in lines(cells) if "два" in line]
    assert len({width(line[: line.index("два")]) for line in rows}) == 1
    assert max(map(width, lines(cells))) <= cells
