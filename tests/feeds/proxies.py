"""Proxies and certificates on loopback for tests: HTTP with and without CONNECT, SOCKS5, own authorities."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

_ENDS = (asyncio.IncompleteReadError, ConnectionError)


@dataclass
class Proxy:
    """Where it listens, and what it was asked to reach."""

    port: int = 0
    targets: list[str] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
        writer.close()
    except _ENDS:
        pass


@asynccontextmanager
async def _listening(proxy: Proxy, serve: object) -> AsyncIterator[Proxy]:
    tasks: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        try:
            await serve(reader, writer, writers, tasks)  # type: ignore[operator]
        except _ENDS:
            writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0)
        await server.wait_closed()


async def _join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    port: int,
    writers: list[asyncio.StreamWriter],
    tasks: set[asyncio.Task[None]],
    first: bytes = b"",
) -> None:
    """Lead both lines into each other. Every name is on this machine here."""
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
    writers.append(far_writer)
    far_writer.write(first)
    tasks.add(asyncio.create_task(_pump(reader, far_writer)))
    tasks.add(asyncio.create_task(_pump(far_reader, writer)))


@asynccontextmanager
async def http_proxy() -> AsyncIterator[Proxy]:
    """A proxy that takes whole addresses and CONNECT, and knows every name as this machine's."""
    proxy = Proxy()

    async def serve(
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        writers: list[asyncio.StreamWriter],
        tasks: set[asyncio.Task[None]],
    ) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split(" ", 2)
        proxy.targets.append(f"{method} {target}")
        proxy.credentials += [line for line in head.split("\r\n") if line.lower().startswith("proxy-auth")]
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await _join(reader, writer, int(target.rpartition(":")[2]), writers, tasks)
            return
        parts = urlsplit(target)
        first = head.replace(target, parts.path, 1).encode("latin-1")
        await _join(reader, writer, parts.port or 80, writers, tasks, first)

    async with _listening(proxy, serve) as listening:
        yield listening


@asynccontextmanager
async def socks_proxy() -> AsyncIterator[Proxy]:
    """A SOCKS5 proxy (RFC 1928) without authentication that looks names up itself."""
    proxy = Proxy()

    async def serve(
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        writers: list[asyncio.StreamWriter],
        tasks: set[asyncio.Task[None]],
    ) -> None:
        _, count = await reader.readexactly(2)
        await reader.readexactly(count)
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = ".".join(str(byte) for byte in await reader.readexactly(4))
        port = int.from_bytes(await reader.readexactly(2), "big")
        proxy.targets.append(f"{host}:{port}")
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await _join(reader, writer, port, writers, tasks)

    async with _listening(proxy, serve) as listening:
        yield listening


@dataclass(frozen=True)
class Certificate:
    """A certificate that vouches for itself, with its key."""

    file: Path
    key: Path

    def server(self, client: Certificate | None = None) -> ssl.SSLContext:
        """TLS for a server; ``client``: the only certificate that it lets in."""
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.file, self.key)
        if client is not None:
            tls.verify_mode = ssl.CERT_REQUIRED
            tls.load_verify_locations(client.file)
        return tls


def certificate(folder: Path, name: str) -> Certificate:
    """A new certificate for one name; needs openssl."""
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-days", "2",
         "-addext", f"subjectAltName=DNS:{name}", "-keyout", made.key, "-out", made.file],
        check=True, capture_output=True,
    )  # fmt: skip
    return made
