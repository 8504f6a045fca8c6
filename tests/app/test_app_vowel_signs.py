"""Vowel signs on terminals that give them a cell, as tmux does, and on those that give none, as kitty."""

from __future__ import annotations

import unicodedata

import pyte
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from tui.app.frame import Frame
from tui.app.widths import REST, cells, written

COLUMNS, LINES = 20, 4
WORDS = ["बंदरगाह", "हिन्दी", "தமிழ்", "கோவை", "বাংলা", "ท่าเรือ", "ميناء", "port", "日本", "ड़ा", "e\u0301", " "]
STYLES = [Style.null(), Style(bold=True), Style(bgcolor="blue")]


class Unicode(pyte.Screen):
    """pyte, which leaves out the marks of a text that Unicode gives no order, with all of them."""

    signs_take_a_cell = False

    def draw(self, data: str) -> None:
        for character in data:
            kind, at = unicodedata.category(character), self.cursor.x
            if kind == "Mn" or (kind == "Mc" and not self.signs_take_a_cell):
                line = self.buffer[self.cursor.y]
                if at:
                    line[at - 1] = line[at - 1]._replace(data=line[at - 1].data + character)
            elif kind == "Mc":
                super().draw("a")
                line = self.buffer[self.cursor.y]
                line[at] = line[at]._replace(data=character)
            else:
                super().draw(character)


class Libc(Unicode):
    """A terminal that asks glibc for widths."""

    signs_take_a_cell = True


def expected(text: str, *, signs_take_a_cell: bool) -> list[str]:
    """What stands in each cell of a line."""
    found = ["" if cell == REST else written(cell) for cell in cells(text)]
    if not signs_take_a_cell:
        for place, cell in enumerate(found):
            if cell and unicodedata.category(cell[0]) == "Mc":
                base = max(at for at in range(place) if found[at] != " ")
                found[base] += cell
                found[place] = " "
    return found + [" "] * (COLUMNS - len(found))


@st.composite
def line(draw: st.DrawFn) -> list[Segment]:
    """Some words in styles that may change between a letter and its sign."""
    text = "".join(draw(st.lists(st.sampled_from(WORDS), max_size=5))).strip()
    while len(cells(text)) > COLUMNS:
        text = text[:-1]
    cut = draw(st.integers(0, len(text)))
    while cut < len(text) and unicodedata.category(text[cut]) == "Mn":
        cut += 1
    first, last = draw(st.sampled_from(STYLES)), draw(st.sampled_from(STYLES))
    return [
        Segment(text[:cut], first),
        Segment(text[cut:], last),
        Segment(" " * (COLUMNS - len(cells(text)))),
    ]


@pytest.mark.parametrize("kind", [Unicode, Libc])
@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(line(), min_size=LINES, max_size=LINES), min_size=1, max_size=4))
@example([[[Segment("बंदरगाह port 12345678")], *[[Segment("日本")]] * 3], [[Segment("गा" * 10)]] * 4])
def test_text_is_whole_in_its_columns_and_nothing_is_left_over(
    kind: type[Unicode], frames: list[list[list[Segment]]]
) -> None:
    screen = kind(COLUMNS, LINES)
    screen.reset_mode(pyte.modes.DECAWM)
    stream, frame = pyte.Stream(screen), Frame()
    for shown in frames:
        lines = [[*row, Segment(" " * COLUMNS)] for row in shown]
        frame.take([(y, 0, row) for y, row in enumerate(lines)], COLUMNS, LINES, None)
        stream.feed(frame.patch())
        for y, row in enumerate(shown):
            text = "".join(each.text for each in row).rstrip()
            seen = [screen.buffer[y][x].data for x in range(COLUMNS)]
            assert seen == expected(text, signs_take_a_cell=kind.signs_take_a_cell)


def test_a_sign_whose_letter_is_beyond_the_screen_is_not_drawn_on_the_line_before() -> None:
    frame = Frame()
    frame.take([(0, 0, [Segment("ab")]), (1, 0, [Segment("\u093eह")])], 2, 2, None)
    assert "\u093e" not in frame.patch()


def test_a_sign_is_drawn_in_the_look_of_its_letter() -> None:
    frame = Frame()
    frame.take([(0, 0, [Segment("ग", Style(bold=True)), Segment("ाह")])], 3, 1, None)
    assert "गा" in frame.patch()
