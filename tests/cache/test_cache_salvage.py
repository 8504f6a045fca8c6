"""tui.cache.salvage: damaged files of a real cache, and what comes out of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
from cache_parts import NOW, arrive, entry, ids, opened
from figures import record

import tui
from tui.cache import triage
from tui.cache.database import CacheError, Connection, check, connect
from tui.cache.recount import recount
from tui.cache.salvage import Salvaged, in_use, salvage
from tui.cache.search import condition
from tui.query import parse

PAGE = 4_096
LONG = "The lifeboat was launched at dawn and found the trawler two miles off the point. " * 8
ARTICLES = 400


SEEDS = int(os.environ.get("TELEX_DAMAGES", "6"))
"""In how many ways a cache is damaged at random."""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache with everything that a user makes, that nobody has open."""
    connection = opened(tmp_path)
    for source_id in (1, 2):
        made = [
            entry(f"g{n}", f"Number {n}", text=f"{LONG} {n}", published=NOW - n) for n in range(ARTICLES // 2)
        ]
        arrive(connection, source_id, *made)
    triage.mark(connection, "read", range(1, 101), now=NOW, terminal="t")
    triage.mark(connection, "star", range(50, 60), now=NOW, terminal="t")
    triage.mark(connection, "dismiss", range(60, 65), now=NOW, terminal="t")
    triage.mark(connection, "tag", range(70, 75), now=NOW, terminal="t", argument="harbour")
    connection.close()
    return tmp_path / "telex.db"


def words(document: str) -> str:
    return document.partition('"text":"')[2].rstrip('"}]')


def repaired(path: Path) -> Salvaged:
    found = salvage(path, words, "then")
    assert found is not None
    return found


def content(path: Path) -> dict[str, list[tuple[apsw.SQLiteValue, ...]]]:
    """All rows of all tables but the full-text index's own."""
    connection = connect(path)
    tables = connection.execute(
        "SELECT name FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    found = {
        str(name): sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608 - our tables
        for (name,) in tables
    }
    connection.close()
    return found


def spoil(path: Path, *roots: str, whole: bool = False) -> None:
    """Overwrite the root page of tables or indexes, or with ``whole`` every 20th page but the first two."""
    connection = connect(path)
    pages = [
        int(connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (root,)).get)
        for root in roots
    ]
    if whole:
        pages += range(7, int(str(connection.pragma("page_count"))), 20)
    connection.close()
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(b"\xa5" * PAGE)


def found_by(connection: Connection, query: str) -> int:
    where = condition(parse(query), NOW)
    sql = f"SELECT count(*) FROM article a WHERE {where.sql}"  # noqa: S608 - placeholders only
    return int(connection.execute(sql, where.parameters).get)


def test_a_sound_cache_is_left_as_it_is(cache: Path) -> None:
    before = cache.read_bytes()
    assert salvage(cache, words, "then") is None
    assert cache.read_bytes() == before
    assert [each.name for each in cache.parent.iterdir()] == ["telex.db"]


def test_all_is_saved_where_only_an_index_is_damaged(cache: Path) -> None:
    before = content(cache)
    spoil(cache, "article_by_time")
    found = repaired(cache)
    assert (found.articles, found.lost) == (ARTICLES, 0)
    assert content(cache) == before


def test_the_damaged_file_is_kept(cache: Path) -> None:
    spoil(cache, "article_by_time")
    before = cache.read_bytes()
    found = repaired(cache)
    assert found.kept_as.name == "telex.db.damaged-then"
    assert found.kept_as.read_bytes() == before


def test_what_is_searched_is_found_again(cache: Path) -> None:
    spoil(cache, "article_text_data")
    repaired(cache)
    connection = connect(cache)
    assert found_by(connection, "lifeboat trawler") == found_by(connection, "number is:read") + found_by(
        connection, "number is:unread"
    )
    assert found_by(connection, '"launched at dawn"') > 300


def test_rows_beyond_a_damaged_page_are_saved(cache: Path) -> None:
    connection = connect(cache)
    leaves = [
        row[0]
        for row in connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'article' AND pagetype = 'leaf'"
        )
    ]
    connection.close()
    with cache.open("r+b") as file:
        file.seek((leaves[len(leaves) // 2] - 1) * PAGE)
        file.write(b"\xa5" * PAGE)
    found = repaired(cache)
    assert 0 < found.lost < 60
    connection = connect(cache)
    kept = ids(connection, "SELECT id FROM article ORDER BY id")
    assert kept[0] == 1
    assert kept[-1] == ARTICLES
    assert check(connection) == []


def test_an_article_whose_text_is_lost_is_still_there(cache: Path) -> None:
    spoil(cache, "body")
    found = repaired(cache)
    assert (found.articles, found.lost) == (ARTICLES, 0)
    connection = connect(cache)
    assert connection.execute("SELECT count(*) FROM article JOIN body ON article_id = id").get == ARTICLES


def test_counts_are_those_of_what_was_saved(cache: Path) -> None:
    spoil(cache, whole=True)
    repaired(cache)
    before = content(cache)
    connection = connect(cache)
    recount(connection)
    connection.close()
    assert content(cache) == before


def test_articles_of_a_source_that_is_lost_are_kept(cache: Path) -> None:
    spoil(cache, "source")
    found = repaired(cache)
    assert found.articles == ARTICLES


def test_a_file_of_which_nothing_can_be_read_makes_room_for_an_empty_cache(cache: Path) -> None:
    cache.write_bytes(b"\xa5" * 50_000)
    found = repaired(cache)
    assert found.articles == 0
    assert found.kept_as.read_bytes() == b"\xa5" * 50_000
    assert check(connect(cache)) == []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_damaged_a_sound_cache_comes_of_it(cache: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - it draws damage
    data = bytearray(cache.read_bytes())
    for _ in range(chance.randint(1, 40)):
        place = chance.randrange(100, len(data) - 64)
        data[place : place + 64] = chance.randbytes(64)
    if seed % 2:
        del data[-chance.randrange(PAGE, len(data) // 2) :]
    cache.write_bytes(data)
    if salvage(cache, words, "then") is not None:
        assert (cache.parent / "telex.db.damaged-then").read_bytes() == bytes(data)
    assert check(connect(cache)) == []
    record(20, "caches of which at random damage no sound one could be made", f"0 of {SEEDS}")


def test_triggers_and_counts_come_to_the_same(cache: Path) -> None:
    # Who adds a table that triggers keep adds it to the recount.
    before = content(cache)
    connection = connect(cache)
    recount(connection)
    connection.close()
    assert content(cache) == before


def elsewhere(code: str, path: Path) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "PYTHONPATH": str(Path(tui.__file__).parents[1])}
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import sys; from pathlib import Path; path = Path(sys.argv[1]); {code}",
            path,
        ],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_a_cache_that_is_open_elsewhere_is_not_touched(cache: Path) -> None:
    spoil(cache, "article_by_time")
    before = cache.read_bytes()
    code = "from tui.cache.database import connect; c = connect(path); print(1, flush=True); sys.stdin.read()"
    with elsewhere(code, cache) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert in_use(cache)
        with pytest.raises(CacheError, match=r"open on this cache elsewhere"):
            salvage(cache, words, "then")
        other.kill()
    assert not in_use(cache)
    assert cache.read_bytes() == before


def test_a_kill_in_the_middle_leaves_the_damaged_file_in_its_place(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(cache, "article_by_time")
    before = cache.read_bytes()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    broken: Callable[..., None] = stop
    monkeypatch.setattr("tui.cache.salvage._index_anew", broken)
    with pytest.raises(KeyboardInterrupt):
        salvage(cache, words, "then")
    assert cache.read_bytes() == before
    monkeypatch.undo()
    assert repaired(cache).articles == ARTICLES
