"""A line of the screen: how one that is too long goes on below."""

from __future__ import annotations

from rich.segment import Segment

from tui.app.widgets.line import folded


def texts(pieces: list[Segment], cells: int) -> list[str]:
    return ["".join(piece.text for piece in row) for row in folded(pieces, cells)]


def test_a_line_that_fits_is_one_row() -> None:
    assert texts([Segment("  j  "), Segment("One row down.")], 18) == ["  j  One row down."]


def test_a_long_line_goes_on_below_where_its_last_piece_began() -> None:
    line = [Segment("  z  "), Segment("Put off until a time: then it is unread again.")]
    assert texts(line, 30) == [
        "  z  Put off until a time:",
        "     then it is unread again.",
    ]


def test_the_space_before_the_words_is_kept_below_too() -> None:
    assert texts([Segment("   Nothing raises it: no marker that counts.")], 24) == [
        "   Nothing raises it: no",
        "   marker that counts.",
    ]


def test_where_there_is_no_room_beside_the_words_stand_below() -> None:
    line = [Segment("a long heading of keys "), Segment("words that do not fit and so go on")]
    assert texts(line, 30) == ["a long heading of keys ", "    words that do not fit and", "    so go on"]
