"""One polite request: conditional, bounded in bytes and seconds, its redirects followed by hand.

With ``feeds.transport`` all that knows the HTTP client. Knows nothing of feeds, schedules or the
cache. Never raises for anything that the network does: every mishap is a ``Failure`` with a plain
reason. The body is read raw and unpacked by ``feeds.inflate``, and the whole request stands under one
deadline, because the client has none.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpcore2
import httpx2

from tui.feeds import answers
from tui.feeds.addresses import means_own_network
from tui.feeds.inflate import BodyError, Inflater
from tui.feeds.reasons import Reason, reason_of
from tui.feeds.transport import DIRECT, Client, NotAllowedError, Way, WayError
from tui.text import clean_line, host_of, safe_url

REDIRECTS = 5
"""Redirects followed in one request at most."""
PIECES = 50_000
"""Pieces of one body at most: chunks of a byte are 20 µs of work each."""
_BREATH = 200
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_DEFAULT_PORTS = {"http": 80, "https": 443}

Header = tuple[bytes, bytes]
Leave = Callable[[str], Awaitable[None]]
"""Waits until an address may be asked. Called before each request, also of a redirect; no deadline runs."""


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What to ask for, and what is already there. The validators are sent byte for byte as they came."""

    url: str
    etag: str = ""
    last_modified: str = ""
    validators_for: str = ""
    """The address that gave the validators, and the only one that sees them; empty: ``url``."""
    home: str = ""
    """What the user typed, where ``url`` came from elsewhere: secrets go to it alone, and it alone may
    be on a private network. Empty: ``url``."""
    secrets: tuple[Header, ...] = field(default=(), repr=False)
    way: Way = DIRECT
    private: bool = False
    """Whether ``home`` may be on a private network though its name does not say so."""
    keep: bool = False
    """Whether its host is asked again soon: keep the connection."""


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
    body: bytes = field(repr=False)
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    server_time: int | None = None
    """The server's own clock now, from ``Date`` and ``Age``; None where it does not say."""
    fresh_for: int | None = None
    """Seconds for which it stays good, from Cache-Control or Expires; None where it does not say."""
    moved_to: str = ""
    """Where permanent redirects led from the address that was asked for; empty: there were none."""
    hub: str = ""
    """The WebSub hub that its Link header names; noted, not used."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """304: what is there is still good. A validator that the server did not send stays as it was."""

    etag: str
    last_modified: str
    url: str = ""
    fresh_for: int | None = None
    moved_to: str = ""
    server_time: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Nothing came of it."""

    reason: str
    """For the user: no secrets, no control characters, no full stop."""
    status: int = 0
    """The HTTP status, or 0 where there was none."""
    retry_after: int | None = None
    """Seconds that the server asks to wait (RFC 9110, 10.2.3)."""
    url: str = ""
    """Who answered with that status; empty: nobody."""
    no_way: bool = False
    """Its host was not reached at all: it, or the whole network, is away."""
    led_to: str = ""
    """The host to which it redirected, where that may not be connected to: a login page's, perhaps."""
    untrusted: bool = False
    """Its certificate cannot be trusted: it, or somebody on the way, is not who it should be."""


class _FetchError(Exception):
    """A reason to give up; it becomes a ``Failure`` before it leaves this module."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.words)
        self.reason = reason


class _LedAwayError(Exception):
    """A redirect to where nobody may be led; likewise."""

    def __init__(self, words: str, host: str) -> None:
        super().__init__(words)
        self.host = host


async def _at_once(_url: str) -> None:
    """Leave for whoever has no other requests to be polite about."""


async def fetch(
    client: Client, request: FetchRequest, limits: Limits, now: int, leave: Leave = _at_once
) -> Response | Unchanged | Failure:
    """Make one request within ``limits``. ``now`` serves to read a Retry-After that is a date.

    Raises only what ``leave`` raises.
    """
    try:
        return await _follow(client, request, limits, now, leave)
    except TimeoutError:
        return Failure(f"no complete answer within {limits.seconds:g} s")
    except _FetchError as error:
        found = error.reason
        return Failure(found.words, no_way=found.no_way, untrusted=found.untrusted)
    except _LedAwayError as error:
        return Failure(str(error), led_to=error.host)
    except (BodyError, NotAllowedError, WayError) as error:
        return Failure(str(error))


async def _follow(
    client: Client, request: FetchRequest, limits: Limits, now: int, leave: Leave
) -> Response | Unchanged | Failure:
    clock = asyncio.get_running_loop().time
    url, left = _bare(request.url), limits.seconds
    permanent, moved_to, seen = True, "", {url}
    for _ in range(REDIRECTS + 1):
        await leave(url)
        started = clock()
        async with asyncio.timeout(left):
            answer = await _ask(client, request, limits, now, url, moved_to)
        left -= clock() - started
        if not isinstance(answer, _Redirect):
            return answer
        url = answer.target
        if url in seen:
            raise _FetchError(Reason("redirected in a circle"))
        seen.add(url)
        permanent = permanent and answer.permanent
        moved_to = url if permanent else moved_to
    raise _FetchError(Reason(f"more than {REDIRECTS} redirects"))


@dataclass(frozen=True, slots=True)
class _Redirect:
    target: str
    permanent: bool


async def _ask(
    client: Client, request: FetchRequest, limits: Limits, now: int, url: str, moved_to: str
) -> Response | Unchanged | Failure | _Redirect:
    """One request to one address."""
    headers = _headers(request, url)
    private = _may_be_private(request, url)
    try:
        async with client.ask(request.way, url, headers, private=private) as answer:
            if answer.status_code in _REDIRECTS:
                return _Redirect(_next(url, answer), answer.status_code in _PERMANENT)
            return await _read(answer, request, limits, now, url, moved_to)
    except NotAllowedError as error:
        if host_of(url) == host_of(request.url):
            raise
        raise _LedAwayError(str(error), host_of(url)) from error
    except (
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
        httpcore2.ProxyError,
        httpcore2.TimeoutException,
        httpcore2.UnsupportedProtocol,
        httpx2.InvalidURL,
        OSError,
        UnicodeError,
    ) as error:
        if isinstance(error, TimeoutError):  # the deadline's own, which is an OSError too
            raise
        proxy = request.way.proxy
        raise _FetchError(reason_of(error, host_of(proxy or url), proxy=bool(proxy))) from error


def _bare(url: str) -> str:
    """An address without credentials and fragment: what is asked for, compared and shown."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def _headers(request: FetchRequest, url: str) -> list[Header]:
    """What this address may see: validators if it gave them, secrets if it is the user's own choice."""
    headers: list[Header] = [(b"Connection", b"keep-alive" if request.keep else b"close")]
    home = request.home or request.url
    if same_party(home, url):
        user, at, _ = urlsplit(home).netloc.rpartition("@")
        if at:
            name, _, password = user.partition(":")
            secret = b64encode(f"{unquote(name)}:{unquote(password)}".encode())
            headers.append((b"Authorization", b"Basic " + secret))
        headers += request.secrets
    if _bare(request.validators_for or request.url) == url:
        if request.etag:
            headers.append((b"If-None-Match", request.etag.encode("latin-1", "replace")))
        if request.last_modified:
            headers.append((b"If-Modified-Since", request.last_modified.encode("latin-1", "replace")))
    return headers


def _may_be_private(request: FetchRequest, url: str) -> bool:
    """Whether ``url`` may lead to a private address: only the host that the user typed, and meant so."""
    home = host_of(request.home or request.url)
    allowed = host_of(url) == home and (request.private or means_own_network(home))
    if not allowed and request.way.proxy and means_own_network(host_of(url)):
        # The proxy looks names up, so the name itself is all that can be judged here.
        raise _FetchError(Reason(f"redirected to {clean_line(host_of(url))}, which is no public host"))
    return allowed


def same_party(known: str, asked: str) -> bool:
    """Whether ``asked`` may see what belongs to ``known``: same origin, or the same host gone over to TLS."""
    a, b = _origin(known), _origin(asked)
    return a == b or (a[1] == b[1] and (a[0], a[2], b[0], b[2]) == ("http", 80, "https", 443))


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def _next(url: str, answer: httpx2.Response) -> str:
    """Where a redirect leads, if it may be followed."""
    location = answers.first(answer.headers.raw, b"location").encode("latin-1").decode("utf-8", "replace")
    target = safe_url(urljoin(url, location)) if location else ""
    if not target:
        raise _FetchError(Reason(f"HTTP {answer.status_code}: redirected to no address that can be followed"))
    if url.startswith("https:") and not target.startswith("https:"):
        raise _FetchError(Reason("redirected from https to http, which is not followed"))
    return _bare(target)


async def _read(
    answer: httpx2.Response, request: FetchRequest, limits: Limits, now: int, url: str, moved_to: str
) -> Response | Unchanged | Failure:
    status, headers = answer.status_code, answer.headers.raw
    etag = answers.validator(headers, b"etag")
    last_modified = answers.validator(headers, b"last-modified")
    fresh_for = answers.fresh_for(headers, now)
    conditional = bool(request.etag or request.last_modified)
    if status == 304 and conditional and _bare(request.validators_for or request.url) == url:
        if request.keep:
            await answer.aread()  # it has no body, but only a finished answer frees its connection
        return Unchanged(
            etag or request.etag,
            last_modified or request.last_modified,
            url,
            fresh_for,
            moved_to,
            answers.server_time(headers),
        )
    if status not in (200, 203):
        return Failure(answers.status_words(status), status, answers.retry_after(headers, now), url)
    length = answers.first(headers, b"content-length")
    inflater = Inflater(", ".join(answers.values(headers, b"content-encoding")), limits.max_bytes)
    if length.isdigit():
        inflater.expect(int(length[:20]))
    pieces = 0
    async for chunk in answer.aiter_raw():
        inflater.feed(chunk)
        pieces += 1
        if pieces % _BREATH == 0:
            await asyncio.sleep(0)  # what has arrived is read without a pause, and the deadline unheard
        if pieces > PIECES:
            raise BodyError("the answer came in too many pieces")
    return Response(
        url=url,
        body=inflater.finish(),
        content_type=clean_line(answers.first(headers, b"content-type"), 200),
        etag=etag,
        last_modified=last_modified,
        server_time=answers.server_time(headers),
        fresh_for=fresh_for,
        moved_to=moved_to,
        hub=answers.hub(headers, url),
    )
