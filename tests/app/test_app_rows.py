"""tui.app.widgets.rows: heads and second lines on a screen; the cursor and clicks mean what is seen."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import App, ComposeResult

from tui.app.widgets.rows import Extras, Rows

MANY = 1_000_000


class Listed(App[None]):
    """A million rows of two lines, every tenth with a head."""

    def __init__(self) -> None:
        super().__init__()
        self.two = True
        self.asked: set[int] = set()

    def compose(self) -> ComposeResult:
        extras = Extras(
            lambda index: range(self.query_one(Rows).count)[index] % 10 == 0,
            lambda index, _: [Segment(f"-- {index}")],
            lambda index, _: [Segment(f"  of {index}")],
            lambda: self.two,
        )
        yield Rows(self._paint, lambda index: index, empty=str, extras=extras)

    def _paint(self, index: int, _: int) -> list[Segment]:
        self.asked.add(index)
        return [Segment(f"row {index}")]


def lines(rows: Rows) -> list[str]:
    return ["".join(piece.text for piece in rows.render_line(y)).strip() for y in range(rows.size.height)]


async def test_a_million_rows_with_heads_are_shown_and_clicked_page_by_page() -> None:
    app = Listed()
    async with app.run_test(size=(30, 9)) as pilot:
        rows = app.query_one(Rows)
        rows.show(MANY)
        await pilot.pause()
        assert lines(rows)[:4] == ["-- 0", "row 0", "of 0", "row 1"]
        rows.move(MANY - 1)
        await pilot.pause()
        assert lines(rows)[-3:] == [f"row {MANY - 1}", f"of {MANY - 1}", ""]
        rows.move(500_000)
        await pilot.pause()
        shown = lines(rows)
        at = shown.index("row 500000")
        assert shown[at - 1 : at + 2] == ["-- 500000", "row 500000", "of 500000"]
        # A head, and a second line, are their row's.
        below = shown.index("of 500001") if "of 500001" in shown else at + 1
        await pilot.click(Rows, offset=(1, below))
        assert rows.cursor == 500_001
        assert len(app.asked) < 200


async def test_the_end_can_be_scrolled_to_and_no_further_even_where_no_row_is_left() -> None:
    app = Listed()
    async with app.run_test(size=(30, 9)) as pilot:
        rows = app.query_one(Rows)
        rows.show(12)
        await pilot.pause()
        rows.scroll_to(y=99, animate=False, immediate=True)
        await pilot.pause()
        assert lines(rows)[-2:] == ["row 11", "of 11"]
        app.two = False
        rows.rearrange(rows.count, rows.cursor)
        await pilot.pause()
        assert "of 11" not in lines(rows)
        # The user has dismissed all of them, in a brief that lay over the list.
        rows.move(11)
        await pilot.pause()
        rows.rearrange(0, 0)
        await pilot.pause()
        assert set(lines(rows)) == {""}
