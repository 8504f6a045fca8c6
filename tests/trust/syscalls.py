"""System calls of a telex process, and the same process with one of them failing: strace does both.

A scene is run once and watched: which calls touch the user's home, and as how many of their kind. Then it
is run again for each of those, with just that call failing.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from telex_command import Home

CALLS = {
    # What a file system answers where it is full, fails, or may not be written.
    "openat": ("EACCES", "ENOSPC", "EIO"),
    "pwrite64": ("ENOSPC", "EIO"),
    "write": ("ENOSPC", "EIO"),
    "fsync": ("EIO",),
    "fdatasync": ("EIO",),
    "ftruncate": ("ENOSPC", "EIO"),
    "fallocate": ("ENOSPC",),
    "rename": ("EACCES", "ENOSPC"),
    "unlink": ("EACCES",),
    "mkdir": ("EACCES", "ENOSPC"),
    "mmap": ("ENOMEM", "EACCES"),
    "fcntl": ("EIO", "ENOLCK"),
    "flock": ("ENOLCK",),
    "pread64": ("EIO",),
    "newfstatat": ("EACCES",),
    "fchmod": ("EPERM",),
}
_TEMPORARY = re.compile(r"/\.[\w.]+\.\w{8}[\">]")
_LINE = re.compile(r"^(\w+)\(")


@dataclass(frozen=True, slots=True)
class Point:
    """One call of a scene: the ``nth`` of its kind, and how it fails."""

    call: str
    error: str
    nth: int
    line: str
    """What strace showed of it."""
    own: int
    """Which it is of those on files that are known by name; 0: it is on another, such as a temporary one."""


def command(*arguments: str) -> list[str]:
    """telex as strace runs it."""
    return [sys.executable, "-m", "tui", *arguments]


def points(home: Home, arguments: Sequence[str]) -> list[Point]:
    """Run a scene and find every call of its first process that touches the home."""
    prefix = home.folder.parent / "watched"
    watched = ["strace", "-ff", "-qq", "-y", "-s", "0", "-e", f"trace={','.join(CALLS)}", "-o", str(prefix)]
    process = subprocess.run(
        [*watched, *command(*arguments)],
        env=home.environ(PYTHONDONTWRITEBYTECODE="1"),
        cwd="/",  # or every name would be seen with the home in front of it
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in process.stderr, process.stderr
    first = min(home.folder.parent.glob("watched.*"), key=lambda path: int(path.suffix[1:]))
    lines = first.read_text().splitlines()
    for each in home.folder.parent.glob("watched.*"):
        each.unlink()
    found: list[Point] = []
    counted, own = dict.fromkeys(CALLS, 0), dict.fromkeys(CALLS, 0)
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            continue
        call = match[1]
        counted[call] += 1
        # A file's mapping fails where it is shared memory; private ones are the interpreter's libraries.
        if str(home.folder) in line and (call != "mmap" or "MAP_SHARED" in line):
            known = not _TEMPORARY.search(line)
            own[call] += known
            place = own[call] if known else 0
            found += [Point(call, error, counted[call], line, place) for error in CALLS[call]]
    return found


def failing(home: Home, arguments: Sequence[str], point: Point, *, on: bool = False) -> tuple[int, str, bool]:
    """Run a scene with one call failing; ``on``: and all of its kind after it that touch the home.

    Gives the exit code, what it said, and whether the call was made at all.
    """
    log = home.folder.parent / "failed"
    log.unlink(missing_ok=True)
    when, where = str(point.nth), []
    if point.own:
        # Counted on these files alone: how often a library is mapped differs from run to run.
        when = str(point.own)
        where = [option for path in known_paths(home) for option in ("-P", str(path))]
    if on:
        when += "+"
    done = subprocess.run(
        [
            *("strace", "-qq", "-y", "-e", f"trace={point.call}", "-o", str(log), *where),
            *("-e", f"inject={point.call}:error={point.error}:when={when}"),
            *command(*arguments),
        ],
        env=home.environ(PYTHONDONTWRITEBYTECODE="1"),
        cwd="/",
        capture_output=True,
        timeout=90,
        check=False,
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    hit = [line for line in log.read_text(errors="replace").splitlines() if "(INJECTED)" in line]
    # A temporary file's calls are counted among all: where one more library was opened, another call failed.
    return done.returncode, said, bool(hit) and str(home.folder) in hit[0]


def known_paths(home: Home) -> set[Path]:
    """What is in a home, and what telex may make there."""
    cache = home.cache / "telex.db"
    made = [cache.with_name(f"{cache.name}{end}") for end in ("", "-wal", "-shm")]
    folders = [home.cache, home.config.parent, home.state]
    return {*home.folder.rglob("*"), *made, *folders, home.config, home.cache / "poller.lock"}
