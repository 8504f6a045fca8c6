"""Draws the README's pictures from the real screen on the demo: ``make pictures``.

The demo's publisher runs fast for a while, a real poller fills a cache of its own, and the app is
exported as SVG at three sizes. Not a test; nothing runs it but a person who has changed the screen.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tui.app.app import TelexApp
from tui.cache.articles import last_id
from tui.cache.database import connect
from tui.cache.sources import sync
from tui.config import load
from tui.demo.tour import tour
from tui.paths import Paths

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURES = (
    ("reader-80x24.svg", (80, 24), ()),
    ("story-80x24.svg", (80, 24), ("slash", *"statement", "enter", "enter")),
    ("reader-120x40.svg", (120, 40), ("slash", *"ferry", "enter", "enter")),
    ("reader-200x50.svg", (200, 50), ("slash", *"ferry", "enter", "j", "enter")),
    ("full-story-100x32.svg", (100, 32), ("slash", *"personnes", "enter", "enter", "f")),
    ("help-80x24.svg", (80, 24), ("question_mark",)),
    ("settings-100x32.svg", (100, 32), ("comma", "c", *"jjjjj")),
)
"""(file, size in cells, keys pressed before)."""
SPEED = 30.0
"""How much faster the demo's day goes by than the visitor's."""
DEMO_SECONDS = 300.0
"""Demo seconds that have gone by in the pictures: the ferry's passengers are safe by then."""
FETCH_SECONDS = 8.0
"""How long a page may take from its key to the screen."""


async def draw(paths: Paths, name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """One picture."""
    settings = load(paths.config)
    connection = connect(paths.database)
    app = TelexApp(paths, settings, connection)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.3)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.1)
        await pilot.pause(FETCH_SECONDS if keys[-1:] == ("f",) else 0.5)
        (DOCS / name).write_text(app.export_screenshot(title="telex"), "utf-8")
    app.close()
    connection.close()


def main() -> None:
    """Let the demo's day begin, poll it, and draw."""
    with tour(SPEED) as (config, cache), tempfile.TemporaryDirectory() as state:
        paths = Paths(config=config, cache=cache, state=Path(state))
        poll = [sys.executable, "-m", "tui", "--config", str(config), "--cache", str(cache), "poll"]
        end = time.monotonic() + DEMO_SECONDS / SPEED
        while time.monotonic() < end:
            subprocess.run([*poll, "--once", "--all"], check=True, stdout=subprocess.DEVNULL)
        connection = connect(paths.database)
        sync(connection, load(config).sources, 900)
        print(f"{last_id(connection)} articles")
        connection.close()
        for name, size, keys in PICTURES:
            asyncio.run(draw(paths, name, size, keys))
            print(DOCS / name)


if __name__ == "__main__":
    main()
