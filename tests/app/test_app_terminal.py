"""What telex does for the terminal itself."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hostile_text import anything
from hypothesis import given
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from sequences import strays
from textual.color import Color
from textual.events import Key
from textual.keys import Keys
from textual.messages import TerminalSupportsSynchronizedOutput

from tui.app.app import TelexApp
from tui.app.terminal import NoControls, Parser, PlainSigns, clipboard_sequence, fills, fills_moved, utf8
from tui.cache.database import connect
from tui.config import Settings
from tui.paths import resolve

GATE = NoControls()
BLACK = Color(0, 0, 0)


def test_the_gate_replaces_every_control_character() -> None:
    controls = "".join(map(chr, [*range(32), *range(0x7F, 0xA0)]))
    (segment,) = GATE.apply([Segment(f"a{controls}b{' ' * 80}")], BLACK)
    assert segment.text.rstrip() == "a" + "\N{REPLACEMENT CHARACTER}" * len(controls) + "b"


@given(anything)
def test_whatever_comes_to_the_gate_harmless_text_of_the_same_width_leaves_it(text: str) -> None:
    (segment,) = GATE.apply([Segment(text)], BLACK)
    assert strays(segment.text.encode(), bell=False) == []
    assert not set(segment.text) & set("\t\n")
    assert segment.cell_length == cell_len(text)
    assert GATE.apply([segment], BLACK)[0].text == segment.text


def test_the_gate_keeps_the_look_of_what_it_mends() -> None:
    style = Style(bold=True)
    (segment,) = GATE.apply([Segment("\x1b[31m", style)], BLACK)
    assert segment.style == style


def test_the_gate_hands_clean_lines_on_as_they_are() -> None:
    line = [Segment("Ärger im Hafen 港")]
    assert GATE.apply(line, BLACK) is line


def test_the_gates_of_a_screen_stay_the_same_so_that_no_line_passes_them_twice(tmp_path: Path) -> None:
    paths = resolve({"HOME": str(tmp_path)})
    connection = connect(paths.database)
    app = TelexApp(paths, Settings(), connection)
    once, again = app.get_line_filters(), app.get_line_filters()
    assert any(isinstance(gate, NoControls) for gate in once)
    assert all(one is other for one, other in zip(once, again, strict=True))
    app.close()
    connection.close()


def test_a_link_is_copied_by_osc_52() -> None:
    payload = base64.b64encode(b"https://x.example/").decode()
    assert clipboard_sequence("https://x.example/", {}) == f"\x1b]52;c;{payload}\x07"


@given(anything)
def test_nothing_harmful_is_copied_but_the_lines_stay(text: str) -> None:
    payload = clipboard_sequence(text, {}).removeprefix("\x1b]52;c;").removesuffix("\x07")
    copied = base64.b64decode(payload)
    assert strays(copied, bell=False) == []
    assert copied.count(b"\n") == text.count("\n")


def test_in_tmux_the_sequence_is_sent_plain_and_wrapped_for_pass_through() -> None:
    sequence = clipboard_sequence("x", {"TMUX": "/tmp/tmux"})
    assert sequence.startswith("\x1b]52;c;")
    assert "\x1bPtmux;\x1b\x1b]52;c;" in sequence
    assert sequence.endswith("\x1b\\")


def test_telex_s_own_signs_have_ascii_ones_of_one_cell_and_text_stays() -> None:
    (shown,) = PlainSigns().apply([Segment("• ‖ ↓ 1–9 … Ж日")], Color.parse("black"))
    assert shown.text == "o = v 1-9 ~ Ж日"


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "de_DE.utf8"}, True),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, False),
        ({}, False),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, False),
    ],
)
def test_the_locale_says_whether_signs_may_be_more_than_ascii(environ: dict[str, str], wanted: bool) -> None:
    assert utf8(environ) is wanted


REPLIES = {
    # What each answers to our questions: whole frames (2026), sizes in band (2048), how far away (DSR).
    "xterm 379": "\x1b[?2026;0$y\x1b[?2048;0$y\x1b[0n",
    "tmux 3.3a, screen 4.9": "\x1b[0n",
    "kitty 0.26, foot 1.13, tmux 3.7, WezTerm, Windows Terminal": "\x1b[?2026;2$y\x1b[?2048;0$y\x1b[0n",
    "ghostty, later kitty and foot": "\x1b[?2026;2$y\x1b[?2048;2$y\x1b[0n",
}


@pytest.mark.parametrize("name", list(REPLIES))
def test_what_a_terminal_answers_is_no_key_and_is_understood(name: str) -> None:
    answers: list[float] = []
    parser = Parser()
    parser.on_answer = answers.append
    events = [*parser.feed(REPLIES[name])]
    assert [event for event in events if isinstance(event, Key)] == []
    whole = any(isinstance(event, TerminalSupportsSynchronizedOutput) for event in events)
    assert whole is ("2026;2" in REPLIES[name])
    assert len(answers) == 1


def test_gnu_screen_erases_without_colour_and_others_with_it() -> None:
    assert not fills({"STY": "1.tty.host", "TERM": "screen-256color"})
    assert fills({"TERM": "screen-256color", "TMUX": "/tmp/tmux"})
    assert fills({"TERM": "xterm-kitty"})


def test_kitty_gives_no_colour_to_lines_that_come_in_and_others_do() -> None:
    assert not fills_moved({"TERM": "xterm-kitty"})
    assert not fills_moved({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"})
    assert fills_moved({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1", "TMUX": "/tmp/tmux"})
    assert fills_moved({"TERM": "foot"})


@pytest.mark.parametrize("sequence", ["\x1b[57441u", "\x1b[57442;5u", "\x1b[57358u"])
def test_shift_and_control_alone_are_no_keys(sequence: str) -> None:
    keys = [event.key for event in Parser().feed(sequence) if isinstance(event, Key)]
    assert keys in ([], [Keys.Ignore])
    assert [event.key for event in Parser().feed("\x1b[106;;106u") if isinstance(event, Key)] == ["j"]
