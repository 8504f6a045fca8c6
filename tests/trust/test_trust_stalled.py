"""A link that stands still for minutes: what is polled, told and run goes on without it (goal 23)."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from pathlib import Path

import pytest
from figures import record
from serving import Asked, item, publishing, reply, rss
from telex_command import Home
from terminals import Terminal

from tui.cache.database import poller_pid

SECONDS = float(os.environ.get("TELEX_STALL_SECONDS", "600"))
EVERY = 5
"""Seconds between two polls, each of which brings an article that a rule watches for."""


def memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def waiting(terminal: Terminal) -> int:
    """How many articles the screen says have come."""
    return int(found[1]) if (found := re.search(r"(\d+) new", terminal.text)) else 0


@pytest.mark.slow
async def test_alerts_and_programs_go_on_while_a_link_stands_still_for_ten_minutes(tmp_path: Path) -> None:
    """The app is drawn upon until it can write no more; then nobody reads it."""
    home, served = Home(tmp_path), dict[int, float]()
    heard, program = tmp_path / "heard", tmp_path / "hear"
    program.write_text(f'#!/bin/sh\necho "$(date +%s.%N) $2" >> {heard}\n')
    program.chmod(0o700)
    home.config.parent.mkdir(parents=True)
    async with publishing() as publisher:

        async def feed(asked: Asked, writer: asyncio.StreamWriter) -> None:
            number = len(served)
            served[number] = time.time()
            words = ("ferry", "dam", "bridge", "tower", "mine", "train")[number % 6]
            body = rss(item(f"a{number}", f"Alarm number{number} {words}{number} at place{number}"))
            await reply(200, body, Content_Type="application/xml")(asked, writer)

        publisher.paths["/feed"] = feed
        home.config.write_text(
            f'[alerts]\ncommand = "{program}"\nflash = ["command", "bell", "notify"]\nprotocol = "9"\n'
            f'[[rules]]\nquery = "alarm"\nact = "watch"\nlevel = "FLASH"\n'
            f'[[sources]]\nurl = "{publisher.url("/feed")}"\ninterval = "{EVERY}s"\nprivate = true\n'
        )
        home.config.chmod(0o600)
        with Terminal((sys.executable, "-m", "tui"), environ=home.environ(), cwd=home.folder) as terminal:
            await asyncio.to_thread(terminal.sees, "Alarm number0")
            terminal.oracle = False
            for number in range(40):
                terminal.resize(100 + number % 2 * 100, 50)
                terminal.type("\x0c?\x1b")
                await asyncio.sleep(0.05)
            before, begun, first = memory(terminal.pid), time.time(), len(served)
            while time.time() < begun + SECONDS:
                await asyncio.sleep(1)
                terminal.type("jk")
            grown, last = memory(terminal.pid) - before, len(served)
            assert poller_pid(home.cache / "poller.lock")
            terminal.resize(120, 40)
            back = time.monotonic()
            # Not by the headlines: the ticker shows one alert after the other, and is minutes behind.
            await asyncio.to_thread(terminal.until, lambda: waiting(terminal) >= last - 2, "all is painted")
            painted = time.monotonic() - back
            terminal.type("Q")
            assert await asyncio.to_thread(terminal.wait) == 0
    lines = [line.split(" ", 1) for line in heard.read_text().splitlines()]
    told = {int(title.split("number")[1].split()[0]): float(at) for at, title in lines}
    late = sorted(told[number] - served[number] for number in range(first, last - 1) if number in told)
    asked = [served[number + 1] - served[number] for number in range(first, last - 1)]
    assert len(late) >= 0.9 * (last - 1 - first)
    record(
        23,
        f"alerts told by a program within a stall of {SECONDS:.0f} s",
        f"{len(late)} of {last - 1 - first}",
    )
    record(
        23,
        "from the server's answer to the program, median and longest",
        f"{late[len(late) // 2]:.2f} s, {late[-1]:.2f} s",
    )
    record(23, f"from poll to poll of {EVERY} s meanwhile, longest", f"{max(asked):.1f} s")
    record(23, "painted after the return (1 s)", f"{painted:.1f} s")
    record(23, "growth of the app meanwhile, MB", f"{grown / 1000:.1f}")
