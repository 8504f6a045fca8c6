"""Three days of 2,000 sources, with ``-m slow`` of 10,000: the real schedule, plan and hosts' turns.

The clock is their own. The network, the cache and the parser are left out; what remains decides who is
asked when. There is a host for four sources: most have a few quiet ones, one has hundreds and asks for
peace once, one is known to want a minute between two requests, and some sources are dead. The poller
starts after two days in which it was away, and in the second night the machine sleeps for eight hours.
"""

from __future__ import annotations

import asyncio
import heapq
import random
import selectors
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest

from tui.cache.polls import Pollable
from tui.config import PollSettings
from tui.feeds import records, schedule
from tui.feeds.agenda import Asked, plan
from tui.feeds.fetch import Failure, Unchanged
from tui.feeds.hosts import HOURLY, SPACING, Hosts, HostWaitsError, host_key
from tui.feeds.outlook import Outlook
from tui.feeds.records import Moment

SOURCES, HOSTS = 10_000, 2_500
FEWER, FEWER_HOSTS = 2_000, 500
"""What the suite has time for."""
DAYS = 3
HOUR, DAY = 3_600, 86_400
START = 1_790_000_000
"""A moment in 2026, in seconds since 1970-01-01 UTC."""
SLEEP_AFTER, SLEPT = 30 * HOUR, 8 * HOUR
LOOK = 60.0
"""Seconds after which a poller looks at its sources whatever it expects."""
PATIENCE = 30.0
VIDEOS, FORUMS = 600, 40
"""Sources of the largest host, and of reddit.com."""
PEACE_FROM, PEACE_FOR = 20 * HOUR, HOUR
"""When the largest host answers 429, and for how long it wants to be left alone."""
PERIODS = (HOUR, *[6 * HOUR] * 4, *[3 * DAY] * 10, *[180 * DAY] * 15)
"""Seconds between two articles of a source, by chance: most sources are quiet."""
CROWDED = {"videos.example": PEACE_FOR + 2 * VIDEOS / HOURLY * HOUR, "reddit.com": 2 * FORUMS * 60.0}
"""Seconds that the sources of a host may have to wait for each other."""


class Instant(selectors.SelectSelector):
    """Waits for nothing: where a loop would sleep, its clock is put forward."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "nothing will ever happen again"
        self.now += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose seconds pass as fast as they can be counted."""

    def __init__(self) -> None:
        self.instant = Instant()
        super().__init__(self.instant)

    def time(self) -> float:
        return self.instant.now


@dataclass
class World:
    """The sources, what their publishers do, and what was seen of the poller."""

    sources: dict[int, Pollable]
    period: dict[int, int]
    """Seconds between two articles of a source."""
    dead: frozenset[int]
    freshness: dict[int, int]
    """Seconds of Cache-Control, where a publisher sends it."""
    asked: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """When each host was asked, in seconds since 1970-01-01 UTC."""
    minutes: Counter[int] = field(default_factory=Counter)
    """Requests in each minute."""
    owed: dict[int, float] = field(default_factory=dict)
    """By source: the time that its last poll gave it, whatever put it off since."""
    late: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    """By source: the longest that it waited beyond that, in seconds, and not counting sleep."""
    polls: Counter[int] = field(default_factory=Counter)
    woke: float = START
    """When the poller last started or the machine woke."""
    hosts: Hosts | None = None


def make_world(count: int, hosts: int) -> World:
    chance = random.Random(7)  # noqa: S311 - it draws sources
    urls = [f"https://videos.example/channel/{n}" for n in range(VIDEOS)]
    urls += [f"https://www.reddit.com/r/{n}.rss" for n in range(FORUMS)]
    urls += [f"https://host{n % (hosts - 2)}.example/{n}.xml" for n in range(count - len(urls))]
    sources, period, freshness = {}, {}, {}
    for number, url in enumerate(urls):
        period[number] = chance.choice(PERIODS)
        if chance.random() < 0.1:
            freshness[number] = chance.choice((60, HOUR, 500_000_000))
        own_interval = chance.random() < 0.4
        sources[number] = Pollable(
            id=number,
            url=url,
            interval=DAY // 2 if own_interval else 900,
            etag='"a"',
            last_modified="",
            body_hash="",
            last_poll=START - 2 * DAY,
            next_due=START - 2 * DAY + chance.randrange(4 * HOUR),
            failures=0,
            failing_since=None,
            note="",
            name="",
            adaptive=not own_interval,
            paced=900,
            last_success=START - 2 * DAY,
            last_full=START - 2 * DAY,
        )
    dead = frozenset(chance.sample(range(VIDEOS + FORUMS, count), count * 3 // 100))
    owed = {number: float(source.next_due or 0) for number, source in sources.items()}
    return World(sources, period, dead, freshness, owed=owed)


class Simulation:
    """The loop of ``feeds.loop`` without cache and network."""

    def __init__(self, world: World, loop: VirtualLoop) -> None:
        self.world, self.loop = world, loop
        self.slept = 0.0
        self.chance = random.Random(8)  # noqa: S311 - it draws jitter
        self.settings = PollSettings()
        self.outlook = Outlook()
        self.hosts = Hosts(self.settings.host_spacing, self.settings.host_hourly, {}, self.clock, PATIENCE)
        world.hosts = self.hosts
        self.outlook.hosts = self.hosts.know([source.url for source in world.sources.values()])
        self.waiting = [(source.next_due or 0, source.id) for source in world.sources.values()]
        heapq.heapify(self.waiting)
        self.tasks: set[asyncio.Task[None]] = set()

    def clock(self) -> float:
        return START + self.loop.time() + self.slept

    async def run(self) -> None:
        while self.clock() < START + DAYS * DAY:
            if not self.slept and self.loop.time() >= SLEEP_AFTER:
                self.slept = SLEPT  # a machine that sleeps stops the loop's clock, and not the world's
                self.world.woke = self.clock()
            now = int(self.clock())
            made = plan(self.due(now), Asked(), self.outlook, now)
            for source in made.start:
                task = self.loop.create_task(self.refresh(source))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)
            for number, at in made.later.items():
                self.put_back(replace(self.world.sources[number], next_due=at))
            wake = self.waiting[0][0] if self.waiting else now + LOOK
            await asyncio.sleep(min(LOOK, max(0.25, wake - self.clock())))
        await asyncio.gather(*self.tasks)

    def due(self, now: int) -> list[Pollable]:
        found = []
        while self.waiting and self.waiting[0][0] <= now:
            found.append(self.world.sources[heapq.heappop(self.waiting)[1]])
        return found

    def put_back(self, source: Pollable) -> None:
        self.world.sources[source.id] = source
        assert source.next_due is not None
        heapq.heappush(self.waiting, (source.next_due, source.id))

    async def refresh(self, source: Pollable) -> None:
        try:
            async with self.hosts.turn(source.url):
                now = self.clock()
                self.note(source, now)
                answer = self.answer(source, now)
                moment = Moment(int(now), self.chance.random(), self.latest(source, now), self.settings)
                if isinstance(answer, Failure):
                    rest = records.rest_of(source, answer)
                    if rest:
                        self.hosts.pause(source.url, now + rest)
                    record = records.failed(source, answer, moment)
                else:
                    record = records.success(source, answer, moment)
        except HostWaitsError as waits:
            self.put_back(replace(source, next_due=int(waits.until) + 1))
            return
        assert record.next_due is not None, "no publisher here says that it is gone"
        self.world.owed[source.id] = record.next_due
        self.put_back(
            replace(
                source,
                last_poll=record.at,
                next_due=record.next_due,
                failures=record.failures,
                paced=record.paced,
                hints=record.hints,
            )
        )

    def note(self, source: Pollable, now: float) -> None:
        world = self.world
        world.asked[host_key(source.url)].append(now)
        world.minutes[int(now) // 60] += 1
        world.polls[source.id] += 1
        late = now - max(world.owed[source.id], world.woke)
        world.late[source.id] = max(world.late[source.id], late)

    def answer(self, source: Pollable, now: float) -> Unchanged | Failure:
        if source.id in self.world.dead:
            return Failure("HTTP 404", status=404)
        if host_key(source.url) == "videos.example" and 0 <= now - START - PEACE_FROM < PEACE_FOR:
            return Failure("HTTP 429", status=429, retry_after=PEACE_FOR)
        return Unchanged('"a"', "", source.url, self.world.freshness.get(source.id))

    def latest(self, source: Pollable, now: float) -> list[int]:
        period = self.world.period[source.id]
        newest = int(now) - (int(now) + source.id * 977) % period
        return [newest - period * back for back in range(schedule.LATEST)]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((FEWER, FEWER_HOSTS), id="2,000"),
        pytest.param((SOURCES, HOSTS), id="10,000", marks=pytest.mark.slow),
    ],
)
def world(request: pytest.FixtureRequest) -> World:
    """The world after three days."""
    return lived(*request.param)


def lived(sources: int, hosts: int) -> World:
    """A world of so many sources on so many hosts after three days."""
    loop = VirtualLoop()
    made = make_world(sources, hosts)
    try:
        loop.run_until_complete(Simulation(made, loop).run())
    finally:
        loop.close()
    return made


def most_within(times: list[float], seconds: float) -> int:
    """The most of ``times``, which are in order, that lie within so many seconds of each other."""
    first = most = 0
    for last, moment in enumerate(times):
        while times[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def test_no_host_is_asked_more_often_in_an_hour_than_its_ceiling_allows(world: World) -> None:
    assert {
        host: n for host, times in world.asked.items() if (n := most_within(times, HOUR - 1)) > HOURLY
    } == {}


def test_requests_to_one_host_are_spaced(world: World) -> None:
    gaps = {
        host: min(later - earlier for earlier, later in pairwise(times))
        for host, times in world.asked.items()
        if len(times) > 1
    }
    assert min(gaps.values()) >= SPACING - 0.01
    assert gaps["reddit.com"] >= 60 - 0.01


def test_neither_a_start_nor_an_awakening_sends_a_herd(world: World) -> None:
    # All are overdue at the start: ten begin in a second, or a fifth of them in a minute where that is more.
    assert max(world.minutes.values()) <= 1.1 * max(600, len(world.sources) // 5)


def test_no_source_that_is_due_is_forgotten(world: World) -> None:
    end = START + DAYS * DAY
    assert len(world.polls) == len(world.sources)
    overdue = [number for number, at in world.owed.items() if at < end - LOOK]
    assert [number for number in overdue if host_key(world.sources[number].url) not in CROWDED] == []


def test_a_source_is_late_by_no_more_than_its_host_bears(world: World) -> None:
    late = {
        number: seconds
        for number, seconds in world.late.items()
        if seconds > schedule.SPREAD + CROWDED.get(host_key(world.sources[number].url), LOOK)
    }
    assert late == {}


def test_a_host_that_asks_for_peace_gets_it(world: World) -> None:
    begin, end = START + PEACE_FROM, START + PEACE_FROM + PEACE_FOR
    assert len([at for at in world.asked["videos.example"] if begin <= at < end]) == 1


def test_quiet_sources_are_asked_seldom_and_busy_ones_often(world: World) -> None:
    usual = [
        number
        for number, source in world.sources.items()
        if source.adaptive and host_key(source.url) not in CROWDED
        if number not in world.freshness and number not in world.dead
    ]
    busy = [world.polls[number] for number in usual if world.period[number] == HOUR]
    quiet = [world.polls[number] for number in usual if world.period[number] == 180 * DAY]
    assert max(quiet) <= DAYS * DAY / PollSettings().ceiling + 1
    assert min(busy) > 3 * max(quiet)


def test_dead_sources_are_asked_less_and_less(world: World) -> None:
    # 15 minutes, 30, 1 h, 2 h … 16 h: eight polls in three days, and no more than a jitter's worth beside.
    assert max(world.polls[number] for number in world.dead) <= 9


def test_what_is_remembered_of_hosts_is_bounded(world: World) -> None:
    assert world.hosts is not None
    assert len(world.hosts._hosts) <= len(world.sources) // 4
    assert max(len(host.hour) for host in world.hosts._hosts.values()) <= HOURLY
    assert len(world.hosts.pauses) <= 1
