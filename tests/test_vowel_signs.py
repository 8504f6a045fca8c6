"""tui.vowel_signs: spacing vowel signs take a cell, and nothing else is measured in another way."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from rich.cells import get_character_cell_size, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from tui import vowel_signs
from tui.text import fit, width


@pytest.mark.parametrize(
    ("text", "cells"),
    [("बंदरगाह", 6), ("தமிழ்", 4), ("বাংলা", 5), ("ท่าเรือ", 5), ("ميناء", 5), ("🚢日本", 6), ("e\u0301a", 2)],
)
def test_a_vowel_sign_takes_a_cell_for_all_who_measure(text: str, cells: int) -> None:
    assert (width(text), Segment(text).cell_length, Strip([Segment(text)]).cell_length) == (cells,) * 3
    assert width(fit(text, 9)) == 9
    assert width(set_cell_size(text, 2)) == 2


def test_only_the_widths_of_vowel_signs_differ_from_rich_s() -> None:
    rich_s = {
        code: size for first, last, size in vowel_signs._load().widths for code in range(first, last + 1)
    }
    other = {
        chr(code)
        for code in range(0xA0, sys.maxunicode + 1)
        if get_character_cell_size(chr(code)) != rich_s.get(code, 1)
    }
    assert other
    assert {unicodedata.category(each) for each in other} == {"Mc"}
    assert {get_character_cell_size(each) for each in other} == {1}
