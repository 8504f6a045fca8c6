"""Which sources begin now, which of those that are overdue later, and whom to ask when there is no network.

Pure, but for the outlook that it asks for a probe. Knows no cache and no event loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.cache.polls import Pollable
from tui.feeds import schedule
from tui.feeds.hosts import host_key
from tui.feeds.local import is_local
from tui.feeds.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Asked:
    """What the readers want polled, due or not."""

    everything: bool = False
    some: frozenset[int] = frozenset()
    """Ids of sources."""

    def __bool__(self) -> bool:
        return self.everything or bool(self.some)

    def covers(self, source: Pollable) -> bool:
        """Whether a reader wants this source; who wants all means none that is gone for good (410)."""
        gone = source.next_due is None and source.last_poll is not None
        return source.id in self.some or (self.everything and not gone)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do now."""

    start: tuple[Pollable, ...] = ()
    probe: Pollable | None = None
    """To be asked although there seems to be no network."""
    later: dict[int, int] = field(default_factory=dict)
    """By id: when those begin that are overdue and would be a herd together."""


def is_due(source: Pollable, now: int) -> bool:
    """Whether a source's time has come."""
    return schedule.due(
        last_poll=source.last_poll,
        next_due=source.next_due,
        interval=source.interval,
        paced=source.paced,
        failures=source.failures,
        now=now,
    )


def plan(resting: Sequence[Pollable], asked: Asked, outlook: Outlook, now: int) -> Plan:
    """What to do with the sources that are not in work, the longest due first.

    What a reader asks for begins at once, and so does what was never asked: a first start shows
    something soon, held by the hosts' turns alone. Of those that are late together only some do.
    """
    wanted = [source for source in resting if asked.covers(source)]
    due = [source for source in resting if not asked.covers(source) and is_due(source, now)]
    if outlook.down_since is not None:
        return _without_network(wanted, due, outlook, now)
    fresh = [source for source in due if source.last_poll is None]
    overdue = [source for source in due if source.last_poll is not None]
    late = sum(not now - schedule.MINUTE < (source.next_due or 0) <= now for source in overdue)
    first = _one_of_each_host(overdue) if late > schedule.AT_ONCE else overdue
    begun = {source.id for source in first}
    rest = [source.id for source in overdue if source.id not in begun]
    times = schedule.spread(len(rest), now)
    return Plan((*wanted, *fresh, *first), later=dict(zip(rest, times, strict=True)))


def _without_network(wanted: list[Pollable], due: list[Pollable], outlook: Outlook, now: int) -> Plan:
    """What needs no network, and the source that answered last; a reader's wish is a probe too."""
    here = [source for source in (*wanted, *due) if is_local(source.url)]
    away = [source for source in (wanted or due) if not is_local(source.url)]
    likely = sorted(away, key=lambda source: -(source.last_success or 0))
    probe = likely[0] if wanted and likely else outlook.probe(likely, now)
    return Plan(tuple(here), probe)


def _one_of_each_host(overdue: list[Pollable]) -> list[Pollable]:
    hosts: dict[str, Pollable] = {}
    for source in overdue:
        hosts.setdefault(host_key(source.url), source)
    return list(hosts.values())[: schedule.AT_ONCE]
