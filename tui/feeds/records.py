"""What one poll leaves behind: the next one's validators, its time, the source's health. Pure.

Knows no request, no cache and no host's turn; the next poll begins with what is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.ages import clock as time_of_day
from tui.arrivals import Feed
from tui.cache.polls import Pollable, PollRecord
from tui.config import PollSettings
from tui.config_values import duration_text
from tui.feeds import schedule
from tui.feeds.fetch import Failure, Response, Unchanged
from tui.feeds.hosts import host_key, manner_of
from tui.feeds.local import is_local
from tui.feeds.schedule import Hints, Outcome, Pace

PEACE, RESTING = "left in peace until ", "not asked since "
"""How notes begin that only tell of a wait: the next answer wipes them away."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a decision is made with, beside the source and its answer."""

    now: int
    jitter: float
    """Chance, 0 to 1."""
    latest: Sequence[int]
    """When the source's newest articles came."""
    settings: PollSettings
    hot: int = 0
    """Seconds between polls of a source while a story moves that it carries; 0: as always."""


def success(
    source: Pollable,
    answer: Response | Unchanged,
    moment: Moment,
    *,
    digest: str = "",
    feed: Feed | None = None,
) -> PollRecord:
    """The record of a poll that was answered; ``digest`` and ``feed`` where there was a new document."""
    hints = _hints(source, answer, feed)
    pace = _pace(source, hints, moment)
    moved_to, moving_to = _moved(source, answer.moved_to)
    full = isinstance(answer, Response) or source.last_full is None
    return PollRecord(
        at=moment.now,
        next_due=schedule.next_due(
            Outcome.ANSWERED,
            wait=pace.seconds,
            failures=0,
            retry_after=None,
            now=moment.now,
            jitter=moment.jitter,
            hints=hints,
        ),
        etag=answer.etag,
        last_modified=answer.last_modified,
        validators_for=answer.url,
        body_hash=digest or source.body_hash,
        note=_limit_note(feed) if feed else _lasting(source.note),
        title=feed.title if feed else "",
        hub=feed.hub or (answer.hub if isinstance(answer, Response) else "") if feed else None,
        paced=source.interval,
        pace=_words(pace),
        last_full=moment.now if full else source.last_full,
        hints=schedule.dump_hints(hints),
        moved_to=moved_to,
        moving_to=moving_to,
        skew=source.skew,
    )


def outcome_of(source: Pollable, failure: Failure) -> Outcome:
    """What a failure means for the next poll."""
    outcome = schedule.outcome_of(failure.status, manner_of(failure.url or source.url).busy)
    # 410 from where a source has moved to, or is led to, is not its own word.
    elsewhere = source.moved_to or host_key(failure.url or source.url) != host_key(source.url)
    return Outcome.FAILED if outcome is Outcome.GONE and elsewhere else outcome


def rest_of(source: Pollable, failure: Failure) -> int:
    """Seconds that the host is to be left in peace after this failure."""
    return schedule.rest(outcome_of(source, failure), failure.retry_after, source.failures + 1)


def failed(source: Pollable, failure: Failure, moment: Moment) -> PollRecord:
    """The record of a poll that failed: articles and validators stay, and the next wait is longer."""
    outcome = outcome_of(source, failure)
    failures = source.failures + 1
    rest = rest_of(source, failure)
    error = failure.reason
    if failure.status == 410 and outcome is Outcome.FAILED:
        error = "HTTP 410: gone from where its own address leads"
    if rest:
        error = f"{error}; {PEACE}{time_of_day(moment.now + rest, moment.now)}"
    return PollRecord(
        at=moment.now,
        next_due=schedule.next_due(
            outcome,
            wait=_pace(source, schedule.load_hints(source.hints), moment).seconds,
            failures=failures,
            retry_after=failure.retry_after,
            now=moment.now,
            jitter=moment.jitter,
        ),
        etag=source.etag,
        last_modified=source.last_modified,
        validators_for=source.validators_for,
        body_hash=source.body_hash,
        error=error,
        note=_lasting(source.note),
        failures=failures,
        failing_since=moment.now if source.failing_since is None else source.failing_since,
        paced=source.interval,
        last_full=source.last_full,
        hints=source.hints,
        # Where it moved to gives no feed: ask at its own address again, which may know better by now.
        moved_to="" if failure.status and outcome is Outcome.FAILED else source.moved_to,
        skew=source.skew,
    )


def _hints(source: Pollable, answer: Response | Unchanged, feed: Feed | None) -> Hints:
    """What the publisher said last about how often to ask. A 304 leaves standing what it does not say."""
    before = schedule.load_hints(source.hints)
    silent = before.fresh_for if isinstance(answer, Unchanged) else 0
    fresh_for = silent if answer.fresh_for is None else answer.fresh_for
    if feed is None:
        return replace(before, fresh_for=fresh_for)
    return Hints(
        fresh_for=fresh_for,
        ttl=feed.ttl or 0,
        period=feed.update_period or 0,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
    )


def _pace(source: Pollable, hints: Hints, moment: Moment) -> Pace:
    manner, settings = manner_of(source.url), moment.settings
    return schedule.pace(
        hints,
        interval=source.interval,
        ceiling=settings.ceiling if source.adaptive and not is_local(source.url) else None,
        latest=moment.latest,
        cap=None if manner.uncapped else settings.max_age_cap,
        least=manner.least,
        now=moment.now,
        hot=moment.hot if source.hot_until > moment.now else 0,
    )


def hastened(source: Pollable, moment: Moment) -> int | None:
    """When to ask a source that has just become hot; None: it is asked before that anyway, or is not well."""
    if source.last_poll is None or source.next_due is None or source.failures or not source.adaptive:
        return None
    wait = _pace(source, schedule.load_hints(source.hints), moment).seconds
    due = max(moment.now + int(wait * schedule.JITTER * moment.jitter), source.last_poll + wait)
    return due if due < source.next_due else None


def _words(pace: Pace) -> str:
    if not pace.why:
        return ""
    rounded = pace.seconds if pace.seconds < 600 else round(pace.seconds / 60) * 60
    return f"asked every {duration_text(rounded)}: {pace.why}"


def _moved(source: Pollable, target: str) -> tuple[str, str]:
    """Where to ask from now on, and where the answer only said once that the source has moved to.

    One answer may be a maintenance page's or a hotel's; the second that agrees is believed, and only
    where a feed or its 304 came from there. The configuration stays the user's.
    """
    if not target:
        return source.moved_to, ""
    if target != source.moving_to:
        return source.moved_to, target
    return ("" if target == source.url else target), ""


def _lasting(note: str) -> str:
    return "" if note.startswith((PEACE, RESTING)) else note


def _limit_note(feed: Feed) -> str:
    kept = len(feed.entries) + len(feed.unchanged)
    if feed.buried:
        older = "older than [retention] keeps"
        return f"{kept + len(feed.buried) + feed.dropped:,} entries, {len(feed.buried):,} of them {older}"
    return f"{kept + feed.dropped:,} entries, the newest {kept:,} kept" if feed.dropped else ""
