"""The ticker: what it shows next. Pure; the reader's screen has the line and the clock.

It flips through what has arrived, one headline at a time, and then rests on the newest: a flip writes
some hundred bytes each few seconds, scrolling would write two thousand a second, and rest nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from rich.segment import Segment

from tui.ages import clock
from tui.app.palette import Palette
from tui.model import Article, Level

SECONDS = 8.0
"""How long one headline stays."""
QUEUE = 30
"""Arrivals kept waiting; beyond it the oldest are left out."""


class Tape:
    """The headlines that the ticker has still to show, and the one that it shows."""

    def __init__(self) -> None:
        self._waiting: deque[Article] = deque(maxlen=QUEUE)
        self.shown: Article | None = None
        self.last_id = 0

    def add(self, arrivals: Sequence[Article]) -> None:
        """Take in arrivals, oldest first."""
        for article in arrivals:
            self._waiting.append(article)
            self.last_id = max(self.last_id, article.id)

    def flip(self) -> bool:
        """Go on to the next headline; False when there is none and the ticker rests."""
        if not self._waiting:
            return False
        self.shown = self._waiting.popleft()
        return True

    @property
    def resting(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting


def line(article: Article | None, now: int, palette: Palette) -> list[Segment]:
    """The ticker's line for a headline."""
    if article is None:
        return [Segment(" TELEX ", palette.bar_key), Segment("no news yet", palette.bar)]
    pieces = [
        Segment(" TELEX ", palette.bar_key),
        Segment(f"{clock(article.at, now)} ", palette.bar),
        Segment(f"{article.source}  ", palette.bar_focus),
    ]
    if article.level > Level.ROUTINE:
        level = palette.level(article.level)
        pieces.append(
            Segment(f"{article.level.name} ", level + palette.bar.from_color(bgcolor=palette.bar.bgcolor))
        )
    pieces.append(Segment(article.title, palette.bar))
    return pieces
