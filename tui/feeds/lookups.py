"""Discoveries for those who ask: the readers of a cache by way of its poller, and the command itself.

Knows nothing of sources. A reader waits for its answer, so a lookup does not queue behind a round: it
takes its host's turn, but none of the round's slots, and its connections are its own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from tui.cache import polls, requests
from tui.cache.database import Connection
from tui.cache.requests import Discovery, Question
from tui.feeds.accounts import Accounts
from tui.feeds.discover import Tools, discover, tools
from tui.feeds.fetch import Limits
from tui.feeds.refresh import Kit
from tui.feeds.transport import Client
from tui.feeds.work import Work

AT_ONCE = 2
"""Questions in work at one time."""
LOG = logging.getLogger("telex.poller")


async def look(
    typed: str,
    connection: Connection,
    accounts: Accounts,
    clock: Callable[[], float],
    tell: Callable[[str], None],
) -> Discovery:
    """Discover without a poller. Hosts that ask for peace, or asked the last one, are left in it by both."""
    known = polls.pauses(connection)
    async with tools(accounts, known, clock, tell) as made:
        found = await discover(typed, made)
    if made.hosts.pauses != known:
        polls.keep_pauses(connection, made.hosts.pauses, clock())
    return found


@asynccontextmanager
async def answering(kit: Kit) -> AsyncIterator[Lookups]:
    """Answer the readers until the context ends; what is in work then waits for the next poller."""
    async with Client(kit.settings.contact, AT_ONCE) as client:
        lookups = Lookups(kit, client)
        try:
            yield lookups
        finally:
            await lookups.work.abandon()


class Lookups:
    """The readers' questions that are in work. Used by one event loop."""

    def __init__(self, kit: Kit, client: Client) -> None:
        self._connection = kit.connection
        self._tools = Tools(
            client=client,
            accounts=kit.accounts,
            workers=kit.workers,
            hosts=kit.hosts,
            limits=Limits(kit.settings.timeout, kit.settings.max_bytes),
            clock=kit.clock,
            tell=_silence,
        )
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.work: Work[int] = Work()
        """By their numbers."""

    def start(self) -> None:
        """Take up the questions that wait in the cache and are not in work already."""
        for question in requests.waiting(self._connection, int(self._tools.clock())):
            self.work.begin(question.id, partial(self._answer, question))

    async def _answer(self, question: Question) -> None:
        async with self._slots:
            pauses = self._tools.hosts.pauses
            found = await discover(question.typed, self._tools)
        if self._tools.hosts.pauses != pauses:
            polls.keep_pauses(self._connection, self._tools.hosts.pauses, self._tools.clock())
        requests.keep_answer(self._connection, question, found, int(self._tools.clock()))
        LOG.info("asked about %s: %d feeds", found.asked, len(found.found))


def _silence(_: str) -> None:
    """A reader is told of the whole alone."""
