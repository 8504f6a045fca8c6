"""Frames on their way to the terminal: one at a time, merged while it is behind. Knows no widget.

What is drawn while the last frame is still being written, or is on its way over a slow link, becomes one
frame with what is drawn after it: nothing queues up behind a held-down key.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from rich.color import ColorSystem

from tui.app import pacing
from tui.app.frame import Frame, Piece
from tui.app.pacing import Link
from tui.round_trip import QUESTION


class Sender:
    """Takes in what the screen is to be, and writes it when the terminal can take it."""

    def __init__(
        self, frame: Frame, write: Callable[[str, int], int], cursor: Callable[[], tuple[int, int]]
    ) -> None:
        """``write``: gets a patch and how many lines it changes; gives its bytes, 0 where no terminal is.

        ``cursor``: line and column where the terminal's own cursor is to stand.
        """
        self.frame = frame
        self.link = Link()
        self.sent = self.frames = self.taken = 0
        """Bytes and frames written, and frames taken in."""
        self._write, self._cursor = write, cursor
        self._writing = False
        self._since: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def take(self, pieces: Iterable[Piece], columns: int, lines: int, colours: ColorSystem | None) -> None:
        """Take in a part of the screen; it is written at once or soon."""
        self.frame.take(pieces, columns, lines, colours)
        self.taken += 1
        if self._since is None:
            self._since = time.monotonic()
        self._go()

    def flushed(self) -> bool:
        """The terminal has taken all; whether something waits for that. May be called from any thread."""
        self._writing = False
        return self._since is not None

    def written(self) -> None:
        """The terminal has taken all that was written; what waits for that is written."""
        if self.flushed():
            self._go()

    def answered(self, at: float) -> None:
        """The terminal's answer came at this time of the monotonic clock."""
        self.link = pacing.answered(self.link, at)
        if self._since is not None:
            self._go()

    def forget(self) -> None:
        """The screen may hold anything now; what is taken in from here on is drawn anew."""
        self.frame.forget()

    def _go(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._writing or self._since is None:
            return
        now = time.monotonic()
        self.link = pacing.given_up(self.link, now)
        if left := pacing.wait(self.link, self.frame.changed, self._since, now):
            self._timer = asyncio.get_running_loop().call_later(left, self._go)
            return
        self._since = None
        lines = self.frame.changed
        patch = self.frame.patch(self._cursor())
        if not patch:
            return
        question = pacing.asks(self.link, now)
        self._writing = True  # before the terminal can have taken it
        size = self._write(patch + QUESTION * question, lines)
        if size:
            self.sent += size
            self.frames += 1
            self.link = pacing.sent(self.link, size, now, question=question)
        else:
            self._writing = False
            self.frame.forget()
