"""Where in a TOML text each key stands: ``tomllib`` gives values without lines, and edits need exact places.

Knows TOML 1.0's grammar and nothing of settings. Expects text that ``tomllib`` has accepted: it
finds places, it judges nothing. Does not recurse; its time is linear in the text at any one depth.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field, replace

Place = tuple[str | int, ...]
"""The way to a value: names of keys and positions in arrays, as in ``("sources", 2, "url")``."""

_BLANK = re.compile(r"(?:[ \t\r\n\ufeff]|#[^\n]*)*+")
_SPACE = re.compile(r"[ \t]*+")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'""")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_BARE = re.compile(r"""[^,\[\]{}#"'\n]++""")


@dataclass(frozen=True, slots=True)
class Block:
    """One ``[[…]]`` table as it stands in the text."""

    place: Place
    start: int
    """Offset of the first character of its header's line."""
    end: int
    """Offset after the line of its last key, also of tables within it, or of the last header.

    Comments and blank lines after that belong to what follows.
    """


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """One ``key = value`` on lines of its own; the offsets of what it is made of."""

    start: int
    """Of the key."""
    value: int
    end: int
    """After the value; blanks and a comment may follow on its line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one TOML text."""

    lines: dict[Place, int]
    """The line, counted from 1, where each table, key and array element begins."""
    blocks: tuple[Block, ...]
    pairs: dict[Place, Pair]
    """Every key but those within an inline table or array."""

    def line(self, place: Place) -> int:
        """The line of ``place``, or of the nearest thing around it; 0 where nothing is known."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


@dataclass(slots=True)
class _Walk:
    text: str
    at: int = 0
    lines: dict[Place, int] = field(default_factory=dict)
    counts: dict[Place, int] = field(default_factory=dict)
    """How many elements each array of tables has so far."""
    newlines: list[int] = field(default_factory=list)

    def note(self, place: Place, offset: int) -> None:
        self.lines.setdefault(place, bisect_right(self.newlines, offset) + 1)

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Step over what ``pattern`` matches here; one character where it does not match."""
        match = pattern.match(self.text, self.at)
        end = match.end() if match and match.end() > self.at else self.at
        passed = self.text[self.at : end]
        self.at = end
        return passed

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]


def locate(text: str) -> Layout:
    """Find every table, key and array element of ``text``, and the extent of every ``[[…]]`` table."""
    walk = _Walk(text)
    walk.newlines = [match.start() for match in re.finditer("\n", text)]
    blocks: list[Block] = []
    pairs: dict[Place, Pair] = {}
    table: Place = ()
    opened: list[Block] = []
    walk.skip(_BLANK)
    while walk.at < len(text):
        start = walk.at
        if walk.peek() == "[":
            table, many = _header(walk)
            while opened and opened[-1].place != table[: len(opened[-1].place)]:
                blocks.append(opened.pop())
            if many:
                opened.append(Block(table, line_start(text, start), 0))
        else:
            place = _key(walk, table)
            value = walk.at
            _value(walk, place)
            pairs[place] = Pair(start, value, value + len(text[value : walk.at].rstrip()))
        end = line_end(text, walk.at)
        opened = [replace(block, end=end) for block in opened]
        walk.skip(_BLANK)
        if walk.at == start:
            break
    blocks += reversed(opened)
    return Layout(walk.lines, tuple(sorted(blocks, key=lambda block: block.start)), pairs)


def line_start(text: str, offset: int) -> int:
    """The offset of the first character of the line that ``offset`` is in."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """The offset after the line that ``offset`` is in, and after its line end."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def _header(walk: _Walk) -> tuple[Place, bool]:
    """Step over ``[a.b]`` or ``[[a.b]]``; its place, and whether it is an element of an array."""
    start = walk.at
    many = walk.text.startswith("[[", start)
    walk.at += 2 if many else 1
    names = _names(walk)
    walk.at += 2 if many else 1
    place: Place = ()
    for name in names[:-1]:
        place = _latest(walk, (*place, name))
        walk.note(place, start)
    place = (*place, names[-1])
    if many:
        walk.note(place, start)
        walk.counts[place] = walk.counts.get(place, 0) + 1
    place = _latest(walk, place)
    walk.note(place, start)
    return place, many


def _latest(walk: _Walk, place: Place) -> Place:
    """A header that goes through an array of tables means its newest element."""
    return (*place, walk.counts[place] - 1) if place in walk.counts else place


def _names(walk: _Walk) -> list[str]:
    """Step over a key with its dots: the names in it."""
    names: list[str] = []
    while True:
        walk.skip(_SPACE)
        names.append(_unquoted(walk.skip(_KEY_PART)))
        walk.skip(_SPACE)
        if walk.peek() != ".":
            return names
        walk.at += 1


def _unquoted(part: str) -> str:
    if part.startswith("'"):
        return part[1:-1]
    if part.startswith('"'):
        return str(tomllib.loads(f"key = {part}")["key"])
    return part


def _key(walk: _Walk, table: Place) -> Place:
    """Step over ``a.b =``: the place that it names within ``table``."""
    start = walk.at
    place = table
    for name in _names(walk):
        place = (*place, name)
        walk.note(place, start)
    walk.at += 1
    walk.skip(_SPACE)
    return place


@dataclass(slots=True)
class _Open:
    """An array or inline table that has begun and not ended."""

    place: Place
    count: int | None
    """Elements so far; None for an inline table."""


def _value(walk: _Walk, place: Place) -> None:
    """Step over one value, noting the keys and elements inside it."""
    opened: list[_Open] = []
    while walk.at < len(walk.text):
        character = walk.peek()
        if character in "]}":
            walk.at += 1
            opened.pop()
        elif character in "[{":
            walk.at += 1
            opened.append(_Open(place, 0 if character == "[" else None))
        elif character == ",":
            walk.at += 1
        elif not (walk.skip(_STRING) or walk.skip(_BARE)):
            return
        if not opened:
            return
        walk.skip(_BLANK)
        place = _next_in(walk, opened[-1])


def _next_in(walk: _Walk, inside: _Open) -> Place:
    """The place of what comes next in an open array or inline table, noted."""
    if walk.peek() in ("", ",", "]", "}"):
        return inside.place
    if inside.count is None:
        return _key(walk, inside.place)
    place = (*inside.place, inside.count)
    inside.count += 1
    walk.note(place, walk.at)
    return place
