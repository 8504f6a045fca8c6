"""One setting, or one table of a list, changed in the text of config.toml; every other byte stays as written.

Knows neither network, cache nor screen. ``tui.config_edit`` has what sources need besides. Each function
returns a text only after it was parsed and held exactly what was asked for.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from tui import config
from tui.config import ConfigError, EditError
from tui.config_lines import Block, Layout, Pair, Place, line_end, line_start, locate
from tui.text import clean_line

_HEADER = re.compile(r"(?m)^[ \t]*\[")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
VALUE_LIMIT = 4_000
"""Characters of a text that is written."""


def literal(typed: str, default: object) -> str:
    """What a person types for a setting, as TOML: words need no quotation marks where text is wanted.

    Where a list is wanted, its words may stand between commas alone.
    """
    text = typed.strip()
    try:
        value = tomllib.loads(f"x = {text}")["x"]
    except tomllib.TOMLDecodeError:
        value = text
    if isinstance(default, str) and not isinstance(value, str | dict):
        value = text
    if isinstance(default, list) and isinstance(value, str):
        return _toml([word.strip() for word in value.split(",") if word.strip()])
    return text if not isinstance(value, str) else _toml(value)


def set_value(text: str, place: Place, value: str) -> str:
    """``text`` with the key at ``place``, such as ``("poll", "interval")``, set to ``value``, as TOML has it.

    A key that is there keeps its place and the comment on its line. A new one stands below the line that
    shows its default, as the shipped file has, else after the last of its table; a new table at the end of
    the file. Raises ``EditError`` where the result would be in error.
    """
    return set_values(text, {place: value})


def set_values(text: str, values: Mapping[Place, str]) -> str:
    """As ``set_value``, for keys that make sense only together: the result alone need be right."""
    wanted = _tables(text)
    for place, value in values.items():
        table = table_at(wanted, place[:-1])
        try:
            table[place[-1]] = tomllib.loads(f"x = {value}")["x"]
        except tomllib.TOMLDecodeError as error:
            raise EditError(f"{place[-1]} cannot be {clean_line(value, 80)}: that is no TOML") from error
    pairs = locate(text).pairs
    there = sorted((pairs[place], value) for place, value in values.items() if place in pairs)
    # From the end to the front, so that the places of what is still to be changed hold.
    for pair, value in reversed(there):
        text = text[: pair.value] + value + text[pair.end :]
    for place, value in values.items():
        text = text if place in pairs else _with_key(text, place, value)
    return _held(text, wanted, next(iter(values), ("",)))


def unset(text: str, place: Place) -> str:
    """``text`` without the key at ``place``, which is then as it is by default; a comment on its line stays.

    Raises ``EditError`` where the result would be in error, or the key is part of something on one line.
    """
    wanted = _tables(text)
    table = table_at(wanted, place[:-1])
    if place[-1] not in table:
        return text
    del table[place[-1]]
    layout = locate(text)
    pair = layout.pairs.get(place)
    if pair is None:
        raise _by_hand(layout, place)
    start, end = extent(text, pair)
    return _held(text[:start] + text[end:], wanted, place)


def add_table(text: str, name: str, keys: Mapping[str, object]) -> str:
    """The configuration ``text`` with one more table of the list ``name``, holding ``keys``, at its end.

    Raises ``EditError`` where a value is no text, number or flag, or the configuration would be in
    error, or would hold anything else besides that it did not hold before.
    """
    wanted = _tables(text)
    cleaned = {key: _cleaned(value) for key, value in keys.items()}
    wanted.setdefault(name, []).append(cleaned)
    layout = locate(text)
    if (name,) in layout.pairs:
        raise _by_hand(layout, (name,))
    ending = line_ending(text)
    joint = "" if not text or text.endswith("\n") else ending
    lines = [f"{key} = {_toml(value)}" for key, value in cleaned.items() if _BARE.fullmatch(key)]
    blank = "" if not text else ending
    return _held(
        text + joint + blank + ending.join([f"[[{name}]]", *lines, ""]),
        wanted,
        (name, len(wanted[name]) - 1),
    )


def remove_table(text: str, place: Place) -> str:
    """The configuration ``text`` without the table at ``place``, such as ``("rules", 2)``.

    The table's lines go, from its header to its last key, and one blank line above it, which
    ``add_table`` put there; comments above the header and after the last key stay. Raises ``EditError``
    where ``text`` is in error or the table is part of an inline list.
    """
    wanted = _tables(text)
    tables = wanted[str(place[0])]
    del tables[int(place[1])]
    if not tables:
        del wanted[str(place[0])]
    block = block_of(locate(text), place)
    above = line_start(text, max(0, block.start - 1))
    start = block.start if text[above : block.start].strip() else above
    return _held(text[:start] + text[block.end :], wanted, place)


def table_at(tables: dict[str, Any], place: Place) -> dict[Any, Any]:
    """The table at ``place`` of what TOML gave; an empty one is made where there is none."""
    found: Any = tables
    for name in place:
        found = found.setdefault(name, {}) if isinstance(found, dict) else found[name]
    return found if isinstance(found, dict) else {}


def block_of(layout: Layout, place: Place) -> Block:
    """Where the table at ``place`` of a list stands. Raises EditError where it is part of an inline list."""
    block = next((block for block in layout.blocks if block.place == place), None)
    if block is None:
        raise _by_hand(layout, place)
    return block


def after_last(text: str, layout: Layout, block: Block) -> tuple[int, str]:
    """Where a new key of a table of a list goes, after its last one, and how far it is set in."""
    own = [pair for place, pair in layout.pairs.items() if place[:-1] == block.place]
    if not own:
        return line_end(text, block.start), ""
    last = max(own, key=lambda pair: pair.start)
    return line_end(text, last.end), text[line_start(text, last.start) : last.start]


def extent(text: str, pair: Pair) -> tuple[int, int]:
    """What goes with a key that goes: its lines, or where a comment follows, all up to that."""
    end = line_end(text, pair.end)
    rest = text[pair.end : end].lstrip()
    return (pair.start, end - len(rest)) if rest else (line_start(text, pair.start), end)


def line_ending(text: str) -> str:
    """How lines end in ``text``."""
    return "\r\n" if "\r\n" in text else "\n"


def _with_key(text: str, place: Place, value: str) -> str:
    """``text`` with a key that it does not have yet."""
    key = str(place[-1])
    layout, ending = locate(text), line_ending(text)
    written = key if _BARE.fullmatch(key) else _toml(key)
    if any(place[:size] in layout.pairs for size in range(1, len(place))):
        raise _by_hand(layout, place)
    if not all(isinstance(name, str) for name in place):
        at, indent = after_last(text, layout, block_of(layout, place[:-1]))
    else:
        table, indent = ".".join(map(str, place[:-1])), ""
        start, end = _extent(text, table)
        if start < 0:
            joint = "" if not text or text.endswith("\n") else ending
            return f"{text}{joint}{ending}[{table}]{ending}{written} = {value}{ending}"
        shown = re.compile(rf"(?m)^#[ \t]*{re.escape(written)} = .*$").search(text, start, end)
        at = line_end(text, shown.start()) if shown else _last(text, start, end)
    before = text[:at] if not at or text[:at].endswith("\n") else text[:at] + ending
    return f"{before}{indent}{written} = {value}{ending}{text[at:]}"


def _extent(text: str, table: str) -> tuple[int, int]:
    """Where the lines of a table begin and end; (-1, -1) where there is no such table."""
    start = 0
    if table:
        header = re.compile(rf"(?m)^[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\][^\n]*$").search(text)
        if header is None:
            return -1, -1
        start = line_end(text, header.end())
    following = _HEADER.search(text, start)
    return start, following.start() if following else len(text)


def _last(text: str, start: int, end: int) -> int:
    """The end of the last line between two places that is neither blank nor a comment; else ``start``."""
    at = place = start
    while at < end:
        line = text[at : line_end(text, at)]
        at += len(line)
        if line.strip() and not line.lstrip().startswith("#"):
            place = at
    return place


def _tables(text: str) -> dict[str, Any]:
    """What ``text`` holds, as TOML has it. Raises EditError where it is no TOML."""
    try:
        config.parse(text, "config.toml")
    except ConfigError as error:
        raise EditError(f"the configuration is not right as it is: {str(error).splitlines()[0]}") from error
    return tomllib.loads(text.removeprefix("\ufeff"))


def _held(result: str, wanted: Mapping[str, Any], place: Place) -> str:
    """``result``, if it is a configuration and holds what is ``wanted`` and nothing else."""
    try:
        config.parse(result, "config.toml")
    except ConfigError as error:
        problem = error.problems[0]
        raise EditError(f"{problem.key.rpartition('.')[2]} {problem.message}".strip()) from error
    if _full(tomllib.loads(result.removeprefix("\ufeff"))) != _full(wanted):
        raise EditError(f"{place[0]} cannot be changed in this file; edit it by hand")
    return result


def _full(value: Any) -> Any:
    """``value`` without the tables in it that are empty."""
    if isinstance(value, dict):
        kept = {key: _full(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each != {}}
    return [_full(each) for each in value] if isinstance(value, list) else value


def _by_hand(layout: Layout, place: Place) -> EditError:
    return EditError(f"line {layout.line(place)}: {place[0]} is written on one line; edit it by hand")


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean_line(value, VALUE_LIMIT)
    if not isinstance(value, bool | int | float):
        raise EditError("its values must be texts, numbers or flags")
    return value


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(_toml, value))}]"
    return repr(value)
