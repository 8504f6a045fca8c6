"""``telex import cache.db``: newsboat's articles, marks and flags; by its schema, and by newsboat itself."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from serving import item, publishing, reply, rss
from telex_command import POST, Home, entry

from tui.cache.database import connect
from tui.model import Source

# newsboat 2.21, as it makes its file.
SCHEMA = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
  title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0,
  is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
  title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
  feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
  unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
  enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
  base VARCHAR(128) NOT NULL DEFAULT "");
"""
DAY = 1_795_341_600
LINK = "https://post.example/"
STATES = (
    "SELECT guid, title, read, starred, dismissed, (SELECT group_concat(name) FROM tag WHERE article_id ="
    " article.id) FROM article ORDER BY guid"
)


def newsboat_cache(path: Path, *items: tuple[str, str, str, int, str | None, int], feed: str = POST) -> Path:
    """A cache with (guid, title, content, unread, flags, deleted) for each article."""
    database = sqlite3.connect(path)
    database.executescript(SCHEMA)
    for url, title in ((feed, "The Post"), ("exec:touch canary", "Runs"), ("file:///etc/passwd", "Reads")):
        database.execute("INSERT INTO rss_feed (rssurl, url, title) VALUES (?, '', ?)", (url, title))
    database.executemany(
        "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted)"
        " VALUES (?, ?, 'Anna', ?, ?, ?, ?, ?, ?, ?)",
        [
            (guid, title, LINK + title, feed, DAY + number, content, unread, flags, deleted)
            for number, (guid, title, content, unread, flags, deleted) in enumerate(items)
        ],
    )
    database.commit()
    database.close()
    return path


def rows(home: Home, sql: str = STATES) -> list[tuple[object, ...]]:
    connection = connect(home.cache / "telex.db")
    found = [tuple(row) for row in connection.execute(sql)]
    connection.close()
    return found


ITEMS = (
    ("a", "one", "<p>Boats <b>sail</b>.</p>", 0, None, 0),
    ("b", "two", "All wait.", 1, "sX", 0),
    (f"{LINK}threeSun, 22 Nov 2026 12:00:00 GMT", "three", "No guid.", 1, "", 0),
    ("d", "four", "Gone.", 0, None, 1),
)


def test_articles_come_with_texts_marks_and_flags_and_deleted_ones_never(home: Home) -> None:
    done = home.telex("import", str(newsboat_cache(home.folder / "cache.db", *ITEMS)))
    assert done.returncode == 1  # a command and a file were refused
    assert "refused: exec:touch canary runs a command" in done.stdout
    assert "refused: file:///etc/passwd" in done.stdout
    assert "3 brought in, 0 here already" in done.stdout
    assert "1 deleted there and dismissed for good" in done.stdout
    kept = [("a", "one", 1, 0, 0, None), ("b", "two", 0, 1, 0, "flag-s,flag-x-upper")]
    assert rows(home) == [*kept, (f"{LINK}three", "three", 0, 0, 0, None)]
    assert "Boats sail." in home.telex("show", "1").stdout
    home.store(POST, entry("d", "four"))
    assert rows(home)[2] == ("d", "four", 1, 0, 2, None)
    config = home.config.read_text()
    assert "canary" not in config
    assert "passwd" not in config


def test_importing_twice_brings_nothing_twice(home: Home) -> None:
    path = newsboat_cache(home.folder / "cache.db", *ITEMS)
    home.telex("import", str(path))
    before = rows(home), path.read_bytes()
    assert "0 brought in, 0 here already" in home.telex("import", str(path)).stdout
    assert (rows(home), path.read_bytes()) == before


def test_an_article_that_is_here_gets_the_marks_and_keeps_its_text(home: Home) -> None:
    home.store(POST, entry("b", "Two, as telex has it"))
    home.telex("mark", "read", "--id", "1")
    done = home.telex("import", str(newsboat_cache(home.folder / "cache.db", ITEMS[1])))
    assert "0 brought in, 1 here already and marked as there" in done.stdout
    assert rows(home) == [("b", "Two, as telex has it", 1, 1, 0, "flag-s,flag-x-upper")]


def test_texts_are_cleaned_and_one_that_is_hostile_costs_itself_alone(home: Home) -> None:
    bad = ("x", "Red \x1b[31m", "<p>Clip\x1b]52;c;AAAA\x07board <a href='javascript:x'>y</a></p>", 1, None, 0)
    home.telex("import", str(newsboat_cache(home.folder / "cache.db", bad, ITEMS[0])))
    assert [row[0] for row in rows(home)] == ["a", "x"]
    assert "\x1b" not in home.telex("list").stdout + home.telex("show", "1").stdout


def test_a_database_that_is_no_cache_of_newsboat_is_refused(home: Home) -> None:
    done = home.telex("import", str(home.cache / "telex.db"))
    assert done.returncode == 2
    assert "this is no cache of newsboat" in done.stderr


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
@pytest.mark.parametrize(
    "programs",
    [
        "CREATE VIEW rss_item AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
        " SELECT id, '' AS guid FROM n",
        "CREATE TABLE rss_item (id, guid AS (hex(zeroblob(400000000))))",
        "CREATE VIRTUAL TABLE rss_item USING fts5(id, guid)",
    ],
    ids=["a view without an end", "a column that is reckoned", "a virtual table"],
)
def test_a_database_that_would_run_for_ever_is_no_cache_of_newsboat(home: Home, programs: str) -> None:
    path = home.folder / "cache.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"CREATE TABLE rss_feed (rssurl, title); {programs}")
    done = home.telex("import", str(path))
    assert done.returncode == 2
    assert "no cache of newsboat" in done.stderr


async def test_what_newsboat_itself_has_fetched_is_known_again_by_a_poll(tmp_path: Path, home: Home) -> None:
    feed = rss(
        item("a", "Ferry resumes", "Boats sail.", date="Sun, 22 Nov 2026 10:00:00 GMT"),
        item("", "No guid", "Third.", date="Sun, 22 Nov 2026 12:00:00 GMT").replace("<guid></guid>", ""),
    )
    async with publishing() as publisher:
        publisher.paths["/feed"] = reply(200, feed, **{"Content-Type": "application/rss+xml"})
        url = publisher.url("/feed")
        home.configure(Source(url, ""))
        (tmp_path / "urls").write_text(f"{url}\n")
        made = tmp_path / "cache.db"
        arguments = ["-u", str(tmp_path / "urls"), "-c", str(made), "-C", "/dev/null", "-x", "reload"]
        run = await asyncio.create_subprocess_exec("newsboat", *arguments, stdout=subprocess.DEVNULL)
        assert await run.wait() == 0
        done = await asyncio.to_thread(home.telex, "import", str(made))
        assert "2 brought in" in done.stdout, done.stdout + done.stderr
        before = rows(home)
        polled = await asyncio.to_thread(home.telex, "poll", "--once", "--all")
    assert "0 new articles" in polled.stdout, polled.stdout
    assert rows(home) == before
    assert rows(home, "SELECT count(*) FROM revision") == [(0,)]
