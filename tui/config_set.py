"""One setting of config.toml changed as text; every other byte stays as it was written.

Knows neither network, cache nor screen. See ``tui.config_edit``, which does the same for sources.
"""

from __future__ import annotations

import json
import re
import tomllib

from tui import config
from tui.config import ConfigError, EditError
from tui.config_lines import line_end, locate

_HEADER = re.compile(r"(?m)^[ \t]*\[")


def literal(typed: str, default: object) -> str:
    """What a person types for a setting, as TOML: words need no quotation marks where text is wanted."""
    text = typed.strip()
    try:
        value = tomllib.loads(f"x = {text}")["x"]
    except tomllib.TOMLDecodeError:
        value = text
    if isinstance(default, str) and not isinstance(value, str | dict):
        value = text
    return text if not isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def set_value(text: str, table: str, key: str, value: str) -> str:
    """``text`` with ``key`` of ``[table]`` ("" for the top) set to the TOML literal ``value``.

    A key that is there keeps its place and the comment on its line. A new one stands below the line that
    shows its default, as the shipped file has, else at the end of its table; a new table at the end of the
    file. Raises ``EditError`` where the result would be in error.
    """
    place = (*table.split("."), key) if table else (key,)
    written = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
    ending = "\r\n" if "\r\n" in text else "\n"
    pair = locate(text).pairs.get(place)
    if pair is not None:
        result = text[: pair.value] + value + text[pair.end :]
    else:
        start, end = _extent(text, table)
        if start < 0:
            joint = "" if not text or text.endswith("\n") else ending
            result = f"{text}{joint}{ending}[{table}]{ending}{written} = {value}{ending}"
        else:
            shown = re.compile(rf"(?m)^#[ \t]*{re.escape(written)} = .*$").search(text, start, end)
            at = line_end(text, shown.start()) if shown else _last(text, start, end)
            before = text[:at] if not at or text[:at].endswith("\n") else text[:at] + ending
            result = f"{before}{written} = {value}{ending}{text[at:]}"
    try:
        config.parse(result, "the configuration")
    except ConfigError as error:
        raise EditError(error.problems[0].message) from error
    return result


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
