"""What the desk reads before it judges, and writes when it has. Only the poller imports this.

Judges nothing: that is ``tui.desk``. Alerts are in ``cache.alerts``, rules in ``cache.rules``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui import facts
from tui.cache.database import Connection
from tui.model import Level
from tui.newsroom import Report, Standing, Verdict, Watch

REPORTS = 200
"""Articles of a story that are looked at, the newest."""
SPAN = 24 * 3_600
"""Seconds back from which they are taken."""
Counts = tuple[float, float, float, float, int]
"""The fields of ``desk.urgency_worth.Worth`` in their order."""
_NAME = "coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url)"


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article that a batch brought, or changed."""

    id: int
    source_id: int
    story_id: int
    title: str
    at: int


def last_id(connection: Connection) -> int:
    """The newest article's id: what a batch brings has larger ones."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM article").get)


def arrived(
    connection: Connection, source_ids: Iterable[int], after: int, revised: Sequence[int]
) -> list[Arrived]:
    """The articles of some sources with larger ids, and those that they revised."""
    return [
        Arrived(*row)
        for row in connection.execute(
            "SELECT id, source_id, story_id, title, at FROM article"
            " WHERE id > ?2 AND source_id IN (SELECT value FROM json_each(?1))"
            " UNION ALL SELECT id, source_id, story_id, title, at FROM article"
            " WHERE id IN (SELECT value FROM json_each(?3)) AND id <= ?2",
            (json.dumps(list(source_ids)), after, json.dumps(list(revised))),
        )
    ]


def reports(connection: Connection, story_id: int, now: int) -> list[Report]:
    """The articles of a story that count: of the last day, the newest of them, none that is muted."""
    return [
        Report(
            article_id=row[0],
            source_id=row[1],
            source=row[2],
            publisher=row[3] or row[2],
            voice=str(row[4]),
            group=row[5],
            weight=row[6],
            title=row[7],
            link=row[8],
            at=row[9],
            dated=bool(row[10]),
            facts=facts.loads(row[11]),
        )
        for row in connection.execute(
            f"SELECT a.id, a.source_id, {_NAME}, s.publisher, coalesce(a.copy_of, a.id), s.folder,"  # noqa: S608 - constants
            " s.weight, a.title, a.link, a.at,"
            # Without a date it came since the last poll; of what a first poll brings nobody can say.
            " a.published IS NOT NULL OR a.fetched - coalesce(f.last_success, 0) < 7200, b.facts"
            " FROM article a JOIN body b ON b.article_id = a.id JOIN source s ON s.id = a.source_id"
            " JOIN fetch_state f ON f.source_id = a.source_id"
            " WHERE a.story_id = ? AND a.at >= ? AND a.dismissed <> 2"
            " ORDER BY a.at DESC, a.id DESC LIMIT ?",
            (story_id, now - SPAN, REPORTS),
        )
    ]


def standing(connection: Connection, story_id: int) -> Standing | None:
    """What a story has so far; None where it is gone."""
    row = connection.execute(
        "SELECT level, since, reasons, reach, stage FROM story WHERE id = ?", (story_id,)
    ).fetchone()
    if row is None:
        return None
    return Standing(Level(row[0]), row[1], tuple(json.loads(row[2])), row[3], row[4])


def watches(connection: Connection, story_id: int, since: int) -> list[Watch]:
    """The watch rules that articles of a story fit, which came since a time."""
    return [
        Watch(row[0], Level(row[1]))
        for row in connection.execute(
            "SELECT DISTINCT h.rule, h.level FROM rule_hit h JOIN article a ON a.id = h.article_id"
            " WHERE h.act = 'watch' AND a.story_id = ? AND a.at >= ?",
            (story_id, since),
        )
    ]


def keep_verdict(connection: Connection, story_id: int, verdict: Verdict) -> None:
    """Write what the desk makes of a story; its articles bear its level, so that every list shows it."""
    connection.execute(
        "UPDATE story SET level = ?, since = ?, reasons = ?, stage = ?, reach = max(reach, ?) WHERE id = ?",
        (
            int(verdict.level),
            verdict.since,
            json.dumps(verdict.reasons, ensure_ascii=False),
            verdict.stage,
            verdict.reach,
            story_id,
        ),
    )
    _level_articles(connection, story_id)


def fall(connection: Connection, levels: Mapping[int, Level], since: Mapping[int, int]) -> None:
    """Write levels that have fallen with age, by story."""
    for story_id, level in levels.items():
        connection.execute(
            "UPDATE story SET level = ?, since = ? WHERE id = ?", (int(level), since[story_id], story_id)
        )
        _level_articles(connection, story_id)


def leveled(connection: Connection) -> dict[int, Standing]:
    """The stories above ROUTINE."""
    return {
        row[0]: Standing(Level(row[1]), row[2])
        for row in connection.execute("SELECT id, level, since FROM story WHERE level > 0")
    }


def _level_articles(connection: Connection, story_id: int) -> None:
    connection.execute(
        "UPDATE article SET level = (SELECT level FROM story WHERE id = ?1)"
        " WHERE story_id = ?1 AND level <> (SELECT level FROM story WHERE id = ?1)",
        (story_id,),
    )


def worth(connection: Connection, source_ids: Iterable[int]) -> dict[int, Counts]:
    """What is known of the sources' markers"""
    return {
        row[0]: (row[1], row[2], row[3], row[4], row[5])
        for row in connection.execute(
            "SELECT source_id, articles, marked, proved, hollow, at FROM worth"
            " WHERE source_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(source_ids)),),
        )
    }


def keep_worth(connection: Connection, source_id: int, known: Counts) -> None:
    """Write what is known of a source's markers."""
    connection.execute("INSERT OR REPLACE INTO worth VALUES (?, ?, ?, ?, ?, ?)", (source_id, *known))


def ids_of(connection: Connection, source_id: int, guids: Sequence[str], after: int) -> list[int]:
    """The articles of a source by guid, with larger ids than ``after``."""
    rows = connection.execute(
        "SELECT id FROM article WHERE source_id = ? AND id > ? AND guid IN (SELECT value FROM json_each(?))",
        (source_id, after, json.dumps(list(guids))),
    )
    return [int(row[0]) for row in rows]


def keep_marked(connection: Connection, article_ids: Iterable[int]) -> None:
    """Remember marked articles until it is known whether others bear them out."""
    connection.executemany("INSERT OR IGNORE INTO marked VALUES (?)", [(each,) for each in article_ids])


def take_marked(connection: Connection, before: int) -> list[tuple[int, bool, bool]]:
    """Marked articles of which it is known now: (source, borne out, could have been), taken away.

    Borne out: another publisher has the story. The others are given up ``before`` which they came;
    they could have been borne out where at least two other publishers brought anything since.
    """
    rows = list(
        connection.execute(
            "SELECT m.article_id, a.source_id, t.publishers > 1, a.at,"
            " (SELECT count(DISTINCT o.publisher) FROM article n JOIN source o ON o.id = n.source_id"
            "  WHERE n.id > a.id AND n.id <= a.id + 400 AND o.publisher <> s.publisher) > 1"
            " FROM marked m JOIN article a ON a.id = m.article_id JOIN story t ON t.id = a.story_id"
            " JOIN source s ON s.id = a.source_id WHERE t.publishers > 1 OR a.at < ?",
            (before,),
        )
    )
    connection.executemany("DELETE FROM marked WHERE article_id = ?", [(row[0],) for row in rows])
    return [(row[1], bool(row[2]), bool(row[4])) for row in rows]


def usual(connection: Connection) -> dict[str, tuple[tuple[float, ...], float, int]]:
    """What is usual in each group, in the order of ``desk.urgency_usual.Usual``."""
    return {
        row[0]: (tuple(json.loads(row[1])), row[2], row[3])
        for row in connection.execute("SELECT folder, reached, days, at FROM usual")
    }


def keep_usual(connection: Connection, group: str, reached: Sequence[float], days: float, at: int) -> None:
    """Write what is usual in a group."""
    connection.execute(
        "INSERT OR REPLACE INTO usual VALUES (?, ?, ?, ?)",
        (group, json.dumps([round(each, 4) for each in reached]), days, at),
    )


def carriers(connection: Connection, story_id: int, since: int, limit: int) -> list[int]:
    """The sources that usually carry such a story: those that have it, and of the same groups those that
    had part in at least two stories that were alerts since a time; the most frequent first."""
    return [
        int(row[0])
        for row in connection.execute(
            "WITH own AS (SELECT DISTINCT s.id, s.folder FROM article a JOIN source s ON s.id = a.source_id"
            "  WHERE a.story_id = ?1),"
            " told AS (SELECT DISTINCT x.story_id FROM alert l JOIN article x ON x.id = l.article_id"
            "  WHERE l.at >= ?2)"
            " SELECT s.id, count(DISTINCT a.story_id) AS part FROM source s"
            " JOIN article a ON a.source_id = s.id JOIN told ON told.story_id = a.story_id"
            " WHERE s.subscribed AND s.enabled AND s.folder IN (SELECT folder FROM own)"
            " GROUP BY s.id HAVING part > 1 OR s.id IN (SELECT id FROM own) ORDER BY part DESC LIMIT ?3",
            (story_id, since, limit),
        )
    ]


def enter_stored(connection: Connection, article_ids: Iterable[int], now: int) -> None:
    """Note in the ledger when articles were stored."""
    connection.executemany(
        "INSERT OR IGNORE INTO ledger (article_id, stored) VALUES (?, ?)",
        [(each, now) for each in article_ids],
    )
