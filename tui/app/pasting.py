"""What is pasted, between its two brackets: also where the second never comes. Pure.

A terminal puts ``CSI 200 ~`` before what is pasted and ``CSI 201 ~`` behind. A link that tears between them
would leave an app that takes all keys for pasted text.
"""

from __future__ import annotations

START, END = "\x1b[200~", "\x1b[201~"
PAUSE = 1.0
"""Seconds of silence after which a key is a key again; what comes at once after a gap in a paste is more."""
KEY = 6
"""Characters of the longest key: more at once is pasted text."""
LIMIT = 1_000_000
"""Characters of one paste that are kept."""


class Pasting:
    """Follows what is typed, and closes the brackets where that is due."""

    def __init__(self) -> None:
        self._size: int | None = None
        self._last = 0.0
        self._tail = ""

    def take(self, data: str, now: float) -> str:
        """What of ``data``, which came at ``now``, the parser of keys is to have."""
        before = ""
        if self._size is not None and now - self._last >= PAUSE and len(data) <= KEY and END not in data:
            self._size, before = None, END
        self._last = now
        seen = self._tail + data
        start, end = seen.rfind(START), seen.rfind(END)
        self._tail = seen[-len(END) + 1 :]
        if end > start and (self._size or 0) > LIMIT:
            data = seen[end:]  # of the bracket too a part may have been left out
        if max(start, end) >= 0:
            self._size = 0 if start > end else None
        elif self._size is not None:
            self._size += len(data)
            if self._size > LIMIT:
                return ""
        return before + data
