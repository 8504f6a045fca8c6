"""From a key to the last byte of its frame: the real app behind a pty, at rest and during a cold poll.

Each round is a reader's first poll: a cache that knows all sources and holds the articles of a few, so that
there is a list to go through. Keys are measured at rest, then while all sources are polled, then at rest
again, together about as long as the poll took: the same list, keys and process, and the same machine. The
cursor goes down and up in turn between two rows, and a frame is known by the one that it marks: what a poll
makes the app draw besides is not mistaken for the answer to a key. Knows the app only by what it shows.

Not to be run with a larger share of the machine than all others: the kernel's own threads, which carry a
pty's bytes, then wait for the poll (traced: 33 ms from a key to the app at p99, in which the app slept).
"""

from __future__ import annotations

import os
import queue
import select
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from terminals import Terminal

from tui.cache.database import Connection, connect
from tui.cache.sources import request_poll, sync
from tui.config import load

from .publisher import publishing
from .readers import REPOSITORY, telex
from .report import Table

FEEDS = 300
BEFORE = 5
"""Feeds that have been polled before, so that there are headlines."""
BETWEEN = 0.05
"""Seconds from one key to the next."""
FIRST_REST = 3.0
"""Seconds of keys at rest before the poll; the rest of them comes after it."""
LONGEST = 5.0
"""Seconds after which a key counts as not answered."""
GOAL = 1.5
FAR = 365 * 86_400
"""Seconds until the sources are due by themselves: never, here."""
COLUMNS, LINES = 120, 40


def compare(rounds: int) -> Table:
    """Key to frame at rest and during the cold poll of 300 sources, ``rounds`` times one after the other."""
    resting: list[float] = []
    polling: list[float] = []
    polls: list[float] = []
    with publishing(BEFORE + FEEDS) as urls:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as scratch:
                polls.append(_round(Path(scratch), urls, resting, polling))
    rows = [_row("at rest", resting), _row("during a cold poll", polling)]
    ratio = float(rows[1]["p99 ms"]) / float(rows[0]["p99 ms"])
    return Table(
        title=f"Key to frame, cold poll of {FEEDS} feeds",
        rows=tuple(rows),
        ratios=("p50 ms", "p99 ms", "worst ms"),
        base="at rest",
        note=f"{COLUMNS}×{LINES} cells, a key each {BETWEEN * 1000:.0f} ms, {rounds} polls of "
        f"{statistics.median(polls):.1f} s.\n"
        f"- p99 during a poll, of p99 at rest: ×{ratio:.2f} "
        f"({'met' if ratio <= GOAL else 'MISSED'}: at most {GOAL})",
    )


def _round(home: Path, urls: Sequence[str], resting: list[float], polling: list[float]) -> float:
    """One app, one poll, with the seconds of its keys added to both lists; how long the poll took."""
    telex().poll(home, urls[:BEFORE])
    connection = connect(home / "cache" / "telex.db")
    config = home / "config.toml"
    config.write_text("".join(f'[[sources]]\nurl = "{url}"\n' for url in urls))
    sync(connection, load(config).sources, 900)
    connection.execute("UPDATE fetch_state SET next_due = ?", (int(time.time()) + FAR,))
    with _app(home) as terminal:
        keys = _Keys(terminal)
        resting += keys.press_while(_for(FIRST_REST))
        request_poll(connection, None, int(time.time()))
        began = time.perf_counter()
        polling += keys.press_while(lambda: _unpolled(connection) > 0)
        took = time.perf_counter() - began
        terminal.rest(1.0)
        resting += keys.press_while(_for(max(took - FIRST_REST, FIRST_REST)))
    connection.close()
    return took


def _for(seconds: float) -> Callable[[], bool]:
    """Says no from so many seconds on."""
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() < end


def _app(home: Path) -> Terminal:
    environ = {
        **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": str(REPOSITORY),
    }
    command = (
        sys.executable,
        "-m",
        "tui",
        "--config",
        str(home / "config.toml"),
        "--cache",
        str(home / "cache"),
    )
    return Terminal(command, columns=COLUMNS, lines=LINES, environ=environ)


def _unpolled(connection: Connection) -> int:
    query = (
        "SELECT count(*) FROM source s JOIN fetch_state f ON f.source_id = s.id"
        " WHERE s.subscribed AND s.enabled AND f.last_poll IS NULL"
    )
    return int(connection.execute(query).get)


def _row(name: str, times: Sequence[float]) -> dict[str, str | float]:
    cuts = statistics.quantiles(times, n=100)
    shown = {"p50 ms": cuts[49], "p99 ms": cuts[98], "worst ms": max(times)}
    return {"app": name, "keys": len(times), **{what: value * 1000 for what, value in shown.items()}}


class _Keys:
    """Presses j and k in turn, and waits for the frame that moves the cursor."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        terminal.until(lambda: len(terminal.text.split()) > 100, "headlines")
        terminal.rest(2.0)
        everywhere = [(row, column) for row in range(LINES) for column in range(COLUMNS)]
        before = self._colours(everywhere)
        terminal.type("j")
        terminal.rest(1.0)
        after = self._colours(everywhere)
        pairs = zip(everywhere, before, after, strict=True)
        changed = [(row, old, new) for (row, _), old, new in pairs if old != new]
        self._rows = sorted({row for row, _, _ in changed})
        """The two that the cursor goes between, the upper one first."""
        assert len(self._rows) == 2, f"j changed the colours of rows {self._rows}"
        marks = {new for row, _, new in changed if row == self._rows[1]}
        assert len(marks) == 1, f"the cursor has the colours {marks}"
        self._mark = marks.pop()
        assert self._marked() == self._rows[1:], "the cursor's colour is another's too"
        terminal.type("k")
        terminal.rest(1.0)
        assert self._marked() == self._rows[:1], "k does not undo j"

    def press_while(self, more: Callable[[], bool]) -> list[float]:
        """Keys at their pace until ``more`` says no; the seconds that each frame took."""
        times: list[float] = []
        with _Tap(self._terminal.master) as self._tap:
            due = time.perf_counter()
            while more() or len(times) % 2:
                down = len(times) % 2 == 0
                sent = time.perf_counter()
                self._terminal.type("j" if down else "k")
                times.append(self._answered(self._rows[down], sent) - sent)
                due = max(due + BETWEEN, time.perf_counter())
                while (left := due - time.perf_counter()) > 0:
                    self._read(left)
        return times

    def _answered(self, row: int, sent: float) -> float:
        """When the piece came with which this row is the marked one, and no other."""
        came = sent
        while self._marked() != [row]:
            assert time.perf_counter() < sent + LONGEST, f"no answer to a key\n{self._terminal.text}"
            came = self._read(0.05) or came
        return came

    def _read(self, seconds: float) -> float | None:
        """Show what comes within ``seconds``; when it came."""
        try:
            came, data = self._tap.pieces.get(timeout=seconds)
        except queue.Empty:
            return None
        self._terminal.take(data)
        return came

    def _marked(self) -> list[int]:
        """Those of the two rows that have the cursor's colour somewhere."""
        return [
            row
            for row in self._rows
            if self._mark in self._colours([(row, column) for column in range(COLUMNS)])
        ]

    def _colours(self, cells: Sequence[tuple[int, int]]) -> list[str]:
        buffer = self._terminal.screen.buffer
        return [str(buffer[row][column].bg) for row, column in cells]


class _Tap(threading.Thread):
    """Takes what comes with the time it came at: to show 3 KB takes 6 ms, in which a key's frame may come."""

    def __init__(self, master: int) -> None:
        super().__init__()
        self._master = master
        self._ended = threading.Event()
        self.pieces: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()

    def __enter__(self) -> _Tap:
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(0.0005)  # a piece is taken while another is shown
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()
        sys.setswitchinterval(self._interval)

    def run(self) -> None:
        with suppress(OSError):  # for root alone: how long the watcher waits for a processor is not the app's
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        while not self._ended.is_set():
            if select.select([self._master], [], [], 0.02)[0]:
                data = os.read(self._master, 1 << 16)
                self.pieces.put((time.perf_counter(), data))
