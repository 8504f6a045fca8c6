"""Whether the configuration or a theme has been edited outside, and what it says now. Draws nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from tui.app.keys import Keymap
from tui.app.own_keys import keymap_of
from tui.config import Settings, load

SECONDS = 1.0
"""How often the files are looked at."""


@runtime_checkable
class Obeys(Protocol):
    """A screen that shows something of the configuration."""

    def obey(self, settings: Settings) -> None:
        """It has been edited: what it says now holds."""
        ...


Stamp = tuple[tuple[str, int, int], ...]
"""(file, time of its last change, size) of each file that was there."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A configuration that has been read anew."""

    settings: Settings
    keys: Keymap


def stamp(files: list[Path]) -> Stamp:
    """What changes whenever one of the files does."""
    found = []
    for path in files:
        try:
            seen = path.stat()
        except OSError:
            continue
        found.append((str(path), seen.st_mtime_ns, seen.st_size))
    return tuple(found)


def theme_files(folder: Path) -> list[Path]:
    """The user's own themes; none where the folder cannot be read."""
    try:
        return sorted(each for each in folder.iterdir() if each.suffix == ".toml")
    except OSError:
        return []


async def read(path: Path) -> Fresh:
    """The configuration at ``path``, off the screen's own thread. Raises ConfigError."""
    settings = await asyncio.to_thread(load, path)
    return Fresh(settings, keymap_of(settings.keys, path))
