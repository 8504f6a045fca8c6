"""Times in words: how old, and when. Pure; the clock and the zone are arguments."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

_STEPS = ((60, 60, "m"), (3_600, 24, "h"), (86_400, 7, "d"), (604_800, 53, "w"))


def age(at: int, now: int) -> str:
    """How long ago ``at`` was, in at most three cells: ``now``, ``5m``, ``3h``, ``2d``, ``9w``, ``4y``."""
    seconds = max(0, now - at)
    if seconds < 60:
        return "now"
    for size, limit, unit in _STEPS:
        if seconds < size * limit:
            return f"{seconds // size}{unit}"
    return f"{min(99, seconds // 31_557_600)}y"


def clock(at: int, now: int, zone: tzinfo | None = None) -> str:
    """When ``at`` was, as short as it can be said: the time today, day and month this year, else the date."""
    moment, today = datetime.fromtimestamp(at, zone), datetime.fromtimestamp(now, zone)
    if moment.date() == today.date():
        return f"{moment:%H:%M}"
    return f"{moment:%d %b}" if moment.year == today.year else f"{moment:%Y-%m-%d}"


def moment(at: int, now: int, zone: tzinfo | None = None) -> str:
    """When ``at`` is, to the minute: the time today, else with its day, and in another year its date."""
    there, today = datetime.fromtimestamp(at, zone), datetime.fromtimestamp(now, zone)
    if there.date() == today.date():
        return f"{there:%H:%M}"
    return f"{there:%a %d %b %H:%M}" if there.year == today.year else f"{there:%Y-%m-%d %H:%M}"


def stamp(at: int, zone: tzinfo | None = None) -> str:
    """A date in full with its zone: ``Sun 22 Nov 2026 14:05 CET``. ``zone`` None: the machine's own."""
    moment = datetime.fromtimestamp(at, zone or UTC)
    moment = moment if zone else moment.astimezone()
    return f"{moment:%a %d %b %Y %H:%M %Z}"


def iso(at: int) -> str:
    """A date for machines: RFC 3339 in UTC."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
