"""tui.plain.found: a discovery as lines and as JSON."""

from __future__ import annotations

import json

from tui.cache.requests import Discovery, FoundFeed, Preview, Tried
from tui.plain.found import choices, preview, record, tried

NOW = 1_800_000_000
GAZETTE = FoundFeed(
    url="https://me:hunter2@bay.example/feed",
    title="The Gazette",
    headlines=tuple(Preview(f"Number {n}", NOW - 3_600 * n) for n in range(1, 6)),
    entries=1_500,
    per_week=12.5,
)
DAMS = FoundFeed("https://bay.example/dams", "", (Preview("Undated", None),), 1, None, "https://hub.example/")
FOUND = Discovery(
    "https://bay.example/", (GAZETTE, DAMS), (Tried("https://bay.example/", "a web page, not a feed"),)
)


def test_a_feed_is_shown_with_its_rate_and_its_three_newest_headlines() -> None:
    assert list(preview(GAZETTE, NOW)) == [
        "  https://bay.example/feed",
        "  1,500 entries, 12.5 a week",
        "   1h  Number 1",
        "   2h  Number 2",
        "   3h  Number 3",
    ]


def test_where_a_feed_gives_no_dates_none_are_made_up() -> None:
    assert list(preview(DAMS, NOW)) == ["  https://bay.example/dams", "  1 entry", "       Undated"]


def test_several_feeds_bear_the_numbers_to_choose_them_by() -> None:
    lines = list(choices(FOUND, NOW))
    assert lines[0] == "1  The Gazette"
    assert lines[1] == "   https://bay.example/feed"
    assert lines[6] == "2  https://bay.example/dams"


def test_what_was_tried_stands_with_its_reason() -> None:
    assert tried(FOUND) == ["  https://bay.example/: a web page, not a feed"]


def test_json_has_all_of_it_and_no_password() -> None:
    text = json.dumps(record(FOUND, GAZETTE.url))
    made = json.loads(text)
    assert "hunter2" not in text
    assert (made["asked"], made["added"]) == ("https://bay.example/", "https://bay.example/feed")
    assert made["found"][1] == {
        "url": "https://bay.example/dams",
        "title": "",
        "entries": 1,
        "per_week": None,
        "hub": "https://hub.example/",
        "headlines": [{"title": "Undated", "published": None}],
    }
    assert made["found"][0]["headlines"][0]["published"] == "2027-01-15T07:00:00Z"
    assert made["tried"] == [{"url": "https://bay.example/", "why": "a web page, not a feed"}]


def test_json_says_null_where_nothing_was_added() -> None:
    assert record(FOUND, "")["added"] is None
