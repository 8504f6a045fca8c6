"""One program of the user's own: started without a shell, in a process group of its own, bounded and ended.

Knows no source and no cache. What is run stands in the configuration and nowhere else: see
``feeds.accounts``.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process, SubprocessStreamProtocol
from collections.abc import Collection
from contextlib import suppress

from tui.feeds.inflate import size
from tui.text import clean_line

_COMPLAINT_LIMIT = 2_000
"""Bytes of what a program complains of that are read for a reason."""


class CommandError(Exception):
    """A program that gave nothing; the text is a reason for the user, without the program's arguments."""


async def run(
    command: str,
    *,
    given: bytes = b"",
    seconds: float,
    limit: int,
    withheld: Collection[str] = (),
) -> bytes:
    """What ``command`` prints when it is given ``given`` on its standard input.

    ``command`` is split as a shell would, and no shell runs it. At most ``limit`` bytes are taken. It has
    telex's environment but for the variables called ``withheld``, which hold secrets of others.
    The program and all that it started in its group are killed when ``seconds`` are over or the
    caller gives up. Raises CommandError.
    """
    program, *arguments = shlex.split(command.replace("\0", ""))
    name = clean_line(os.path.basename(program), 80)
    loop = asyncio.get_running_loop()
    try:
        # Not create_subprocess_exec, whose process keeps its transport to itself: wait() never returns
        # while a child that left the group holds a pipe open, unless the transport is closed.
        transport, protocol = await loop.subprocess_exec(
            lambda: SubprocessStreamProtocol(limit=65_536, loop=loop),
            program, *arguments,
            stdin=PIPE if given else DEVNULL, stdout=PIPE, stderr=PIPE, start_new_session=True,
            env={name: value for name, value in os.environ.items() if name not in withheld},
        )  # fmt: skip
        process = Process(transport, protocol, loop)
    except OSError as error:
        raise CommandError(f"{name} cannot be run: {error.strerror}") from error
    over = False
    try:
        async with asyncio.timeout(seconds):
            output, complaint = await _talk(process, given, limit)
            if len(output) > limit:
                raise CommandError(f"{name} printed more than {size(limit)}")
            status = await process.wait()
        over = True
    except TimeoutError as error:
        raise CommandError(f"{name} took longer than {seconds:g} s and was stopped") from error
    finally:
        if not over:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            transport.close()
            await process.wait()
    if status:
        told = clean_line(complaint.decode("utf-8", "replace"), 200)
        how = f"ended with {status}" if status > 0 else f"was ended by signal {-status}"
        raise CommandError(f"{name} {how}" + (f": {told}" if told else ""))
    return output


async def _talk(process: Process, given: bytes, limit: int) -> tuple[bytes, bytes]:
    """Standard output, one byte beyond the limit where there is more, and the beginning of the complaints."""
    assert process.stdout is not None  # noqa: S101 - it was started with a pipe
    assert process.stderr is not None  # noqa: S101 - likewise
    async with asyncio.TaskGroup() as group:
        group.create_task(_give(process, given))
        output = group.create_task(_read(process.stdout, limit))
        complaint = group.create_task(_read(process.stderr, _COMPLAINT_LIMIT, drain=True))
        if len(await output) > limit:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return output.result(), complaint.result()


async def _give(process: Process, given: bytes) -> None:
    if process.stdin is None:
        return
    # A program may end without having read everything, or anything.
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(given)
        await process.stdin.drain()
    process.stdin.close()


async def _read(stream: asyncio.StreamReader, limit: int, *, drain: bool = False) -> bytes:
    found = bytearray()
    while chunk := await stream.read(65_536):
        if len(found) <= limit:
            found += chunk
        elif not drain:
            break
    return bytes(found[: limit + 1])
