"""Alerts in the cache: entered by the poller, claimed by whoever tells them, walked through by readers.

Decides nothing: which alerts there are is ``desk.alerts``' to say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from tui.cache.database import Connection, transaction
from tui.model import Level
from tui.newsroom import Alert, Fate

DAY = 86_400
_ALERT = (
    "SELECT l.id, coalesce(a.story_id, l.story_id), l.article_id, l.level, l.at, l.title, l.link, l.source,"
    " l.publisher, l.publishers, l.reasons, l.sources, l.headlines, l.stage, l.fate, l.digested"
    " FROM alert l LEFT JOIN article a ON a.id = l.article_id"
)


def enter(connection: Connection, alert: Alert) -> int:
    """Enter an alert, within a transaction of the caller's; its id, 0 where the story had that level."""
    connection.execute(
        "INSERT OR IGNORE INTO alert (story_id, article_id, level, at, title, link, source, publisher,"
        " publishers, reasons, sources, headlines, stage, fate)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            alert.story_id,
            alert.article_id,
            int(alert.level),
            alert.at,
            alert.title,
            alert.link,
            alert.source,
            alert.publisher,
            alert.publishers,
            json.dumps(alert.reasons, ensure_ascii=False),
            json.dumps(alert.sources, ensure_ascii=False),
            json.dumps(alert.headlines, ensure_ascii=False),
            alert.stage,
            str(alert.fate),
        ),
    )
    return connection.last_insert_rowid() if connection.changes() else 0


def of_story(connection: Connection, story_id: int) -> list[Alert]:
    """The alerts that a story has had, also under another number before it was joined to this one."""
    return [
        _alert(row)
        for row in connection.execute(
            f"{_ALERT} WHERE l.story_id = ?1"  # noqa: S608 - a constant
            " OR l.article_id IN (SELECT id FROM article WHERE story_id = ?1)",
            (story_id,),
        )
    ]


def since(connection: Connection, at: int, limit: int = 500) -> list[Alert]:
    """The alerts since a time, newest first."""
    return [
        _alert(row)
        for row in connection.execute(
            f"{_ALERT} WHERE l.at >= ? ORDER BY l.at DESC, l.id DESC LIMIT ?", (at, limit)
        )
    ]


def after(connection: Connection, alert_id: int) -> list[Alert]:
    """The alerts with larger ids, in order of arrival."""
    return [_alert(row) for row in connection.execute(f"{_ALERT} WHERE l.id > ? ORDER BY l.id", (alert_id,))]


def one(connection: Connection, alert_id: int) -> Alert | None:
    """One alert."""
    row = connection.execute(f"{_ALERT} WHERE l.id = ?", (alert_id,)).fetchone()
    return _alert(row) if row else None


def last_id(connection: Connection) -> int:
    """The newest alert's id; 0 for none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM alert").get)


def waiting(connection: Connection, at: int) -> list[Alert]:
    """The alerts since a time that wait for a digest, oldest first."""
    return [
        _alert(row)
        for row in connection.execute(
            f"{_ALERT} WHERE l.at >= ? AND l.fate IN ('digest', 'quiet') AND l.digested IS NULL"
            " ORDER BY l.at",
            (at,),
        )
    ]


def digest(connection: Connection, alert_ids: Sequence[int], now: int) -> None:
    """Note that a digest tells of these alerts."""
    connection.execute(
        "UPDATE alert SET digested = ? WHERE id IN (SELECT value FROM json_each(?))",
        (now, json.dumps(list(alert_ids))),
    )


def claim(connection: Connection, alert_id: int, channel: str, now: int) -> bool:
    """Take it upon oneself to tell an alert by a channel; False when somebody else has."""
    connection.execute("INSERT OR IGNORE INTO alert_claim VALUES (?, ?, ?, '')", (alert_id, channel, now))
    return bool(connection.changes())


def claimed(connection: Connection, alert_id: int) -> list[tuple[str, str]]:
    """By which channels an alert was told, and what went wrong in each."""
    return [
        (str(row[0]), str(row[1]))
        for row in connection.execute(
            "SELECT channel, said FROM alert_claim WHERE alert_id = ? ORDER BY at, channel", (alert_id,)
        )
    ]


def note_failure(connection: Connection, alert_id: int, channel: str, said: str) -> None:
    """Note what went wrong where an alert was to be told by a channel."""
    connection.execute(
        "UPDATE alert_claim SET said = ? WHERE alert_id = ? AND channel = ?", (said, alert_id, channel)
    )


def snooze(connection: Connection, story_id: int, until: int) -> None:
    """Let a story, 0: any, raise no alert until a time."""
    with transaction(connection):
        connection.execute("INSERT OR REPLACE INTO snooze VALUES (?, ?)", (story_id, until))


def snoozed(connection: Connection, story_id: int, now: int) -> bool:
    """Whether a story, or all, may raise no alert now."""
    found = connection.execute(
        "SELECT 1 FROM snooze WHERE story_id IN (0, ?) AND until > ? LIMIT 1", (story_id, now)
    ).get
    return found is not None


def _alert(row: Sequence[object]) -> Alert:
    (
        alert_id, story_id, article_id, level, at, title, link, source, publisher, publishers, reasons,
        sources, headlines, stage, fate, digested,
    ) = row  # fmt: skip
    return Alert(
        id=_int(alert_id),
        story_id=_int(story_id),
        article_id=_int(article_id),
        level=Level(_int(level)),
        at=_int(at),
        title=str(title),
        link=str(link),
        source=str(source),
        publisher=str(publisher),
        publishers=_int(publishers),
        reasons=tuple(json.loads(str(reasons))),
        sources=tuple((str(name), int(when)) for name, when in json.loads(str(sources))),
        headlines=tuple(json.loads(str(headlines))),
        stage=str(stage),
        fate=Fate(str(fate)),
        digested=None if digested is None else _int(digested),
    )


def _int(value: object) -> int:
    assert isinstance(value, int)  # noqa: S101 - the schema's types, told to the type checker
    return value
