"""What is the user's own, out of the cache and into another: states, tags, journal. Knows no file format.

Whatever comes in is merged: nothing that is there is lost, and to bring in the same again changes
nothing. States of articles that the cache does not have wait for them (table ``awaited``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tui.cache import journal
from tui.cache.database import Connection, transaction
from tui.cache.effects import DISMISSED, LATER, READ, STARRED
from tui.cache.triage import codes_of

AWAITED_FOR = 180 * 86_400
"""Seconds after which the state of an article that never came is forgotten."""


@dataclass(frozen=True, slots=True)
class State:
    """What the user has said of one article."""

    read: bool = False
    starred: bool = False
    later_until: int | None = None
    dismissed: int = 0
    """1: until it changes, 2: for good."""
    tags: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the article is one that is never purged."""
        return self.starred or self.later_until is not None or bool(self.tags)


@dataclass(frozen=True, slots=True)
class Kept:
    """One article as a backup names it."""

    id: int
    source: str
    """The address of its source."""
    guid: str
    state: State


def articles(connection: Connection, named: Collection[int] | None = None) -> Iterator[Kept]:
    """Articles by id with what the user has said of them.

    ``named``: only those of which something was said, and these; None: all.
    """
    rows = connection.execute(
        "SELECT a.id, s.url, a.guid, a.read, a.starred, a.later_until, a.dismissed,"
        " (SELECT group_concat(name, ' ') FROM tag WHERE article_id = a.id) AS tags"
        " FROM article a JOIN source s ON s.id = a.source_id"
        " WHERE ?1 IS NULL OR a.read OR a.starred OR a.later_until IS NOT NULL OR a.dismissed"
        " OR tags IS NOT NULL OR a.id IN (SELECT value FROM json_each(?1)) ORDER BY a.id",
        (None if named is None else json.dumps(list(named)),),
    )
    for article_id, url, guid, read, starred, until, dismissed, tags in rows:
        names = tuple(sorted(str(tags or "").split()))
        yield Kept(article_id, url, guid, State(bool(read), bool(starred), until, dismissed, names))


def awaited(connection: Connection) -> Iterator[Kept]:
    """The states that still wait for their articles; ids are 0."""
    rows = connection.execute(
        "SELECT s.url, w.guid, w.read, w.starred, w.later_until, w.dismissed, w.tags"
        " FROM awaited w JOIN source s ON s.id = w.source_id ORDER BY w.source_id, w.guid"
    )
    for url, guid, read, starred, until, dismissed, tags in rows:
        yield Kept(0, url, guid, State(bool(read), bool(starred), until, dismissed, tuple(json.loads(tags))))


def article_id(connection: Connection, source_id: int, guid: str) -> int | None:
    """The article that a source calls so; None where the cache does not have it."""
    found = connection.execute(
        "SELECT id FROM article WHERE source_id = ? AND guid = ?", (source_id, guid)
    ).get
    return None if found is None else int(found)


def add_former_source(connection: Connection, url: str, name: str, group: str) -> None:
    """A source that is not subscribed to, so that its articles have a home; one that is there stays."""
    connection.execute(
        "INSERT INTO source (url, name, folder, interval, subscribed) VALUES (?, ?, ?, 3600, 0)"
        " ON CONFLICT (url) DO NOTHING",
        (url, name, group),
    )


def await_article(connection: Connection, source_id: int, guid: str, state: State, now: int) -> None:
    """Keep a state until its article comes; within a transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO awaited VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            source_id,
            guid,
            now,
            state.read,
            state.starred,
            state.later_until,
            state.dismissed,
            json.dumps(state.tags),
        ),
    )


def forget_awaited(connection: Connection, now: int) -> None:
    """Forget the states of articles that have not come for half a year; within a transaction."""
    connection.execute("DELETE FROM awaited WHERE at < ?", (now - AWAITED_FOR,))


def touched_since(connection: Connection, at: int) -> set[int]:
    """The articles that something has been done to after ``at``: they are as the user wants them."""
    return {each for row in journal.rows_since(connection, at) for each in row.articles}


def merge(connection: Connection, states: Mapping[int, State], now: int) -> int:
    """Add what the states say to articles that are there, as one row of the journal; how many changed.

    A mark that is on either side stays; of two times or dismissals the one that is here. Within a
    transaction.
    """
    codes = codes_of(connection, list(states))
    new = {each: _merged(code, states[each]) for each, code in codes.items()}
    changed = [each for each, code in codes.items() if new[each] != code]
    tags = [(each, tag) for each in codes for tag in states[each].tags]
    before = connection.total_changes()
    connection.executemany("INSERT OR IGNORE INTO tag VALUES (?, ?)", tags)
    tagged = connection.total_changes() > before
    connection.executemany(
        "UPDATE article SET read = ?, starred = ?, dismissed = ?, later_until = ? WHERE id = ?",
        [
            (code & READ, (code & STARRED) >> 1, (code & DISMISSED) >> 2, (code >> 4) or None, each)
            for each in changed
            for code in (new[each],)
        ],
    )
    if changed:
        old = [codes[each] for each in changed]
        journal.enter(connection, journal.Row("restore", now, "", changed, "", changed, old, about=0))
    return len(changed) if changed else int(tagged)


def _merged(code: int, state: State) -> int:
    code |= READ * state.read | STARRED * state.starred
    if not code & DISMISSED:
        code |= state.dismissed << 2
    if not code & LATER and state.later_until and not code & DISMISSED:
        code |= state.later_until << 4
    return code


def merge_journal(connection: Connection, rows: Sequence[journal.Row]) -> int:
    """Put rows of another journal among ours, by time; how many were new.

    ``id``, ``whole`` and ``about`` of the rows speak of each other. Ours and theirs keep their order
    among themselves, so what undo and redo take next follows from the times.
    """
    with transaction(connection):
        ours = list(journal.all_rows(connection))
        known = Counter(_likeness(row) for row in ours)
        theirs = []
        for row in rows:
            if known[_likeness(row)]:
                known[_likeness(row)] -= 1
            else:
                theirs.append(row)
        if not theirs:
            return 0
        order: list[tuple[bool, journal.Row]] = []
        mine = 0
        for row in theirs:
            while mine < len(ours) and ours[mine].at <= row.at:
                order.append((False, ours[mine]))
                mine += 1
            order.append((True, row))
        order += [(False, row) for row in ours[mine:]]
        places = {(new, row.id): place for place, (new, row) in enumerate(order, 1)}
        renumbered = [
            replace(
                row,
                id=places[new, row.id],
                whole=places.get((new, row.whole)) if row.whole else None,
                about=places.get((new, row.about), 0) if row.about else row.about,
            )
            for new, row in order
        ]
        moved = {row.id: places[False, row.id] for row in ours}
        journal.replace_all(connection, renumbered)
        connection.execute(
            "UPDATE article SET back = -coalesce("
            "(SELECT value FROM json_each(?) WHERE key = article.back), 0) WHERE back IS NOT NULL",
            (json.dumps({str(old): new for old, new in moved.items()}),),
        )
        connection.execute("UPDATE article SET back = -back WHERE back IS NOT NULL")
    return len(theirs)


def _likeness(row: journal.Row) -> tuple[object, ...]:
    """What two rows of one act have in common; its articles may not all be here."""
    return row.at, row.terminal, row.act, row.argument
