"""The alerts of the last week: each with its reasons, sources and what became of it. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment

from tui.ages import clock
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.newsroom import Alert, Fate

_FATES = {
    Fate.TOLD: "",
    Fate.DIGEST: "in a digest",
    Fate.QUIET: "in quiet hours",
    Fate.SNOOZED: "snoozed",
    Fate.REPEAT: "repeats another",
}


class AlertsScreen(Overlay[int]):
    """A list of alerts; Enter opens the article, z snoozes the story for a day."""

    def __init__(
        self, alerts: Sequence[Alert], palette: Palette, now: int, snooze: Callable[[int], None]
    ) -> None:
        self._alerts: list[Alert] = []
        self._snooze = snooze
        lines: list[list[Segment]] = []
        for alert in alerts:
            for line in _lines(alert, palette, now):
                lines.append(line)
                self._alerts.append(alert)
        if not lines:
            lines = [
                [Segment(" No alert in the last week. :watch QUERY makes one of your own.", palette.text)]
            ]
        keys = (("open", "open"), ("later", "snooze for a day"), ("search", "search"), ("leave", "back"))
        super().__init__(f"Alerts of the last week: {len(alerts)}", keys, lines, palette, folds=True)

    def _do(self, act: str, count: int) -> None:
        if act == "later" and self._alerts:
            self._snooze(self._alerts[self.at].story_id)
        else:
            super()._do(act, count)

    def taken(self, index: int) -> int | None:
        """The article of the alert that the line belongs to."""
        return self._alerts[index].article_id if self._alerts else None


def _lines(alert: Alert, palette: Palette, now: int) -> list[list[Segment]]:
    fate = _FATES[alert.fate] + (" (told)" if alert.digested else "")
    stage = f" {alert.stage}" if alert.stage else ""
    head = [
        Segment(f" {clock(alert.at, now):>6} ", palette.dim),
        Segment(f"{alert.level.name}{stage} ", palette.level(alert.level)),
        Segment(f"{fate} " if fate else "", palette.dim),
        Segment(alert.title, palette.unread),
    ]
    who = ", ".join(f"{name} {clock(at, now)}" for name, at in alert.sources[:5])
    return [
        head,
        *[[Segment(f"          {reason}", palette.text)] for reason in alert.reasons],
        [Segment(f"          {who}", palette.dim)],
    ]
