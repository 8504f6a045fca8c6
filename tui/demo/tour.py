"""The newcomer's tour: the demo's publishers in a child process, and a configuration that reads them.

Knows nothing of the rest of telex: it yields two paths, and whoever runs telex uses them.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tui.model import Source

_START = 20.0
"""Seconds that the child has to say which ports it has."""
_END = 5.0
"""Seconds that the child has to end by itself."""


class DemoError(Exception):
    """The demo could not be started; the message is a sentence for the user."""


@contextmanager
def tour(speed: float) -> Iterator[tuple[Path, Path]]:
    """A configuration file and an empty cache folder for the demo, as long as the context lasts.

    ``speed`` is demo seconds per real second. Afterwards the publishers have ended and the folder
    is gone. Raises DemoError where the publishers do not start.
    """
    with tempfile.TemporaryDirectory(prefix="telex-demo-") as name:
        folder = Path(name)
        with (folder / "stderr").open("w+b") as errors:
            child = _start(speed, errors)
            try:
                config = folder / "config.toml"
                config.write_text(configuration(_sources(child, errors)), encoding="utf-8")
                cache = folder / "cache"
                cache.mkdir(mode=0o700)
                yield config, cache
            finally:
                _end(child)


def configuration(sources: Sequence[Source]) -> str:
    """The text of a configuration file with these sources."""
    tables = [
        "[[sources]]\n"
        + f"url = {_quoted(source.url)}\nname = {_quoted(source.name)}\n"
        + f"publisher = {_quoted(source.name)}\ngroup = {_quoted(source.group)}\nweight = {source.weight!r}\n"
        + f'interval = "{source.interval}s"\n'
        for source in sources
    ]
    return "\n".join(['[poll]\nhost_spacing = "0s"\n', *tables])


def _quoted(text: str) -> str:
    """A TOML basic string: the escapes of JSON are among its own."""
    return json.dumps(text, ensure_ascii=False)


def _start(speed: float, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  our own module, with a number
            [sys.executable, "-m", "tui.demo", "--speed", repr(speed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    except OSError as error:
        raise DemoError(f"The demo's publishers could not be started: {error}.") from error


def _sources(child: subprocess.Popen[bytes], errors: IO[bytes]) -> tuple[Source, ...]:
    """What the child says that it serves."""
    if child.stdout is None:
        raise DemoError("The demo's publishers have no output to read from.")
    ready, _, _ = select.select([child.stdout], [], [], _START)
    line = child.stdout.readline() if ready else b""
    if line.endswith(b"\n"):
        return tuple(Source(**table) for table in json.loads(line)["sources"])
    if not ready:
        raise DemoError(f"The demo's publishers said nothing within {_START:.0f} seconds.")
    errors.seek(0)
    said = errors.read().decode(errors="replace").strip().splitlines()
    reason = said[-1] if said else "they gave no reason"
    raise DemoError(f"The demo's publishers did not start: {reason}")


def _end(child: subprocess.Popen[bytes]) -> None:
    """Close the child's stdin, which ends it; insist where it does not listen."""
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            stream.close()
    try:
        child.wait(_END)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
