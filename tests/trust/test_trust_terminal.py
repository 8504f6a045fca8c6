"""The screen survives its terminal: stalled links, dead ones, storms of bytes and sizes (goals 22 to 24)."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bytes_articles import for_telex
from figures import record
from telex_command import Home, entry
from terminals import DEADLINE, Terminal
from textual import events

from tui.app.terminal import Parser
from tui.cache.database import connect, poller_pid

ST = "\x1b\\"
TELEX = (sys.executable, "-m", "tui")
SOURCE = "https://source0.example/feed"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return for_telex(tmp_path, sources=1)


def opened(home: Home, *argv: str, columns: int = 80, lines: int = 24, **environ: str) -> Terminal:
    return Terminal(
        argv or TELEX, columns=columns, lines=lines, environ=home.environ(**environ), cwd=home.folder
    )


def waited(condition: Callable[[], bool], what: str) -> float:
    """Seconds until it held; nothing is read from a terminal meanwhile."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() < begun + DEADLINE, f"never: {what}"
        time.sleep(0.01)
    return time.monotonic() - begun


def ended(terminal: Terminal) -> Callable[[], bool]:
    def look() -> bool:
        pid, status = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            terminal.status = code if code >= 0 else 128 - code
        return bool(pid)

    return look


def memory(pid: int) -> int:
    """Resident kilobytes."""
    return next(
        int(line.split()[1])
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if "VmRSS" in line
    )


def processor(pid: int) -> int:
    """Ticks of the processor that a process has had."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(words[11]) + int(words[12])


def read_marks(home: Home) -> int:
    connection = connect(home.cache / "telex.db")
    row = connection.execute("SELECT count(*) FROM article WHERE read = 1").fetchone()
    connection.close()
    assert row is not None
    return int(str(row[0]))


def stall(terminal: Terminal, home: Home) -> None:
    """Draw until the terminal takes no more; nobody reads it."""
    for number in range(40):
        terminal.resize(100 + number % 2 * 100, 50)
        terminal.type("\x0cG\x0cgg")
        time.sleep(0.05)


def test_a_stalled_link_stops_neither_the_app_nor_the_poller_and_is_painted_when_it_is_back(
    home: Home,
) -> None:
    with opened(home) as terminal:
        terminal.sees("unread")
        terminal.until(lambda: bool(poller_pid(home.cache / "poller.lock")), "a poller is at work")
        terminal.rest()
        stall(terminal, home)
        before = memory(terminal.pid)
        # The app obeys a key, and the cache has it: its loop runs on.
        terminal.type("m")
        waited(lambda: read_marks(home) == 1, "a mark is made by an app whose screen stands still")
        for number in range(60):
            home.store(SOURCE, entry(f"late{number}", f"Late {number}", age=0))
            terminal.type("jk\x0c")
        assert poller_pid(home.cache / "poller.lock")
        grown = memory(terminal.pid) - before
        terminal.resize(80, 24)
        terminal.until(lambda: "60 new" in terminal.text, "the screen is as it should be")
        assert grown < 20_000
        terminal.type("Q")
        assert terminal.wait() == 0
    record(
        23, "growth of an app behind a stalled link over 60 arrivals and 180 keys, MB", f"{grown / 1000:.1f}"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_app_behind_a_stalled_link_can_be_ended(home: Home, number: int) -> None:
    with opened(home) as terminal:
        terminal.sees("unread")
        terminal.rest()
        stall(terminal, home)
        terminal.oracle = False  # what the terminal had not read is thrown away, in the midst of sequences
        os.kill(terminal.pid, number)
        took = waited(ended(terminal), "it is gone")
        assert terminal.status == 128 + number
        while terminal.pump(0.2):
            pass
        assert b"\x1b[?1049l" in terminal.output[-400:]
    record(22, f"{signal.Signals(number).name} behind a stalled link: gone after", f"{took:.1f} s")


# What is typed


def test_no_sequence_is_too_much_for_the_parser_of_keys() -> None:
    """Numbers and forms that no terminal sends: each is a key, or none, and the next key is one again."""
    chance = random.Random(5)  # noqa: S311 - a test that can be repeated
    for _ in range(3_000):
        parser = Parser()
        sequence = "".join(_sequence(chance) for _ in range(chance.randint(1, 3)))
        list(parser.feed(sequence))
        list(parser.feed("\x1b[201~" + "x" * 40))
        assert [event.key for event in parser.feed("q") if isinstance(event, events.Key)] == ["q"], sequence


def _sequence(chance: random.Random) -> str:
    numbers = (
        0,
        1,
        2,
        5,
        27,
        48,
        200,
        201,
        255,
        997,
        1 << 16,
        55296,
        57343,
        1114111,
        1114112,
        10**9,
        10**20,
        -1,
    )
    words = (
        ":".join(str(chance.choice(numbers)) for _ in range(chance.randint(1, 3)))
        for _ in range(chance.randint(0, 5))
    )
    given = ";".join(words)
    return chance.choice(
        (
            f"\x1b[{chance.choice(('', '', *'<?>='))}{given}{chance.choice('umMtRcn~ABCDHFPQSIOZ$y')}",
            f"\x1b]{given}{chance.choice((chr(7), ST, ''))}",
            f"\x1bP{given}{chance.choice((ST, ''))}",
            "\x1b[M" + "".join(chr(chance.randrange(32, 300)) for _ in range(3)),
            f"\x1bO{chr(chance.randrange(32, 127))}",
            "".join(chr(chance.randrange(0x110000)) for _ in range(3)),
        )
    )


def stormed(home: Home, size: int, seed: int) -> None:
    """Random bytes, half of them in sequences; then sizes; then keys work again."""
    keys = '[keys.all]\n"Q" = ""\n"ctrl+c" = ""\n"q" = ""\n"ctrl+z" = ""\n"|" = ""\n":" = ""\n"ctrl+p" = ""\n'
    home.config.write_text(keys + home.config.read_text())
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    with home.unpolled(), opened(home) as terminal:
        terminal.sees("unread")
        sent = 0
        while sent < size:
            piece = (
                chance.randbytes(200)
                if chance.random() < 0.5
                else _sequence(chance).encode("utf-8", "replace")
            )
            terminal.type(piece[:1_000])
            sent += len(piece)
            while terminal.pump(0.0):
                pass
        for _ in range(400 if size > 100_000 else 40):
            terminal.resize(chance.randint(1, 500), chance.randint(1, 200))
            terminal.pump(0.005)
        for columns, lines in ((1, 1), (500, 2_000), (1, 200), (80, 24)):
            terminal.resize(columns, lines)
            terminal.pump(0.05)
        # Whatever was begun is given up: a paste, a sequence, a question, a list laid over.
        terminal.type("\x1b[201~")
        for _ in range(40):
            terminal.rest(0.3)
            terminal.type("\x1b\x1b\x1b")
            terminal.rest(0.3)
            terminal.type("?")
            terminal.rest(0.3)
            if "Help: the keys" in terminal.text:
                break
        assert "Help: the keys" in terminal.text
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM, terminal.text
    assert not list(home.state.glob("crash*"))
    what = f"{size:,} random bytes, then sizes of 1×1 to 500×2000: tracebacks, reports"
    record(24, what, f"0 after {sent:,} bytes")


def test_random_bytes_and_sizes_end_nothing(home: Home) -> None:
    stormed(home, 30_000, 1)


@pytest.mark.slow
def test_a_megabyte_of_random_bytes_ends_nothing(home: Home) -> None:
    stormed(home, 1_000_000, 2)


def test_after_a_paste_without_an_end_keys_are_keys_again(home: Home) -> None:
    with home.unpolled(), opened(home) as terminal:
        terminal.sees("unread")
        for begun in ("\x1b[200~never ends", "\x1b]0;never ends", "\x1bPnever", "\x1b[1;"):
            terminal.type(begun)
            terminal.rest(1.2)
            terminal.type("\x1b")
            terminal.rest(0.3)
            terminal.type("\x1b\x1b")
            terminal.rest(0.3)
            terminal.type("?")
            terminal.sees("Help: the keys")
            terminal.type("\x1b")
            terminal.misses("Help: the keys")
