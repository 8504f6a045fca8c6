"""The parse worker's own side: reads jobs from standard input, answers on standard output, until EOF.

Started by ``feeds.workers`` and never imported by it. Knows no network and no cache, and gives up
what it does not need before it reads the first byte of a document.
"""

from __future__ import annotations

import fcntl
import gc
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import ceil
from typing import BinaryIO

from tui.feeds import wire
from tui.feeds.parse import parse_feed
from tui.feeds.wire import STARVED, ParseError, WebPageError

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 3_600
"""A worker's whole life."""
GRACE_SECONDS = 5
"""After its deadline by the clock and this, a worker ends itself."""
PIPE_BYTES = 1 << 20
"""As much as Linux allows everyone."""
NICENESS = 10
"""Parsing is never urgent, and the reader's keys share the machine."""


def main() -> None:
    """Serve until standard input ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    _warm_up()
    settle()
    widen()
    confine()
    stdout.write(wire.frame(b"ready"))
    stdout.flush()
    while header := stdin.read(wire.LENGTH_BYTES):
        stdout.write(_answer(stdin, int.from_bytes(header, "big")))
        stdout.flush()


def _answer(stdin: BinaryIO, header_size: int) -> bytes:
    job, size, seconds = wire.decode_header(stdin.read(header_size))
    data = stdin.read(size)
    try:
        with bounded(seconds):
            return wire.encode_feed(
                parse_feed(data, job.url, job.content_type, job.known, job.limit, job.cut)
            )
    except WebPageError as page:
        return wire.encode_page(page.candidates)
    except ParseError as error:
        return wire.encode_error(str(error))
    except MemoryError:
        return wire.encode_error("reading it takes too much memory")


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """One document: beyond so many seconds of the processor the system ends this process (SIGXCPU).

    By the clock the poller does; should it be killed meanwhile, nobody else would end this.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))
    signal.alarm(int(STARVED * seconds) + GRACE_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def widen() -> None:
    """Let whole documents and answers wait in the pipes while the poller does other work."""
    for pipe in (0, 1):
        with suppress(OSError, AttributeError):  # not Linux, or what Python made is a socket
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _warm_up() -> None:
    """Load the parser now, while files may still be opened without bound and no clock runs."""
    parse_feed(b"<rss><channel><item><title>a</title></item></channel></rss>", "", "", frozenset(), 1)


def settle() -> None:
    """Have the collector look at what is read from here on: it was off while the process loaded.

    What is loaded stays; else all of it was looked at again and again, for 4 % of the time.
    """
    gc.freeze()
    gc.enable()


def confine() -> None:
    """Give up what reading a document does not need."""
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_NPROC, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (bound, bound))
