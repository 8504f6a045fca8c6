"""The keys of a configuration, or what is wrong with them, file and line. Draws nothing."""

from __future__ import annotations

from pathlib import Path

from tui.app.keys import Keymap, KeysError, keymap
from tui.config import ConfigError, Problem
from tui.config_settings import KeySettings


def keymap_of(keys: KeySettings, path: Path) -> Keymap:
    """What the keys do by ``[keys]`` of the file at ``path``. Raises ConfigError with all that is wrong."""
    try:
        return keymap(keys.preset, keys.bindings)
    except KeysError as error:
        problems = [Problem(own.line, own.place, words) for own, words in error.mistakes]
        raise ConfigError(str(path), problems) from error
