"""Figures of the trust tests: with TELEX_RECORD=1 each that is measured is written into RESULTS.md."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE / "results.json"
PAGE = HERE / "RESULTS.md"
MARK = "<!-- figures -->\n"


def record(goal: int, what: str, figure: str) -> None:
    """Keep a figure: ``goal`` is its number in the notes on hostile input. Only where it is asked for."""
    if not os.environ.get("TELEX_RECORD"):
        return
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    kept[f"{goal:02} {what}"] = {
        "goal": str(goal),
        "what": what,
        "figure": figure,
        "test": os.environ["PYTEST_CURRENT_TEST"].rpartition("/")[2].removesuffix(" (call)"),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": _commit(),
    }
    KEPT.write_text(json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")
    _write_page(kept)


def _write_page(kept: dict[str, dict[str, str]]) -> None:
    columns = ("goal", "what", "figure", "test", "date", "commit")
    lines = [f"| {' | '.join(columns)} |", "| ---: | --- | --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(each[name] for name in columns)} |" for _, each in sorted(kept.items())]
    head = PAGE.read_text("utf-8").partition(MARK)[0]
    PAGE.write_text(head + MARK + "\n".join(lines) + "\n", "utf-8")


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
