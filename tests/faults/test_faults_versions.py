"""A cache of every earlier version is brought to this one with all that is in it, also if killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from figures import record

import tui
from tui.cache import triage
from tui.cache.articles import article
from tui.cache.database import VERSION, Connection, bring_to, check, connect, open_file, version_of_schema
from tui.cache.recount import recount
from tui.cache.search import condition
from tui.cache.upkeep import Upkeep
from tui.pages.document import Block, Kind, Span, dumps
from tui.query import parse

NOW = 1_800_000_000
ARTICLES = 120
TEXT = "The harbour master has closed the outer basin until the tide turns. " * 5


def made(path: Path, version: int) -> None:
    """A cache as telex of that version left it, with articles, a revision, marks and a journal."""
    with closing(open_file(path)) as connection:
        bring_to(connection, version)
        connection.execute(
            "INSERT INTO source (url, name, folder, interval) VALUES ('https://a.example', 'A', 'G', 900)"
        )
        for number in range(1, ARTICLES + 1):
            _article(connection, number)
        connection.execute(
            "INSERT INTO revision (article_id, replaced, title, document, version)"
            " VALUES (1, ?, 'Before', ?, 'v')",
            (NOW, _document("As it was. ")),
        )
        connection.execute("UPDATE article SET read = 1 WHERE id <= 10")
        connection.execute("UPDATE article SET starred = 1 WHERE id IN (3, 4)")
        connection.execute(
            "INSERT INTO journal (at, terminal, act, articles) VALUES (?, 't', 'star', ?)",
            (NOW, b"".join(each.to_bytes(8, "little") for each in (3, 4))),
        )


def _article(connection: Connection, number: int) -> None:
    connection.execute(
        "INSERT INTO article (source_id, guid, fingerprint, title, link, author, published, at, fetched)"
        " VALUES (1, ?, ?, ?, 'https://a.example/1', 'Ann', ?, ?, ?)",
        (f"g{number}", f"f{number}", f"Number {number}", NOW - number, NOW - number, NOW),
    )
    connection.execute(
        "INSERT INTO body (article_id, lead, document) VALUES (?, 'A lead', ?)", (number, _document(TEXT))
    )
    connection.execute(
        "INSERT INTO article_text (rowid, title, author, text) VALUES (?, ?, 'Ann', ?)",
        (number, f"Number {number}", TEXT),
    )


def _document(text: str) -> str:
    return dumps((Block(Kind.PARAGRAPH, (Span(text),)),))


def holds_all(path: Path) -> None:
    with closing(connect(path)) as connection:
        assert version_of_schema(connection) == VERSION
        assert check(connection) == []
        _texts_are_there(connection)
        assert list(connection.execute("SELECT id FROM article WHERE read ORDER BY id")) == [
            (number,) for number in range(1, 11)
        ]
        counted = list(connection.execute("SELECT total, unread, starred FROM source_count"))
        assert counted == [(ARTICLES, ARTICLES - 10, 2)]
        recount(connection)
        assert list(connection.execute("SELECT total, unread, starred FROM source_count")) == counted
        assert triage.undo(connection, now=NOW, terminal="t") == triage.Act("star", (3, 4))
        upkeep = Upkeep(connection)
        while upkeep.step(NOW):
            pass
        _texts_are_there(connection)


def _texts_are_there(connection: Connection) -> None:
    first = article(connection, 1)
    assert first is not None
    assert json.loads(first.document)[0]["s"] == [TEXT]
    assert (first.title, first.author, first.source) == ("Number 1", "Ann", "A")
    before = connection.execute("SELECT unpacked(document) FROM revision WHERE article_id = 1").get
    assert before == _document("As it was. ")
    where = condition(parse('"harbour master" basin'), NOW)
    found = connection.execute(f"SELECT count(*) FROM article a WHERE {where.sql}", where.parameters).get  # noqa: S608
    assert found == ARTICLES


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_cache_of_every_version_keeps_all_that_is_in_it(tmp_path: Path, version: int) -> None:
    made(tmp_path / "telex.db", version)
    holds_all(tmp_path / "telex.db")


def killed_before(path: Path, script: str) -> None:
    """Open the cache in a process that is killed when it is about to read a migration's text."""
    code = (
        "import os, signal, sys; from pathlib import Path; from tui.cache import database\n"
        "real = database._script\n"
        "def script(name):\n"
        "    if name == sys.argv[2]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(name)\n"
        "database._script = script\n"
        "database.connect(Path(sys.argv[1]))"
    )
    environ = {**os.environ, "PYTHONPATH": str(Path(tui.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code, path, script], env=environ, check=False, timeout=60)
    assert done.returncode == -9


@pytest.mark.parametrize("stopped_at", range(2, VERSION + 1))
def test_a_migration_that_is_killed_half_way_is_done_by_the_next_start(
    tmp_path: Path, stopped_at: int
) -> None:
    path = tmp_path / "telex.db"
    made(path, 1)
    killed_before(path, f"migrations/{stopped_at:04}.sql")
    with closing(open_file(path)) as connection:
        assert version_of_schema(connection) == 1
    holds_all(path)
    record(19, f"a migration killed before its step to {stopped_at}: caches that lost anything", "0 of 1")
