"""One refresh of one source, top to bottom: its turn → fetch → parse → decide → write.

Knows no loop, no schedule beyond this source's own and no Textual. What is written is small, so it is
written on the event loop's own thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b

from tui.ages import clock as time_of_day
from tui.cache import writer
from tui.cache.database import Connection
from tui.cache.writer import Pollable, PollRecord
from tui.config import PollSettings
from tui.feeds import schedule
from tui.feeds.decide import decide
from tui.feeds.fetch import Failure, FetchRequest, Limits, Response, Unchanged, fetch
from tui.feeds.hosts import Hosts
from tui.feeds.schedule import Outcome
from tui.feeds.transport import Client
from tui.feeds.wire import Job, ParseError
from tui.feeds.workers import Workers
from tui.model import Feed
from tui.text import host_of

_PEACE = "left in peace until "
"""How a note begins that only tells of a pause: the next answer wipes it away."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What every refresh of one poller works with."""

    connection: Connection
    settings: PollSettings
    client: Client
    workers: Workers
    hosts: Hosts
    slots: asyncio.Semaphore
    """Sources in work at one time, from request to last write: it bounds the documents in memory."""
    clock: Callable[[], float]
    """Seconds since 1970-01-01 UTC."""
    chance: Callable[[], float]
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Report:
    """How one refresh went."""

    source: Pollable
    error: str = ""
    """Why it failed; empty: the source answered."""
    postponed: bool = False
    """It was not asked, since its host wants peace."""
    new: int = 0
    revised: int = 0
    note: str = ""
    next_due: int | None = None
    """When to ask again; None: never."""


@asynccontextmanager
async def kit(
    connection: Connection,
    settings: PollSettings,
    processes: int,
    clock: Callable[[], float],
    chance: Callable[[], float],
) -> AsyncIterator[Kit]:
    """The tools of one poller, put away at the end."""
    workers = Workers(processes, settings.parse_seconds)
    try:
        async with Client(settings.contact, settings.concurrency) as http:
            yield Kit(
                connection=connection,
                settings=settings,
                client=http,
                workers=workers,
                hosts=Hosts(settings.host_spacing, writer.pauses(connection)),
                slots=asyncio.Semaphore(settings.concurrency),
                clock=clock,
                chance=chance,
            )
    finally:
        await workers.close()


async def refresh(source: Pollable, tools: Kit) -> Report:
    """Poll one source and write what it brought. Raises apsw.Error when the cache cannot be written."""
    async with AsyncExitStack() as turn:
        await turn.enter_async_context(tools.hosts.turn(source.url))
        now = tools.clock()
        until = tools.hosts.paused_until(source.url, now)
        if until is not None:
            return _postpone(source, tools, until, int(now))
        async with tools.slots:
            writer.set_state(tools.connection, [source.id], "fetching")
            request = FetchRequest(source.url, source.etag, source.last_modified)
            limits = Limits(tools.settings.timeout, tools.settings.max_bytes)
            answer = await fetch(tools.client, request, limits, int(now))
            await turn.aclose()  # the host may be asked by others while this document is read
            match answer:
                case Failure():
                    return _failed(source, tools, answer)
                case Unchanged():
                    return _unchanged(source, tools, answer.etag, answer.last_modified)
                case Response():
                    return await _answered(source, tools, answer)


async def _answered(source: Pollable, tools: Kit, answer: Response) -> Report:
    digest = blake2b(answer.body, digest_size=16).hexdigest()
    if digest == source.body_hash:
        # The validators may be new although the body is not; without them the next poll is a full one.
        return _unchanged(source, tools, answer.etag, answer.last_modified)
    limit = tools.settings.entries
    known = frozenset(writer.fingerprints(tools.connection, source.id, 2 * limit))
    job = Job(answer.body, answer.url, answer.content_type, known, limit, int(tools.clock()))
    try:
        feed = await tools.workers.parse(job)
    except ParseError as error:
        return _failed(source, tools, Failure(str(error)))
    articles = writer.known(tools.connection, source.id, [entry.guid for entry in feed.entries])
    changes = decide(articles, feed)
    now = int(tools.clock())
    writer.store(tools.connection, source.id, changes, now)
    note = _limit_note(feed)
    record = _success(source, tools, answer.etag, answer.last_modified)
    # Last, so that a poller killed before it fetches the same document again.
    writer.record_poll(
        tools.connection, source.id, replace(record, body_hash=digest, note=note, title=feed.title)
    )
    return Report(
        source,
        new=len(changes.insert),
        revised=len(changes.revise),
        note=note,
        next_due=record.next_due,
    )


def _unchanged(source: Pollable, tools: Kit, etag: str, last_modified: str) -> Report:
    record = _success(source, tools, etag, last_modified)
    writer.record_poll(tools.connection, source.id, record)
    return Report(source, note=record.note, next_due=record.next_due)


def _success(source: Pollable, tools: Kit, etag: str, last_modified: str) -> PollRecord:
    now = int(tools.clock())
    return PollRecord(
        at=now,
        next_due=schedule.next_due(
            Outcome.ANSWERED,
            interval=source.interval,
            failures=0,
            retry_after=None,
            now=now,
            jitter=tools.chance(),
        ),
        etag=etag,
        last_modified=last_modified,
        body_hash=source.body_hash,
        note="" if source.note.startswith(_PEACE) else source.note,
    )


def _failed(source: Pollable, tools: Kit, failure: Failure) -> Report:
    """Keep articles and validators, wait longer, and leave a host in peace that asks for it."""
    now = int(tools.clock())
    outcome = schedule.outcome_of(failure.status)
    failures = source.failures + 1
    rest = schedule.rest(outcome, failure.retry_after)
    error = failure.reason
    if rest:
        tools.hosts.pause(source.url, now + rest, now)
        writer.keep_pauses(tools.connection, tools.hosts.pauses)
        error = f"{error}; {_PEACE}{time_of_day(now + rest, now)}"
    due = schedule.next_due(
        outcome,
        interval=source.interval,
        failures=failures,
        retry_after=failure.retry_after,
        now=now,
        jitter=tools.chance(),
    )
    record = PollRecord(
        at=now,
        next_due=due,
        etag=source.etag,
        last_modified=source.last_modified,
        body_hash=source.body_hash,
        error=error,
        note=source.note,
        failures=failures,
        failing_since=now if source.failing_since is None else source.failing_since,
    )
    writer.record_poll(tools.connection, source.id, record)
    return Report(source, error=error, next_due=due)


def _postpone(source: Pollable, tools: Kit, until: float, now: int) -> Report:
    note = f"{_PEACE}{time_of_day(int(until), now)}, as {host_of(source.url)} asked"
    due = int(until) + 1
    writer.postpone(tools.connection, source.id, due, note)
    return Report(source, postponed=True, note=note, next_due=due)


def _limit_note(feed: Feed) -> str:
    if not feed.dropped:
        return ""
    kept = len(feed.entries) + len(feed.unchanged)
    return f"{kept + feed.dropped:,} entries, the newest {kept:,} kept"
