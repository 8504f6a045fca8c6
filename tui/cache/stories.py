"""Stories in the cache: which articles belong to which, what a story's row says, and the desk's memory.

Judges nothing: that is ``tui.desk.stories``. Who has moved an article by hand is in ``cache.story_edits``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tui.cache.database import Connection
from tui.model import StoryFacts

_PUBLISHER = "coalesce(nullif(s.publisher, ''), s.url)"
_COUNTED = (
    "UPDATE story SET (articles, publishers, voices, first_at, moved_at, lead_id) ="  # noqa: S608 - a constant
    f" (SELECT count(*), count(DISTINCT {_PUBLISHER}),"
    f" max(1, count(DISTINCT CASE WHEN a.copy_of IS NULL THEN {_PUBLISHER} END)),"
    " coalesce(min(a.at), 0), coalesce(max(a.at), 0), coalesce((SELECT l.id FROM article l"
    " JOIN source w ON w.id = l.source_id WHERE l.story_id = story.id"
    " ORDER BY l.copy_of IS NOT NULL, w.weight DESC, l.at, l.id LIMIT 1), 0)"
    " FROM article a JOIN source s ON s.id = a.source_id WHERE a.story_id = story.id)"
    " WHERE id IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class Filed:
    """Where the desk has put an article."""

    article_id: int
    story_id: int
    copy_of: int | None
    merged: tuple[int, ...]
    """Stories whose articles belong to this one now."""
    terms: bytes
    """What the desk wants to remember of it; empty: nothing."""
    strays: tuple[int, ...] = ()
    """Articles of other stories that belong to this one now."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the cache knows of an article that the desk remembers."""

    id: int
    story_id: int
    copy_of: int | None
    publisher: str
    at: int
    terms: bytes


@dataclass(frozen=True, slots=True)
class View:
    """One article of a story, as a list of them shows it."""

    id: int
    source: str
    title: str
    lead: str
    at: int
    copy_of: int | None
    read: bool


def own_stories(connection: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """The story of each of some articles."""
    rows = connection.execute(
        "SELECT id, story_id FROM article WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(article_ids)),),
    )
    return {int(row[0]): int(row[1]) for row in rows}


def publisher_of(connection: Connection, source_id: int) -> tuple[str, bool]:
    """Who stands behind a source, and whether its articles join stories."""
    row = connection.execute(
        "SELECT publisher, url, grouped FROM source WHERE id = ?", (source_id,)
    ).fetchone()
    return ("", False) if row is None else (str(row[0] or row[1]), bool(row[2]))


def enter(connection: Connection, filed: Iterable[Filed]) -> None:
    """Write what the desk decided, within the transaction that stored the articles."""
    touched: set[int] = set()
    listed = list(filed)
    own = own_stories(connection, [each.article_id for each in listed])
    for each in listed:
        started = own[each.article_id]
        if each.story_id != started:
            connection.execute(
                "UPDATE article SET story_id = ?, copy_of = ?, leads = 0 WHERE id = ?",
                (each.story_id, each.copy_of, each.article_id),
            )
            connection.execute("DELETE FROM story WHERE id = ?", (started,))
            touched.add(each.story_id)
        touched |= move(connection, each.strays, each.story_id)
        for other in each.merged:
            merge(connection, each.story_id, other)
            touched.discard(other)
            touched.add(each.story_id)
    recount(connection, touched)
    connection.executemany(
        "INSERT OR REPLACE INTO story_terms VALUES (?, ?)",
        [(each.article_id, each.terms) for each in listed if each.terms],
    )


def move(connection: Connection, article_ids: Sequence[int], story_id: int) -> set[int]:
    """Give articles to a story; gives the stories that this changed, to be counted."""
    touched: set[int] = set()
    for article_id in article_ids:
        touched |= {story_of(connection, article_id) or story_id, story_id}
        connection.execute(
            "UPDATE article SET story_id = ?1, copy_of = NULL, leads = 0,"
            " level = (SELECT level FROM story WHERE id = ?1) WHERE id = ?2",
            (story_id, article_id),
        )
    return touched


def renew(connection: Connection, renewed: Iterable[Filed]) -> None:
    """Write where rewritten articles belong now, within the transaction that rewrote them."""
    touched: set[int] = set()
    for each in renewed:
        if story_of(connection, each.article_id) != each.story_id:
            touched |= move(connection, [each.article_id], each.story_id)
        connection.execute("INSERT OR REPLACE INTO story_terms VALUES (?, ?)", (each.article_id, each.terms))
    recount(connection, touched)


def merge(connection: Connection, story_id: int, other: int) -> None:
    """The articles of ``other`` belong to ``story_id``, with the higher level of the two; not counted yet."""
    connection.execute("UPDATE article SET story_id = ? WHERE story_id = ?", (story_id, other))
    connection.execute(
        "UPDATE story SET (level, reasons, stage, since, reach) ="
        " (o.level, o.reasons, o.stage, o.since, o.reach) FROM story o"
        " WHERE story.id = ? AND o.id = ? AND o.level > story.level",
        (story_id, other),
    )
    connection.execute("DELETE FROM story WHERE id = ?", (other,))


def recount(connection: Connection, story_ids: Iterable[int]) -> None:
    """Bring the rows of stories up to date with their articles; one without any goes.

    Its lead is of the weightiest source that has a text of its own, and of those the first.
    """
    chosen = json.dumps(sorted(story_ids))
    connection.execute(
        _COUNTED,
        (chosen,),
    )
    connection.execute(
        "DELETE FROM story WHERE articles = 0 AND id IN (SELECT value FROM json_each(?))", (chosen,)
    )
    connection.execute(
        "UPDATE article SET leads = 1 - leads WHERE story_id IN (SELECT value FROM json_each(?))"
        " AND leads <> (id = (SELECT lead_id FROM story WHERE id = article.story_id))",
        (chosen,),
    )


def remembered(connection: Connection, since: int) -> Iterator[Kept]:
    """What the desk has kept of articles since a time, in the order in which they came."""
    for row in connection.execute(
        f"SELECT a.id, a.story_id, a.copy_of, {_PUBLISHER}, a.at, t.terms"  # noqa: S608 - a constant
        " FROM story_terms t JOIN article a ON a.id = t.article_id JOIN source s ON s.id = a.source_id"
        " WHERE a.at >= ? ORDER BY a.id",
        (since,),
    ):
        yield Kept(*row)


def memory(connection: Connection) -> dict[str, bytes]:
    """What else the desk wanted to remember, by name."""
    return {str(row[0]): bytes(row[1]) for row in connection.execute("SELECT key, value FROM story_memory")}


def keep_memory(connection: Connection, memory: Mapping[str, bytes], since: int) -> None:
    """Keep it, and forget the terms of articles before ``since``; within a transaction."""
    connection.executemany("INSERT OR REPLACE INTO story_memory VALUES (?, ?)", list(memory.items()))
    connection.execute(
        "DELETE FROM story_terms WHERE article_id IN (SELECT t.article_id FROM story_terms t"
        " JOIN article a ON a.id = t.article_id WHERE a.at < ?)",
        (since,),
    )


def articles_of(connection: Connection, story_ids: Iterable[int], upto: int) -> list[int]:
    """The articles of some stories with ids up to ``upto``."""
    rows = connection.execute(
        "SELECT id FROM article WHERE story_id IN (SELECT value FROM json_each(?)) AND id <= ?"
        " AND dismissed = 0 ORDER BY story_id, at, id",
        (json.dumps(list(story_ids)), upto),
    )
    return [int(row[0]) for row in rows]


def with_stories(connection: Connection, article_ids: Sequence[int], upto: int) -> list[int]:
    """Some articles, and after them the others of their stories with ids up to ``upto``."""
    owners = own_stories(connection, article_ids)
    found = articles_of(connection, set(owners.values()), upto)
    return [*article_ids, *(each for each in found if each not in owners)]


def views(connection: Connection, story_id: int) -> list[View]:
    """The articles of a story, the first on top."""
    return [
        View(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))
        for row in connection.execute(
            "SELECT a.id, coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url), a.title, b.lead, a.at,"
            " a.copy_of, a.read FROM article a JOIN body b ON b.article_id = a.id"
            " JOIN source s ON s.id = a.source_id WHERE a.story_id = ? ORDER BY a.at, a.id",
            (story_id,),
        )
    ]


def lead_of(connection: Connection, story_id: int) -> int | None:
    """The article that leads a story; None where there is no such story."""
    found = connection.execute("SELECT lead_id FROM story WHERE id = ?", (story_id,)).get
    return None if found is None else int(found)


def facts_of(connection: Connection, article_id: int) -> StoryFacts | None:
    """The story of an article; None where there is no such article."""
    row = connection.execute(
        "SELECT s.id, s.articles, s.publishers, s.voices, s.first_at, s.moved_at"
        " FROM article a JOIN story s ON s.id = a.story_id WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    return None if row is None else StoryFacts(*row)


def story_of(connection: Connection, article_id: int) -> int | None:
    """The story of an article; None where there is no such article."""
    found = connection.execute("SELECT story_id FROM article WHERE id = ?", (article_id,)).get
    return None if found is None else int(found)
