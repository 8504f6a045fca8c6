"""What feeds an address has, as lines of text and as JSON. Pure; knows neither network nor terminal."""

from __future__ import annotations

from collections.abc import Iterable

from tui import ages
from tui.cache.requests import Discovery, FoundFeed
from tui.text import shown_url

HEADLINES = 3
"""Of each feed that is shown."""


def record(discovery: Discovery, added: str) -> dict[str, object]:
    """The discovery as ``--json`` prints it; ``added``: the address that was subscribed to, or ""."""
    return {
        "asked": discovery.asked,
        "added": shown_url(added) or None,
        "found": [
            {
                "url": shown_url(feed.url),
                "title": feed.title,
                "entries": feed.entries,
                "per_week": feed.per_week,
                "hub": feed.hub,
                "headlines": [
                    {
                        "title": each.title,
                        "published": None if each.published is None else ages.iso(each.published),
                    }
                    for each in feed.headlines
                ],
            }
            for feed in discovery.found
        ],
        "tried": [{"url": each.url, "why": each.why} for each in discovery.tried],
    }


def preview(feed: FoundFeed, now: int) -> Iterable[str]:
    """What speaks for or against subscribing to one feed: where it is, how often it writes, its newest."""
    yield f"  {shown_url(feed.url)}"
    yield f"  {_amount(feed)}"
    for each in feed.headlines[:HEADLINES]:
        age = "" if each.published is None else ages.age(each.published, now)
        yield f"  {age:>3}  {each.title}"


def choices(discovery: Discovery, now: int) -> Iterable[str]:
    """All feeds with the numbers to choose them by."""
    cells = len(str(len(discovery.found)))
    for number, feed in enumerate(discovery.found, 1):
        yield f"{number:>{cells}}  {feed.title or shown_url(feed.url)}"
        for line in preview(feed, now):
            yield f"{' ' * cells}{line}"


def tried(discovery: Discovery) -> list[str]:
    """The addresses that were no feed, each with the reason."""
    return [f"  {each.url}: {each.why}" for each in discovery.tried]


def _amount(feed: FoundFeed) -> str:
    count = f"{feed.entries:,} {'entry' if feed.entries == 1 else 'entries'}"
    return count if feed.per_week is None else f"{count}, {feed.per_week:,g} a week"
