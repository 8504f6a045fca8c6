"""Batches as a poller stores them, for tests of the desk at work: no network, the real cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from new_cache import new_cache

from tui.arrivals import Entry, Feed
from tui.cache.database import Connection
from tui.cache.desk import last_id
from tui.cache.sources import sync
from tui.config import AlertSettings, Settings
from tui.feeds.filing import file
from tui.feeds.newsdesk import Edited, Newsdesk
from tui.model import Facts, Place, Rule, Source

NOW = 1_800_000_000


def entry(
    title: str, *, minutes: float = 1, now: int = NOW, facts: Facts | None = None, guid: str = ""
) -> Entry:
    """An entry so many minutes old."""
    return Entry(
        guid=guid or title,
        fingerprint=f"{title} {minutes}",
        title=title,
        link="https://paper.example/" + title[:20].replace(" ", "-"),
        published=int(now - minutes * 60),
        lead=title,
        text=title,
        facts=facts or Facts(),
    )


class Poller:
    """A poller's desk over a cache with sources 1 to ``count``."""

    def __init__(
        self,
        folder: Path,
        count: int = 6,
        *,
        alerts: AlertSettings | None = None,
        rules: Iterable[Rule] = (),
        places: Iterable[Place] = (),
        groups: Mapping[int, str] | None = None,
    ) -> None:
        self.connection: Connection = new_cache(folder / "telex.db")
        sources = tuple(
            Source(f"https://paper{n}.example/feed", f"Paper {n}", (groups or {}).get(n, "World"))
            for n in range(1, count + 1)
        )
        sync(self.connection, sources, 900)
        self.settings = Settings(
            sources=sources, alerts=alerts or AlertSettings(), rules=tuple(rules), places=tuple(places)
        )
        self.desk = Newsdesk(self.connection, self.settings)
        self.joined: int | None = None
        """The story that all that comes joins, as grouping would have it."""

    def batch(self, source_id: int, *entries: Entry, now: int = NOW) -> Edited:
        """One source's answer."""
        before = last_id(self.connection)
        (arrival,) = file(self.connection, [(source_id, Feed("", entries), 0)], now)
        if self.joined is not None:
            self.connection.execute("UPDATE article SET story_id = ? WHERE id > ?", (self.joined, before))
        return self.desk.edit({source_id: arrival.changes}, before, now)

    def level(self, title: str) -> int:
        """The level of the newest article under a headline."""
        found = self.connection.execute(
            "SELECT level FROM article WHERE title = ? ORDER BY id DESC LIMIT 1", (title,)
        ).get
        return int(found)

    def close(self) -> None:
        self.connection.close()
