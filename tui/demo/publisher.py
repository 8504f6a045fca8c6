"""The demo's publishers as real HTTP/1.1 servers on loopback, one port and so one host for each source.

Standard library only. Sockets and pace are here; what is said is decided in ``answers``. Knows
nothing of telex but the noun ``Source``.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import partial

from tui.demo import answers
from tui.demo.documents import Edition
from tui.demo.script import Outlet, Script, load
from tui.model import Source

_HOST = "127.0.0.1"
_PATIENCE = 10.0
"""Real seconds that a client has to send its request."""
_DELAY = 2.0
"""Demo seconds until the slow publisher sends its first byte."""
_DRIPS = 8
_DRIP_PAUSE = 0.4
"""The slow publisher sends its body in so many pieces, with so many demo seconds between them."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The running servers."""

    sources: tuple[Source, ...]
    """All of them, as telex would have them in its configuration."""
    stack: AsyncExitStack
    """What must be closed."""

    async def close(self) -> None:
        """End all servers and cut the connections that are still open."""
        await self.stack.aclose()


async def serve(speed: float, clock: Callable[[], float] = time.time) -> Publisher:
    """Start all publishers of the script. ``speed`` is demo seconds per real second, above 0.

    ``clock`` gives seconds since 1970-01-01 UTC; the demo starts when it is first asked. Raises
    OSError where no port can be had on loopback.
    """
    script = load()
    start = clock()
    sources = []
    async with AsyncExitStack() as stack:
        for outlet in script.outlets:
            listener = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            listener.bind((_HOST, 0))
            edition = Edition(outlet, f"http://{_HOST}:{listener.getsockname()[1]}", start, speed)
            # The dead one's port stays bound, so that nobody else can take it, but never listens:
            # every connection is refused.
            if outlet.manner != "dead":
                await _listen(stack, listener, _Desk(script, edition, clock))
            sources.append(_source(outlet, edition))
        return Publisher(tuple(sources), stack.pop_all())


def interval(speed: float) -> int:
    """Seconds between two polls of a source: about one arrival each time, never under 2."""
    return max(2, round(10 / speed))


def _source(outlet: Outlet, edition: Edition) -> Source:
    return Source(
        url=edition.base + edition.feed_path,
        name=outlet.name,
        group=outlet.group,
        weight=outlet.weight,
        interval=interval(edition.speed),
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one publisher needs to answer."""

    script: Script
    edition: Edition
    clock: Callable[[], float]

    def answer(self, request: answers.Request | None) -> answers.Response:
        """The response of this moment."""
        elapsed = max(0.0, self.clock() - self.edition.start) * self.edition.speed
        return answers.answer(self.edition, self.script, request, elapsed)


async def _listen(stack: AsyncExitStack, listener: socket.socket, desk: _Desk) -> None:
    running: set[asyncio.Task[None]] = set()
    server = await asyncio.start_server(partial(_converse, desk, running), sock=listener)
    stack.push_async_callback(_end, server, running)


async def _end(server: asyncio.Server, running: set[asyncio.Task[None]]) -> None:
    server.close()
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await server.wait_closed()


def _converse(
    desk: _Desk,
    running: set[asyncio.Task[None]],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    task = asyncio.get_running_loop().create_task(_exchange(desk, reader, writer))
    running.add(task)
    task.add_done_callback(running.discard)


async def _exchange(desk: _Desk, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request and its response. A client that leaves or dawdles is its own affair."""
    try:
        async with asyncio.timeout(_PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
        request = answers.parse(head)
        response = desk.answer(request)
        body = b"" if request is not None and request.method == "HEAD" else response.body
        if desk.edition.outlet.manner == "slow":
            await _drip(writer, response.head(), body, desk.edition.speed)
        else:
            writer.write(response.head() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ConnectionError):
        return
    finally:
        writer.close()
        with suppress(ConnectionError):  # the client has gone first: closed is closed
            await writer.wait_closed()


async def _drip(writer: asyncio.StreamWriter, head: bytes, body: bytes, speed: float) -> None:
    await asyncio.sleep(_DELAY / speed)
    writer.write(head)
    size = len(body) // _DRIPS + 1
    for position in range(0, len(body), size):
        writer.write(body[position : position + size])
        await writer.drain()
        await asyncio.sleep(_DRIP_PAUSE / speed)
    await writer.drain()
