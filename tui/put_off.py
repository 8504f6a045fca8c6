"""When something that is put off comes back, as people say it. Pure; the clock and the zone are arguments."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from tui.config_values import SettingError, seconds_of

EXPECTED = "a time to come, such as 2h, 3d, 18:30, tonight, tomorrow, friday 9:00, next week or 2026-12-24"
"""What to say where a text is no such time."""
NAMED = (
    "tomorrow", "tonight", "1h", "3h", "1d", "3d", "7d", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "weekend", "next week", "next month",
)  # fmt: skip
"""For completion; the first one is meant where nothing is typed."""
MORNING, EVENING = (8, 0), (20, 0)
"""The times of day where only a day is named, and of ``tonight``."""
FURTHEST = 10 * 366
"""Days ahead that are taken for meant."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"(?:at )?(?:(\d{1,2}):(\d\d)|(\d{1,2})(?::(\d\d))? ?([ap]m))")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def comes_back(text: str, now: int, zone: tzinfo | None = None) -> int:
    """The time that ``text`` means, in seconds; always after ``now``. ``zone`` None: the machine's own.

    A duration counts from now. A time of day is the next one; a day by its name is the next one after
    today, at eight in the morning unless a time follows. Raises ValueError.
    """
    words = " ".join(text.lower().replace("-week", " week").replace("-month", " month").split())
    seconds = _duration(words)
    if seconds is None:
        found = int(_moment(words, datetime.fromtimestamp(now, zone)).timestamp())
    else:
        found = now + seconds
    if found <= now:
        raise ValueError(f"{text!r} is past")
    if found - now > FURTHEST * 86_400:
        raise ValueError(f"{text!r} is more than ten years ahead")
    return found


def _duration(words: str) -> int | None:
    compact = words.removeprefix("in ").replace(" ", "")
    if match := re.fullmatch(r"(\d{1,4})w(?:eeks?)?", compact):
        return int(match[1]) * 604_800
    compact = re.sub(r"(?<=\d)(d|h|m)[a-z]+", r"\1", compact)
    try:
        return min(seconds_of(compact), (FURTHEST + 1) * 86_400)
    except SettingError:
        return None


def _moment(words: str, now: datetime) -> datetime:
    day, clock = _day(words, now)
    time = _time(clock) if clock else None
    if clock and time is None:
        raise ValueError(f"{words!r} is no time")
    if day is None:
        if time is None:
            raise ValueError(f"{words!r} is no time")
        found = _at(now, time)
        return found if found > now else _at(now + timedelta(days=1), time)
    if words.startswith("tonight"):
        return _at(day, time or EVENING)
    return _at(day, time or MORNING)


def _day(words: str, now: datetime) -> tuple[datetime | None, str]:
    """The day that ``words`` begin with, if any, and what follows it."""
    first, _, rest = words.partition(" ")
    if first in ("today", "tonight"):
        return now, rest
    if first == "tomorrow":
        return now + timedelta(days=1), rest
    if first in ("weekend", "next"):
        unit, _, after = rest.partition(" ")
        if first == "weekend":
            return now + timedelta(days=(5 - now.weekday()) % 7 or 7), rest
        if unit == "week":
            return now + timedelta(days=7 - now.weekday()), after
        if unit == "month":
            return (now.replace(day=1) + timedelta(days=32)).replace(day=1), after
        return _day(rest, now)
    named = [number for number, name in enumerate(_DAYS) if len(first) >= 3 and name.startswith(first)]
    if len(named) == 1:
        return now + timedelta(days=(named[0] - now.weekday()) % 7 or 7), rest
    if match := _DATE.fullmatch(first):
        try:
            return now.replace(year=int(match[1]), month=int(match[2]), day=int(match[3])), rest
        except ValueError as error:
            raise ValueError(f"{first!r} is no day of the calendar") from error
    return None, words


def _time(text: str) -> tuple[int, int] | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
    if match[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[5] == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _at(day: datetime, time: tuple[int, int]) -> datetime:
    return day.replace(hour=time[0], minute=time[1], second=0, microsecond=0)
