"""Parse processes with a deadline, killed when they overrun. Knows no network and no cache.

Processes and not threads: a regular expression holds the GIL, so a 16 KB author would stop the
whole poller for 1.4 s (measured), and nothing can kill a thread. A worker costs 0.04 ms a document.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from tui.arrivals import Feed
from tui.feeds.wire import (
    ANSWER_LIMIT,
    LENGTH_BYTES,
    STARVED,
    Job,
    ParseError,
    WireError,
    decode_answer,
    encode_job,
)
from tui.feeds.wire_pages import Found, PageJob, decode_found, encode_page
from tui.paths import PACKAGE

_T = TypeVar("_T")
DYING_SECONDS = 5.0
"""How long a process may take from the end of its output to its own."""
START_SECONDS = 30.0
"""How long a worker may take to load, on a busy machine."""
LIFETIME = 500
"""Documents that one worker reads: what parsers leak, and what a hostile one left behind, goes with it."""
# Isolated mode takes no PYTHON* variables and no current folder; so in a checkout that is not
# installed, the package has to be shown to it.
_PROGRAM = (
    "import sys; sys.path[:0] = [p for p in sys.argv[1:] if p not in sys.path];"
    "from tui.feeds.{main} import main; main()"
)
_NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Environment that a Python outside the system's folders may need to start; nothing else is passed on."""


class Workers:
    """At most ``count`` processes that read feeds, or else ``pages``; started when first needed.

    ``deadline``: seconds of the processor for one document: on a machine that is busy with other things a
    sound document may take far longer by the clock. Used by one event loop; ``close`` ends them all.
    """

    def __init__(self, count: int, deadline: float, *, pages: bool = False) -> None:
        self._main = "page_worker_main" if pages else "worker_main"
        self._slots = asyncio.Semaphore(count)
        self._deadline = deadline
        self._idle: list[_Worker] = []

    async def parse(self, job: Job) -> Feed:
        """Read one feed. Raises ParseError, also for a worker that overran, died or made no sense."""
        return await self._read(encode_job(job, self._deadline), decode_answer)

    async def extract(self, job: PageJob) -> Found:
        """Read one page, where these are page workers. Raises ParseError likewise."""
        return await self._read(encode_page(job, self._deadline), decode_found)

    async def _read(self, job: bytes, decode: Callable[[bytes], _T]) -> _T:
        async with self._slots:
            worker = self._idle.pop() if self._idle else await _Worker.start(self._main)
            sound = False
            try:
                async with asyncio.timeout(STARVED * self._deadline):
                    payload = await worker.exchange(job)
                sound = True
                return decode(payload)
            except TimeoutError as error:
                raise ParseError(self._too_long()) from error
            except (OSError, EOFError) as error:
                overran = await worker.status() == -signal.SIGXCPU
                raise ParseError(self._too_long() if overran else "the parser died of it") from error
            except WireError as error:
                sound = False
                raise ParseError(str(error)) from error
            finally:
                if sound and worker.jobs < LIFETIME:
                    self._idle.append(worker)
                else:
                    await worker.end()

    def _too_long(self) -> str:
        return f"reading it took longer than {self._deadline:g} s and was stopped"

    async def close(self) -> None:
        """End all processes; nothing may be in work."""
        while self._idle:
            await self._idle.pop().end()


class _Worker:
    def __init__(self, process: Process) -> None:
        self._process = process
        self.jobs = 0

    @classmethod
    async def start(cls, main: str) -> _Worker:
        """A process that has said that it is ready. Raises ParseError when none can be had."""
        environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", "-B", "-c", _PROGRAM.format(main=main), str(PACKAGE.parent),
                stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, cwd="/", limit=1 << 20,
                start_new_session=True,  # Ctrl-C in the terminal is for the poller alone
            )  # fmt: skip
        except OSError as error:
            raise ParseError(f"no parser can be started: {error.strerror}") from error
        worker = cls(process)
        ready = False
        try:
            async with asyncio.timeout(START_SECONDS):
                ready = await worker._receive() == b"ready"
        except (TimeoutError, OSError, EOFError) as error:
            raise ParseError("no parser can be started") from error
        finally:
            if not ready:
                await worker.end()
        return worker

    async def exchange(self, job: bytes) -> bytes:
        """Give the job, take the answer. Raises OSError or EOFError when the process is gone."""
        self.jobs += 1
        assert self._process.stdin is not None  # noqa: S101 - it was started with a pipe
        self._process.stdin.write(job)
        await self._process.stdin.drain()
        return await self._receive()

    async def _receive(self) -> bytes:
        assert self._process.stdout is not None  # noqa: S101 - it was started with a pipe
        size = int.from_bytes(await self._process.stdout.readexactly(LENGTH_BYTES), "big")
        if size > ANSWER_LIMIT:
            raise EOFError
        return await self._process.stdout.readexactly(size)

    async def status(self) -> int:
        """How the process ended: it is gone, or made no sense and is killed.

        It is waited for first. Popen looks after a process before it kills it; one that has just died is
        reaped by that look, and asyncio, which did not see it, says 255.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(DYING_SECONDS):
                await self._process.wait()
        await self.end()
        return self._process.returncode or 0

    async def end(self) -> None:
        """Kill the process and wait for it: it holds nothing that could be lost."""
        with suppress(ProcessLookupError):
            self._process.kill()
        assert self._process.stdin is not None  # noqa: S101 - it was started with a pipe
        self._process.stdin.close()
        await self._process.wait()
