"""What the headers of an HTTP answer say: validators, freshness, waits, and a status in words. Pure.

Knows no client and no schedule. Headers are pairs of bytes as they came over the wire; nothing is
built from them that did not stand in them.
"""

from __future__ import annotations

import http
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from tui.feeds.dates import moment
from tui.text import CONTROL, clean_line, safe_url

Headers = Sequence[tuple[bytes, bytes]]
VALIDATOR_LIMIT = 1_000
"""Bytes of the longest ETag or Last-Modified that is kept."""
_DAY = 86_400
_DIRECTIVE = re.compile(r"""([\w-]+)\s*(?:=\s*("[^"]*"?|[^,;\s]*))?""", re.ASCII)
"""One word of Cache-Control with its argument, which may be quoted and hold commas (RFC 9111, 5.2)."""
_LINK = re.compile(r"""<([^<>]*)>[^<>]*?;\s*rel\s*=\s*"?([^",;<>]*)""", re.IGNORECASE)
_SECONDS = re.compile(r"([0-9]{1,12})[0-9]*(?:\.[0-9]*)?(?: ?s(?:ec(?:ond)?s?)?)?", re.IGNORECASE)
"""Seconds as Retry-After has them, or a little more than it may."""
_LONGEST = 10 * 366 * _DAY
"""Seconds of the longest time that is believed of a header, before the caller's cap."""
_ADVICE = {
    401: "it wants a name and a password, or others: set user and password, or token",
    403: "it refuses to answer",
    407: "the proxy wants a name and a password: set them in its address",
    410: "gone for good; it is not asked for again",
    451: "not available for legal reasons",
    511: "the network wants you to log in first",
}


def values(headers: Headers, name: bytes) -> list[str]:
    """All values of a header, one character a byte."""
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]


def first(headers: Headers, name: bytes) -> str:
    """The first value of a header, one character a byte; "" where it is absent."""
    for key, value in headers:
        if key.lower() == name:
            return value.decode("latin-1")
    return ""


def validator(headers: Headers, name: bytes) -> str:
    """A validator byte for byte, one character a byte; "" for one that is absent or no header value."""
    value = first(headers, name)
    return "" if len(value) > VALIDATOR_LIMIT or CONTROL.search(value) else value


def date(headers: Headers, name: bytes) -> int | None:
    """A date in a header (RFC 9110, 5.6.7), seconds since 1970-01-01 UTC."""
    return _date(clean_line(first(headers, name), 100))


def server_time(headers: Headers) -> int | None:
    """The server's clock when it answered: Date, and a stored answer's Age with it (RFC 9111, 4.2.3)."""
    said = date(headers, b"date")
    return None if said is None else said + (_number(first(headers, b"age")) or 0)


def fresh_for(headers: Headers, now: int) -> int | None:
    """Seconds for which the answer stays good (RFC 9111, 4.2); None where it does not say.

    ``max-age``, or else ``Expires`` against the server's own clock, each less ``Age``. What is not a
    number or a date in them, such as ``Expires: 0``, means that it is stale already (4.2.1, 5.3).
    """
    given: dict[str, str] = {}
    for name, value in _DIRECTIVE.findall(", ".join(values(headers, b"cache-control"))):
        given.setdefault(name.lower(), value.strip(' "'))  # of several the first (RFC 9111, 4.2.1)
    if given.get("no-cache") == "" or "no-store" in given:  # not ="Set-Cookie": of that field alone
        return 0
    age = _number(first(headers, b"age")) or 0
    if "max-age" in given:
        return max(0, min(_number(given["max-age"]) or 0, _LONGEST) - age)
    if not first(headers, b"expires"):
        return None
    until, since = date(headers, b"expires"), date(headers, b"date")
    if until is None:
        return 0
    return max(0, min(_LONGEST, until - (now if since is None else since)) - age)


def hub(headers: Headers, base: str) -> str:
    """The WebSub hub that a Link header names (WebSub, 4; RFC 8288); "" for none."""
    links = ",".join(values(headers, b"link"))
    found = (link[1] for link in _LINK.finditer(links) if "hub" in link[2].lower().split())
    return next((url for each in found if (url := safe_url(each, base))), "")


def retry_after(headers: Headers, now: int) -> int | None:
    """Seconds that the server asks to wait (RFC 9110, 10.2.3); None where it does not say.

    A date counts from the server's own clock where it tells it, since ours may be wrong. Without the
    header, ``X-RateLimit-Reset`` where it is a number of seconds (Reddit) and no date (GitHub).
    """
    value = clean_line(first(headers, b"retry-after"), 100)
    if seconds := _SECONDS.fullmatch(value):
        return int(seconds[1])
    until = _date(value)
    until = moment(value) if until is None else until
    if until is not None:
        since = date(headers, b"date")
        return max(0, until - (now if since is None else since))
    reset = _number(first(headers, b"x-ratelimit-reset").partition(".")[0])
    return reset if reset is not None and reset <= _DAY else None


def status_words(status: int) -> str:
    """A status that brings no document, for the user."""
    if status in _ADVICE:
        return f"HTTP {status}: {_ADVICE[status]}"
    try:
        return f"HTTP {status}: {http.HTTPStatus(status).phrase.lower()}"
    except ValueError:
        return f"HTTP {status}"


def _number(value: str) -> int | None:
    value = value.strip()
    return int(value[:12]) if value.isascii() and value.isdigit() else None


def _date(value: str) -> int | None:
    try:
        return int(parsedate_to_datetime(value).timestamp()) if value else None
    except (ValueError, OverflowError):
        return None
