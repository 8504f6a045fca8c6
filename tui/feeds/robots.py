"""What a site's robots.txt says to a program that nobody sits before (RFC 9309). Knows no cache.

Asked for before pages are fetched ahead; what a person asks for is a person's request and is not bound by it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from tui.feeds.fetch import Failure, Response, Unchanged

AGENT = "telex"
GOOD_SECONDS = 86_400
"""How long an answer holds (RFC 9309, 2.4)."""
BAD_SECONDS = 3_600
"""How long a site counts as closed that could not be asked (2.3.1.4)."""
BYTES_LIMIT = 500_000
"""Bytes that are read (2.5)."""
HOSTS_LIMIT = 1_000
"""Sites that are remembered."""

Ask = Callable[[str], Awaitable[Response | Unchanged | Failure]]
"""Fetches an address, in its host's turn."""


class Robots:
    """The rules of sites, asked for once a day each."""

    def __init__(self, ask: Ask, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[RobotFileParser, float]] = {}

    async def allows(self, url: str) -> bool:
        """Whether the page at ``url`` may be fetched ahead. Raises what asking raises."""
        parts = urlsplit(url)
        site = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
        rules, until = self._known.get(site, (None, 0.0))
        if rules is None or until < self._clock():
            rules, seconds = _rules(await self._ask(f"{site}/robots.txt"))
            if len(self._known) >= HOSTS_LIMIT:
                self._known.clear()
            self._known[site] = (rules, self._clock() + seconds)
        return rules.can_fetch(AGENT, url)


def _rules(answer: Response | Unchanged | Failure) -> tuple[RobotFileParser, int]:
    rules = RobotFileParser()
    if isinstance(answer, Response):
        rules.parse(answer.body[:BYTES_LIMIT].decode("utf-8", "replace").splitlines())
        return rules, GOOD_SECONDS
    # "Unavailable" (4xx) means that there are no rules; anything else, that the site is closed for now.
    if isinstance(answer, Failure) and 400 <= answer.status < 500 and answer.status != 429:
        rules.parse([])
        return rules, GOOD_SECONDS
    rules.parse(["User-agent: *", "Disallow: /"])
    return rules, BAD_SECONDS
