"""Runs the benchmark: ``python -m tests.benchmarks.stories [--curve] [--baseline] [STREAM …]``."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from tui.desk.likeness import WEIGHTS

from . import methods, streams

CURVE = (1.0, 0.5, -0.5, -1.0)
"""Log odds that are added to the least."""
THRESHOLDS = {"uci-36h": 0.12, "allsides-30d": 0.16}
"""What suits the baseline best on each set: it has no one setting for both."""


def main() -> None:
    """Measure, print the table, and keep it."""
    parser = argparse.ArgumentParser(description="Measure the grouping of articles into stories.")
    parser.add_argument("streams", nargs="*", default=streams.NAMES)
    parser.add_argument("--curve", action="store_true", help="other settings too")
    parser.add_argument("--baseline", action="store_true", help="plain TF-IDF too")
    parser.add_argument("--speed", action="store_true", help=f"with {methods.CROWD:,} in the window")
    options = parser.parse_args()
    rows: list[dict[str, object]] = []
    for name in options.streams:
        articles = streams.stream(name)
        measured = [("desk", methods.desk(articles))]
        if options.curve:
            measured += [
                (f"desk, {more:+.1f}", methods.desk(articles, replace(WEIGHTS, least=WEIGHTS.least + more)))
                for more in CURVE
            ]
        if options.baseline:
            threshold = THRESHOLDS[name]
            measured.append((f"TF-IDF, threshold {threshold}", methods.tf_idf(articles, threshold)))
        for method, filed in measured:
            found, *halves = (streams.score(filed.stories, articles, half) for half in (None, 0, 1))
            rows.append(
                {
                    "stream": name,
                    "method": method,
                    "precision": round(found.precision, 3),
                    "recall": round(found.recall, 3),
                    "f1": round(found.f1, 3),
                    "halves": " ".join(f"{each.f1:.3f}" for each in halves),
                    "pairs f1": round(found.pair_f1, 3),
                    "articles/s": round(filed.rate),
                }
            )
            print(*rows[-1].values(), sep="  ", flush=True)
    speed = methods.crowded(streams.stream("allsides-30d")) if options.speed else None
    _keep(rows, speed)


def _keep(rows: list[dict[str, object]], speed: float | None) -> None:
    folder = Path(__file__).parent
    (folder / "results.json").write_text(
        json.dumps({"rows": rows, "crowded": speed}, indent=1) + "\n", "utf-8"
    )
    table = [list(rows[0]), ["---"] * len(rows[0]), *([*map(str, row.values())] for row in rows)]
    text = "".join(f"| {' | '.join(line)} |\n" for line in table)
    if speed is not None:
        text += f"\nWith {methods.CROWD:,} articles in the window: {speed:,.0f} articles/s of CPU.\n"
    (folder / "results.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
