"""Start to headlines against a bare Textual app, and bytes of a few acts.

Run: ``python tests/benchmarks/start.py``.

Both programs start in turn behind the same pty in one run; what is printed are medians and their ratio,
which hold on a busy machine. Writes ``start.json`` beside this file.
"""

from __future__ import annotations

import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from terminals import Terminal

from tui.arrivals import Changes, Entry
from tui.cache import writer
from tui.cache.database import connect
from tui.cache.sources import statuses, sync
from tui.config import load
from tui.pages.document import Block, Kind, Span, dumps

RUNS = 9
SIZES = {"1,000 articles": (20, 50), "100,000 articles": (200, 500)}
"""(sources, articles of each)."""
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self): yield Static("headline")
Bare().run()
"""


def fill(folder: Path, sources: int, articles: int) -> None:
    """A configuration of paused sources, and a cache with their articles."""
    chance = random.Random(1)  # noqa: S311 - it draws words
    words = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(2, 9))) for _ in range(5_000)]
    (folder / "config.toml").write_text(
        "".join(
            f'[[sources]]\nurl = "http://127.0.0.1:9/{n}"\nname = "Source {n}"\ngroup = "Group {n // 10}"\n'
            "enabled = false\n"
            for n in range(sources)
        )
    )
    connection = connect(folder / "telex.db")
    connection.pragma("synchronous", "off")
    sync(connection, load(folder / "config.toml").sources, 900)
    now = int(time.time())
    for status in statuses(connection):
        entries = []
        for number in range(articles):
            text = " ".join(chance.choices(words, k=120))
            entries.append(
                Entry(
                    guid=str(number),
                    fingerprint=str(number),
                    title=" ".join(chance.choices(words, k=9)),
                    link=f"https://example.org/{number}",
                    published=now - chance.randint(0, 300 * 86_400),
                    lead=text[:200],
                    document=dumps((Block(Kind.PARAGRAPH, (Span(text),)),)),
                    text=text,
                )
            )
        writer.store(connection, status.id, Changes(insert=tuple(entries)), now)
    connection.close()


def environ() -> dict[str, str]:
    """As after an installation: bytecode is there, since pip compiles what it installs."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "TERM": "xterm-256color"}


def first_frame(argv: list[str], words: str) -> tuple[float, float]:
    """Wall and CPU seconds from start to the screen that shows ``words``."""
    begun = time.monotonic()
    terminal = Terminal(argv, environ={**environ(), "COLORTERM": "truecolor"})
    terminal.sees(words)
    wall = time.monotonic() - begun
    os.kill(terminal.pid, signal.SIGKILL)
    _, _, usage = os.wait4(terminal.pid, 0)
    os.close(terminal.master)
    return wall, usage.ru_utime + usage.ru_stime


def telex(folder: Path) -> list[str]:
    """The command on a filled folder."""
    return [sys.executable, "-m", "tui", "--config", str(folder / "config.toml"), "--cache", str(folder)]


def bytes_of_acts(folder: Path) -> dict[str, int]:
    """What telex writes at 80×24, in bytes."""
    with Terminal(telex(folder), environ=environ()) as terminal:
        terminal.sees("Source 1")
        terminal.rest(1.0)
        figures = {"start": len(terminal.output)}
        for name, keys in {"cursor key": "j", "open a story": "\r", "a page of it": " ", "back": "q"}.items():
            terminal.type(keys)
            figures[name] = terminal.rest(0.5)
        before = len(terminal.output)
        end = time.monotonic() + 5
        while time.monotonic() < end:
            terminal.pump(0.2)
        figures["idle, 5 s"] = len(terminal.output) - before
    return figures


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "bare.py").write_text(BARE)
        runs: dict[str, list[tuple[float, float]]] = {}
        for name, (sources, articles) in SIZES.items():
            (root / name).mkdir()
            fill(root / name, sources, articles)
        first_frame(telex(root / "1,000 articles"), "Source 1")  # leaves its bytecode behind
        for _ in range(RUNS):
            runs.setdefault("bare", []).append(
                first_frame([sys.executable, str(root / "bare.py")], "headline")
            )
            for name in SIZES:
                runs.setdefault(name, []).append(first_frame(telex(root / name), "Source 1"))
        median = {
            name: [statistics.median(run[place] for run in found) for place in (0, 1)]
            for name, found in runs.items()
        }
        acts = bytes_of_acts(root / "1,000 articles")
    rows = {
        name: {
            "wall_s": round(wall, 3),
            "cpu_s": round(cpu, 3),
            "wall_ratio": round(wall / median["bare"][0], 2),
            "cpu_ratio": round(cpu / median["bare"][1], 2),
        }
        for name, (wall, cpu) in median.items()
    }
    print(
        "| start to headlines | wall s | CPU s | wall / bare | CPU / bare |\n| --- | --- | --- | --- | --- |"
    )
    for name, row in rows.items():
        print(f"| {name} | {row['wall_s']} | {row['cpu_s']} | {row['wall_ratio']} | {row['cpu_ratio']} |")
    print("\n| act at 80×24 | bytes |\n| --- | --- |")
    for name, count in acts.items():
        print(f"| {name} | {count:,} |")
    Path(__file__).with_suffix(".json").write_text(
        json.dumps({"start": rows, "bytes": acts}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
