"""Caches filled with made-up news, kept for the next run.

Written as the poller writes, but many articles a transaction and without waiting for the disk.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from importlib import resources
from pathlib import Path

from tui.arrivals import Entry
from tui.cache import writer
from tui.cache.database import Connection, connect, transaction
from tui.cache.sources import statuses, sync
from tui.config import load

from .news import CHUNK, NOW, Item, Language, items

KEPT = Path("/tmp/telex-scale")
"""Large files that anybody may throw away."""
SEED = 1
SOURCES = 300


def built(count: int) -> Path:
    """The folder of a cache of ``count`` articles with its configuration; made where it is not there yet."""
    folder = KEPT / f"{count}-{_schema()}"
    if not (folder / "built.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.iterdir():
            left.unlink()
        begun = time.monotonic()
        _fill(folder, count)
        (folder / "built.json").write_text(json.dumps({"seconds": round(time.monotonic() - begun, 1)}))
    return folder


def _schema() -> str:
    """A word for what the cache's tables are like, which one number does not tell between two releases."""
    scripts = resources.files("tui.cache")
    texts = [scripts.joinpath("schema.sql").read_bytes()]
    texts += [each.read_bytes() for each in sorted(scripts.joinpath("migrations").iterdir(), key=str)]
    return blake2b(b"".join(texts), digest_size=4).hexdigest()


def chunks(count: int) -> Iterator[list[Item]]:
    """``count`` articles in order of time, made in another process."""
    make, ahead = partial(_chunk, count), threading.Semaphore(8)

    def numbers() -> Iterator[int]:
        for number in range(-(-count // CHUNK)):
            ahead.acquire()  # making is faster than storing, and all of it would fill the memory
            yield number

    with multiprocessing.get_context("fork").Pool(1, _prepare) as pool:
        for chunk in pool.imap(make, numbers()):
            yield chunk
            ahead.release()


def configuration() -> str:
    """``SOURCES`` paused sources in thirty groups."""
    return "".join(
        f'[[sources]]\nurl = "http://127.0.0.1:9/{n}"\nname = "Source {n}"\ngroup = "Group {n % 30}"\n'
        "enabled = false\n"
        for n in range(SOURCES)
    )


def _fill(folder: Path, count: int) -> None:
    (folder / "config.toml").write_text(configuration())
    connection = connect(folder / "telex.db")
    connection.pragma("synchronous", "off")
    connection.pragma("cache_size", -512 * 1024)
    sync(connection, load(folder / "config.toml").sources, 900)
    ids = [status.id for status in statuses(connection)]
    done = 0
    for chunk in chunks(count):
        with transaction(connection):
            store(connection, ids, chunk)
        done += len(chunk)
        if done % 50_000 == 0:
            sys.stderr.write(f"{done:,} of {count:,} articles\n")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _at(entry: Entry) -> int:
    return writer.sort_time(entry.published, NOW)


def store(connection: Connection, source_ids: list[int], chunk: list[Item]) -> None:
    """One chunk, within a transaction of the caller's."""
    fresh = [writer._Fresh(source_ids[item.source], _at(item.entry), item.entry) for item in chunk]
    made = list(zip(writer._insert(connection, fresh, NOW), chunk, strict=True))
    connection.executemany(
        "UPDATE article SET read = ?, starred = ?, fetched = ? WHERE id = ?",
        [(item.read, item.starred, item.entry.published, article_id) for article_id, item in made],
    )
    writer._index(connection, [(article_id, item.entry) for article_id, item in made])


_language: list[Language] = []


def _prepare() -> None:
    _language.append(Language(SEED))


def _chunk(count: int, number: int) -> list[Item]:
    return list(items(_language[0], SEED, number, count, SOURCES))
