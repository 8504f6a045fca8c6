"""``brief``, ``ledger``, ``status`` and ``tail --level``: what the desk knows, without a screen."""

from __future__ import annotations

import json
import time

import pytest
from telex_command import POST, Home, entry

from tui.cache import alerts
from tui.cache.database import connect
from tui.model import Level
from tui.newsroom import Alert, Fate


def alert(title: str, level: Level, number: int, fate: Fate = Fate.TOLD) -> Alert:
    return Alert(
        number, number, level, int(time.time()) - 60, title, f"https://post.example/{number}",
        "The Harbour Post", "post.example", 3, ("3 publishers within 9 min.",), (), (title,), fate,
    )  # fmt: skip


@pytest.fixture
def told(filled: Home) -> Home:
    """Three articles, and an alert of each level with one that repeats."""
    connection = connect(filled.cache / "telex.db")
    for number, (title, level) in enumerate(
        [("Harbour closed", Level.URGENT), ("Dam #1 fails", Level.BULLETIN), ("War", Level.FLASH)], start=1
    ):
        alerts.enter(connection, alert(title, level, number))
    alerts.enter(connection, alert("Dam again", Level.BULLETIN, 4, Fate.REPEAT))
    connection.close()
    return filled


def test_tail_by_level_prints_alerts_alone_one_line_each_and_no_repeat(told: Home) -> None:
    lines = told.telex("tail", "--no-follow", "--since", "2h", "--level", "bulletin").stdout.splitlines()
    assert [line.split("ALERT ")[1] for line in lines] == ["Dam #1 fails", "War"]
    found = told.telex("tail", "--no-follow", "--since", "2h", "--level", "flash", "--json").stdout
    assert {key: json.loads(found)[key] for key in ("kind", "level", "title", "publishers")} == {
        "kind": "alert", "level": "FLASH", "title": "War", "publishers": 3,
    }  # fmt: skip


def test_tail_without_a_level_prints_arrivals_and_alerts(told: Home) -> None:
    lines = told.telex("tail", "--no-follow", "--since", "2h").stdout.splitlines()
    assert sum("ALERT" in line for line in lines) == 3
    assert sum("ALERT" not in line for line in lines) == 3


def test_status_prints_one_line_from_a_format(told: Home) -> None:
    assert told.telex("status", "--format", "{level} {alert:6}|{unread}|{{x}}").stdout == "FLASH War|3|{x}\n"
    line = told.telex("status", "--tmux", "--format", "{alerts} #1").stdout
    assert line == "3 ##1\n"
    wrong = told.telex("status", "--format", "{__class__} {nothing}")
    assert wrong.returncode == 2
    assert "{nothing} is not known" in wrong.stderr


def test_brief_prints_levels_and_stories_as_text_markdown_and_json(told: Home) -> None:
    told.store(POST, entry("m", "A [strange](x) *title*"))
    text = told.telex("brief", "--since", "2h").stdout.splitlines()
    assert text[0].endswith(": 1 FLASH, 1 BULLETIN, 1 URGENT, 4 articles")
    assert "War" not in text[1]
    markdown = told.telex("brief", "--since", "2h", "--markdown").stdout
    assert "\\[strange\\](x) \\*title\\*" in markdown
    found = json.loads(told.telex("brief", "--since", "2h", "--json").stdout)
    assert found["levels"] == {"FLASH": 1, "BULLETIN": 1, "URGENT": 1}
    assert len(found["stories"]) == 4
    assert told.telex("brief", "--since", "soon").returncode == 2


def test_brief_of_a_quiet_time_says_so_by_its_exit_code(home: Home) -> None:
    assert home.telex("brief").returncode == 1


def test_ledger_prints_each_source_with_what_it_brought(told: Home) -> None:
    rows = [json.loads(line) for line in told.telex("ledger", "--json").stdout.splitlines()]
    assert [(row["source"], row["articles"], row["first"]) for row in rows] == [
        ("The Harbour Post", 2, 0),
        ("Bay Radio", 1, 0),
    ]
    assert told.telex("ledger").stdout.splitlines()[0].split("\t")[:3] == ["source", "articles", "first"]


def test_doctor_says_how_alerts_reach_the_person(home: Home) -> None:
    lines = home.telex("doctor", TERM="xterm-kitty").stdout
    assert "OSC 99 (kitty); telex doctor --notify tries it" in lines
    assert "none through the terminal" in home.telex("doctor", TERM="vt220").stdout
