"""A publisher on loopback in a process of its own: real feeds, a host for each, validators, gzip.

Standard library only, and as cheap as it can be, since it shares the machine with what is measured.
Knows nothing of who asks. Latency is a delay before each answer; a connection costs none.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from hashlib import blake2b
from pathlib import Path

FEEDS = Path(__file__).resolve().parents[4] / "shared" / "data" / "feeds"
"""The 300 real feeds; they are read in place and never copied."""
_TYPES = {".rss": b"application/rss+xml", ".atom": b"application/atom+xml", ".json": b"application/feed+json"}
_HOSTS_A_NET = 250
_MODIFIED = b"Sat, 21 Nov 2026 08:00:00 GMT"
_KNOWN_TAG = re.compile(rb"\r\nif-none-match: ?([^\r]*)", re.IGNORECASE)
_KNOWN_DATE = re.compile(rb"\r\nif-modified-since: ?([^\r]*)", re.IGNORECASE)
_GZIP = re.compile(rb"\r\naccept-encoding:[^\r]*gzip", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: ?close", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """One document, each of its answers made once but for their date."""

    etag: bytes
    unchanged: bytes
    packed: bytes
    plain: bytes


class _Clock:
    """The Date header, made once a second."""

    def __init__(self) -> None:
        self._made, self._header = 0, b""

    def header(self) -> bytes:
        now = int(time.time())
        if now != self._made:
            self._made, self._header = now, b"Date: " + formatdate(now, usegmt=True).encode() + b"\r\n"
        return self._header


def feed_files(count: int) -> list[Path]:
    """The files of ``count`` feeds; beyond the first 300 they come round again."""
    files = sorted(path for path in FEEDS.iterdir() if path.suffix in _TYPES)
    return [files[place % len(files)] for place in range(count)]


def _feed(path: Path) -> Feed:
    data = path.read_bytes()
    etag = b'"' + blake2b(data, digest_size=12).hexdigest().encode() + b'"'
    always = b"ETag: " + etag + b"\r\nLast-Modified: " + _MODIFIED + b"\r\nCache-Control: max-age=0\r\n"

    def answer(body: bytes, coding: bytes) -> bytes:
        return (
            b"Content-Type: " + _TYPES[path.suffix] + b"\r\nVary: Accept-Encoding\r\n"
            + coding + always + b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )  # fmt: skip

    return Feed(
        etag=etag,
        unchanged=always + b"\r\n",
        packed=answer(gzip.compress(data, 6, mtime=0), b"Content-Encoding: gzip\r\n"),
        plain=answer(data, b""),
    )


class _Line(asyncio.Protocol):
    """One connection. Requests come one after the other, as feed readers send them."""

    def __init__(self, feeds: list[Feed], latency: float, counts: dict[str, int], clock: _Clock) -> None:
        self._feeds, self._latency, self._counts, self._clock = feeds, latency, counts, clock
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._counts["connections"] += 1

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            head, self._waiting = self._waiting[: end + 2], self._waiting[end + 4 :]
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._answer, head)
            else:
                self._answer(head)

    def _answer(self, head: bytes) -> None:
        if self._transport.is_closing():
            return
        path = head[: head.index(b"\r\n")].split(b" ")[1]
        if path == b"/counts":
            body = json.dumps(self._counts).encode()
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            return
        number = path[1:].partition(b".")[0]
        if not number.isdigit():  # robots.txt and the like
            self._transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        feed = self._feeds[int(number)]
        tag, date = _KNOWN_TAG.search(head), _KNOWN_DATE.search(head)
        # If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2).
        same = tag[1].strip() == feed.etag if tag else bool(date and date[1].strip() == _MODIFIED)
        self._counts["304" if same else "200"] += 1
        status = b"HTTP/1.1 304 Not Modified\r\n" if same else b"HTTP/1.1 200 OK\r\n"
        rest = feed.unchanged if same else feed.packed if _GZIP.search(head) else feed.plain
        self._transport.write(status + self._clock.header() + rest)
        if _CLOSE.search(head):
            self._transport.close()


async def _serve(hosts: int, latency: float) -> None:
    files = feed_files(hosts)
    made = {path: _feed(path) for path in set(files)}
    feeds = [made[path] for path in files]
    counts = {"connections": 0, "200": 0, "304": 0}
    loop, clock = asyncio.get_running_loop(), _Clock()
    urls = []
    for place, path in enumerate(files):
        listening = socket.socket()
        listening.bind((f"127.1.{place // _HOSTS_A_NET}.{1 + place % _HOSTS_A_NET}", 0))
        address, port = listening.getsockname()
        await loop.create_server(lambda: _Line(feeds, latency, counts, clock), sock=listening, backlog=128)
        urls.append(f"http://{address}:{port}/{place}{path.suffix}")
    sys.stdout.write(json.dumps(urls) + "\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    loop.add_reader(0, ended.set)  # nobody ever writes: this is the end of the benchmark
    await ended.wait()


@contextmanager
def publishing(hosts: int, latency: float = 0.0) -> Iterator[list[str]]:
    """A publisher with ``hosts`` hosts of one feed each; yields their addresses. ``latency`` in seconds."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(hosts), str(latency)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()


if __name__ == "__main__":
    _hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (_hard, _hard))
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
