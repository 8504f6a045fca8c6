"""config.toml edited as text: sources added, changed and taken out; every other byte stays as it was written.

Knows neither network, cache nor screen. Each function returns a text only after it was parsed and
held exactly what was asked for. Why not tomlkit: with a table it takes out the comment above the
next one, or at the end of the file (0.15.2, tried), and it needs 2.0 s for 10,000 sources. Why not
a list that telex owns: it would be a second place to look for what is subscribed.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tui import config
from tui.config import EditError as EditError
from tui.config_lines import Block, Layout, locate
from tui.config_set import add_table, after_last, block_of, extent, line_ending, remove_table
from tui.config_values import SettingError, address, duration_text, same_address, source_address
from tui.model import Level, Rule, RuleAct, Source
from tui.paths import naming, put_file
from tui.text import clean_line, shown_url


def _string(value: str) -> str:
    """``value``, one harmless line, as a basic string of TOML 1.0."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


_WRITERS: dict[str, Callable[[Any], str]] = {
    "url": _string,
    "name": _string,
    "group": _string,
    "weight": repr,
    "interval": lambda seconds: _string(duration_text(seconds)),
    "enabled": lambda flag: "true" if flag else "false",
}
"""How each key of a source is written, in the order of a new table."""
_DEFAULTS = {each.name: each.default for each in fields(Source)}


def unknown_sources(wanted: Iterable[Source], known: Iterable[Source]) -> list[Source]:
    """Those of ``wanted`` whose address is not among ``known``."""
    there = {same_address(source.url) for source in known}
    return [source for source in wanted if same_address(source.url) not in there]


def add_sources(text: str, new: Sequence[Source]) -> str:
    """The configuration ``text`` with a ``[[sources]]`` table for each of ``new`` at its end.

    Raises ``EditError`` where ``text`` is in error, a source is there already, or sources are
    written as one inline list.
    """
    before = _parsed(text)
    added = [_harmless(source) for source in new]
    ending = line_ending(text)
    joint = "" if not text or text.endswith("\n") else ending
    tables = [ending.join(["", "[[sources]]", *_lines(_literals(source)), ""]) for source in added]
    result = text + joint + "".join(tables)
    if not text:
        result = result.removeprefix(ending)
    return _held(result, before, [*before.sources, *added], "the sources could not be added to this file")


def add_rule(text: str, rule: Rule) -> str:
    """The configuration ``text`` with a ``[[rules]]`` table for ``rule`` at its end.

    Raises ``EditError`` where ``text`` is in error or rules are written as one inline list.
    """
    written = {
        "query": rule.query,
        "act": str(rule.act) if rule.act is not RuleAct.WATCH else "",
        "name": rule.name,
        "level": rule.level.name if rule.level is not Level.URGENT else "",
        "tag": rule.tag,
        "scope": rule.scope,
        "expires": ""
        if rule.expires is None
        else f"{datetime.fromtimestamp(rule.expires).astimezone():%Y-%m-%d}",
    }
    return add_table(text, "rules", {name: value for name, value in written.items() if value})


def change_source(text: str, url: str, change: Callable[[Source], Source]) -> str:
    """The configuration ``text`` with what ``change`` makes of the source at ``url``.

    Only keys whose value changes are touched: a value is replaced where it stands, a new key comes
    after the table's last one, and a key that falls back to its default goes, but not the comment
    on its line. Raises ``EditError`` where ``text`` is in error, has no such table, or another
    source has the new address.
    """
    before = _parsed(text)
    index, layout, block = _found(text, before, url)
    sources = list(before.sources)
    sources[index] = _harmless(change(before.sources[index]), was=before.sources[index].url)
    old, new = _literals(before.sources[index]), _literals(sources[index])
    keys = [key for key in _WRITERS if old.get(key) != new.get(key)]
    places = {key: layout.pairs.get((*block.place, key)) for key in keys}
    missing = {key: new[key] for key in keys if places[key] is None}
    if missing and not text.endswith("\n"):
        text += line_ending(text)
    edits: list[tuple[int, int, str]] = []
    for key, pair in places.items():
        if pair is not None:
            edits.append((pair.value, pair.end, new[key]) if key in new else (*extent(text, pair), ""))
    if missing:
        after, indent = after_last(text, layout, block)
        added = "".join(f"{indent}{line}{line_ending(text)}" for line in _lines(missing))
        edits.append((after, after, added))
    result = text
    # From the end to the front, so that the offsets of what is still to be edited hold.
    for start, end, piece in sorted(edits, reverse=True):
        result = result[:start] + piece + result[end:]
    return _held(result, before, sources, "the source could not be changed in this file")


def remove_source(text: str, url: str) -> str:
    """The configuration ``text`` without the ``[[sources]]`` table of ``url``; see ``remove_table``.

    Raises ``EditError`` where ``text`` is in error or has no such table.
    """
    before = _parsed(text)
    index, _, _ = _found(text, before, url)
    return remove_table(text, ("sources", index))


def edit(path: Path, change: Callable[[str], str]) -> str:
    """Put what ``change`` makes of the text of the file at ``path`` in its place, and give it.

    Raises ``EditError`` for a file that is not UTF-8 or cannot be saved, ``OSError`` for one that
    cannot be read, and whatever ``change`` raises; the file is then as it was.
    """
    try:
        # Not read_text: that would make every line end a "\n".
        with naming(path):
            text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise EditError(f"{path} is not UTF-8; it is as it was") from error
    changed = change(text)
    save(path, changed)
    return changed


def save(path: Path, text: str) -> None:
    """Put ``text`` in the place of the file at ``path``, as a whole or not at all.

    A symbolic link is followed, the file's mode kept; a new file has mode 0600. Raises
    ``EditError`` where that fails; the old file is then as it was.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
        put_file(path, text.encode("utf-8"), mode)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EditError(f"{path} cannot be saved: {reason}; it is as it was") from error


def _literals(source: Source) -> dict[str, str]:
    """The keys of a source that are not at their default, as they are written."""
    stated = {key: getattr(source, key) for key in _WRITERS if getattr(source, key) != _DEFAULTS[key]}
    return {key: _WRITERS[key](value) for key, value in stated.items()}


def _lines(literals: dict[str, str]) -> list[str]:
    return [f"{key} = {literal}" for key, literal in literals.items()]


def _harmless(source: Source, was: str = "") -> Source:
    """``source`` as the reader of the configuration will give it back.

    What is new can only be an http or https address: that a source is a file or a command stands in
    the configuration because its user wrote it there.
    """
    try:
        url = was if source.url == was else address(source.url)
    except SettingError as error:
        raise EditError(f"the address {error}") from error
    return replace(source, url=url, name=clean_line(source.name), group=clean_line(source.group))


def _found(text: str, before: config.Settings, url: str) -> tuple[int, Layout, Block]:
    """Which source has the address ``url``, and where its table stands."""
    try:
        wanted = same_address(source_address(url))
    except SettingError as error:
        raise EditError(f"the address {error}") from error
    index = next((i for i, s in enumerate(before.sources) if same_address(s.url) == wanted), None)
    if index is None:
        raise EditError(f"no source has the address {shown_url(clean_line(url, 2_000))}")
    layout = locate(text)
    return index, layout, block_of(layout, ("sources", index))


def _parsed(text: str) -> config.Settings:
    try:
        return config.parse(text, "config.toml")
    except config.ConfigError as error:
        raise EditError(f"the configuration would not be right:\n{error}") from error


def _held(result: str, before: config.Settings, sources: Sequence[Source], sorry: str) -> str:
    """``result``, if it holds ``sources`` and is else the configuration that it was ``before``."""
    if _parsed(result) != replace(before, sources=tuple(sources)):
        raise EditError(f"{sorry}; nothing was changed")
    return result
