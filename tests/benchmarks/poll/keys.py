"""From a key to the last byte of its frame: the real app behind a pty, at rest and during a cold poll.

Each round rests as long as its poll took, so that both see the same machine. The cursor goes down and up
in turn, and a frame is known by the row that it marks: what a poll makes the app draw besides is not
mistaken for the answer to a key. Knows the app only by what it shows.
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
from pathlib import Path

from terminals import Terminal

from tui.cache.database import Connection, connect
from tui.cache.sources import request_poll, sync
from tui.config import load

from .publisher import publishing
from .readers import REPOSITORY, telex
from .report import Table

FEEDS = 300
BETWEEN = 0.05
"""Seconds from one key to the next."""
TOGETHER = 0.003
"""Seconds within which a further piece belongs to the same frame."""
LONGEST = 5.0
"""Seconds after which a key counts as not answered."""
GOAL = 1.5
COLUMNS, LINES = 120, 40


def compare(rounds: int) -> Table:
    """Key to frame at rest and during the cold poll of 300 sources, ``rounds`` times one after the other."""
    resting: list[float] = []
    polling: list[float] = []
    polls: list[float] = []
    with publishing(FEEDS * (rounds + 1)) as urls, tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        telex().poll(home, urls[:FEEDS])
        connection = connect(home / "cache" / "telex.db")
        _subscribe(home, connection, urls[:FEEDS], ask=False)
        with _app(home) as terminal:
            keys = _Keys(terminal)
            for place in range(1, rounds + 1):
                _subscribe(home, connection, urls[FEEDS * place : FEEDS * (place + 1)], ask=True)
                began = time.perf_counter()
                polling += keys.press_while(lambda: _unpolled(connection) > 0)
                polls.append(time.perf_counter() - began)
                terminal.rest(1.0)
                end = time.perf_counter() + max(polls[-1], 3.0)
                resting += keys.press_while(lambda end=end: time.perf_counter() < end)  # type: ignore[misc]
        connection.close()
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


def _subscribe(home: Path, connection: Connection, urls: Sequence[str], *, ask: bool) -> None:
    """Make these the sources; ``ask``: have them polled now. The articles of the former ones stay."""
    config = home / "config.toml"
    config.write_text("".join(f'[[sources]]\nurl = "{url}"\ninterval = "30d"\n' for url in urls))
    sync(connection, load(config).sources, 900)
    if ask:
        request_poll(connection, None, int(time.time()))


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
        self._cells = [cell for cell, old, new in pairs if old != new]
        """Those whose background tells where the cursor is: the two rows that it goes between."""
        rows = {row for row, _ in self._cells}
        assert len(rows) == 2, f"j changed the colours of rows {sorted(rows)}"
        down = self._colours(self._cells)
        terminal.type("k")
        terminal.rest(1.0)
        self._looks = (down, self._colours(self._cells))
        assert down != self._looks[1], "k does not undo j"

    def press_while(self, more: Callable[[], bool]) -> list[float]:
        """Keys at their pace until ``more`` says no; the seconds that each frame took."""
        times: list[float] = []
        with _Tap(self._terminal.master) as self._tap:
            due = time.perf_counter()
            while more() or len(times) % 2:
                place = len(times) % 2
                sent = time.perf_counter()
                self._terminal.type("jk"[place])
                times.append(self._answered(self._looks[place], sent) - sent)
                due = max(due + BETWEEN, time.perf_counter())
                while (left := due - time.perf_counter()) > 0:
                    self._read(left)
        return times

    def _answered(self, look: list[str], sent: float) -> float:
        """When the last byte of the frame with this look came."""
        last = sent
        while self._colours(self._cells) != look:
            assert time.perf_counter() < sent + LONGEST, f"no answer to a key\n{self._terminal.text}"
            last = self._read(0.05) or last
        while (came := self._read(TOGETHER)) is not None:
            last = came
        return last

    def _read(self, seconds: float) -> float | None:
        """Show what comes within ``seconds``; when it came."""
        try:
            came, data = self._tap.pieces.get(timeout=seconds)
        except queue.Empty:
            return None
        self._terminal.take(data)
        return came

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
        while not self._ended.is_set():
            if select.select([self._master], [], [], 0.02)[0]:
                data = os.read(self._master, 1 << 16)
                self.pieces.put((time.perf_counter(), data))
