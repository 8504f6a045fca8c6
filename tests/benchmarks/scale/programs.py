"""Whole programs on a large cache: start to headlines behind a pty, and memory. Beside them newsboat."""

from __future__ import annotations

import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from terminals import Terminal

from .build import KEPT, SOURCES, chunks
from .news import COMMON

RUNS = 5
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self): yield Static("headline")
Bare().run()
"""
_ENVIRON = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


@dataclass(frozen=True, slots=True)
class Start:
    """One program until its first screen, and two seconds later."""

    wall: float
    """Seconds."""
    cpu: float
    megabytes: float
    """Resident, when it has come to rest."""


def telex(folder: Path) -> list[str]:
    """The reader on a cache that ``build`` made."""
    return [sys.executable, "-m", "tui", *_places(folder)]


def bare() -> list[str]:
    """A Textual app that shows one word."""
    KEPT.mkdir(exist_ok=True)
    (KEPT / "bare.py").write_text(BARE)
    return [sys.executable, str(KEPT / "bare.py")]


def starts(programs: dict[str, tuple[list[str], str]]) -> dict[str, Start]:
    """Start all in turn, ``RUNS`` times; medians. By name: command and the words that its screen shows."""
    found: dict[str, list[Start]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for name, (argv, words) in programs.items():
            found[name].append(_start(argv, words))
    return {
        name: Start(
            *(statistics.median(getattr(run, each) for run in runs) for each in ("wall", "cpu", "megabytes"))
        )
        for name, runs in found.items()
    }


def poller_memory(folder: Path) -> float:
    """Megabytes of a poller that has nothing to do."""
    with _process([sys.executable, "-m", "tui", "poll", *_places(folder)]) as pid:
        time.sleep(4)
        return _resident(pid)


def newsboat(count: int) -> tuple[list[str], Path]:
    """newsboat on the same articles: its command, and the cache, written in the schema of 2.21."""
    folder = KEPT / f"newsboat-{count}"
    urls = "".join(f"http://127.0.0.1:9/{n}\n" for n in range(SOURCES))
    files = {"-u": "urls", "-c": "cache.db", "-C": "config"}
    command = [
        "newsboat",
        "-q",
        *(part for flag, name in files.items() for part in (flag, str(folder / name))),
    ]
    if not (folder / "made").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "urls").write_text(urls)
        (folder / "config").write_text("auto-reload no\nrefresh-on-startup no\ncleanup-on-quit no\n")
        (folder / "cache.db").unlink(missing_ok=True)
        subprocess.run([*command, "-x", "print-unread"], check=True, capture_output=True)  # makes its tables
        _fill(folder / "cache.db", count)
        (folder / "made").touch()
    return command, folder / "cache.db"


def newsboat_search(command: Sequence[str]) -> float:
    """Seconds from Enter behind a word to its results."""
    with Terminal(command, environ=_ENVIRON) as terminal:
        terminal.sees("Source 1")
        terminal.rest(0.5)
        terminal.type(f"/{COMMON}")
        terminal.rest(0.3)
        begun = time.monotonic()
        terminal.type("\r")
        terminal.sees("Search result")
        return time.monotonic() - begun


def _fill(cache: Path, count: int) -> None:
    with sqlite3.connect(cache) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT OR REPLACE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
            [(f"http://127.0.0.1:9/{n}", f"http://127.0.0.1:9/{n}", f"Source {n}") for n in range(SOURCES)],
        )
        for chunk in chunks(count):
            connection.executemany(
                "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        item.entry.guid, item.entry.title, item.entry.author, item.entry.link,
                        f"http://127.0.0.1:9/{item.source}", item.entry.published,
                        "".join(f"<p>{line}</p>" for line in item.entry.text.split("\n")), int(not item.read),
                    )
                    for item in chunk
                ],
            )  # fmt: skip


def _start(argv: Sequence[str], words: str) -> Start:
    begun = time.monotonic()
    terminal = Terminal(argv, environ=_ENVIRON)
    terminal.sees(words)
    wall = time.monotonic() - begun
    cpu = _cpu(terminal.pid)
    terminal.rest(2.0)
    megabytes = _resident(terminal.pid)
    os.kill(terminal.pid, signal.SIGKILL)
    os.waitpid(terminal.pid, 0)
    os.close(terminal.master)
    return Start(wall, cpu, megabytes)


def _places(folder: Path) -> list[str]:
    return ["--config", str(folder / "config.toml"), "--cache", str(folder)]


@contextmanager
def _process(argv: Sequence[str]) -> Iterator[int]:
    with subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as running:
        try:
            yield running.pid
        finally:
            running.terminate()
            running.wait()


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
