"""The footnotes of a story: what its own marks lead to, wherever the page has put it. Pure.

Knows no extractor. Those lose footnotes: they are short, linked, and stand behind everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from tui.pages.extract_units import Layout

NOTE_TOKENS, NOTE_UNITS = 300, 12
"""The longest note: what is longer is a part of the page."""

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[ivxlc]{1,6}|[a-z]|[*†‡§¶]{1,3})[\])]?", re.IGNORECASE)
_INLINE = frozenset({"a", "span", "sup", "b", "strong", "i", "em", "cite", "small"})


def add_notes(page: Layout, chosen: list[bool]) -> None:
    """Choose also the units to which marks in chosen ones lead, as ``[3]`` to the third note."""
    marks = _marks(page, chosen)
    if not marks:
        return
    for at, (what, tag, attributes) in enumerate(page.events):
        if what != "start":
            continue
        named = attributes.get("id") or (tag == "a" and attributes.get("name"))
        if named and marks.get(named, at) < at:
            units = _units_of(page, at)
            if (
                len(units) <= NOTE_UNITS
                and sum(len(page.units[each].tokens) for each in units) <= NOTE_TOKENS
            ):
                for each in units:
                    chosen[each] = True


def _marks(page: Layout, chosen: list[bool]) -> dict[str, int]:
    """The names that marks lead to, and where the first of each stands."""
    found: dict[str, int] = {}
    for at, (what, tag, attributes) in enumerate(page.events):
        if what != "start" or tag != "a":
            continue
        _, _, name = attributes.get("href", "").partition("#")
        if name:
            held = list(_texts(page, at))
            text = "".join(text for text, _ in held).strip()
            if _MARK.fullmatch(text) and chosen[held[0][1]]:
                found.setdefault(unquote(name), at)
    return found


def _texts(page: Layout, at: int) -> Iterator[tuple[str, int]]:
    for what, text, unit in page.events[at : page.ends.get(at, at)]:
        if what == "text":
            yield text, unit


def _units_of(page: Layout, at: int) -> list[int]:
    """The units of a place; where it is within a line, or empty, those of the element round it."""
    if page.events[at][1] in _INLINE:
        unit = next((rest for what, _, rest in page.events[at : at + NOTE_UNITS] if what == "text"), -1)
        at = page.units[unit].parent if unit >= 0 else -1
    return sorted({unit for _, unit in _texts(page, at)}) if at >= 0 else []
