"""What the sources pane does to the configuration: rename, move, pause, remove, subscribe.

Each function runs on the writer's thread: it edits the file, keeping what the user wrote, reads it
anew and brings the cache into step. Knows no widget.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from tui import config, config_edit
from tui.cache.database import Connection
from tui.cache.in_step import keep_in_step
from tui.config_lines import Place
from tui.config_set import literal, set_values
from tui.model import Source
from tui.text import clean_line

TextEdit = Callable[[str], str]
"""The configuration's text to its new text."""


def apply(connection: Connection, *, path: Path, change: TextEdit, now: int) -> str:
    """Edit the file at ``path`` and bring the cache into step with the result; gives its text.

    Raises EditError, ConfigError and OSError; the file is then as it was.
    """
    text = config_edit.edit(path, change)
    keep_in_step(connection, config.load(path), now)
    return text


def rename(url: str, name: str) -> TextEdit:
    """Call the source ``name``; "" is the feed's own title."""
    return partial(config_edit.change_source, url=url, change=lambda source: replace(source, name=name))


def rename_group(name: str, new: str) -> TextEdit:
    """Call a group ``new``, with the groups in it; its sources and what is said of it follow."""

    def change(text: str) -> str:
        tables = tomllib.loads(text.removeprefix("\ufeff"))
        values: dict[Place, str] = {}
        for table, key in (("sources", "group"), ("groups", "name")):
            for at, each in enumerate(tables.get(table, [])):
                found = clean_line(str(each.get(key, "")))
                if found == name or found.startswith(f"{name}/"):
                    values[table, at, key] = literal(f"{new}{found[len(name) :]}".strip("/"), "")
        return set_values(text, values)

    return change


def move(url: str, group: str) -> TextEdit:
    """Put the source into a group; "" is none."""
    return partial(config_edit.change_source, url=url, change=lambda source: replace(source, group=group))


def pause(url: str, *, paused: bool) -> TextEdit:
    """Poll the source no longer, or again."""
    return partial(
        config_edit.change_source, url=url, change=lambda source: replace(source, enabled=not paused)
    )


def remove(url: str) -> TextEdit:
    """Take the source out; its articles stay in the cache."""
    return partial(config_edit.remove_source, url=url)


def subscribe(source: Source) -> TextEdit:
    """Add a source at the end of the file."""
    return partial(config_edit.add_sources, new=[source])
