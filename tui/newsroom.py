"""The desk's nouns: reports, verdicts, alerts. The cache keeps them, the desk judges, the app shows.

Times are whole seconds since 1970-01-01 UTC. Imports the model alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tui.model import Facts, Level

_NOTHING_STATED = Facts()


@dataclass(frozen=True, slots=True)
class Report:
    """One article of a story, as far as judging needs it."""

    article_id: int
    source_id: int
    source: str
    """What it is called."""
    publisher: str
    voice: str
    """Who says it: wire copies of one text have one, whoever prints them."""
    group: str
    weight: float
    title: str
    link: str
    at: int
    """When it was published, as far as that can be believed."""
    dated: bool = True
    """False where the feed gives no date, and ``at`` may be long after."""
    facts: Facts = _NOTHING_STATED


@dataclass(frozen=True, slots=True)
class Watch:
    """A rule of the user's that an article of the story fits."""

    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class Standing:
    """What a story has so far."""

    level: Level = Level.ROUTINE
    since: int = 0
    """When something last gave it that level."""
    reasons: tuple[str, ...] = ()
    reach: int = 0
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the desk makes of a story."""

    level: Level
    reasons: tuple[str, ...]
    """Why, one sentence each; ROUTINE may have some too: why a marker did not count."""
    stage: str = ""
    """``UPDATE 3``, ``CORRECTED``, ``RETRACTED`` …"""
    since: int = 0
    """When something last gave it that level."""
    reach: int = 0
    """Independent reports within an hour: what the group's usual rate learns from."""
    firm: bool = True
    """False where all that speaks for it is the marker of a source that has proved nothing yet."""


class Fate(StrEnum):
    """What became of an alert."""

    TOLD = "told"
    """It went to its channels at once."""
    DIGEST = "digest"
    """The hour's or the day's budget was spent: it waits for the digest."""
    QUIET = "quiet"
    """It came in quiet hours: it waits for their end."""
    SNOOZED = "snoozed"
    REPEAT = "repeat"
    """Another story of the last day says the same; only the ticker's line changes."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A story that reached a level, and what became of that."""

    story_id: int
    article_id: int
    """The article that made it one."""
    level: Level
    at: int
    title: str
    link: str
    source: str
    publisher: str
    publishers: int
    """Independent ones at that time."""
    reasons: tuple[str, ...]
    sources: tuple[tuple[str, int], ...]
    """Who reported it, and when."""
    headlines: tuple[str, ...]
    """What later stories are compared with."""
    fate: Fate
    stage: str = ""
    id: int = 0
    digested: int | None = None
    """When a digest told it after all."""


@dataclass(frozen=True, slots=True)
class Told:
    """One story of a brief."""

    story_id: int
    article_id: int
    """Its lead."""
    article_ids: tuple[int, ...]
    """All that lists show of it: what triage is done to."""
    title: str
    source: str
    link: str
    level: Level
    stage: str
    publishers: int
    articles: int
    new: int
    """Of them, since the time."""
    first_at: int
    moved_at: int
    began: bool
    """It began since the time."""
    read: bool
    starred: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What happened since a time."""

    since: int
    levels: Mapping[Level, int]
    """Stories that reached a level, by the highest that they did."""
    arrived: int
    stories: tuple[Told, ...]
