"""``python -m tests.benchmarks.scale [SIZE ...]``: measure, print the tables; ``--save`` writes them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for poll
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for tests/terminals.py

from poll.report import Row, Table, machine, markdown

from . import programs
from .build import built
from .work import Cost, measured

HERE = Path(__file__).resolve().parent
SIZES = (10_000, 100_000, 1_000_000)
PEER = 100_000
"""Articles that newsboat is given."""


def main() -> None:
    """Measure the sizes that are asked for, all by default."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, metavar="SIZE", help=f"{SIZES} by default")
    options.add_argument("--no-peer", action="store_true", help="leave newsboat out")
    options.add_argument("--save", action="store_true", help="write results.md and results.json")
    asked = options.parse_args()
    where, sizes = machine(), sorted(asked.sizes or SIZES)
    tables = [_work(sizes), _programs(sizes, peer=not asked.no_peer)]
    text = "\n".join(markdown(table) for table in tables)
    sys.stdout.write(text)
    if asked.save:
        head = (
            "# Scale benchmark\n\nWritten by `python -m tests.benchmarks.scale --save`; compare growth.\n\n"
        )
        tail = "; ".join(f"{name}: {value}" for name, value in where.items())
        (HERE / "results.md").write_text(f"{head}{text}\n{tail}\n", "utf-8")
        made = {"where": where, "tables": [{"title": each.title, "rows": each.rows} for each in tables]}
        (HERE / "results.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _work(sizes: list[int]) -> Table:
    found: dict[str, dict[int, Cost]] = {}
    for size in sizes:
        for name, cost in measured(built(size)):
            found.setdefault(name, {})[size] = cost
    rows: list[Row] = []
    for name, costs in found.items():
        row: dict[str, str | float] = {"work": name}
        row |= {f"ms at {size:,}": round(costs[size].milliseconds, 2) for size in sizes}
        row |= {f"pages at {size:,}": costs[size].pages for size in sizes}
        row["steps"] = " / ".join(f"{costs[size].steps:,}" for size in sizes)
        if len(sizes) > 1:
            last, before = costs[sizes[-1]], costs[sizes[-2]]
            row["growth of ms"] = f"×{last.milliseconds / before.milliseconds:.1f}"
            row["growth of pages"] = f"×{last.pages / max(1, before.pages):.1f}"
        rows.append(row)
    note = (
        "Each over a connection of its own: with an empty page cache of SQLite, and a warm one of the system."
        " Pages are those of 4 KiB that it had to read, steps those of SQLite's machine; neither has luck."
    )
    return Table("What is asked of the cache", tuple(rows), note=note)


def _programs(sizes: list[int], *, peer: bool) -> Table:
    commands = {"bare Textual app": (programs.bare(), "headline")}
    commands |= {f"telex, {size:,} articles": (programs.telex(built(size)), "Source 1") for size in sizes}
    bytes_each = {
        f"telex, {size:,} articles": (built(size) / "telex.db").stat().st_size / size for size in sizes
    }
    search: dict[str, float] = {}
    if peer:
        name = f"newsboat, {PEER:,} articles"
        command, cache = programs.newsboat(PEER)
        commands[name] = (command, "Source 1")
        bytes_each[name] = cache.stat().st_size / PEER
        search[name] = programs.newsboat_search(command)
    rows: list[Row] = []
    for name, start in programs.starts(commands).items():
        rows.append(
            {
                "program": name,
                "s to headlines": round(start.wall, 3),
                "CPU s": round(start.cpu, 2),
                "MB": round(start.megabytes, 1),
                "bytes an article": round(bytes_each[name]) if name in bytes_each else "",
                "s to search a common word": round(search[name], 2) if name in search else "",
            }
        )
    pollers = ", ".join(f"{programs.poller_memory(built(size)):.0f} MB at {size:,}" for size in sizes)
    return Table(
        "Programs",
        tuple(rows),
        ("s to headlines", "CPU s"),
        "bare Textual app",
        f"A poller at rest: {pollers}.",
    )


if __name__ == "__main__":
    main()
