"""What divides a list: days, levels, sources, stories, and the line between what is new and what is not.

Heads are made from the rows that are looked at, and stay as they were made: nothing that happens to an
article moves a row that somebody reads. Draws nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

from tui.ages import clock, moment
from tui.model import Headline, Level

PURGED_ROWS = 64
"""So many neighbouring rows may have gone from the cache before a head is lost with them."""
KEPT_ROWS = 10_000
"""Rows whose sections are kept."""

_ALONE = 0
"""In place of a story's number: what only one source has."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a list is divided."""

    by: str
    """day, level, source or story; empty: by nothing."""
    order: str
    """The list's own order."""
    since: int = 0
    """When the last visit ended; 0: never, or nothing is set off."""
    zone: tzinfo | None = None
    """None: the machine's own."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a row."""

    words: str
    level: Level = Level.ROUTINE
    seen: str = ""
    """The line between what is new since the last visit and what is not; empty: it is not here."""


_Kept = tuple[int, bool, Headline]
"""The number of the section of a row, whether it is new since the last visit, and the row at that time."""


class Listed(Protocol):
    """The rows of a list."""

    def id_at(self, index: int) -> int:
        """The article at ``index``."""
        ...

    def row(self, index: int) -> Headline | None:
        """Its row; None where it has been purged."""
        ...


class Sections:
    """The heads of one list."""

    def __init__(self, ruling: Ruling, rows: Listed) -> None:
        self._ruling, self._rows = ruling, rows
        self._kept: dict[int, _Kept] = {}

    def headed(self, index: int) -> bool:
        """Whether something stands above the row at ``index``."""
        here, before = self._here(index), self._before(index)
        if here is None or not (self._ruling.by or self._ruling.since):
            return False
        return self._begins(here, before) or self._turns(here, before)

    def head(self, index: int, now: int, sources: Mapping[int, str]) -> Head | None:
        """What stands there. ``sources``: their names by number."""
        here, before = self._here(index), self._before(index)
        if here is None:
            return None
        section, _, headline = here
        seen = self._seen(now) if self._turns(here, before) else ""
        if not self._begins(here, before):
            return Head("", seen=seen) if seen else None
        match self._ruling.by:
            case "day":
                return Head(day(section, now, self._ruling.zone), seen=seen)
            case "level":
                return Head(Level(section).name, Level(section), seen)
            case "source":
                return Head(sources.get(section, "Former sources"), seen=seen)
        if section == _ALONE or headline.story is None:
            return Head("One source each", seen=seen)
        story = headline.story
        span = clock(story.first_at, now, self._ruling.zone)
        if (last := clock(story.moved_at, now, self._ruling.zone)) != span:
            span = f"{span} to {last}"
        return Head(f"{story.voices} of {story.publishers} publishers · {span}", seen=seen)

    def _begins(self, here: _Kept, before: _Kept | None) -> bool:
        """Whether a section begins here. That the newest day is at the top need not be said."""
        if not self._ruling.by:
            return False
        return here[0] != before[0] if before else self._ruling.by not in ("day", "level")

    def _turns(self, here: _Kept, before: _Kept | None) -> bool:
        """Whether the line between new and seen is here."""
        return bool(self._ruling.since) and before is not None and here[1] != before[1]

    def _seen(self, now: int) -> str:
        when = moment(self._ruling.since, now, self._ruling.zone)
        return f"seen until {when}" if self._ruling.order == "newest" else f"new since {when}"

    def _here(self, index: int) -> _Kept | None:
        article_id = self._rows.id_at(index)
        kept = self._kept.get(article_id)
        if kept is None and (headline := self._rows.row(index)) is not None:
            if len(self._kept) >= KEPT_ROWS:
                self._kept.clear()
            kept = self._section(headline), headline.at > self._ruling.since, headline
            self._kept[article_id] = kept
        return kept

    def _before(self, index: int) -> _Kept | None:
        """The nearest row before it that is still in the cache."""
        for each in range(index - 1, max(-1, index - 1 - PURGED_ROWS), -1):
            if (kept := self._here(each)) is not None:
                return kept
        return None

    def _section(self, headline: Headline) -> int:
        match self._ruling.by:
            case "day":
                return datetime.fromtimestamp(headline.at, self._ruling.zone).toordinal()
            case "level":
                return int(headline.level)
            case "source":
                return headline.source_id
            case "story":
                return headline.story.id if headline.story else _ALONE
        return 0


def day(ordinal: int, now: int, zone: tzinfo | None = None) -> str:
    """A day in words: ``Today``, ``Yesterday``, ``Monday 23 November``, and in another year that too."""
    there, today = date.fromordinal(ordinal), datetime.fromtimestamp(now, zone).date()
    if there == today:
        return "Today"
    if there == today - timedelta(days=1):
        return "Yesterday"
    return f"{there:%A} {there.day} {there:%B}{'' if there.year == today.year else f' {there.year}'}"
