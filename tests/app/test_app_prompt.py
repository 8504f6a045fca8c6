"""The line that asks: each key has its effect before the next."""

from __future__ import annotations

import pytest
from textual.theme import BUILTIN_THEMES

from tui.app.palette import palette
from tui.app.prompt import LIMIT, Prompt, paint, pressed, typed
from tui.app.themes import extra_variables
from tui.text import width

KEYS = {" ": "space"}


def after(prompt: Prompt, *keys: str) -> Prompt:
    """``prompt`` after keys: single characters, or names of keys."""
    for key in keys:
        single = len(key) == 1
        prompt = pressed(prompt, KEYS.get(key, key), key if single else None)
    return prompt


def test_letters_go_in_at_the_cursor() -> None:
    assert after(Prompt("/"), *"storm", "left", "left", "x").text == "stoxrm"


@pytest.mark.parametrize(
    ("keys", "text", "at"),
    [
        (("backspace",), "harbour stor", 12),
        (("home", "delete"), "arbour storm", 0),
        (("ctrl+w",), "harbour ", 8),
        (("ctrl+w", "ctrl+w"), "", 0),
        (("ctrl+u",), "", 0),
        (("ctrl+a", "right", "right", "ctrl+k"), "ha", 2),
        (("home", "backspace"), "harbour storm", 0),
        (("end", "right"), "harbour storm", 13),
        (("f5", "pageup"), "harbour storm", 13),
    ],
)
def test_the_keys_of_readline_do_what_they_do_there(keys: tuple[str, ...], text: str, at: int) -> None:
    line = after(Prompt("/", "harbour storm", 13), *keys)
    assert (line.text, line.at) == (text, at)


def test_tab_takes_what_is_suggested() -> None:
    line = after(Prompt(":", names=("poll-all", "poll-source")), *"POLL-S")
    assert line.suggestion == "ource"
    assert after(line, "tab").text == "POLL-Source"


def test_nothing_is_suggested_for_nothing_or_in_mid_line() -> None:
    asked = Prompt(":", names=("poll-all",))
    assert asked.suggestion == ""
    assert after(asked, "p", "o", "left").suggestion == ""
    assert after(asked, "tab").text == ""


def test_a_paste_is_one_harmless_line() -> None:
    assert typed(Prompt("/"), "harbour\nstorm\x1b[31m\u202e\n").text == "harbour storm[31m"


def test_a_line_does_not_grow_without_end() -> None:
    assert len(typed(typed(Prompt("/"), "a" * 1_999), "b" * 500).text) == LIMIT


def test_the_painted_line_fits_and_shows_the_cursor() -> None:
    theme = BUILTIN_THEMES["nord"]
    colours = palette({**extra_variables(theme), **theme.to_color_system().generate()})
    pieces = paint(Prompt("/", "日本" * 60, 120), 40, colours)
    assert sum(width(piece.text) for piece in pieces) <= 40
    assert any(piece.style == colours.bar_cursor for piece in pieces)
