"""The readers that are compared: how each is set up in a folder, run once, and asked what it holds."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .measure import Cost, run
from .publisher import feed_files

REPOSITORY = Path(__file__).resolve().parents[3]
_HERE = Path(__file__).resolve().parent
RUNS = ("cold", "second", "unchanged")
"""newsboat's second reload is a full one again; with the third it has its 304s."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One contestant. ``folder``, here and below: its home, empty before the cold run."""

    name: str
    prepare: Callable[[Path, Sequence[str]], list[str]]
    """Writes what it needs and gives the command for one poll of all addresses."""
    database: str = ""
    """Its file in the folder; empty: it keeps nothing."""
    articles: str = ""
    """The SQL that counts what it keeps."""
    environ: dict[str, str] = field(default_factory=dict)

    def poll(self, folder: Path, urls: Sequence[str]) -> Cost:
        """One poll of all addresses."""
        usual = {"HOME": str(folder), "LANG": "C.UTF-8", "TERM": "xterm", "PATH": os.environ["PATH"]}
        environ = {**usual, "PYTHONPATH": str(REPOSITORY), **self.environ}
        return run(self.prepare(folder, urls), environ=environ, cwd=folder)

    def held(self, folder: Path) -> int:
        """The articles that it keeps after a poll."""
        if not self.database:
            return 0
        connection = sqlite3.connect(folder / self.database)
        try:
            return int(connection.execute(self.articles).fetchone()[0])
        finally:
            connection.close()


def telex() -> Reader:
    """telex as it is in this checkout, told to space nothing: newsboat and reader space nothing either."""

    def prepare(folder: Path, urls: Sequence[str]) -> list[str]:
        config = folder / "config.toml"
        sources = "".join(f'[[sources]]\nurl = "{url}"\n' for url in urls)
        config.write_text(f'[poll]\nhost_spacing = "0s"\n\n{sources}')
        return [
            *(sys.executable, "-m", "tui", "--config", str(config), "--cache", str(folder / "cache")),
            *("poll", "--once", "--all"),
        ]

    return Reader(
        "telex",
        prepare,
        "cache/telex.db",
        "SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM tombstone)",
    )


def newsboat(threads: int) -> Reader:
    """Debian's newsboat with so many reload threads."""

    def prepare(folder: Path, urls: Sequence[str]) -> list[str]:
        (folder / "urls").write_text("".join(f"{url}\n" for url in urls))
        (folder / "config").write_text(f"reload-threads {threads}\n")
        files = ("-C", "config", "-u", "urls", "-c", "cache.db")
        return ["newsboat", *files, "-x", "reload"]

    return Reader(f"newsboat, {threads} threads", prepare, "cache.db", "SELECT count(*) FROM rss_item")


def reader(python: Path) -> Reader:
    """The library reader with 8 workers."""

    def prepare(folder: Path, urls: Sequence[str]) -> list[str]:
        (folder / "urls").write_text("".join(f"{url}\n" for url in urls))
        return [str(python), str(_HERE / "reader_peer.py"), str(folder / "reader.db"), str(folder / "urls")]

    return Reader("reader, 8 workers", prepare, "reader.db", "SELECT count(*) FROM entries")


def feedparser(kind: str) -> Reader:
    """feedparser on the same documents from disk, nothing kept; ``lean``: without its sanitiser."""

    def prepare(folder: Path, urls: Sequence[str]) -> list[str]:
        (folder / "files").write_text("".join(f"{path}\n" for path in feed_files(len(urls))))
        return [sys.executable, str(_HERE / "feedparser_peer.py"), str(folder / "files"), kind]

    return Reader(f"feedparser alone, {kind}", prepare)
