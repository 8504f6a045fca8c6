"""Figures of the trust tests: with TELEX_RECORD=1 each that is measured is written into RESULTS.md."""

from __future__ import annotations

import fcntl
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
    record_of_program(
        goal, what, figure, os.environ["PYTEST_CURRENT_TEST"].rpartition("/")[2].removesuffix(" (call)")
    )


def record_of_program(goal: int, what: str, figure: str, program: str) -> None:
    """The same for what is no test but a program that is run by hand."""
    if not os.environ.get("TELEX_RECORD"):
        return
    with KEPT.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # several runs may record at once
        kept: dict[str, dict[str, str]] = json.load(file)
        kept[f"{goal:02} {what}"] = {
            "goal": str(goal),
            "what": what,
            "figure": figure,
            "test": program.rpartition("/")[2],
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "commit": _commit(),
        }
        file.seek(0)
        file.truncate()
        file.write(json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False) + "\n")
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
