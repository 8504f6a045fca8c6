"""tui.cache.folders: the unread counts of smart folders are right whatever happens, and cost no scan."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from cache_parts import NOW, SOURCES, arrive, arrive_many, entry, opened, revise

from tui.cache import folders
from tui.cache.database import Connection
from tui.cache.sources import folders as counted
from tui.cache.sources import set_meta, sync
from tui.cache.triage import mark, undo
from tui.cache.visits import begin, end
from tui.model import Folder, Level

HOUR = 3_600
FOLDERS = (
    Folder("Storms", "storm OR gale"),
    Folder("Fresh", "newer:2h"),
    Folder("Old", "older:2h -storm"),
    Folder("Coast", "group:coast"),
    Folder("Alerts", "level:urgent.. is:unread"),
    Folder("Starred", "is:starred"),
    Folder("Tagged", "tag:budget"),
)


def settled(connection: Connection, now: int = NOW) -> dict[str, int]:
    """The counts once nothing is left to do."""
    for _ in range(200):
        if not folders.settle(connection, now):
            break
    else:
        pytest.fail("it never ends")
    assert not folders.waiting(connection, now)
    return {each.name: each.unread for each in counted(connection)}


def recounted(connection: Connection, now: int = NOW) -> dict[str, int]:
    """The same from the articles themselves, said in plain SQL."""
    storm = "(title LIKE '%storm%')"
    wheres = {
        "Storms": f"({storm} OR title LIKE '%gale%')",
        "Fresh": f"at >= {now - 2 * HOUR}",
        "Old": f"at < {now - 2 * HOUR} AND NOT {storm}",
        "Coast": "source_id IN (SELECT id FROM source WHERE folder = 'Coast')",
        "Alerts": "level > 0",
        "Starred": "starred",
        "Tagged": "id IN (SELECT article_id FROM tag WHERE name = 'budget')",
    }
    return {
        name: int(
            connection.execute(
                f"SELECT count(*) FROM article WHERE read = 0 AND dismissed = 0 AND {where}"  # noqa: S608
            ).get
        )
        for name, where in wheres.items()
    }


def some(connection: Connection, chance: random.Random, count: int, prefix: str) -> None:
    for number in range(count):
        made = entry(
            f"{prefix}{number}",
            f"{chance.choice(['Storm', 'Gale', 'Calm'])} {number}",
            level=Level(chance.choice([0, 0, 1, 2])),
            published=NOW - chance.randint(0, 6 * HOUR),
        )
        arrive(connection, chance.randint(1, 3), made, now=NOW)


def test_the_counts_are_right_after_whatever_happens(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    chance = random.Random(9)  # noqa: S311
    some(connection, chance, 60, "before")
    folders.sync(connection, FOLDERS, NOW)
    assert settled(connection) == recounted(connection)
    some(connection, chance, 40, "after")
    for step in range(12):
        few = chance.sample(range(1, 101), 15)
        act, argument = chance.choice(
            [
                ("read", ""),
                ("unread", ""),
                ("star", ""),
                ("tag", "budget"),
                ("untag", "budget"),
                ("dismiss", ""),
            ]
        )
        mark(connection, act, few, now=NOW + step, terminal="", argument=argument)
        if step % 4 == 3:
            undo(connection, now=NOW + step, terminal="")
        if step % 3:
            assert settled(connection) == recounted(connection), (step, act)
    revise(connection, 70, entry("x", "Storm after all"))
    connection.execute("DELETE FROM article WHERE id IN (5, 6, 7, 8)")
    assert settled(connection) == recounted(connection)


def test_a_mark_is_counted_at_once_before_anybody_settles(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", "Storm"), entry("b", "Storm"))
    folders.sync(connection, FOLDERS[:1], NOW)
    assert settled(connection) == {"Storms": 2}
    mark(connection, "read", [1], now=NOW, terminal="")
    assert counted(connection)[0].unread == 1


def test_articles_leave_and_enter_a_folder_as_time_goes_by(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    some(connection, random.Random(2), 50, "a")  # noqa: S311
    folders.sync(connection, FOLDERS, NOW)
    settled(connection)
    for later in (120, HOUR, 5 * HOUR):
        assert folders.waiting(connection, NOW + later)
        assert settled(connection, NOW + later) == recounted(connection, NOW + later)


def test_a_folder_without_times_waits_for_nothing(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    folders.sync(connection, FOLDERS[:1], NOW)
    settled(connection)
    assert not folders.waiting(connection, NOW + 30 * 86_400)


def test_folders_follow_the_configuration(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 2, entry("a", "Storm"))
    folders.sync(connection, FOLDERS, NOW)
    assert settled(connection)["Coast"] == 1
    folders.sync(connection, (FOLDERS[3], Folder("Storms", "calm")), NOW)
    assert settled(connection) == {"Coast": 1, "Storms": 0}
    sync(connection, [SOURCES[0]], 900)
    sync(connection, [SOURCES[0], SOURCES[1].__class__(SOURCES[1].url, group="Inland")], 900)
    folders.sync(connection, (FOLDERS[3],), NOW)
    assert settled(connection) == {"Coast": 0}
    folders.sync(connection, (), NOW)
    assert counted(connection) == []
    arrive(connection, 1, entry("b", "Storm"))
    assert connection.execute("SELECT count(*) FROM folder_changed").get == 0


def test_what_is_new_begins_at_the_end_of_the_last_visit(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a"))
    begin(connection, NOW)
    end(connection, NOW)
    arrive(connection, 1, entry("b"))
    begin(connection, NOW + 60)  # a short absence is none
    folders.sync(connection, (Folder("New", "is:new"),), NOW)
    assert settled(connection) == {"New": 2}
    begin(connection, NOW + HOUR)
    folders.sync(connection, (Folder("New", "is:new"),), NOW)
    assert settled(connection) == {"New": 1}


def test_neither_counts_nor_their_upkeep_scan_the_articles(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 500)
    folders.sync(connection, FOLDERS, NOW)
    settled(connection)
    mark(connection, "read", [3, 400], now=NOW, terminal="")
    mark(connection, "unread", [3], now=NOW, terminal="")
    arrive(connection, 1, entry("new", "Storm"))
    statements: list[tuple[str, object]] = []

    def remember(_: object, sql: str, bindings: object) -> bool:
        statements.append((sql, bindings))
        return True

    connection.exec_trace = remember
    folders.waiting(connection, NOW + HOUR)
    counted(connection)
    for _ in range(20):
        folders.settle(connection, NOW + HOUR)
    connection.exec_trace = None
    for sql, bindings in statements:
        if sql.startswith(("SELECT", "INSERT", "DELETE", "UPDATE")):
            for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", bindings):  # type: ignore[arg-type]
                assert not re.match(r"SCAN (a|article)\b", str(row[3])), (row[3], sql)


def test_a_query_that_this_telex_cannot_read_counts_nothing(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    set_meta(connection, "x", "y")
    connection.execute("INSERT INTO folder (name, query, position, settled) VALUES ('x', 'is:odd', 0, 0)")
    assert not folders.settle(connection, NOW)
