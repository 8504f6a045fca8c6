"""Bytes per act at 80×24, telex beside newsboat. Run: ``python -m tests.benchmarks.bytes`` from the top.

Prints a table and writes ``bytes.json`` beside this file. Bytes do not depend on the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for tests/terminals.py

from bytes_articles import for_newsboat, for_telex
from terminals import Terminal

HERE = Path(__file__).resolve().parent
COLUMNS, LINES = 80, 24
QUIET = 0.25
"""Seconds of silence after which an act is over."""
STEPS = 40


def measured(terminal: Terminal, key: str, times: int = 1) -> float:
    """Mean bytes of pressing a key, each press on its own."""
    costs = []
    for _ in range(times):
        terminal.type(key)
        costs.append(terminal.rest(QUIET))
    return round(sum(costs) / len(costs), 1)


def acts_of(terminal: Terminal, keys: dict[str, str], to_bottom: int) -> dict[str, float]:
    """The acts that both programs have; ``keys`` gives each its own."""
    found = {"cursor key, list of sources": measured(terminal, keys["down"], 5)}
    terminal.type(keys["open"])
    terminal.rest(QUIET)
    found["cursor key, list of articles"] = measured(terminal, keys["down"], 8)
    terminal.type(keys["down"] * to_bottom)
    terminal.rest(QUIET)
    found["step of scrolling, list of articles"] = measured(terminal, keys["down"], 30)
    measured(terminal, keys["page up"])
    found["page, list of articles"] = measured(terminal, keys["page up"])
    found["open an article"] = measured(terminal, keys["open"])
    found["step of scrolling, article"] = measured(terminal, keys["scroll"], 5)
    found["page, article"] = measured(terminal, keys["page"], 1)
    found["back to the list"] = measured(terminal, keys["back"])
    found["idle, 3 s"] = terminal.rest(3)
    return found


def telex(folder: Path) -> dict[str, float]:
    home = for_telex(folder, paused=False)
    environ = home.environ(COLORTERM="truecolor")
    argv = [sys.executable, "-m", "tui"]
    with home.unpolled(), Terminal(argv, columns=COLUMNS, lines=LINES, environ=environ) as terminal:
        terminal.until(lambda: "unread" in terminal.text, "the list is there")
        start = terminal.rest(1)
        start = len(terminal.output) or start
        terminal.type("hgg")
        terminal.rest(QUIET)
        keys = {"down": "j", "open": "\r", "scroll": "j", "page": " ", "page up": "\x02", "back": "q"}
        terminal.type("jj")
        terminal.rest(QUIET)
        return {"start": start, **acts_of(terminal, keys, 10)}


def newsboat(folder: Path) -> dict[str, float]:
    argv = for_newsboat(folder)
    environ = {**os.environ, "HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    subprocess.run([*argv, "-x", "reload"], env=environ, check=True, capture_output=True)
    with Terminal(argv, columns=COLUMNS, lines=LINES, environ=environ) as terminal:
        terminal.sees("The Source of 00")
        terminal.rest(1)
        start = len(terminal.output)
        keys = {"down": "\x1bOB", "open": "\r", "scroll": "\x1bOB", "page": "\x1b[6~", "page up": "\x1b[5~",
                "back": "q"}  # fmt: skip
        terminal.type(keys["down"])
        terminal.rest(QUIET)
        return {"start": start, **acts_of(terminal, keys, 12)}


def main() -> None:
    programs: dict[str, Callable[[Path], dict[str, float]]] = {"telex": telex, "newsboat": newsboat}
    found = {}
    for name, program in programs.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = program(Path(folder))
    (HERE / "bytes.json").write_text(json.dumps(found, indent=1) + "\n")
    print("| act, 80×24 | telex | newsboat 2.21 |\n| --- | --- | --- |")
    for act, cost in found["telex"].items():
        print(f"| {act} | {cost:,.0f} | {found['newsboat'][act]:,.0f} |")


if __name__ == "__main__":
    main()
