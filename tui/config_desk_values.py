"""Values of ``[alerts]``, ``[[rules]]`` and ``[[places]]``, checked: levels, channels, hours, queries, days.

As ``tui.config_values``; apart from it because only the desk has such.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from tui.config_values import OneOf, SettingError, address, shown, words
from tui.model import Level

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]):([0-5]\d)")
_TAG_LIMIT = 40
_Choice = TypeVar("_Choice", bound=StrEnum)


level = OneOf(tuple(Level.__members__), Level.__getitem__, str.upper)
"""A reader of the name of a level."""


def choice(kind: type[_Choice]) -> OneOf[_Choice]:
    """A reader of one word of an enumeration."""
    return OneOf(tuple(kind), kind)


def tag(value: object) -> str:
    """A reader of a tag: one word, in lower case; "" is none."""
    text = words(value).casefold()
    if " " in text or len(text) > _TAG_LIMIT:
        raise SettingError(f"must be one word, not {shown(value)}")
    return text


def day_span(value: object) -> tuple[int, int] | None:
    """A reader of a part of the day such as "22:00-07:00", in minutes; "" is none."""
    if value == "":
        return None
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise SettingError(f'must be a part of the day such as "22:00-07:00", not {shown(value)}')
    hours = [int(each) for each in found.groups()]
    return hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]


def query(value: object) -> str:
    """A reader of a query of the one language; "" is none."""
    from tui.query import QueryError, parse

    text = words(value)
    try:
        parse(text)
    except QueryError as error:
        raise SettingError(f"is no query: {error}") from error
    return text


def day(value: object) -> int | None:
    """A reader of a date, from whose end on something is over; gives seconds since 1970; "" is none."""
    if value == "":
        return None
    if isinstance(value, datetime):
        return int(value.timestamp())
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, date):
        raise SettingError(f'must be a date such as "2027-01-31", not {shown(value)}')
    return int(datetime.combine(found, time.max).timestamp())


def optional_address(value: object) -> str:
    """As ``address``; "" is none."""
    return "" if value == "" else address(value)
