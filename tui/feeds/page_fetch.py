"""One request for a page or a picture behind an article: in its host's turn, bounded, in nobody's way.

Knows no page's content and no schedule. Secrets go to the source's own origin alone.
"""

from __future__ import annotations

from contextlib import AsyncExitStack

from tui.cache import polls
from tui.feeds.fetch import Failure, FetchRequest, Limits, Response, Unchanged, fetch
from tui.feeds.refresh import Kit
from tui.feeds.transport import Client

BUSY_SECONDS = 900
"""For how long a host is left in peace that says 429 or 503 and not for how long."""


class PageFetch:
    """Asks for readers, beside the rounds of the poller. Used by one event loop."""

    def __init__(self, kit: Kit, client: Client) -> None:
        self._kit = kit
        self._client = client

    async def get(self, url: str, home: str, max_bytes: int) -> Response | Unchanged | Failure:
        """Ask for an address. ``home``: the source that led to it.

        ``max_bytes``: of the body, unpacked; ``[poll] max_bytes`` where that is less. Raises HostWaitsError
        and AccountError.
        """
        accounts, settings = self._kit.accounts, self._kit.settings
        carried, access = await accounts.pass_of(home), accounts.access(home)
        request = FetchRequest(
            url=url, home=home, secrets=carried.headers, way=carried.way, private=access.private
        )
        limits = Limits(access.timeout or settings.timeout, min(settings.max_bytes, max_bytes))
        async with AsyncExitStack() as turn:

            async def leave(asked: str) -> None:
                await turn.aclose()
                await turn.enter_async_context(self._kit.hosts.turn(asked))

            answer = await fetch(self._client, request, limits, int(self._kit.clock()), leave)
        if isinstance(answer, Failure):
            self._leave_in_peace(url, answer)
        return answer

    def _leave_in_peace(self, url: str, failure: Failure) -> None:
        if failure.status in (429, 503) or failure.retry_after:
            now = int(self._kit.clock())
            self._kit.hosts.pause(failure.url or url, now + (failure.retry_after or BUSY_SECONDS))
            polls.keep_pauses(self._kit.connection, self._kit.hosts.pauses, now)
