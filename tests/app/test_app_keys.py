"""The table of acts, and what the keys mean by it."""

from __future__ import annotations

import pytest

from tui.app.acts import ACTS, BY_ID, Act, Pane
from tui.app.carry_out import CARRIED_OUT
from tui.app.commands import CommandError, completions, parse
from tui.app.keys import clashes, key_line, keys_of, meaning, typed
from tui.app.screens.help import help_lines
from tui.text import width


def test_no_key_means_two_things_in_one_pane() -> None:
    assert clashes() == []


def test_a_clash_is_told_with_both_acts_and_the_pane() -> None:
    twice = [Act("one", "", "", ("x",), frozenset({Pane.STORY})), Act("two", "", "", ("x",))]
    assert clashes(twice) == ["x in story: one and two"]


def test_every_act_is_carried_out_by_a_function_and_no_function_lacks_its_act() -> None:
    assert set(CARRIED_OUT) == set(BY_ID)


@pytest.mark.parametrize(
    ("pane", "key", "act"),
    [
        (Pane.HEADLINES, "j", "down"),
        (Pane.HEADLINES, "down", "down"),
        (Pane.STORY, "k", "up"),
        (Pane.HEADLINES, "enter", "open"),
        (Pane.SOURCES, "l", "open"),
        (Pane.STORY, "h", "back"),
        (Pane.STORY, "backspace", "back"),
        (Pane.STORY, "q", "back"),
        (Pane.HEADLINES, "g", "first"),
        (Pane.STORY, "G", "last"),
        (Pane.STORY, "ctrl+d", "half-page-down"),
        (Pane.STORY, "ctrl+u", "half-page-up"),
        (Pane.STORY, "space", "read-on"),
        (Pane.HEADLINES, "n", "next-unread"),
        (Pane.HEADLINES, "N", "previous-unread"),
        (Pane.HEADLINES, "m", "toggle-read"),
        (Pane.HEADLINES, "A", "mark-list-read"),
        (Pane.SOURCES, "A", "mark-list-read"),
        (Pane.STORY, "s", "star"),
        (Pane.SOURCES, "u", "undo"),
        (Pane.STORY, "o", "browser"),
        (Pane.HEADLINES, "y", "copy-link"),
        (Pane.SOURCES, "/", "search"),
        (Pane.STORY, ":", "command"),
        (Pane.STORY, "ctrl+p", "palette"),
        (Pane.SOURCES, "r", "poll-source"),
        (Pane.HEADLINES, "R", "poll-all"),
        (Pane.STORY, "9", "link"),
        (Pane.SOURCES, "tab", "next-pane"),
        (Pane.STORY, "?", "help"),
        (Pane.STORY, "Q", "quit"),
    ],
)
def test_the_vim_preset_has_the_keys_of_the_documentation(pane: Pane, key: str, act: str) -> None:
    found = meaning(pane, key)
    assert found is not None
    assert found[0].id == act


def test_a_digit_is_handed_on_as_the_number_of_a_link() -> None:
    found = meaning(Pane.STORY, "7")
    assert found is not None
    assert found[1] == "7"


def test_a_key_is_known_by_its_character_where_it_has_one() -> None:
    assert typed("question_mark", "?") == "?"
    assert typed("space", " ") == "space"
    assert typed("ctrl+d", "\x04") == "ctrl+d"


@pytest.mark.parametrize("pane", list(Pane))
@pytest.mark.parametrize("cells", [20, 40, 80, 200])
def test_the_key_line_fits_and_always_says_how_to_get_help(pane: Pane, cells: int) -> None:
    line = key_line(pane, cells)
    assert line[-1] == ("?", "help")
    assert sum(width(key) + width(words) + 3 for key, words in line) <= cells


@pytest.mark.parametrize("pane", list(Pane))
def test_the_help_names_every_key_of_a_pane(pane: Pane) -> None:
    said = {keys for keys, _ in help_lines(pane)}
    assert {keys_of(act) for act in ACTS if pane in act.panes} <= said


def test_a_command_is_found_by_its_beginning() -> None:
    act, argument = parse("sea harbour storm")
    assert (act.id, argument) == ("search", "harbour storm")


@pytest.mark.parametrize(
    ("line", "words"),
    [("p", "may be"), ("nonsense", "no act"), ("", "no act"), ("star now", "takes nothing")],
)
def test_a_command_that_means_nothing_says_why(line: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        parse(line)


def test_the_command_line_completes_acts_and_themes() -> None:
    assert {"next-unread", "theme paper"} <= set(completions(["paper"]))
