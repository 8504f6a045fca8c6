"""Tables of figures and of their ratios, as text and as JSON, with the machine that they came from."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

Row = Mapping[str, str | float]

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Table:
    """One comparison. The first column names who was measured; ``base`` is who the others are set against."""

    title: str
    rows: tuple[Row, ...]
    ratios: tuple[str, ...] = ()
    """Columns that are also given as multiples of those of ``base``."""
    base: str = ""
    note: str = ""
    """How it was measured, and goals with what came of them."""


def markdown(table: Table) -> str:
    """A table as GitHub shows it, each ratio in brackets behind its figure."""
    names = list(table.rows[0])
    base = next((row for row in table.rows if row[names[0]] == table.base), None)

    def cell(row: Row, name: str) -> str:
        value = row[name]
        if isinstance(value, str):
            return value
        shown = f"{value:,.0f}" if value >= 100 or float(value).is_integer() else f"{value:.3g}"
        if name not in table.ratios or base is None:
            return shown
        against = base[name]
        return shown if isinstance(against, str) or not against else f"{shown} (×{value / against:.2f})"

    lines = [f"## {table.title}", "", f"| {' | '.join(names)} |"]
    lines.append(f"| --- |{' ---: |' * (len(names) - 1)}")
    lines += [f"| {' | '.join(cell(row, name) for name in names)} |" for row in table.rows]
    return "\n".join([*lines, "", table.note, ""])


def machine() -> dict[str, str]:
    """Where and when: date, commit, processor, load."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _git("rev-parse", "--short", "HEAD")
        + ("+" if _git("status", "--porcelain", "tui") else ""),
        "machine": f"{os.cpu_count()} × {model}, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load before": ", ".join(f"{each:.1f}" for each in os.getloadavg()),
    }


def save(tables: Sequence[Table], where: Mapping[str, str]) -> None:
    """Write results.md and results.json beside this module, replacing the tables of the same title."""
    kept: dict[str, dict[str, object]] = {}
    data = HERE / "results.json"
    if data.exists():
        kept = {each["table"]["title"]: each for each in json.loads(data.read_text("utf-8"))}
    for table in tables:
        kept[table.title] = {"table": asdict(table), "where": dict(where)}
    data.write_text(json.dumps(list(kept.values()), indent=1, ensure_ascii=False) + "\n", "utf-8")
    parts = ["# Poll benchmark", "", "Written by `python -m tests.benchmarks.poll`; compare the ratios.", ""]
    for each in kept.values():
        table = Table(**each["table"])  # type: ignore[arg-type]
        parts.append(markdown(table))
        parts.append("; ".join(f"{name}: {value}" for name, value in dict(each["where"]).items()) + "\n")  # type: ignore[call-overload]
    (HERE / "results.md").write_text("\n".join(parts), "utf-8")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True, check=False)
    return done.stdout.strip()
