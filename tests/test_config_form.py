"""What there is to change in a configuration: every key of its tables, and how a value is typed."""

from __future__ import annotations

import pytest

from tui.config_form import HIDDEN, Entry, Kind, choices, entries, questions, tables_of, told, written
from tui.config_keys import KEYS, NEEDED
from tui.config_values import SettingError

TEXT = """measure = 60

[keys.story]
"x" = ["toggle-read", "down"]

[poll]
interval = "1h"

[alerts]
push_token = "word"

[[rules]]
query = "ferry"
act = "mute"
enabled = false

[[sources]]
url = "https://a.example/"
name = "The Pier"
password = { env = "PIER" }
user = "me"
"""


def found(text: str, *place: str | int) -> Entry:
    whole = entries(tables_of(text), place[:2] if len(place) == 3 and isinstance(place[1], int) else ())
    return next(entry for entry in whole if entry.place == place and entry.kind is not Kind.HEAD)


def test_every_setting_of_every_table_can_be_changed() -> None:
    text = "".join(f'\n[[{name}]]\n{key} = ""\n' for name, (key, *_) in NEEDED.items())
    for table, keys in KEYS.items():
        place = (table, 0) if table in NEEDED else ()
        shown = {entry.place for entry in entries(tables_of(text), place) if entry.kind is Kind.VALUE}
        top = place or ((table,) if table else ())
        assert {(*top, name) for name in keys} <= shown, table
        if table in NEEDED:
            assert found(text, table).kind is Kind.ADD
            assert [each.name for each in questions({}, (table,))] == list(NEEDED[table])


def test_a_value_is_shown_as_one_would_type_it() -> None:
    assert (found(TEXT, "measure").value, found(TEXT, "measure").stands) == ("60", True)
    assert (found(TEXT, "ticker").value, found(TEXT, "ticker").stands) == ("true", False)
    assert found(TEXT, "alerts", "urgent").value == "screen, title, command"
    assert found(TEXT, "keys", "story", "x").name == "x in story"
    assert found(TEXT, "keys", "story", "x").value == "toggle-read ; down"
    assert found(TEXT, "rules", 0).value == "paused, act mute"


def test_a_source_without_an_interval_shows_that_of_all() -> None:
    assert found(TEXT, "sources", 0, "interval").value == "1h"
    assert not found(TEXT, "sources", 0, "interval").stands


def test_no_secret_is_shown() -> None:
    assert found(TEXT, "alerts", "push_token").value == HIDDEN
    assert found(TEXT, "sources", 0, "password").value == HIDDEN
    assert "PIER" not in found(TEXT, "sources", 0).value
    with pytest.raises(SettingError, match="not shown"):
        written(found(TEXT, "alerts", "push_token"), "")


@pytest.mark.parametrize(
    ("place", "typed", "toml"),
    [
        (("theme",), "night", '"night"'),
        (("theme",), "", ""),
        (("poll", "interval"), "30m", '"30m"'),
        (("alerts", "urgent"), "screen, bell", '["screen", "bell"]'),
        (("keys", "story", "x"), "star", '"star"'),
        (("keys", "story", "x"), "search is:unread ; down", '["search is:unread", "down"]'),
        (("keys", "story", "x"), "", '""'),
        (("sources", 0, "password"), '{ command = "pass news" }', '{ command = "pass news" }'),
    ],
)
def test_what_is_typed_becomes_toml(place: tuple[str | int, ...], typed: str, toml: str) -> None:
    assert written(found(TEXT, *place), typed) == toml


@pytest.mark.parametrize(
    ("place", "typed", "said"),
    [
        (("measure",), "12", "must be a whole number from 20 to 200, not 12"),
        (("measure",), "wide", 'must be a whole number from 20 to 200, not "wide"'),
        (("rules", 0, "query"), "", "must not be empty"),
        (("rules", 0, "query"), "is:nothing", "is no query"),
        (("rules", 0, "act"), "ring", "must be one of watch, mute"),
        (("alerts", "urgent"), "screen, horn", "must be a list of some of screen"),
        (("poll", "interval"), "soon", "must be a duration"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_the_reason(
    place: tuple[str | int, ...], typed: str, said: str
) -> None:
    with pytest.raises(SettingError, match=said):
        written(found(TEXT, *place), typed)


def test_a_setting_says_what_it_is_for_may_be_and_is_by_default() -> None:
    assert told(found(TEXT, "signs")) == (
        "The signs of lists and lines: unicode, ascii, or auto, which goes by the locale. "
        "One of auto, unicode, ascii; by default auto."
    )
    assert told(found(TEXT, "measure")).endswith("A number; by default 72.")
    assert told(found(TEXT, "poll", "interval")).endswith(
        "A duration such as 90s, 15m or 1d; by default 15m."
    )
    assert told(found(TEXT, "sources", 0, "url")).endswith("A text.")
    assert "some of screen, title" in told(found(TEXT, "alerts", "flash")).casefold()


def test_the_words_of_a_choice_are_known() -> None:
    known = {entry.name: choices(entry.key) for entry in entries({}) if entry.key is not None}
    assert known["preset"] == ("vim", "newsboat", "mutt", "emacs")
    assert known["breaks"] == ("ROUTINE", "URGENT", "BULLETIN", "FLASH")
    assert known["mouse"] == ("true", "false")
    assert known["measure"] == ()
