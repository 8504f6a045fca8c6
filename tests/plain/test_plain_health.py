"""Sources as a table, as columns and as records, and which one a user means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui import ages
from tui.model import SourceStatus
from tui.plain import health

NOW = 1_800_000_000
WELL = SourceStatus(
    id=1,
    url="https://reader:secret@example.org/feed",
    name="The Harbour Post",
    group="World",
    enabled=True,
    state="idle",
    unread=3,
    total=40,
    last_poll=NOW - 300,
    last_success=NOW - 300,
    failing_since=None,
    failures=0,
    error="",
    note="",
    next_due=NOW + 600,
)
FAILING = replace(
    WELL,
    url="https://example.net/rss",
    name="Bay Radio",
    error="the server says 503",
    failures=4,
    failing_since=NOW - 90_000,
)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (WELL, "ok"),
        (FAILING, "failing"),
        (replace(FAILING, enabled=False), "paused"),
        (replace(FAILING, state="fetching"), "fetching"),
        (replace(WELL, last_poll=None, last_success=None, next_due=None), "new"),
        (replace(WELL, last_success=None), "new"),
        (replace(FAILING, next_due=None), "stopped"),
    ],
)
def test_the_health_of_a_source_is_one_word(status: SourceStatus, word: str) -> None:
    assert health.health(status) == word


def test_a_source_that_moved_says_where_to_and_how_to_write_that_down() -> None:
    moved = replace(WELL, moved_to="https://me:secret@new.example/feed")
    told = list(health.table([moved], NOW))[2]
    assert told.strip() == (
        "moved to https://new.example/feed; "
        "`telex edit https://example.org/feed --url https://new.example/feed` writes that down"
    )
    assert health.record(moved)["moved_to"] == "https://new.example/feed"
    mean = replace(WELL, moved_to="https://new.example/?a&$(touch%20x)")
    assert "--url 'https://new.example/?a&$(touch%20x)'" in list(health.table([mean], NOW))[2]


def test_a_source_says_why_it_is_asked_less_often_while_it_is_well() -> None:
    slow = replace(WELL, pace="asked every 4h: it publishes little")
    assert list(health.table([slow], NOW))[2].strip() == slow.pace
    assert slow.pace not in "".join(health.table([replace(FAILING, pace=slow.pace)], NOW))


def test_a_failing_source_says_since_when_and_why_on_a_line_below() -> None:
    table = list(health.table([WELL, FAILING], NOW))
    assert len(table) == 4
    assert "ok" in table[1]
    since = ages.clock(NOW - 90_000, NOW)
    assert f"failing since {since}, 4 polls: the server says 503" in table[3]


def test_a_note_stands_below_its_source() -> None:
    table = list(health.table([replace(WELL, note="120 entries were left out")], NOW))
    assert table[-1].strip() == "120 entries were left out"


def test_the_table_gives_age_of_success_and_time_until_due() -> None:
    words = list(health.table([WELL], NOW))[1].split()
    assert words[-4:] == ["3/40", "5m", "10m", "ok"]


def test_a_paused_source_is_not_due() -> None:
    assert list(health.table([replace(WELL, enabled=False)], NOW))[1].split()[-2:] == ["-", "paused"]


def test_a_new_source_is_due_now() -> None:
    new = replace(WELL, last_poll=None, last_success=None, next_due=None)
    assert list(health.table([new], NOW))[1].split()[-3:] == ["-", "now", "new"]


def test_columns_end_in_health_error_and_address() -> None:
    assert health.columns(FAILING)[-3:] == ("failing", "the server says 503", "https://example.net/rss")


def test_a_record_has_times_for_machines_and_no_password() -> None:
    record = health.record(WELL)
    assert record["url"] == "https://example.org/feed"
    assert record["next_due"] == "2027-01-15T08:10:00Z"
    assert record["failing_since"] is None
    assert record["health"] == "ok"


@pytest.mark.parametrize(
    "wanted",
    ["Bay Radio", "bay radio", " https://example.net/rss "],
)
def test_a_source_is_found_by_address_or_whole_name(wanted: str) -> None:
    assert health.find([WELL, FAILING], wanted)[0] == [FAILING]


def test_an_address_is_found_with_and_without_its_password() -> None:
    for wanted in (WELL.url, "https://example.org/feed"):
        assert health.find([WELL, FAILING], wanted)[0] == [WELL]


def test_a_part_of_a_name_gives_candidates_only() -> None:
    assert health.find([WELL, FAILING], "harbour") == ([], [WELL])


def test_a_name_that_two_sources_have_gives_both() -> None:
    twin = replace(WELL, url="https://example.com/")
    assert health.find([WELL, twin], "the harbour post")[0] == [WELL, twin]


@pytest.mark.parametrize(
    ("skew", "words"),
    [(600, "its clock is 10m ahead"), (-7_200, "its clock is 2h behind"), (120, ""), (None, "")],
)
def test_a_publisher_s_clock_that_is_wrong_by_more_than_two_minutes_is_told(
    skew: int | None, words: str
) -> None:
    rows = list(health.table([replace(WELL, skew=skew)], NOW))
    assert [row.strip() for row in rows[2:]] == ([words] if words else [])
