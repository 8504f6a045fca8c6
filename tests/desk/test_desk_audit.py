"""tui.desk.audit: which sources could be pruned, and why."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tui.desk.audit import (
    CARRIERS,
    DAY,
    SAMPLE,
    SAMPLES,
    Audited,
    Recent,
    audit,
    link_key,
    sample_size,
    title_key,
)
from tui.model import SourceStatus

NOW = 1_800_000_000
WELL = SourceStatus(
    id=1,
    url="https://post.example/feed",
    name="Post",
    group="",
    enabled=True,
    state="idle",
    unread=10,
    total=100,
    last_poll=NOW,
    last_success=NOW,
    failing_since=None,
    failures=0,
    error="",
    note="",
    next_due=NOW + 900,
)
BAY = replace(WELL, id=2, url="https://bay.example/rss", name="Bay")
PIER = replace(WELL, id=3, url="https://pier.example/atom", name="Pier")


def articles(count: int, *, site: str = "post", every: int = DAY, newest: int = NOW) -> list[Recent]:
    """So many articles of a site, newest first, one every so many seconds."""
    return [
        (newest - n * every, f"https://{site}.example/{n}", f"News of the day from {site}, number {n}")
        for n in range(count)
    ]


def one(status: SourceStatus, newest: Sequence[Recent]) -> Audited:
    (found,) = audit([status], [(status.id, newest)], NOW)
    return found


def test_a_source_that_is_read_and_brings_its_own_has_no_findings() -> None:
    found = one(WELL, articles(50))
    assert (found.findings, found.weight) == ((), 0)
    assert found.read == pytest.approx(0.9)
    assert found.per_week == pytest.approx(7, abs=0.3)
    assert (found.silent, found.shared, found.partner) == (0, 0.0, "")


@pytest.mark.parametrize(
    ("newest", "per_week"),
    [
        ([], 0),
        (articles(1), 7),  # a first article says one a day at most
        (articles(24, every=3_600), 24 * 7),  # a day of a busy source that is new here
        (articles(500, every=7 * DAY), 1),  # of years only the last four weeks count
        (articles(10, newest=NOW - 60 * DAY), 0),
    ],
)
def test_the_rate_is_that_of_the_last_weeks(newest: list[Recent], per_week: float) -> None:
    assert one(WELL, newest).per_week == pytest.approx(per_week, rel=0.3)


@pytest.mark.parametrize(
    ("newest", "findings"),
    [
        (articles(50, newest=NOW - 94 * DAY), ("silent for 94 days",)),
        (articles(50, newest=NOW - 29 * DAY), ()),
        (articles(12, every=30 * DAY, newest=NOW - 94 * DAY), ()),  # a monthly may be late
        (articles(12, every=30 * DAY, newest=NOW - 121 * DAY), ("silent for 121 days",)),
        ([], ("has brought no article",)),
    ],
)
def test_silence_is_measured_by_what_is_usual_for_the_source(
    newest: list[Recent], findings: tuple[str, ...]
) -> None:
    assert one(WELL, newest).findings == findings


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"unread": 398, "total": 400}, ("2 of 400 read",)),
        ({"unread": 40, "total": 400}, ()),
        ({"unread": 49, "total": 49}, ()),  # too few to tell
        ({"unread": 0, "total": 0}, ()),
    ],
)
def test_a_source_that_nobody_reads_is_named(changes: dict[str, Any], findings: tuple[str, ...]) -> None:
    assert one(replace(WELL, **changes), articles(50)).findings == findings


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"failing_since": NOW - 12 * DAY}, ("failing for 12 days: 503",)),
        ({"failing_since": NOW - 2 * DAY}, ()),
        ({"failing_since": NOW - DAY, "next_due": None}, ("not polled any more: 503",)),
        ({"failing_since": NOW - 12 * DAY, "enabled": False}, ()),
    ],
)
def test_errors_count_once_they_last(changes: dict[str, Any], findings: tuple[str, ...]) -> None:
    failing = replace(WELL, error="503", failures=9, **changes)
    assert one(failing, articles(50, newest=NOW - 94 * DAY)).findings == findings


def test_copies_are_found_by_link_or_title_and_the_other_source_is_named() -> None:
    own = articles(10)
    by_link = [
        (at, link.replace("https://", "http://www.") + "/?utm_source=x", "") for at, link, _ in own[:5]
    ]
    by_title = [(at, "", title.upper() + "!") for at, _, title in own[5:8]]
    other = [*by_link, *by_title, *articles(2, site="bay")]
    found = {each.status.id: each for each in audit([WELL, BAY], [(1, own), (2, other)], NOW)}
    assert (found[1].shared, found[1].partner, found[1].partner_share) == (0.8, "Bay", 0.8)
    assert found[1].findings == ("80 % also in Bay",)
    assert found[2].findings == ("80 % also in Post",)


def test_copies_in_many_sources_are_said_without_one_name() -> None:
    own = articles(9)
    others = [
        (status, own[n * 3 : n * 3 + 3] + articles(9, site=status.name))
        for n, status in enumerate([BAY, PIER])
    ]
    newest = [(1, own), *((status.id, held) for status, held in others)]
    found = {each.status.id: each for each in audit([WELL, BAY, PIER], newest, NOW)}
    assert found[1].findings == ("67 % also in other sources",)
    assert found[2].findings == ()


def test_an_article_that_a_source_brings_twice_is_no_copy_of_another_source() -> None:
    assert one(WELL, [*articles(10), *articles(10)]).shared == 0


@pytest.mark.parametrize(
    "link",
    [
        "https://post.example/",
        "https://post.example",
        "",
        "no link",
        "https://[x/",
        "https://post.example/?utm_medium=rss",
    ],
)
def test_a_link_that_leads_to_no_page_is_not_compared(link: str) -> None:
    assert link_key(link) == 0


def test_links_differ_where_their_pages_do() -> None:
    same = ["https://a.example/x?id=1&b=2", "http://www.A.example/x/?b=2&id=1&fbclid=z#top"]
    different = [
        "https://a.example/x?id=2",
        "https://a.example/X",
        "https://b.example/x",
        "https://a.example/x",
    ]
    assert len({link_key(link) for link in same}) == 1
    assert len({link_key(link) for link in [*different, *same]}) == len(different) + 1


def test_a_rubric_is_no_title_to_compare() -> None:
    assert title_key("Morning briefing") == 0
    assert title_key("The ferry runs aground off the pier") == title_key(
        "the FERRY runs aground — off the pier!"
    )


def test_the_worst_comes_first() -> None:
    gone = replace(WELL, id=4, name="Gone", error="410", next_due=None)
    unread = replace(BAY, unread=395, total=400)
    silent = articles(50, site="pier", newest=NOW - 45 * DAY)
    newest = [(1, articles(50)), (2, articles(50, site="bay")), (3, silent), (4, articles(9, site="gone"))]
    found = audit([WELL, unread, PIER, gone], newest, NOW)
    assert [each.status.name for each in found] == ["Gone", "Bay", "Pier", "Post"]


def test_the_more_sources_the_fewer_articles_of_each_are_compared() -> None:
    assert sample_size(0) == sample_size(300) == SAMPLE
    assert sample_size(10_000) * 10_000 <= SAMPLES
    assert sample_size(10**9) == 1


def calls(sources: int) -> int:
    """How many functions an audit calls where all sources carry the same wire copy."""
    statuses = [replace(WELL, id=n, name=f"S{n}") for n in range(sources)]
    newest = [(n, articles(20)) for n in range(sources)]
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        audit(statuses, newest, NOW)
    finally:
        sys.setprofile(None)
    return made


def test_wire_copy_in_every_source_costs_no_more_for_each() -> None:
    few, many = calls(5 * CARRIERS), calls(10 * CARRIERS)
    assert many < 2.1 * few
