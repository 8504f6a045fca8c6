"""The ways out: connections by httpx2, each to an address that was looked at before it was connected to.

Knows no feed, no redirect and no secret but a proxy's. ``feeds.fetch`` asks through it; together they
are all that knows the HTTP client.

httpx2 is Pydantic's continuation of httpx, with its interface. µs of CPU for one request, medians on a busy
machine (``python -m tests.benchmarks.poll clients``):

=========================  =============  ==============  =============  ==============
client                     304, one host  304, 300 hosts  200, one host  200, 300 hosts
=========================  =============  ==============  =============  ==============
httpx 0.28.1                       1,993           1,710          2,537           2,732
httpx on httpx-aiohttp               415             446            783             941
httpx2 2.16.2                        760           1,165          1,165           1,957
this module                          550             785            891           1,316
=========================  =============  ==============  =============  ==============

httpx has had no release since December 2024 and hands over 1 GB from 276 bytes. On aiohttp it is the
fastest, by 0.3 ms a source, and not the most dependable: the same httpx, a bridge in its second version,
100 ms more at each start, 100 MB more for 300 TLS connections, and a connector that resolves and connects
by itself where each address has to be judged between the two. What httpx2 loses to it are anyio's locks
and TLS in Python: ``feeds.sockets`` does without. Its own transport takes no network backend, so a pool of
httpcore2, which it rests on, is put behind it here. HTTP/1.1 alone: HTTP/2 was measured to buy nothing
where each host is asked for one document.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from types import TracebackType
from urllib.parse import unquote, urlsplit

import httpcore2
import httpx2

from tui import __version__
from tui.feeds.addresses import is_public
from tui.feeds.resolver import Resolver
from tui.feeds.sockets import SocketOption, Sockets
from tui.text import clean_line

ACCEPT = (
    b"application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    b"application/json;q=0.8, */*;q=0.1"
)
CONNECT_SECONDS = 10.0
"""For a name to be resolved, and again for a connection to stand."""
_HEAD_START = 0.25
"""Seconds that one address of a name has before the next is tried beside it (RFC 8305, 5)."""
_IDLE_CONNECTIONS = 8
"""Kept open at one time; each idle TLS connection costs 256 kB."""
_IDLE_SECONDS = 5.0

Headers = Sequence[tuple[bytes, bytes]]


class NotAllowedError(Exception):
    """A host that leads to an address where it must not lead; the text is a reason for the user."""


class WayError(Exception):
    """A proxy or certificate of the user's that cannot be used; the text is a reason for the user."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a host is reached; empty: directly, trusting what the system trusts."""

    proxy: str = field(default="", repr=False)
    """Address of an HTTP or SOCKS proxy; it may hold a name and a password."""
    ca: str = ""
    """File of the authorities that are trusted instead of the system's."""
    certificate: str = ""
    key: str = ""


DIRECT = Way()


class Client:
    """The one client of a poller: no cookies, no proxies from the environment, TLS always verified.

    Each way has a pool for hosts that may be private and one for those that must not, so that no
    connection of the one is ever lent to the other.
    """

    def __init__(self, contact: str, concurrency: int, resolver: Resolver | None = None) -> None:
        agent = f"telex/{__version__}" + (f" (+{contact})" if contact else "")
        self._usual = [(b"User-Agent", agent.encode()), (b"Accept", ACCEPT), (b"Accept-Encoding", b"gzip")]
        self._concurrency = concurrency
        self._resolver = resolver or Resolver()
        self._pools: dict[tuple[Way, bool, bool], _Pool] = {}
        self._trust: dict[Way, ssl.SSLContext] = {}

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._pools.values():
            await each.aclose()
        self._resolver.close()

    @asynccontextmanager
    async def ask(
        self,
        way: Way,
        url: str,
        headers: Headers,
        *,
        private: bool,
        method: str = "GET",
        content: bytes | None = None,
    ) -> AsyncIterator[httpx2.Response]:
        """One request on one way; ``private``: whether it may lead to addresses that are not public.

        Raises WayError, NotAllowedError and what httpcore2 raises. The pool is asked by itself: what
        httpx2's client puts before it are cookies, redirects and authentication, which are not wanted.
        """
        # Who asks for no https needs to load no authorities.
        key = way, private, url.startswith("https:")
        if key not in self._pools:
            self._pools[key] = _Pool(self._pool(*key))
        timeout = {"connect": CONNECT_SECONDS}
        request = httpx2.Request(
            method,
            url,
            headers=[*self._usual, *headers],
            content=content,
            extensions={"timeout": timeout},
        )
        answer = await self._pools[key].handle_async_request(request)
        try:
            yield answer
        finally:
            await answer.aclose()

    def _pool(self, way: Way, private: bool, encrypted: bool) -> httpcore2.AsyncConnectionPool:
        return httpcore2.AsyncConnectionPool(
            ssl_context=self._trusting(way) if encrypted else None,
            proxy=_proxy(way.proxy) if way.proxy else None,
            max_connections=self._concurrency,
            max_keepalive_connections=_IDLE_CONNECTIONS,
            keepalive_expiry=_IDLE_SECONDS,
            # A proxy is the user's own, and it is the proxy that looks names up and connects.
            network_backend=_Gate(self._resolver, private=private or bool(way.proxy)),
        )

    def _trusting(self, way: Way) -> ssl.SSLContext:
        """What is trusted on this way: to make it takes 22 ms, so it is made once (measured)."""
        key = Way(ca=way.ca, certificate=way.certificate, key=way.key)
        if key not in self._trust:
            self._trust[key] = _context(key)
        return self._trust[key]


def _context(way: Way) -> ssl.SSLContext:
    if not (way.ca or way.certificate):
        return httpx2.create_ssl_context(trust_env=False)
    at_fault = way.ca
    try:
        context = ssl.create_default_context(cafile=way.ca or None)
        at_fault = way.certificate
        if way.certificate:
            # A key under a password would have OpenSSL ask for it on the terminal.
            context.load_cert_chain(way.certificate, way.key or None, password="")
    except ssl.SSLError as error:
        raise WayError(f"{clean_line(at_fault)} holds no certificate that can be used") from error
    except OSError as error:
        raise WayError(f"{clean_line(at_fault)} cannot be read: {error.strerror}") from error
    return context


def _proxy(address: str) -> httpcore2.Proxy:
    parts = urlsplit(address)
    user, at, _ = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 1080)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return httpcore2.Proxy(
        f"{parts.scheme}://{host}:{port}",
        auth=(unquote(name).encode(), unquote(password).encode()) if at else None,
    )


class _Gate(httpcore2.AsyncNetworkBackend):
    """Connects to the very addresses that it has looked at; ``Host`` and SNI stay the name."""

    def __init__(self, resolver: Resolver, *, private: bool) -> None:
        self._resolver = resolver
        self._private = private
        self._sockets = Sockets()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore2's
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002
    ) -> httpcore2.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                found = await self._resolver.addresses(host, port)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout("name") from error
        good = found if self._private else [each for each in found if is_public(each)]
        if not found:
            raise NotAllowedError(f"the name {clean_line(host)} has no address")
        if not good:
            who = "it" if host == found[0] else clean_line(host)
            raise NotAllowedError(f"{who} leads to the private address {clean_line(found[0])}")
        return await self._race(good if len(good) == 1 else _in_turn(good), port, timeout)

    async def _race(
        self, addresses: Sequence[str], port: int, seconds: float | None
    ) -> httpcore2.AsyncNetworkStream:
        """The first connection that stands (RFC 8305): a dead address costs a quarter of a second."""
        if len(addresses) == 1:
            return await self._sockets.connect_tcp(addresses[0], port, seconds)
        waiting = deque(addresses)
        trying: set[asyncio.Task[httpcore2.AsyncNetworkStream]] = set()
        failed: httpcore2.NetworkError | httpcore2.TimeoutException | None = None
        try:
            while waiting or trying:
                if waiting:
                    attempt = self._sockets.connect_tcp(waiting.popleft(), port, seconds)
                    trying.add(asyncio.create_task(attempt))
                done, trying = await asyncio.wait(
                    trying, timeout=_HEAD_START if waiting else None, return_when=asyncio.FIRST_COMPLETED
                )
                for each in done:
                    try:
                        return each.result()
                    except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
                        failed = failed or error
        finally:
            await _drop(trying)
        raise failed or httpcore2.ConnectError()


async def _drop(attempts: set[asyncio.Task[httpcore2.AsyncNetworkStream]]) -> None:
    """End the attempts that came second, and close what they have opened."""
    for each in attempts:
        each.cancel()
    for outcome in await asyncio.gather(*attempts, return_exceptions=True):
        if isinstance(outcome, httpcore2.AsyncNetworkStream):
            await outcome.aclose()


def _in_turn(addresses: Sequence[str]) -> list[str]:
    """The addresses with the two families in turn, the first one's first (RFC 8305, 4)."""
    first = [each for each in addresses if _version(each) == _version(addresses[0])]
    second = [each for each in addresses if _version(each) != _version(addresses[0])]
    return [each for pair in zip(first, second, strict=False) for each in pair] + (
        first[len(second) :] or second[len(first) :]
    )


def _version(address: str) -> int:
    return ip_address(address.partition("%")[0]).version


class _Pool(httpx2.AsyncBaseTransport):
    """A pool of httpcore2 as httpx2 wants it. Its exceptions are httpcore2's."""

    def __init__(self, pool: httpcore2.AsyncConnectionPool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.content,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx2.AsyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()
