"""One polite request: conditional, bounded in bytes and seconds. The only module that knows the HTTP client.

Knows nothing of feeds, schedules or the cache. Never raises for anything that the network does:
every mishap is a ``Failure`` with a plain reason.

httpx2 and not httpx: httpx has had no release since December 2024, costs three times the CPU per
request (2,766 against 912 µs for a 304, measured) and hands over 1 GB from 276 bytes. Even so the
body is read raw and unpacked by ``feeds.inflate``, redirects are followed by hand, and the whole
request stands under one deadline, because the client has none.
"""

from __future__ import annotations

import asyncio
import http
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpx2

from tui import __version__
from tui.feeds.inflate import BodyError, Inflater
from tui.text import CONTROL, clean_line, safe_url

REDIRECTS = 5
"""Redirects followed in one request at most."""
VALIDATOR_LIMIT = 1_000
"""Bytes of the longest ETag or Last-Modified that is kept."""
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "application/json;q=0.8, */*;q=0.1"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What to ask for, and what is already there. The validators are sent byte for byte as they came."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one request with all its redirects."""

    seconds: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Response:
    """A document. A validator that the server did not send is empty: the old one is void."""

    url: str
    """Where it was in the end; without user name and password."""
    body: bytes
    content_type: str
    etag: str = ""
    last_modified: str = ""
    server_time: int | None = None
    """The server's own clock, from ``Date``; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """304: what is there is still good. A validator that the server did not send stays as it was."""

    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Nothing came of it."""

    reason: str
    """For the user: no secrets, no control characters, no full stop."""
    status: int = 0
    """The HTTP status, or 0 where there was none."""
    retry_after: int | None = None
    """Seconds that the server asks to wait (RFC 9110, 10.2.3)."""


class _FetchError(Exception):
    """A reason to give up; it becomes a ``Failure`` before it leaves this module."""


def client(contact: str, concurrency: int) -> httpx2.AsyncClient:
    """The one client of a poller: no cookies, no proxies from the environment, TLS always verified."""
    comment = f" (+{contact})" if contact else ""
    return httpx2.AsyncClient(
        headers={
            "User-Agent": f"telex/{__version__}{comment}",
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip",
        },
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=None,
        # Few idle connections: most hosts have one feed, and each idle TLS connection costs 256 kB.
        limits=httpx2.Limits(max_connections=concurrency, max_keepalive_connections=8, keepalive_expiry=5.0),
        trust_env=False,
        http2=False,
    )


async def fetch(
    client: httpx2.AsyncClient, request: FetchRequest, limits: Limits, now: int
) -> Response | Unchanged | Failure:
    """Make one request within ``limits``. ``now`` serves to read a Retry-After that is a date."""
    try:
        async with asyncio.timeout(limits.seconds):
            return await _follow(client, request, limits, now)
    except TimeoutError:
        return Failure(f"no complete answer within {limits.seconds:g} s")
    except (_FetchError, BodyError) as error:
        return Failure(str(error))


async def _follow(
    client: httpx2.AsyncClient, request: FetchRequest, limits: Limits, now: int
) -> Response | Unchanged | Failure:
    url, headers = _opening(request)
    first = url
    for _ in range(REDIRECTS + 1):
        ours = same_party(first, url)
        try:
            async with client.stream(
                "GET", url, headers=headers if ours else [], follow_redirects=False
            ) as answer:
                if answer.status_code not in (301, 302, 303, 307, 308):
                    return await _read(answer, request, limits, now, ours=ours)
                url = _next(url, answer)
        except (httpx2.TransportError, httpx2.InvalidURL, OSError, UnicodeError) as error:
            raise _FetchError(_reason(error, url)) from error
    raise _FetchError(f"more than {REDIRECTS} redirects")


def _opening(request: FetchRequest) -> tuple[str, list[tuple[bytes, bytes]]]:
    """The address without its credentials, and the headers that only its own origin may see."""
    parts = urlsplit(request.url)
    user, at, host = parts.netloc.rpartition("@")
    headers: list[tuple[bytes, bytes]] = []
    if at:
        name, _, password = user.partition(":")
        secret = b64encode(f"{unquote(name)}:{unquote(password)}".encode())
        headers.append((b"Authorization", b"Basic " + secret))
    if request.etag:
        headers.append((b"If-None-Match", request.etag.encode("latin-1", "replace")))
    if request.last_modified:
        headers.append((b"If-Modified-Since", request.last_modified.encode("latin-1", "replace")))
    return urlunsplit(parts._replace(netloc=host, fragment="")), headers


def same_party(known: str, asked: str) -> bool:
    """Whether ``asked`` may see what belongs to ``known``: same origin, or the same host gone over to TLS."""
    a, b = _origin(known), _origin(asked)
    return a == b or (a[1] == b[1] and (a[0], a[2], b[0], b[2]) == ("http", 80, "https", 443))


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def _next(url: str, answer: httpx2.Response) -> str:
    """Where a redirect leads, if it may be followed."""
    location = _header(answer, b"location").decode("utf-8", "replace")
    target = safe_url(urljoin(url, location)) if location else ""
    if not target:
        raise _FetchError(f"HTTP {answer.status_code}: redirected to no address that can be followed")
    if url.startswith("https:") and not target.startswith("https:"):
        raise _FetchError("redirected from https to http, which is not followed")
    parts = urlsplit(target)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


async def _read(
    answer: httpx2.Response, request: FetchRequest, limits: Limits, now: int, *, ours: bool
) -> Response | Unchanged | Failure:
    status = answer.status_code
    conditional = ours and bool(request.etag or request.last_modified)
    etag, last_modified = _validator(answer, b"etag"), _validator(answer, b"last-modified")
    if status == 304 and conditional:
        await answer.aread()  # it has no body, but only a finished answer frees its connection
        return Unchanged(etag or request.etag, last_modified or request.last_modified)
    if status not in (200, 203):
        return Failure(_status_words(status), status, _retry_after(answer, now))
    length = _header(answer, b"content-length")
    inflater = Inflater(", ".join(_values(answer, b"content-encoding")), limits.max_bytes)
    if length.isdigit():
        inflater.expect(int(length[:20]))
    async for chunk in answer.aiter_raw():
        inflater.feed(chunk)
    response = Response(
        url=str(answer.url),
        body=inflater.finish(),
        content_type=clean_line(_header(answer, b"content-type").decode("latin-1"), 200),
        server_time=_http_date(clean_line(_header(answer, b"date").decode("latin-1"), 100)),
    )
    # Validators belong to the address that gave them; another party's are not kept for this one.
    return replace(response, etag=etag, last_modified=last_modified) if ours else response


def _status_words(status: int) -> str:
    if status == 410:
        return "HTTP 410: gone for good; it is not asked for again"
    try:
        return f"HTTP {status}: {http.HTTPStatus(status).phrase.lower()}"
    except ValueError:
        return f"HTTP {status}"


def _values(answer: httpx2.Response, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in answer.headers.raw if key.lower() == name]


def _header(answer: httpx2.Response, name: bytes) -> bytes:
    for key, value in answer.headers.raw:
        if key.lower() == name:
            return value
    return b""


def _validator(answer: httpx2.Response, name: bytes) -> str:
    """A validator byte for byte, one character a byte; "" for one that is absent or no header value."""
    value = _header(answer, name).decode("latin-1")
    return "" if len(value) > VALIDATOR_LIMIT or CONTROL.search(value) else value


def _retry_after(answer: httpx2.Response, now: int) -> int | None:
    value = clean_line(_header(answer, b"retry-after").decode("latin-1"), 100)
    if value.isascii() and value.isdigit():
        return int(value[:12])
    until = _http_date(value)
    if until is None:
        return None
    # Relative to the server's own clock where it tells it, since ours may be wrong.
    since = _http_date(clean_line(_header(answer, b"date").decode("latin-1"), 100))
    return max(0, until - (now if since is None else since))


def _http_date(value: str) -> int | None:
    try:
        return int(parsedate_to_datetime(value).timestamp()) if value else None
    except (ValueError, OverflowError):
        return None


def _reason(error: Exception, url: str) -> str:
    """Why a request failed, in words; never the client's own, which may hold addresses and secrets."""
    host = clean_line(urlsplit(url).hostname or "")
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {host} cannot be trusted: {clean_line(cause.verify_message, 200)}"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection with {host}: {clean_line((cause.reason or 'TLS error'), 200)}"
        if isinstance(cause, socket.gaierror):
            return f"the name {host} cannot be resolved"
        if isinstance(cause, ConnectionRefusedError):
            return f"{host} refused the connection"
        if isinstance(cause, OSError) and cause.errno is not None and cause.strerror:
            return f"no connection with {host}: {clean_line(cause.strerror, 200).lower()}"
    if isinstance(error, httpx2.ConnectError):
        return f"no connection with {host}"
    if isinstance(error, httpx2.RemoteProtocolError):
        # The client has one exception for a broken and for a nonsensical answer.
        early = "peer closed" in str(error) or "disconnected" in str(error)
        return "the answer broke off before its end" if early else "the answer is not valid HTTP"
    if isinstance(error, httpx2.NetworkError):
        return f"the connection with {host} broke"
    if isinstance(error, httpx2.InvalidURL | UnicodeError):
        return "the address cannot be asked for"
    return "the request failed"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and all that stands behind it, also what a group gathers."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [each for each in (cause.__cause__, cause.__context__) if each is not None]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
