"""tui.cache.upkeep: chores in small steps, on real files. Steps are measured in pages and rows."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import apsw
import pytest
from cache_parts import NOW, arrive, arrive_many, entry, opened

from tui.cache import upkeep, writer
from tui.cache.database import Connection, check, connect
from tui.cache.upkeep import Upkeep

LONG = "The ferry waits for the pilot, and the pilot waits for the fog to lift over the breakwater. " * 10
DAY = 86_400


def whole_pass(connection: Connection, now: int = NOW) -> int:
    """Do all steps; how many there were."""
    chores, steps = Upkeep(connection), 1
    while chores.step(now):
        steps += 1
    return steps


def pages_written(connection: Connection, folder: Path) -> int:
    """Pages in the log since it was last emptied."""
    return int(connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)[0])


def as_an_earlier_version_left_it(connection: Connection, count: int) -> None:
    """``count`` articles whose texts lie unpacked, as version 8 wrote them."""
    arrive(connection, 1, *(entry(f"g{n}", f"Number {n}", text=f"{LONG} {n}") for n in range(count)))
    connection.execute("UPDATE body SET document = unpacked(document)")
    connection.execute("INSERT INTO meta SELECT 'unpacked', max(article_id) FROM body")


def unpacked(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM body WHERE typeof(document) = 'text'").get)


def parts(connection: Connection) -> int:
    """How many parts the full-text index consists of."""
    return int(connection.execute("SELECT count(DISTINCT segid) FROM article_text_idx").get)


def test_texts_of_an_earlier_version_are_packed_fifty_at_a_time(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    as_an_earlier_version_left_it(connection, 120)
    left = []
    more = True
    while more:
        more = upkeep.pack_texts(connection)
        left.append(unpacked(connection))
    assert left == [70, 20, 0]
    text = connection.execute("SELECT unpacked(document) FROM body WHERE article_id = 7").get
    assert LONG in str(text)
    assert not upkeep.pack_texts(connection)


def test_packing_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    first = opened(tmp_path)
    as_an_earlier_version_left_it(first, 120)
    upkeep.pack_texts(first)
    first.close()
    second = connect(tmp_path / "telex.db")
    while upkeep.pack_texts(second):
        pass
    assert unpacked(second) == 0


def test_the_parts_of_the_index_are_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = opened(tmp_path)
    connection.execute("INSERT INTO article_text (article_text, rank) VALUES ('automerge', 0)")
    for number in range(12):
        arrive(connection, 1, entry(f"g{number}", f"Number {number}"))
    assert parts(connection) == 12
    whole_pass(connection)
    assert parts(connection) < 4
    found = connection.execute("SELECT count(*) FROM article_text WHERE article_text MATCH 'number'").get
    assert found == 12


def test_a_step_of_merging_writes_few_pages(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    connection.execute("INSERT INTO article_text (article_text, rank) VALUES ('automerge', 0)")
    for start in range(0, 900, 150):
        arrive(
            connection,
            1,
            *(entry(f"g{n}", f"N {n}", text=f"{LONG} {n * 7919}") for n in range(start, start + 150)),
        )
    merge = upkeep._merge("article_text")
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    written = []
    while merge(connection):
        written.append(pages_written(connection, tmp_path))
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    assert written
    assert max(written) < 4 * upkeep.MERGED


def test_free_pages_are_given_back_bit_by_bit(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, *(entry(f"g{n}", text=f"{LONG * 5} {n}") for n in range(1_500)))
    connection.execute("DELETE FROM article WHERE id > 100")
    pages = [int(str(connection.pragma("page_count")))]
    while upkeep.give_back(connection):
        pages.append(int(str(connection.pragma("page_count"))))
    assert len(pages) > 2
    assert max(before - after for before, after in pairwise(pages)) <= upkeep.GIVEN_BACK + 1
    assert int(str(connection.pragma("freelist_count"))) * upkeep.TOO_MUCH <= pages[-1]
    assert check(connection) == []


def test_a_few_free_pages_are_kept_for_what_comes(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 300)
    connection.execute("DELETE FROM article WHERE id > 290")
    assert not upkeep.give_back(connection)


def test_the_size_is_noted_once_a_day(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 30)
    whole_pass(connection, NOW)
    arrive_many(connection, 30, first=30)
    whole_pass(connection, NOW + 900)
    whole_pass(connection, NOW + DAY)
    rows = connection.execute("SELECT day, articles FROM size ORDER BY day").fetchall()
    assert rows == [(NOW // DAY, 30), (NOW // DAY + 1, 60)]


def test_after_a_pass_there_is_rest_and_nothing_is_written(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 30)
    chores = Upkeep(connection)
    while chores.step(NOW):
        pass
    before = connection.total_changes()
    assert not any(chores.step(NOW + second) for second in range(1, upkeep.REST))
    assert connection.total_changes() == before


def test_a_clock_that_was_set_back_puts_no_pass_off(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    chores = Upkeep(connection)
    while chores.step(NOW):
        pass
    assert chores.step(NOW - 40 * 365 * DAY)


def test_a_step_does_not_wait_for_a_reader(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 300)
    reader = connect(tmp_path / "telex.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM article").fetchall()
    connection.set_busy_timeout(0)
    whole_pass(connection)
    assert reader.execute("SELECT count(*) FROM article").get == 300


def test_an_index_that_is_being_merged_takes_new_articles(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    for number in range(40):
        arrive(connection, 1, entry(f"g{number}", f"Number {number}"))
        Upkeep(connection).step(NOW)
    assert writer.fingerprints(connection, 1, 100)
    found = connection.execute("SELECT count(*) FROM article_text WHERE article_text MATCH 'number'").get
    assert found == 40
