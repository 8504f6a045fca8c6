"""Rules against the cache: which articles fit one, what was done to them, what a rehearsal finds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.cache.conditions import Condition
from tui.cache.database import Connection
from tui.cache.search import condition
from tui.cache.walk import among
from tui.model import Rule, RuleAct
from tui.query import Node

REHEARSED = 100_000
"""Articles that a rehearsal looks at, at most."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule did to an article."""

    rule: str
    act: RuleAct
    said: str
    """The rule in a few words."""


def fitting(connection: Connection, node: Node, article_ids: Sequence[int], now: int) -> set[int]:
    """Those of the articles that fit a query."""
    return among(connection, condition(node, now), article_ids)


def enter_hits(connection: Connection, rule: Rule, said: str, article_ids: Iterable[int]) -> None:
    """Note that a rule applies to articles."""
    connection.executemany(
        "INSERT OR IGNORE INTO rule_hit (article_id, rule, act, level, said) VALUES (?, ?, ?, ?, ?)",
        [(each, rule.title, str(rule.act), int(rule.level), said) for each in article_ids],
    )


def apply(connection: Connection, rule: Rule, article_ids: Sequence[int], now: int) -> None:
    """Do what a rule says to new articles; watching and highlighting are told by the hit alone."""
    ids = json.dumps(list(article_ids))
    match rule.act:
        case RuleAct.STAR:
            connection.execute(
                "UPDATE article SET starred = 1 WHERE id IN (SELECT value FROM json_each(?))", (ids,)
            )
        case RuleAct.LATER:
            connection.execute(
                "UPDATE article SET later_until = ? WHERE id IN (SELECT value FROM json_each(?))",
                (now + rule.until, ids),
            )
        case RuleAct.TAG:
            connection.execute(
                "INSERT OR IGNORE INTO tag (article_id, name) SELECT value, ? FROM json_each(?)",
                (rule.tag, ids),
            )
        case RuleAct.MUTE:
            # As dismissed for good: kept, counted, in no list but that of the dismissed.
            connection.execute(
                "UPDATE article SET dismissed = 2 WHERE id IN (SELECT value FROM json_each(?))", (ids,)
            )
        case RuleAct.WATCH | RuleAct.HIGHLIGHT:
            pass


def hits(connection: Connection, article_id: int) -> list[Hit]:
    """What rules did to an article."""
    return [
        Hit(str(row[0]), RuleAct(str(row[1])), str(row[2]))
        for row in connection.execute(
            "SELECT rule, act, said FROM rule_hit WHERE article_id = ? ORDER BY act, rule", (article_id,)
        )
    ]


def muted(connection: Connection) -> list[tuple[str, int]]:
    """How many articles each rule keeps out of the lists."""
    return [
        (str(row[0]), int(row[1]))
        for row in connection.execute(
            "SELECT h.rule, count(*) FROM rule_hit h JOIN article a ON a.id = h.article_id"
            " WHERE h.act = 'mute' AND a.dismissed = 2 GROUP BY h.rule ORDER BY h.rule"
        )
    ]


def rehearsed(
    connection: Connection, node: Node, since: int, now: int
) -> list[tuple[int, int, int, str, str]]:
    """The articles since a time that fit a query, newest first: id, story, time, source, headline."""
    where: Condition = condition(node, now)
    return [
        (int(row[0]), int(row[1]), int(row[2]), str(row[3]), str(row[4]))
        for row in connection.execute(
            "SELECT a.id, a.story_id, a.at, coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url),"  # noqa: S608 - placeholders only
            f" a.title FROM article a JOIN source s ON s.id = a.source_id WHERE a.at >= ? AND ({where.sql})"
            " ORDER BY a.at DESC, a.id DESC LIMIT ?",
            (since, *where.parameters, REHEARSED),
        )
    ]
