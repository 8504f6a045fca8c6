"""Peace for the hosts: how close together requests to one may be, how many, and who asked to be left alone.

Knows no network and no cache; the clock is the caller's. A host is a name, with its port where that
is not the usual one.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

SPACING = 1.0
"""Seconds between two requests to one host where the configuration sets none."""
HOURLY = 240
"""Requests to one host in an hour where the configuration sets none: sixty feeds every quarter of an hour."""
_HOUR = 3_600.0
_SECOND = 0.001


@dataclass(frozen=True, slots=True)
class Manner:
    """What a known host wants beyond what all get."""

    name: str
    """Its domain; what lies below it is the same host."""
    why: str
    spacing: float = 0.0
    """Seconds between two requests at least."""
    least: int = 0
    """Seconds between two polls of one source at least."""
    uncapped: bool = False
    """Its Cache-Control is believed whatever it says."""
    busy: frozenset[int] = frozenset()
    """Statuses that mean 429 there."""


KNOWN = (
    Manner(
        "reddit.com",
        "answers one request a minute, and may say 403 for 429 (NetNewsWire #5328, FreshRSS #8928)",
        spacing=60.0,
        busy=frozenset({403}),
    ),
    Manner("openrss.org", "asks readers to sit out its max-age, days though it be", uncapped=True),
    Manner("rachelbythebay.com", "blocks readers that ask more than once an hour", least=3_600),
)
"""The special cases, all of them."""
_ANY = Manner("", "as all others")
_REMEMBERED = 20_000
"""Addresses whose host is not looked for again: each poll asks seven times who is asked (40 µs, measured)."""


class HostWaitsError(Exception):
    """A host is not to be asked before ``until`` (seconds since 1970-01-01 UTC); the text says why."""

    def __init__(self, why: str, until: float) -> None:
        super().__init__(why)
        self.until = until


@lru_cache(_REMEMBERED)
def manner_of(url: str) -> Manner:
    """What the host of an address is known to want."""
    host = urlsplit(url).hostname or ""
    for known in KNOWN:
        if host == known.name or host.endswith(f".{known.name}"):
            return known
    return _ANY


@lru_cache(_REMEMBERED)
def host_key(url: str) -> str:
    """Who is asked: the host of an address, with a port that is not one of the web's own."""
    parts = urlsplit(url)
    host = manner_of(url).name or parts.hostname or ""
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"


def spacing_of(url: str, configured: float | None) -> float:
    """Seconds between two requests to the host of ``url``; loopback needs none unless it is configured."""
    if configured is None:
        configured = 0.0 if _is_loopback(url) else SPACING
    return max(configured, manner_of(url).spacing)


def hourly_of(url: str, configured: int | None) -> int | None:
    """Requests an hour to the host of ``url``; None: as many as come, as on loopback unless configured."""
    if configured is None:
        return None if _is_loopback(url) else HOURLY
    return configured


@lru_cache(_REMEMBERED)
def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(slots=True)
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    last: float | None = None
    """When its last request ended, by the loop's clock."""
    put_off: int = 0
    """How many were sent away since, because their turn was far off."""
    hour: list[float] = field(default_factory=list)
    """When its requests of the last hour began."""


class Hosts:
    """Who may be asked when. Each host gets one request at a time, in order, whatever its spacing.

    ``pauses``: until when a host asked for peace, in seconds since 1970-01-01 UTC by ``clock``.
    ``patience``: how many seconds a turn is waited for; who would wait longer is sent away.
    """

    def __init__(
        self,
        spacing: float | None,
        hourly: int | None,
        pauses: Mapping[str, float],
        clock: Callable[[], float],
        patience: float,
    ) -> None:
        self._spacing = spacing
        self._hourly = hourly
        self._clock = clock
        self._patience = patience
        self._hosts: dict[str, _Host] = {}
        self._shared: frozenset[str] = frozenset()
        self.pauses = dict(pauses)

    def know(self, urls: Iterable[str]) -> int:
        """Learn which sources there are; gives the number of their hosts."""
        counts = Counter(map(host_key, urls))
        self._shared = frozenset(host for host, count in counts.items() if count > 1)
        return len(counts)

    def shared(self, url: str) -> bool:
        """Whether several sources are on the host of ``url``: a connection to it is worth keeping."""
        return host_key(url) in self._shared

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Hold the host of ``url`` for one request, once its turn and its time have come.

        Raises HostWaitsError where that is not now.
        """
        loop = asyncio.get_running_loop()
        host = self._hosts.setdefault(host_key(url), _Host())
        async with host.turn:
            self._check_peace(url)
            spacing = spacing_of(url, self._spacing)
            wait = 0.0 if host.last is None else host.last + spacing - loop.time()
            if wait > self._patience:
                host.put_off += 1
                until = self._clock() + wait + (host.put_off - 1) * spacing
                raise HostWaitsError(f"its host is asked once in {spacing:g} s", until)
            bounded = self._check_hour(url, host, loop.time() + max(0.0, wait))
            if wait > 0:
                await asyncio.sleep(wait)
                self._check_peace(url)
            host.put_off = 0
            if bounded:
                host.hour.append(loop.time())
            try:
                yield
            finally:
                host.last = loop.time()

    def _check_peace(self, url: str) -> None:
        until = self.pauses.get(host_key(url), 0.0)
        if until > self._clock():
            raise HostWaitsError("its host asked for that", until)

    def _check_hour(self, url: str, host: _Host, now: float) -> bool:
        """Whether requests to the host are counted; raises where there were too many."""
        most = hourly_of(url, self._hourly)
        if most is None:
            return False
        while host.hour and host.hour[0] <= now - _HOUR + _SECOND:
            del host.hour[0]
        if len(host.hour) >= most:
            until = self._clock() + host.hour[len(host.hour) - most] + _HOUR - now
            raise HostWaitsError(f"its host was asked {most} times within the hour", until)
        return True

    def pause(self, url: str, until: float) -> None:
        """Leave the host of ``url`` in peace until then; pauses that are over are forgotten."""
        host = host_key(url)
        standing = {name: end for name, end in self.pauses.items() if end > self._clock()}
        self.pauses = standing | {host: max(until, standing.get(host, 0.0))}

    def heed(self, pauses: Mapping[str, float]) -> None:
        """Leave in peace also those of whom others on the same cache were asked it, as ``telex add`` is."""
        self.pauses = self.pauses | {
            host: max(until, self.pauses.get(host, 0.0)) for host, until in pauses.items()
        }
