"""The table of acts, and what the keys mean by it: presets, sequences, counts, the user's own keys."""

from __future__ import annotations

import pytest

from tui.app.act_functions import CARRIED_OUT
from tui.app.acts import ACTS, BY_ID, Act, Pane
from tui.app.command_line import CommandError, completions, hint, parse
from tui.app.key_names import KeyNameError, keys_from, shown, typed
from tui.app.keys import (
    Keymap,
    KeysError,
    Pressed,
    clashes,
    hint_lines,
    hints,
    key_line,
    keymap,
    press,
    redraws,
)
from tui.app.presets import PRESETS
from tui.app.screens.help import help_lines
from tui.config_settings import Binding
from tui.text import width

VIM = keymap()


def own(keys: str, *lines: str, pane: str = "all", line: int = 3) -> Binding:
    return Binding(pane, keys, lines, line)


def pressed(keys: Keymap, pane: Pane, *typed_keys: str) -> Pressed:
    """What the last of some keys leads to."""
    last = Pressed()
    for key in typed_keys:
        last = press(keys, pane, last.typing, key)
    return last


def act_of(keys: Keymap, pane: Pane, written: str) -> str:
    """The act of keys as people write them; "" for none."""
    done = pressed(keys, pane, *keys_from(written)).commands
    return done[0].act.id if done else ""


@pytest.mark.parametrize("preset", list(PRESETS))
def test_no_key_means_two_things_in_one_pane(preset: str) -> None:
    assert clashes(preset=preset) == []


def test_a_clash_is_told_with_both_acts_and_the_pane() -> None:
    twice = [Act("one", "", "", ("x",), frozenset({Pane.STORY})), Act("two", "", "", ("x",))]
    assert clashes(twice) == ["x in story: one and two"]


def test_a_key_that_begins_another_s_sequence_is_a_clash() -> None:
    twice = [Act("one", "", "", ("g",), frozenset({Pane.STORY})), Act("two", "", "", ("gg",))]
    assert clashes(twice) == ["gg in story: one and two"]


def test_every_act_is_carried_out_by_a_function_and_no_function_lacks_its_act() -> None:
    assert set(CARRIED_OUT) == set(BY_ID)


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_act_has_a_key_in_every_preset(preset: str) -> None:
    keys = keymap(preset)
    assert [act.id for act in ACTS if act.keys and not keys.keys_of(act)] == []


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_preset_names_acts_that_there_are(preset: str) -> None:
    assert set(PRESETS[preset]) <= set(BY_ID)


# What the documentation of each program says of its keys, where telex has the act: (pane, keys, act).
ALL, LISTS, ARTICLES = tuple(Pane), (Pane.SOURCES, Pane.HEADLINES), (Pane.HEADLINES, Pane.STORY)
ALONE = (Pane.STORY,)
DOCUMENTED = {
    "vim": (
        (ALL, "j ↓", "down"),
        (ALL, "k ↑", "up"),
        (ALL, "^D", "half-page-down"),
        (ALL, "^U", "half-page-up"),
        (ALL, "^F PgDn", "page-down"),
        (ALL, "^B PgUp", "page-up"),
        (ALL, "gg Home", "first"),
        (ALL, "G End", "last"),
        (ALL, "A", "mark-list-read"),
        (ALL, "u", "undo"),
        (ALL, ".", "release"),
        (ALL, "/", "search"),
        (ALL, ":", "command"),
        (ALL, "^P", "palette"),
        (ALL, "r", "poll-source"),
        (ALL, "R", "poll-all"),
        (ALL, "Tab", "next-pane"),
        (ALL, "Shift-Tab", "previous-pane"),
        (ALL, "h ← Backspace Esc", "back"),
        (ALL, "q", "leave"),
        (ALL, "Q", "quit"),
        (ALL, "?", "help"),
        (ALL, "T", "theme"),
        (ALL, "^L", "redraw"),
        (ALL, "^Z", "suspend"),
        (LISTS, "Enter l →", "open"),
        (ARTICLES, "Space", "read-on"),
        (ARTICLES, "n", "next-unread"),
        (ARTICLES, "N", "previous-unread"),
        (ARTICLES, "m", "toggle-read"),
        (ARTICLES, "s", "star"),
        (ARTICLES, "o", "browser"),
        (ARTICLES, "y", "copy-link"),
        (ARTICLES, "gj", "next-article"),
        (ARTICLES, "gk", "previous-article"),
        (ALONE, "1 9", "link"),
    ),
    "newsboat": (
        (LISTS, "Enter", "open"),
        (ALL, "q", "leave"),
        (ALL, "Q", "quit"),
        (ALL, "r", "poll-source"),
        (ALL, "R", "poll-all"),
        (ALL, "A", "mark-list-read"),
        (ARTICLES, "n", "next-unread"),
        (ARTICLES, "p", "previous-unread"),
        (LISTS, "J", "down"),
        (LISTS, "K", "up"),
        (ALONE, "J", "next-article"),
        (ALONE, "K", "previous-article"),
        (ARTICLES, "o", "browser"),
        (ALL, "?", "help"),
        (ARTICLES, "N", "toggle-read"),
        (ALL, "/ F", "search"),
        (ALONE, "# 1 9", "link"),
        (ALL, "^L", "redraw"),
        (ALL, ":", "command"),
        (ARTICLES, "^E", "star"),
        (ALL, "↑", "up"),
        (ALL, "↓", "down"),
        (ALL, "PgUp", "page-up"),
        (ALL, "PgDn", "page-down"),
        (ALL, "Home", "first"),
        (ALL, "End", "last"),
        (ALL, "Tab", "next-pane"),
        ((Pane.HEADLINES,), "j", "next-source"),
        ((Pane.HEADLINES,), "k", "previous-source"),
        (ALL, "g G", "sort"),
        (ARTICLES, "s", "save"),
        (ALONE, "u", "link-hints"),
        (ARTICLES, "|", "pipe"),
        (ARTICLES, "D", "dismiss"),
        (ALL, "^N", "next-unread-source"),
        (ALL, "^P", "previous-unread-source"),
        (ALL, "C", "mark-all-read"),
        (ARTICLES, "e", "download"),
        (ALL, "E", "edit-settings"),
        (ARTICLES, "^B", "read-later"),
    ),
    "mutt": (
        (LISTS, "Enter Space", "open"),
        (LISTS, "j J ↓", "down"),
        (LISTS, "k K ↑", "up"),
        (ALONE, "j J ↓", "next-article"),
        (ALONE, "k K ↑", "previous-article"),
        (ALONE, "Enter", "down"),
        (ALONE, "Backspace", "up"),
        (ALONE, "Space", "read-on"),
        (ALONE, "-", "page-up"),
        (ALONE, "^", "first"),
        (ALONE, "$", "last"),
        (ALONE, "i", "back"),
        (ALL, "z PgDn →", "page-down"),
        (ALL, "Z PgUp ←", "page-up"),
        (ALL, "]", "half-page-down"),
        (ALL, "[", "half-page-up"),
        (ALL, "= Home", "first"),
        (ALL, "* End", "last"),
        (ALL, "q x", "leave"),
        (ARTICLES, "Tab", "next-unread"),
        (ARTICLES, "Alt-Tab", "previous-unread"),
        (ARTICLES, "N", "toggle-read"),
        (ARTICLES, "F", "star"),
        (ALL, "u", "undo"),
        (ALL, "/ l", "search"),
        (ALL, ":", "command"),
        (ALL, "?", "help"),
        (ALL, "^L", "redraw"),
        (ALL, "^Z", "suspend"),
        (ALL, "G", "poll-all"),
        (ALL, "o O", "sort"),
        (ARTICLES, "s", "save"),
        (ARTICLES, "|", "pipe"),
        (ARTICLES, "d", "dismiss"),
        (ARTICLES, "Y", "tag"),
        ((Pane.HEADLINES,), "t", "select"),
        ((Pane.HEADLINES,), "T", "select-query"),
        (ALL, "c y", "sources-pane"),
        (LISTS, "$", "poll-all"),
        (ALONE, "v", "link-hints"),
    ),
    "emacs": (
        (LISTS, "Enter", "open"),
        (LISTS, "n", "down"),
        (LISTS, "p", "up"),
        (ALONE, "n", "next-article"),
        (ALONE, "p", "previous-article"),
        (ALONE, "Backspace", "page-up"),
        (ARTICLES, "Space", "read-on"),
        (ARTICLES, "b", "browser"),
        (ARTICLES, "y", "copy-link"),
        (ARTICLES, "!", "star"),
        (ARTICLES, "f", "full-text"),
        (ARTICLES, "+", "tag"),
        (ARTICLES, "k", "dismiss"),
        ((Pane.HEADLINES,), "r u", "toggle-read"),
        (ALONE, "u", "toggle-read"),
        (ALONE, "d", "download"),
        ((Pane.HEADLINES,), "m", "select"),
        (ALL, "q", "leave"),
        (ALL, "g", "release"),
        (ALL, "G", "poll-all"),
        (ALL, "s S ^S", "search"),
        (ALL, "^N ↓", "down"),
        (ALL, "^P ↑", "up"),
        (ALL, "^V PgDn", "page-down"),
        (ALL, "M-v PgUp", "page-up"),
        (ALL, "< M-< Home", "first"),
        (ALL, "> M-> End", "last"),
        (ALL, "M-x", "command"),
        (ALL, "^G", "back"),
        (ALL, "^_", "undo"),
        (ALL, "^L", "redraw"),
        (ALL, "^Z", "suspend"),
        (ALL, "? h", "help"),
    ),
}
SEQUENCES = (
    ("emacs", "C-x C-c", "quit"),
    ("emacs", "C-x o", "next-pane"),
    ("emacs", "C-x u", "undo"),
    ("emacs", "C-x 1", "zoom"),
    ("emacs", "C-c C-p", "palette"),
    ("newsboat", ", C-p", "palette"),
)


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_preset_has_the_keys_that_the_peer_s_documentation_has(preset: str) -> None:
    keys = keymap(preset)
    wrong = [
        (str(pane), key, act, got)
        for panes, written, act in DOCUMENTED[preset]
        for pane in panes
        for key in written.split()
        if (got := act_of(keys, pane, key)) != act
    ]
    assert wrong == []


@pytest.mark.parametrize(("preset", "written", "act"), SEQUENCES)
def test_a_preset_has_its_sequences(preset: str, written: str, act: str) -> None:
    assert act_of(keymap(preset), Pane.HEADLINES, written) == act


def test_a_digit_is_handed_on_as_the_number_of_a_link() -> None:
    (command,) = pressed(VIM, Pane.STORY, "7").commands
    assert (command.act.id, command.argument) == ("link", "7")


def test_a_key_is_known_by_its_character_where_it_has_one() -> None:
    assert typed("question_mark", "?") == "?"
    assert typed("space", " ") == "space"
    assert typed("ctrl+d", "\x04") == "ctrl+d"
    assert typed("alt+x", "x") == "alt+x"
    assert typed("alt+shift+comma", None) == "alt+<"


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("gg", ("g", "g")),
        (", s", (",", "s")),
        ("Ctrl-d", ("ctrl+d",)),
        ("^D", ("ctrl+d",)),
        ("C-x C-c", ("ctrl+x", "ctrl+c")),
        ("M-<", ("alt+<",)),
        ("alt+X", ("alt+X",)),
        ("Shift-Tab", ("shift+tab",)),
        ("pagedown", ("pagedown",)),
        ("SPC", ("space",)),
        ("F5", ("f5",)),
        ("-", ("-",)),
        ("Ctrl--", ("ctrl+-",)),
        ("日", ("日",)),
    ],
)
def test_a_key_may_be_written_as_the_peers_write_it(written: str, keys: tuple[str, ...]) -> None:
    assert keys_from(written) == keys
    assert keys_from(shown(keys)) == keys


@pytest.mark.parametrize(("written", "words"), [("", "no key"), ("PgDown", "PgDn"), ("abcd e", "longer")])
def test_a_key_that_there_is_not_says_so(written: str, words: str) -> None:
    with pytest.raises(KeyNameError, match=words):
        keys_from(written)


# Sequences and counts


def test_a_sequence_waits_for_its_next_key_and_escape_ends_it() -> None:
    waiting = pressed(VIM, Pane.HEADLINES, "g")
    assert (waiting.typing.keys, waiting.commands, waiting.known) == (("g",), (), True)
    assert pressed(VIM, Pane.HEADLINES, "g", "escape") == Pressed()
    assert not pressed(VIM, Pane.HEADLINES, "g", "~").known


def test_what_may_follow_a_sequence_s_first_key_is_known() -> None:
    assert ("g", "first") in VIM.follows(Pane.HEADLINES, ("g",))


def test_a_number_before_a_key_is_its_count() -> None:
    down = pressed(VIM, Pane.HEADLINES, "1", "0", "j")
    assert (down.commands[0].act.id, down.count) == ("down", 10)
    assert pressed(VIM, Pane.HEADLINES, "3", "g", "g").count == 3
    assert pressed(VIM, Pane.HEADLINES, "j").count == 0


def test_alt_and_a_digit_counts_where_the_digit_is_a_link() -> None:
    assert pressed(VIM, Pane.STORY, "alt+4", "2", "j").count == 42


# The user's own keys


def test_an_own_key_goes_before_the_preset_s() -> None:
    keys = keymap(own=[own("s", "browser"), own("g", "last")])
    assert act_of(keys, Pane.STORY, "s") == "browser"
    assert act_of(keys, Pane.STORY, "g") == "last"


def test_an_own_key_of_one_pane_goes_before_that_of_all() -> None:
    keys = keymap(own=[own("x", "undo", pane="story"), own("x", "release")])
    assert (act_of(keys, Pane.STORY, "x"), act_of(keys, Pane.HEADLINES, "x")) == ("undo", "release")


def test_a_key_may_carry_out_several_acts_and_one_with_an_argument() -> None:
    keys = keymap(own=[own("x", "star", "down"), own("X", "search is:unread newer:2h")])
    assert [command.act.id for command in pressed(keys, Pane.HEADLINES, "x").commands] == ["star", "down"]
    assert pressed(keys, Pane.HEADLINES, "X").commands[0].argument == "is:unread newer:2h"
    assert ("x", "star ; down") in help_lines(Pane.HEADLINES, keys)


def test_a_key_is_taken_away_by_nothing() -> None:
    keys = keymap(own=[own("gg", "last"), own("g")])
    assert act_of(keys, Pane.STORY, "gg") == "last"
    assert act_of(keys, Pane.STORY, "gs") == ""


@pytest.mark.parametrize(
    ("bindings", "words"),
    [
        ([own("^X", "star", line=7), own("Ctrl-x", "undo", line=9)], "is the same as ^X in line 7"),
        ([own("b", "star", line=7), own("ba", "undo", line=9)], "cannot be told from b in line 7"),
        ([own("b", "nonsense")], "no act is called"),
        ([own("PageDwn", "undo")], "did you mean"),
        ([own("b", "star", pane="sources")], "star does nothing in the sources pane"),
    ],
)
def test_own_keys_that_mean_nothing_are_refused_with_the_place(bindings: list[Binding], words: str) -> None:
    with pytest.raises(KeysError) as caught:
        keymap(own=bindings)
    ((binding, said),) = caught.value.mistakes
    assert words in said
    assert binding is bindings[-1]


# Key line, help, command line


@pytest.mark.parametrize("pane", list(Pane))
@pytest.mark.parametrize("cells", [20, 40, 80, 200])
def test_the_key_line_fits_and_always_says_how_to_get_help(pane: Pane, cells: int) -> None:
    line = key_line(VIM, pane, cells)
    assert line[-1] == ("?", "help")
    assert sum(width(key) + width(words) + 3 for key, words in line) <= cells


@pytest.mark.parametrize("pane", list(Pane))
def test_the_help_names_every_key_of_a_pane(pane: Pane) -> None:
    said = {keys for keys, _ in help_lines(pane, VIM)}
    assert {VIM.said(act, pane) for act in ACTS if pane in act.panes} <= said


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


def test_the_command_line_says_what_is_being_typed() -> None:
    assert hint("search har").startswith("search QUERY · Search in")
    assert "half-page-down  half-page-up" in hint("half")
    assert hint("") == ""


def test_what_may_be_pressed_is_told_by_the_keys_of_the_preset_and_what_leaves_last() -> None:
    acts = (("open", "open"), ("later", "snooze"), ("search", "search"), ("leave", "back"))
    assert hints(keymap("vim"), Pane.HEADLINES, acts, 80) == [
        ("Enter", "open"),
        ("z", "snooze"),
        ("/", "search"),
        ("q", "back"),
    ]
    assert hints(keymap("mutt"), Pane.HEADLINES, acts, 80)[1] == (",z", "snooze")
    assert hints(keymap("vim"), Pane.HEADLINES, acts, 22) == [("Enter", "open"), ("q", "back")]
    assert hint_lines(keymap("vim"), Pane.HEADLINES, acts, 24) == [
        [("Enter", "open"), ("z", "snooze")],
        [("/", "search"), ("q", "back")],
    ]


def test_only_a_key_that_types_nothing_draws_anew_wherever_the_keys_go() -> None:
    own = [Binding("all", "D", ("redraw",), 1)]
    assert redraws(keymap(), "ctrl+l")
    assert not redraws(keymap(own=own), "D")
    assert not redraws(keymap(), "ctrl+d")
