"""Every documented key of every preset is pressed, and random ones: nothing breaks."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest
from bytes_articles import for_telex
from key_bytes import sent
from telex_command import Home
from terminals import Terminal
from textual.events import Key

from tui.app.acts import ACTS, BY_ID, Pane
from tui.app.key_names import typed
from tui.app.keys import Keymap, Typing, keymap, press
from tui.app.presets import PRESETS
from tui.app.terminal import Parser
from tui.cache.database import connect
from tui.demo.tour import tour

TELEX = (sys.executable, "-m", "tui")
ENDS = frozenset({"quit", "suspend", "leave"})
"""Acts that end the session or stop it; each has a test of its own."""
STARTS = {Pane.SOURCES: "sources-pane", Pane.HEADLINES: "headlines-pane", Pane.STORY: "story-pane"}
ESCAPE = "\x1b[27u"
"""Escape as kitty sends it: known as such at once."""
UNKNOWN = (("\x1b[20~", "F9"), ("\x1b[21~", "F10"))
"""Keys that no preset has."""
TRIES = 60
"""Times that an answer is asked for, a second each."""
KEYS_OF_MONKEYS = 250


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return for_telex(tmp_path, sources=4)


def opened(home: Home, preset: str, *, columns: int = 80, lines: int = 24) -> Terminal:
    text = home.config.read_text().partition("[keys]")[0]
    home.config.write_text(f'{text}[keys]\npreset = "{preset}"\n')
    # No program that a key may call can be found.
    environ = home.environ(PATH=str(home.folder / "nothing"))
    return Terminal(TELEX, columns=columns, lines=lines, environ=environ, cwd=home.folder)


def key_of(keys: Keymap, act: str, pane: Pane) -> str:
    return sent(keys.keys_of(BY_ID[act], pane)[0])


def consistent(home: Home) -> None:
    """The cache is whole, and the counts that its triggers keep are those of its rows."""
    connection = connect(home.cache / "telex.db")
    assert connection.pragma("integrity_check") == "ok"
    assert list(connection.execute("PRAGMA foreign_key_check")) == []
    connection.close()


def ended(terminal: Terminal) -> bool:
    """Whether the program has ended; its status is kept."""
    if terminal.status is not None:
        return True
    pid, status = os.waitpid(terminal.pid, os.WNOHANG)
    if pid:
        code = os.waitstatus_to_exitcode(status)
        terminal.status = code if code >= 0 else 128 - code
    return bool(pid)


def meant(keys: Keymap, pane: Pane, text: str) -> list[str]:
    """The acts that what a terminal sends comes to in a pane, by the driver's own reading of it."""
    parser = Parser()
    events = [*parser.feed(text), *parser.feed("")]
    typing, found = Typing(), list[str]()
    for event in events:
        assert isinstance(event, Key), f"{text!r} is no key: {event}"
        pressed = press(keys, pane, typing, typed(event.key, event.character))
        typing = pressed.typing
        found += [command.act.id for command in pressed.commands]
        found += [typing.waiting.id] if typing.waiting else []
    return found


def answers(terminal: Terminal, sequence: str, name: str) -> None:
    """Press a key until the reader says that it does not know it: a write's word may stand over that."""
    said = f"{name} does nothing here"
    for _ in range(TRIES):
        terminal.type(sequence)
        end = time.monotonic() + 1
        while time.monotonic() < end:
            terminal.pump(0.1)
            if said in terminal.text:
                return
    assert said in terminal.text, f"no answer to {name}:\n{terminal.text}"


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_documented_key_of_every_preset_means_its_act(preset: str) -> None:
    keys = keymap(preset)
    for act in ACTS:
        for pane in Pane:
            for sequence in keys.keys_of(act, pane) if pane in act.panes else ():
                assert meant(keys, pane, sent(sequence)) == [act.id], (act.id, pane, sequence)


def test_every_act_is_carried_out_in_every_pane_by_its_key_or_name(home: Home) -> None:
    """Keys wait for the screen that they are for, so that nothing here waits for a screen."""
    keys = keymap("vim")
    with opened(home, "vim") as terminal:
        terminal.sees("unread")
        terminal.type(key_of(keys, "open", Pane.HEADLINES))
        for number, act in enumerate(ACTS):
            for pane in Pane:
                if pane not in act.panes or act.id in ENDS:
                    continue
                terminal.type(key_of(keys, STARTS[pane], Pane.HEADLINES))
                given = sent(keys.keys_of(act, pane)[0]) if keys.keys_of(act, pane) else f":{act.id}\r"
                terminal.type(given + ("a" if act.argument == "LETTER" else ""))
                # Whatever it has opened is left again: a question, a list laid over, the palette.
                terminal.type((4 if act.id == "guide" else 2) * ESCAPE)
            # The reader has the keys again, and says so of one that it does not know.
            answers(terminal, *UNKNOWN[number % 2])
        terminal.type(key_of(keys, "quit", Pane.HEADLINES))
        assert terminal.wait() == 0, terminal.text
    consistent(home)


STRAY = ("é", "日", "\x00", "\xff", "\x1b", "\x1b[99~", "\x1b[<0;10;5M\x1b[<0;10;5m", "\x1b[<64;10;5M", "7",
         "\x1b[200~pasted\x1b[201~", "\x1b[I", "\x1b[O", "\x1b[0n", "\x1b[?2026;2$y")  # fmt: skip
"""What is no key of any table, or nobody has pressed: mouse, focus, answers of the terminal."""


def monkey(home: Home, seed: int, count: int, *, columns: int, lines: int) -> None:
    """Random keys, with some that no table has, and other sizes; by themselves none leaves or stops telex."""
    print(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    preset = chance.choice(list(PRESETS))
    keys = keymap(preset)
    # What lends the terminal to a program has no place here; the palette holds all of it.
    out = {*ENDS, "pipe", "palette"}
    bound = [each for pane in Pane for act in ACTS if act.id not in out for each in keys.keys_of(act, pane)]
    never = {sent(each) for act in out for pane in Pane for each in keys.keys_of(BY_ID[act], pane)}
    left = count
    while left:
        with opened(home, preset, columns=columns, lines=lines) as terminal:
            terminal.sees("unread")
            while left and terminal.status is None:
                left -= 1
                text = chance.choice(STRAY) if chance.random() < 0.1 else sent(chance.choice(bound))
                if text in never or text == "\x1a":
                    continue
                terminal.type(text)
                if left % 40 == 0:
                    terminal.resize(*chance.choice([(40, 10), (columns, lines), (130, 40)]))
                terminal.pump(0.01)
                if left % 100 == 0:
                    terminal.rest(0.05)
                    ended(terminal)
            # Two keys that do not by themselves may leave it (Ctrl-x Ctrl-c), or a command that they type;
            # what is typed then the terminal itself writes.
            terminal.oracle = not ended(terminal)
            if terminal.status is None:
                os.kill(terminal.pid, signal.SIGTERM)
            assert terminal.wait() in (0, 128 + signal.SIGTERM), f"seed {seed}, {left} left:\n{terminal.text}"
    assert list(home.state.glob("*crash*")) == []
    consistent(home)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_keys_break_nothing(home: Home, seed: int) -> None:
    monkey(home, seed, KEYS_OF_MONKEYS, columns=80, lines=24)


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "lines"), [(40, 10), (80, 24), (200, 50)])
@pytest.mark.parametrize("seed", [int(word) for word in os.environ.get("TELEX_SEEDS", "1001").split()])
def test_ten_thousand_random_keys_break_nothing_while_news_come_in(
    home: Home, seed: int, columns: int, lines: int
) -> None:
    with tour(20.0) as (demo, _):
        home.config.write_text(home.config.read_text() + demo.read_text())
        monkey(home, seed, 10_000, columns=columns, lines=lines)
