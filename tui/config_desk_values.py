"""Values of ``[alerts]``, ``[[rules]]`` and ``[[places]]``, checked: levels, channels, hours, queries, days.

As ``tui.config_values``; apart from it because only the desk has such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from tui.config_values import SettingError, address, shown, words
from tui.model import Level

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]):([0-5]\d)")
_TAG_LIMIT = 40
_Choice = TypeVar("_Choice", bound=StrEnum)


def level(value: object) -> Level:
    """A reader of the name of a level."""
    name = value.upper() if isinstance(value, str) else ""
    if name not in Level.__members__:
        raise SettingError(f"must be one of {_listed(Level.__members__)}, not {shown(value)}")
    return Level[name]


def choice(kind: type[_Choice]) -> Callable[[object], _Choice]:
    """A reader of one word of an enumeration."""

    def read(value: object) -> _Choice:
        found = next((each for each in kind if each == value), None)
        if found is None:
            raise SettingError(f"must be one of {_listed(kind)}, not {shown(value)}")
        return found

    return read


def some_of(words_: Sequence[str]) -> Callable[[object], tuple[str, ...]]:
    """A reader of a list of some of these words; an empty list is none."""

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(each in words_ for each in value):
            raise SettingError(f"must be a list of some of {_listed(words_)}, not {shown(value)}")
        return tuple(dict.fromkeys(value))

    return read


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


def _listed(names: Iterable[str]) -> str:
    return ", ".join(str(name) for name in names)


def optional_address(value: object) -> str:
    """As ``address``; "" is none."""
    return "" if value == "" else address(value)
