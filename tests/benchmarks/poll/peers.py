"""Peers from PyPI, each in a virtual environment of its own under the user's cache folder.

Outside the repository, and kept between runs: what is installed is pinned by name here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path


def python_with(*packages: str) -> Path:
    """The Python of an environment that holds ``packages``, made when it is not there yet."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "telex-benchmarks"
    folder = base / blake2b(repr((sys.version_info[:2], packages)).encode(), digest_size=6).hexdigest()
    ready = folder / "ready"
    python = folder / "bin" / "python"
    if not ready.exists():
        _say(f"installing {', '.join(packages)} into {folder}")
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        ready.write_text("\n".join(packages))
    return python


def installed(python: Path, packages: Sequence[str]) -> str:
    """What is there in which version, such as ``reader 3.26``."""
    code = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
    found = []
    for package in packages:
        done = subprocess.run([python, "-c", code, package], check=True, capture_output=True, text=True)
        found.append(f"{package} {done.stdout.strip()}")
    return ", ".join(found)


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
