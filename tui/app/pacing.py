"""When a frame may go to the terminal: what the link is like, and what waits because of it. Pure.

The terminal is asked for its status (DSR, ``CSI 5 n``) along with a frame, and how long its answer takes
is the round trip. On a slow link no more is on its way than ``WINDOW`` bytes: what a held-down key draws
meanwhile is one frame, and nothing queues up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui import round_trip
from tui.round_trip import SLOW

MERGE, MERGE_SLOW = 0.012, 0.05
"""Seconds in which what follows a change of many lines is still part of it."""
FEW = 4
"""Lines of a change that is sent at once: a cursor key's, with status and ticker as a poll has them."""
WINDOW = 1_000
"""Bytes that may be on their way over a slow link: a tenth of a second at 10 kB/s."""
PATIENCE = 4.0
"""Seconds after which an answer is not waited for any more."""
ASK = 60.0
"""Seconds between two questions on a link that is not slow."""
DEAF = 2
"""Questions without an answer after which none is asked."""
CALM = 4
"""Times as long a headline of the ticker stays, on a slow link."""
STROKES = 0.2
"""Seconds from one key to the next of somebody who goes through a list."""
_KEPT = 4


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of the way to the terminal and back; times are seconds of one clock."""

    trips: tuple[float, ...] = ()
    """The last round trips."""
    asked: float | None = None
    """When the open question went out."""
    last: float = float("-inf")
    """When the last one did."""
    unanswered: int = 0
    """Questions in a row that had no answer."""
    away: int = 0
    """Bytes sent since the open question."""

    @property
    def round_trip(self) -> float | None:
        """Seconds there and back, by the quickest of the last answers: a busy machine only adds to them."""
        return min(self.trips) if self.trips else None

    @property
    def slow(self) -> bool:
        """Whether the screen holds back what is not needed."""
        return bool(self.trips) and min(self.trips) >= SLOW


def asks(link: Link, now: float) -> bool:
    """Whether the next frame takes a question along."""
    if link.asked is not None or link.unanswered >= DEAF:
        return False
    return link.slow or now - link.last >= ASK


def sent(link: Link, size: int, now: float, *, question: bool) -> Link:
    """After a frame of ``size`` bytes went out."""
    if question:
        return replace(link, asked=now, last=now, away=size)
    return replace(link, away=link.away + size)


def answered(link: Link, now: float) -> Link:
    """After the terminal's answer."""
    if link.asked is None:
        return link
    trips = (*link.trips, now - link.asked)[-_KEPT:]
    return replace(link, trips=trips, asked=None, unanswered=0, away=0)


def given_up(link: Link, now: float) -> Link:
    """The same link, or what it is once an answer has not come for too long."""
    if link.asked is None or now - link.asked < PATIENCE:
        return link
    return replace(link, trips=(), asked=None, unanswered=link.unanswered + 1, away=0)


def wait(link: Link, lines: int, since: float, now: float) -> float:
    """Seconds until a change of so many lines, the first of which came at ``since``, may go; 0: at once.

    Many lines wait a moment for what belongs to them; on a slow link also until the last frames are there.
    """
    left = since + (MERGE_SLOW if link.slow else MERGE) - now if lines > FEW else 0.0
    if link.slow and link.asked is not None and link.away >= WINDOW:
        left = max(left, link.asked + PATIENCE - now)
    return max(0.0, left)


def disturbs(since_key: float) -> bool:
    """Whether the next key may come just now, and would wait for whatever takes a while."""
    return since_key < STROKES


def flips(link: Link, turn: int) -> bool:
    """Whether the ticker goes on at its n-th turn."""
    return not link.slow or turn % CALM == 0


def told(link: Link) -> str:
    """The link in words."""
    measured = link.trips or link.unanswered
    return round_trip.told(link.round_trip) if measured else "not measured yet"
