"""One refresh of one source, top to bottom: its turn → fetch → parse → write.

Knows no loop, no schedule beyond this source's own and no Textual. What is decided and written is small,
so that is done on the event loop's own thread, for several sources at once: ``feeds.intake``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b

from tui.ages import clock as time_of_day
from tui.arrivals import Changes, Cut, Feed
from tui.cache import polls, retention, writer
from tui.cache.database import FAULTS, Connection
from tui.cache.polls import Pollable
from tui.config import PollSettings
from tui.feeds import records, schedule, skew
from tui.feeds.accounts import AccountError, Accounts
from tui.feeds.fetch import Failure, FetchRequest, Limits, Response, Unchanged, fetch
from tui.feeds.grouping import Grouping
from tui.feeds.hosts import Hosts, HostWaitsError, host_key
from tui.feeds.intake import Intake, Parcel
from tui.feeds.local import filtered, is_local, label, read_local
from tui.feeds.newsdesk import HOT, Edited, Newsdesk
from tui.feeds.outlook import ANY_MARK, Outlook, Sign
from tui.feeds.passage import NoNetworkError, Passage
from tui.feeds.records import PEACE, RESTING, Moment
from tui.feeds.resolver import Lookup, Resolver
from tui.feeds.telling import Telling
from tui.feeds.transport import Client
from tui.feeds.wire import Job, ParseError
from tui.feeds.workers import Workers
from tui.text import host_of

LOG = logging.getLogger("telex.poller")
TRUSTED = 86_400
"""Seconds that a publisher's clock and ours may differ where age decides what is stored."""
LAST_WORDS = 20.0
"""Seconds that alerts have to reach their channels when the poller ends."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What every refresh of one poller works with."""

    connection: Connection
    settings: PollSettings
    accounts: Accounts
    client: Client
    workers: Workers
    hosts: Hosts
    outlook: Outlook
    slots: asyncio.Semaphore
    """Sources in work at one time, from request to last write: it bounds the documents in memory."""
    fetching: set[int]
    """Ids of the sources that are being asked or read now."""
    intake: Intake[Report]
    desk: Newsdesk
    telling: Telling
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
    """It was not asked, since its host wants peace or there is no network."""
    new: int = 0
    revised: int = 0
    note: str = ""
    next_due: int | None = None
    """When to ask again; None: never."""


@asynccontextmanager
async def kit(
    connection: Connection,
    accounts: Accounts,
    outlook: Outlook,
    *,
    processes: int,
    patience: float,
    clock: Callable[[], float],
    chance: Callable[[], float],
    lookup: Lookup,
) -> AsyncIterator[Kit]:
    """The tools of one poller, put away at the end. ``patience``: seconds that a turn is waited for."""
    settings = accounts.settings.poll
    workers = Workers(processes, settings.parse_seconds)
    pauses = polls.pauses(connection)
    grouping = Grouping(connection)
    try:
        async with Client(settings.contact, settings.concurrency, Resolver(lookup)) as client:
            telling = Telling(connection, accounts, client)
            desk = Newsdesk(connection, accounts.settings)
            intake: Intake[Report] = Intake(connection, grouping, desk, telling.tell, clock)
            yield Kit(
                connection=connection,
                settings=settings,
                accounts=accounts,
                client=client,
                workers=workers,
                hosts=Hosts(settings.host_spacing, settings.host_hourly, pauses, clock, patience),
                outlook=outlook,
                slots=asyncio.Semaphore(settings.concurrency),
                fetching=set(),
                intake=intake,
                desk=desk,
                telling=telling,
                clock=clock,
                chance=chance,
            )
            await intake.end()
            await telling.end(LAST_WORDS)
            grouping.end()
    finally:
        await workers.close()


async def refresh(source: Pollable, tools: Kit, *, probe: bool = False) -> Report:
    """Poll one source and write what it brought; ``probe``: also where there seems to be no network.

    Raises apsw.Error when the cache cannot be written. Whatever else goes wrong costs this source alone.
    """
    passage = Passage(tools.hosts, tools.slots, tools.outlook, probe=probe)
    try:
        answer = await _ask(source, tools, passage)
        await passage.pass_host()
        source = _clock_compared(source, tools, answer)
        match answer:
            case Failure():
                return _failed(source, tools, answer)
            case Unchanged():
                return await _unchanged(source, tools, answer)
            case Response():
                return await _answered(source, tools, answer)
    except HostWaitsError as waits:
        return _postpone(source, tools, waits)
    except NoNetworkError:
        return _rested(source, tools)
    except AccountError as error:
        return _failed(source, tools, Failure(str(error)))
    except FAULTS:
        raise
    except Exception as error:
        LOG.exception("%s: a fault of telex's own", label(source.url))
        return _failed(
            source, tools, Failure(f"telex failed on it ({type(error).__name__}); its log says where")
        )
    finally:
        tools.fetching.discard(source.id)
        await passage.end()


async def _ask(source: Pollable, tools: Kit, passage: Passage) -> Response | Unchanged | Failure:
    access = tools.accounts.access(source.url)
    limits = Limits(access.timeout or tools.settings.timeout, tools.settings.max_bytes)
    if is_local(source.url):
        tools.accounts.check_command(source.url)
        await passage.slot()
        tools.fetching.add(source.id)
        return await read_local(source.url, limits, tools.accounts.withheld)
    carried = await tools.accounts.pass_of(source.url)
    now = int(tools.clock())
    conditional = not schedule.full_again(source.last_full, now)
    url = source.moved_to or source.url
    request = FetchRequest(
        url=url,
        etag=source.etag if conditional else "",
        last_modified=source.last_modified if conditional else "",
        validators_for=source.validators_for or source.url,
        home=source.url,
        secrets=carried.headers,
        way=carried.way,
        private=access.private,
        keep=tools.hosts.shared(url),
    )

    async def leave(asked: str) -> None:
        await passage.leave(asked)
        tools.fetching.add(source.id)

    return await fetch(tools.client, request, limits, now, leave)


def _clock_compared(source: Pollable, tools: Kit, answer: Response | Unchanged | Failure) -> Pollable:
    """The source with what the answer says of its publisher's clock."""
    if isinstance(answer, Failure):
        return source
    return replace(source, skew=skew.learned(source.skew, answer.server_time, int(tools.clock())))


async def _answered(source: Pollable, tools: Kit, answer: Response) -> Report:
    command = tools.accounts.access(source.url).filter
    digest = blake2b(answer.body, digest_size=16, person=_person(command)).hexdigest()
    if digest == source.body_hash:
        # The validators may be new although the body is not; without them the next poll is a full one.
        return await _unchanged(source, tools, answer)
    document = await _document(source, tools, answer, command)
    if isinstance(document, Failure):
        return _failed(source, tools, document)
    limit = tools.settings.entries
    known = frozenset(
        (
            *writer.fingerprints(tools.connection, source.id, 2 * limit),
            *retention.buried_fingerprints(tools.connection, source.id, 2 * limit),
        )
    )
    cut = None if known else _first_cut(source, tools, answer)
    job = Job(document.body, document.url, document.content_type, known, limit, cut)
    try:
        feed = await tools.workers.parse(job)
    except ParseError as error:
        away = host_of(answer.url) if host_key(answer.url) != host_key(source.url) else ""
        marks = frozenset({digest, f"host {away}"} if away else {digest})
        ours = bool(command) or is_local(source.url)
        return _failed(source, tools, Failure(str(error)), None if ours else marks)
    return await _filed(source, tools, answer, digest, feed)


def _first_cut(source: Pollable, tools: Kit, answer: Response) -> Cut | None:
    """What need not be stored at all. Only the publisher's clock can bear ours out that it is that late."""
    now, settings = int(tools.clock()), tools.accounts.settings
    if answer.server_time is None or abs(answer.server_time - now) > TRUSTED:
        return None
    return retention.first_cut(tools.connection, source.id, settings.retention, settings.rules, now)


async def _document(source: Pollable, tools: Kit, answer: Response, command: str) -> Response | Failure:
    """The document that is read as a feed: what came, or what the user's own filter makes of it."""
    if not command:
        return answer
    tools.accounts.check_command(source.url)
    limits = Limits(tools.settings.timeout, tools.settings.max_bytes)
    return await filtered(command, answer, limits, tools.accounts.withheld)


async def _filed(source: Pollable, tools: Kit, answer: Response, digest: str, feed: Feed) -> Report:
    def close(changes: Changes, edited: Edited) -> Report:
        tools.outlook.good(source.id)
        hot = replace(source, hot_until=now + HOT) if source.id in edited.hot else source
        record = records.success(hot, answer, _moment(hot, tools), digest=digest, feed=feed)
        record = replace(record, size=len(answer.body), fresh=len(changes.insert))
        polls.record_poll(tools.connection, source.id, record)
        return Report(
            source,
            new=len(changes.insert),
            revised=len(changes.revise),
            note=record.note,
            next_due=_sooner(record.next_due, _hasten(edited.hot - {source.id}, tools)),
        )

    now = int(tools.clock())
    return await tools.intake.put(Parcel(source.id, feed, source.skew or 0, close))


def _hasten(hot: frozenset[int], tools: Kit) -> int | None:
    """Ask the sources that carry a moving story sooner; when the first of them is due, None: none is."""
    if not hot:
        return None
    known = [source for source in polls.pollables(tools.connection) if source.id in hot]
    due = {
        source.id: at
        for source in known
        if (at := records.hastened(source, _moment(source, tools))) is not None
    }
    polls.hasten(tools.connection, due)
    return min(due.values(), default=None)


def _sooner(one: int | None, other: int | None) -> int | None:
    return min((at for at in (one, other) if at is not None), default=None)


async def _unchanged(source: Pollable, tools: Kit, answer: Response | Unchanged) -> Report:
    def close(_changes: Changes, _edited: Edited) -> Report:
        tools.outlook.good(source.id)
        record = records.success(source, answer, _moment(source, tools))
        if isinstance(answer, Response):
            record = replace(record, size=len(answer.body))
        polls.record_poll(tools.connection, source.id, record)
        return Report(source, note=record.note, next_due=record.next_due)

    return await tools.intake.put(Parcel(source.id, None, source.skew or 0, close))


def _failed(source: Pollable, tools: Kit, failure: Failure, marks: frozenset[str] | None = None) -> Report:
    """Write down why, or find that it is the network's fault and not this source's.

    ``marks``: what tells the page that came in a feed's place from other pages.
    """
    now = int(tools.clock())
    sign = Sign.LOGIN if marks is not None else _sign_of(failure)
    if sign is None and failure.status:
        tools.outlook.good(source.id)
    elif tools.outlook.down_since is not None:
        return _rested(source, tools)
    if failure.status in (401, 403):
        tools.accounts.forget(source.url)
    rest = records.rest_of(source, failure)
    if rest:
        tools.hosts.pause(failure.url or source.url, now + rest)
        polls.keep_pauses(tools.connection, tools.hosts.pauses, now)
    record = records.failed(source, failure, _moment(source, tools))
    polls.record_poll(tools.connection, source.id, record)
    if sign is not None and source.failures == 0:
        if failure.led_to:
            marks = frozenset({f"host {failure.led_to}"})
        pardoned = tools.outlook.bad(source.id, host_key(source.url), sign, now, marks or ANY_MARK)
        if pardoned:
            polls.pardon(tools.connection, pardoned, now, _resting_note(tools))
            return Report(source, postponed=True, note=_resting_note(tools), next_due=now)
    return Report(source, error=record.error, next_due=record.next_due)


def _sign_of(failure: Failure) -> Sign | None:
    """What a failure may say of the network."""
    if failure.no_way:
        return Sign.UNREACHABLE
    if failure.untrusted:
        return Sign.UNTRUSTED
    return Sign.LOGIN if failure.status == 511 or failure.led_to else None


def _postpone(source: Pollable, tools: Kit, waits: HostWaitsError) -> Report:
    due = int(waits.until) + 1
    note = f"{PEACE}{time_of_day(due, int(tools.clock()))}: {waits}"
    polls.postpone(tools.connection, source.id, due, note)
    return Report(source, postponed=True, note=note, next_due=due)


def _rested(source: Pollable, tools: Kit) -> Report:
    """The source was not asked, or could not be: its schedule and health stay as they were."""
    note = _resting_note(tools)
    polls.postpone(tools.connection, source.id, None, note)
    return Report(source, postponed=True, note=note, next_due=source.next_due)


def _resting_note(tools: Kit) -> str:
    now = int(tools.clock())
    since = now if tools.outlook.down_since is None else tools.outlook.down_since
    return f"{RESTING}{time_of_day(since, now)}: {tools.outlook.why}"


def _moment(source: Pollable, tools: Kit) -> Moment:
    return Moment(
        now=int(tools.clock()),
        jitter=tools.chance(),
        latest=polls.latest(tools.connection, source.id, schedule.LATEST) if source.adaptive else (),
        settings=tools.settings,
        hot=tools.accounts.settings.alerts.hot,
    )


def _person(command: str) -> bytes:
    """What makes the hash of a document another one when its filter is."""
    return blake2b(command.encode(), digest_size=16).digest() if command else b""
