"""The terminal as a file that may go away: what it takes at once is written at once. Knows not what it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO


class Outlet:
    """The terminal as a file; what is written after a hang-up is dropped.

    Textual's writer thread would die of the error, and the app then block on its full queue.

    What the terminal has room for need not wait for that thread: each thread that a key's frame needs has to
    be given a processor first, and while a poll takes both of two that may take as long as the frame.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.gone = False
        self.on_flush: Callable[[], None] | None = None
        """Called when the terminal has taken all, mostly from the writer's thread."""
        self.handed = 0
        """Texts that the writer's thread was given."""
        self._written = self._flushed = 0
        """How many of them it has written, and how many the terminal has taken."""
        self._left = b""
        """What of a text the terminal had no room for."""
        self._straight: int | None = None
        """The terminal opened once more: of the file, which is the shell's too, writing has to wait."""
        with suppress(OSError):  # another user's, after su: the thread writes all
            name = os.ttyname(file.fileno())
            self._straight = os.open(name, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)

    def write_at_once(self, text: str) -> str | None:
        """Write without waiting, where nothing is before it; what ``write`` is to be given, None: nothing."""
        if self._straight is None or self.handed != self._flushed:
            return text
        data = text.encode(self._file.encoding, self._file.errors or "strict")
        try:
            count = os.write(self._straight, data)
        except BlockingIOError:
            return text
        except OSError:
            self._let_go()
            count = len(data)
        if count < len(data):
            self._left = data[count:]
            return ""
        if self.on_flush is not None:
            self.on_flush()
        return None

    def write(self, text: str) -> None:
        """Write, unless the terminal is gone; first what was left."""
        left, self._left = self._left, b""
        if not self.gone:
            try:
                self._file.buffer.write(left)
                self._file.write(text)
            except OSError:
                self._let_go()
        self._written += 1

    def flush(self) -> None:
        """Flush, unless the terminal is gone."""
        written = self._written
        if not self.gone:
            try:
                self._file.flush()
            except OSError:
                self._let_go()
        self._flushed = written
        if self.on_flush is not None:
            self.on_flush()

    def _let_go(self) -> None:
        # What Python still holds for the terminal would fail once more at exit, with status 120.
        self.gone = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for descriptor in (1, 2, self._straight):
            if descriptor is not None:
                os.dup2(nowhere, descriptor)
        os.close(nowhere)

    def fileno(self) -> int:
        """The file's own number."""
        return self._file.fileno()
