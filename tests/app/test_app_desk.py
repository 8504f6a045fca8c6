"""The desk by keys on a real terminal: why, alerts, brief, rules, changes, the tape, and one bell for all."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from telex_command import Home, entry
from terminals import Terminal

from tui.arrivals import Changes
from tui.cache import alerts, writer
from tui.cache.database import connect
from tui.config import load
from tui.model import Level
from tui.newsroom import Alert, Fate

CALM = "https://calm.example/feed"
CONFIG = f'[alerts]\nprotocol = "9"\n\n[[sources]]\nurl = "{CALM}"\nname = "The Calm"\nenabled = false\n'


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """One source with five articles; the newest is "Calm 0". Every change is the test's."""
    made = Home(tmp_path)
    made.begin(CONFIG)
    made.store(CALM, *(entry(f"c{n}", f"Calm {n}", text="Words.", age=n * 60 + 60) for n in range(5)))
    with made.unpolled():
        yield made


@pytest.fixture
def screen(home: Home) -> Iterator[Terminal]:
    with opened(home) as terminal:
        yield terminal


def opened(home: Home) -> Terminal:
    terminal = Terminal((sys.executable, "-m", "tui"), environ=home.environ(), cwd=home.folder)
    terminal.sees("Calm 0")
    terminal.rest()
    return terminal


def alerted(home: Home, title: str = "Dam collapses", level: Level = Level.BULLETIN) -> int:
    """An alert as the poller enters it, on the article "Calm 3"."""
    connection = connect(home.cache / "telex.db")
    row = connection.execute("SELECT id, story_id FROM article WHERE title = 'Calm 3'").fetchone()
    assert row is not None
    connection.execute("UPDATE article SET level = ? WHERE id = ?", (int(level), row[0]))
    alert = Alert(
        int(str(row[1])), int(str(row[0])), level, int(time.time()), title, "", "The Calm", "calm.example", 5,
        ("5 independent publishers within 9 min.",), (("The Calm", int(time.time())),), (title,), Fate.TOLD,
    )  # fmt: skip
    alert_id = alerts.enter(connection, alert)
    connection.close()
    return alert_id


def test_an_alert_takes_the_ticker_and_is_told_once_whatever_terminals_are_open(home: Home) -> None:
    with opened(home) as one, opened(home) as other:
        alert_id = alerted(home)
        for terminal in (one, other):
            terminal.sees("BULLETIN The Calm  Dam collapses")
            terminal.rest()
        both = one.output + other.output
        assert both.count(b"\x1b]9;BULLETIN \xc2\xb7 5 publishers: Dam collapses\x07") == 1
        assert both.count(b"\x1b]2;BULLETIN") == 1
    connection = connect(home.cache / "telex.db")
    assert {channel for channel, _ in alerts.claimed(connection, alert_id)} == {"title", "bell", "notify"}
    connection.close()


@pytest.mark.parametrize("keys", ["j", ":quit\r"])
def test_the_window_is_called_what_it_was_once_a_key_is_pressed_or_telex_ends(home: Home, keys: str) -> None:
    with opened(home) as terminal:
        alerted(home)
        terminal.until(lambda: b"\x1b]2;BULLETIN" in terminal.output, "the alert is on it")
        assert terminal.output.count(b"\x1b[22;2t") == 1
        terminal.type(keys)
        terminal.until(lambda: b"\x1b]2;telex\x07\x1b[23;2t" in terminal.output, "it is back")


def test_the_alerts_of_the_week_stand_on_one_key_and_lead_to_their_articles(
    screen: Terminal, home: Home
) -> None:
    alerted(home)
    screen.type("!")
    screen.sees("Alerts of the last week: 1")
    screen.sees("Dam collapses")
    screen.sees("5 independent publishers within 9 min.")
    screen.type("\r")
    screen.sees("Words.")
    screen.sees("Calm 3")


def test_why_names_level_rules_story_and_times(screen: Terminal) -> None:
    screen.type("w")
    screen.sees("Level ROUTINE")
    screen.sees("None of your rules applies to it.")
    screen.sees("of 1 publisher")
    screen.sees("fetched")


def test_a_rule_is_rehearsed_before_it_is_saved(screen: Terminal, home: Home) -> None:
    screen.type("W\x15calm\r")
    screen.sees("Last 7 days: 5 alerts")
    screen.sees("Such as")
    screen.type("\r")
    screen.sees("The rule is in the configuration")
    assert [rule.query for rule in load(home.config).rules] == ["calm"]
    assert home.config.read_text().startswith(CONFIG)


def test_triage_works_in_the_brief(screen: Terminal, home: Home) -> None:
    screen.type(":brief 1d\r")
    screen.sees("5 articles")
    screen.type("s")
    screen.sees("Calm 0  star")
    connection = connect(home.cache / "telex.db")
    assert connection.execute("SELECT title FROM article WHERE starred = 1").get == "Calm 0"
    connection.close()


def test_what_changed_since_it_was_read_is_shown_and_typing_errors_are_no_news(
    screen: Terminal, home: Home
) -> None:
    screen.type("\r")
    screen.sees("Words.")
    screen.type("d")
    screen.sees("Its source has not changed it")
    revise(home, "Calm 0!")
    screen.type("d")
    screen.sees("Only typing errors")
    revise(home, "Calm 17 storms")
    screen.type("d")
    screen.sees("Changed since you read it")


def revise(home: Home, title: str) -> None:
    connection = connect(home.cache / "telex.db")
    found = connection.execute("SELECT id FROM article WHERE guid = 'c0'").get
    new = replace(entry("c0", title, text="Words.", age=60), fingerprint=title)
    # A second later than it was opened: times are whole seconds.
    writer.store(connection, 1, Changes(revise=((int(found), new),)), int(time.time()) + 2)
    connection.close()


def test_the_tape_is_stepped_back_and_on_and_leads_to_its_story(screen: Terminal) -> None:
    def ticker() -> str:
        return screen.text.splitlines()[0]

    assert "Calm 0" in ticker()
    screen.type("{")
    screen.sees("TELEX◂")
    assert "Calm 1" in ticker()
    screen.type("{;")
    screen.sees("Words.")
    screen.type("}}}")
    screen.sees("the ticker runs on")
    screen.type("P")
    screen.sees("TELEX‖")


def test_a_start_after_an_absence_begins_with_the_brief(home: Home) -> None:
    alerted(home)
    connection = connect(home.cache / "telex.db")
    connection.execute(
        "UPDATE story SET level = 2 WHERE lead_id = (SELECT id FROM article WHERE title = 'Calm 3')"
    )
    connection.execute("INSERT INTO meta VALUES ('left', ?)", (str(int(time.time()) - 7_200),))
    connection.close()
    with Terminal((sys.executable, "-m", "tui"), environ=home.environ(), cwd=home.folder) as terminal:
        terminal.sees("1 BULLETIN, 5 articles")
        terminal.type("q")
        terminal.sees("All articles")
