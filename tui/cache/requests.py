"""A reader asks what feeds an address has, the poller answers: both sides of that, through the cache.

Knows neither network nor screen. The reader calls ``ask_discovery`` and then ``answer`` at each change
of the cache; the poller calls ``waiting`` and ``keep_answer``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tui.cache.database import Connection, transaction

STALE_SECONDS = 600
"""A question older than this is not answered any more: whoever asked has gone."""
KEPT_SECONDS = 86_400
"""How long an answer stays."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One entry of a feed that is not subscribed to yet."""

    title: str
    published: int | None


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read."""

    url: str
    """May hold the user name and password that were typed."""
    title: str
    """As the feed calls itself, else as the page does; may be empty."""
    headlines: tuple[Preview, ...]
    """The newest entries, the newest first."""
    entries: int
    """How many it holds."""
    per_week: float | None
    """Entries per week of late; None where they have no dates."""
    hub: str = ""
    """Where it offers WebSub; noted, not used: a reader behind a router cannot be called back."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An address that was no feed."""

    url: str
    """Without user name and password."""
    why: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What feeds an address has."""

    asked: str
    """As it was typed; without user name and password."""
    found: tuple[FoundFeed, ...] = ()
    tried: tuple[Tried, ...] = ()
    answered: bool = True
    """Whether any host gave an answer at all; False as well where the words are no address."""


@dataclass(frozen=True, slots=True)
class Question:
    """A reader's question that waits for its answer."""

    id: int
    typed: str


def ask_discovery(connection: Connection, typed: str, now: int) -> int:
    """Ask whoever polls this cache for the feeds of an address as typed; gives the question's id."""
    with transaction(connection):
        connection.execute("INSERT INTO request (at, kind, argument) VALUES (?, 'discover', ?)", (now, typed))
        return connection.last_insert_rowid()


def answer(connection: Connection, question_id: int) -> Discovery | None:
    """The answer to a question of ``ask_discovery``; None while there is none."""
    text = connection.execute("SELECT answer FROM discovery WHERE request_id = ?", (question_id,)).get
    return None if text is None else loads(str(text))


def waiting(connection: Connection, now: int) -> list[Question]:
    """The questions without an answer, the oldest first; stale ones are taken away.

    They stay until they are answered: should the poller die over one, the next one takes it up.
    """
    found = [
        (Question(row[0], row[1]), row[2])
        for row in connection.execute(
            "SELECT id, argument, at FROM request WHERE kind = 'discover' ORDER BY id"
        )
    ]
    stale = [question.id for question, at in found if abs(now - at) > STALE_SECONDS]
    if stale:
        with transaction(connection):
            connection.executemany("DELETE FROM request WHERE id = ?", [(each,) for each in stale])
    return [question for question, _ in found if question.id not in stale]


def keep_answer(connection: Connection, question: Question, discovery: Discovery, now: int) -> None:
    """Answer a question; answers of which a day has gone by are forgotten."""
    with transaction(connection):
        connection.execute("DELETE FROM request WHERE id = ?", (question.id,))
        connection.execute("DELETE FROM discovery WHERE at < ?", (now - KEPT_SECONDS,))
        connection.execute(
            "INSERT OR REPLACE INTO discovery (request_id, url, answer, at) VALUES (?, ?, ?, ?)",
            (question.id, question.typed, dumps(discovery), now),
        )


def dumps(discovery: Discovery) -> str:
    """A discovery as JSON."""
    return json.dumps(asdict(discovery), ensure_ascii=False)


def loads(text: str) -> Discovery:
    """The discovery that ``dumps`` wrote."""
    found = json.loads(text)
    feeds = [
        FoundFeed(**(feed | {"headlines": tuple([Preview(**each) for each in feed["headlines"]])}))
        for feed in found["found"]
    ]
    return Discovery(
        asked=found["asked"],
        found=tuple(feeds),
        tried=tuple([Tried(**each) for each in found["tried"]]),
        answered=found["answered"],
    )
