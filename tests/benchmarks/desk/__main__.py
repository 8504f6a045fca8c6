"""``python -m tests.benchmarks.desk``: wire days, one row each; ``--save`` writes the table beside this."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from tui.desk.alerts import Policy
from tui.model import Level
from tui.newsroom import Fate

from .run import run
from .wire_day import day


@dataclass(frozen=True, slots=True)
class Row:
    """One day in figures."""

    seed: int
    sources: int
    articles: int
    told: int
    per_day: int
    precision: float
    """Of all that interrupted."""
    precision_bulletin: float
    """Of BULLETIN and above."""
    digest: int
    repeats: int
    soft: int
    """Events with a third report that the gate takes for soft news: no alert."""
    thirds: int
    """The other events with a third independent report within an hour."""
    alerted: int
    """Of them, those that were alerts."""
    same_batch: float
    """Of those, the share that was an alert within the batch of the third report, or before it."""
    median_lag: float


def measure(seed: int, sources: int, noise: int) -> Row:
    """One day through the desk at its default setting."""
    result = run(day(seed, sources, noise), Policy())
    lags = result.lags()
    fates = [alert.fate for alert, _ in result.alerts]
    return Row(
        seed=seed,
        sources=sources,
        articles=result.articles,
        told=len(result.told()),
        per_day=result.per_day(),
        precision=round(result.precision(Level.URGENT), 3),
        precision_bulletin=round(result.precision(Level.BULLETIN), 3),
        digest=fates.count(Fate.DIGEST),
        repeats=fates.count(Fate.REPEAT),
        soft=len(result.soft),
        thirds=len(result.third),
        alerted=len(lags),
        same_batch=round(sum(lag <= 0 for lag in lags) / max(1, len(lags)), 3),
        median_lag=median(lags) if lags else 0.0,
    )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.desk", description=__doc__)
    options.add_argument("--days", type=int, default=5)
    options.add_argument("--sources", type=int, default=300)
    options.add_argument("--noise", type=int, default=120, help="unlabelled articles an hour (120)")
    options.add_argument("--json", action="store_true", help="print JSON Lines")
    options.add_argument("--save", action="store_true", help="write results.md and results.json")
    asked = options.parse_args()
    rows = [measure(seed, asked.sources, asked.noise) for seed in range(asked.days)]
    names = list(asdict(rows[0]))
    table = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    table += ["| " + " | ".join(str(value) for value in asdict(row).values()) + " |" for row in rows]
    if asked.json:
        table = [json.dumps(asdict(row)) for row in rows]
    sys.stdout.write("\n".join(table) + "\n")
    if asked.save:
        here = Path(__file__).parent
        (here / "results.md").write_text("# Wire days\n\n" + "\n".join(table) + "\n", "utf-8")
        (here / "results.json").write_text(
            json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
