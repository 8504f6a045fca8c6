"""The daily backup: what is the user's own, beside the cache, a few hundred lines at a step.

Only the poller imports this. It reads over a connection of its own, so that a backup shows one moment
while the poller goes on writing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

import apsw

from tui.ages import iso
from tui.cache.backup import Line, Writing, lines
from tui.cache.database import CacheError, Connection, connect, transaction
from tui.cache.sources import set_meta
from tui.model import Source

FOLDER = "backups"
"""Where backups are, beside the cache."""
KEPT = 3
"""Backups that are kept."""
LINES = 500
"""Lines of one step: some 10 ms."""
_DAY = 86_400


class Daily:
    """One backup being made."""

    def __init__(self, connection: Connection, sources: Sequence[Source], config: str, now: int) -> None:
        self._connection, self._now = connection, now
        self._sources, self._config = sources, config
        self._cache = Path(connection.db_filename("main"))
        self._folder = self._cache.parent / FOLDER
        self._reading: Connection | None = None
        self._found: Generator[Line, None, None] | None = None
        self._writing: Writing | None = None

    @property
    def wanted(self) -> bool:
        """Whether the last one is a day old and something has been done since."""
        last = last_backup(self._connection)
        made = int(last.get("at", 0))
        return not 0 <= self._now - made < _DAY and last.get("of") != self._content()

    def step(self) -> bool:
        """Write some lines; False when it is done, or cannot be: the next pass tries again."""
        error = ""
        try:
            if self._writing is None:
                self._begin()
            if self._writing is not None and self._writing.step(LINES):
                return True
            for old in sorted(self._folder.glob("*.jsonl"))[:-KEPT]:
                old.unlink()
        except (OSError, apsw.Error, CacheError) as failure:
            error = str(failure)
        self._end(error)
        return False

    def _begin(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._reading = connect(self._cache)
        self._found = lines(self._reading, self._sources, self._config, self._now, everything=False)
        self._writing = Writing(self._folder / f"{iso(self._now)[:10]}.jsonl", self._found)

    def _end(self, error: str) -> None:
        """Let go of everything, and note for ``telex doctor`` how it went."""
        if self._found is not None:
            self._found.close()
        if self._reading is not None:
            self._reading.close()
        done: dict[str, str | int] = {} if error else {"at": self._now, "of": self._content()}
        with transaction(self._connection):
            noted = {**last_backup(self._connection), **done, "error": error}
            set_meta(self._connection, "backup", json.dumps(noted))

    def _content(self) -> str:
        """A word that changes with what a backup would hold."""
        acts = self._connection.execute("SELECT count(*), max(id) FROM journal").fetchone()
        text = repr((acts, self._sources, self._config))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def last_backup(connection: Connection) -> Mapping[str, str | int]:
    """Of the last daily backup ``at``, when it was made, and ``error``, why the last try failed."""
    value = connection.execute("SELECT value FROM meta WHERE key = 'backup'").get
    return {} if value is None else dict(json.loads(str(value)))
