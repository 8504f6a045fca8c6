"""tui.cache.daily: a backup a day beside the cache, in steps, and what it is worth after a loss."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from cache_parts import NOW, POST, SOURCES, arrive_many, opened

from tui.cache.daily import KEPT, LINES, Daily, last_backup
from tui.cache.database import Connection
from tui.cache.triage import mark
from tui.cache.upkeep import Upkeep
from tui.config_settings import RetentionSettings

DAY = 86_400
CONFIG = '[[rules]]\nquery = "storm"\n'


@pytest.fixture
def cache(tmp_path: Path) -> Connection:
    connection = opened(tmp_path)
    arrive_many(connection, 30)
    mark(connection, "read", [1, 2, 3], now=NOW, terminal="")
    return connection


def made(folder: Path) -> list[str]:
    return sorted(each.name for each in (folder / "backups").glob("*"))


def a_day(connection: Connection, now: int) -> None:
    upkeep = Upkeep(connection, RetentionSettings, lambda: (SOURCES, CONFIG))
    while upkeep.step(now):
        pass


def test_what_is_the_user_s_is_written_once_a_day_if_anything_was_done(
    tmp_path: Path, cache: Connection
) -> None:
    a_day(cache, NOW)
    assert made(tmp_path) == ["2027-01-15.jsonl"]
    a_day(cache, NOW + DAY)
    assert len(made(tmp_path)) == 1
    mark(cache, "star", [1], now=NOW, terminal="")
    a_day(cache, NOW + DAY // 2)
    assert len(made(tmp_path)) == 1
    a_day(cache, NOW + DAY)
    assert made(tmp_path) == ["2027-01-15.jsonl", "2027-01-16.jsonl"]


def test_it_holds_sources_rules_marks_and_acts_and_is_its_owner_s_alone(
    tmp_path: Path, cache: Connection
) -> None:
    a_day(cache, NOW)
    path = tmp_path / "backups" / "2027-01-15.jsonl"
    found = [json.loads(line) for line in path.read_text().splitlines()]
    kinds = [each["kind"] for each in found]
    assert kinds == ["telex-backup", *["source"] * 3, "rules", *["article"] * 3, "act"]
    assert found[1]["url"] == POST.url
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_few_are_kept(tmp_path: Path, cache: Connection) -> None:
    for day in range(KEPT + 2):
        mark(cache, "star" if day % 2 else "unstar", [1, 2], now=NOW, terminal="")
        mark(cache, "read", [10 + day], now=NOW, terminal="")
        a_day(cache, NOW + day * DAY)
    assert made(tmp_path) == [f"2027-01-{day}.jsonl" for day in (17, 18, 19)]


def test_it_is_written_in_steps_and_shows_one_moment(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 2 * LINES)
    mark(connection, "read", range(1, 2 * LINES + 1), now=NOW, terminal="")
    daily = Daily(connection, SOURCES, "", NOW)
    assert daily.step()
    assert not [name for name in made(tmp_path) if name.endswith(".jsonl") and not name.startswith(".")]
    mark(connection, "unread", range(1, 2 * LINES + 1), now=NOW, terminal="")
    while daily.step():
        pass
    found = [
        json.loads(line) for line in (tmp_path / "backups" / "2027-01-15.jsonl").read_text().splitlines()
    ]
    assert sum(each.get("read", False) for each in found) == 2 * LINES
    assert [each["act"] for each in found if each["kind"] == "act"] == ["read"]


def test_one_that_cannot_be_written_is_noted_and_tried_again(tmp_path: Path, cache: Connection) -> None:
    (tmp_path / "backups").touch()
    a_day(cache, NOW)
    assert "exists" in str(last_backup(cache)["error"])
    (tmp_path / "backups").unlink()
    a_day(cache, NOW + 1_000)
    assert last_backup(cache)["error"] == ""
    assert len(made(tmp_path)) == 1
