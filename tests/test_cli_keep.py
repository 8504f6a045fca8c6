"""``telex backup`` and ``telex restore``: what comes back, what stays, and what never comes in."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from telex_command import BAY, POST, Home, entry, fill, founded

from tui.cache.database import connect
from tui.model import Source


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three articles: 1 starred and tagged, 2 read, 3 put off; a rule; and a backup. Tests take a copy."""
    home = founded(tmp_path_factory.mktemp("kept"))
    fill(home)
    rule = '\n[[rules]]\nquery = "title:storm"\nact = "tag"\ntag = "weather"\n'
    home.config.write_text(home.config.read_text() + rule)
    home.telex("mark", "star", "--id", "1")
    home.telex("mark", "tag", "--id", "1", "--tag", "sea")
    home.telex("mark", "read", "--id", "2")
    home.telex("mark", "later", "--id", "3", "--until", "3d")
    backed_up(home)
    return home


@pytest.fixture
def marked(kept: Home, tmp_path: Path) -> Home:
    """What was kept, in a home of the test's own."""
    shutil.copytree(kept.folder, tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@pytest.fixture
def fresh(tmp_path: Path) -> Home:
    """Another home, with a source of its own and no article."""
    made = Home(tmp_path / "other")
    made.folder.mkdir()
    made.configure(Source("https://own.example/feed", "My Own"))
    return made


BACKUP = "backup.jsonl"


def backed_up(home: Home, *options: str) -> Path:
    path = home.folder / BACKUP
    done = home.telex("backup", str(path), *options)
    assert done.returncode == 0, done.stderr
    return path


def rows(home: Home, sql: str) -> list[tuple[object, ...]]:
    connection = connect(home.cache / "telex.db")
    found = [tuple(row) for row in connection.execute(sql)]
    connection.close()
    return found


STATES = (
    "SELECT guid, read, starred, later_until IS NOT NULL, (SELECT group_concat(name) FROM tag WHERE"
    " article_id = id) FROM article ORDER BY guid"
)


def test_what_was_kept_comes_back_with_its_text_and_the_rest_when_its_source_brings_it(
    marked: Home, fresh: Home
) -> None:
    done = fresh.telex("restore", str(marked.folder / BACKUP))
    assert done.returncode == 0, done.stdout
    assert "2 × source added" in done.stdout
    assert "1 × rule, folder or place added" in done.stdout
    assert "2 × article brought in with its text" in done.stdout
    assert "1 × mark kept until its article comes" in done.stdout
    assert rows(fresh, STATES) == [("a", 0, 1, 0, "sea"), ("c", 1, 0, 1, None)]
    assert "Boats sail again." in fresh.telex("show", "1").stdout
    assert "Ferry" in fresh.telex("list", "boats").stdout
    fresh.store(POST, entry("b", "Harbour closed by storm"), entry("d", "Not marked"))
    assert rows(fresh, STATES)[1:] == [("b", 1, 0, 0, None), ("c", 1, 0, 1, None), ("d", 0, 0, 0, None)]
    config = fresh.config.read_text()
    assert "My Own" in config
    assert 'query = "title:storm"' in config


def test_the_journal_comes_along_and_its_acts_can_be_undone(marked: Home, fresh: Home) -> None:
    fresh.telex("restore", str(backed_up(marked, "--articles")))
    acts = [json.loads(line)["act"] for line in fresh.telex("journal", "--json").stdout.splitlines()]
    assert acts == ["later", "read", "tag", "star"]
    assert "taken back: 1 article put off" in fresh.telex("undo").stdout
    assert rows(fresh, STATES) == [("a", 0, 1, 0, "sea"), ("b", 1, 0, 0, None), ("c", 0, 0, 0, None)]


def test_restoring_twice_changes_nothing_more(marked: Home, fresh: Home) -> None:
    path = marked.folder / BACKUP
    fresh.telex("restore", str(path))
    config = fresh.config.read_bytes()
    state = rows(fresh, STATES), rows(fresh, "SELECT * FROM journal"), rows(fresh, "SELECT * FROM awaited")
    done = fresh.telex("restore", str(path))
    assert done.stdout == "1 × mark kept until its article comes\n0 × line could not be used\n"
    assert fresh.config.read_bytes() == config
    again = rows(fresh, STATES), rows(fresh, "SELECT * FROM journal"), rows(fresh, "SELECT * FROM awaited")
    assert again[:2] == state[:2]
    assert [row[:2] for row in again[2]] == [row[:2] for row in state[2]]


def test_what_is_here_already_is_not_lost(marked: Home) -> None:
    path = marked.folder / BACKUP
    for _ in range(4):
        marked.telex("undo")
    marked.telex("mark", "star", "--id", "2")
    connection = connect(marked.cache / "telex.db")
    # As if all of that had been done before the backup was made.
    connection.execute("UPDATE journal SET at = 1000")
    connection.close()
    done = marked.telex("restore", str(path))
    assert "already" not in done.stderr
    assert rows(marked, STATES) == [("a", 0, 1, 0, "sea"), ("b", 1, 1, 0, None), ("c", 1, 0, 1, None)]


def test_what_was_marked_since_the_backup_stays_as_it_is(marked: Home) -> None:
    path = marked.folder / BACKUP
    lines = path.read_text().splitlines()
    head = json.loads(lines[0])
    path.write_text("\n".join([json.dumps(head | {"at": head["at"] - 60}), *lines[1:]]))
    marked.telex("mark", "unread", "--id", "2")
    done = marked.telex("restore", str(path))
    assert "left as it is: marked here since the backup" in done.stdout
    assert rows(marked, STATES)[1] == ("b", 0, 0, 0, None)


def test_acts_of_two_journals_stand_by_their_times(marked: Home, fresh: Home) -> None:
    path = backed_up(marked, "--articles")
    fresh.telex("restore", str(path))
    fresh.telex("mark", "star", "--id", "2")
    newest = json.loads(fresh.telex("journal", "--json", "--limit", "1").stdout)
    fresh.telex("restore", str(path))
    assert json.loads(fresh.telex("journal", "--json", "--limit", "1").stdout) == newest
    assert "no longer" not in fresh.telex("undo").stdout


def test_lines_that_cannot_be_used_are_named_and_the_rest_is_taken(marked: Home, fresh: Home) -> None:
    path = marked.folder / BACKUP
    lines = path.read_text().splitlines()
    spoiled = [
        lines[0],
        "not JSON",
        "[" * 100_000,
        '{"kind": "article", "n": 9, "source": "https://nobody.example/", "guid": "x"}',
        json.dumps({"kind": "article", "n": "nine", "source": POST, "guid": "x"}),
        '{"kind": "act", "id": 1, "at": 5, "act": "burn", "argument": "", "articles": []}',
        '{"kind": "mystery"}',
        *lines[1:],
    ]
    path.write_text("\n".join(spoiled) + "\n")
    done = fresh.telex("restore", str(path))
    assert done.returncode == 1
    told = [line.partition(":")[0] for line in done.stdout.splitlines() if line.startswith("line ")]
    assert told == [f"line {n}" for n in (2, 3, 4, 5, 6, 7)]
    assert "2 × source added" in done.stdout
    assert len(rows(fresh, STATES)) == 2


HOSTILE = [
    {"kind": "source", "url": "exec:touch canary"},
    {"kind": "source", "url": "filter:touch canary:https://post.example/"},
    {"kind": "source", "url": "|touch canary"},
    {"kind": "source", "url": "file:///etc/passwd"},
    {"kind": "source", "url": "exec:touch canary", "subscribed": False},
    {"kind": "rules", "keys": {"query": "storm", "command": "touch canary"}},
    {"kind": "rules", "keys": {"query": "storm", "act": "run"}},
    {
        "kind": "rules",
        "keys": {"query": 'x"\n[[sources]]\nurl = "exec:touch canary', "name\nfilter": "touch canary"},
    },
    {"kind": "places", "keys": {"name": "Home", "filter": "touch canary"}},
    {"kind": "rules", "keys": [1, 2]},
    {"kind": "alerts", "keys": {"command": "touch canary"}},
    {"kind": "keys", "keys": {"x": ["!touch canary"]}},
]


def test_a_backup_can_bring_in_nothing_that_runs_or_reads_files(marked: Home, fresh: Home) -> None:
    path = fresh.folder / "hostile.jsonl"
    head = (marked.folder / BACKUP).read_text().splitlines()[0]
    extra = {
        "kind": "source",
        "url": "https://good.example/feed",
        "name": "Good\x1b]52;c;AAAA\x07",
        "filter": "touch canary",
        "headers": {"X": {"command": "touch canary"}},
        "password": {"command": "touch canary"},
    }
    path.write_text("\n".join([head, *(json.dumps(line) for line in [*HOSTILE, extra])]))
    done = fresh.telex("restore", str(path))
    assert done.returncode == 1
    assert done.stdout.count("\nline ") + done.stdout.startswith("line ") == len(HOSTILE)
    config = fresh.config.read_text()
    assert "canary" not in config
    assert "\x1b" not in config + done.stdout
    assert "https://good.example/feed" in config
    fresh.telex("sources")
    fresh.telex("poll", "--once", "--all")
    assert list(fresh.folder.rglob("*canary*")) == []


def test_texts_from_a_backup_are_cleaned_as_those_of_a_feed_are(marked: Home, fresh: Home) -> None:
    path = marked.folder / BACKUP
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for line in lines:
        if line["kind"] == "article" and "text" in line:
            line["text"] |= {
                "title": "Red\x1b[31m title",
                "link": "javascript:alert(1)",
                "document": [{"s": [["Click\x9b", 0, "file:///etc/passwd"]]}],
            }
    path.write_text("\n".join(json.dumps(line) for line in lines))
    fresh.telex("restore", str(path))
    shown = json.loads(fresh.telex("show", "1", "--json").stdout)
    assert (shown["title"], shown["link"], shown["text"]) == ("Red[31m title", "", "Click")


@pytest.mark.parametrize("text", ["", "{}", "url one\n", '{"kind": "telex-backup", "version": 99}'])
def test_what_is_no_backup_is_refused(fresh: Home, text: str) -> None:
    path = fresh.folder / "x"
    path.write_text(text)
    done = fresh.telex("restore", str(path))
    assert done.returncode == 2
    assert "backup" in done.stderr


def test_a_backup_is_its_owner_s_alone_and_names_what_it_leaves_out(marked: Home) -> None:
    marked.config.write_text(
        marked.config.read_text()
        + '\n[[sources]]\nurl = "exec:true"\nname = "Mine"\n'
        + '\n[[sources]]\nurl = "https://secret.example/"\ntoken = "hush"\n'
    )
    path = backed_up(marked)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "hush" not in path.read_text()
    assert "exec:" not in path.read_text()
    done = marked.telex("backup", "-")
    assert "not in the backup, as it is a file or a command: Mine" in done.stderr
    kinds = {json.loads(line)["kind"] for line in done.stdout.splitlines()}
    assert kinds == {"telex-backup", "source", "rules", "article", "act"}
    assert BAY in done.stdout


def test_a_backup_takes_the_place_of_no_pipe_or_device(marked: Home) -> None:
    pipe = marked.folder / "pipe"
    os.mkfifo(pipe)
    done = marked.telex("backup", str(pipe))
    assert done.returncode == 1
    assert f"{pipe}: this is there and is no file" in done.stderr
    assert pipe.is_fifo()
    assert not list(marked.folder.glob(".pipe.*"))


def test_a_backup_that_cannot_be_written_leaves_the_old_one(marked: Home) -> None:
    done = marked.telex("backup", "/nowhere/backup.jsonl")
    assert done.returncode == 1
    assert "/nowhere" in done.stderr
