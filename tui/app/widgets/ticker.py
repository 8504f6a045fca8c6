"""The ticker: what it shows next. Pure; the reader's screen has the line and the clock.

It flips through what has arrived, alerts first and by level, then the headlines, one at a time, and then
rests on the newest alert of the last hour or else on the newest headline: a flip writes some hundred
bytes each few seconds, scrolling would write two thousand a second, and rest nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from tui.ages import clock
from tui.app.palette import Palette
from tui.cache.tape import Item
from tui.model import Level

SECONDS = 8.0
"""How long one headline stays."""
QUEUE = 30
"""Arrivals kept waiting; beyond it the oldest headlines are left out."""
STANDS = 3_600
"""Seconds for which the ticker comes back to an alert when nothing else waits."""


class Tape:
    """What the ticker has still to show, and what it shows."""

    def __init__(self) -> None:
        self._waiting: list[Item] = []
        self._standing: Item | None = None
        self.shown: Item | None = None
        self.paused = False
        self.stepped = False
        """What it shows was stepped to, and stays until the tape runs on."""
        self.last_article = 0
        self.last_alert = 0

    def add(self, items: Sequence[Item]) -> None:
        """Take in what came, oldest first."""
        for item in items:
            self._waiting.append(item)
            if item.alert:
                self.last_alert = max(self.last_alert, item.id)
                self._standing = item
            else:
                self.last_article = max(self.last_article, item.id)
        alerts = [item for item in self._waiting if item.alert]
        headlines = [item for item in self._waiting if not item.alert]
        self._waiting = sorted(alerts, key=lambda item: -item.level) + headlines[-QUEUE:]

    def begin(self, items: Sequence[Item]) -> None:
        """Begin where the tape stands: at its last item, or an alert of the hour before it."""
        self.add(items)
        self._waiting = []
        self.shown = items[-1] if items else None
        self.flip()

    def flip(self) -> bool:
        """Go on to the next; False when there is none and the ticker rests."""
        if self.paused or self.stepped:
            return False
        if self._waiting:
            self.shown = self._waiting.pop(0)
            return True
        standing = self._standing
        if standing is None or self.shown is standing or self.shown is None:
            return False
        if self.shown.came - standing.came > STANDS:
            self._standing = None
            return False
        self.shown = standing
        return True

    def step(self, item: Item) -> None:
        """Show an item of the past, or of what followed it; the tape stands there."""
        self.shown, self.stepped = item, True

    def run(self, items: Sequence[Item] = ()) -> None:
        """Run on; ``items``: first through these once more."""
        self.paused = self.stepped = False
        self._waiting = [*items, *self._waiting]

    @property
    def resting(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting


def line(tape: Tape, now: int, palette: Palette) -> list[Segment]:
    """The ticker's line."""
    item = tape.shown
    mark = "‖" if tape.paused else "◂" if tape.stepped else " "
    if item is None:
        return [Segment(f" TELEX{mark}", palette.bar_key), Segment("no news yet", palette.bar)]
    pieces = [Segment(f" TELEX{mark}", palette.bar_key), Segment(f"{clock(item.at, now)} ", palette.bar)]
    if item.level > Level.ROUTINE:
        level = palette.level(item.level)
        word = f"{item.level.name} "
        pieces.append(Segment(word, level + palette.bar.from_color(bgcolor=palette.bar.bgcolor)))
    pieces.append(Segment(f"{item.source}  ", palette.bar_focus))
    pieces.append(Segment(item.title, palette.bar_focus if item.alert else palette.bar))
    return pieces
