"""The configuration's file for those who change it: read and edited beside the keys, never on their thread.

Knows the reader, through whose writer every edit goes, so that edits are made one after the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui import config
from tui.app.acts import ACTS
from tui.app.aside import aside
from tui.app.command_line import CommandError, parse
from tui.app.key_names import KeyNameError, keys_from
from tui.app.own_keys import keymap_of
from tui.config import ConfigError, EditError
from tui.config_form import BETWEEN, Entry
from tui.source_edits import TextEdit

if TYPE_CHECKING:
    from pathlib import Path

    from tui.app.screens.reader import Reader


class ConfigFile:
    """The file of one reader's configuration: a ``Book`` of ``app.config_editing``."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, done: Callable[[str], None]) -> None:
        """``done`` gets the text; where it is in error, that is said."""
        path, reader = self._reader.context.config, self._reader

        async def reading() -> str | None:
            try:
                return await asyncio.to_thread(_good, path)
            except (OSError, ConfigError) as error:
                reader.say(str(error).splitlines()[0].removeprefix(f"{path.parent}/"))
                return None

        aside(reader, reading, lambda text: None if text is None else done(text))

    def edit(
        self, change: TextEdit, done: Callable[[str], None], failed: Callable[[Exception], None]
    ) -> None:
        """Edit it by ``change``; keys that clash are refused with both places."""
        path = self._reader.context.config
        self._reader.write(done, self._reader.context.edit(partial(checked, change, path)), failed)

    def names(self, entry: Entry) -> Sequence[str]:
        """Themes and acts are what the app alone knows."""
        if entry.place == ("theme",):
            return sorted(self._reader.app.available_themes)
        return [act.id for act in ACTS] if _does(entry) else ()

    def wrong(self, entry: Entry, typed: str) -> str:
        """Why a theme, a key or an act cannot be that."""
        if entry.place == ("theme",) and typed and typed not in self._reader.app.available_themes:
            return f"No theme is called {typed}; there are {', '.join(self.names(entry))}."
        try:
            if entry.place == ("keys", "key"):
                keys_from(typed)
            elif _does(entry):
                for line in typed.split(BETWEEN) if typed else ():
                    parse(line)
        except (KeyNameError, CommandError) as error:
            return f"{error}."
        return ""


def _does(entry: Entry) -> bool:
    """Whether a setting is what a key does."""
    return entry.place[0] == "keys" and (entry.place[-1] == "act" or len(entry.place) == 3)


def _good(path: Path) -> str:
    """The text at ``path``. Raises ConfigError where it cannot be used, OSError where it is gone by now."""
    config.load(path)
    return path.read_bytes().decode("utf-8")


def checked(change: TextEdit, path: Path, text: str) -> str:
    """What ``change`` makes of ``text``. Raises EditError where keys would clash, with both places."""
    changed = change(text)
    keys = config.parse(changed, str(path)).keys
    try:
        keymap_of(keys, path)
    except ConfigError as error:
        problem = error.problems[0]
        raise EditError(f"line {problem.line}: {problem.key} {problem.message}") from error
    return changed
