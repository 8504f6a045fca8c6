"""What happened since a time, for the brief: levels, and the stories by weight. Reads only."""

from __future__ import annotations

from tui.cache.articles import id_before
from tui.cache.database import Connection
from tui.model import Level
from tui.newsroom import Brief, Told

TOP = 12
"""Stories of a brief."""


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
