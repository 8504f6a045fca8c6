"""What the desk's acts read from the cache: alerts, tape, reasons, brief, earlier texts. No widget."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.cache import alerts, tape
from tui.cache.database import Connection
from tui.cache.tape import Item
from tui.cache.visits import left_at
from tui.newsroom import Alert, Brief

if TYPE_CHECKING:
    from tui.cache.why import Why
    from tui.desk.rules import Fit
    from tui.model import Rule

HISTORY = 7 * 86_400
"""Seconds of alerts that the history shows."""
DAY = 86_400


class DeskReading:
    """The desk's view of the cache over the reader's connection."""

    def __init__(self, connection: Connection, now: Callable[[], int]) -> None:
        self._connection, self._now = connection, now

    def last_alert(self) -> int:
        """The newest alert's id."""
        return alerts.last_id(self._connection)

    def new_alerts(self, after: int) -> list[Alert]:
        """The alerts with larger ids."""
        return alerts.after(self._connection, after)

    def history(self) -> list[Alert]:
        """The alerts of the last days, newest first."""
        return alerts.since(self._connection, self._now() - HISTORY)

    def digested(self, since: int) -> list[Alert]:
        """The alerts that a digest has told since a time."""
        return [each for each in alerts.since(self._connection, since - DAY) if (each.digested or 0) > since]

    def tape_before(self, item: Item | None, limit: int = 1) -> list[Item]:
        """What stands on the tape before an item, oldest first."""
        return tape.before(self._connection, item, limit)

    def tape_after(self, item: Item) -> list[Item]:
        """What stands on the tape after an item: one at most."""
        return tape.after(self._connection, item, 1)

    def tape_arrived(self, article_id: int, alert_id: int, limit: int) -> list[Item]:
        """What has come on the tape since."""
        return tape.arrived(self._connection, article_id, alert_id, limit)

    def tape_since(self, at: int, limit: int) -> list[Item]:
        """The tape since a time."""
        return tape.since(self._connection, at, limit)

    def brief(self, since: int) -> Brief:
        """What happened since a time."""
        from tui.cache.brief import brief

        return brief(self._connection, since)

    def left_at(self) -> int | None:
        """When telex was last left, or last had a key; None: never."""
        return left_at(self._connection)

    def earlier_text(self, article_id: int, read_at: int | None) -> tuple[str, str, int] | None:
        """What an article said when it was read: headline, document, until when; None: as it does now.

        ``read_at`` None: what it said at first.
        """
        from tui.cache.revisions import earlier_text

        return earlier_text(self._connection, article_id, read_at)

    def rehearsed(self, rule: Rule, since: int) -> list[Fit]:
        """The articles since a time that a rule would have been applied to. Raises QueryError."""
        from tui.cache.rules import rehearsed
        from tui.desk.rules import Fit, node_of

        now = self._now()
        return [Fit(*row) for row in rehearsed(self._connection, node_of(rule), since, now)]

    def why(self, article_id: int) -> Why:
        """Why an article stands where it does."""
        from tui.cache.why import why

        return why(self._connection, article_id)
