"""What happened since a time, for the brief: levels, and the stories by weight. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tui.cache.articles import id_before
from tui.cache.database import Connection
from tui.model import Level

TOP = 12
"""Stories of a brief."""


@dataclass(frozen=True, slots=True)
class Told:
    """One story of a brief."""

    story_id: int
    article_id: int
    """Its lead."""
    article_ids: tuple[int, ...]
    """All that lists show of it: what triage is done to."""
    title: str
    source: str
    link: str
    level: Level
    stage: str
    publishers: int
    articles: int
    new: int
    """Of them, since the time."""
    first_at: int
    moved_at: int
    began: bool
    """It began since the time."""
    read: bool
    starred: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What happened since a time."""

    since: int
    levels: Mapping[Level, int]
    """Stories that reached a level, by the highest that they did."""
    arrived: int
    stories: tuple[Told, ...]


def brief(connection: Connection, since: int, limit: int = TOP) -> Brief:
    """The brief since a time: stories by level, then by independent publishers, then by weight and news."""
    levels = {
        Level(int(row[0])): int(row[1])
        for row in connection.execute(
            "SELECT top, count(*) FROM (SELECT max(level) AS top FROM alert WHERE at >= ?"
            " AND fate <> 'repeat' GROUP BY story_id) GROUP BY top ORDER BY top DESC",
            (since,),
        )
    }
    last = id_before(connection, since=since)
    arrived = connection.execute("SELECT count(*) FROM article WHERE id > ? AND dismissed = 0", (last,)).get
    rows = connection.execute(
        "SELECT t.id, t.level, t.stage, t.publishers, t.articles, t.first_at, t.moved_at, t.lead_id,"
        " coalesce((SELECT max(level) FROM alert WHERE story_id = t.id AND at >= ?1), 0) AS told,"
        " count(a.id), max(s.weight)"
        " FROM article a JOIN story t ON t.id = a.story_id JOIN source s ON s.id = a.source_id"
        " WHERE a.id > ?2 AND a.dismissed = 0 GROUP BY t.id"
        " ORDER BY max(t.level, told) DESC, t.publishers DESC, max(s.weight) * count(a.id) DESC,"
        " t.moved_at DESC LIMIT ?3",
        (since, last, limit),
    )
    return Brief(since, levels, int(arrived), tuple(_told(connection, row, since) for row in list(rows)))


def _told(connection: Connection, row: tuple[object, ...], since: int) -> Told:
    story_id, level, stage, publishers, articles, first_at, moved_at, lead_id, told, new, _ = (
        each if isinstance(each, (int, str)) else 0 for each in row
    )
    members = list(
        connection.execute(
            "SELECT a.id, a.title, a.link, a.read, a.starred,"
            " coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url)"
            " FROM article a JOIN source s ON s.id = a.source_id WHERE a.story_id = ? AND a.dismissed = 0"
            " ORDER BY a.at, a.id",
            (story_id,),
        )
    )
    lead = next((each for each in members if each[0] == lead_id), members[0])
    return Told(
        story_id=int(story_id),
        article_id=lead[0],
        article_ids=tuple(each[0] for each in members),
        title=lead[1],
        source=lead[5],
        link=lead[2],
        level=Level(max(int(level), int(told))),
        stage=str(stage),
        publishers=int(publishers),
        articles=int(articles),
        new=int(new),
        first_at=int(first_at),
        moved_at=int(moved_at),
        began=int(first_at) >= since,
        read=all(each[3] for each in members),
        starred=any(each[4] for each in members),
        sources=tuple(dict.fromkeys(str(each[5]) for each in members)),
    )


def record(told: Told) -> dict[str, object]:
    """A story as JSON gives it."""
    from tui import ages

    return {
        "story": told.story_id,
        "article": told.article_id,
        "title": told.title,
        "source": told.source,
        "link": told.link,
        "level": told.level.name,
        "stage": told.stage,
        "publishers": told.publishers,
        "articles": told.articles,
        "new": told.new,
        "first": ages.iso(told.first_at),
        "moved": ages.iso(told.moved_at),
        "began": told.began,
        "sources": list(told.sources),
    }
