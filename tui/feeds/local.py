"""Sources of the user's own machine: a file, or a command whose output is the feed; and documents made feeds.

Knows no network and no cache. That an address of this kind comes from the user's own configuration and
from nowhere else is ``feeds.accounts``' to see to.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import stat
import threading
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import unquote

from tui.feeds.commands import CommandError, run
from tui.feeds.fetch import Failure, Limits, Response
from tui.feeds.inflate import size
from tui.text import clean_line, shown_url

COMMAND_SECONDS = 30.0
"""For a command that prints a feed, and for one that makes a feed of a document."""


def is_local(url: str) -> bool:
    """Whether a source is a file or a command."""
    return url.startswith(("file:", "exec:"))


def label(url: str) -> str:
    """A source's address as a log or a summary may show it: no secrets, and no arguments of a command."""
    if url.startswith("exec:"):
        return f"exec:{clean_line(shlex.split(url.removeprefix('exec:'))[0])} …"
    return shown_url(url)


async def read_local(url: str, limits: Limits, withheld: Collection[str] = ()) -> Response | Failure:
    """The document of a file or command of this machine; ``withheld``: see ``commands.run``."""
    try:
        if url.startswith("exec:"):
            program = url.removeprefix("exec:")
            body = await run(program, seconds=COMMAND_SECONDS, limit=limits.max_bytes, withheld=withheld)
        else:
            async with asyncio.timeout(limits.seconds):
                body = await _in_thread(unquote(url.removeprefix("file://")), limits.max_bytes)
    except CommandError as error:
        return Failure(str(error))
    except TimeoutError:
        return Failure(f"the file could not be read within {limits.seconds:g} s")
    except OSError as error:
        return Failure(f"the file cannot be read: {error.strerror or 'no reason given'}")
    return Response(url="", body=body)


async def filtered(
    command: str, answer: Response, limits: Limits, withheld: Collection[str] = ()
) -> Response | Failure:
    """What the user's own filter makes of a document: the document in, a feed out (as in newsboat)."""
    try:
        body = await run(
            command, given=answer.body, seconds=COMMAND_SECONDS, limit=limits.max_bytes, withheld=withheld
        )
    except CommandError as error:
        return Failure(f"filter: {error}")
    return Response(url=answer.url, body=body)


async def _in_thread(path: str, limit: int) -> bytes:
    """The file's bytes, read in a thread that nobody waits for: its disk may be on a network that is away."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[bytes] = loop.create_future()

    def work() -> None:
        try:
            outcome: bytes | OSError = _read(path, limit)
        except OSError as error:
            outcome = error
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(_settle, found, outcome)

    threading.Thread(target=work, name="file", daemon=True).start()
    return await found


def _settle(found: asyncio.Future[bytes], outcome: bytes | OSError) -> None:
    if found.done():
        return
    if isinstance(outcome, bytes):
        found.set_result(outcome)
    else:
        found.set_exception(outcome)


def _read(path: str, limit: int) -> bytes:
    # A pipe would be waited for, and a device never ends.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "it is a folder, a pipe or a device")
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise OSError(0, f"it is larger than {size(limit)}")
    return data
