"""tui.notify: an alert as sequences, arguments, JSON and headers, whatever stands in its headline."""

from __future__ import annotations

import base64
import re

import pytest

from tui.model import Level
from tui.newsroom import Alert, Fate
from tui.notify import Way, command_line, desktop, digest_words, notification, push, way, window_title

NASTY = "\x1b]0;owned\x07 100% <b>$(touch x)</b>; `id`\x9d"


def alert(title: str = "Dam fails above the town", level: Level = Level.BULLETIN) -> Alert:
    return Alert(
        7, 70, level, 1_800_000_000, title, "https://paper.example/dam", "Paper", "paper.example", 3,
        ("3 independent publishers within 9 min.",), (("Paper", 1_800_000_000),), (title,), Fate.TOLD, id=5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-kitty"}, Way("99", "kitty", "")),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, Way("9", "iTerm2", "")),
        ({"TERM": "foot"}, Way("777", "foot", "")),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x", "LC_TERMINAL": "iTerm2"}, Way("9", "iTerm2", "tmux")),
        ({"TERM": "screen", "STY": "1.pts", "VTE_VERSION": "7000"}, Way("777", "a VTE terminal", "screen")),
        ({"TERM": "xterm-256color"}, Way("none", "", "")),
        ({"ConEmuPID": "1", "TERM_PROGRAM": "vscode"}, Way("none", "ConEmu", "")),
    ],
)
def test_the_protocol_is_chosen_by_what_the_terminal_says_it_is(
    environ: dict[str, str], expected: Way
) -> None:
    assert way(environ) == expected
    assert way(environ, "777").protocol == "777"


def test_each_protocol_has_its_own_sequence() -> None:
    assert notification("A", "b;c", Way("9", "", "")) == "\x1b]9;A: b;c\x07"
    assert notification("A;B", "b;c", Way("777", "", "")) == "\x1b]777;notify;A,B;b,c\x07"
    encoded = base64.b64encode(b"A").decode()
    assert notification("A", "b", Way("99", "", ""), 5).startswith(
        f"\x1b]99;i=telex5:e=1:d=0:p=title;{encoded}"
    )
    assert notification("A", "b", Way("none", "", "")) == ""


def test_a_notification_never_begins_as_a_command_of_a_terminal() -> None:
    assert notification("4;1;50", "", Way("9", "", "")).startswith("\x1b]9;· 4")


def test_tmux_and_screen_get_it_wrapped_so_that_they_pass_it_on() -> None:
    inside = notification("A", "b", Way("9", "", "tmux"))
    assert inside == "\x1bPtmux;\x1b\x1b]9;A: b\x07\x1b\\"
    assert notification("A", "b", Way("9", "", "screen")) == "\x1bP\x1b]9;A: b\x07\x1b\\"


@pytest.mark.parametrize("protocol", ["9", "777", "99"])
def test_no_control_character_of_a_headline_reaches_the_terminal(protocol: str) -> None:
    sequence = notification(NASTY, NASTY, Way(protocol, "", ""))
    inner = re.sub(r"\x1b\][0-9]+;|\x07|\x1b\\", "", sequence)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", inner)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", window_title(NASTY)[4:-1])


def test_the_command_gets_words_as_arguments_and_the_whole_as_json() -> None:
    argv, given = command_line("say --alert 'a b'", alert(NASTY))
    assert argv[:4] == ["say", "--alert", "a b", "BULLETIN"]
    assert argv[-1] == "https://paper.example/dam"
    assert b'"reasons": ["3 independent publishers within 9 min."]' in given


def test_no_argument_from_outside_looks_like_an_option() -> None:
    argv, _ = command_line("say", alert("--output=/etc/passwd"))
    assert argv[2] == " --output=/etc/passwd"


def test_a_desktop_is_told_only_where_there_is_one() -> None:
    here = {"DISPLAY": ":0"}
    assert desktop(alert("a < b"), here, "linux", lambda name: f"/bin/{name}") == [
        "/bin/notify-send", "--app-name=telex", "--urgency=normal", "--", "BULLETIN · 3 publishers",
        "a &lt; b",
    ]  # fmt: skip
    assert desktop(alert(), {**here, "SSH_CONNECTION": "x"}, "linux", lambda name: f"/bin/{name}") is None
    assert desktop(alert(), {}, "linux", lambda name: f"/bin/{name}") is None
    assert desktop(alert(), here, "linux", lambda _: None) is None


def test_a_push_has_ascii_headers_and_the_reasons_in_its_body() -> None:
    headers, body = push(alert("Ünder wasser"), "secret")
    assert dict(headers)[b"Priority"] == b"4"
    assert dict(headers)[b"Title"].startswith(b"=?UTF-8?B?")
    assert dict(headers)[b"Authorization"] == b"Bearer secret"
    assert body.decode().splitlines() == ["Ünder wasser", "3 independent publishers within 9 min."]


def test_a_digest_names_the_first_three() -> None:
    assert digest_words([alert(str(n)) for n in range(5)]) == (
        "Digest · 5 more stories",
        "0; 1; 2 and 2 more",
    )
