"""What a feed document brings and what becomes of it: the nouns between parser and cache.

Apart from ``tui.model`` because the screen needs none of them, and each costs its start most of a
millisecond. Texts have passed ``tui.text`` before they stand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from tui.model import Facts, Level


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed document, cleaned, before it is known to be new."""

    guid: str
    fingerprint: str
    """Hash of the raw item: equal fingerprints need no second look."""
    title: str = ""
    link: str = ""
    author: str = ""
    published: int | None = None
    """As the feed gives it; None when it gives none or nonsense."""
    lead: str = ""
    """The opening of the text on one line, at most ``text.LEAD_LIMIT`` code points."""
    document: str = "[]"
    """The content as blocks, serialised by ``pages.document.dumps``."""
    text: str = ""
    """The content as plain text, for the full-text index."""
    level: Level = Level.ROUTINE
    reasons: tuple[str, ...] = ()
    """Why it has that level, one sentence each."""
    facts: Facts = Facts()  # noqa: RUF009 - it is frozen


EARLIEST = 631_152_000
"""Seconds since 1970: a date before 1990 is none, there was no web."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a source's first document retention would remove again at once: it is never stored."""

    before: int
    """Seconds since 1970: entries that are dated earlier than this,"""
    newest: int
    """beyond so many of the newest."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What one feed document held."""

    title: str
    entries: tuple[Entry, ...]
    unchanged: tuple[str, ...] = ()
    """Fingerprints of items that the caller already knew; they were not looked at again."""
    buried: tuple[tuple[str, str], ...] = ()
    """Guid and fingerprint of items beyond the cut that the caller gave; not looked at any further."""
    dropped: int = 0
    """Items beyond the limit that were left out, oldest first."""
    parser: str = ""
    ttl: int | None = None
    """Seconds for which the feed says that it may be kept (RSS 2.0, ttl)."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day in UTC, 0 to 23, in which it asks not to be read (RSS 2.0, skipHours)."""
    skip_days: tuple[str, ...] = ()
    """Days of the week by their English names (``Sunday``), likewise (RSS 2.0, skipDays)."""
    update_period: int | None = None
    """Seconds between updates by its own word (mod_syndication: updatePeriod over updateFrequency)."""
    hub: str = ""
    """The address of its WebSub hub; noted, not used."""


@dataclass(frozen=True, slots=True)
class Known:
    """An article that the cache already has, as far as deciding on its entry needs it."""

    id: int
    title: str
    document: str
    earlier: frozenset[str] = frozenset()
    """``version_of`` each text that it had before this one."""


def version_of(title: str, document: str) -> str:
    """A short name for one text of an article: equal for equal title and content."""
    return blake2b(f"{title}\0{document}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Former:
    """An article that the cache has, as far as is needed to know it again under another guid."""

    guid: str
    fingerprint: str
    title: str
    link: str
    lead: str
    published: int | None
    at: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What one parsed feed makes of the cache."""

    insert: tuple[Entry, ...] = ()
    revise: tuple[tuple[int, Entry], ...] = ()
    """(article id, its new text); the old one becomes a revision."""
    restore: tuple[tuple[int, Entry], ...] = ()
    """(article id, a text that it had before): shown again, and no revision, for some flip at each poll."""
    touch: tuple[tuple[int, Entry], ...] = ()
    """(article id, its entry) where the shown text is as before: only link, author or markup moved."""
