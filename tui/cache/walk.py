"""The ids of a list in its order, a portion at a time, so that no step is long at a million articles.

Where an index holds the list in its order, a portion is one stretch of it. Else the articles are walked
in slices of that order, the newest first: a full-text search looks at the ids of the slice alone, so that
the first page of a common word costs no more than that of a rare one. A slice is larger the less the one
before it gave. Reads only; keeps nothing: a portion says where the next one begins.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.cache.conditions import Condition
from tui.cache.database import Connection
from tui.cache.listing import SHOWN, Listing
from tui.cache.movement import by_movement

RARE = 4_000
"""So many that an index finds by themselves are sorted, without a walk."""
SLICE, LARGEST = 4_000, 32_000
"""Articles of the first slice, and of the largest: 1 ms to know its bounds. A full-text search that has
still found next to nothing there takes in all the rest."""
EXAMINED = 64_000
"""Articles that one portion looks at at most, where each must be looked at: some 50 ms."""
RANKED = 2_000
"""Of so many matches, the newest, the best are shown first."""
HALF_LIFE = 14 * 86_400
"""Seconds after which the age of an article has taken half of what age can take from it."""
WEIGHTS = (8.0, 3.0, 1.0)
"""What a word in the title, the byline and the text is worth (bm25)."""
_END = 2**62


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a walk has come to: beyond what key, in which stage, with slices of what size."""

    key: tuple[int, int]
    stage: int = 0
    size: int = SLICE
    given: int = 0
    """Ids that the walk has given so far."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A stretch of a list."""

    ids: Sequence[int]
    cursor: Cursor | None
    """Where the next portion begins; None: this was the last one."""
    newest: int
    """The id up to which the list's articles go: what arrived before the walk began."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One direction in which articles are walked."""

    key: str
    back: str
    """The key in the direction of the walk."""
    beyond: str
    upto: str
    start: tuple[int, int]


_NEWEST = _Way("(a.at, a.id)", "a.at DESC, a.id DESC", "<", ">=", (_END, _END))
_OLDEST = _Way("(a.at, a.id)", "a.at, a.id", ">", "<=", (-_END, -_END))
_ARRIVED = _Way("(a.id, a.at)", "a.id DESC", "<", ">=", (_END, _END))
_WAYS = {"oldest": _OLDEST, "arrived": _ARRIVED}
_ROUTINE = "a.level = 0"
_STAGES: dict[str, tuple[str, ...]] = {
    "level": (*(f"a.level > 0 AND a.level = {level}" for level in (3, 2, 1)), _ROUTINE)
}


def portion(
    connection: Connection,
    listing: Listing,
    newest: int | None,
    cursor: Cursor | None,
    count: int,
    *,
    now: int | None = None,
) -> Portion:
    """About ``count`` ids of a list whose articles have ids up to ``newest``; ``cursor`` None: its first.

    It may be fewer, and none, though more follow. ``newest`` None: all that is there now. ``now``: for the
    order by relevance. Raises apsw.InterruptError where another thread interrupts the connection.
    """
    if newest is None:
        newest = int(connection.execute("SELECT coalesce(max(id), 0) FROM article").get)
    if listing.limit is not None:
        count = min(count, listing.limit - (cursor.given if cursor else 0))
        if count <= 0:
            return Portion((), None, newest)
    if listing.order == "relevance" and listing.ranking:
        return _ranked(connection, listing, newest, now or 0)
    if listing.order == "story":
        return _by_story(connection, listing, newest, cursor, count)
    if listing.order == "moved" and listing.stories:
        within = scope(replace(listing, stories=False))
        found, key = by_movement(connection, within, newest, (cursor or Cursor(_NEWEST.start)).key, count)
        return Portion(found, key and Cursor(key), newest)
    way = _WAYS.get(listing.order, _NEWEST)
    stages = _stages(listing)
    start, end = _ends(listing.where, way)
    at = cursor or Cursor(start)
    ids: list[int] = []
    while True:
        condition = scope(listing, stages[at.stage])
        # One source is one stretch of an index, whatever else the list asks of it.
        direct = straight(listing) or (listing.order == "source" and listing.where.ordered)
        walk = _stretch if direct and stages[at.stage] != _ROUTINE else _slices
        found, key, size = walk(connection, condition, way, newest, at, count - len(ids))
        if key is not None and end is not None and (key[0] < end if way is _NEWEST else key[0] >= end):
            key = None
        ids += found
        given = at.given + len(found)
        if key is not None:
            return _cut(Portion(ids, Cursor(key, at.stage, size, given), newest), listing, given)
        if at.stage + 1 == len(stages):
            return _cut(Portion(ids, None, newest), listing, given)
        at = Cursor(start, at.stage + 1, given=given)
        if len(ids) >= count:
            return _cut(Portion(ids, at, newest), listing, given)


def _stages(listing: Listing) -> tuple[str, ...]:
    if listing.order == "source" and listing.sources:
        return tuple(f"a.source_id = {number}" for number in listing.sources)
    return _STAGES.get(listing.order, ("1",))


def _by_story(
    connection: Connection, listing: Listing, newest: int, cursor: Cursor | None, count: int
) -> Portion:
    """Stories by their leads, and in the place of each lead all that the list has of its story."""
    leads = portion(connection, replace(listing, order="newest", stories=True), newest, cursor, count)
    condition = scope(listing)
    members: dict[int, list[int]] = {}
    for article_id, story_id in connection.execute(
        "SELECT a.id, a.story_id FROM article a WHERE a.story_id IN"  # noqa: S608 - placeholders only
        " (SELECT story_id FROM article WHERE id IN (SELECT value FROM json_each(?)))"
        f" AND a.id <= ? AND {condition.sql} ORDER BY a.at DESC, a.id DESC",
        (json.dumps(list(leads.ids)), newest, *condition.parameters),
    ):
        members.setdefault(int(story_id), []).append(int(article_id))
    own = {article_id: story_id for story_id, ids in members.items() for article_id in ids}
    found = [each for lead in leads.ids if lead in own for each in members[own[lead]]]
    return Portion(found, leads.cursor, newest)


def _ends(where: Condition, way: _Way) -> tuple[tuple[int, int], int | None]:
    """The key that a walk begins beyond, and the time that it need not go beyond."""
    if way is _NEWEST:
        return way.start if where.before is None else (where.before, -_END), where.since
    if way is _OLDEST:
        return way.start if where.since is None else (where.since, -_END), where.before
    return way.start, None


def _cut(portion: Portion, listing: Listing, given: int) -> Portion:
    if listing.limit is None or given < listing.limit:
        return portion
    over = given - listing.limit
    return Portion(portion.ids[: len(portion.ids) - over], None, portion.newest)


def scope(listing: Listing, also: str = "1") -> Condition:
    """What a list shows, as one condition."""
    parts = [SHOWN[listing.shown]]
    parameters: list[str | int] = []
    if listing.source_ids is not None:
        if len(listing.source_ids) == 1:
            parts.append("a.source_id = ?")
            parameters.append(listing.source_ids[0])
        else:
            parts.append("a.source_id IN (SELECT value FROM json_each(?))")
            parameters.append(json.dumps(listing.source_ids))
    if listing.stories:
        parts.append("a.leads = 1" if listing.source_ids is None else _LEADS_IN_SCOPE)
        parameters += [] if listing.source_ids is None else [json.dumps(listing.source_ids)]
    driver, driven = listing.where.driver, listing.where.driven
    if listing.tag:
        driver, driven = "SELECT article_id FROM tag WHERE name = ?", (listing.tag,)
        parts.append(f"a.id IN ({driver})")
        parameters.append(listing.tag)
    if listing.where.sql != "1":
        parts.append(listing.where.sql)
        parameters.extend(listing.where.parameters)
    if also != "1":
        parts.append(also)
    return Condition(" AND ".join(parts), tuple(parameters), driver, driven)


_LEADS_IN_SCOPE = (
    "(a.leads = 1 OR NOT EXISTS (SELECT 1 FROM article b WHERE b.story_id = a.story_id"
    " AND b.source_id IN (SELECT value FROM json_each(?)) AND b.id <> a.id"
    " AND (b.leads = 1 OR (b.at, b.id) < (a.at, a.id))))"
)


def straight(listing: Listing) -> bool:
    """Whether one index gives the list in its order with next to nothing between."""
    several = listing.source_ids is not None and len(listing.source_ids) != 1
    return listing.where.ordered and not several and not listing.tag and listing.order != "story"


_Found = tuple[list[int], tuple[int, int] | None, int]
"""Ids, the key that the next portion begins beyond (None: there is no more), the size of its first slice."""


def _stretch(
    connection: Connection, condition: Condition, way: _Way, newest: int, at: Cursor, count: int
) -> _Found:
    rows = [
        (int(row[0]), int(row[1]), int(row[2]))
        for row in connection.execute(
            f"SELECT a.id, {way.key[1:-1]} FROM article a WHERE {way.key} {way.beyond} (?, ?)"  # noqa: S608 - fixed words
            f" AND a.id <= ? AND {condition.sql} ORDER BY {way.back} LIMIT ?",
            (*at.key, newest, *condition.parameters, count),
        )
    ]
    return [row[0] for row in rows], rows[-1][1:] if len(rows) == count else None, at.size


def _slices(
    connection: Connection, condition: Condition, way: _Way, newest: int, at: Cursor, count: int
) -> _Found:
    if condition.driver and not at.given and (few := _few(connection, condition)) is not None:
        return _rows_of(connection, condition, way, newest, few), None, at.size
    ids: list[int] = []
    key: tuple[int, int] | None = at.key
    size, examined = at.size, 0
    while key is not None:
        everything = bool(condition.driver) and size > LARGEST
        found, key = _slice(connection, condition, way, newest, key, None if everything else size)
        ids += found
        examined += size
        if len(found) * 4 < count:
            size = size * 8 if condition.driver else min(size * 8, LARGEST)
        if len(ids) >= count or (examined >= EXAMINED and not condition.driver):
            break
    return ids, key, size


def _few(connection: Connection, condition: Condition) -> list[int] | None:
    """All ids that may fit, where they are no more than ``RARE``."""
    rows = connection.execute(f"{condition.driver} LIMIT ?", (*condition.driven, RARE + 1))
    ids = [int(row[0]) for row in rows]
    return ids if len(ids) <= RARE else None


def _rows_of(
    connection: Connection, condition: Condition, way: _Way, newest: int, article_ids: list[int]
) -> list[int]:
    near = condition.within(min(article_ids), max(article_ids)) if article_ids else condition
    rows = connection.execute(
        "SELECT a.id FROM article a NOT INDEXED WHERE a.id IN (SELECT value FROM json_each(?))"  # noqa: S608 - placeholders only
        f" AND a.id <= ? AND {near.sql} ORDER BY {way.back}",
        (json.dumps(article_ids), newest, *near.parameters),
    )
    return [int(row[0]) for row in rows]


def _slice(
    connection: Connection,
    condition: Condition,
    way: _Way,
    newest: int,
    key: tuple[int, int],
    size: int | None,
) -> tuple[list[int], tuple[int, int] | None]:
    """The matches among the next ``size`` articles, None: among all the rest; and where they end."""
    # By the ids that the full-text search gives, whatever SQLite thinks of them.
    by = " NOT INDEXED" if condition.driver else ""
    select = f"SELECT a.id, {way.key[1:-1]} FROM article a{by} WHERE {way.key} {way.beyond} (?, ?)"  # noqa: S608 - fixed words
    if size is None:
        return [each[0] for each in _rows(connection, select, key, newest, condition, way)], None
    last = _last(connection, way, newest, key, size)
    upto = f" AND {way.key} {way.upto} (?, ?)" if last else ""
    bounds = (*key, *(last or ()))
    if not condition.bounded:
        return [each[0] for each in _rows(connection, select + upto, bounds, newest, condition, way)], last
    low, high = _ids(connection, way, newest, key, size)
    rows = _rows(connection, select + upto, bounds, newest, condition.within(low, high), way)
    strays = [each for each in _strays(connection) if not low <= each <= high]
    for stray in strays:
        one = condition.within(stray, stray)
        rows += _rows(connection, f"{select}{upto} AND a.id = {stray}", bounds, newest, one, way)
    if strays:
        rows = sorted(set(rows), key=lambda each: each[1:], reverse=way.beyond == "<")
    return [each[0] for each in rows], last


_Row = tuple[int, int, int]
"""An id and its key."""


def _rows(
    connection: Connection,
    select: str,
    bounds: Sequence[int],
    newest: int,
    condition: Condition,
    way: _Way,
) -> list[_Row]:
    rows = connection.execute(
        f"{select} AND a.id <= ? AND {condition.sql} ORDER BY {way.back}",
        (*bounds, newest, *condition.parameters),
    )
    return [(int(row[0]), int(row[1]), int(row[2])) for row in rows]


def _last(
    connection: Connection, way: _Way, newest: int, key: tuple[int, int], size: int
) -> tuple[int, int] | None:
    """The key of the last of the next ``size`` articles; None where fewer follow."""
    row = connection.execute(
        f"SELECT {way.key[1:-1]} FROM article a WHERE {way.key} {way.beyond} (?, ?) AND a.id <= ?"  # noqa: S608 - fixed words
        f" ORDER BY {way.back} LIMIT 1 OFFSET ?",
        (*key, newest, size - 1),
    ).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))


_RETURNED = "SELECT id FROM article INDEXED BY article_back WHERE back IS NOT NULL"


def _strays(connection: Connection) -> list[int]:
    """What came back after it was put off: it stands at a new time with the id that it always had."""
    return [int(row[0]) for row in connection.execute(_RETURNED)]


def _ids(connection: Connection, way: _Way, newest: int, key: tuple[int, int], size: int) -> tuple[int, int]:
    """Between which ids the next ``size`` articles lie, but for strays."""
    low, high = connection.execute(
        "SELECT min(id), max(id) FROM (SELECT a.id AS id FROM article a"  # noqa: S608 - fixed words
        f" WHERE {way.key} {way.beyond} (?, ?) AND a.id <= ? ORDER BY {way.back} LIMIT ?)"
        f" WHERE id NOT IN ({_RETURNED})",
        (*key, newest, size),
    ).fetchone() or (None, None)
    return int(low or 0), int(high or 0)


def among(connection: Connection, condition: Condition, article_ids: Sequence[int]) -> set[int]:
    """Those of ``article_ids`` that fit ``condition``; cheap for few, and for those that came together."""
    if not article_ids:
        return set()
    near = condition.within(min(article_ids), max(article_ids))
    rows = connection.execute(
        "SELECT a.id FROM article a NOT INDEXED WHERE a.id IN (SELECT value FROM json_each(?))"  # noqa: S608 - placeholders only
        f" AND {near.sql}",
        (json.dumps(list(article_ids)), *near.parameters),
    )
    return {int(row[0]) for row in rows}


def _ranked(connection: Connection, listing: Listing, newest: int, now: int) -> Portion:
    """The best of the newest matches: bm25, of which age takes up to half."""
    condition = scope(listing)
    ids, _, _ = _slices(connection, condition, _NEWEST, newest, Cursor(_NEWEST.start), RANKED)
    chosen = ids[:RANKED]
    if not chosen:
        return Portion((), None, newest)
    ages = {
        int(row[0]): int(row[1])
        for row in connection.execute(
            "SELECT id, at FROM article WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(chosen),)
        )
    }
    scores = {
        int(row[0]): float(row[1])
        for row in connection.execute(
            f"SELECT rowid, bm25(article_text, {', '.join(map(str, WEIGHTS))}) FROM article_text"  # noqa: S608 - numbers
            " WHERE article_text MATCH ? AND rowid BETWEEN ? AND ?",
            (listing.ranking, min(chosen), max(chosen)),
        )
    }

    def worth(article_id: int) -> float:
        age = max(0, now - ages.get(article_id, 0))
        return -scores.get(article_id, 0.0) * (0.5 + 0.5 * math.exp2(-age / HALF_LIFE))

    places = {article_id: place for place, article_id in enumerate(chosen)}
    best = sorted(chosen, key=lambda each: (-worth(each), places[each]))
    return Portion(best[: listing.limit], None, newest)
