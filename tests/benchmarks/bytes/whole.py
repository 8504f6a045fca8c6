"""CPU of telex for a key, with the diff and without it: the whole process, user and system, two at a time.

Run: ``python -m tests.benchmarks.bytes.whole``. What counts is the ratio: both are pressed in turn.
"""

from __future__ import annotations

import os
import select
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for tests/terminals.py

from bytes_articles import for_telex
from terminals import Terminal

ROUNDS = 3
ACTS = {
    "cursor key": ["j", "k"] * 20,
    "scrolling": ["j"] * 30 + ["gg"],
    "page": ["\x06", "\x02"] * 20,
    "open and back": ["\r", "q"] * 10,
}


def used(process: int) -> float:
    """Milliseconds of the processor so far, over all threads (Linux, schedstat: nanoseconds)."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def press(terminal: Terminal, keys: list[str]) -> None:
    """Press keys one by one, each once the screen has come to rest; what comes is thrown away."""
    for key in keys:
        terminal.type(key)
        wait = 0.5
        while select.select([terminal.master], [], [], wait)[0]:
            os.read(terminal.master, 1 << 16)
            wait = 0.05


def main() -> None:
    taken: dict[tuple[str, bool], float] = {}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = for_telex(Path(folder))
        base, terminals = home.config.read_text(), dict[bool, Terminal]()
        for diff in (True, False):
            home.config.write_text(f"diff = {str(diff).lower()}\n" + base)
            argv = [sys.executable, "-m", "tui"]
            environ = home.environ(COLORTERM="truecolor")
            terminals[diff] = stack.enter_context(Terminal(argv, environ=environ))
            terminals[diff].oracle = False
            terminals[diff].sees("unread")
            terminals[diff].rest(1)
        for _ in range(ROUNDS):
            for act, keys in ACTS.items():
                for diff, terminal in terminals.items():
                    before = used(terminal.pid)
                    press(terminal, keys)
                    taken[act, diff] = taken.get((act, diff), 0) + used(terminal.pid) - before
    for act, keys in ACTS.items():
        with_diff, plain = (taken[act, diff] / ROUNDS / len(keys) for diff in (True, False))
        print(f"{act:15} {with_diff:6.2f} ms  {plain:6.2f} ms  {with_diff / plain:5.2f}")


if __name__ == "__main__":
    main()
