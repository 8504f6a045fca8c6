"""Triage: acts on articles, undo, redo, what comes back. Each writes to the journal what it really changed.

An act on many articles is done in parts of one transaction each, so that a poller never waits long; a
part is whole with its row of the journal, so a process killed half-way leaves nothing unaccounted for.
What an act does to an article is decided in ``cache.effects``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui.cache import journal, story_edits
from tui.cache.database import Connection, transaction
from tui.cache.effects import (
    CODE,
    LATER,
    READ,
    STARRED,
    STORYING,
    TAGGING,
    ActError,
    Effect,
    columns,
    effect_of,
    implied_before,
    kept_before,
)
from tui.text import clean_line

PART = 2_000
"""Articles that an act changes in one transaction at most: some 20 ms."""
TAG_LIMIT = 40
"""Characters of a tag."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of triage that was carried out, undone or redone."""

    act: str
    """One of ``effects.ACTS``."""
    article_ids: tuple[int, ...]
    """The articles that it really changed."""
    argument: str = ""
    """Of ``later`` and ``restore-read`` a time in seconds, of ``tag`` and ``untag`` the tag."""


def mark(
    connection: Connection,
    act: str,
    article_ids: Iterable[int],
    *,
    now: int,
    terminal: str,
    argument: str = "",
) -> Act:
    """Carry out ``act`` on articles and enter it in the journal; what is so already is left alone.

    Raises ActError for an act or an argument that means nothing.
    """
    effect = None if act in TAGGING else effect_of(act, argument)
    if effect is None and (not argument or argument != tag_name(argument)):
        raise ActError(f"{argument!r} is no tag: one word in lower case")
    shown = list(article_ids)
    changed: list[int] = []
    unentered: list[int] = []
    whole: int | None = None
    for start in range(0, len(shown), PART):
        part = shown[start : start + PART]
        unentered += part
        with transaction(connection):
            if effect is None:
                touched, before = _tag(connection, part, argument, given=act == "tag"), None
            else:
                codes = codes_of(connection, part)
                wanted = {
                    each: effect.done(code) for each, code in codes.items() if effect.done(code) != code
                }
                _write(connection, wanted, effect)
                touched = list(wanted)
                before = [codes[each] for each in touched] if kept_before(act) else None
            if not touched:
                continue
            row = journal.enter(
                connection,
                journal.Row(act, now, terminal, touched, argument, unentered, before, whole=whole),
            )
        whole = whole or row
        changed += touched
        unentered = []
    return Act(act, tuple(changed), argument)


def undo(connection: Connection, *, now: int, terminal: str) -> Act | None:
    """Take back the newest act that stands, of any terminal, also of an earlier run; None when there is none.

    Articles that something else has changed since, or that are gone, are left as they are.
    """
    return _turn(connection, journal.newest_standing, journal.standing_part, "undo", now, terminal)


def redo(connection: Connection, *, now: int, terminal: str) -> Act | None:
    """Do again what was undone last, unless another act came after it; None when there is nothing."""
    return _turn(connection, journal.oldest_undone, journal.undone_part, "redo", now, terminal)


def restore_read(connection: Connection, at: int, *, now: int, terminal: str) -> Act:
    """Make articles read and unread as they were at a time: an act like others, that can be undone.

    What came since counts as it was when it came: unread. What is put off or dismissed stays so.
    """
    then = journal.read_at(connection, at)
    wanted = [
        article_id
        for start in range(0, len(then), PART)
        for article_id, code in codes_of(connection, list(then)[start : start + PART]).items()
        if code & READ != then[article_id] and not code & ~(READ | STARRED)
    ]
    return mark(connection, "restore-read", wanted, now=now, terminal=terminal, argument=str(at))


def would_change(connection: Connection, act: str, article_ids: Sequence[int], argument: str = "") -> bool:
    """Whether ``act`` would change any of these articles. Raises ActError."""
    if act in TAGGING:
        tagged = connection.execute(
            "SELECT count(*) FROM tag WHERE name = ? AND article_id IN (SELECT value FROM json_each(?))",
            (argument, json.dumps(list(article_ids))),
        ).get
        return int(tagged) < len(article_ids) if act == "tag" else bool(tagged)
    effect = effect_of(act, argument)
    return any(effect.done(code) != code for code in codes_of(connection, article_ids).values())


def all_put_off(connection: Connection, article_ids: Sequence[int]) -> bool:
    """Whether all of these articles are for later."""
    return all(code & LATER for code in codes_of(connection, article_ids).values())


def tag_name(text: str) -> str:
    """A tag as it is kept: one word in lower case. Empty where nothing is left of it."""
    return "-".join(clean_line(text, TAG_LIMIT).casefold().replace(",", " ").split()).lstrip("-#")


def tags(connection: Connection) -> list[tuple[str, int]]:
    """All tags by name, each with how many articles lists show under it."""
    return [
        (str(name), int(total)) for name, total in connection.execute("SELECT name, total FROM tag_count")
    ]


def tags_of(connection: Connection, article_id: int) -> tuple[str, ...]:
    """The tags of an article by name."""
    rows = connection.execute("SELECT name FROM tag WHERE article_id = ? ORDER BY name", (article_id,))
    return tuple(str(row[0]) for row in rows)


def _turn(
    connection: Connection,
    first: Callable[[Connection], journal.Row | None],
    further: Callable[[Connection, int], journal.Row | None],
    way: str,
    now: int,
    terminal: str,
) -> Act | None:
    """Undo or redo one act, part by part; what another terminal does between two parts is no harm."""
    done: Act | None = None
    whole = 0
    while True:
        with transaction(connection):
            row = first(connection) if done is None else further(connection, whole)
            if row is None:
                return done
            whole = row.whole or row.id
            changed, before = _turned(connection, row, way)
            journal.turn(
                connection,
                row.id,
                journal.Row(way, now, terminal, changed, row.act, changed, before, about=row.id),
            )
        earlier = () if done is None else done.article_ids
        done = Act(row.act, (*earlier, *changed), row.argument)


def _turned(connection: Connection, row: journal.Row, way: str) -> tuple[list[int], list[int] | None]:
    """Undo or redo one row: the articles that this changed, and their codes before that."""
    if row.act in TAGGING:
        given = (row.act == "tag") is (way == "redo")
        return _tag(connection, row.articles, row.argument, given=given), None
    if row.act in STORYING:
        return story_edits.turned(connection, row, way), None
    effect = effect_of(row.act, row.argument)
    codes = codes_of(connection, row.articles)
    kept = row.before or [implied_before(row.act) or 0] * len(row.articles)
    turned = effect.undone if way == "undo" else effect.redone
    wanted: dict[int, int] = {}
    for article_id, before in zip(row.articles, kept, strict=True):
        code = codes.get(article_id)
        new = None if code is None else turned(before, code)
        if new is not None and new != code:
            wanted[article_id] = new
    _write(connection, wanted, effect)
    return list(wanted), [codes[each] for each in wanted]


def codes_of(connection: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """The codes of those articles that are there, in the order given."""
    found = {
        int(row[0]): int(row[1])
        for row in connection.execute(
            f"SELECT id, {CODE} FROM article WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - a constant
            (json.dumps(list(article_ids)),),
        )
    }
    return {each: found[each] for each in article_ids if each in found}


def _write(connection: Connection, codes: Mapping[int, int], effect: Effect) -> None:
    """Give articles their new codes, as far as the act has set them: one statement for each value."""
    alike: dict[int, list[int]] = {}
    for article_id, code in codes.items():
        alike.setdefault(code & effect.parts, []).append(article_id)
    for code, ids in alike.items():
        fields = columns(code, effect.parts)
        assignments = ", ".join(f"{name} = ?" for name in fields)
        connection.execute(
            f"UPDATE article SET {assignments} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - our names
            (*fields.values(), json.dumps(ids)),
        )


def _tag(connection: Connection, article_ids: Sequence[int], name: str, *, given: bool) -> list[int]:
    """Give articles a tag or take it away; those that this changed."""
    statement = (
        "INSERT OR IGNORE INTO tag SELECT id, ? FROM article WHERE id IN (SELECT value FROM json_each(?))"
        " RETURNING article_id"
        if given
        else "DELETE FROM tag WHERE name = ? AND article_id IN (SELECT value FROM json_each(?))"
        " RETURNING article_id"
    )
    rows = connection.execute(statement, (name, json.dumps(list(article_ids))))
    return sorted(int(row[0]) for row in rows)
