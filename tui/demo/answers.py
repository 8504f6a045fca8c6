"""What the demo's publishers answer to an HTTP request: routes and conditional requests.

Pure: request, script and elapsed time in, response out. Knows nothing of sockets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

from tui.demo import documents, hostile
from tui.demo.script import Item, Script, items

if TYPE_CHECKING:
    from datetime import datetime

_HTML = "text/html; charset=utf-8"
_REASONS = {
    200: "OK",
    304: "Not Modified",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
}


@dataclass(frozen=True, slots=True)
class Request:
    """The head of one HTTP request; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def head(self) -> bytes:
        """The status line and the header lines, with the empty line that ends them."""
        lines = [f"HTTP/1.1 {self.status} {_REASONS[self.status]}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.status != 304:
            lines.append(f"Content-Length: {len(self.body)}")
        lines.append("Connection: close")
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


def parse(head: bytes) -> Request | None:
    """The request whose head this is; None where it is no HTTP/1 request."""
    first, *rest = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    pairs = (line.partition(":") for line in rest if ":" in line)
    return Request(
        words[0],
        words[1].partition("?")[0],
        {name.strip().lower(): value.strip() for name, _, value in pairs},
    )


def answer(edition: documents.Edition, script: Script, request: Request | None, elapsed: float) -> Response:
    """What the publisher of ``edition`` says to ``request``, ``elapsed`` demo seconds after the start."""
    if request is None:
        return Response(400)
    if request.method not in ("GET", "HEAD"):
        return Response(405, {"Allow": "GET, HEAD"})
    held = items(script, edition.outlet.slug, elapsed)
    if request.path == edition.feed_path:
        media = documents.feed_type(edition)
        if edition.outlet.manner == "hostile":
            return Response(200, {"Content-Type": media}, hostile.document(edition.base, elapsed))
        changed = max((item.changed for item in held), default=0.0)
        return _conditional(request, media, documents.feed(edition, held), edition.moment(changed))
    return _page(edition, request, held)


def _page(edition: documents.Edition, request: Request, held: Sequence[Item]) -> Response:
    if request.path == "/":
        return Response(200, {"Content-Type": _HTML}, documents.front(edition, held))
    if request.path.startswith("/pictures/") and request.path.endswith(".svg"):
        name = request.path.removeprefix("/pictures/").removesuffix(".svg")
        return Response(200, {"Content-Type": "image/svg+xml"}, documents.picture(name))
    for item in held:
        if request.path == f"/{item.key}.html":
            return _conditional(request, _HTML, documents.page(edition, item), edition.moment(item.changed))
    return Response(404)


def _conditional(request: Request, media: str, body: bytes, changed: datetime) -> Response:
    """The body, or 304 where the client has it already. If-None-Match goes first (RFC 9110, 13.2.2)."""
    etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    headers = {"ETag": etag, "Last-Modified": format_datetime(changed, usegmt=True)}
    if "if-none-match" in request.headers:
        known = [tag.strip().removeprefix("W/") for tag in request.headers["if-none-match"].split(",")]
        fresh = etag in known or known == ["*"]
    else:
        fresh = _not_later(changed, request.headers.get("if-modified-since", ""))
    if fresh:
        return Response(304, headers)
    return Response(200, {"Content-Type": media, **headers}, body)


def _not_later(changed: datetime, date: str) -> bool:
    """Whether ``changed`` is not after the HTTP date; a date that cannot be read is ignored (13.1.3)."""
    try:
        since = parsedate_to_datetime(date)
    except ValueError:
        return False
    return changed <= (since if since.tzinfo else since.replace(tzinfo=UTC))
