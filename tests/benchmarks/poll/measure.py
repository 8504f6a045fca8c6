"""One command as a process of its own: wall, CPU and memory of it and of all that it started.

Knows nothing of feeds.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST = 1_200.0
"""Seconds after which a run is killed: a benchmark has an end, whoever is measured."""
_LOOK = 0.03
"""Seconds between two looks at the memory of the processes."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, with all children that were waited for."""
    memory: int
    """Bytes: the most that all its processes held at one time; shared pages count in each."""


class SlowError(Exception):
    """A command that took longer than ``LONGEST``."""


class FailedError(Exception):
    """A command that ended with an error; the text is what it said."""


def run(argv: Sequence[str], *, environ: Mapping[str, str], cwd: Path) -> Cost:
    """Run a command to its end; its cost. What it says goes to output.txt.

    Raises FailedError and SlowError.
    """
    said = cwd / "output.txt"
    with said.open("wb") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(environ),
            cwd=cwd,
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        watch.ended.set()
        watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if watch.killed:
        raise SlowError
    if process.returncode:
        text = said.read_text("utf-8", "replace")[-2000:]
        raise FailedError(f"{' '.join(argv[:4])} ended with {process.returncode}: {text}")
    return Cost(wall, used.ru_utime + used.ru_stime, max(watch.most, used.ru_maxrss * 1024))


def median(costs: Sequence[Cost]) -> Cost:
    """Each figure's own median."""
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        cpu=statistics.median(cost.cpu for cost in costs),
        memory=int(statistics.median(cost.memory for cost in costs)),
    )


class _Watch(threading.Thread):
    """Looks at the memory of a process and of its children until ``ended`` is set."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self._pid = pid
        self.ended = threading.Event()
        self.most = 0
        self.killed = False

    def run(self) -> None:
        end = time.perf_counter() + LONGEST
        while not self.ended.wait(_LOOK):
            self.most = max(self.most, _memory(self._pid))
            if not self.killed and time.perf_counter() > end:
                self.killed = True
                os.killpg(self._pid, signal.SIGKILL)


def _memory(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0  # it has just ended
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_memory(int(child)) for child in children)
