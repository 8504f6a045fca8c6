"""What is in work for those who asked, by what they asked for. Knows not what it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Generic, TypeVar

_K = TypeVar("_K")


class Work(Generic[_K]):
    """Tasks by a key. Used by one event loop."""

    def __init__(self) -> None:
        self.tasks: dict[_K, asyncio.Task[None]] = {}
        """One that has ended stays until ``collect``."""

    def begin(self, key: _K, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Begin what is not in work already."""
        if key not in self.tasks:
            self.tasks[key] = asyncio.create_task(work())

    def collect(self) -> None:
        """Let go of those that have ended. Raises apsw.Error when one could not write to the cache."""
        for key in [each for each, task in self.tasks.items() if task.done()]:
            self.tasks.pop(key).result()

    async def abandon(self) -> None:
        """Stop what is in work; what was asked stays in the cache."""
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)
        self.tasks.clear()
