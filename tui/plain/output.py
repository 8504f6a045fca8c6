"""Standard output as the plain face uses it: the second gate, JSON Lines, a reader that goes away.

Knows nothing of articles, the cache or arguments.
"""

from __future__ import annotations

import io
import json
import os
import select
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from tui.paths import STANDARD_OUTPUT, naming
from tui.text import gated, gated_json


@dataclass(frozen=True, slots=True)
class Output:
    """Where lines go.

    Writing raises OSError, named ``STANDARD_OUTPUT``; ``BrokenPipeError`` when nobody reads them any more.
    """

    stream: TextIO

    def line(self, *cells: str) -> None:
        """One line of ``cells`` with tabs between them; no control character in a cell gets through."""
        self.put("\t".join(harmless(cell) for cell in cells) + "\n")

    def lines(self, text: str) -> None:
        """A text of several lines."""
        for line in text.split("\n"):
            self.line(line)

    def record(self, fields: Mapping[str, object]) -> None:
        """One JSON object on a line of its own (JSON Lines)."""
        self.put(packed(fields, ascii_only=not self.unicode) + "\n")

    def flush(self) -> None:
        """Send what has been written so far."""
        with naming(STANDARD_OUTPUT):
            self.stream.flush()

    def put(self, text: str) -> None:
        """Text that has passed the gate, or is telex's own, as it is."""
        with naming(STANDARD_OUTPUT):
            self.stream.write(text)

    def data(self, data: bytes) -> None:
        """A document as it is; the stream must be a file's."""
        with naming(STANDARD_OUTPUT):
            self.stream.buffer.write(data)

    @property
    def unicode(self) -> bool:
        """Whether it takes every character."""
        return self.stream.encoding.lower().replace("-", "") == "utf8"

    @property
    def cells(self) -> int | None:
        """The cells of a line now, as terminals are resized; None where no terminal is."""
        if not self.stream.isatty():
            return None
        try:
            columns = os.get_terminal_size(self.stream.fileno()).columns
        except OSError:
            return 80
        return columns or 80  # a terminal that does not know says 0

    def wait(self, seconds: float) -> bool:
        """Let time pass; False, and at once, when the reader at the other end has gone."""
        poll = select.poll()
        poll.register(self.stream.fileno(), 0)  # errors and hang-ups are reported unasked
        return not poll.poll(seconds * 1000)


def standard() -> Output:
    """Standard output, set so that a character that it cannot encode becomes a question mark."""
    stream = sys.__stdout__
    if stream is None:  # closed by whoever started telex
        stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    return Output(stream)


def harmless(text: str) -> str:
    """``text`` with every control character replaced: the gate in front of the terminal.

    Text was cleaned when it came in; this holds for a cache that something else has written to.
    """
    return gated(text)


def packed(fields: Mapping[str, object], *, ascii_only: bool = False) -> str:
    """One line of JSON that may go to a terminal."""
    return gated_json(json.dumps(fields, ensure_ascii=ascii_only))
