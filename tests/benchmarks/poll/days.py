"""10,000 sources for three simulated days, on a clock of their own: what hosts and the machine bear.

The world and its rules are those of ``tests/feeds/test_feeds_simulation.py``, which holds the limits; here
are the figures. Run in a process of its own, whose memory is measured.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "feeds"))

from test_feeds_simulation import DAYS, HOSTS, HOUR, SOURCES, World, lived, most_within

from tui.feeds.hosts import HOURLY, SPACING

from .report import Table


def compare(_rounds: int) -> Table:
    """The figures of one world: it is the same at each run."""
    before, begun = _memory(), time.process_time()
    world = lived(SOURCES, HOSTS)
    spent = time.process_time() - begun
    polls = sum(world.polls.values())
    return Table(
        title=f"{SOURCES:,} sources for {DAYS} simulated days",
        rows=tuple(
            {"what": what, "figure": figure, "bound": bound} for what, figure, bound in _figures(world)
        ),
        note=f"{HOSTS:,} hosts, one with 600 sources; two days away before, a sleep of eight hours within.\n"
        f"{polls:,} polls took {spent:.1f} s of CPU, {spent / polls * 1000:.2f} ms each, with all that plays "
        f"the world. It took {(_memory() - before) / 1e6:.0f} MB, the list of all requests included.",
    )


def _figures(world: World) -> list[tuple[str, float, str | float]]:
    gaps = [
        min(later - earlier for earlier, later in pairwise(times))
        for times in world.asked.values()
        if len(times) > 1
    ]
    hourly = [most_within(times, HOUR - 1) for times in world.asked.values()]
    daily = sorted(count / DAYS for count in world.polls.values())
    late = sorted(world.late[number] for number in world.sources)
    return [
        ("most requests to one host in an hour", max(hourly), HOURLY),
        ("the same, median host", statistics.median(hourly), ""),
        ("least seconds between two to one host", min(gaps), SPACING),
        ("most requests in a minute, all hosts", max(world.minutes.values()), SOURCES // 5),
        ("the same, median minute", statistics.median(world.minutes.values()), ""),
        ("polls of a source a day, median", statistics.median(daily), ""),
        ("the same, busiest source", daily[-1], ""),
        ("seconds late, median of the sources' worst", statistics.median(late), ""),
        ("seconds late, 99 of 100 sources", late[len(late) * 99 // 100], ""),
        ("sources never asked", len(world.sources) - len(world.polls), 0),
    ]


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
