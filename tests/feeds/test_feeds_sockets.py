"""tui.feeds.sockets: a line to an address, and how its ends and faults are told."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpcore2
import pytest

from tui.feeds.sockets import HIGH_WATER, Sockets, _Line

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def line_to(talk: Talk) -> AsyncIterator[_Line]:
    """A line to a peer on loopback that talks so."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    line = await Sockets().connect_tcp("127.0.0.1", server.sockets[0].getsockname()[1], 5.0)
    assert isinstance(line, _Line)
    try:
        yield line
    finally:
        await line.aclose()
        server.close()
        await server.wait_closed()


async def say_two_words(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"one two")


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def test_what_came_is_read_in_portions_and_nothing_after_the_end() -> None:
    async with line_to(say_two_words) as line:
        read = [await line.read(4, 5.0)]
        while read[-1]:
            read.append(await line.read(4, 5.0))
    assert b"".join(read) == b"one two"
    assert max(map(len, read)) <= 4


async def test_a_peer_that_sends_more_than_is_read_has_to_wait() -> None:
    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"x" * 20_000_000)
        await writer.drain()

    async with line_to(flood) as line:
        assert line._transport is not None
        async with asyncio.timeout(30):
            while line._transport.is_reading():  # noqa: ASYNC110 - what it waits for is in the kernel
                await asyncio.sleep(0)
        assert HIGH_WATER < len(line._came) < 4 * HIGH_WATER
        length = 0
        while data := await line.read(1 << 16, 5.0):
            length += len(data)
    assert length == 20_000_000


async def test_an_idle_line_tells_when_its_peer_has_ended_it() -> None:
    async with line_to(say_two_words) as line:
        async with asyncio.timeout(30):
            while not line.get_extra_info("is_readable"):  # noqa: ASYNC110 - what it waits for is in the kernel
                await asyncio.sleep(0)
    async with line_to(say_nothing) as line:
        assert line.get_extra_info("is_readable") is False


async def test_silence_is_a_timeout_of_the_client() -> None:
    async with line_to(say_nothing) as line:
        with pytest.raises(httpcore2.ReadTimeout):
            await line.read(4, 0.01)


async def test_a_line_that_is_reset_is_a_read_error_with_its_cause() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    async with line_to(reset) as line:
        with pytest.raises(httpcore2.ReadError) as told:
            await line.read(4, 5.0)
        assert isinstance(told.value.__cause__, ConnectionResetError)


async def test_a_refused_connection_is_a_connect_error_with_its_cause() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    with pytest.raises(httpcore2.ConnectError) as told:
        await Sockets().connect_tcp("127.0.0.1", port, 5.0)
    assert isinstance(told.value.__cause__, ConnectionRefusedError)


async def test_nothing_is_written_to_a_line_that_was_let_go() -> None:
    async with line_to(say_nothing) as line:
        await line.aclose()
        with pytest.raises(httpcore2.WriteError):
            await line.write(b"GET / HTTP/1.1\r\n\r\n")
