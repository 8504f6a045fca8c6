"""``tail``: arrivals and alerts as lines, as they come. Reads only; learns of commits by a counter."""

from __future__ import annotations

from collections.abc import Callable

from tui import notify
from tui.cache import alerts, articles
from tui.cache.database import Connection, change_counter
from tui.cache.search import condition
from tui.cache.walk import among
from tui.model import Level
from tui.newsroom import Fate
from tui.plain import lines
from tui.plain.output import Output
from tui.query import Node
from tui.text import fit

LAST = 10
"""Arrivals that are printed first."""
TICK = 0.25
"""Seconds between two looks at the change counter."""
_PORTION = 500
"""Articles read at once."""


def tail(
    connection: Connection,
    out: Output,
    clock: Callable[[], int],
    *,
    since: int | None,
    level: Level | None = None,
    query: Node | None = None,
    follow: bool,
    as_json: bool,
) -> None:
    """Print the last arrivals, or those fetched since a time, then the new ones until the reader goes.

    Alerts stand among them, one line each; with ``level`` they stand alone, from that level on.
    With ``query`` only arrivals that it finds are printed, and no alerts.
    ``clock`` gives the time in seconds. Without ``follow`` it ends after the first part.
    """
    tape = _Tape(connection, out, level, query, as_json)
    tape.begin(since, clock())
    # The counter is read before the articles: what is committed in between is seen a tick later.
    seen: int | None = None
    while follow and out.wait(0 if seen is None else TICK):
        counter = change_counter(connection)
        if counter != seen:
            seen = counter
            tape.go_on(clock())


class _Tape:
    """How far has been printed."""

    def __init__(
        self, connection: Connection, out: Output, level: Level | None, query: Node | None, as_json: bool
    ) -> None:
        self._connection, self._out, self._level, self._as_json = connection, out, level, as_json
        self._query = query
        self._article, self._alert = 0, 0

    def begin(self, since: int | None, now: int) -> None:
        """Print the last few, or all since a time."""
        if since is None:
            self._article = articles.id_before(self._connection, count=LAST)
            earlier = alerts.since(self._connection, 0, LAST) if self._level is not None else []
        else:
            self._article = articles.id_before(self._connection, since=since)
            earlier = alerts.since(self._connection, since, _PORTION)
        self._alert = min((each.id for each in earlier), default=alerts.last_id(self._connection) + 1) - 1
        self.go_on(now)

    def go_on(self, now: int) -> None:
        """Print what has come since: what was an alert after what made it one."""
        if self._level is None:
            self._arrivals(now)
        for alert in alerts.after(self._connection, self._alert) if self._query is None else ():
            self._alert = alert.id
            if alert.fate in _SILENT or alert.level < (self._level or 0):
                continue
            if self._as_json:
                self._out.record(notify.record(alert))
            else:
                self._line(lines.alert(alert, now))
        self._out.flush()

    def _arrivals(self, now: int) -> None:
        while portion := articles.arrived_after(self._connection, self._article, _PORTION):
            fitting = self._fitting([article.id for article in portion], now)
            for article in portion:
                if article.id not in fitting:
                    continue
                if self._as_json:
                    self._out.record(lines.record(article))
                else:
                    self._line(lines.arrival(article, now))
            self._out.flush()
            self._article = portion[-1].id

    def _fitting(self, article_ids: list[int], now: int) -> set[int]:
        if self._query is None:
            return set(article_ids)
        return among(self._connection, condition(self._query, now), article_ids)

    def _line(self, line: str) -> None:
        cells = self._out.cells
        self._out.line(line if cells is None else fit(line, cells).rstrip())


_SILENT = (Fate.SNOOZED, Fate.REPEAT)
"""Alerts that say nothing new, or that the user does not want."""
