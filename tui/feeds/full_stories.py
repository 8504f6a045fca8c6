"""The pages behind articles, and their pictures: for readers who wait; pages ahead too, while all rests.

Knows nothing of sources' schedules. A reader waits for a page, so it does not queue behind a round: it
takes its host's turn, but none of the round's slots. One page asks at most ``STEPS`` addresses: itself,
where it sends its reader on, and another form of it where it shows too little. Pages that go on and on are
not followed.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from tui.ages import clock as time_of_day
from tui.cache import pages
from tui.cache.pages import FullStory, Wanted
from tui.feeds.accounts import AccountError
from tui.feeds.fetch import Failure, Response
from tui.feeds.hosts import HostWaitsError
from tui.feeds.page_fetch import PageFetch
from tui.feeds.pictures import Pictures
from tui.feeds.refresh import Kit
from tui.feeds.robots import Robots
from tui.feeds.transport import Client
from tui.feeds.wire import ParseError
from tui.feeds.wire_pages import Found, PageJob
from tui.feeds.work import Work
from tui.feeds.workers import Workers
from tui.pages.document import DocumentError, loads, plain_text
from tui.pages.site_rule_files import file_for
from tui.pages.whole import is_whole
from tui.text import host_of

AT_ONCE = 2
"""Pages in work at one time for readers; ahead of them it is one."""
STEPS = 3
"""Addresses asked for one story at most."""
BYTES_LIMIT = 5_000_000
"""Bytes of the largest page, unpacked; ``[poll] max_bytes`` where that is less."""
THIN = 100
"""Words below which another form of the page is asked for."""
LOOK_SECONDS = 5.0
"""How often it is looked for pages to fetch ahead."""
ONCE_SECONDS = 120.0
"""For how long pages are fetched behind a single round, as of ``telex poll --once``."""
RULES = "sites"
"""The folder of rule files, beside the configuration."""
LOG = logging.getLogger("telex.poller")

_HTML = re.compile(
    r"\s*(?:text/html|application/xhtml\+xml|text/plain|application/octet-stream)?\s*(?:;|$)", re.IGNORECASE
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@asynccontextmanager
async def telling_stories(kit: Kit) -> AsyncIterator[FullStories]:
    """Fetch pages until the context ends; what is in work then waits for the next poller."""
    workers = Workers(1, kit.settings.parse_seconds, pages=True)
    async with Client(kit.settings.contact, AT_ONCE) as client:
        stories = FullStories(kit, client, workers)
        try:
            yield stories
        finally:
            await stories.abandon()
            await workers.close()


class FullStories:
    """The pages that are in work. Used by one event loop."""

    def __init__(self, kit: Kit, client: Client, workers: Workers) -> None:
        self._kit = kit
        self._ask = PageFetch(kit, client)
        self._pictures = Pictures(kit, self._ask)
        self._workers = workers
        self._robots = Robots(lambda url: self._ask.get(url, url, BYTES_LIMIT), kit.clock)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._work: Work[int] = Work()
        """By article."""
        self._passed: set[int] = set()
        """Articles that need no page, or whose host has no time for us."""
        self._look_at = 0.0

    def start(self) -> None:
        """Take up the requests that wait in the cache and are not in work already."""
        self._pictures.start()
        for wanted in pages.waiting(self._kit.connection, self._now()):
            if wanted.article_id not in self._work.tasks and (wanted.waits or self._is_needed(wanted)):
                self._begin(wanted)

    def look_ahead(self, *, urgent: bool = True) -> None:
        """Begin with a page that somebody may open, if none is in work and it is time to look.

        ``urgent``: also those of urgent articles, of sources that do not ask for it.
        """
        loop = asyncio.get_running_loop()
        if self._work.tasks or loop.time() < self._look_at or self._kit.outlook.down_since is not None:
            return
        for wanted in pages.ahead(self._kit.connection, self._now(), urgent=urgent):
            if self._is_needed(wanted):
                self._begin(wanted)
                return
        self._look_at = loop.time() + LOOK_SECONDS

    async def fetch_once(self, stop: asyncio.Event) -> None:
        """The pages that are asked for, then those of sources with ``"always"``; ``ONCE_SECONDS`` at most.

        Nobody sits before the screen whom an urgent one would spare a wait. Raises apsw.Error when one
        could not be written.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + ONCE_SECONDS
        stopped = asyncio.ensure_future(stop.wait())
        self.start()
        self.look_ahead(urgent=False)
        try:
            while (
                (self._work.tasks or self._pictures.work.tasks) and not stop.is_set() and loop.time() < until
            ):
                await asyncio.wait(
                    {stopped, *self._work.tasks.values(), *self._pictures.work.tasks.values()},
                    timeout=until - loop.time(),
                    return_when=asyncio.FIRST_COMPLETED,
                )
                self.collect()
                self.look_ahead(urgent=False)
        finally:
            stopped.cancel()

    def collect(self) -> None:
        """Let go of those that have ended. Raises apsw.Error when one could not write to the cache."""
        self._work.collect()
        self._pictures.work.collect()

    async def abandon(self) -> None:
        """Stop what is in work; its requests stay in the cache."""
        await self._work.abandon()
        await self._pictures.work.abandon()

    def _begin(self, wanted: Wanted) -> None:
        self._work.begin(wanted.article_id, partial(self._tell, wanted))

    def _is_needed(self, wanted: Wanted) -> bool:
        """Whether an article that nobody waits for has more than its source gives."""
        if wanted.article_id in self._passed:
            return False
        try:
            needed = not is_whole(loads(wanted.document))
        except DocumentError:
            needed = True
        if not needed:
            self._pass_over(wanted)
        return needed

    async def _tell(self, wanted: Wanted) -> None:
        """One page from its request to the cache."""
        try:
            async with self._slots:
                if not wanted.waits and not await self._robots.allows(wanted.link):
                    self._pass_over(wanted)
                    return
                url, found = await self._story(wanted)
        except HostWaitsError as waits:
            if not wanted.waits:
                self._pass_over(wanted)
                return
            until = time_of_day(int(waits.until) + 1, self._now())
            url, found = wanted.link, Found(why=f"not before {until}: {waits}")
        except AccountError as error:
            url, found = wanted.link, Found(why=str(error))
        self._keep(wanted, url, found)
        LOG.info("page %s: %d words%s", host_of(url), _words(found), f"; {found.why}" if found.why else "")

    def _keep(self, wanted: Wanted, url: str, found: Found) -> None:
        story = FullStory(self._now(), url, found.document, found.why, **found.facts)
        try:
            own = plain_text(loads(wanted.document))
        except DocumentError:
            own = ""
        words = f"{own}\n{found.words}" if found.words else ""
        host, blocks = host_of(url), found.learned
        pages.keep(self._kit.connection, wanted.article_id, story, words, host=host, blocks=blocks)

    async def _story(self, wanted: Wanted) -> tuple[str, Found]:
        """Where the story was in the end, and the most that was found of it."""
        if not wanted.link:
            return "", Found(why="its source names no page for it")
        url, found = await self._page(wanted.link, wanted.source_url)
        asked = {wanted.link, url}
        for _ in range(STEPS - 1):
            other = next((each for each in _others(found) if each and each not in asked), "")
            if not other or _words(found) >= THIN:
                break
            asked.add(other)
            there, more = await self._page(other, wanted.source_url)
            if _words(more) > _words(found) or found.refresh == other:
                url, found = there, more
        return url, found

    async def _page(self, url: str, source_url: str) -> tuple[str, Found]:
        answer = await self._ask.get(url, source_url, BYTES_LIMIT)
        if isinstance(answer, Failure):
            return url, Found(why=answer.reason)
        if not isinstance(answer, Response):
            return url, Found(why="the site says that nothing has changed, and was not asked that")
        kind = answer.content_type.partition(";")[0].strip()
        if not _HTML.match(answer.content_type) or answer.body[:5] == b"%PDF-":
            return answer.url, Found(why=f"it is no web page but {kind or 'a PDF'}; o opens it")
        host = host_of(answer.url)
        known = pages.boilerplate(self._kit.connection, host)
        try:
            rule = self._rule(answer.url)
            job = PageJob(answer.body, answer.url, answer.content_type, rule, known)
            return answer.url, await self._workers.extract(job)
        except (ParseError, OSError) as error:
            return answer.url, Found(why=str(error))

    def _rule(self, url: str) -> str:
        """The text of the user's own rule for a site. Raises OSError."""
        folder = self._kit.accounts.folder
        file = file_for(folder / RULES, url) if folder else None
        return file.read_text("utf-8", "replace")[:100_000] if file else ""

    def _pass_over(self, wanted: Wanted) -> None:
        self._passed.add(wanted.article_id)
        pages.forget(self._kit.connection, wanted.article_id)

    def _now(self) -> int:
        return int(self._kit.clock())


def _others(found: Found) -> tuple[str, ...]:
    return found.refresh, found.printed, found.amp, found.canonical


def _words(found: Found) -> int:
    wide = len(_WIDE.findall(found.words))
    return len(found.words.split()) + wide // 2
