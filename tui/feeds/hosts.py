"""Peace for the hosts: how close together requests to one may be, and who asked to be left alone.

Knows no network and no cache; the clock is the caller's. A host is a name with its port.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

SPACING = 1.0
"""Seconds between two requests to one host where the configuration sets none."""


def host_key(url: str) -> str:
    """``host:port`` of an address: who is asked."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.hostname or ''}:{port}"


def spacing_of(url: str, configured: float | None) -> float:
    """Seconds between two requests to the host of ``url``; loopback needs none unless it is configured."""
    if configured is not None:
        return configured
    return 0.0 if _is_loopback(urlsplit(url).hostname or "") else SPACING


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Hosts:
    """Who may be asked when.

    A host with a spacing gets one request at a time, in order; one without is bounded by the
    caller's concurrency alone. ``pauses``: until when a host asked for peace, in seconds since
    1970-01-01 UTC, whatever its spacing.
    """

    def __init__(self, configured: float | None, pauses: Mapping[str, float]) -> None:
        self._configured = configured
        self._turns: dict[str, asyncio.Lock] = {}
        self._last: dict[str, float] = {}
        self.pauses = dict(pauses)

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Hold the host of ``url`` for one request, once its turn and its time have come."""
        spacing = spacing_of(url, self._configured)
        if spacing <= 0:
            yield
            return
        host, loop = host_key(url), asyncio.get_running_loop()
        async with self._turns.setdefault(host, asyncio.Lock()):
            if host in self._last:
                await asyncio.sleep(max(0.0, self._last[host] + spacing - loop.time()))
            try:
                yield
            finally:
                self._last[host] = loop.time()

    def paused_until(self, url: str, now: float) -> float | None:
        """Until when the host of ``url`` is not to be asked, or None when it may be."""
        until = self.pauses.get(host_key(url), 0.0)
        return until if until > now else None

    def pause(self, url: str, until: float, now: float) -> None:
        """Leave the host of ``url`` in peace until then; pauses that are over are forgotten."""
        host = host_key(url)
        standing = {name: end for name, end in self.pauses.items() if end > now}
        self.pauses = standing | {host: max(until, standing.get(host, 0.0))}
