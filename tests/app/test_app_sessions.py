"""telex in GNU screen and in mosh: what is on the terminal is what a redraw gives, and all is left as it was.

Slow: ``pytest -m slow tests/app/test_app_sessions.py``. tmux has its own tests.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from bytes_articles import for_telex
from telex_command import Home
from terminals import Terminal

pytestmark = pytest.mark.slow
TELEX = (sys.executable, "-m", "tui")


def needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return for_telex(tmp_path, sources=3)


@contextmanager
def in_screen(home: Home) -> Iterator[Terminal]:
    needs("screen")
    folder = home.folder / "screens"
    folder.mkdir(mode=0o700)
    environ = home.environ(SCREENDIR=str(folder), TERM="xterm-256color")
    argv = ["screen", "-c", "/dev/null", "-U", "-T", "screen-256color", "-S", "desk", *TELEX]
    try:
        yield Terminal(argv, environ=environ, cwd=home.folder)
    finally:
        subprocess.run(["screen", "-S", "desk", "-X", "quit"], env=environ, capture_output=True, check=False)


@contextmanager
def in_mosh(home: Home) -> Iterator[Terminal]:
    needs("mosh-server")
    argv = ["mosh-server", "new", "-i", "127.0.0.1", "-c", "256", "-l", "LANG=C.UTF-8", "--", *TELEX]
    begun = subprocess.run(argv, env=home.environ(), cwd=home.folder, capture_output=True, check=True)
    port = re.search(rb"MOSH CONNECT (\d+) (\S+)", begun.stdout)
    server = re.search(rb"pid = (\d+)", begun.stderr)
    assert port
    assert server
    environ = home.environ(MOSH_KEY=port[2].decode(), TERM="xterm-256color")
    try:
        yield Terminal(["mosh-client", "127.0.0.1", port[1].decode()], environ=environ, cwd=home.folder)
    finally:
        with suppress(ProcessLookupError):
            os.kill(int(server[1]), signal.SIGTERM)


@pytest.fixture(params=["screen", "mosh"])
def session(request: pytest.FixtureRequest, home: Home) -> Iterator[Terminal]:
    begin = in_screen if request.param == "screen" else in_mosh
    with begin(home) as terminal, terminal:
        terminal.oracle = False  # what arrives here the session has written
        yield terminal


def test_what_is_drawn_is_what_a_redraw_gives_and_the_end_is_clean(session: Terminal) -> None:
    session.sees("unread")
    steps = {
        "jjk": "Enter open",
        "hjj\r": "Enter open",
        "\x06\x02": "Enter open",
        "\r": "h back",
        " jj": "h back",
        "q": "Enter open",
        "?": "In the headlines pane",
        " q": "Enter open",
        "s": "1 article starred",
    }
    for keys, words in steps.items():
        session.type(keys)
        session.sees(words)
        session.rest(1)
        drawn = session.text
        session.type("\x0c")
        session.rest(1)
        assert session.text == drawn, keys
    session.resize(100, 30)
    session.sees("articles in 24 h")
    session.type("Q")
    assert session.wait() == 0
