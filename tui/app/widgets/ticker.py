"""The ticker: what it shows next. Pure; the reader's screen has the line and the clock.

It flips through what has arrived, alerts first and by level, then the headlines, one at a time, and then
rests on the newest alert of the last hour or else on the newest headline: a flip writes some hundred
bytes each few seconds, and rest nothing. On request it scrolls instead, for as long as something waits.
Measured at 80 columns with news waiting: flipping 8 bytes a second, scrolling 430.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from tui.ages import clock
from tui.app.palette import Palette
from tui.cache.tape import Item
from tui.model import Level
from tui.text import width

SECONDS = 8.0
"""How long one headline stays."""
ROLL, ROLL_SECONDS = 2, 0.25
"""Cells by which it scrolls at a time, and after how long it does so again."""
GAP = "   +++   "
"""Between two headlines that scroll by, as the wires have it."""
QUEUE = 30
"""Arrivals kept waiting; beyond it the oldest headlines are left out."""
ACROSS = 8
"""Headlines that may stand side by side on the widest screen."""
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
        self.scrolls = False
        """Whether it scrolls where it would flip."""
        self.rolled = 0
        """Cells of what it shows that have scrolled out."""
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

    def roll(self, now: int) -> bool:
        """Scroll on, where something waits; False where nothing does and the ticker rests."""
        if self.paused or self.stepped or not self._waiting:
            return False
        self.rolled += ROLL
        if self.shown is None or self.rolled >= sum(width(text) for _, text in _words(self.shown, now)):
            self.rolled = 0
            self.flip()
        return True

    @property
    def band(self) -> list[Item]:
        """What scrolls by: what is shown, and what follows it as far as any screen goes."""
        return ([self.shown] if self.shown else []) + self._waiting[:ACROSS]

    def step(self, item: Item) -> None:
        """Show an item of the past, or of what followed it; the tape stands there."""
        self.shown, self.stepped, self.rolled = item, True, 0

    def run(self, items: Sequence[Item] = ()) -> None:
        """Run on; ``items``: first through these once more."""
        self.paused = self.stepped = False
        self._waiting = [*items, *self._waiting]

    @property
    def resting(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting


def line(tape: Tape, now: int, palette: Palette, *, named: bool = True) -> list[Segment]:
    """The ticker's line. ``named``: no line above it says whose it is."""
    mark = "‖" if tape.paused else "◂" if tape.stepped else " "
    label = Segment(f" TELEX{mark}" if named else mark, palette.bar_key)
    if tape.shown is None:
        return [label, Segment("no news yet", palette.bar)]
    items = tape.band if tape.scrolls and not tape.stepped else [tape.shown]
    pieces = [piece for item in items for piece in _pieces(item, now, palette)][:-1]
    return [label, *_without(pieces, tape.rolled if tape.scrolls else 0)]


def _words(item: Item, now: int) -> list[tuple[str, str]]:
    """The parts of what is told of an item: what each is, and its words."""
    level = [("level", f"{item.level.name} ")] if item.level > Level.ROUTINE else []
    return [
        ("time", f"{clock(item.at, now)} "),
        *level,
        ("source", f"{item.source}  "),
        ("alert" if item.alert else "headline", item.title),
        ("gap", GAP),
    ]


def _pieces(item: Item, now: int, palette: Palette) -> list[Segment]:
    looks = {
        "level": palette.level(item.level) + palette.bar.from_color(bgcolor=palette.bar.bgcolor),
        "source": palette.bar_focus,
        "alert": palette.bar_focus,
    }
    return [Segment(text, looks.get(part, palette.bar)) for part, text in _words(item, now)]


def _without(pieces: Sequence[Segment], cells: int) -> list[Segment]:
    """``pieces`` without their first ``cells`` cells; half a wide character is a space."""
    left: list[Segment] = []
    for piece in pieces:
        text = piece.text
        if cells <= 0:
            left.append(piece)
            continue
        at = 0
        while at < len(text) and cells > 0:
            cells -= width(text[at])
            at += 1
        left.append(Segment(" " * -cells + text[at:] if cells < 0 else text[at:], piece.style))
    return [piece for piece in left if piece.text]
