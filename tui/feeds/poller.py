"""The process of a poller: its lock, its signals, its log, its end. The loop itself is ``feeds.loop``.

Knows nothing of Textual.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import signal
import sys
import time
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from tui.cache import polls, sources
from tui.cache.database import Connection, connect, equip_for_many, poller_lock, poller_pid
from tui.cache.returns import bring_back
from tui.config import Settings
from tui.feeds.accounts import Accounts
from tui.feeds.log import log_to
from tui.feeds.loop import poll_forever, poll_once
from tui.paths import STANDARD_OUTPUT, Paths, naming
from tui.text import gated_lines

SPARE = 1
"""Processors on which such a poller reads no feeds: it writes what the others read, and the app draws."""
NICENESS = 5
"""Of such a poller, and of its session: a weight of 335, where the app has one of 1024."""
DONE, ALL_FAILED, TAKEN, INTERRUPTED = 0, 1, 4, 130
"""Exit codes."""
_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def run(paths: Paths, settings: Settings, *, once: bool, everything: bool, attached: bool) -> int:
    """Be the poller of a cache; gives the exit code.

    ``once``: one round, then the summary on standard output; ``everything``: with sources that are
    not due. ``attached``: end when standard input does. Raises CacheError and apsw.Error for a cache
    that cannot be used.
    """
    connection = connect(paths.database)
    try:
        with poller_lock(paths.lock) as ours:
            if not ours:
                pid = poller_pid(paths.lock)
                sys.stderr.write(f"telex: another poller (pid {pid}) is at work on this cache\n")
                return TAKEN
            equip_for_many(connection)
            gc.freeze()  # what is loaded stays: the collector need not look at it again and again
            gc.set_threshold(10_000, 20, 20)  # after 700 new objects it took 0.1 ms of a source without news
            gc.enable()
            sources.sync(connection, settings.sources, settings.poll.interval)
            polls.reset_states(connection)
            bring_back(connection, int(time.time()))
            if attached:
                _yield_to_keys()
            with _log(paths.log):
                accounts = Accounts(settings, paths.config, os.environ)
                return asyncio.run(_serve(connection, accounts, once, everything, attached))
    finally:
        connection.close()


def _yield_to_keys() -> None:
    """Let an app on the same processor go first whenever it wakes, and not when this one's slice is over.

    The batch class never takes the processor from another that runs (sched(7)). The idle class would
    give way at once, but starve on a machine that is busy with other things: no news would come.
    The workers inherit it, and are nicer. This process has the cache's lock for a tenth of a second of the
    processor at a time: with a third of the app's share, beside four busy processes, a mark is saved within
    0.4 s 9 times of 10 and 2 s at worst; with a whole one 0.14 and 0.5 s; at niceness 10 it took ten seconds.

    Where Linux first shares the processors among sessions, the niceness of a process counts within its own
    only (sched(7), the autogroup feature), and that of the session is set as well.
    """
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    if sys.platform == "linux":
        with suppress(OSError):  # a sandbox may forbid it; the niceness is left
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        if os.getsid(0) == os.getpid():  # the app's own session is none of ours
            with suppress(OSError):
                Path("/proc/self/autogroup").write_text(str(NICENESS), "ascii")


def _log(path: Path) -> AbstractContextManager[None]:
    """The log, or a word on why there is none: that is no reason not to poll."""
    try:
        return log_to(path)
    except OSError as error:
        sys.stderr.write(f"telex: {path}: no log is written: {error.strerror}\n")
        return nullcontext()


async def _serve(
    connection: Connection, accounts: Accounts, once: bool, everything: bool, attached: bool
) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _STOPPING:
        loop.add_signal_handler(number, stop.set)
    if attached:
        _stop_at_end_of_input(loop, stop)
    if not once:
        spare = SPARE if attached else 0
        await poll_forever(
            connection, accounts, clock=time.time, chance=random.random, stop=stop, spare=spare
        )
        return DONE
    summary = await poll_once(
        connection, accounts, everything=everything, clock=time.time, chance=random.random, stop=stop
    )
    with naming(STANDARD_OUTPUT):
        sys.stdout.write(gated_lines("\n".join(summary.lines())) + "\n")
    if stop.is_set():
        return INTERRUPTED
    return ALL_FAILED if summary.polled and summary.failed == summary.polled else DONE


def _stop_at_end_of_input(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    def read() -> None:
        if not os.read(0, 4096):
            loop.remove_reader(0)
            stop.set()

    try:
        loop.add_reader(0, read)
    except PermissionError:
        stop.set()  # a file or /dev/null, which epoll does not take: it has ended before it began
