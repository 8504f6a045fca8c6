"""Times as people write them in a query: text to seconds. Pure; the clock and the zone are arguments.

A time is a span: ``2026-03`` is a month, ``yesterday`` a day, ``9:00`` a minute. Names of days and
months mean the last one that has begun. Knows no field and no tree.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "mo": 2_592_000, "y": 31_536_000}
"""Seconds of the units of an age; a month counts 30 days and a year 365."""
EXPECTED = "a time such as 2h, 3d, today, monday, march, last-week, 9:00, 2026-03"
"""What to say where a text is no time."""
NAMED = (
    "today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "this-week", "last-week", "this-month", "last-month", "this-year", "last-year",
)  # fmt: skip
"""Times by name, for completion."""
AGES = ("30m", "1h", "2h", "6h", "12h", "1d", "3d", "1w", "1mo")
"""Ages to begin with, for completion."""

_WORDS = {
    "s": "s|sec|secs|second|seconds",
    "mo": "mo|month|months",
    "m": "m|min|mins|minute|minutes",
    "h": "h|hour|hours",
    "d": "d|day|days",
    "w": "w|week|weeks",
    "y": "y|year|years",
}
_UNIT = "(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _WORDS.items()) + ")(?![a-z])"
_PART = re.compile(r"\s*(\d{1,6})\s*" + _UNIT)
_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?\s*(?P<half>[ap]m)?"
_TIME = re.compile(_CLOCK)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?)?"
    r"(?:[t\s]+(?P<clock>\d[\d:apm]*)(?P<utc>z)?)?"
)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_IN_MONTH = re.compile(
    r"(?:(?P<before>\d{1,2})\.? )?(?P<name>[a-z]+)(?: (?P<after>\d{1,2}))?(?:,? (?P<year>\d{4}))?"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_DAYS = NAMED[2:9]
_DAY = timedelta(days=1)
_LONGEST = 50 * UNITS["y"]


def age(text: str) -> int | None:
    """The seconds of an age such as ``2h``, ``1d12h`` or ``3 days ago``; None where it is none."""
    rest, seconds = _plain(text).removesuffix(" ago"), None
    while match := _PART.match(rest):
        unit = next(name for name in UNITS if match[name])
        seconds = (seconds or 0) + int(match[1]) * UNITS[unit]
        rest = rest[match.end() :]
    return None if rest or seconds is None else min(seconds, _LONGEST)


def span(text: str, now: int, zone: tzinfo | None = None) -> tuple[int, int]:
    """The first second of a time and the first one after it. ``zone`` None: the machine's own.

    Raises ValueError where ``text`` is no time.
    """
    if (seconds := age(text)) is not None:
        return now - seconds, now
    today = datetime.fromtimestamp(now, zone)
    words = _plain(text)
    for read in (_dated, _clocked, _named):
        found = read(words, today)
        if found is not None:
            return _seconds(found[0]), _seconds(found[1])
    raise ValueError(f"{text!r} is no time")


def _plain(text: str) -> str:
    """Lower case; ``last-week`` and ``last_week`` are ``last week``, dates keep their hyphens."""
    words = re.sub(r"(?<=[a-z])[-_]|[-_](?=[a-z])", " ", text.strip().lower())
    return " ".join(words.split())


def _seconds(moment: datetime) -> int:
    try:
        return int(moment.timestamp())
    except (OverflowError, OSError) as error:
        raise ValueError(f"{moment} is beyond the calendar") from error


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


_Span = tuple[datetime, datetime]


def _dated(words: str, today: datetime) -> _Span | None:
    """``2026``, ``2026-03``, ``2026-03-05``, ``2026-03-05T14:30``, ``5.3.2026``."""
    match = _ISO.fullmatch(words) or _DOTTED.fullmatch(words)
    if match is None:
        return None
    parts = match.groupdict()
    month, day = parts["month"], parts["day"]
    start = _midnight(today).replace(year=int(parts["year"]), month=int(month or 1), day=int(day or 1))
    if parts.get("clock"):
        moment = _at(start, parts["clock"]) if day else None
        if moment is None:
            raise ValueError(f"{words!r} is no time")
        if parts.get("utc"):
            offset = (moment[0] if today.tzinfo else moment[0].astimezone()).utcoffset() or timedelta()
            return moment[0] + offset, moment[1] + offset
        return moment
    if day:
        return start, start + _DAY
    if month:
        return start, _month_after(start)
    return start, start.replace(year=start.year + 1)


def _month_after(start: datetime) -> datetime:
    return _midnight(start.replace(day=1) + 32 * _DAY).replace(day=1)


def _at(day: datetime, words: str) -> _Span | None:
    """``9:00``, ``18:30:15``, ``9am`` on a day."""
    match = _TIME.fullmatch(words)
    if match is None or not (match["minute"] or match["half"]):
        return None
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{words!r} is no time of day")
        hour = hour % 12 + 12 * (match["half"] == "pm")
    start = day.replace(hour=hour, minute=int(match["minute"] or 0), second=int(match["second"] or 0))
    return start, start + timedelta(seconds=1 if match["second"] else 60 if match["minute"] else 3_600)


def _clocked(words: str, today: datetime) -> _Span | None:
    """A time of day: today's, or yesterday's where today's is still to come; also after a day's name."""
    head, _, tail = words.rpartition(" ")
    moment = _at(_midnight(today), tail)
    if moment is None:
        return None
    if head:
        named = _named(head, today)
        return None if named is None or named[1] - named[0] > 2 * _DAY else _at(_midnight(named[0]), tail)
    if moment[0] > today:
        return moment[0] - _DAY, moment[1] - _DAY
    return moment


def _named(words: str, today: datetime) -> _Span | None:
    midnight = _midnight(today)
    fixed: dict[str, Callable[[], _Span]] = {
        "now": lambda: (today, today + timedelta(seconds=1)),
        "today": lambda: (midnight, midnight + _DAY),
        "midnight": lambda: (midnight, midnight + timedelta(seconds=60)),
        "yesterday": lambda: (midnight - _DAY, midnight),
    }
    if words in fixed:
        return fixed[words]()
    which, _, noun = words.rpartition(" ")
    if which in ("", "this", "last") and (day := _weekday(noun)) is not None:
        back = (today.weekday() - day) % 7
        start = midnight - _DAY * (back or (7 if which == "last" else 0))
        return start, start + _DAY
    if which in ("this", "last") and noun in ("week", "month", "year"):
        return _period(noun, midnight, before=which == "last")
    return _month(words, today)


def _weekday(word: str) -> int | None:
    return next((n for n, day in enumerate(_DAYS) if len(word) >= 3 and day.startswith(word)), None)


def _period(noun: str, midnight: datetime, *, before: bool) -> _Span:
    if noun == "week":
        start = midnight - _DAY * midnight.weekday()
        return (start - 7 * _DAY, start) if before else (start, start + 7 * _DAY)
    if noun == "month":
        start = midnight.replace(day=1)
        return (_midnight(start - _DAY).replace(day=1), start) if before else (start, _month_after(start))
    start = midnight.replace(month=1, day=1)
    if before:
        return start.replace(year=start.year - 1), start
    return start, start.replace(year=start.year + 1)


def _month(words: str, today: datetime) -> _Span | None:
    """``march``, ``march 2025``, ``5 march``, ``march 5``, ``5 march 2025``."""
    match = _IN_MONTH.fullmatch(words)
    name = match["name"] if match else ""
    number = next((n for n, full in enumerate(_MONTHS, 1) if len(name) >= 3 and full.startswith(name)), 0)
    if match is None or not number:
        return None
    day = int(match["before"] or match["after"] or 1)
    first = int(match["year"] or today.year)
    # Not every year has a 29 February.
    for year in range(first, first - (1 if match["year"] else 9), -1):
        if day <= monthrange(year, number)[1]:
            start = _midnight(today).replace(year=year, month=number, day=day)
            if match["year"] or start <= today:
                dated = match["before"] or match["after"]
                return start, start + _DAY if dated else _month_after(start)
    return None
