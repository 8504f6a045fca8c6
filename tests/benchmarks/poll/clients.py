"""The HTTP clients with httpx's interface, measured on telex's own way of asking: CPU for one request."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .peers import installed, python_with
from .publisher import publishing
from .readers import REPOSITORY
from .report import Row, Table

CLIENTS = {
    "httpx": ("httpx==0.28.1",),
    "httpx on aiohttp": ("httpx==0.28.1", "httpx-aiohttp"),
    "httpx2": ("httpx2",),
    "telex": (),
}
"""What each needs; telex, which needs itself, is httpx2 on ``feeds.sockets``."""
AT_ONCE = 16
"""Requests at one time, as telex is shipped."""
_ROUNDS = 3


def compare(repeats: int, hosts: int = 300) -> Table:
    """µs of CPU for one request: 304 and 200 with gzip, all from one host and each from its own."""
    columns = ("304, one host", f"304, {hosts} hosts", "200, one host", f"200, {hosts} hosts")
    found: dict[str, dict[str, list[float]]] = {name: {column: [] for column in columns} for name in CLIENTS}
    memory: dict[str, list[float]] = {name: [] for name in CLIENTS}
    pythons = {
        name: python_with(*packages) if packages else Path(sys.executable)
        for name, packages in CLIENTS.items()
    }
    with publishing(hosts) as urls, tempfile.TemporaryDirectory() as folder:
        first = urls[0].rpartition("/")[0]
        lists = {"one": [f"{first}/{url.rpartition('/')[2]}" for url in urls], str(hosts): urls}
        for _ in range(repeats):
            for column in columns:
                kind, _, where, *_ = column.replace(",", " ,").split()
                for name, python in pythons.items():
                    answer = _measured(python, name, lists[where], kind, Path(folder))
                    found[name][column] += [cost * 1e6 for cost in answer["cpu"]]
                    memory[name] += answer["memory"]
    rows: list[Row] = []
    for name, packages in CLIENTS.items():
        figures = {column: statistics.median(found[name][column]) for column in columns}
        versions = installed(pythons[name], [package.partition("==")[0] for package in packages]) or name
        rows.append({"client": versions, **figures, "RSS MB": max(memory[name]) / 1e6})
    return Table(
        title="HTTP clients: µs of CPU for one request",
        rows=tuple(rows),
        ratios=columns,
        base=versions,
        note=f"{hosts} requests, {AT_ONCE} at one time, median of {repeats * _ROUNDS} rounds",
    )


def _measured(
    python: Path, name: str, urls: Sequence[str], kind: str, folder: Path
) -> dict[str, list[float]]:
    listed = folder / "urls"
    listed.write_text("\n".join(urls))
    program = Path(__file__).with_name("client_peer.py")
    done = subprocess.run(
        [python, program, name, listed, kind, str(AT_ONCE), str(_ROUNDS)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    answer: dict[str, list[float]] = json.loads(done.stdout)
    return answer
