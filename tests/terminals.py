"""A real terminal for tests: telex behind a pty, its bytes kept and its screen read through pyte."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte
from sequences import strays

DEADLINE = 120.0
"""Seconds after which a condition that has not come true fails the test."""
# pyte prints a part of these: private modes with > and $, and terminal queries.
_UNKNOWN = re.compile(
    rb"\x1b\[[>=<][0-9;]*[a-z]|\x1b\[\?[0-9;]*\$p|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_][^\x1b]*\x1b\\"
)
_BEGUN = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?")
"""A control sequence without its end."""

# Modes that programs switch on and have to switch off again, and those that are on at first.
_MODE = re.compile(
    rb"\x1b\[(2[23]);2t|\x1b\[\?([0-9;]+)([hl])|\x1b\[([><])[0-9]*u|\x1b\[([0-9]*;[0-9]*)?r|\x1b\[([0-9;]*)m|\x1b\]8;;(.)"
)
_ON_AT_FIRST = {"7", "25"}


def left_on(output: bytes) -> set[str]:
    """What a terminal has now that it did not have before: modes, kitty's keys, margins, a look, a link."""
    now = dict.fromkeys(_ON_AT_FIRST, True)
    for match in _MODE.finditer(output):
        title, modes, switched, push, margins, look, link = match.groups()
        if title is not None:
            now["window title"] = title == b"22"
        elif modes is not None:
            now |= dict.fromkeys(modes.decode().split(";"), switched == b"h")
        elif push is not None:
            now["kitty keys"] = push == b">"
        elif look is not None:
            now["look"] = look not in (b"", b"0")
        elif link is not None:
            now["link"] = link != b"\x1b"
        else:
            now["margins"] = bool(margins)
    return {mode for mode, on in now.items() if on != (mode in _ON_AT_FIRST)}


class Terminal:
    """One program behind a pty of ``columns`` × ``lines`` cells."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        environ: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.output = b""
        """Every byte that the program has written."""
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._partial = b""
        self.status: int | None = None
        # Of other programs, and of telex where it lends the terminal, nothing is known.
        self.oracle = any("tui" in word for word in argv)
        """Whether all that is written must be telex's own: see ``sequences``."""
        child, self.master = pty.fork()
        if child == 0:  # pragma: no cover - the other process
            if cwd is not None:
                os.chdir(cwd)
            os.execvpe(argv[0], list(argv), dict(environ or os.environ))  # noqa: S606
        self.pid = child
        self.resize(columns, lines)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        killed = self.status in (None, 128 + signal.SIGKILL)
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait()
        os.close(self.master)
        if self.oracle and error is None:
            strange = strays(self.output, killed=killed)
            assert not strange, f"written by telex, but none of its own: {strange}"
            assert killed or not left_on(self.output), f"left switched on: {left_on(self.output)}"

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(lines, columns)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def type(self, keys: str | bytes) -> None:
        """Send keys as the terminal would."""
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def pump(self, seconds: float) -> bytes:
        """Read for at most ``seconds``, returning early when something came; what came."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        self.take(data)
        return data

    def take(self, data: bytes) -> None:
        """Show what somebody has read from ``master``."""
        self.output += data
        text = self._partial + data
        cut = text.rfind(b"\x1b", max(0, len(text) - 32))
        # A control sequence may be cut by the read: keep its beginning for the next one.
        if cut >= 0 and _BEGUN.fullmatch(text, cut):
            text, self._partial = text[:cut], text[cut:]
        else:
            self._partial = b""
        self._stream.feed(_UNKNOWN.sub(b"", text))

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Read until ``condition`` holds; fails with the screen after ``DEADLINE``."""
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"never: {what}\n{self.text}"
            self.pump(0.05)

    def sees(self, words: str) -> None:
        """Read until the screen shows ``words``."""
        self.until(lambda: words in self.text, f"the screen shows {words!r}")

    def misses(self, words: str) -> None:
        """Read until the screen no longer shows ``words``."""
        self.until(lambda: words not in self.text, f"the screen no longer shows {words!r}")

    def rest(self, seconds: float = 0.4) -> int:
        """Read until nothing has come for ``seconds``; how many bytes came."""
        before = len(self.output)
        while self.pump(seconds):
            pass
        return len(self.output) - before

    @property
    def text(self) -> str:
        """The screen, a line of text for each of its lines."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self) -> int:
        """Read to the end of the program; its exit status, 128 + n for signal n."""
        end = time.monotonic() + DEADLINE
        while self.status is None:
            assert time.monotonic() < end, f"the program does not end\n{self.text}"
            self.pump(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self.status = code if code >= 0 else 128 - code
        while self.pump(0.1):
            pass
        return self.status
