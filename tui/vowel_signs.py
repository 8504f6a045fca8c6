"""Spacing vowel signs (category Mc) take a cell, as glibc has it: rich's table of widths, set right for all.

Knows no text and no terminal. glibc's wcwidth, and with it tmux, foot and xterm, moves on by one
cell for the signs of Devanagari, Bengali, Tamil and their like; rich, as kitty, by none. Counted as
none they are written over by the next letter where they take one. Counted as one nothing is lost
anywhere: what draws goes to the next cell by itself, so that the others show a blank after them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import rich.cells
from rich.cells import CellTable, cached_cell_len, get_character_cell_size

_load = rich.cells.load_cell_table  # type: ignore[attr-defined]  # watched by tests/trust


def is_vowel_sign(character: str) -> bool:
    """Whether a character is a mark that takes a cell of its own on some terminals."""
    return unicodedata.category(character) == "Mc"


@lru_cache(maxsize=4096)
def is_mark(character: str) -> bool:
    """Whether a character may stand on the one before it: it takes no cell on some terminal."""
    return character >= "\u0300" and (get_character_cell_size(character) == 0 or is_vowel_sign(character))


@cache
def _table(version: str = "auto") -> CellTable:
    """rich's table of widths, with a cell for each vowel sign."""
    table: CellTable = _load(version)
    return table._replace(widths=[each for span in table.widths for each in _without_signs(*span)])


def _without_signs(first: int, last: int, width: int) -> Iterator[tuple[int, int, int]]:
    """A span of the table, in parts where there are vowel signs in it: what has no span takes a cell."""
    if width == 0:
        for code in range(first, last + 1):
            if is_vowel_sign(chr(code)):
                if first < code:
                    yield first, code - 1, 0
                first = code + 1
    if first <= last:
        yield first, last, width


rich.cells.load_cell_table = _table  # type: ignore[attr-defined]
get_character_cell_size.cache_clear()
cached_cell_len.cache_clear()
