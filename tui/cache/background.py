"""The app's one writer: triage and requests, on a thread and a connection of its own.

A commit that survives power loss takes 4 ms, and may wait for a poller's transaction; the event
loop must do neither.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from tui.cache.database import Connection, connect

P = ParamSpec("P")
T = TypeVar("T")


class BackgroundWriter:
    """Runs writes one after the other; what it has accepted is written before it closes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="telex-writer")
        self._connection: Connection | None = None

    def submit(
        self, write: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Run ``write(connection, …)`` on the writer's thread; its result once it is committed.

        The future raises what ``write`` raises, and CacheError where the cache cannot be opened.
        """
        return self._executor.submit(lambda: write(self._connected(), *args, **kwargs))

    def close(self) -> None:
        """Finish what was accepted, then let go of the cache."""
        self._executor.submit(self._disconnect)
        self._executor.shutdown(wait=True)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = connect(self._path, durable=True)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
