"""tui.text: what its shortcuts let pass is what the rules would let pass."""

from __future__ import annotations

import re
import sys
import unicodedata

from tui import text
from tui.vowel_signs import is_mark

PLAIN = re.compile(f"[{text._PLAIN}]")


def plain_characters() -> list[str]:
    return [character for character in map(chr, range(sys.maxunicode + 1)) if PLAIN.match(character)]


def second_halves() -> set[str]:
    """Characters that may melt into the one before them when a text is normalised."""
    halves = {*map(chr, range(0x1161, 0x1176)), *map(chr, range(0x11A8, 0x11C3))}
    for character in map(chr, range(sys.maxunicode + 1)):
        parts = unicodedata.decomposition(character).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            halves.add(chr(int(parts[1], 16)))
    return halves


def test_no_plain_character_is_harmful_or_another_kind_of_space() -> None:
    odd = [c for c in plain_characters() if text._HARMFUL.match(c) or (c.isspace() and c not in " \t\n")]
    assert odd == []


def test_no_plain_character_changes_when_a_text_is_normalised() -> None:
    halves = second_halves()
    odd = [c for c in plain_characters() if unicodedata.normalize("NFC", c) != c or c in halves]
    assert odd == []


def test_no_plain_character_is_a_mark_so_that_five_others_are_needed_for_an_excess_of_marks() -> None:
    odd = [c for c in plain_characters() if is_mark(c)]
    assert odd == []
