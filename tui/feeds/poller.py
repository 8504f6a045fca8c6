"""The poller: which sources are due, the loop that refreshes them, and the process round it.

One refresh is told in ``feeds.refresh``. Knows nothing of Textual: the poller meets the readers in
the cache alone.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tui.cache import sources, writer
from tui.cache.database import Connection, change_counter, connect, poller_lock, poller_pid
from tui.cache.writer import Pollable
from tui.config import PollSettings, Settings
from tui.feeds import schedule
from tui.feeds.log import log_to
from tui.feeds.refresh import Report, kit
from tui.feeds.round import Round
from tui.paths import Paths
from tui.text import host_of

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
_NEVER = float("inf")
_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

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
        return [head] + [
            f"{report.source.name or host_of(report.source.url)}: {report.error or report.note}"
            for report in self.reports
            if report.error or report.postponed
        ]


async def poll_once(
    connection: Connection,
    settings: PollSettings,
    *,
    everything: bool,
    clock: Clock,
    chance: Chance,
    stop: asyncio.Event,
) -> Summary:
    """Refresh what is due or asked for once, or with ``everything`` all enabled sources."""
    reports: list[Report] = []
    async with kit(connection, settings, _processes(), clock, chance) as tools:
        work = Round(tools)
        try:
            asked = writer.take_requests(connection)
            wanted = writer.pollables(connection)
            work.start(wanted if everything else _due(wanted, asked, clock()))
            while not (work.idle or stop.is_set()):
                work.announce("")
                await work.wait(stop, TICK)
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
        seen, configuration, looked, wake = -1, "", -RECHECK, _NEVER
        try:
            while not stop.is_set():
                wake = min([wake, *(_or_never(report.next_due) for report in work.collect())])
                asked: _Asked = (False, frozenset())
                stirred = False
                change = change_counter(connection)
                if change != seen:
                    asked = writer.take_requests(connection)
                    stirred = configuration != (configuration := writer.configuration(connection))
                    seen = change
                if stirred or any(asked) or clock() >= wake or loop.time() >= looked + RECHECK:
                    looked = loop.time()
                    all_sources = writer.pollables(connection)
                    work.start(_due(all_sources, asked, clock()))
                    waiting = [_or_never(each.next_due) for each in all_sources if not work.holds(each.id)]
                    wake = min(waiting, default=_NEVER)
                work.announce(_resting(wake))
                await work.wait(stop, TICK)
        finally:
            await work.abandon()
    _leave(connection)


_Asked = tuple[bool, frozenset[int]]


def _due(pollables: list[Pollable], asked: _Asked, now: float) -> list[Pollable]:
    """The sources whose time has come, and those that a reader asked for."""
    everything, some = asked
    return [
        source
        for source in pollables
        if everything
        or source.id in some
        or schedule.due(
            last_poll=source.last_poll,
            next_due=source.next_due,
            interval=source.interval,
            failures=source.failures,
            now=int(now),
        )
    ]


def _or_never(at: int | None) -> float:
    return _NEVER if at is None else at


def _resting(wake: float) -> str:
    return "" if wake == _NEVER else f"next at {datetime.fromtimestamp(wake).astimezone():%H:%M}"


def _leave(connection: Connection) -> None:
    """Nothing is being fetched, and nobody is at work."""
    writer.reset_states(connection)
    sources.set_meta(connection, "poller", "")


def _processes() -> int:
    return min(PROCESSES, os.cpu_count() or 1)


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def run(paths: Paths, settings: Settings, *, once: bool, everything: bool, attached: bool) -> int:
    """Be the poller of a cache; gives the exit code.

    ``once``: one round, then the summary on standard output; ``everything``: with sources that are
    not due. ``attached``: end when standard input does. Raises CacheError and apsw.Error for a cache
    that cannot be used.
    """
    connection = connect(paths.database)
    try:
        with poller_lock(paths.lock) as ours:
            if not ours:
                pid = poller_pid(paths.lock)
                sys.stderr.write(f"telex: another poller (pid {pid}) is at work on this cache\n")
                return TAKEN
            sources.sync(connection, settings.sources, settings.poll.interval)
            writer.reset_states(connection)
            if attached:
                os.nice(NICENESS)
            with _log(paths.log):
                return asyncio.run(_serve(connection, settings.poll, once, everything, attached))
    finally:
        connection.close()


def _log(path: Path) -> AbstractContextManager[None]:
    """The log, or a word on why there is none: that is no reason not to poll."""
    try:
        return log_to(path)
    except OSError as error:
        sys.stderr.write(f"telex: {path}: no log is written: {error.strerror}\n")
        return nullcontext()


async def _serve(
    connection: Connection, settings: PollSettings, once: bool, everything: bool, attached: bool
) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _STOPPING:
        loop.add_signal_handler(number, stop.set)
    if attached:
        _stop_at_end_of_input(loop, stop)
    if not once:
        await poll_forever(connection, settings, clock=time.time, chance=random.random, stop=stop)
        return DONE
    summary = await poll_once(
        connection, settings, everything=everything, clock=time.time, chance=random.random, stop=stop
    )
    sys.stdout.write("\n".join(summary.lines()) + "\n")
    if stop.is_set():
        return INTERRUPTED
    return ALL_FAILED if summary.polled and summary.failed == summary.polled else DONE


def _stop_at_end_of_input(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    def read() -> None:
        if not os.read(0, 4096):
            loop.remove_reader(0)
            stop.set()

    try:
        loop.add_reader(0, read)
    except PermissionError:
        stop.set()  # a file or /dev/null, which epoll does not take: it has ended before it began
