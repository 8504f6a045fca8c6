"""tui.feeds.answers: headers read, and nothing made up."""

from __future__ import annotations

import pytest

from tui.feeds.answers import fresh_for, hub, retry_after, status_words

NOW = 1_790_000_000
DAY = 86_400


def headers(**given: str) -> list[tuple[bytes, bytes]]:
    return [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ({}, None),
        ({"Cache_Control": "max-age=600"}, 600),
        ({"Cache_Control": 'public, MAX-AGE="600"'}, 600),
        ({"Cache_Control": "max-age=600", "Age": "100"}, 500),
        ({"Cache_Control": "max-age=600", "Age": "1000"}, 0),
        ({"Cache_Control": "max-age=600", "Expires": "Mon, 21 Sep 2026 15:13:20 GMT"}, 600),
        ({"Cache_Control": "no-cache, max-age=600"}, 0),
        ({"Cache_Control": "private"}, None),
        ({"Cache_Control": "s-maxage=600"}, None),
        ({"Cache_Control": "max-age=soon"}, 0),
        ({"Cache_Control": "max-age=-1"}, 0),
        ({"Cache_Control": "max-age=600, max-age=60"}, 600),
        ({"Cache_Control": "public; Max-Age = 600"}, 600),
        ({"Cache_Control": 'no-cache="Set-Cookie, max-age=5", max-age=600'}, 600),
        ({"Expires": "Mon, 21 Sep 2026 14:23:20 GMT"}, 600),
        ({"Expires": "Mon, 21 Sep 2026 14:23:20 GMT", "Date": "Mon, 21 Sep 2026 13:23:20 GMT"}, 3_600),
        ({"Expires": "Mon, 21 Sep 2026 14:23:20 GMT", "Age": "100"}, 500),
        ({"Expires": "Mon, 21 Sep 2026 12:23:20 GMT"}, 0),
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
        ({"Cache_Control": "max-age=99999999999999999999"}, 10 * 366 * DAY),
    ],
)
def test_freshness_is_max_age_less_age_or_else_expires(given: dict[str, str], seconds: int | None) -> None:
    assert fresh_for(headers(**given), NOW) == seconds


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ({"Retry_After": "60", "X_RateLimit_Reset": "500"}, 60),
        ({"Retry_After": "60.5"}, 60),
        ({"Retry_After": "60 seconds"}, 60),
        ({"Retry_After": "2026-09-21T14:23:20Z"}, 600),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "soon"}, None),
        ({"X_RateLimit_Reset": "480.0"}, 480),
        ({"X_RateLimit_Reset": "1790000600"}, None),
        ({"Retry_After": "Mon, 21 Sep 9999999 14:23:20 GMT"}, None),
    ],
)
def test_a_wait_is_read_where_it_is_one(given: dict[str, str], seconds: int | None) -> None:
    assert retry_after(headers(**given), NOW) == seconds


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<https://a.example/feed>; rel="self", </hub>; rel="hub"', "https://a.example/hub"),
        ("<https://hub.example/?a,b>; title=x; rel=hub", "https://hub.example/?a,b"),
        ('<https://a.example/>; rel="self"; title="hub"', ""),
        ("<javascript:x>; rel=hub", ""),
        ("<" * 5_000, ""),
    ],
)
def test_a_hub_is_read_from_a_link_header(link: str, found: str) -> None:
    assert hub(headers(Link=link), "https://a.example/feed") == found


def test_a_status_says_what_to_do_where_something_can_be_done() -> None:
    assert "set user and password" in status_words(401)
    assert "log in first" in status_words(511)
    assert status_words(503) == "HTTP 503: service unavailable"
