"""Pasted text whose end never comes."""

from __future__ import annotations

import pytest
from textual import events

from tui.app.pasting import END, LIMIT, START, Pasting
from tui.app.terminal import Parser


def typed(*pieces: tuple[float, str]) -> list[tuple[str, str]]:
    """(kind, what) of what an app gets of pieces that come at these times."""
    parser, pasting = Parser(), Pasting()
    found = []
    for at, piece in pieces:
        if data := pasting.take(piece, at):
            for event in parser.feed(data):
                if isinstance(event, events.Paste):
                    found.append(("paste", event.text))
                elif isinstance(event, events.Key):
                    found.append(("key", event.key))
    return found


def test_a_paste_is_one_whatever_pieces_it_comes_in() -> None:
    whole = f"{START}some words{END}j"
    for cut in range(1, len(whole)):
        assert typed((0.0, whole[:cut]), (0.1, whole[cut:])) == [("paste", "some words"), ("key", "j")]


def test_a_key_after_a_second_ends_a_paste_that_has_no_end() -> None:
    assert typed((0.0, f"{START}some wor"), (1.5, "q"), (1.6, "j")) == [
        ("paste", "some wor"),
        ("key", "q"),
        ("key", "j"),
    ]


def test_a_paste_over_a_link_that_stands_still_for_a_while_goes_on() -> None:
    assert typed((0.0, f"{START}some"), (3.0, " more words"), (9.0, f" end{END}")) == [
        ("paste", "some more words end")
    ]


def test_of_a_paste_without_bounds_the_beginning_is_kept() -> None:
    pieces = [(0.0, START), *((0.0, "x" * 4096) for _ in range(1_000)), (0.0, END), (0.0, "j")]
    (paste, key) = typed(*pieces)
    assert paste[0] == "paste"
    assert LIMIT - 4_096 <= len(paste[1]) <= LIMIT
    assert key == ("key", "j")


@pytest.mark.parametrize("text", ["\x1b[", "\x1b", "\x1b[200", "\x1b[201", "\x1b]0;never"])
def test_what_only_looks_like_a_bracket_is_text(text: str) -> None:
    pasting = Pasting()
    assert pasting.take(text, 0.0) == text
    assert pasting.take("q", 5.0) == "q"
