"""The commands of telex in lines beyond reading and marking: every act of the screen has one."""

from __future__ import annotations

import io
import os
import sys
import time
import tomllib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from telex_command import POST, Home, entry

from tui.app.acts import ACTS
from tui.cache import pages
from tui.cache.database import connect
from tui.config import load
from tui.model import Enclosure, Facts
from tui.paths import resolve
from tui.plain.orders import ORDERS
from tui.plain.output import Output
from tui.plain.session import Session

COMMANDS = {
    "read-on": "next",
    "next-unread": "next",
    "next-article": "open",
    "release": "new",
    "settings": "settings",
    "edit-settings": "set",
    "search": "search",
    "stories": "views",
    "next-view": "views",
    "previous-view": "views",
    "ledes": "views",
    "copy-link": "link",
    "link-hints": "browser",
    "full-text": "fetch",
    "copy-text": "pipe",
    "read-later": "send",
    "toggle-read": "read",
    "dismiss-for-good": "drop",
    "select": "star",
    "select-query": "list",
    "mark-list-read": "read",
    "mark-all-read": "everything-read",
    "mark-above-read": "read",
    "mark-below-read": "read",
    "triage-mode": "next",
    "poll-source": "poll",
    "poll-all": "poll",
    "source-settings": "settings",
    "next-source": "source",
    "previous-source": "source",
    "next-unread-source": "sources",
    "previous-unread-source": "sources",
    "next-error": "errors",
    "previous-error": "errors",
    "next-alert": "alerts",
    "previous-alert": "alerts",
    "tape-back": "tape",
    "tape-on": "tape",
    "ticker-story": "tape",
    "replay": "tape",
    "leave": "quit",
    "sort": "list",
    "group": "list",
}
"""Which command does what an act of another name does: numbers, queries and ranges stand for the cursor."""
OF_THE_SCREEN = {
    "down", "up", "half-page-down", "half-page-up", "page-down", "page-up", "first", "last", "next-pane",
    "previous-pane", "sources-pane", "headlines-pane", "story-pane", "previous-unread", "previous-article",
    "back", "zoom", "wider", "narrower", "redraw", "rows", "theme", "palette", "command", "bind", "guide",
    "suspend", "terminal", "set-mark", "go-to-mark", "go-back", "go-forward", "pause-ticker", "scroll-ticker",
    "picture",
}  # fmt: skip
"""Where the cursor, the panes, the keys and the colours are: there are none in lines."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A paused source with three articles, the second of which carries a file."""
    found = Home(tmp_path)
    found.begin(f'[[sources]]\nurl = "{POST}"\nname = "The Post"\nenabled = false # quiet\n')
    carried = Facts(enclosures=(Enclosure("https://post.example/talk.mp3"),))
    found.store(
        POST,
        entry("g1", "Ferry aground off the point", text="All are safe. The tide is out.", age=60),
        replace(entry("g2", "A talk on tides", text="Listen.", age=120), facts=carried),
        entry("g3", "Bridge to open", text="On Monday.", age=180),
    )
    return found


def said(home: Home, *commands: str, guest: bool = False, **environ: str) -> str:
    """What a session answers to commands; in this process, since a start costs more than all else here."""
    paths, out = resolve(home.environ()), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with closing(connect(paths.database)) as connection:
        Session(
            connection,
            Output(out),
            io.StringIO("\n".join([*commands, ""])),
            paths=paths,
            orders=ORDERS,
            environ=environ,
            platform="linux",
            clock=lambda: int(time.time()),
            terminal="",
            guest=guest,
        ).run()
    out.seek(0)
    return out.read()


def test_every_act_of_the_screen_has_its_command_in_lines() -> None:
    orders = {order.name for order in ORDERS}
    acts = {act.id for act in ACTS} - OF_THE_SCREEN
    assert {COMMANDS.get(act, act) for act in acts} <= orders
    assert set(COMMANDS) | OF_THE_SCREEN <= {act.id for act in ACTS}


def test_no_command_s_name_is_another_s(home: Home) -> None:
    names = [order.name for order in ORDERS]
    assert len(set(names)) == len(names)


def test_next_reads_the_unread_ones_one_after_the_other(home: Home) -> None:
    text = said(home, "next", "next", "next", "next")
    assert text.index("All are safe.") < text.index("Listen.") < text.index("On Monday.")
    assert text.endswith("Nothing unread stands further down in this list.\n")


def test_a_story_is_searched_and_its_reasons_and_changes_are_told(home: Home) -> None:
    text = said(home, "find 1 TIDE", "find 1 moon", "why 1", "changes 1")
    assert "1 lines have it.\nAll are safe. The tide is out.\n" in text
    assert "Not in this story." in text
    assert "Level ROUTINE" in text
    assert "None of your rules applies to it." in text
    assert "Its source has not changed it since it was first seen." in text


def test_a_story_is_saved_given_to_programs_and_sent(home: Home, tmp_path: Path) -> None:
    kept, seen = tmp_path / "kept", tmp_path / "seen"
    script = tmp_path / "program"
    write = f"open({str(seen)!r}, 'a').write(' '.join(sys.argv[1:]) + sys.stdin.read())"
    script.write_text(f"#!{sys.executable}\nimport sys\n{write}\n")
    script.chmod(0o700)
    home.config.write_text(
        f'{home.config.read_text()}[story]\nsave_to = "{kept}"\nread_later = "{script} later"\n'
        f'player = "{script} play"\n'
    )
    text = said(home, "save 1", f"pipe 3 markdown {script}", "send 1", "play 2", "play 1", "download 2")
    assert [path.suffix for path in kept.iterdir()] == [".md"]
    written = seen.read_text()
    assert "# Bridge to open" in written
    assert '"title":"Ferry aground off the point"' in written.replace(": ", ":")
    assert "play https://post.example/talk.mp3" in written
    assert "This article carries no sound, picture or file." in text
    assert "No program is set for that: [story] downloader in the configuration." in text


def test_a_page_opens_in_the_browser_as_one_argument_or_its_address_is_said(
    home: Home, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    script = tmp_path / "browser"
    script.write_text(f"#!{sys.executable}\nimport sys\nopen({str(seen)!r}, 'w').write(repr(sys.argv[1:]))\n")
    script.chmod(0o700)
    assert "Opened https://post.example/g3" in said(home, "browser 3", BROWSER=os.fspath(script))
    assert seen.read_text() == "['https://post.example/g3']"
    assert "$BROWSER is not set. The address: https://post.example/g3" in said(home, "browser 3")


def test_a_page_that_nobody_can_fetch_is_said_to_wait_for_a_poller(home: Home) -> None:
    assert "No poller is at work on this cache: start one with telex poll." in said(home, "fetch 1")
    connection = connect(home.cache / "telex.db")
    assert [each.article_id for each in pages.waiting(connection, int(time.time()))] == [3]
    connection.close()


def test_articles_are_joined_to_a_story_split_off_and_all_is_taken_back(home: Home) -> None:
    text = said(home, "join 3 1", "views 1", "list", "split 3", "undo", "undo", "views 3")
    assert "Joined; undo takes it back." in text
    assert "2 articles listed" in text
    assert "Split off: it stays a story of its own" in text
    assert text.rstrip().endswith("1. unread, The Post, 3m: Bridge to open")


def test_a_rule_is_rehearsed_and_saved_beside_what_the_user_wrote(home: Home) -> None:
    text = said(home, "watch ferry", "2", "watch tide", "")
    assert "1. Watch: an URGENT alert. Last 7 days: 1 alert" in text
    assert "Such as: The Post, 1m: Ferry aground off the point" in text
    assert "No rule was saved." in text
    assert "enabled = false # quiet" in home.config.read_text()
    assert [(rule.query, rule.level.name) for rule in load(home.config).rules] == [("ferry", "BULLETIN")]


def test_alerts_are_silenced_for_a_time_and_there_are_none_to_tell(home: Home) -> None:
    text = said(home, "snooze 2h", "snooze off", "snooze soon", "alerts", "brief 1d", "tape", "arrivals")
    assert "No alert for 2h; snooze off ends that." in text
    assert "Alerts are told again." in text
    assert "The time " in text
    assert "No alert in the last week; watch QUERY makes one of your own." in text
    assert "The Post: Bridge to open" in text


def test_a_source_is_renamed_moved_polled_and_removed_once_one_has_said_yes(home: Home) -> None:
    text = said(
        home, "rename 1 Evening Post", "move 1 Coast", "pause 1", "sources", "source 1", "errors", "poll 1",
        "remove 1", "n", "sources evening", "remove 1", "yes", "sources",
    )  # fmt: skip
    assert "1. Evening Post in Coast: 3 unread, new" in text
    assert "Evening Post: 3 articles." in text
    assert "No source fails." in text
    assert "Nothing was changed." in text
    assert text.rstrip().endswith("Evening Post removed; its articles stay.")
    assert load(home.config).sources == ()


def test_feeds_are_looked_for_by_the_poller(home: Home) -> None:
    assert "No poller is at work on this cache" in said(home, "subscribe post.example")


def test_settings_are_listed_and_changed_and_a_wrong_value_is_refused(home: Home) -> None:
    text = said(
        home,
        "settings quiet",
        "set alerts.quiet 22:00-07:00",
        "set poll.interval soon",
        "set nothing 3",
        "set alerts.hourly 5",
        "set alerts.hourly",
    )
    assert "alerts.quiet = nothing: Quiet hours" in text
    assert tomllib.loads(home.config.read_text())["alerts"] == {"quiet": "22:00-07:00"}
    assert 'poll.interval must be a duration such as "90s"' in text
    assert "No setting is called nothing; settings lists them." in text
    assert "alerts.hourly is as by default again." in text


def test_lists_of_the_configuration_are_added_to_changed_and_taken_from(home: Home) -> None:
    text = said(
        home, "add folders", "Storms", "storm OR gale", "settings folders.", "set folders.1.name Gales",
        "set sources.1.interval 1h", "add places", "Home", "ninety", "delete rules.1",
    )  # fmt: skip
    assert "folders.1.query = storm OR gale" in text
    assert "places.1.lat must be" in text
    assert "Which one? Write delete and its place in its list, such as delete rules.1." in text
    held = tomllib.loads(home.config.read_text())
    assert held["folders"] == [{"name": "Gales", "query": "storm OR gale"}]
    assert held["sources"][0]["interval"] == "1h"
    assert said(home, "delete folders.1").rstrip().endswith("folders.1 is taken out.")
    assert load(home.config).folders == ()


def test_a_smart_folder_that_is_added_stands_among_the_lists_at_once_with_its_count(home: Home) -> None:
    assert "Ferries, 1 unread: list ferry" in said(home, "add folders", "Ferries", "ferry", "places")


def test_everything_is_marked_read_and_what_is_set_apart_comes_back(home: Home) -> None:
    text = said(
        home, "drop 2", "list is:dismissed", "restore 1", "everything-read", "places", "list is:unread"
    )
    assert "1 article dismissed no longer" in text
    assert "0 articles listed, 0 unread in all." in text
    assert "Starred: list is:starred" in text


def test_a_guest_starts_no_program_and_sends_nothing(home: Home) -> None:
    commands = (
        "pipe 1 cat",
        "browser 1",
        "save 1",
        "send 1",
        "fetch 1",
        "set theme paper",
        "remove 1",
        "watch x",
    )
    before = home.config.read_bytes()
    text = said(home, *commands, guest=True, BROWSER="/bin/false")
    assert text.count("This is a guest's session: nothing is changed.") == len(commands)
    assert home.config.read_bytes() == before
