"""Runs the benchmark: ``python -m tests.benchmarks.stories [--curve] [--baseline] [STREAM …]``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import methods, streams

CURVE = (-0.3, -0.6, -0.9, -1.2, -1.5)
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
            measured += [(f"desk, least {least}", methods.desk(articles, least)) for least in CURVE]
        if options.baseline:
            threshold = THRESHOLDS[name]
            measured.append((f"TF-IDF, threshold {threshold}", methods.tf_idf(articles, threshold)))
        for method, filed in measured:
            found = streams.score(filed.stories, articles)
            rows.append(
                {
                    "stream": name,
                    "method": method,
                    "precision": round(found.precision, 3),
                    "recall": round(found.recall, 3),
                    "f1": round(found.f1, 3),
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
