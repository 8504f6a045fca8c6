"""One refresh's way past its hosts and through the poller's slots, so that nobody waits for each other.

Knows no request and no cache.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from tui.feeds.hosts import Hosts
from tui.feeds.outlook import Outlook


class NoNetworkError(Exception):
    """There is no way out, so nobody is asked; see ``Outlook``."""


class Passage:
    """Holds at most one host's turn and one slot.

    Turn first, then slot, and both are given back before another host's turn is waited for: who holds
    a slot never waits for a turn. The other way round, sixteen feeds that redirect to one host would
    hold all slots while the feed whose turn it is waits for one of them.
    """

    def __init__(self, hosts: Hosts, slots: asyncio.Semaphore, outlook: Outlook, *, probe: bool) -> None:
        self._hosts = hosts
        self._slots = slots
        self._outlook = outlook
        self._probe = probe
        self._turn = AsyncExitStack()
        self._slot = False

    async def leave(self, url: str) -> None:
        """Wait until ``url`` may be asked. Raises HostWaitsError and NoNetworkError."""
        await self.end()
        await self._turn.enter_async_context(self._hosts.turn(url))
        await self.slot()
        if self._outlook.down_since is not None and not self._probe:
            raise NoNetworkError

    async def slot(self) -> None:
        """Wait for a slot alone: what is on this machine has no host."""
        await self._slots.acquire()
        self._slot = True

    async def pass_host(self) -> None:
        """Let others ask the host, while what it gave is read."""
        await self._turn.aclose()

    async def end(self) -> None:
        """Give everything back."""
        if self._slot:
            self._slot = False
            self._slots.release()
        await self._turn.aclose()
