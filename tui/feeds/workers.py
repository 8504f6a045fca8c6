"""Parse processes with a deadline, killed when they overrun. Knows no network and no cache.

Processes and not threads: a regular expression holds the GIL, so a 16 KB author would stop the
whole poller for 1.4 s (measured), and nothing can kill a thread. A worker costs 0.04 ms a document.
"""

from __future__ import annotations

import asyncio
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
from tui.paths import PACKAGE, bare_environment

_T = TypeVar("_T")
DYING_SECONDS = 5.0
"""How long a process may take from the end of its output to its own."""
START_SECONDS = 30.0
"""How long a worker may take to load, on a busy machine."""
AHEAD = 3
"""Documents that a worker has before it: the poller writes for 60 ms at a time, and would leave it idle."""
LIFETIME = 500
"""Documents that one worker reads: what parsers leak, and what a hostile one left behind, goes with it."""
# Isolated mode takes no PYTHON* variables and no current folder; so in a checkout that is not
# installed, the package has to be shown to it.
_PROGRAM = (
    "import gc, sys; gc.disable(); sys.path[:0] = [p for p in sys.argv[1:] if p not in sys.path];"
    "from tui.feeds.{main} import main; main()"
)


class _SpoiltError(Exception):
    """The process has gone for the sake of another document than this one."""


class Workers:
    """At most ``count`` processes that read feeds, or else ``pages``; started when first needed.

    ``deadline``: seconds of the processor for one document: on a machine that is busy with other things a
    sound document may take far longer by the clock. Used by one event loop; ``close`` ends them all.
    """

    def __init__(self, count: int, deadline: float, *, pages: bool = False) -> None:
        self._main = "page_worker_main" if pages else "worker_main"
        self._count = count
        self._room = asyncio.Semaphore(count * AHEAD)
        self._deadline = deadline
        self._workers: list[_Worker] = []

    async def parse(self, job: Job) -> Feed:
        """Read one feed. Raises ParseError, also for a worker that overran, died or made no sense."""
        return await self._read(encode_job(job, self._deadline), decode_answer)

    async def extract(self, job: PageJob) -> Found:
        """Read one page, where these are page workers. Raises ParseError likewise."""
        return await self._read(encode_page(job, self._deadline), decode_found)

    async def _read(self, job: bytes, decode: Callable[[bytes], _T]) -> _T:
        async with self._room:
            while True:
                try:
                    return await self._read_by(self._least_busy(), job, decode)
                except _SpoiltError:
                    continue

    async def _read_by(self, worker: _Worker, job: bytes, decode: Callable[[bytes], _T]) -> _T:
        worker.jobs += 1
        worker.waiting += 1
        sound = False
        try:
            payload = await worker.exchange(job, STARVED * self._deadline)
            sound = True
            return decode(payload)
        except _SpoiltError:
            sound = True  # this document is; the one that was not says how the process ended, and ends it
            raise
        except TimeoutError as error:
            raise ParseError(self._too_long()) from error
        except (OSError, EOFError) as error:
            overran = await worker.status() == -signal.SIGXCPU
            raise ParseError(self._too_long() if overran else "the parser died of it") from error
        except WireError as error:
            sound = False
            raise ParseError(str(error)) from error
        finally:
            worker.waiting -= 1
            used_up = worker.spoilt or worker.jobs >= LIFETIME
            if not sound or (used_up and not worker.waiting):
                if worker in self._workers:
                    self._workers.remove(worker)
                await worker.end()

    def expect(self, documents: int) -> None:
        """So many documents are on their way: start the processes for them, so that they load meanwhile."""
        for _ in range(len(self._workers), min(documents, self._count)):
            self._workers.append(_Worker(self._main))

    def _least_busy(self) -> _Worker:
        """A worker that has nothing to do, be it a new one, or else that with the fewest documents."""
        young = [worker for worker in self._workers if worker.jobs < LIFETIME and not worker.spoilt]
        best = min(young, key=lambda worker: worker.waiting, default=None)
        if best is None or (best.waiting and len(young) < self._count):
            best = _Worker(self._main)
            self._workers.append(best)
        return best

    def _too_long(self) -> str:
        return f"reading it took longer than {self._deadline:g} s and was stopped"

    async def close(self) -> None:
        """End all processes; nothing may be in work."""
        while self._workers:
            await self._workers.pop().end()


class _Worker:
    """One process. Documents go in and their answers come out in the same order."""

    def __init__(self, main: str) -> None:
        self.jobs = 0
        """Documents that it has been given."""
        self.waiting = 0
        """Those of them that are not answered."""
        self._starting = asyncio.create_task(_started(main))
        self._writing = asyncio.Lock()
        self._reading = asyncio.Lock()
        self.spoilt = False
        """Nothing more is given to it."""

    async def exchange(self, job: bytes, patience: float) -> bytes:
        """Give the job, take the answer, for which ``patience`` seconds are given once its turn has come.

        Raises ParseError when no process can be had, OSError, EOFError or TimeoutError when this one is gone
        or hangs, and _SpoiltError when it does for the sake of a document before this one.
        """
        process = await asyncio.shield(self._starting)
        async with self._writing:
            try:
                async with asyncio.timeout(patience):
                    await _give(process, job)
            except OSError as error:  # TimeoutError is one
                own = not (self.spoilt or self._reading.locked())
                self.spoilt = True
                if own:
                    raise
                raise _SpoiltError from error
        # Both locks are taken in the order of asking, so that each gets its own answer.
        async with self._reading:
            if self.spoilt:
                raise _SpoiltError
            try:
                async with asyncio.timeout(patience):
                    return await _taken(process)
            except BaseException:
                self.spoilt = True  # before the next in line has its turn
                raise

    async def status(self) -> int:
        """How the process ended: it is gone, or made no sense and is killed.

        It is waited for first. Popen looks after a process before it kills it; one that has just died is
        reaped by that look, and asyncio, which did not see it, says 255.
        """
        process = await self._starting
        with suppress(TimeoutError):
            async with asyncio.timeout(DYING_SECONDS):
                await process.wait()
        await self.end()
        return process.returncode or 0

    async def end(self) -> None:
        """Kill the process and wait for it: it holds nothing that could be lost."""
        self.spoilt = True
        with suppress(ParseError):
            await _ended(await self._starting)


async def _started(main: str) -> Process:
    """A process that has said that it is ready. Raises ParseError when none can be had."""
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-B", "-c", _PROGRAM.format(main=main), str(PACKAGE.parent),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=bare_environment(), cwd="/", limit=1 << 20,
            start_new_session=True,  # Ctrl-C in the terminal is for the poller alone
        )  # fmt: skip
    except OSError as error:
        raise ParseError(f"no parser can be started: {error.strerror}") from error
    ready = False
    try:
        async with asyncio.timeout(START_SECONDS):
            ready = await _taken(process) == b"ready"
    except (TimeoutError, OSError, EOFError) as error:
        raise ParseError("no parser can be started") from error
    finally:
        if not ready:
            await _ended(process)
    return process


async def _give(process: Process, job: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 - it was started with a pipe
    process.stdin.write(job)
    await process.stdin.drain()


async def _taken(process: Process) -> bytes:
    assert process.stdout is not None  # noqa: S101 - it was started with a pipe
    size = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES), "big")
    if size > ANSWER_LIMIT:
        raise EOFError
    return await process.stdout.readexactly(size)


async def _ended(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    assert process.stdin is not None  # noqa: S101 - it was started with a pipe
    process.stdin.close()
    await process.wait()
