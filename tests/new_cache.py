"""A new cache as ``connect`` makes it, made once in each process of tests and copied from then on.

Its tables take 15 ms to make, more than most tests of a cache take.
"""

from __future__ import annotations

import functools
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.cache.database import Connection, connect
from tui.paths import make_folder


def new_cache(path: Path) -> Connection:
    """Open the cache at ``path``, new if there is none."""
    if not path.exists():
        made = _made()
        make_folder(path.parent)
        path.touch(0o600)
        path.write_bytes(made)
    return connect(path)


@functools.cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "telex.db"
        connect(path).close()
        return path.read_bytes()
