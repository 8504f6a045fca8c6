"""TCP and TLS lines on the event loop itself, as the HTTP client wants them. Knows no HTTP and no name.

The client's own go through anyio, whose locks and typed attributes cost a fifth of a whole request
that is answered with 304, and which does TLS in Python (measured: see ``feeds.transport``).
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import httpcore2

HIGH_WATER = 262_144
"""Bytes that wait to be read before the peer is made to wait."""

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Sockets(httpcore2.AsyncNetworkBackend):
    """Connects to IP addresses: names are looked up, and judged, before they come here."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore2's
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002
    ) -> httpcore2.AsyncNetworkStream:
        """A line to an address. Raises ConnectError and ConnectTimeout of httpcore2."""
        loop = asyncio.get_running_loop()
        with _told_as(httpcore2.ConnectTimeout, httpcore2.ConnectError):
            async with asyncio.timeout(timeout):
                _, line = await loop.create_connection(_Line, host, port)
        return line


class _Line(asyncio.Protocol, httpcore2.AsyncNetworkStream):
    """One connection: what has come and was not read yet, and who waits for more."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._came = bytearray()
        self._over = False
        self._lost: Exception | None = None
        self._reader: asyncio.Future[None] | None = None

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line stands."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a TCP connection has no other
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Bytes have come; the peer waits where nobody reads them."""
        self._came += data
        if len(self._came) > HIGH_WATER and self._transport is not None:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """The peer has said all."""
        self._over = True
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """The line is gone."""
        self._over, self._lost = True, error
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    # What the client calls.

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """The next bytes, at most so many; none at the end. Raises ReadError and ReadTimeout of httpcore2."""
        with _told_as(httpcore2.ReadTimeout, httpcore2.ReadError):
            if not (self._came or self._over):
                self._reader = asyncio.get_running_loop().create_future()
                try:
                    async with asyncio.timeout(timeout):
                        await self._reader
                finally:
                    self._reader = None
            if self._lost is not None and not self._came:
                raise self._lost
        data = bytes(self._came[:max_bytes])
        del self._came[:max_bytes]
        if self._transport is not None and len(self._came) <= HIGH_WATER:
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        """Send a request; it is small, so nobody waits until it is gone."""
        if self._transport is None or self._transport.is_closing():
            raise httpcore2.WriteError("the line is closed")
        self._transport.write(buffer)

    async def aclose(self) -> None:
        """Let the line go at once: what the peer still sends is of no use."""
        if self._transport is not None:
            self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore2.AsyncNetworkStream:
        """The same line, encrypted from here on. Raises ConnectError and ConnectTimeout of httpcore2."""
        loop = asyncio.get_running_loop()
        assert self._transport is not None  # noqa: S101 - it is connected
        try:
            with _told_as(httpcore2.ConnectTimeout, httpcore2.ConnectError):
                async with asyncio.timeout(timeout):
                    self._transport = await loop.start_tls(
                        self._transport, self, ssl_context, server_hostname=server_hostname
                    )
        except BaseException:
            await self.aclose()
            raise
        return self

    def get_extra_info(self, info: str) -> object:
        """What the client asks of a line: whether it is encrypted, and whether an idle one has ended."""
        if info == "is_readable":
            return self._over or bool(self._came)
        return self._transport.get_extra_info(info) if info == "ssl_object" and self._transport else None


@contextmanager
def _told_as(timeout: type[Exception], fault: type[Exception]) -> Iterator[None]:
    """The system's exceptions as those of the client, with their cause."""
    try:
        yield
    except TimeoutError as error:
        raise timeout() from error
    except (OSError, EOFError) as error:
        raise fault(str(error)) from error
