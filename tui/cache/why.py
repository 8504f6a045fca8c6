"""All that explains where an article stands in the lists: level, story, times, rules, alerts. Reads only."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tui.cache import alerts, ledger, rules
from tui.cache.database import Connection
from tui.cache.ledger import Times
from tui.cache.rules import Hit
from tui.newsroom import Alert

WITNESSES = 12
"""Sources of a story that are named."""


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of one article."""

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


def why(connection: Connection, article_id: int) -> Why:
    """Why an article stands where it does."""
    story = connection.execute(
        "SELECT t.id, t.reasons, t.stage, t.publishers, t.voices, t.articles FROM article a"
        " JOIN story t ON t.id = a.story_id WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    story_id, reasons, stage, publishers, voices, articles = story or (0, "[]", "", 0, 0, 0)
    sources = connection.execute(
        "SELECT coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url), min(a.at) FROM article a"
        " JOIN source s ON s.id = a.source_id WHERE a.story_id = ? GROUP BY s.id"
        " ORDER BY min(a.at) LIMIT ?",
        (story_id, WITNESSES),
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
