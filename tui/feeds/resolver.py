"""Names to addresses, in threads of its own, so that a name server that is silent stalls nothing else.

Knows no HTTP. The event loop's ``getaddrinfo`` uses the default executor, which has six threads on two
cores and which a loop waits for when it ends: 100 feeds behind a silent name server held a trivial
call up for 20 s, and the end of the program for 25 s (measured). These threads are daemons; nobody
waits for them.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from queue import Empty, SimpleQueue

THREADS = 32
"""Look-ups at one time."""
SILENT = 1.0
"""Seconds after which a name server counts as silent."""
BREATH = 0.12
"""Seconds between two answers when it speaks again: all that waited would ask their hosts at once."""

Lookup = Callable[[str, int], list[str]]
"""The addresses of a name for a port, the best first; raises OSError or UnicodeError."""
_Job = tuple[str, int, "asyncio.Future[list[str]]"]


def system_lookup(host: str, port: int) -> list[str]:
    """What the system knows of a name: hosts file, multicast DNS, DNS, in the order of RFC 6724."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Resolver:
    """Looks names up in at most ``THREADS`` threads, started when first needed."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads = 0
        self._queue = 0
        self._turn = asyncio.Lock()

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of ``host``. Raises OSError (``socket.gaierror``) or UnicodeError."""
        with suppress(ValueError):
            return [str(ip_address(host))]
        loop = asyncio.get_running_loop()
        begun = loop.time()
        found: asyncio.Future[list[str]] = loop.create_future()
        self._jobs.put((host, port, found))
        if not self._idle.acquire(blocking=False) and self._threads < THREADS:
            self._threads += 1
            threading.Thread(target=self._work, name="resolver", daemon=True).start()
        addresses = await found
        if self._queue or loop.time() - begun >= SILENT:
            await self._queued()
        return addresses

    async def _queued(self) -> None:
        """Wait for a turn among those who were held up, and those who came behind them."""
        self._queue += 1
        try:
            async with self._turn:
                await asyncio.sleep(BREATH)
        finally:
            self._queue -= 1

    def close(self) -> None:
        """Let the threads go; those that wait for a silent name server end when it speaks."""
        for _ in range(self._threads):
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            host, port, found = job
            try:
                outcome: list[str] | OSError | UnicodeError = self._lookup(host, port)
            except (OSError, UnicodeError) as error:
                outcome = error
            with suppress(RuntimeError):  # the loop that asked has ended meanwhile
                found.get_loop().call_soon_threadsafe(_settle, found, outcome)

    def _next(self) -> _Job | None:
        try:
            return self._jobs.get_nowait()
        except Empty:
            self._idle.release()
            return self._jobs.get()


def _settle(found: asyncio.Future[list[str]], outcome: list[str] | OSError | UnicodeError) -> None:
    if found.done():
        return
    if isinstance(outcome, list):
        found.set_result(outcome)
    else:
        found.set_exception(outcome)
