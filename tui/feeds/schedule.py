"""When is a source due next? A pure function of its history and the clock.

Knows no network, no cache and no event loop. All times are seconds since 1970-01-01 UTC.
"""

from __future__ import annotations

from enum import Enum

MINUTE = 60
DAY = 86_400
BUSY_WAIT = 600
"""Seconds that a host rests after 429 or 503 when it does not say how long (NetNewsWire's figure)."""
LONGEST_WAIT = 7 * DAY
"""A Retry-After beyond this is cut: publishers have sent sixteen years."""
JITTER = 0.1
"""The share of a wait that chance may add, so that sources do not march in step."""


class Outcome(Enum):
    """How a poll ended, as far as the next one depends on it."""

    ANSWERED = "answered"
    FAILED = "failed"
    BUSY = "busy"
    """429 or 503: the host asks for peace (RFC 6585, 4; RFC 9110, 15.6.4)."""
    GONE = "gone"
    """410: never again (RFC 9110, 15.5.11)."""


def outcome_of(status: int) -> Outcome:
    """What a failed request with this HTTP status (0: none) means for the next one."""
    if status == 410:
        return Outcome.GONE
    return Outcome.BUSY if status in (429, 503) else Outcome.FAILED


def due(*, last_poll: int | None, next_due: int | None, interval: int, failures: int, now: int) -> bool:
    """Whether a source's time has come.

    A wait that this module would never have set means that a clock was wrong, then or now: the
    source is due. A healthy source whose interval was shortened does not sit out the old one.
    """
    if last_poll is None:
        return next_due is None or now >= next_due
    if next_due is None:
        return False
    if now >= next_due or next_due > now + max(_longest(interval), LONGEST_WAIT):
        return True
    return failures == 0 and last_poll <= now - _longest(interval)


def next_due(
    outcome: Outcome, *, interval: int, failures: int, retry_after: int | None, now: int, jitter: float
) -> int | None:
    """When to poll again; None: never.

    ``failures`` counts this poll if it failed. Failures wait twice as long each time, up to a day.
    ``retry_after`` (seconds) is never undercut. ``jitter`` is chance, 0 to 1.
    """
    if outcome is Outcome.GONE:
        return None
    if outcome is Outcome.ANSWERED:
        wait = interval
    else:
        first = max(interval, MINUTE)
        wait = max(first, min(DAY, first * 2 ** min(failures - 1, 20)))
    floor = rest(outcome, retry_after)
    return now + max(wait, floor) + int(max(wait, floor) * JITTER * jitter)


def rest(outcome: Outcome, retry_after: int | None) -> int:
    """Seconds that the whole host is to be left in peace after this answer; 0: none."""
    asked = min(retry_after or 0, LONGEST_WAIT)
    return max(asked, BUSY_WAIT) if outcome is Outcome.BUSY and retry_after is None else asked


def _longest(interval: int) -> int:
    return interval + int(interval * JITTER) + 1
