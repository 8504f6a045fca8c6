"""What the app keeps of its own from session to session, by name, in a small file.

A file that cannot be read or written is done without. Knows not what is kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from tui.paths import make_folder, own_file

T = TypeVar("T")


class StateFile(Generic[T]):
    """Things by their names; of many the oldest are forgotten. Read when something is first asked for."""

    def __init__(
        self,
        path: Path | None,
        limit: int,
        written: Callable[[T], list[object]],
        read: Callable[[object], T | None],
    ) -> None:
        """``path`` None: nothing is kept. ``read`` makes of what ``written`` gave the thing, or None."""
        self._path, self._limit = path, limit
        self._written, self._read = written, read
        self._things: dict[str, T] | None = None

    def get(self, name: str) -> T | None:
        """What is kept by this name."""
        return self._known().get(name)

    def keep(self, name: str, thing: T | None) -> None:
        """Keep it; None is what needs no keeping."""
        things = self._known()
        things.pop(name, None)
        if thing is not None:
            things[name] = thing
        self._things = dict(list(things.items())[-self._limit :])
        self._write({name: self._written(each) for name, each in self._things.items()})

    def _known(self) -> dict[str, T]:
        if self._things is None:
            found = self._content()
            pairs = found.items() if isinstance(found, dict) else ()
            things = ((name, self._read(value)) for name, value in pairs)
            self._things = {name: thing for name, thing in things if thing is not None}
        return self._things

    def _content(self) -> object:
        try:
            return None if self._path is None else json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return None

    def _write(self, content: object) -> None:
        """Put ``content`` into the file, as a whole or not at all."""
        if self._path is None:
            return
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            make_folder(self._path.parent)
            with open(beside, "w", encoding="utf-8", opener=own_file) as file:
                json.dump(content, file)
            beside.replace(self._path)
        except OSError:
            return
