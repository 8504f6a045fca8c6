"""What the desk's acts read from the cache: alerts, tape, reasons, brief, earlier texts. No widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.cache import alerts, tape
from tui.cache.database import Connection
from tui.cache.tape import Item
from tui.newsroom import Alert, Brief

if TYPE_CHECKING:
    from tui.cache.ledger import Times
    from tui.cache.rules import Hit
    from tui.desk.rules import Fit
    from tui.model import Rule

HISTORY = 7 * 86_400
"""Seconds of alerts that the history shows."""
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Why:
    """All that explains where an article stands in the lists."""

    times: Times | None
    hits: tuple[Hit, ...]
    level_reasons: tuple[str, ...]
    stage: str
    publishers: int
    voices: int
    articles: int
    sources: tuple[tuple[str, int], ...]
    """Who has the story, and when each published it, the first first."""
    alerts: tuple[tuple[Alert, tuple[tuple[str, str], ...]], ...]
    """The alerts of its story, each with the channels that told it."""


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
        found = self._connection.execute("SELECT value FROM meta WHERE key = 'left'").get
        return int(str(found)) if found is not None and str(found).isdigit() else None

    def earlier_text(self, article_id: int, read_at: int | None) -> tuple[str, str, int] | None:
        """What an article said when it was read: headline, document, until when; None: as it does now.

        ``read_at`` None: what it said at first.
        """
        row = self._connection.execute(
            "SELECT title, unpacked(document), replaced FROM revision"
            " WHERE article_id = ? AND replaced > ? ORDER BY id LIMIT 1",
            (article_id, read_at or 0),
        ).fetchone()
        return (str(row[0]), str(row[1]), int(row[2])) if row else None

    def rehearsed(self, rule: Rule, since: int) -> list[Fit]:
        """The articles since a time that a rule would have been applied to. Raises QueryError."""
        from tui.cache.rules import rehearsed
        from tui.desk.rules import Fit, node_of

        now = self._now()
        return [Fit(*row) for row in rehearsed(self._connection, node_of(rule), since, now)]

    def why(self, article_id: int) -> Why:
        """Why an article stands where it does."""
        import json

        from tui.cache import ledger, rules

        connection = self._connection
        story = connection.execute(
            "SELECT t.id, t.reasons, t.stage, t.publishers, t.voices, t.articles FROM article a"
            " JOIN story t ON t.id = a.story_id WHERE a.id = ?",
            (article_id,),
        ).fetchone()
        story_id, reasons, stage, publishers, voices, articles = story or (0, "[]", "", 0, 0, 0)
        sources = connection.execute(
            "SELECT coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url), min(a.at) FROM article a"
            " JOIN source s ON s.id = a.source_id WHERE a.story_id = ? GROUP BY s.id"
            " ORDER BY min(a.at) LIMIT 12",
            (story_id,),
        )
        return Why(
            times=ledger.times(connection, article_id),
            hits=tuple(rules.hits(connection, article_id)),
            level_reasons=tuple(json.loads(str(reasons))),
            stage=str(stage),
            publishers=int(str(publishers)),
            voices=int(str(voices)),
            articles=int(str(articles)),
            sources=tuple((str(row[0]), int(row[1])) for row in sources),
            alerts=tuple(
                (alert, tuple(alerts.claimed(connection, alert.id)))
                for alert in alerts.of_story(connection, int(str(story_id)))
            ),
        )
