"""Writes that the reader hands to the background writer, and what comes of them. Knows not what they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

import apsw

from tui.cache.database import CacheError, Connection
from tui.config import ConfigError, EditError

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader

T = TypeVar("T")


class Writing:
    """The writes of one reader."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def hand_in(
        self,
        write: Callable[[Connection], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None,
        *,
        quiet: bool,
    ) -> None:
        """``done`` runs once the write is committed, never before; ``failed`` where it cannot be.

        Without a ``failed`` the status line says so. ``quiet``: nothing that it writes is on screen.
        """
        future = self._reader.context.writer.submit(write)

        async def written() -> None:
            await self._written(future, done, failed or self._say, quiet)

        # Not a coroutine: of one that never starts, since the app is leaving, Python would complain.
        self._reader.run_worker(written, group="writes")  # type: ignore[arg-type]  # mypy cannot solve Textual's union

    async def _written(
        self, future: Future[T], done: Callable[[T], None], failed: Callable[[Exception], None], quiet: bool
    ) -> None:
        try:
            result = await asyncio.wrap_future(future)
        except (apsw.Error, CacheError, ConfigError, EditError, OSError) as error:
            failed(error)
            return
        done(result)
        if not quiet:
            self._reader.refresh_from_cache()

    def _say(self, error: Exception) -> None:
        # The line is short, and which cache it is everybody knows.
        self._reader.say(f"Not saved: {str(error).rpartition('/telex.db: ')[2]}")
