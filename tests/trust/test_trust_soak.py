"""Seven days of an app and its poller on a clock that runs ahead, with random keys (goal 28).

A quarter of an hour, or longer with ``TELEX_SOAK_SECONDS=9000``; needs libfaketime:
``TELEX_RECORD=1 .venv/bin/python -m pytest -m slow tests/trust/test_trust_soak.py``. The wall clock alone is
put forward, a few minutes at a time; event loops run by the monotonic one, as after a suspend.
"""

from __future__ import annotations

import gc
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, median

import pytest
from faulty import Feeds, faults
from figures import record
from telex_command import Home
from terminals import Terminal
from test_trust_time import FAKETIME, needs_faketime
from textual._styles_cache import StylesCache
from textual.strip import Strip
from textual.widget import Widget

from tui.app.app import TelexApp
from tui.cache.database import connect, poller_pid
from tui.config import load
from tui.paths import resolve

SECONDS = float(os.environ.get("TELEX_SOAK_SECONDS", "900"))
DAYS, DAY = 7, 86_400
SOURCES = 12
KEYS = [
    *"jjjjkknnmsuxOtvgG.>=w",
    "\r",
    " ",
    " ",
    "\x1b",
    "\x1b",
    "\x04",
    "\x15",
    "gg",
    "/tide\r",
    "?",
    "z\x1b",
    "R",
]
SLEEP = "import select, time; time.sleep = lambda seconds: select.select([], [], [], seconds)"
"""libfaketime reckons with what is left of a sleep, and refuses it once that is over (0.9.10)."""
STEP = 0.25
"""Seconds between two keys, and two settings of the clock."""


@dataclass
class Watched:
    """One process: megabytes, open files and threads, by fake day."""

    pid: int
    days: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)

    def look(self, day: float) -> None:
        """Note how it is now."""
        process = Path(f"/proc/{self.pid}")
        lines = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
        self.days.append(day)
        self.memory.append(int(lines["VmRSS"].split()[0]) / 1000)
        self.threads.append(int(lines["Threads"]))
        self.files.append(len(list((process / "fd").iterdir())))

    @property
    def slope(self) -> float:
        """Megabytes a day after the first."""
        later = [(day, memory) for day, memory in zip(self.days, self.memory, strict=True) if day >= 1]
        return linear_regression(*zip(*later, strict=True)).slope

    def parted(self, values: list[int]) -> tuple[float, float]:
        """The median of the second day and that of the last."""
        by_day = list(zip(self.days, values, strict=True))
        second = [value for day, value in by_day if 1 <= day < 2]
        last = [value for day, value in by_day if day >= DAYS - 1]
        return median(second), median(last)

    def told(self) -> str:
        """All of it in one line."""
        files, threads = self.parted(self.files), self.parted(self.threads)
        return (
            f"{self.slope:+.2f} MB a day ({self.memory[-1]:.0f} MB); files {files[0]:g} → {files[1]:g}, "
            f"threads {threads[0]:g} → {threads[1]:g}"
        )


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """A web server on a folder; its port."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = int(line.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield port
        finally:
            server.kill()


def alive(kind: type) -> int:
    """How many objects of a kind there are."""
    return sum(isinstance(each, kind) for each in gc.get_objects())


async def test_what_a_screen_showed_goes_with_it(filled: Home) -> None:
    """A cache of Textual's kept the lines of the last thousand widgets."""
    paths, lines = resolve(filled.environ()), []
    with closing(connect(paths.database)) as connection:
        app = TelexApp(paths, load(paths.config), connection, guest=True)
        async with app.run_test(size=(80, 24)) as pilot:
            for _ in range(4):
                for key in ("question_mark", "q", "b", "q", "w", "q"):
                    await pilot.press(key)
                await pilot.pause()
                gc.unfreeze()
                gc.collect()
                lines.append(alive(Strip))
            assert len(app.screen_stack) == 2
            assert alive(StylesCache) == alive(Widget)
        app.close()
    assert lines[-1] <= lines[1] + 24


@needs_faketime
@pytest.mark.slow
def test_seven_days_leave_memory_files_and_threads_as_they_were(tmp_path: Path) -> None:
    home, feeds = Home(tmp_path), Feeds(Home(tmp_path), SOURCES)
    clock, chance = tmp_path / "clock", random.Random(28)  # noqa: S311 - it draws keys
    clock.write_text("+0\n")
    feeds.write(items=4)
    home.config.parent.mkdir(parents=True)
    slept = tmp_path / "slept"
    slept.mkdir()
    (slept / "sitecustomize.py").write_text(SLEEP)
    fake = {
        "PYTHONPATH": f"{slept}:{home.environ()['PYTHONPATH']}",
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with serving(tmp_path / "feeds") as port:
        home.config.write_text(
            "".join(f'[[sources]]\nurl = "http://127.0.0.1:{port}/{n}.xml"\n' for n in range(SOURCES))
        )
        command = [sys.executable, "-m", "tui"]
        with Terminal(command, columns=120, lines=40, environ=home.environ(**fake)) as app:
            app.sees("All articles")
            app.until(lambda: poller_pid(home.cache / "poller.lock") is not None, "a poller is at work")
            poller = poller_pid(home.cache / "poller.lock")
            assert poller is not None
            watched = {"app": Watched(app.pid), "poller": Watched(poller)}
            begun, turn = time.monotonic(), 0
            while (passed := time.monotonic() - begun) < SECONDS:
                turn += 1
                day = passed / SECONDS * DAYS
                clock.write_text(f"+{int(day * DAY)}\n")
                app.type(chance.choice(KEYS))
                end = time.monotonic() + STEP
                while (left := end - time.monotonic()) > 0:
                    app.pump(left)
                # From the beginning of a sequence on, or what is left would begin in the midst of one.
                app.output = app.output[max(0, app.output.rfind(b"\x1b[", 0, -100_000)) :]
                if turn % 20 == 0:
                    feeds.write(items=4)
                if turn % 12 == 0:
                    assert [each.read_text() for each in home.state.glob("crash*")] == []
                    for each in watched.values():
                        each.look(day)
            assert b"Traceback" not in app.output
            assert poller_pid(home.cache / "poller.lock") == poller, "it is still the same poller"
    for name, each in watched.items():
        record(28, f"seven days in {SECONDS:g} s: {name} (1 MB a day)", f"{each.told()}; {turn:,} keys")
    assert faults(home.cache / "telex.db", {}) == []
    for each in watched.values():
        assert each.slope < 1, each.told()
        for values in (each.files, each.threads):
            before, after = each.parted(values)
            assert abs(after - before) <= 2, each.told()
