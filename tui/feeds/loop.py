"""The loop of a poller: what is due begins, what has ended is told, until it is stopped.

One refresh is told in ``feeds.refresh``, who begins when in ``feeds.agenda``. Knows nothing of
Textual: the poller meets the readers in the cache alone.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tui.cache import polls, sources, writer
from tui.cache.database import Connection, change_counter
from tui.cache.returns import bring_back
from tui.cache.upkeep import Upkeep
from tui.config import ConfigError
from tui.feeds.accounts import Accounts
from tui.feeds.agenda import Asked, is_due, plan
from tui.feeds.full_stories import FullStories, telling_stories
from tui.feeds.local import is_local, label
from tui.feeds.lookups import Lookups, answering
from tui.feeds.outlook import Outlook
from tui.feeds.refresh import Kit, Report, kit
from tui.feeds.resolver import Lookup, system_lookup
from tui.feeds.round import LOG, Round
from tui.text import host_of

TICK = 0.25
"""Seconds between two looks at the cache for requests and other sources."""
RECHECK = 60.0
"""Seconds after which due times are looked at again whatever happened: clocks are set, machines sleep."""
PROCESSES = 4
"""Parse processes at most, and never more than there are cores."""
PATIENCE, ROUND_PATIENCE = 30.0, 300.0
"""Seconds that a host's turn is waited for: by a loop, which comes back, and by a single round."""
CHORES = 100
"""Steps of upkeep that a single round does when it has ended; the loop does one a tick while it rests."""
_NEVER = float("inf")

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
            f"{_called(report)}: {report.error or report.note}"
            for report in self.reports
            if report.error or report.postponed
        ]


async def poll_once(
    connection: Connection,
    accounts: Accounts,
    *,
    everything: bool,
    clock: Clock,
    chance: Chance,
    stop: asyncio.Event,
    lookup: Lookup = system_lookup,
) -> Summary:
    """Refresh what is due or asked for once, or with ``everything`` all enabled sources."""
    reports: list[Report] = []
    async with kit(
        connection,
        accounts,
        Outlook(),
        processes=_processes(),
        patience=ROUND_PATIENCE,
        clock=clock,
        chance=chance,
        lookup=lookup,
    ) as tools:
        work = Round(tools)
        try:
            asked = Asked(True) if everything else Asked(*writer.take_requests(connection))
            known = polls.pollables(connection)
            _introduce(tools, [source.url for source in known])
            work.start([source for source in known if asked.covers(source) or is_due(source, int(clock()))])
            while not (work.idle or stop.is_set()):
                work.announce("")
                await work.wait(stop, TICK)
                reports += work.collect()
            tools.desk.tick(int(clock()))
            tools.telling.tell_digest(int(clock()))
        finally:
            await work.abandon()
        async with telling_stories(tools) as pages:
            await pages.fetch_once(stop)
    upkeep = _upkeep(connection, accounts)
    for _ in range(CHORES):
        if stop.is_set() or not upkeep.step(int(clock())):
            break
    _leave(connection)
    return Summary(tuple(reports))


async def poll_forever(
    connection: Connection,
    accounts: Accounts,
    *,
    clock: Clock,
    chance: Chance,
    stop: asyncio.Event,
    lookup: Lookup = system_lookup,
    spare: int = 0,
) -> None:
    """Refresh each source when it is due or asked for, until ``stop`` is set.

    ``spare``: processors on which no feeds are read, since somebody sits before the machine.
    """
    outlook = Outlook()
    while not stop.is_set():
        async with (
            kit(
                connection,
                accounts,
                outlook,
                processes=_processes(spare),
                patience=PATIENCE,
                clock=clock,
                chance=chance,
                lookup=lookup,
            ) as tools,
            answering(tools) as lookups,
            telling_stories(tools) as pages,
        ):
            await _poll(tools, lookups, pages, stop)
    _leave(connection)


async def _poll(tools: Kit, lookups: Lookups, pages: FullStories, stop: asyncio.Event) -> None:
    """The loop, until it is stopped or ``[poll]`` has changed, of which the tools are made."""
    loop, connection, outlook = asyncio.get_running_loop(), tools.connection, tools.outlook
    work, upkeep = Round(tools), _upkeep(connection, tools.accounts)
    seen, configuration, looked, wake, down = -1, "", -RECHECK, _NEVER, outlook.down_since
    try:
        while not stop.is_set():
            wake = min([wake, *(_or_never(report.next_due) for report in work.collect())])
            lookups.work.collect()
            pages.collect()
            asked, stirred = Asked(), _reread(tools)
            if tools.accounts.settings.poll != tools.settings:
                if work.idle:
                    return
                # What is in work is finished by the old rules: to break it off would be to ask twice.
                work.announce(_resting(wake, outlook))
                await work.wait(stop, TICK)
                continue
            bring_back(connection, int(tools.clock()))
            change = change_counter(connection)
            if change != seen:
                asked = Asked(*writer.take_requests(connection))
                lookups.start()
                pages.start()
                tools.hosts.heed(polls.pauses(connection))
                stirred |= configuration != (configuration := polls.configuration(connection))
                seen = change
            if down != outlook.down_since:
                down, wake = outlook.down_since, 0.0
            stirred |= loop.time() >= looked + RECHECK
            if stirred:
                looked = loop.time()
            if stirred or asked or tools.clock() >= wake:
                wake = _begin(work, tools, asked, everything=stirred or bool(asked))
            if tools.desk.tick(int(tools.clock())):
                tools.telling.tell_digest(int(tools.clock()))
            work.announce(_resting(wake, outlook))
            if work.idle:
                upkeep.step(int(tools.clock()))
                pages.look_ahead()
            await work.wait(stop, TICK)
    finally:
        await work.abandon()


def _upkeep(connection: Connection, accounts: Accounts) -> Upkeep:
    """The chores, by the configuration of each moment."""
    return Upkeep(
        connection,
        lambda: accounts.settings.retention,
        lambda: (accounts.settings.sources, accounts.text()),
    )


def _begin(work: Round, tools: Kit, asked: Asked, *, everything: bool) -> float:
    """Begin what is to begin, and say when to look again; ``everything``: look at all sources."""
    now = int(tools.clock())
    known = polls.pollables(tools.connection, None if everything else now)
    if everything:
        _introduce(tools, [source.url for source in known])
    made = plan([source for source in known if not work.holds(source.id)], asked, tools.outlook, now)
    work.start(made.start)
    if made.probe is not None:
        work.start([made.probe], probe=True)
    if made.later:
        polls.spread(tools.connection, made.later)
    if tools.outlook.down_since is not None:
        return tools.outlook.next_probe
    return _or_never(polls.next_wake(tools.connection))


def _introduce(tools: Kit, urls: list[str]) -> None:
    """Let those who care for hosts know which there are."""
    tools.outlook.hosts = tools.hosts.know([url for url in urls if not is_local(url)])


def _reread(tools: Kit) -> bool:
    """Whether the configuration was changed, and the sources with it. A wrong one leaves all as it was."""
    try:
        if not tools.accounts.changed():
            return False
    except ConfigError as error:
        LOG.warning("the configuration was changed and is wrong; the last good one counts:\n%s", error)
        return False
    settings = tools.desk.settings = tools.accounts.settings
    sources.sync(tools.connection, settings.sources, settings.poll.interval)
    return True


def _or_never(at: int | None) -> float:
    return _NEVER if at is None else at


def _resting(wake: float, outlook: Outlook) -> str:
    if outlook.down_since is not None:
        return f"{outlook.why} since {_time(outlook.down_since)}"
    return "" if wake == _NEVER else f"next at {_time(wake)}"


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at).astimezone():%H:%M}"


def _leave(connection: Connection) -> None:
    """Nothing is being fetched, and nobody is at work."""
    polls.reset_states(connection)
    sources.set_meta(connection, "poller", "")


def _processes(spare: int = 0) -> int:
    return max(1, min(PROCESSES, (os.cpu_count() or 1) - spare))


def _called(report: Report) -> str:
    source = report.source
    return source.name or host_of(source.url) or label(source.url)


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
