"""tui.query_time: times as people write them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query_time import age, span

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp())


NOW = at("2026-11-26T12:00")
"""A Thursday."""


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2h", "2026-11-26T10:00", "2026-11-26T12:00"),
        ("1d12h", "2026-11-25T00:00", "2026-11-26T12:00"),
        ("2 hours ago", "2026-11-26T10:00", "2026-11-26T12:00"),
        ("90min", "2026-11-26T10:30", "2026-11-26T12:00"),
        ("today", "2026-11-26", "2026-11-27"),
        ("Yesterday", "2026-11-25", "2026-11-26"),
        ("monday", "2026-11-23", "2026-11-24"),
        ("thu", "2026-11-26", "2026-11-27"),
        ("last thursday", "2026-11-19", "2026-11-20"),
        ("this-week", "2026-11-23", "2026-11-30"),
        ("last_week", "2026-11-16", "2026-11-23"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("march", "2026-03-01", "2026-04-01"),
        ("december", "2025-12-01", "2026-01-01"),
        ("march-2025", "2025-03-01", "2025-04-01"),
        ("5 march", "2026-03-05", "2026-03-06"),
        ("december 24", "2025-12-24", "2025-12-25"),
        ("29 february", "2024-02-29", "2024-03-01"),
        ("5.3.2026", "2026-03-05", "2026-03-06"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026/03/05", "2026-03-05", "2026-03-06"),
        ("2026-03-05T14:30", "2026-03-05T14:30", "2026-03-05T14:31"),
        ("2026-03-05 9:00", "2026-03-05T09:00", "2026-03-05T09:01"),
        ("2026-03-05T14:30:05Z", "2026-03-05T15:30:05", "2026-03-05T15:30:06"),
        ("9:00", "2026-11-26T09:00", "2026-11-26T09:01"),
        ("13:00", "2026-11-25T13:00", "2026-11-25T13:01"),
        ("9am", "2026-11-26T09:00", "2026-11-26T10:00"),
        ("12am", "2026-11-26T00:00", "2026-11-26T01:00"),
        ("yesterday 9:00", "2026-11-25T09:00", "2026-11-25T09:01"),
        ("monday-18:30", "2026-11-23T18:30", "2026-11-23T18:31"),
        # A day with a change of the clock has 23 or 25 hours.
        ("2026-03-29", "2026-03-29", "2026-03-30"),
        ("2026-10-25", "2026-10-25", "2026-10-26"),
    ],
)
def test_a_time_is_the_span_that_people_mean(text: str, start: str, end: str) -> None:
    assert span(text, NOW, BERLIN) == (at(start), at(end))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "9",
        "25:00",
        "13pm",
        "1x",
        "last",
        "2026-13",
        "2026-02-30",
        "5h30",
        "march 40",
        "last week 9:00",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        span(text, NOW, BERLIN)


def test_an_age_is_bounded() -> None:
    assert age("999999y") == age("50y")
    assert age("0m") == 0
    assert age("tomorrow") is None


@given(st.text(st.characters()) | st.from_regex(r"[0-9:. -]{0,12}[a-z]{0,9}", fullmatch=True))
def test_no_text_does_worse_than_to_be_refused(text: str) -> None:
    try:
        start, end = span(text, NOW, BERLIN)
    except ValueError:
        return
    assert start <= end
