"""When is a source due next? Pure functions of its history and the clock.

Knows no network, no cache and no event loop. All times are seconds since 1970-01-01 UTC.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

MINUTE = 60
HOUR = 3_600
DAY = 86_400
BUSY_WAIT = 600
"""Seconds that a host rests after a first 429 or 503 that does not say how long (NetNewsWire's figure)."""
LONGEST_WAIT = 7 * DAY
"""A Retry-After beyond this is cut: publishers have sent sixteen years."""
OWN_WORD_CAP = DAY
"""The longest that ``ttl`` or ``sy:updatePeriod`` put a poll off: some say "yearly" and publish daily."""
JITTER = 0.1
"""The share of a wait that chance may add, so that sources do not march in step."""
FULL_AFTER = 8 * DAY
"""After so long without a full answer one is asked for: a server whose 304s are stuck heals so."""
LATEST = 20
"""Articles of a source that its own pace is learned from."""
PER_SECOND = 10
"""How many overdue sources begin in a second after a start, a sleep or an outage: no herd for any network."""
AT_ONCE = PER_SECOND
"""How many of them begin at once. More than so many that are late by a minute are a herd; those
that are on time are none, for when they begin was spread before."""
SPREAD = 300
"""Seconds over which the rest begin at most, however many they are."""


class Outcome(Enum):
    """How a poll ended, as far as the next one depends on it."""

    ANSWERED = "answered"
    FAILED = "failed"
    BUSY = "busy"
    """429 or 503: the host asks for peace (RFC 6585, 4; RFC 9110, 15.6.4)."""
    GONE = "gone"
    """410: never again (RFC 9110, 15.5.11)."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a publisher said about how often to ask; kept, since a 304 does not say it again."""

    fresh_for: int = 0
    """Seconds: Cache-Control or Expires of the last answer that had one."""
    ttl: int = 0
    """Seconds, of the feed."""
    period: int = 0
    """Seconds: sy:updatePeriod over sy:updateFrequency."""
    skip_hours: tuple[int, ...] = ()
    """Hours in UTC."""
    skip_days: tuple[str, ...] = ()
    """English names of days in UTC."""


def dump_hints(hints: Hints) -> str:
    """Hints as the cache keeps them: JSON of those that say something."""
    found = {
        "fresh_for": hints.fresh_for,
        "ttl": hints.ttl,
        "period": hints.period,
        "skip_hours": hints.skip_hours,
        "skip_days": hints.skip_days,
    }
    return json.dumps({name: value for name, value in found.items() if value})


def load_hints(text: str) -> Hints:
    """Hints as ``dump_hints`` wrote them."""
    found = json.loads(text)
    return Hints(
        fresh_for=found.get("fresh_for", 0),
        ttl=found.get("ttl", 0),
        period=found.get("period", 0),
        skip_hours=tuple(found.get("skip_hours", ())),
        skip_days=tuple(found.get("skip_days", ())),
    )


MOVING = "a story that it carries is moving"
"""Why a source is asked more often than usual."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a source that answers well rests, and why it is not simply its interval."""

    seconds: int
    why: str = ""
    """Empty: because of its interval."""


def outcome_of(status: int, busy: frozenset[int] = frozenset()) -> Outcome:
    """What a failed request with this HTTP status (0: none) means; ``busy``: what its host says for 429."""
    if status == 410:
        return Outcome.GONE
    return Outcome.BUSY if status in (429, 503) or status in busy else Outcome.FAILED


def due(
    *, last_poll: int | None, next_due: int | None, interval: int, paced: int, failures: int, now: int
) -> bool:
    """Whether a source's time has come.

    A poll that lies in the future means that a clock was wrong, then or now: the source is due. A
    healthy source whose interval was shortened since (``paced`` is the one that ``next_due`` was made
    with) does not sit out the old one.
    """
    if last_poll is None:
        return next_due is None or now >= next_due
    if next_due is None:
        return False
    if now >= next_due or last_poll > now + MINUTE:
        return True
    return failures == 0 and interval < paced and last_poll <= now - interval - int(interval * JITTER)


def pace(
    hints: Hints,
    *,
    interval: int,
    ceiling: int | None,
    latest: Sequence[int],
    cap: int | None,
    least: int,
    now: int,
    hot: int = 0,
) -> Pace:
    """The longest of all that asks a source to rest.

    ``hot``: seconds between polls while a story moves that it carries, instead of its usual pace; 0: none
    does. What its publisher and its host ask for stretches that too, and the user's own interval stands.

    ``ceiling``: how far it may rest longer because it publishes little; None: its interval is the
    user's own word, which nothing but the publisher's stretches. ``latest``: when its newest articles
    came. ``cap`` bounds what caches are told; None: nothing does. ``least``: what its host is known
    to want.
    """
    own = 0 if ceiling is None or hot else min(ceiling, own_pace(latest, now))
    fresh = hints.fresh_for if cap is None else min(hints.fresh_for, cap)
    return max(
        Pace(interval) if ceiling is None or not hot else Pace(min(interval, hot), MOVING),
        Pace(own, "it publishes little"),
        Pace(fresh, "its publisher's Cache-Control or Expires"),
        Pace(min(hints.ttl, OWN_WORD_CAP), "its own ttl"),
        Pace(min(hints.period, OWN_WORD_CAP), "its own updatePeriod"),
        Pace(least, "its host is asked no more often"),
        key=lambda each: each.seconds,  # of equals the first: an interval needs no reason
    )


def own_pace(latest: Sequence[int], now: int) -> int:
    """Half the mean time between a source's newest articles, its silence since then counted; 0: unknown.

    Half, so that most articles are met one at a time: Miniflux asks once for each (``entry_frequency``).
    """
    if not latest:
        return 0
    newest = latest[:LATEST]
    return max(0, now - min(newest)) // len(newest) // 2


def next_due(
    outcome: Outcome,
    *,
    wait: int,
    failures: int,
    retry_after: int | None,
    now: int,
    jitter: float,
    hints: Hints | None = None,
) -> int | None:
    """When to poll again; None: never.

    ``wait``: how long the source rests when all is well. ``failures`` counts this poll if it failed.
    Failures wait twice as long each time, up to a day. ``retry_after`` (seconds) is never undercut.
    ``jitter`` is chance, 0 to 1.
    """
    if outcome is Outcome.GONE:
        return None
    if outcome is not Outcome.ANSWERED:
        first = max(wait, MINUTE)
        wait = max(first, min(DAY, first * 2 ** min(failures - 1, 20)))
    wait = max(wait, rest(outcome, retry_after, failures))
    at = now + wait + int(wait * JITTER * jitter)
    return at if hints is None else _out_of_quiet(at, hints, jitter)


def _out_of_quiet(at: int, hints: Hints, jitter: float) -> int:
    """``at``, or the first minutes after the hours and days in which the publisher wants none (RSS 2.0)."""
    if not (hints.skip_hours or hints.skip_days):
        return at
    moment = at
    for _ in range(8 * 24):
        when = datetime.fromtimestamp(moment, UTC)
        if when.hour not in hints.skip_hours and f"{when:%A}" not in hints.skip_days:
            return moment
        moment += HOUR - moment % HOUR + int(10 * MINUTE * jitter)
    return at  # it skips all there is


def rest(outcome: Outcome, retry_after: int | None, failures: int = 1) -> int:
    """Seconds that the whole host is to be left in peace after this answer; 0: none.

    Without a Retry-After a busy host rests ten minutes, and twice as long each time, up to a day.
    """
    if retry_after is None and outcome is Outcome.BUSY:
        return int(min(DAY, BUSY_WAIT * 2 ** min(max(0, failures - 1), 20)))
    return min(retry_after or 0, LONGEST_WAIT)


def full_again(last_full: int | None, now: int) -> bool:
    """Whether to ask without validators once, though there are some: the last full answer is long past."""
    return last_full is not None and now - last_full >= FULL_AFTER


def spread(count: int, now: int) -> list[int]:
    """When each of ``count`` overdue sources begins, so that they are no herd."""
    span = min(SPREAD, count / PER_SECOND)
    return [now + 1 + int(span * place / count) for place in range(count)]
