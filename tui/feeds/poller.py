"""The poller: which sources are due, and the loop that refreshes them until it is told to stop.

A refresh itself is told in ``feeds.refresh``, the process round it in ``run`` below. Knows nothing
of Textual: it meets the readers in the cache alone.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from tui.cache import sources, writer
from tui.cache.database import Connection, change_counter, connect, poller_lock, poller_pid
from tui.cache.writer import Pollable
from tui.config import PollSettings, Settings
from tui.feeds import schedule
from tui.feeds.attachment import stop_signals, until_input_ends
from tui.feeds.log import LOG, log_to
from tui.feeds.refresh import Kit, Report, kit, refresh
from tui.paths import Paths
from tui.text import host_of, shown_url

TICK = 0.25
"""Seconds between two looks at the cache for requests and other sources."""
RECHECK = 60.0
"""Seconds after which due times are looked at again whatever happened: clocks are set, machines sleep."""
PROCESSES = 4
"""Parse processes at most, and never more than there are cores."""
NICENESS = 10
"""Of a poller that an app started: the app's keys come first."""
DONE, ALL_FAILED, TAKEN, INTERRUPTED = 0, 1, 4, 130
"""Exit codes."""

Clock = Callable[[], float]
"""Seconds since 1970-01-01 UTC."""
Chance = Callable[[], float]
"""0 to 1."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one round over the sources came to."""

    reports: tuple[Report, ...]

    @property
    def polled(self) -> int:
        """Sources that were asked."""
        return sum(not report.postponed for report in self.reports)

    @property
    def failed(self) -> int:
        """Sources that were asked and gave nothing."""
        return sum(bool(report.error) for report in self.reports)

    def lines(self) -> list[str]:
        """The summary for the user: one line, and one for each source that failed or was put off."""
        new = sum(report.new for report in self.reports)
        head = (
            f"{_counted(self.polled, 'source')} polled: {self.polled - self.failed} answered, "
            f"{self.failed} failed, {_counted(new, 'new article')}"
        )
        told = [
            f"{_name(report.source)}: {report.error or report.note}"
            for report in self.reports
            if report.error or report.postponed
        ]
        return [head, *told]


class Round:
    """The refreshes in work, and what has come of them since nothing was."""

    def __init__(self, tools: Kit) -> None:
        self._tools = tools
        self._tasks: dict[int, asyncio.Task[Report]] = {}
        self._total = 0
        self._word = ""

    def start(self, wanted: Iterable[Pollable]) -> None:
        """Begin to refresh those of ``wanted`` that are not in work already."""
        fresh = [source for source in wanted if source.id not in self._tasks]
        if not fresh:
            return
        if not self._tasks:
            self._total = 0
        self._total += len(fresh)
        writer.set_state(self._tools.connection, [source.id for source in fresh], "waiting")
        for source in fresh:
            self._tasks[source.id] = asyncio.create_task(refresh(source, self._tools))

    def collect(self) -> list[Report]:
        """The refreshes that have ended. Raises what ended one of them: the cache cannot be written."""
        ended = [source_id for source_id, task in self._tasks.items() if task.done()]
        reports = [self._tasks.pop(source_id).result() for source_id in ended]
        for report in reports:
            LOG.info("%s %s", shown_url(report.source.url), _outcome(report))
        return reports

    def announce(self, resting: str) -> None:
        """Tell the readers what is going on; ``resting``: what to say when nothing is."""
        done = self._total - len(self._tasks)
        word = f"polling {done} of {self._total}" if self._tasks else resting
        if word != self._word:
            sources.set_meta(self._tools.connection, "poller", word)
            self._word = word

    @property
    def idle(self) -> bool:
        """Whether nothing is in work."""
        return not self._tasks

    async def wait(self, stop: asyncio.Event) -> None:
        """Until a refresh ends, ``stop`` is set or a tick is over, whatever comes first."""
        told = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({told, *self._tasks.values()}, timeout=TICK, return_when="FIRST_COMPLETED")
        finally:
            told.cancel()

    async def abandon(self) -> None:
        """Stop what is in work; nothing that is half done is recorded."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()


async def poll_once(
    connection: Connection,
    settings: PollSettings,
    *,
    everything: bool,
    clock: Clock,
    chance: Chance,
    stop: asyncio.Event | None = None,
) -> Summary:
    """Refresh what is due or asked for once, or with ``everything`` all enabled sources."""
    stop = stop or asyncio.Event()
    reports: list[Report] = []
    async with kit(connection, settings, _processes(), clock, chance) as tools:
        work = Round(tools)
        try:
            work.start(_wanted(connection, clock, everything))
            while not (work.idle or stop.is_set()):
                work.announce("")
                await work.wait(stop)
                reports += work.collect()
        finally:
            await work.abandon()
        _leave(connection)
    return Summary(tuple(reports))


async def poll_forever(
    connection: Connection, settings: PollSettings, *, clock: Clock, chance: Chance, stop: asyncio.Event
) -> None:
    """Refresh each source when it is due or asked for, until ``stop`` is set."""
    loop = asyncio.get_running_loop()
    async with kit(connection, settings, _processes(), clock, chance) as tools:
        work = Round(tools)
        seen, known, looked, wake = -1, "", -RECHECK, 0.0
        try:
            while not stop.is_set():
                ended = work.collect()
                change = change_counter(connection)
                if change != seen:
                    seen = change
                    configuration = writer.configuration(connection)
                    stirred = writer.requested(connection) or configuration != known
                    known = configuration
                else:
                    stirred = False
                if ended or stirred or clock() >= wake or loop.time() >= looked + RECHECK:
                    looked = loop.time()
                    work.start(_wanted(connection, clock, everything=False))
                    wake = _next_wake(connection)
                work.announce(_resting(wake))
                await work.wait(stop)
        finally:
            await work.abandon()
        _leave(connection)


def _wanted(connection: Connection, clock: Clock, everything: bool) -> list[Pollable]:
    """The sources whose time has come, and those that a reader asked for."""
    all_asked, asked = writer.take_requests(connection)
    now = int(clock())
    return [
        source
        for source in writer.pollables(connection)
        if everything
        or all_asked
        or source.id in asked
        or schedule.due(
            last_poll=source.last_poll,
            next_due=source.next_due,
            interval=source.interval,
            failures=source.failures,
            now=now,
        )
    ]


def _next_wake(connection: Connection) -> float:
    """When the next source is due; sources in work have no say until their poll is recorded."""
    times = [
        source.next_due
        for source in writer.pollables(connection)
        if source.next_due is not None
    ]
    return min(times, default=float("inf"))


def _resting(wake: float) -> str:
    return "no sources" if wake == float("inf") else f"next at {datetime.fromtimestamp(wake).astimezone():%H:%M}"


def _leave(connection: Connection) -> None:
    """Nothing is being fetched, and nobody is at work."""
    writer.reset_states(connection)
    sources.set_meta(connection, "poller", "")


def _processes() -> int:
    return min(PROCESSES, os.cpu_count() or 1)
