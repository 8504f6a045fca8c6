"""Tables of scores, times also as multiples of trafilatura's; and the machine that they came from."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

Row = Mapping[str, str | float]
TIMES = ("CPU ms median", "p99", "max")
BASE = "trafilatura"


def markdown(title: str, rows: Sequence[Row]) -> str:
    """A table as GitHub shows it."""
    names = list(rows[0])
    base = next((row for row in rows if row[names[0]] == BASE), None)

    def cell(row: Row, name: str) -> str:
        value = row[name]
        if isinstance(value, str):
            return value
        against = base[name] if base is not None and name in TIMES else ""
        shown = f"{value:,.0f}" if value >= 100 or float(value).is_integer() else f"{value:.3g}"
        return f"{shown} (×{value / against:.2f})" if isinstance(against, float) and against else shown

    lines = [f"## {title}", "", f"| {' | '.join(names)} |", f"| --- |{' ---: |' * (len(names) - 1)}"]
    lines += [f"| {' | '.join(cell(row, name) for name in names)} |" for row in rows]
    return "\n".join([*lines, ""])


def machine() -> dict[str, str]:
    """When and where."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load before": ", ".join(f"{each:.1f}" for each in os.getloadavg()),
    }
