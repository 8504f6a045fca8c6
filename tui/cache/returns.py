"""Articles that come back: put off until now, or dismissed until they changed. Knows no key and no act.

Whichever process notices first brings them back, in one transaction with the journal's row of it, which
is nobody's act and cannot be undone. They stand on top of their lists then: ``at`` is the time of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from tui.cache import journal
from tui.cache.database import Connection, transaction
from tui.cache.triage import PART, codes_of
from tui.material import material


def due(connection: Connection, now: int) -> bool:
    """Whether an article's time has come: one look at an index."""
    return connection.execute("SELECT 1 FROM article WHERE later_until <= ? LIMIT 1", (now,)).get is not None


def bring_back(connection: Connection, now: int) -> tuple[int, ...]:
    """Return the articles whose time has come; gives their ids, to the one process that did it."""
    back: list[int] = []
    more = due(connection, now)
    while more:
        with transaction(connection):
            found = [
                int(row[0])
                for row in connection.execute(
                    "SELECT id FROM article WHERE later_until <= ? ORDER BY later_until, id LIMIT ?",
                    (now, PART),
                )
            ]
            return_articles(connection, found, now, "later")
        back += found
        more = len(found) == PART
    return tuple(back)


def return_articles(connection: Connection, article_ids: Sequence[int], now: int, why: str) -> None:
    """Put articles on top of their lists, unread, neither put off nor dismissed; within a transaction.

    ``why``: ``later`` or ``changed``, for the journal.
    """
    if not article_ids:
        return
    codes = codes_of(connection, article_ids)
    ids = list(codes)
    row = journal.enter(
        connection, journal.Row("back", now, "", ids, why, ids, [codes[each] for each in ids], about=0)
    )
    connection.execute(
        "UPDATE article SET read = 0, dismissed = 0, later_until = NULL, at = ?, back = ?"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (now, row, json.dumps(ids)),
    )


def return_changed(connection: Connection, article_ids: Sequence[int], now: int) -> None:
    """Return those that were dismissed until they change and whose headline now says something new.

    Within the transaction that changed them.
    """
    rows = connection.execute(
        "SELECT a.id, d.title, a.title FROM dismissal d JOIN article a ON a.id = d.article_id"
        " WHERE d.article_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(article_ids)),),
    )
    changed = [int(each) for each, old, new in rows if material(str(old), str(new))]
    return_articles(connection, changed, now, "changed")
