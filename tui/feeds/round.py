"""The refreshes that are in work, and the word on them for the readers. Decides nothing about when."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from tui.cache import polls, sources
from tui.cache.polls import Pollable
from tui.feeds.local import label
from tui.feeds.refresh import Kit, Report, refresh

LOG = logging.getLogger("telex.poller")
"""One line for each refresh."""


class Round:
    """What is being refreshed now. Used by one event loop."""

    def __init__(self, tools: Kit) -> None:
        self._tools = tools
        self._tasks: dict[int, asyncio.Task[Report]] = {}
        self._ended: list[int] = []
        self._over = asyncio.Event()
        self._told: set[int] = set()
        self._total = 0
        self._word: str | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is in work."""
        return not self._tasks

    def holds(self, source_id: int) -> bool:
        """Whether a source is in work."""
        return source_id in self._tasks

    def start(self, wanted: Iterable[Pollable], *, probe: bool = False) -> None:
        """Begin to refresh those of ``wanted`` that are not in work already; ``probe``: network or not."""
        fresh = [source for source in wanted if source.id not in self._tasks]
        if not fresh:
            return
        self._tools.workers.expect(sum(not source.body_hash for source in fresh))
        self._total = len(fresh) + (self._total if self._tasks else 0)
        polls.set_state(self._tools.connection, [source.id for source in fresh], "waiting")
        for source in fresh:
            task = asyncio.create_task(refresh(source, self._tools, probe=probe))
            self._tasks[source.id] = task
            task.add_done_callback(lambda _, source_id=source.id: self._end(source_id))  # type: ignore[misc]

    def collect(self) -> list[Report]:
        """The refreshes that have ended since. Raises apsw.Error when one could not write to the cache."""
        ended, self._ended = self._ended, []
        self._over.clear()
        reports = [self._tasks.pop(source_id).result() for source_id in ended]
        for report in reports:
            LOG.info("%s: %s", label(report.source.url), _outcome(report))
        return reports

    def announce(self, resting: str) -> None:
        """Tell the readers what is going on; ``resting``: what to say when nothing is.

        Who is being fetched is told from time to time and not at once: most answer before anyone could
        look, and a write for each would be a third of what an unchanged source costs.
        """
        begun = self._tools.fetching - self._told
        if begun:
            polls.set_state(self._tools.connection, begun, "fetching")
        self._told = set(self._tools.fetching)
        word = f"polling {self._total - len(self._tasks)} of {self._total}" if self._tasks else resting
        if word != self._word:
            sources.set_meta(self._tools.connection, "poller", word)
            self._word = word

    async def wait(self, stop: asyncio.Event, seconds: float) -> None:
        """Until all refreshes have ended, ``stop`` is set or the time is over, whatever comes first."""
        ends = [asyncio.create_task(event.wait()) for event in (stop, self._over)]
        try:
            await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()

    async def abandon(self) -> None:
        """Stop what is in work; nothing that is half done is recorded as done."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()

    def _end(self, source_id: int) -> None:
        self._ended.append(source_id)
        if len(self._ended) == len(self._tasks):
            self._over.set()


def _outcome(report: Report) -> str:
    if report.error:
        return f"failed: {report.error}"
    if report.postponed:
        return report.note
    return f"{report.new} new, {report.revised} revised" + (f"; {report.note}" if report.note else "")
