"""tui.ages: how old, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.ages import age, clock, iso, moment, stamp

NOW = int(datetime(2026, 11, 22, 14, 5, 9, tzinfo=UTC).timestamp())
HOUR, DAY, WEEK = 3_600, 86_400, 604_800


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "now"),
        (-DAY, "now"),
        (59, "now"),
        (60, "1m"),
        (HOUR - 1, "59m"),
        (HOUR, "1h"),
        (DAY - 1, "23h"),
        (DAY, "1d"),
        (WEEK - 1, "6d"),
        (WEEK, "1w"),
        (53 * WEEK - 1, "52w"),
        (53 * WEEK, "1y"),
        (4 * 365 * DAY + DAY, "4y"),
        (500 * 365 * DAY, "99y"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(seconds: int, said: str) -> None:
    assert age(NOW - seconds, NOW) == said


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_an_age_takes_three_cells_at_most(at: int, now: int) -> None:
    assert 2 <= len(age(at, now)) <= 3


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 22, 9, 3, tzinfo=UTC), "09:03"),
        (datetime(2026, 11, 22, 0, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "21 Nov"),
        (datetime(2026, 1, 1, tzinfo=UTC), "01 Jan"),
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), "2025-12-31"),
    ],
)
def test_a_moment_is_said_as_short_as_it_can_be(moment: datetime, said: str) -> None:
    assert clock(int(moment.timestamp()), NOW, UTC) == said


def test_today_is_what_the_reader_s_zone_says() -> None:
    late = int(datetime(2026, 11, 21, 23, 30, tzinfo=UTC).timestamp())
    assert clock(late, NOW, timezone(timedelta(hours=2))) == "01:30"
    assert clock(late, NOW, UTC) == "21 Nov"


def test_a_date_in_full_names_its_zone() -> None:
    assert stamp(NOW, UTC) == "Sun 22 Nov 2026 14:05 UTC"
    assert stamp(NOW, timezone(timedelta(hours=1), "CET")) == "Sun 22 Nov 2026 15:05 CET"


def test_a_date_in_full_without_a_zone_is_in_the_machine_s_own() -> None:
    assert stamp(NOW) == f"{datetime.fromtimestamp(NOW, UTC).astimezone():%a %d %b %Y %H:%M %Z}"


@settings(deadline=None)
@given(st.integers(0, 253_402_300_799))
def test_a_date_for_machines_reads_back_as_the_same_second(at: int) -> None:
    assert iso(at).endswith("Z")
    assert int(datetime.fromisoformat(iso(at)).timestamp()) == at


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 26, 8, 0, tzinfo=UTC), "08:00"),
        (datetime(2026, 11, 27, 8, 0, tzinfo=UTC), "Fri 27 Nov 08:00"),
        (datetime(2027, 1, 4, 8, 30, tzinfo=UTC), "2027-01-04 08:30"),
    ],
)
def test_a_moment_is_told_to_the_minute(at: datetime, said: str) -> None:
    now = int(datetime(2026, 11, 26, 14, 5, tzinfo=UTC).timestamp())
    assert moment(int(at.timestamp()), now, UTC) == said
