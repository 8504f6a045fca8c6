"""What the frame sends is what Textual would have drawn, cell for cell, in fewer bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from tui.app.frame import Frame, Piece, sgr
from tui.app.looks import PLAIN, Look, switch
from tui.app.widths import cells, sure

COLUMNS, LINES = 24, 8
STYLES = [
    Style.null(),
    Style(bold=True, color="red"),
    Style(color="#ffcc00", bgcolor="#102030"),
    Style(reverse=True, italic=True),
    Style(underline=True, bgcolor="blue"),
]
LETTERS = st.sampled_from([*"abc  .─│é", "日", "本", "語", "ж", "“", "e\u0301", "❤", "🚢"])


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    """Some panes of eight cells, three to a line, each drawn whole as a compositor does."""
    found: list[Piece] = []
    places = st.tuples(st.integers(0, LINES - 1), st.sampled_from([0, 8, 16]))
    for y, x in draw(st.lists(places, min_size=1, max_size=3 * LINES, unique=True)):
        room = 8
        row: list[Segment] = []
        while room > 0:
            text = "".join(draw(st.lists(LETTERS, min_size=1, max_size=6)))
            while len(cells(text)) > room:
                text = text[:-1]
            text = text or " "
            room -= len(cells(text))
            row.append(Segment(text, draw(st.sampled_from(STYLES))))
        found.append((y, x, row))
    return found


class Filling(pyte.Screen):
    """pyte, but lines that come in where others move away have the colour of the paper; kitty's have not."""

    def insert_lines(self, count: int | None = None) -> None:
        top = self.cursor.y
        super().insert_lines(count)
        self._fill(top, top + (count or 1))

    def delete_lines(self, count: int | None = None) -> None:
        super().delete_lines(count)
        bottom = self.margins.bottom if self.margins else self.lines - 1
        self._fill(max(self.cursor.y, bottom + 1 - (count or 1)), bottom + 1)

    def _fill(self, first: int, end: int) -> None:
        for y in range(first, end):
            for x in range(self.columns):
                self.buffer[y][x] = pyte.screens.Char(" ", bg=self.cursor.attrs.bg)


def terminal(*, fills_moved: bool = True) -> tuple[pyte.Screen, pyte.Stream]:
    screen = (Filling if fills_moved else pyte.Screen)(COLUMNS, LINES)
    screen.reset_mode(pyte.modes.DECAWM)
    return screen, pyte.Stream(screen)


def seen(cell: pyte.screens.Char) -> pyte.screens.Char:
    """What of a cell can be seen: a blank has no ink."""
    if cell.data != " " or cell.underscore or cell.strikethrough or cell.reverse:
        return cell
    return pyte.screens.Char(" ", bg=cell.bg)


def plainly(found: list[Piece]) -> str:
    """The same without any knowledge of the frame before."""
    out = []
    for y, x, segments in found:
        out.append(f"\x1b[{y + 1};{x + 1}H")
        out.extend(
            piece.style.render(piece.text, color_system=ColorSystem.TRUECOLOR) if piece.style else piece.text
            for piece in segments
        )
    return "".join(out)


@st.composite
def scrolled(draw: st.DrawFn) -> list[Piece]:
    """A part of a long list, as it is after some steps of scrolling, beside a pane or alone."""
    top, first, last = draw(st.integers(0, 20)), draw(st.integers(0, 3)), draw(st.integers(4, LINES - 1))
    x = draw(st.sampled_from([0, 0, 0, 8]))
    under = draw(st.integers(first, last))
    ground = draw(st.sampled_from([None, STYLES[2], STYLES[4]]))
    return [
        (
            y,
            x,
            [
                Segment(f"{top + y:02} {'日本' if (top + y) % 7 == 3 else 'row'}", STYLES[(top + y) % 3]),
                Segment(" " * (COLUMNS - x - (7 if (top + y) % 7 == 3 else 6)), ground),
            ]
            if y != under
            else [Segment(f"{top + y:02}".ljust(COLUMNS - x), STYLES[4])],
        )
        for y in range(first, last + 1)
    ]


def sent(
    frame: Frame,
    found: list[Piece],
    colours: ColorSystem | None = None,
    *,
    columns: int = COLUMNS,
    lines: int = LINES,
) -> str:
    """What a frame sends for some pieces."""
    frame.take(found, columns, lines, colours)
    return frame.patch()


def alike(frames: list[list[Piece]], *, fills: bool = True, fills_moved: bool = True, each: int = 1) -> None:
    """Draw frames on both paths; after each patch every cell that can be seen is the same.

    ``each``: so many frames are taken in before one patch is sent.
    """
    frame = Frame(fills=fills, fills_moved=fills_moved)
    (ours, our_stream), (theirs, their_stream) = terminal(fills_moved=fills_moved), terminal()
    blank: list[Piece] = [(y, 0, [Segment(" " * COLUMNS)]) for y in range(LINES)]
    for number, found in enumerate([blank, *frames]):
        frame.take(found, COLUMNS, LINES, ColorSystem.TRUECOLOR)
        their_stream.feed(plainly(found))
        if number % each:
            continue
        cursor = (number % LINES, number * 5 % COLUMNS)
        our_stream.feed(frame.patch(cursor))
        assert (ours.cursor.y, ours.cursor.x) == cursor
        assert ours.display == theirs.display
        for y in range(LINES):
            for x in range(COLUMNS):
                assert seen(ours.buffer[y][x]) == seen(theirs.buffer[y][x]), (y, x)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(pieces(), scrolled()), min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
    st.integers(1, 3),
)
def test_after_any_frames_every_cell_and_style_is_as_on_the_plain_path(
    frames: list[list[Piece]], fills: bool, fills_moved: bool, each: int
) -> None:
    alike(frames, fills=fills, fills_moved=fills_moved, each=each)


@settings(max_examples=40, deadline=None)
@given(st.lists(scrolled(), min_size=2, max_size=10), st.booleans())
def test_lines_that_the_terminal_moves_end_where_they_would_have_been_drawn(
    frames: list[list[Piece]], fills_moved: bool
) -> None:
    alike(frames, fills_moved=fills_moved)


def listed(top: int, *, x: int = 0, ground: Style | None = None) -> list[Piece]:
    words = [f"{chr(97 + (top + y) * 7 % 26) * 12} {top + y:02}" for y in range(1, 7)]
    return [(y, x, [Segment(text.ljust(COLUMNS - x), ground)]) for y, text in enumerate(words, 1)]


@pytest.mark.parametrize("fills_moved", [True, False])
def test_lines_on_coloured_paper_move_as_well(fills_moved: bool) -> None:
    ground = Style(bgcolor="#102030")
    emptied: list[Piece] = [(y, 0, [Segment("end".ljust(COLUMNS), ground)]) for y in range(1, 7)]
    alike(
        [listed(0, ground=ground), listed(1, ground=ground), listed(4, ground=ground)],
        fills_moved=fills_moved,
    )
    alike([listed(0, ground=ground), emptied, listed(0, ground=ground)], fills_moved=fills_moved)


def test_a_step_of_scrolling_moves_the_lines_and_sends_the_new_one() -> None:
    frame = Frame()
    sent(frame, listed(0))
    assert sent(frame, listed(1)) == f"\x1b[2;7r\x1b[2H\x1b[M\x1b[r\x1b[7H{'x' * 12} 07"
    assert sent(frame, listed(0)).startswith("\x1b[2;7r\x1b[2H\x1b[L\x1b[r\x1b[2H")


def test_lines_are_not_moved_where_something_stands_beside_them() -> None:
    frame = Frame()
    side: list[Piece] = [(y, 0, [Segment(f"side {y}")]) for y in range(LINES)]
    sent(frame, [*side, *listed(0, x=6)])
    assert "L" not in sent(frame, listed(1, x=6))


def test_only_what_differs_of_a_look_is_switched() -> None:
    one, other = Look((1,), "38;5;252", "48;5;234"), Look((), "38;5;245", "48;5;234")
    assert switch(one, other) == "\x1b[22;38;5;245m"
    assert switch(one, PLAIN) == "\x1b[m"
    assert switch(Look((1, 2)), Look((2,))) == "\x1b[0;2m"


def test_a_terminal_that_erases_without_colour_gets_blanks() -> None:
    row: list[Piece] = [(0, 0, [Segment("x".ljust(COLUMNS), STYLES[4])])]
    row_blue: list[Piece] = [(0, 0, [Segment("x".ljust(COLUMNS), Style(bgcolor="blue"))])]
    assert "\x1b[K" not in sent(Frame(), row, ColorSystem.STANDARD)
    assert sent(Frame(), row_blue, ColorSystem.STANDARD).endswith("x\x1b[K")
    assert "\x1b[K" not in sent(Frame(fills=False), row_blue, ColorSystem.STANDARD)


def test_the_same_frame_again_sends_nothing() -> None:
    frame = Frame()
    row: list[Piece] = [(0, 0, [Segment("news of the day, ", STYLES[1]), Segment("港")])]
    assert sent(frame, row, ColorSystem.TRUECOLOR)
    assert sent(frame, row, ColorSystem.TRUECOLOR) == ""


def test_what_comes_and_goes_between_two_patches_sends_nothing() -> None:
    frame = Frame()
    sent(frame, [(0, 0, [Segment("news")])])
    frame.take([(0, 0, [Segment("olds")])], COLUMNS, LINES, None)
    assert frame.changed == 1
    assert sent(frame, [(0, 0, [Segment("news")])]) == ""


def test_one_changed_letter_sends_one_letter() -> None:
    frame = Frame()
    sent(frame, [(2, 0, [Segment("0 unread")])])
    assert sent(frame, [(2, 0, [Segment("1 unread")])]) == "\x1b[3H1"


def test_the_next_line_is_gone_to_by_the_shortest_way() -> None:
    frame = Frame()
    sent(frame, [(y, 0, [Segment(f"{y} .. {y}")]) for y in range(LINES)])
    column: list[Piece] = [(y, 5, [Segment("x")]) for y in range(2, 5)]
    assert sent(frame, column) == "\x1b[3;6Hx\n\bx\n\bx"
    assert sent(frame, [(3, 0, [Segment("y")]), (4, 0, [Segment("y")])]) == "\r\x1bMy\r\ny"


def test_a_block_of_lines_is_cleared_at_once_where_that_takes_less() -> None:
    frame = Frame()
    sent(frame, [(y, 0, [Segment("some words of it".ljust(COLUMNS))]) for y in range(LINES)])
    gone = sent(frame, [(y, 0, [Segment("end".ljust(COLUMNS))]) for y in range(1, 7)])
    assert gone.count("\x1b[K") == 0
    assert "\x1b[6M" in gone


def test_half_of_a_wide_character_written_over_takes_the_other_half_along() -> None:
    frame = Frame()
    sent(frame, [(0, 0, [Segment("日本")])])
    assert sent(frame, [(0, 1, [Segment("x")])]) == "\x1b[H x"
    assert sent(frame, [(0, 2, [Segment("y")])]) == "y "


def test_a_forgotten_frame_is_drawn_anew() -> None:
    frame = Frame()
    row: list[Piece] = [(0, 0, [Segment("news")])]
    first = sent(frame, row, ColorSystem.TRUECOLOR)
    frame.forget()
    assert sent(frame, row, ColorSystem.TRUECOLOR) == first


def test_another_size_is_drawn_anew() -> None:
    frame = Frame()
    row: list[Piece] = [(0, 0, [Segment("news")])]
    sent(frame, row)
    assert "news" in sent(frame, row, columns=COLUMNS + 1)


def test_what_lies_beyond_the_screen_is_left_out() -> None:
    frame = Frame()
    assert "xxxx" not in sent(frame, [(0, COLUMNS - 3, [Segment("xxxx")])])
    assert sent(frame, [(LINES, 0, [Segment("x")])]) == ""
    assert sent(frame, [(0, COLUMNS + 9, [Segment("x")])]) == ""


def test_a_line_with_a_picture_is_sent_whole_and_set_right_after_it() -> None:
    frame = Frame()
    sent(frame, [(0, 0, [Segment("🚢 one")])])
    again = sent(frame, [(0, 0, [Segment("🚢 two")])])
    assert again.startswith("\x1b[H🚢\x1b[1;3H two")


def test_a_style_has_the_codes_of_the_terminal_s_colours() -> None:
    assert sgr(Style(bold=True, color="#fe0000"), ColorSystem.TRUECOLOR) == "1;38;2;254;0;0"
    assert sgr(Style(color="#ff0000"), ColorSystem.EIGHT_BIT) == "38;5;196"
    assert sgr(Style.null(), ColorSystem.TRUECOLOR) == ""


def test_letters_of_every_script_are_sure_of_their_width_and_pictures_are_not() -> None:
    assert all(sure(letter) for letter in "aé日жش“…•─")
    assert not any(sure(picture) for picture in ("❤", "🚢", cells("e\u0301"), "\U0001f1e6"))


def test_a_cell_that_is_written_over_later_is_written_rather_than_jumped_over() -> None:
    frame = Frame()
    row: list[Piece] = [(0, 0, [Segment("next "), Segment("m", STYLES[1]), Segment(" read")])]
    assert sent(frame, row, ColorSystem.STANDARD).startswith("\x1b[m\x1b[Hnext m read")
