"""What a reader and a poller ask of the cache, measured in time, in steps of SQLite and in pages read.

Times depend on the machine and on who else uses it. Steps (of SQLite's virtual machine) and pages (that
were not in the connection's own cache) do not: growth is judged by them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import apsw

from tui.app.reading import Reading
from tui.app.widgets.sources import Kind
from tui.arrivals import Changes
from tui.cache import triage, writer
from tui.cache.database import Connection, connect

from .news import COMMON, NOW, PHRASE, RARE, Language, items

PAGE = 64
MARKED = 10_000
BATCH, EACH = 300, 3
"""Sources that are polled in one round, and new articles of each."""
RUNS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What one piece of work took."""

    milliseconds: float
    steps: int
    pages: int


Work = Callable[[Connection], object]


def pieces() -> dict[str, Work]:
    """All that only reads, by name."""
    found: dict[str, Work] = {
        "all articles, first page": lambda connection: _page(Reading(connection, _now), 0),
        "all articles, 100th page": lambda connection: _page(Reading(connection, _now), 100),
        "counts of all sources": lambda connection: Reading(connection, _now).look(),
    }
    for name, kind in (("a group", Kind.GROUP), ("a source", Kind.SOURCE), ("starred", Kind.STARRED)):
        for page in (0, 100):
            found[f"{name}, {'first' if not page else '100th'} page"] = _place(kind, page)
    queries = {
        "unread": "is:unread",
        "alerts": "is:alert",
        "a rare word": RARE,
        "a common word": COMMON,
        "a phrase": f'"{PHRASE}"',
        "two words, unread, of a group": f"{COMMON} harbour is:unread group:7",
        "a word in titles": f"title:{COMMON}",
    }
    for name, query in queries.items():
        found[f"search {name}, first page"] = _search(query, 0)
    found["search unread, 100th page"] = _search("is:unread", 100)
    found["search a common word, 100th page"] = _search(COMMON, 100)
    return found


def measured(folder: Path) -> Iterator[tuple[str, Cost]]:
    """Every piece of work on the cache in ``folder``, which is left as it was."""
    path = folder / "telex.db"
    for name, work in pieces().items():
        yield name, _median([_once(path, work) for _ in range(RUNS)])
    with closing(connect(path, durable=True)) as connection:
        ids = [
            row[0] for row in connection.execute("SELECT id FROM article WHERE read = 0 LIMIT ?", (MARKED,))
        ]
    yield (
        "mark 10,000 read",
        _once(
            path,
            lambda connection: triage.mark(connection, "read", ids, now=NOW, terminal="benchmark"),
            durable=True,
        ),
    )
    yield (
        "undo it",
        _once(path, lambda connection: triage.undo(connection, now=NOW, terminal="benchmark"), durable=True),
    )
    yield from _arrivals(path)


def _arrivals(path: Path) -> Iterator[tuple[str, Cost]]:
    with closing(connect(path)) as connection:
        newest = int(connection.execute("SELECT max(id) FROM article").get)
        source_ids = [
            row[0] for row in connection.execute("SELECT id FROM source ORDER BY id LIMIT ?", (BATCH,))
        ]
    made = [item.entry for item in items(Language(1), 99, 0, BATCH * EACH, BATCH)]

    def insert(connection: Connection) -> None:
        for place, source_id in enumerate(source_ids):
            entries = tuple(
                [
                    replace(each, guid=f"batch {each.guid}", published=NOW - number)
                    for number, each in enumerate(made[place * EACH : (place + 1) * EACH])
                ]
            )
            writer.store(connection, source_id, Changes(insert=entries), NOW)

    yield "insert 900 articles of 300 sources", _once(path, insert)
    with closing(connect(path)) as connection:
        connection.execute("DELETE FROM article WHERE id > ?", (newest,))


def _once(path: Path, work: Work, *, durable: bool = False) -> Cost:
    """One piece of work over a new connection: nothing is in its cache, much in the system's."""
    steps: dict[object, int] = {}  # a statement that runs again counts on

    def ended(event: dict[str, object]) -> None:
        status = event["stmt_status"]
        assert isinstance(status, dict)
        steps[event["id"]] = int(status["SQLITE_STMTSTATUS_VM_STEP"])

    with closing(connect(path, durable=durable)) as connection:
        connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, ended)
        connection.status(apsw.SQLITE_DBSTATUS_CACHE_MISS, True)
        begun = time.perf_counter()
        work(connection)
        seconds = time.perf_counter() - begun
        pages = connection.status(apsw.SQLITE_DBSTATUS_CACHE_MISS)[0]
    return Cost(seconds * 1_000, sum(steps.values()), pages)


def _median(costs: list[Cost]) -> Cost:
    return replace(costs[-1], milliseconds=statistics.median(each.milliseconds for each in costs))


def _page(reading: Reading, number: int) -> None:
    """One page of rows, or the last where there are fewer."""
    first = min(number * PAGE, max(0, len(reading.window) - PAGE))
    for index in range(first, min(first + PAGE, len(reading.window))):
        reading.row(index)


def _place(kind: Kind, page: int) -> Work:
    def work(connection: Connection) -> None:
        reading = Reading(connection, _now)
        reading.open(next(each for each in reading.places if each.kind is kind))
        _page(reading, page)

    return work


def _search(query: str, page: int) -> Work:
    def work(connection: Connection) -> None:
        reading = Reading(connection, _now)
        reading.search(query)
        _page(reading, page)

    return work


def _now() -> int:
    return NOW
