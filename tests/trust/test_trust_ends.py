"""How telex starts on odd terminals, how it ends, and that it tells nothing secret (goals 18, 22, 24)."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bytes_articles import for_telex
from figures import record
from telex_command import Home
from terminals import DEADLINE, Terminal

from tui.cache.database import poller_pid

TELEX = (sys.executable, "-m", "tui")
CANARY = "hunter2-canary"
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l", b"\x1b[?1004l")
# Each ends telex from another place, with a secret among its local variables and in what it says.
FAULTS = {
    "a key": "import tui.app.act_functions as m; m.CARRIED_OUT['star'] = fault",
    "drawing": "import tui.app.widgets.headlines as m; real = m.paint\n"
    "m.paint = lambda row, *rest, **more: fault() if row.headline.starred else real(row, *rest, **more)",
    "a timer": "import tui.app.screens.refreshing as m; m.Refreshing.refresh = fault",
    "keys that are read": "import tui.app.pasting as m; real = m.Pasting.take\n"
    "m.Pasting.take = lambda self, data, now: fault() if data == 's' else real(self, data, now)",
    "work behind the screen": "import tui.app.screens.reader as m\n"
    "async def work(*a): fault()\nm.Reader._written = work",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return for_telex(tmp_path, sources=1)


def restored(output: bytes) -> bool:
    return all(code in output[-600:] for code in RESTORED)


def crashed(home: Home, where: str) -> None:
    program = (
        f"import sys\ndef fault(*_, **__):\n    word = '{CANARY}'\n"
        f"    raise ValueError('no answer from https://me:' + word + '@post.example/')\n{FAULTS[where]}\n"
        "from tui.cli import main; main()"
    )
    argv = (sys.executable, "-c", program)
    with home.unpolled(), Terminal(argv, environ=home.environ(), cwd=home.folder) as terminal:
        terminal.sees("unread")
        terminal.type("s")
        assert terminal.wait() == 70, terminal.text
        assert restored(terminal.output)
        assert b"Traceback" not in terminal.output
        assert CANARY.encode() not in terminal.output
    told = (home.state / "crash.txt").read_text()
    assert "ValueError: no answer from https://post.example/" in told
    assert CANARY not in told.replace(f"word = '{CANARY}'", "")  # the program's own line
    assert not [
        path for path in home.folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
    ]


@pytest.mark.parametrize("where", ["drawing", "keys that are read"])
def test_a_fault_anywhere_is_told_in_a_line_without_what_is_secret(home: Home, where: str) -> None:
    crashed(home, where)
    record(18, "secrets in what a crash says, on the screen and in its report", "0")


@pytest.mark.slow
@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_in_each_place_is_told_in_a_line_without_what_is_secret(home: Home, where: str) -> None:
    crashed(home, where)
    record(22, "crashes in five places: terminal restored, status 70, one line", "5 of 5")


def test_a_secret_stands_in_no_process_list(home: Home) -> None:
    """App and poller, with passwords, tokens, cookies and proxies configured."""
    secret = f'url = "http://127.0.0.1:9/"\nuser = "me"\npassword = "{CANARY}"\ncookie = "{CANARY}"\n'
    home.config.write_text(f'[[sources]]\n{secret}proxy = "http://me:{CANARY}@127.0.0.1:9"\n')
    home.config.chmod(0o600)
    with Terminal(TELEX, environ=home.environ(), cwd=home.folder) as terminal:
        terminal.until(lambda: bool(poller_pid(home.cache / "poller.lock")), "a poller is at work")
        terminal.rest()
        seen = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
        ours = [line for line in seen if str(home.folder).encode() in line]
        assert ours
        assert not any(CANARY.encode() in line for line in ours)
        terminal.type("Q")
        terminal.wait()
    record(18, "secrets in the command lines of app, poller and workers", f"0 of {len(ours)}")


def test_an_app_that_hears_no_hang_up_is_gone_when_its_terminal_is(home: Home) -> None:
    """As under nohup: SIGHUP is ignored, the end of the input is all that is left."""
    program = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from tui.cli import main; main()"
    terminal = Terminal((sys.executable, "-c", program), environ=home.environ(), cwd=home.folder)
    terminal.sees("unread")
    os.close(terminal.master)
    begun = time.monotonic()
    while not (gone := os.waitpid(terminal.pid, os.WNOHANG)[0]) and time.monotonic() < begun + DEADLINE:
        time.sleep(0.02)
    assert gone, "it lives on without a terminal"
    record(
        22,
        "the terminal gone, SIGHUP ignored: the process gone after (2 s)",
        f"{time.monotonic() - begun:.1f} s",
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal(home: Home, number: int) -> None:
    with Terminal(TELEX, environ=home.environ(), cwd=home.folder) as terminal:
        terminal.sees("unread")
        begun = time.monotonic()
        os.kill(terminal.pid, number)
        assert terminal.wait() == 128 + number
        assert restored(terminal.output)
    record(
        22,
        f"{signal.Signals(number).name}: restored and gone after (2 s)",
        f"{time.monotonic() - begun:.1f} s",
    )


STARTS: tuple[tuple[str, int, int, dict[str, str]], ...] = (
    ("no TERM, no locale", 80, 24, {"TERM": "", "LANG": ""}),
    ("a TERM that nobody knows", 80, 24, {"TERM": "no-such-thing"}),
    ("no HOME", 80, 24, {"HOME": ""}),
    ("a cell", 1, 1, {}),
    ("a wall", 500, 2000, {}),
)


@pytest.mark.parametrize(("what", "columns", "lines", "environ"), STARTS, ids=[each[0] for each in STARTS])
def test_it_starts_anywhere_or_says_why_not(
    home: Home, what: str, columns: int, lines: int, environ: dict[str, str]
) -> None:
    places = {
        "XDG_CONFIG_HOME": f"{home.folder}/.config",
        "XDG_DATA_HOME": f"{home.folder}/.local/share",
        "XDG_STATE_HOME": f"{home.folder}/.local/state",
    }
    environment = {name: value for name, value in (home.environ() | places | environ).items() if value}
    with (
        home.unpolled(),
        Terminal(TELEX, columns=columns, lines=lines, environ=environment, cwd=home.folder) as terminal,
    ):
        terminal.until(lambda: b"\x1b[?1049h" in terminal.output, "it shows a screen")
        terminal.rest()
        terminal.resize(80, 24)
        terminal.sees("unread")
        terminal.type("Q")
        assert terminal.wait() == 0
        assert b"Traceback" not in terminal.output
    record(
        24, "starts without TERM, locale, HOME, on a cell and on a wall: tracebacks", f"0 of {len(STARTS)}"
    )


@pytest.mark.parametrize("form", ["dumb", "no terminal", "all closed"])
def test_without_a_screen_it_is_lines_and_no_traceback(home: Home, form: str) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"quit\n")
    closed = ("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh")
    done = subprocess.run(
        (*(closed if form == "all closed" else ()), *TELEX),
        stdin=theirs if form == "dumb" else subprocess.DEVNULL,
        stdout=theirs if form == "dumb" else subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=home.environ(TERM="dumb" if form == "dumb" else "xterm"),
        cwd=home.folder,
        timeout=DEADLINE,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)
    assert not list(home.state.glob("crash*"))
    record(24, "starts on a dumb terminal, without one, with all closed: tracebacks, reports", "0 of 3")
