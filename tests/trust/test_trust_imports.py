"""Imports and backups can never create anything that runs, reads a local file or leads to a secret.

newsboat before 2.45 ran commands out of OPML (newsboat #3400, #3426). Each importer gets the same ways
to name a program or a file; afterwards a poll of all sources is made, and nothing may have run.
"""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from figures import record
from telex_command import Home

from tui.cache.database import connect

MARK = "canary-of-an-import"
WAYS = (
    f"exec:touch {MARK}",
    f"filter:touch {MARK}:https://post.example/feed",
    f"|touch {MARK}",
    f"!touch {MARK}",
    f"EXEC:touch {MARK}",
    f" exec:touch {MARK}",
    f"file:///{MARK}",
    f"file://localhost/{MARK}",
    f"javascript:{MARK}",
    f"data:text/xml,{MARK}",
    f'https://post.example/"\nfilter = "touch {MARK}',
    f'https://post.example/\n[[sources]]\nurl = "exec:touch {MARK}"',
    f"--exec=touch {MARK}",
    f"`touch {MARK}`",
    f"$(touch {MARK})",
)
GOOD = "https://good.example/feed"


def opml(folder: Path) -> Path:
    outlines = "".join(
        f'<outline type="rss" text="{escape(way)}" xmlUrl="{escape(way)}" {more}/>'
        for way in WAYS
        for more in ("", f'filtercmd="touch {MARK}" filter="touch {MARK}" command="touch {MARK}"')
    )
    outlines += f'<outline type="rss" text="good" xmlUrl="{GOOD}"/>'
    path = folder / "list.opml"
    path.write_text(
        f'<opml version="2.0" xmlns:frss="https://freshrss.org/opml"><head/><body>{outlines}</body></opml>'
    )
    return path


def urls(folder: Path) -> Path:
    path = folder / "urls"
    path.write_text("".join(f'"{way}" "~name" "!touch {MARK}"\n' for way in (*WAYS, GOOD)))
    return path


def newsboat(folder: Path) -> Path:
    path = folder / "cache.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE rss_feed (rssurl, title)")
    database.execute(
        "CREATE TABLE rss_item (id INTEGER PRIMARY KEY, feedurl, guid, title, author, url, pubDate, content,"
        " unread, flags, deleted, enclosure_url, enclosure_type)"
    )
    database.executemany("INSERT INTO rss_feed VALUES (?, ?)", [(way, way) for way in (*WAYS, GOOD)])
    database.executemany(
        "INSERT INTO rss_item VALUES (NULL, ?, ?, ?, '', ?, 1, ?, 1, NULL, 0, ?, '')",
        [(feed, way, way, way, way, way) for feed in (*WAYS, GOOD) for way in WAYS],
    )
    database.commit()
    database.close()
    return path


def backup(folder: Path) -> Path:
    path = folder / "backup.jsonl"
    lines: list[dict[str, object]] = [{"kind": "telex-backup", "version": 1, "at": 0}]
    for way in (*WAYS, GOOD):
        lines.append({"kind": "source", "url": way, "filter": f"touch {MARK}", "password": {"command": way}})
        lines.append({"kind": "source", "url": way, "subscribed": False, "filter": f"touch {MARK}"})
        lines += [
            {"kind": kind, "keys": {"query": "x", "name": "n", "command": way, "filter": way}}
            for kind in ("rules", "folders", "places", "alerts", "keys", "sources")
        ]
        text = {"title": way, "link": way, "document": [{"s": [["x", 0, way]], "a": way}], "reasons": [way]}
        lines.append({"kind": "article", "source": GOOD, "guid": way, "starred": True, "text": text})
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


def strings(value: object) -> list[str]:
    """All texts in a TOML document, keys too."""
    if isinstance(value, dict):
        return [each for key, inner in value.items() for each in (key, *strings(inner))]
    if isinstance(value, list):
        return [each for inner in value for each in strings(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    ("verb", "made"), [("import", opml), ("import", urls), ("import", newsboat), ("restore", backup)]
)
def test_nothing_imported_runs_or_reads_files(home: Home, verb: str, made: Callable[[Path], Path]) -> None:
    path = made(home.folder)
    before = tomllib.loads(home.config.read_text())
    done = home.telex(verb, str(path))
    assert done.returncode == 1, done.stdout + done.stderr
    after = tomllib.loads(home.config.read_text())
    assert set(after) == set(before), "no table that was not there"
    for source in after["sources"]:
        assert set(source) <= {"url", "name", "group", "interval", "weight", "enabled"}
        assert source["url"].startswith("https://")
    assert GOOD in [source["url"] for source in after["sources"]]
    addresses = [text for text in strings(after) if text.startswith(("exec", "filter", "file", "|", "!"))]
    assert addresses == []
    connection = connect(home.cache / "telex.db")
    rows = connection.execute("SELECT url FROM source UNION ALL SELECT link FROM article")
    kept = [str(row[0]) for row in rows]
    connection.close()
    assert [url for url in kept if url and not url.startswith(("https://", "http://"))] == []
    home.telex("poll", "--once", "--all")
    home.telex("list")
    assert [each.name for each in home.folder.rglob("*") if MARK in each.name] == []
    record(15, f"ways into {made.__name__} that made something that runs", f"0 of {len(WAYS)}")
