"""Real pollers and real writers of marks on one cache, to be killed; and what must hold of it afterwards."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw
from telex_command import DEADLINE, Home

import tui
from tui.cache.database import Connection, connect, transaction
from tui.cache.recount import recount

WORDS = [
    "harbour",
    "storm",
    "ferry",
    "tide",
    "pilot",
    "breakwater",
    "lighthouse",
    "crane",
    "signal",
    "anchor",
]
MARKER = """
import itertools, random, sys
from pathlib import Path
from tui.cache.background import BackgroundWriter
from tui.cache.triage import mark
writer, chance = BackgroundWriter(Path(sys.argv[1])), random.Random(sys.argv[2])
for number in itertools.count():
    act = ("read", "unread", "star", "unstar")[chance.randrange(4)]
    ids = chance.sample(range(1, 201), 20)
    print("trying", act, *ids, flush=True)
    writer.submit(mark, act, ids, now=1_800_000_000 + number, terminal="t").result()
    print(act, *ids, flush=True)
"""
"""What the app does with a key: hands marks to its writer, and shows them when they are committed."""
IMPORTER = """
import itertools, sys
from tui.cli import run
for number in itertools.count():
    url = f"http://127.0.0.1:9/{sys.argv[2]}/{number}"
    with open(f"{sys.argv[1]}/list", "w") as file:
        file.write(f"{url}\\n")
    if run(["import", f"{sys.argv[1]}/list"]) == 0:
        print("subscribed", url, flush=True)
"""
"""One list of subscriptions after the other, each told when it is in the configuration."""
_COLUMN = {"read": ("read", 1), "unread": ("read", 0), "star": ("starred", 1), "unstar": ("starred", 0)}


@dataclass(slots=True)
class Feeds:
    """Sources that are files of a folder, with other news each time."""

    home: Home
    count: int
    issue: int = 0

    def write(self, items: int = 40) -> None:
        """New documents for all sources: half of the news is new, and one in five of the old has changed."""
        self.issue += 1
        folder = self.home.folder / "feeds"
        folder.mkdir(exist_ok=True)
        for source in range(self.count):
            chance = random.Random(f"{source} {self.issue}")  # noqa: S311 - it draws words
            first = self.issue * items // 2
            entries = "".join(
                f"<item><guid>{number}</guid><title>Number {number} {self._edition(number)}</title>"
                f"<description>{' '.join(chance.choices(WORDS, k=60))}</description></item>"
                for number in range(first, first + items)
            )
            (folder / f"{source}.xml").write_text(
                f"<rss version='2.0'><channel><title>Feed {source}</title>{entries}</channel></rss>"
            )

    def configure(self) -> None:
        """A configuration that subscribes to all of them."""
        self.home.config.parent.mkdir(parents=True, exist_ok=True)
        self.home.config.write_text(
            "".join(
                f'[[sources]]\nurl = "file://{self.home.folder}/feeds/{n}.xml"\nname = "Feed {n}"\n'
                for n in range(self.count)
            )
        )

    def _edition(self, number: int) -> str:
        return f"edition {self.issue}" if number % 5 == 0 else ""


@contextmanager
def process(home: Home, *arguments: str, code: str = "", **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """telex with ``arguments``, or Python with ``code``; killed with its children at the end."""
    command = [sys.executable, *(("-c", code) if code else ("-m", "tui")), *arguments]
    running = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=home.environ(PYTHONPATH=str(Path(tui.__file__).parents[1]), **environ),
        start_new_session=True,
    )
    with running:
        try:
            yield running
        finally:
            kill(running)


def kill(running: subprocess.Popen[bytes]) -> None:
    """SIGKILL to a process and its children."""
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    running.wait()


def acknowledge(marks: dict[tuple[str, int], int], output: bytes) -> None:
    """Enter a marker's lines in ``marks``: by column and article what it is now.

    What it was about to do when it was killed may have been done or not.
    """
    for line in output.decode().split("\n")[:-1]:
        words = line.split()
        trying = words[0] == "trying"
        act, *ids = words[trying:]
        column, value = _COLUMN[act]
        for each in ids:
            if trying:
                marks.pop((column, int(each)), None)
            else:
                marks[column, int(each)] = value


def wait_for(path: Path, sql: str, more_than: int) -> None:
    """Until a query gives more than a number."""
    end = time.monotonic() + DEADLINE
    with closing(connect(path)) as connection:
        while int(connection.execute(sql).get) <= more_than:
            assert time.monotonic() < end, f"never more than {more_than}: {sql}"
            time.sleep(0.005)


def faults(path: Path, marks: dict[tuple[str, int], int]) -> list[str]:
    """What is wrong with a cache that was left in the middle of something; ``marks``: what it must hold."""
    with closing(connect(path)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        try:
            connection.execute("INSERT INTO article_text (article_text) VALUES ('integrity-check')")
        except apsw.Error as error:
            found.append(f"the full-text index: {error}")
        found += [
            f"{column} of article {article_id} is not {value}"
            for (column, article_id), value in marks.items()
            if connection.execute(f"SELECT {column} FROM article WHERE id = ?", (article_id,)).get != value  # noqa: S608
        ]
        counted = _counts(connection)
        with transaction(connection):
            recount(connection)
        found += [
            f"counted {a}, are {b}" for a, b in zip(counted, _counts(connection), strict=False) if a != b
        ]
        orphans = connection.execute(
            "SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM body WHERE article_id = a.id)"
        ).get
        if orphans:
            found.append(f"{orphans} articles without a text")
    return found


def _counts(connection: Connection) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for table in ("source_count", "tag_count", "story"):
        found += sorted((table, *row) for row in connection.execute(f"SELECT * FROM {table}"))  # noqa: S608
    return found
