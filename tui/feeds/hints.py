"""A feed's own word on how often to ask: ttl, skipHours, skipDays, mod_syndication, and its WebSub hub.

Pure; only reads them. What they are worth is the schedule's to decide: 44 of 45 real update periods
are WordPress's "hourly".
"""

from __future__ import annotations

from dataclasses import dataclass

from tui.feeds.media import count
from tui.feeds.tree import Element, Tree, children, name

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_PERIODS = {"hourly": HOUR, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Hints:
    """The fields of the same names in ``model.Feed``."""

    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    update_period: int | None = None
    hub: str = ""


def hints(tree: Tree) -> Hints:
    """What the head of a feed says."""
    root = children(tree.root)
    named = children(root["channel"][0]) if root.get("channel") else root
    links = [*named.get("link", ()), *root.get("link", ())]
    return Hints(
        ttl=ttl(_said(named, "ttl")),
        skip_hours=_hours(named.get("skiphours", ())),
        skip_days=_days(named.get("skipdays", ())),
        update_period=_period(_said(named, "sy:updateperiod"), _said(named, "sy:updatefrequency")),
        hub=next((each.get("href", "") for each in links if "hub" in each.get("rel", "").split()), ""),
    )


def ttl(said: str) -> int | None:
    """Minutes (RSS 2.0) as seconds; None for none or nonsense."""
    minutes = count(said)
    return minutes * MINUTE if minutes else None


def _period(period: str, frequency: str) -> int | None:
    """mod_syndication's defaults are daily and once; a feed that says neither says nothing."""
    if not period and not frequency:
        return None
    seconds = _PERIODS.get(period.lower() or "daily")
    return seconds and max(1, seconds // (count(frequency) or 1))


def _hours(elements: list[Element] | tuple[()]) -> tuple[int, ...]:
    """24 is taken for midnight: RSS 0.91 counted from 1, 2.0 counts from 0."""
    said = [count(each.text) for element in elements for each in element if name(each) == "hour"]
    return tuple(sorted({hour % 24 for hour in said if hour is not None and hour <= 24}))


def _days(elements: list[Element] | tuple[()]) -> tuple[str, ...]:
    said = {
        (each.text or "").strip().title() for element in elements for each in element if name(each) == "day"
    }
    return tuple([day for day in DAYS if day in said])


def _said(named: dict[str, list[Element]], called: str) -> str:
    return next(((each.text or "").strip() for each in named.get(called, ())), "")
