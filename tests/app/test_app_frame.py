"""What the frame sends is what Textual would have drawn, cell for cell, in fewer bytes."""

from __future__ import annotations

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from tui.app.frame import Frame, Piece, cells_of, sgr, sure

COLUMNS, LINES = 24, 5
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
            while len(cells_of([Segment(text)])[0]) > room:
                text = text[:-1]
            text = text or " "
            room -= len(cells_of([Segment(text)])[0])
            row.append(Segment(text, draw(st.sampled_from(STYLES))))
        found.append((y, x, row))
    return found


def terminal() -> tuple[pyte.Screen, pyte.Stream]:
    screen = pyte.Screen(COLUMNS, LINES)
    screen.reset_mode(pyte.modes.DECAWM)
    return screen, pyte.Stream(screen)


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


@settings(max_examples=100)
@given(st.lists(pieces(), min_size=1, max_size=8))
def test_after_any_frames_every_cell_and_style_is_as_on_the_plain_path(frames: list[list[Piece]]) -> None:
    frame = Frame()
    (ours, our_stream), (theirs, their_stream) = terminal(), terminal()
    blank: list[Piece] = [(y, 0, [Segment(" " * COLUMNS)]) for y in range(LINES)]
    for found in [blank, *frames]:
        our_stream.feed(frame.patch(found, COLUMNS, LINES, ColorSystem.TRUECOLOR))
        their_stream.feed(plainly(found))
        assert ours.display == theirs.display
        for y in range(LINES):
            for x in range(COLUMNS):
                assert ours.buffer[y][x] == theirs.buffer[y][x], (y, x)


def test_the_same_frame_again_sends_nothing() -> None:
    frame = Frame()
    row: list[Piece] = [(0, 0, [Segment("news of the day, ", STYLES[1]), Segment("港")])]
    assert frame.patch(row, COLUMNS, LINES, ColorSystem.TRUECOLOR)
    assert frame.patch(row, COLUMNS, LINES, ColorSystem.TRUECOLOR) == ""


def test_one_changed_letter_sends_one_letter() -> None:
    frame = Frame()
    frame.patch([(2, 0, [Segment("0 unread")])], COLUMNS, LINES, ColorSystem.TRUECOLOR)
    assert frame.patch([(2, 0, [Segment("1 unread")])], COLUMNS, LINES, ColorSystem.TRUECOLOR) == "\x1b[3;1H1"


def test_half_of_a_wide_character_written_over_takes_the_other_half_along() -> None:
    frame = Frame()
    frame.patch([(0, 0, [Segment("日本")])], COLUMNS, LINES, None)
    assert frame.patch([(0, 1, [Segment("x")])], COLUMNS, LINES, None) == "\x1b[1;1H x"
    assert frame.patch([(0, 2, [Segment("y")])], COLUMNS, LINES, None) == "\x1b[1;3Hy "


def test_a_forgotten_frame_is_drawn_anew() -> None:
    frame = Frame()
    row: list[Piece] = [(0, 0, [Segment("news")])]
    first = frame.patch(row, COLUMNS, LINES, ColorSystem.TRUECOLOR)
    frame.forget()
    assert frame.patch(row, COLUMNS, LINES, ColorSystem.TRUECOLOR) == first


def test_another_size_is_drawn_anew() -> None:
    frame = Frame()
    row: list[Piece] = [(0, 0, [Segment("news")])]
    frame.patch(row, COLUMNS, LINES, ColorSystem.TRUECOLOR)
    assert "news" in frame.patch(row, COLUMNS + 1, LINES, ColorSystem.TRUECOLOR)


def test_what_lies_beyond_the_screen_is_left_out() -> None:
    frame = Frame()
    assert "xxxx" not in frame.patch([(0, COLUMNS - 3, [Segment("xxxx")])], COLUMNS, LINES, None)
    assert frame.patch([(LINES, 0, [Segment("x")])], COLUMNS, LINES, None) == ""


def test_a_line_with_a_picture_is_sent_whole_and_set_right_after_it() -> None:
    frame = Frame()
    frame.patch([(0, 0, [Segment("🚢 one")])], COLUMNS, LINES, None)
    sent = frame.patch([(0, 0, [Segment("🚢 two")])], COLUMNS, LINES, None)
    assert sent.startswith("\x1b[1;1H🚢\x1b[1;3H two")


def test_no_style_is_left_switched_on() -> None:
    sent = Frame().patch([(0, 0, [Segment("x", STYLES[1])])], COLUMNS, LINES, ColorSystem.TRUECOLOR)
    assert sent.endswith("\x1b[0m")


def test_a_style_has_the_codes_of_the_terminal_s_colours() -> None:
    assert sgr(Style(bold=True, color="#ff0000"), ColorSystem.TRUECOLOR) == "1;38;2;255;0;0"
    assert sgr(Style(color="#ff0000"), ColorSystem.EIGHT_BIT) == "38;5;196"
    assert sgr(Style.null(), ColorSystem.TRUECOLOR) == ""


def test_letters_of_every_script_are_sure_of_their_width_and_pictures_are_not() -> None:
    assert all(sure(letter) for letter in "aé日жش“…•─")
    assert not any(sure(picture) for picture in ("❤", "🚢", "e\u0301", "\U0001f1e6"))
