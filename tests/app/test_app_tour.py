"""Every documented key of every preset is pressed, and random ones: nothing breaks."""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path

import pytest
from bytes_articles import for_telex
from key_bytes import sent
from telex_command import Home
from terminals import Terminal

from tui.app.acts import ACTS, BY_ID, Act, Pane
from tui.app.keys import Keymap, keymap
from tui.app.presets import PRESETS
from tui.cache.database import connect

TELEX = (sys.executable, "-m", "tui")
ENDS = frozenset({"quit", "suspend", "leave"})
"""Acts that end the session or stop it; each has a test of its own."""
STARTS = {Pane.SOURCES: "sources-pane", Pane.HEADLINES: "headlines-pane", Pane.STORY: "story-pane"}
KEYS_OF_MONKEYS = 250


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return for_telex(tmp_path, sources=4)


def opened(home: Home, preset: str, *, columns: int = 80, lines: int = 24) -> Terminal:
    text = home.config.read_text().partition("[keys]")[0]
    home.config.write_text(f'{text}[keys]\npreset = "{preset}"\n')
    # Escape is known as such at once: nobody types Alt here slower than a program.
    environ = home.environ(ESCDELAY="20")
    return Terminal(TELEX, columns=columns, lines=lines, environ=environ, cwd=home.folder)


def key_of(keys: Keymap, act: str, pane: Pane) -> str:
    return sent(keys.keys_of(BY_ID[act], pane)[0])


def consistent(home: Home) -> None:
    """The cache is whole, and the counts that its triggers keep are those of its rows."""
    connection = connect(home.cache / "telex.db")
    assert connection.pragma("integrity_check") == "ok"
    assert list(connection.execute("PRAGMA foreign_key_check")) == []
    connection.close()


def alive(terminal: Terminal, what: str) -> None:
    terminal.rest(0.1)
    assert terminal.status is None
    ended, status = os.waitpid(terminal.pid, os.WNOHANG)
    terminal.status = status if ended else None
    assert not ended, f"{what} ended it:\n{terminal.text}"


def pressed(terminal: Terminal, keys: Keymap, act: Act, pane: Pane) -> None:
    """Every key of an act, each from the pane and back to it."""
    for sequence in keys.keys_of(act, pane)[: 2 if keys.preset == "vim" else 1]:
        terminal.type(key_of(keys, STARTS[pane], Pane.HEADLINES))
        terminal.type(sent(sequence))
        if act.argument == "LETTER":
            terminal.type("a")
        terminal.pump(0.03)
        # Whatever it has opened is left again: a question, a list laid over, the palette.
        for _ in range(4 if act.id == "guide" else 2):
            terminal.type("\x1b")
            terminal.rest(0.06)
    alive(terminal, f"{act.id} in {pane}")


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_documented_key_of_every_preset_can_be_pressed(home: Home, preset: str) -> None:
    keys = keymap(preset)
    with opened(home, preset) as terminal:
        terminal.sees("unread")
        terminal.type(key_of(keys, "open", Pane.HEADLINES))
        terminal.rest(0.3)
        for act in ACTS:
            panes = [pane for pane in Pane if pane in act.panes]
            for pane in panes if preset == "vim" else panes[-1:]:
                if act.id not in ENDS:
                    pressed(terminal, keys, act, pane)
        terminal.type(key_of(keys, "quit", Pane.HEADLINES))
        assert terminal.wait() == 0, terminal.text
    consistent(home)


def monkey(home: Home, seed: int, count: int, *, columns: int, lines: int) -> None:
    """Random keys, with some that no table has; leaving, stopping and running programs are left out."""
    print(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    preset = chance.choice(list(PRESETS))
    keys = keymap(preset)
    out = {*ENDS, "pipe"}
    bound = [each for pane in Pane for act in ACTS if act.id not in out for each in keys.keys_of(act, pane)]
    never = {sent(each) for act in out for pane in Pane for each in keys.keys_of(BY_ID[act], pane)}
    stray = [
        "é",
        "日",
        "\x00",
        "\xff",
        "\x1b[99~",
        "\x1b[<0;10;5M\x1b[<0;10;5m",
        "\x1b[200~pasted\x1b[201~",
        "7",
    ]
    with opened(home, preset, columns=columns, lines=lines) as terminal:
        terminal.sees("unread")
        for number in range(count):
            text = chance.choice(stray) if chance.random() < 0.1 else sent(chance.choice(bound))
            if text in never or text == "\x1a":
                continue
            terminal.type(text)
            if number % 40 == 39:
                size = chance.choice([(40, 10), (columns, lines), (130, 40)])
                terminal.resize(*size)
            terminal.pump(0.01)
            if number % 100 == 99:
                alive(terminal, f"seed {seed}, key {number}")
        alive(terminal, f"seed {seed}")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM, terminal.text
        assert all(code in terminal.output[-400:] for code in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"))
    assert list(home.state.glob("*crash*")) == []
    consistent(home)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_keys_break_nothing(home: Home, seed: int) -> None:
    monkey(home, seed, KEYS_OF_MONKEYS, columns=80, lines=24)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_random_keys_break_nothing(home: Home, seed: int) -> None:
    monkey(home, 1_000 + seed, 1_000, columns=80, lines=24)
