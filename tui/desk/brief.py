"""A brief in words: its heading, who has a story and what changed in it. Pure; the same on screen and off."""

from __future__ import annotations

from tui import ages
from tui.newsroom import Brief, Told

SOURCES = 5
"""Sources of a story that are named."""
HOUR = 3_600
ABSENCE = 8 * HOUR
"""What is told where nobody has been away."""


def begins(left: int | None, now: int) -> int:
    """Since when there is something to tell: an hour at least. ``left``: when telex was last left."""
    return min(now - ABSENCE if left is None else left, now - HOUR)


def heading(found: Brief, now: int) -> str:
    """``Since 02:13: 1 FLASH, 3 BULLETIN, 412 articles``."""
    levels = "".join(f"{count} {level.name}, " for level, count in found.levels.items())
    articles = f"{found.arrived:,} article{'' if found.arrived == 1 else 's'}"
    return f"Since {ages.clock(found.since, now)}: {levels}{articles}"


def staged(told: Told) -> str:
    """The story's stage, where its headline does not say it itself."""
    return f"{told.stage} " if told.stage and not told.title.upper().startswith(told.stage) else ""


def about(told: Told, now: int) -> str:
    """``5 publishers · BBC News, NPR · 12 new of 14 articles · began 02:20``."""
    more = len(told.sources) - SOURCES
    who = ", ".join(told.sources[:SOURCES]) + (f" and {more} more" if more > 0 else "")
    publishers = f"{told.publishers} publishers · " if told.publishers > 1 else ""
    count = f"{told.new} new of {told.articles} articles · " if told.articles > 1 else ""
    began = "began" if told.began else "goes on since"
    return f"{publishers}{who} · {count}{began} {ages.clock(told.first_at, now)}"


def record(told: Told) -> dict[str, object]:
    """A story as JSON gives it."""
    return {
        "story": told.story_id,
        "article": told.article_id,
        "title": told.title,
        "source": told.source,
        "link": told.link,
        "level": told.level.name,
        "stage": told.stage,
        "publishers": told.publishers,
        "articles": told.articles,
        "new": told.new,
        "first": ages.iso(told.first_at),
        "moved": ages.iso(told.moved_at),
        "began": told.began,
        "sources": list(told.sources),
    }
