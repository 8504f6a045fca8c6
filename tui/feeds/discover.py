"""A person's address to its feeds: the address itself, what its page names, then where feeds often lie.

Knows no cache and no screen. Asks politely (row D1 in the notes on feeds): one request after another,
each in its host's turn, the page and at most ``PROBES`` addresses besides; what a site declares is
asked for in full, since a person has to choose among it, links and guesses only until one is a feed.
A host that asks for peace is asked no more. What the user typed may be a private address; what a page
names may lead to one only on the same host (``fetch`` sees to it; T15 in the notes on hostile input).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit, urlunsplit

from tui.ages import clock as time_of_day
from tui.arrivals import Entry, Feed
from tui.cache.requests import Discovery, FoundFeed, Preview, Tried
from tui.config_values import same_address
from tui.feeds import schedule
from tui.feeds.accounts import AccountError, Accounts
from tui.feeds.candidates import Candidate, Rank, distinct, guesses, typed_addresses
from tui.feeds.fetch import Failure, FetchRequest, Limits, Response, fetch, same_party
from tui.feeds.hosts import Hosts, HostWaitsError, manner_of
from tui.feeds.known_sites import feeds_by_shape, feeds_of
from tui.feeds.transport import Client
from tui.feeds.wire import Job, ParseError, WebPageError
from tui.feeds.workers import Workers
from tui.text import clean_line, shown_url

PROBES = 6
"""Addresses asked besides the page at most."""
HEADLINES = 5
"""Entries of a feed that are shown before it is subscribed to."""
ENTRIES = 200
"""Entries of a feed that are read for that."""
PATIENCE = 10.0
"""Seconds that a host's turn is waited for: somebody sits before it."""
_WEEK = 7 * schedule.DAY
_NO_ADDRESS = "is no address of the web"


@dataclass(frozen=True, slots=True)
class Tools:
    """What a discovery works with."""

    client: Client
    accounts: Accounts
    workers: Workers
    hosts: Hosts
    limits: Limits
    clock: Callable[[], float]
    """Seconds since 1970-01-01 UTC."""
    tell: Callable[[str], None]
    """Is told each address before it is asked, without user name and password."""


@asynccontextmanager
async def tools(
    accounts: Accounts,
    pauses: Mapping[str, float],
    clock: Callable[[], float],
    tell: Callable[[str], None],
) -> AsyncIterator[Tools]:
    """The tools of a discovery outside a poller, put away at the end."""
    settings = accounts.settings.poll
    workers = Workers(1, settings.parse_seconds)
    try:
        async with Client(settings.contact, 1) as http:
            yield Tools(
                client=http,
                accounts=accounts,
                workers=workers,
                hosts=Hosts(settings.host_spacing, settings.host_hourly, pauses, clock, PATIENCE),
                limits=Limits(settings.timeout, settings.max_bytes),
                clock=clock,
                tell=tell,
            )
    finally:
        await workers.close()


async def discover(typed: str, tools: Tools) -> Discovery:
    """The feeds of what a person typed: a feed's address, a site's, or one without its scheme."""
    search = _Search(tools)
    addresses = typed_addresses(typed)
    for url in addresses:
        await search.run(url)
        if search.answered:
            break
    shown = shown_url(addresses[0]) if addresses else clean_line(typed)
    tried = search.tried if addresses else [Tried(shown, _NO_ADDRESS)]
    return Discovery(shown, tuple(search.found), tuple(tried), search.answered)


@dataclass(slots=True)
class _Search:
    """One discovery while it is under way."""

    tools: Tools
    found: list[FoundFeed] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)
    answered: bool = False
    """Whether any host sent an answer, were it a refusal."""
    _typed: str = ""
    _seen: set[str] = field(default_factory=set)
    """Addresses asked or answered from."""
    _probes: int = 0

    async def run(self, url: str) -> None:
        self._typed = url
        await self._probe(feeds_of(url))
        if self.found:
            return
        named = await self._ask(Candidate(url, Rank.DECLARED))
        if self.found or not self.answered:
            return
        await self._probe(distinct([*named, *feeds_by_shape(url), *guesses(url)]))

    async def _probe(self, candidates: Iterable[Candidate]) -> None:
        for candidate in candidates:
            url = self._with_credentials(candidate.url)
            if _key(url) in self._seen:
                continue
            if self.found and candidate.rank > Rank.DECLARED:
                return
            if self._probes == PROBES:
                if candidate.rank is not Rank.GUESSED:
                    self._give_up(url, f"not asked, since {PROBES} were asked before it")
                continue
            self._probes += 1
            await self._ask(Candidate(url, candidate.rank, candidate.title))

    async def _ask(self, candidate: Candidate) -> tuple[Candidate, ...]:
        """Ask one address, keep it where it is a feed, and give what a page names in its place."""
        url = candidate.url
        self._seen.add(_key(url))
        response = await self._fetch(url)
        if response is None:
            return ()
        self.answered = True
        if _key(response.url) in self._seen.difference({_key(url)}):
            self._give_up(url, f"leads to {shown_url(response.url)}, which was asked already")
            return ()
        self._seen.add(_key(response.url))
        job = Job(response.body, response.url, response.content_type, frozenset(), ENTRIES)
        try:
            feed = await self.tools.workers.parse(job)
        except WebPageError as page:
            self._give_up(url, "a web page, not a feed")
            return page.candidates
        except ParseError as error:
            self._give_up(url, str(error))
            return ()
        url = self._with_credentials(response.moved_to or url)
        self._keep(_found(url, feed, candidate.title, response.hub, int(self.tools.clock())))
        return ()

    def _keep(self, feed: FoundFeed) -> None:
        """Take a feed, unless it is one that is there already, as RSS beside Atom."""
        for other in self.found:
            if feed.headlines and [each.title for each in feed.headlines] == [
                each.title for each in other.headlines
            ]:
                self._give_up(feed.url, f"the same entries as {shown_url(other.url)}")
                return
        self.found.append(feed)

    async def _fetch(self, url: str) -> Response | None:
        tools = self.tools
        async with AsyncExitStack() as turn:

            async def leave(address: str) -> None:
                await turn.aclose()  # of a redirect: the host before it is done with
                await turn.enter_async_context(tools.hosts.turn(address))
                tools.tell(shown_url(address))

            try:
                carried = await tools.accounts.pass_of(self._typed)
                request = FetchRequest(url, home=self._typed, secrets=carried.headers, way=carried.way)
                answer = await fetch(tools.client, request, tools.limits, int(tools.clock()), leave)
            except HostWaitsError as error:
                until = time_of_day(int(error.until), int(tools.clock()))
                self._give_up(url, f"left in peace until {until}: {error}")
                return None
            except AccountError as error:
                self._give_up(url, str(error))
                return None
        if isinstance(answer, Response):
            return answer
        # Nothing was asked conditionally, so there is no "unchanged" but from a server that is wrong.
        failure = answer if isinstance(answer, Failure) else Failure("HTTP 304: not modified", 304)
        self.answered = self.answered or bool(failure.status)
        asked = failure.url or url
        outcome = schedule.outcome_of(failure.status, manner_of(asked).busy)
        rest = schedule.rest(outcome, failure.retry_after, failures=1)
        if rest:
            tools.hosts.pause(asked, tools.clock() + rest)
        self._give_up(url, failure.reason)
        return None

    def _give_up(self, url: str, why: str) -> None:
        self.tried.append(Tried(shown_url(url), why))

    def _with_credentials(self, url: str) -> str:
        """``url`` with the user name and password that were typed, where they belong to its origin."""
        user, at, _ = urlsplit(self._typed).netloc.rpartition("@")
        parts = urlsplit(url)
        if not at or "@" in parts.netloc or not same_party(self._typed, url):
            return url
        return urlunsplit(parts._replace(netloc=f"{user}@{parts.netloc}"))


def _key(url: str) -> str:
    """Equal for addresses of one document."""
    return same_address(shown_url(urldefrag(url).url))


def _found(url: str, feed: Feed, called: str, hub: str, now: int) -> FoundFeed:
    newest = sorted(feed.entries, key=lambda entry: -(entry.published or 0))[:HEADLINES]
    return FoundFeed(
        url=url,
        title=feed.title or called,
        headlines=tuple([Preview(entry.title, entry.published) for entry in newest]),
        entries=len(feed.entries) + feed.dropped,
        per_week=per_week(feed.entries, now),
        hub=feed.hub or hub,
    )


def per_week(entries: Iterable[Entry], now: int) -> float | None:
    """Entries per week since the oldest of ``entries``, silence up to ``now`` counted; None without dates.

    At least a day is counted, so that an hour's burst makes no thousands.
    """
    dates = [entry.published for entry in entries if entry.published is not None and entry.published <= now]
    if not dates:
        return None
    return round(len(dates) * _WEEK / max(now - min(dates), schedule.DAY), 1)
