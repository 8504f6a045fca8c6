"""Every setting with its value and what it is for; Enter changes one. Writes nothing itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from rich.segment import Segment

from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.config_keys import KEYS, Key
from tui.config_values import shown
from tui.text import clean_line

TABLES = ("", "keys", "poll", "alerts", "story", "retention")
"""The tables that are one of a kind; sources and rules have their own places on the screen."""
NAME_CELLS = 26

Setting = tuple[str, str]
"""(table, key)."""


def values(text: str) -> Mapping[str, Any]:
    """The configuration's text as tables; none where it is no TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}


def value_of(tables: Mapping[str, Any], setting: Setting, key: Key) -> str:
    """The value of a setting as one would type it; its default where it is not set."""
    table, name = setting
    found = tables.get(table, {}) if table else tables
    value = found.get(name, key.default) if isinstance(found, dict) else key.default
    return clean_line(value) if isinstance(value, str) else _toml(value)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(each) for each in value)}]"
    return shown(value) if isinstance(value, str) else clean_line(str(value))


class SettingsScreen(Overlay[Setting]):
    """One row for a setting."""

    def __init__(self, text: str, palette: Palette) -> None:
        """``text``: the configuration as it stands."""
        tables = values(text)
        self._settings: list[Setting | None] = []
        lines: list[list[Segment]] = []
        for table in TABLES:
            lines.append([Segment(f" [{table}]" if table else " The screen", palette.heading)])
            self._settings.append(None)
            for name, key in KEYS[table].items():
                setting = (table, name)
                value = value_of(tables, setting, key)
                lines.append(
                    [
                        Segment(f"   {name:<{NAME_CELLS - 10}} ", palette.link),
                        Segment(f"{value or 'nothing'}  ", palette.unread),
                        Segment(key.help, palette.dim),
                    ]
                )
                self._settings.append(setting)
        super().__init__("Settings", "Enter change   / search   q back", lines, palette, folds=True)

    def taken(self, index: int) -> Setting | None:
        """The setting of the line."""
        return self._settings[index]
