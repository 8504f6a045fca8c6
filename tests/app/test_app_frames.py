"""The screens as plain text at four sizes, in ``tests/frames``: a commit shows what it changed.

``TELEX_FRAMES=write python -m pytest tests/app/test_app_frames.py`` writes them anew; look at them before you
commit. Colours are no part of them, nor times of day and dates.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from telex_command import POST, Home, entry
from terminals import Terminal

from tui.cache.database import poller_lock

FRAMES = Path(__file__).resolve().parent.parent / "frames"
CLOCK = re.compile(r"\d\d:\d\d(?: UTC)?")
DATE = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2} \d{4}")
"""Of one length whatever the day; nothing stands to the right of it."""
TEXT = "The harbour master spoke of calm words in a long night, and of the ferry that came home. " * 12


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two paused sources in a group and one without; 24 articles of one kind and another."""
    found = Home(tmp_path)
    found.config.parent.mkdir(parents=True)
    urls = (POST, "https://bay.example/rss", "https://far.example/rss")
    names = ("The Post", "Bay Light", "Far Away News")
    found.config.write_text(
        "".join(
            f'[[sources]]\nurl = "{url}"\nname = "{name}"\ngroup = "{group}"\nenabled = false\n'
            for url, name, group in zip(urls, names, ("Coast", "Coast", ""), strict=True)
        )
    )
    found.sync()
    titles = (
        "Ferry runs aground in fog off the northern skerries, all aboard are safe",
        "Budget passes by one vote",
        "ベラニー沖でフェリー座礁、乗客ら救助",
        "A headline that is much longer than any pane of the reader could ever hope to show in one line",
    )
    for place, url in enumerate(urls):
        found.store(
            url,
            *(
                entry(
                    f"{place}.{n}",
                    f"{titles[(n + place) % len(titles)]} {n}",
                    text=TEXT,
                    age=n * 600 + place * 60 + 3,
                )
                for n in range(8)
            ),
        )
    return found


def compared(name: str, text: str) -> None:
    """Hold a screen against its file."""
    shown = (
        DATE.sub("Day 00 Mon 0000", CLOCK.sub(lambda match: "0" * len(match[0]), text)).rstrip("\n") + "\n"
    )
    file = FRAMES / f"{name}.txt"
    if os.environ.get("TELEX_FRAMES") == "write":
        file.write_text(shown)
    assert shown == file.read_text()


@pytest.mark.parametrize(("columns", "lines"), [(40, 10), (80, 24), (120, 40), (200, 50)])
def test_the_screens_look_as_they_did(home: Home, columns: int, lines: int) -> None:
    size = f"{columns}x{lines}"
    argv = (sys.executable, "-m", "tui")
    environ = home.environ()
    with (
        # No poller starts: nothing changes by itself.
        poller_lock(home.cache / "poller.lock"),
        Terminal(argv, columns=columns, lines=lines, environ=environ, cwd=home.folder) as terminal,
    ):
        terminal.sees("24 unread")
        terminal.rest()
        compared(f"headlines-{size}", terminal.text)
        terminal.type("t")
        terminal.sees("1 of 24")
        terminal.rest()
        compared(f"triage-{size}", terminal.text)
        # At once: each key waits for the screen that it is for.
        terminal.type("q3j\r")
        terminal.sees("23 unread")
        terminal.rest()
        compared(f"story-{size}", terminal.text)
        terminal.type("gs")
        terminal.sees("Far Away News")
        terminal.rest()
        compared(f"sources-{size}", terminal.text)
        terminal.type(",c")
        terminal.sees("Settings")
        terminal.rest()
        compared(f"settings-{size}", terminal.text)
