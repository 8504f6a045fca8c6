"""Small files of the app's own state; one that cannot be read or written is done without."""

from __future__ import annotations

import json
import os
from pathlib import Path


def read(path: Path | None) -> object:
    """What the file at ``path`` holds; None where there is none, or it is none of ours."""
    try:
        return None if path is None else json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def write(path: Path | None, content: object) -> None:
    """Put ``content`` into the file, as a whole or not at all. ``path`` None: nothing is kept."""
    if path is None:
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_text(json.dumps(content), "utf-8")
        beside.replace(path)
    except OSError:
        return
