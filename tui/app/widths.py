"""Text as cells, one character for each: what stands in them, and whether all terminals agree on that. Pure.

A line of cells is a plain string, so that comparing and cutting it takes no loop: a wide character is
followed by ``REST``, and what takes several characters in one cell (a letter with its accents) has a
stand-in from a private plane.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import get_character_cell_size

from tui.vowel_signs import is_vowel_sign

REST = "\ufffe"
"""The second cell of a wide character."""
UNKNOWN = "\uffff"
"""A cell that nothing is known of; no text has it."""
_SINGLE = re.compile("[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2500-\u259f]*").fullmatch
"""Text whose characters all fill one cell: most of what is not ASCII, looked at in one go."""
_FIRST = 0xF0000
_LIMIT = 60_000
_stand_ins: dict[str, str] = {}
_texts: dict[str, str] = {}


def cells(text: str) -> str:
    """The cells that ``text`` fills. Marks stand with their base; one without a base is left out."""
    if text.isascii() or _SINGLE(text):
        return text
    found: list[str] = []
    for character in text:
        size = get_character_cell_size(character)
        if size == 0:
            base = len(found) - 1
            while base > 0 and found[base] == REST:
                base -= 1
            if found:
                found[base] = _stand_in(written(found[base]) + character)
            continue
        # A feed's own characters of the private plane and these two must not be taken for ours.
        found.append(
            character if character < "\ufffe" or "\U00010000" <= character < "\U000f0000" else "\ufffd"
        )
        if size == 2:
            found.append(REST)
    return "".join(found)


def _stand_in(text: str) -> str:
    if text not in _stand_ins and len(_stand_ins) < _LIMIT:
        mark = chr(_FIRST + len(_stand_ins))
        _stand_ins[text], _texts[mark] = mark, text
    return _stand_ins.get(text, text[0])


def written(cell: str) -> str:
    """What is sent to a terminal for a cell; nothing for the second half of a wide character."""
    if cell in (REST, UNKNOWN):
        return "" if cell == REST else " "
    return _texts.get(cell, cell)


@lru_cache(maxsize=4096)
def sure(cell: str) -> bool:
    """Whether every terminal gives a cell the width that we do.

    Letters, digits, punctuation, box drawing are; pictures, and anything that combines, are not.
    """
    if cell.isascii() or "\u2500" <= cell <= "\u259f" or cell in (REST, UNKNOWN):
        return True
    if "\u2600" <= cell <= "\u27bf" or "\u2b00" <= cell <= "\u2bff" or cell >= "\U0001f000":
        return False
    return unicodedata.category(cell)[0] in "LNPZ" or unicodedata.category(cell) in ("Sm", "Sc", "Sk")


@lru_cache(maxsize=4096)
def leans(cell: str) -> bool:
    """Whether a cell is a vowel sign, which terminals that count it as none draw on the cell before."""
    return is_vowel_sign(written(cell)[:1] or " ")


def all_sure(text: str) -> bool:
    """Whether every cell of a line is ``sure``."""
    return text.isascii() or all(map(sure, set(text)))
