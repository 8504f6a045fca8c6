"""``python -m tests.benchmarks.poll [PART ...]``: measure, print the tables; ``--save`` writes them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for tests/terminals.py

from . import clients, compare, days, keys
from .peers import python_with
from .readers import reader
from .report import Table, machine, markdown, save


def _readers(rounds: int) -> Table:
    library = reader(python_with("reader==3.26", "sgmllib3k"))
    return compare.compare(
        "Readers, 300 feeds", [*compare.boats(), library], hosts=300, latency=0, rounds=rounds, parsing=True
    )


def _latency(rounds: int) -> Table:
    return compare.compare(
        "Readers, 300 feeds behind 50 ms",
        compare.boats((8, 32)),
        hosts=300,
        latency=0.05,
        rounds=rounds,
        parsing=False,
    )


def _many(_rounds: int) -> Table:
    return compare.compare(
        "Readers, 3,000 hosts", compare.boats((8, 32)), hosts=3_000, latency=0, rounds=1, parsing=False
    )


def _far(_rounds: int) -> Table:
    return compare.compare(
        "Readers, 3,000 hosts behind 50 ms",
        compare.boats((32,)),
        hosts=3_000,
        latency=0.05,
        rounds=1,
        parsing=False,
    )


PARTS: dict[str, Callable[[int], Table]] = {
    "readers": _readers,
    "latency": _latency,
    "many": _many,
    "far": _far,
    "clients": clients.compare,
    "keys": keys.compare,
    "days": days.compare,
}


def main() -> None:
    """Measure the parts that are asked for, all by default."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.poll", description=__doc__)
    options.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all by default")
    options.add_argument("--rounds", type=int, default=3, help="how often each thing is measured (3)")
    options.add_argument("--save", action="store_true", help="write results.md and results.json")
    asked = options.parse_args()
    for part in asked.parts:
        if part not in PARTS:
            options.error(f"{part} is no part; there are {', '.join(PARTS)}")
    for part in asked.parts or PARTS:
        where = machine()
        table = PARTS[part](asked.rounds)
        sys.stdout.write(markdown(table) + "\n")
        sys.stdout.flush()
        if asked.save:
            save([table], where)


if __name__ == "__main__":
    main()
