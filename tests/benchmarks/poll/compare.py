"""The readers side by side: each polls the same publisher cold, a second time, and with nothing changed.

One after the other, round by round, so that what else the machine does meets all of them alike.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from compileall import compile_dir
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .measure import LONGEST, Cost, SlowError, median
from .publisher import publishing
from .readers import REPOSITORY, RUNS, Reader, feedparser, newsboat, telex
from .report import Table

THREADS = (1, 8, 32)
PER_SOURCE = 1.2
"""ms of CPU that a source may cost when nothing changed."""


@dataclass(slots=True)
class Measured:
    """The costs of one reader's runs, by the name of the run."""

    cold: list[Cost] = field(default_factory=list)
    unchanged: list[Cost] = field(default_factory=list)
    articles: int = 0


def compare(
    title: str, peers: Sequence[Reader], *, hosts: int, latency: float, rounds: int, parsing: bool
) -> Table:
    """telex and its ``peers`` against ``hosts`` hosts that answer after ``latency`` seconds.

    ``parsing``: with feedparser alone on the same documents, as a yardstick for CPU.
    """
    ours = telex()
    contestants = [ours, *peers]
    yardsticks = [feedparser(kind) for kind in ("default", "lean")] if parsing else []
    measured = {each.name: Measured() for each in [*contestants, *yardsticks]}
    single: list[Cost] = []
    compile_dir(REPOSITORY / "tui", quiet=1)  # as pip does when it installs
    with publishing(hosts, latency) as urls, tempfile.TemporaryDirectory() as scratch:
        for _ in range(rounds):
            single.append(_three_runs(ours, Path(scratch), urls[:1], Measured()))
            for each in contestants:
                with suppress(SlowError):  # its row says so
                    _three_runs(each, Path(scratch), urls, measured[each.name])
            for each in yardsticks:
                with _Folder(Path(scratch)) as folder:
                    measured[each.name].cold.append(each.poll(folder, urls))
    own = median(measured[ours.name].unchanged).cpu - median(single).cpu
    return Table(
        title=title,
        rows=tuple(_row(name, each) for name, each in measured.items()),
        ratios=("cold wall s", "cold CPU s", "unchanged wall s", "unchanged CPU s"),
        base=ours.name,
        note="\n".join(
            [
                f"{hosts} hosts of one feed each, latency {latency * 1000:.0f} ms, median of {rounds}. "
                f"Brackets: multiples of telex. Unchanged: the third poll; newsboat's second is a full one.",
                f"telex with one unchanged source takes {median(single).cpu:.2f} s of CPU; beyond that, "
                f"{own / (hosts - 1) * 1000:.2f} ms for each (goal: under {PER_SOURCE} ms).",
                *_goals(measured, ours.name),
            ]
        ),
    )


def _three_runs(reader: Reader, scratch: Path, urls: Sequence[str], into: Measured) -> Cost:
    """Poll three times in a folder of its own; gives the cost of the last."""
    with _Folder(scratch) as folder:
        into.cold.append(reader.poll(folder, urls))
        for _ in RUNS[1:]:
            last = reader.poll(folder, urls)
        into.articles = reader.held(folder)
    into.unchanged.append(last)
    return last


class _Folder:
    """A folder that is empty at first and gone afterwards."""

    def __init__(self, scratch: Path) -> None:
        self._path = scratch / "home"

    def __enter__(self) -> Path:
        self._path.mkdir()
        return self._path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._path)


def _row(name: str, measured: Measured) -> dict[str, str | float]:
    slow = f"over {LONGEST:,.0f}"
    row: dict[str, str | float] = {
        "reader": name,
        "cold wall s": slow,
        "cold CPU s": "",
        "unchanged wall s": slow,
        "unchanged CPU s": "",
        "peak MB": "",
        "articles": "",
    }
    if measured.cold:
        cold = median(measured.cold)
        row |= {"cold wall s": cold.wall, "cold CPU s": cold.cpu, "peak MB": cold.memory / 1e6}
    if measured.unchanged:
        unchanged = median(measured.unchanged)
        row |= {"unchanged wall s": unchanged.wall, "unchanged CPU s": unchanged.cpu}
        row |= {"articles": measured.articles}
    if name.startswith("feedparser"):
        row |= {"unchanged wall s": ""}
    return row


def _goals(measured: dict[str, Measured], ours: str) -> list[str]:
    """Each goal of the issue with what came of it."""
    mine = measured[ours]
    cold, unchanged = median(mine.cold), median(mine.unchanged)
    boats = [each for name, each in measured.items() if name.startswith("newsboat")]
    goals = []
    if boats:
        best_cold = min(median(each.cold).wall if each.cold else LONGEST for each in boats)
        best_unchanged = min(median(each.unchanged).wall if each.unchanged else LONGEST for each in boats)
        goals.append(_goal("wall cold, of newsboat's best", cold.wall / best_cold))
        goals.append(_goal("wall unchanged, of newsboat's best", unchanged.wall / best_unchanged))
    goals += [
        _goal(f"CPU cold, of {name}", cold.cpu / median(each.cold).cpu)
        for name, each in measured.items()
        if name.startswith("feedparser")
    ]
    return goals


def _goal(what: str, ratio: float) -> str:
    return f"- {what}: ×{ratio:.2f} ({'met' if ratio < 1 else 'MISSED'}: below 1)"


def boats(threads: Sequence[int] = THREADS) -> list[Reader]:
    """newsboat with each of these thread counts."""
    return [newsboat(count) for count in threads]
