"""tui.cache.retention: what a purge takes, what it leaves, and that it does not come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from cache_parts import NOW, arrive, counts, entry, ids, opened, recount, revise
from figures import record

from tui.arrivals import Cut
from tui.cache.database import Connection
from tui.cache.keeping import State, await_article
from tui.cache.retention import (
    FORGOTTEN,
    STEP,
    Purge,
    buried,
    buried_fingerprints,
    bury,
    bytes_each,
    first_cut,
    note_buried,
    rehearse,
)
from tui.cache.triage import mark
from tui.cache.upkeep import Upkeep
from tui.config_settings import RetentionSettings
from tui.model import Rule, RuleAct

DAY = 86_400
NO_FLOOR = RetentionSettings(newest=0)


@pytest.fixture
def cache(tmp_path: Path) -> Connection:
    """Twenty articles of one source: article n is n times ten days old; the even ones are read."""
    connection = opened(tmp_path)
    for n in range(1, 21):
        arrive(
            connection, 1, entry(f"g{n}", f"Number {n}", published=NOW - n * 10 * DAY), now=NOW - n * 10 * DAY
        )
    mark(connection, "read", range(2, 21, 2), now=NOW, terminal="")
    return connection


def purged(connection: Connection, settings: RetentionSettings = NO_FLOOR, now: int = NOW) -> set[int]:
    """Purge all, and say what went."""
    before = set(ids(connection))
    purge = Purge(connection, settings, now)
    while purge.step():
        pass
    gone = before - set(ids(connection))
    assert sum(purge.purged.values()) == len(gone)
    assert counts(connection) == recount(connection)
    return gone


def test_read_articles_go_after_90_days_and_unread_ones_after_180(cache: Connection) -> None:
    assert purged(cache) == {10, 12, 14, 16, 18, 20, 19}


def test_the_configuration_says_how_long(cache: Connection) -> None:
    settings = RetentionSettings(read=30 * DAY, unread=60 * DAY, newest=0)
    assert purged(cache, settings) == {*range(7, 21), 4, 6}


def test_what_is_unread_stays_at_least_as_long_as_what_is_read(cache: Connection) -> None:
    settings = RetentionSettings(read=150 * DAY, unread=10 * DAY, newest=0)
    assert purged(cache, settings) == {16, 17, 18, 19, 20}


def test_the_newest_of_each_source_stay_however_old(cache: Connection) -> None:
    assert purged(cache, RetentionSettings(newest=20)) == set()
    assert purged(cache, RetentionSettings(newest=18)) == {19, 20}


@pytest.mark.parametrize(("act", "argument"), [("star", ""), ("later", str(NOW + 60)), ("tag", "sea")])
def test_what_the_user_set_apart_is_never_purged(cache: Connection, act: str, argument: str) -> None:
    mark(cache, act, range(1, 21), now=NOW, terminal="", argument=argument)
    assert purged(cache, RetentionSettings(read=DAY, unread=DAY, newest=0), NOW + 1_000 * DAY) == set()


def test_dismissed_articles_go_as_read_ones_do(cache: Connection) -> None:
    mark(cache, "dismiss-for-good", [11], now=NOW, terminal="")
    assert 11 in purged(cache)


def test_an_article_that_its_source_still_changes_stays(cache: Connection) -> None:
    revise(cache, 20, entry("x", "Number twenty", published=NOW - 200 * DAY), now=NOW - 5 * DAY)
    assert 20 not in purged(cache)


def test_a_step_looks_at_no_more_than_a_hundred_articles(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    old = NOW - 400 * DAY
    arrive(connection, 1, *(entry(f"g{n}", published=old + n) for n in range(2 * STEP + 10)), now=old + 999)
    purge = Purge(connection, NO_FLOOR, NOW)
    left = []
    while purge.step():
        left.append(len(ids(connection)))
    assert left == [STEP + 10, 10, 0]


def test_a_rehearsal_says_what_would_go_and_takes_nothing(cache: Connection) -> None:
    before = ids(cache)
    assert list(rehearse(cache, NO_FLOOR, NOW)) == [(1, 7)]
    assert ids(cache) == before
    assert bytes_each(cache) > 0


def test_what_is_purged_is_known_by_guid_and_fingerprint(cache: Connection) -> None:
    purged(cache)
    assert buried(cache, 1, ["g20", "g1", "other"]) == {"g20"}
    assert buried(cache, 2, ["g20"]) == frozenset()
    assert len(buried_fingerprints(cache, 1, 100)) == 7


def test_a_tombstone_goes_once_the_feed_has_long_not_held_the_article(cache: Connection) -> None:
    purged(cache)
    note_buried(cache, 1, ["g20"], [entry("g18", "Number 18").fingerprint], NOW + 2 * DAY)
    note_buried(cache, 1, [], [], NOW + FORGOTTEN + DAY)
    assert buried(cache, 1, [f"g{n}" for n in range(30)]) == {"g20", "g18"}


def test_texts_and_index_of_a_purged_article_go_with_it(cache: Connection) -> None:
    purged(cache)
    assert cache.execute("SELECT count(*) FROM body").get == 13
    found = "SELECT rowid FROM article_text WHERE article_text MATCH 'number'"
    assert len(ids(cache, found)) == 13


def lived(connection: Connection, now: int) -> None:
    """A poller was at work on the two days before."""
    days = [(now // DAY - 1,), (now // DAY - 2,)]
    connection.executemany("INSERT INTO size VALUES (?, 1, 1)", days)


def test_a_clock_that_jumps_years_ahead_purges_nothing_until_it_has_run_for_days(cache: Connection) -> None:
    forty_years = NOW + 40 * 365 * DAY
    upkeep = Upkeep(cache, lambda: NO_FLOOR)
    for day in (0, 1):
        while upkeep.step(forty_years + day * DAY):
            pass
        assert len(ids(cache)) == 20
    while upkeep.step(NOW):
        pass
    assert len(ids(cache)) == 20
    record(26, "articles that a clock 40 years ahead purged", "0 of 20")


def test_upkeep_purges_once_a_day(cache: Connection) -> None:
    lived(cache, NOW)
    upkeep = Upkeep(cache, lambda: NO_FLOOR)
    while upkeep.step(NOW):
        pass
    assert len(ids(cache)) == 13
    later = Upkeep(cache, lambda: NO_FLOOR)
    while later.step(NOW + 9 * DAY // 10):
        pass
    assert len(ids(cache)) == 13
    lived(cache, NOW + 40 * DAY)
    while later.step(NOW + 40 * DAY):
        pass
    assert len(ids(cache)) < 13


def test_a_purge_finds_what_is_old_by_an_index(cache: Connection) -> None:
    asked: list[tuple[str, object]] = []

    def remember(_: object, sql: str, bindings: object) -> bool:
        asked.append((sql, bindings))
        return True

    cache.exec_trace = remember
    list(rehearse(cache, RetentionSettings(newest=1), NOW))
    cache.exec_trace = None
    for sql, bindings in asked:
        if "FROM article" in sql:
            plan = [str(row[3]) for row in cache.execute(f"EXPLAIN QUERY PLAN {sql}", bindings)]  # type: ignore[arg-type]
            assert not [step for step in plan if "TEMP B-TREE" in step or step.startswith("SCAN")], plan


def test_a_first_document_is_cut_where_a_purge_would_cut_it(cache: Connection) -> None:
    assert first_cut(cache, 2, RetentionSettings(), (), NOW) == Cut(NOW - 180 * DAY, 100)
    assert first_cut(cache, 1, RetentionSettings(), (), NOW) is None, "it may hold articles under other names"
    assert first_cut(cache, 2, RetentionSettings(), [Rule("a", act=RuleAct.STAR)], NOW) is None
    await_article(cache, 2, "g", State(starred=True), NOW)
    assert first_cut(cache, 2, RetentionSettings(), [Rule("a")], NOW) is None, "a star waits for an article"


def test_what_was_never_stored_has_its_tombstone(cache: Connection) -> None:
    bury(cache, 2, [("old", "f")], NOW)
    assert buried(cache, 2, ["old", "new"]) == {"old"}
    assert first_cut(cache, 2, RetentionSettings(), (), NOW) is None
