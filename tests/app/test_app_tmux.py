"""telex in a real tmux: left and come back to at another size and depth, clicked, stopped, killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bytes_articles import for_telex
from telex_command import Home
from terminals import DEADLINE, Terminal

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Tmux:
    """A server of one's own, with telex in its only pane."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._base = ["tmux", "-L", f"telex-{os.getpid()}-{time.monotonic_ns()}", "-f", "/dev/null"]
        self.environ = home.environ(TMUX_TMPDIR=str(home.folder), COLORTERM="truecolor")

    def tell(self, *words: str) -> str:
        """Run one of tmux's commands; what it prints."""
        done = subprocess.run(
            [*self._base, *words], env=self.environ, cwd=self.home.folder, capture_output=True, check=False
        )
        return done.stdout.decode()

    def attached(self, *, columns: int, lines: int, term: str = "xterm-256color") -> Terminal:
        """A terminal on the session; the first one starts it."""
        argv = [*self._base, "-2" if term.endswith("256color") else "-u", "new-session", "-A", "-s", "desk",
                sys.executable, "-m", "tui"]  # fmt: skip
        environ = {**self.environ, "TERM": term}
        terminal = Terminal(argv, columns=columns, lines=lines, environ=environ, cwd=self.home.folder)
        terminal.oracle = False  # what arrives here tmux has written
        return terminal

    def pid(self) -> int:
        """The process of telex."""
        return int(self.tell("list-panes", "-t", "desk", "-F", "#{pane_pid}"))

    def shows(self, words: str) -> str:
        """Wait until the pane shows ``words``; all that it shows."""
        end = time.monotonic() + DEADLINE
        while words not in (text := self.tell("capture-pane", "-p", "-t", "desk")):
            assert time.monotonic() < end, f"never: {words!r}\n{text}"
            time.sleep(0.05)
        return text


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    found = Tmux(for_telex(tmp_path, sources=2))
    with found.home.unpolled():
        yield found
        found.tell("kill-server")


def gone(pid: int) -> bool:
    """Whether a process that is no child of ours has ended, waiting for it."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_it_is_come_back_to_at_another_size_and_colour_depth_and_can_be_clicked(tmux: Tmux) -> None:
    with tmux.attached(columns=80, lines=24) as terminal:
        terminal.sees("unread")
        tmux.tell("set", "-g", "mouse", "on")
        tmux.tell("detach-client", "-s", "desk")
        assert terminal.wait() == 0
    with tmux.attached(columns=130, lines=40, term="xterm") as terminal:
        # A masthead now: telex has drawn for the new size, and tmux in sixteen colours.
        terminal.sees("articles in 24 h")
        assert len(tmux.shows("unread").splitlines()[-2]) > 120
        before = terminal.text.splitlines()
        row = next(y for y, line in enumerate(before) if "10m" in line)
        column = before[row].index("10m") + 1
        # A click puts the cursor there, another one opens; the wheel moves the story or the list under it.
        click = f"\x1b[<0;{column};{row + 1}M\x1b[<0;{column};{row + 1}m"
        terminal.type(click)
        terminal.rest()
        terminal.type(click)
        tmux.shows("h back")
        terminal.type("".join(f"\x1b[<65;{column};{row + 1}M" for _ in range(5)))
        terminal.rest()
        assert terminal.text.splitlines()[2:30] != before[2:30]
        terminal.type("Q")
        assert terminal.wait() == 0


def test_a_tmux_that_is_killed_takes_telex_along_and_nothing_is_lost(tmux: Tmux) -> None:
    with tmux.attached(columns=80, lines=24) as terminal:
        terminal.sees("unread")
        terminal.type("s")
        tmux.shows("1 article starred")
        pid = tmux.pid()
        tmux.tell("kill-server")
        assert terminal.wait() in (0, 1)
        assert gone(pid)
    assert '"title"' in tmux.home.telex("list", "is:starred", "--json").stdout


def test_it_is_stopped_and_goes_on_where_it_was(tmp_path: Path) -> None:
    home = for_telex(tmp_path, sources=2)
    # A shell that hands the terminal on to its job, as people have one.
    script = "set -m; " + f"{sys.executable} -m tui" + "; echo STOPPED; fg >/dev/null; echo ENDED $?"
    argv = ("bash", "-c", script)
    with home.unpolled(), Terminal(argv, environ=home.environ(), cwd=home.folder) as terminal:
        terminal.oracle = False
        terminal.sees("unread")
        terminal.type("jj")
        terminal.rest()
        terminal.type("\x1a")
        terminal.sees("unread")
        terminal.until(lambda: b"STOPPED" in terminal.output, "the shell has the terminal")
        terminal.sees("unread")
        at = len(terminal.output)
        terminal.type("j")
        terminal.until(lambda: len(terminal.output) > at, "it answers")
        terminal.rest()
        assert terminal.screen.cursor.y == 5
        os.write(terminal.master, b"Q")
        terminal.until(lambda: b"ENDED 0" in terminal.output, "it has ended")
        terminal.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_tmux_leaves_the_pane_to_the_shell(tmux: Tmux, number: int) -> None:
    with tmux.attached(columns=80, lines=24) as terminal:
        terminal.sees("unread")
        tmux.tell("set", "-g", "remain-on-exit", "on")
        os.kill(tmux.pid(), number)
        end = time.monotonic() + DEADLINE
        asked = "#{pane_dead}:#{pane_dead_status}:#{pane_dead_signal}:#{alternate_on}:#{mouse_any_flag}"
        while not any((said := tmux.tell("display", "-p", "-t", "desk", asked).strip().split(":"))[1:3]):
            assert time.monotonic() < end, said
            # At the end of a pty tmux 3.3 has libutempter run a helper, with SIGCHLD at its default: telex's
            # is lost if it comes just then. Another child has tmux look for all that have ended.
            tmux.tell("run-shell", "true")
            time.sleep(0.05)
        assert said == ["1", str(128 + number), "", "0", "0"]
