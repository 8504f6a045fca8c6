"""The grammar of what telex writes: it takes what is telex's own and finds all else."""

from __future__ import annotations

import pytest
from hostile_text import DECEIT, ESCAPES
from sequences import GRAMMAR, strays

OWN = (
    "\x1b[?1049h\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?25l\x1b[?1004h\x1b[>25u\x1b[?2026$p\x1b[?2048$p\x1b[?7l",
    "\x1b[1;38;5;231;48;5;17mHäfen 港\x1b[0m\x1b[24;1H\x1b[5C\x1b[K\x1b[2;22r\x1b[2H\x1b[3M\x1b[r",
    "\x1b]8;;https://a.example/b?c=d\x1b\\here\x1b]8;;\x1b\\",
    "\x1b]52;c;aHR0cHM6Ly94Lw==\x07\x1bPtmux;\x1b\x1b]52;c;aHR0cHM6Ly94Lw==\x07\x1b\\",
    "\x1b]2;FLASH · 5 publishers: Dam\x07\x1b]9;FLASH: Dam\x07\x1b]777;notify;FLASH;Dam\x07",
    "\x1b[?1049l\x1b[?25h\r\ntelex: a word\n",
    "\x1b[?1000;1002;1006h\x1b[5n\r\n\n    60\n\b\b60\x1bM\x1b[3D\x1b[12X\x1b[J",
    "می‌خواهم क्षि",
)
NOT_OWN = (
    "\x1b]8;;javascript:alert(1)\x1b\\", "\x1b]8;;https://a.example/\x07", "\x1b]9;4;1\x07",
    "\x1b]52;c;?\x07", "\x1b[?1003$p", "\x1b[?1h", "\x1b[s", "\x1bPtmux;\x1b\x1b[6n\x1b\\.", "a\bb",
    "\x1b]0;x\x07", "\x1b[2J", "\x1b]22;text\x07", "z" + "\u0301" * 5, "\x1b[8;40;80t", "\x1b[=1u", "\r",
)  # fmt: skip
# The name of a window may be set, and looks are telex's own: by their form these two are no strangers.
KNOWN_FORMS = {"colour", "window title", "link"}


@pytest.mark.parametrize("text", OWN)
def test_what_is_telex_s_own_is_no_stray(text: str) -> None:
    assert strays(text.encode()) == []


@pytest.mark.parametrize("text", NOT_OWN)
def test_what_telex_never_writes_is_found(text: str) -> None:
    assert strays(b"before" + text.encode() + b"after") != []


@pytest.mark.parametrize("kind", sorted(({*ESCAPES, *DECEIT} - KNOWN_FORMS) - {"lone surrogates"}))
def test_whatever_means_harm_is_found(kind: str) -> None:
    text = {**ESCAPES, **DECEIT}[kind]
    if kind in ("bell, backspace, delete", "next line"):
        text = text.strip("\x07")
    assert strays(f"before {text}after".encode(), bell=False) != []


def test_a_bell_is_a_stray_where_none_may_ring() -> None:
    assert strays(b"\x07") == []
    assert strays(b"\x07", bell=False) != []


def test_bytes_that_are_no_utf_8_are_found_but_the_cut_end_of_a_killed_program_is_none() -> None:
    assert strays(b"a\x9b31mb") != []
    assert strays("ä".encode()[:1]) != []
    assert strays(b"text\x1b[3") != []
    assert strays("ä".encode()[:1], killed=True) == []
    assert strays(b"text\x1b[3", killed=True) == []


def test_each_sequence_has_its_reason() -> None:
    assert all(what and why for what, why, _ in GRAMMAR)
