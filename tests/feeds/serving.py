"""A publisher on loopback for tests: honest documents, and all misbehaviour that a poller must survive."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape

from tui.cache.database import Connection
from tui.cache.sources import sync
from tui.config import PollSettings, Settings
from tui.feeds.accounts import Accounts
from tui.model import Source


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire."""

    path: str
    headers: Mapping[str, str]
    """By name in lower case; a value byte for byte, one character a byte."""


Reply = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Publisher:
    """What is served under which path, and what was asked for so far."""

    port: int = 0
    scheme: str = "http"
    paths: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    _at_once: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(each.path == path for each in self.asked)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                begin = await reader.readexactly(1)
                if begin == b"\x16":  # a TLS handshake on a plain line: servers answer in plain words
                    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
                head = (begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.rstrip().split("\r\n")
                pairs = (line.split(": ", 1) for line in lines)
                request = Asked(first.split(" ")[1], {name.lower(): value for name, value in pairs})
                self.asked.append(request)
                self._at_once += 1
                self.most_at_once = max(self.most_at_once, self._at_once)
                try:
                    await self.paths.get(request.path, status(404))(request, writer)
                    await writer.drain()
                finally:
                    self._at_once -= 1
                if writer.is_closing():
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def publishing(
    tls: ssl.SSLContext | None = None, *, host: str = "127.0.0.1"
) -> AsyncIterator[Publisher]:
    """A publisher at a free port of ``host``, gone afterwards with all its connections."""
    publisher = Publisher(scheme="https" if tls else "http")
    tasks: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        tasks.add(asyncio.create_task(publisher.handle(reader, writer)))

    server = await asyncio.start_server(accept, host, 0, ssl=tls)
    publisher.port = server.sockets[0].getsockname()[1]
    try:
        yield publisher
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # the loop closes an aborted line at its next turn
        await server.wait_closed()


def reply(code: int, body: bytes = b"", **headers: str) -> Reply:
    """An answer with these headers; underscores in their names stand for dashes."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {code} whatever", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    return answer


def status(code: int, **headers: str) -> Reply:
    """An answer without a body."""
    return reply(code, b"", **headers)


def document(
    body: bytes, *, etag: str = "", last_modified: str = "", content_type: str = "application/xml"
) -> Reply:
    """A document that answers 304 to exactly its own validators, compared byte for byte."""
    validators = {"ETag": etag, "Last_Modified": last_modified}
    sent = {name: value for name, value in validators.items() if value}
    packed = gzip.compress(body, 1)

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        same_tag = etag and asked.headers.get("if-none-match") == etag
        same_date = last_modified and asked.headers.get("if-modified-since") == last_modified
        # RFC 9110, 13.1.3: If-Modified-Since counts only where no If-None-Match is sent.
        if same_tag if "if-none-match" in asked.headers else same_date:
            await bare(304, **sent)(asked, writer)
        else:
            whole = reply(200, packed, Content_Encoding="gzip", Content_Type=content_type, **sent)
            await whole(asked, writer)

    return answer


def bare(code: int, **headers: str) -> Reply:
    """An answer that has no body and says no length."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {code} whatever", *(f"{n.replace('_', '-')}: {v}" for n, v in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))

    return answer


def raw(data: bytes) -> Reply:
    """These very bytes, then the line goes dead."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        writer.close()

    return answer


async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """A document that never ends, a byte at a time."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.01)


async def silence(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """No answer at all, on an open line."""
    await asyncio.Event().wait()


def sequence(*replies: Reply) -> Reply:
    """One reply after the other, the last one again and again."""
    left = list(replies)

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(asked, writer)

    return answer


def item(guid: str, title: str, text: str = "", *, date: str = "", author: str = "") -> str:
    """One RSS item; ``text`` is HTML."""
    parts = {
        "guid": guid,
        "title": title,
        "link": f"https://news.example/{guid}",
        "description": text,
        "pubDate": date,
        "dc:creator": author,
    }
    return "<item>" + "".join(f"<{n}>{escape(v)}</{n}>" for n, v in parts.items() if v) + "</item>"


def rss(*items: str, title: str = "The Harbour Gazette") -> bytes:
    """An RSS 2.0 document."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(title)}</title><link>https://news.example/</link>{''.join(items)}</channel></rss>"
    ).encode()


@dataclass
class Clock:
    """Seconds since 1970-01-01 UTC, moved by hand."""

    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


def accounts(**settings: object) -> Accounts:
    """A configuration of its own with these keys of ``[poll]``."""
    return Accounts(Settings(poll=PollSettings(**settings)), None, {})  # type: ignore[arg-type]


def subscribe(connection: Connection, *urls: str, interval: int = 900) -> None:
    """Make these the sources of a cache."""
    sync(connection, [Source(url=url, interval=interval) for url in urls], interval)
