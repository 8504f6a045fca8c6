"""tui.feeds.records: what a poll leaves behind for the next one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.arrivals import Feed
from tui.cache.polls import Pollable, PollRecord
from tui.config import PollSettings
from tui.feeds.fetch import Failure, Response, Unchanged
from tui.feeds.records import Moment, failed, success
from tui.feeds.schedule import Hints, dump_hints, load_hints

NOW = 1_790_000_000
URL = "https://news.example/feed"
NEW = "https://new.example/feed"
SOURCE = Pollable(
    id=1, url=URL, interval=900, etag='"old"', last_modified="then", body_hash="h", last_poll=NOW - 900,
    next_due=NOW, failures=0, failing_since=None, note="", name="News", last_full=NOW - 5_000,
    validators_for=URL,
)  # fmt: skip
FULL = Response(URL, b"", etag='"1"')
SAME = Unchanged('"1"', "now", URL)
MOMENT = Moment(NOW, 0.0, (), PollSettings())
FEED = Feed("Title", ())


def wait(record: PollRecord) -> int:
    assert record.next_due is not None
    return record.next_due - NOW


def test_the_validators_of_a_full_answer_replace_the_old_ones_each_on_its_own() -> None:
    record = success(SOURCE, FULL, MOMENT, digest="g", feed=FEED)
    assert (record.etag, record.last_modified, record.validators_for) == ('"1"', "", URL)
    assert (record.body_hash, record.last_full, record.title) == ("g", NOW, "Title")


def test_the_validators_of_a_304_are_kept_and_the_last_full_answer_stays_where_it_was() -> None:
    record = success(SOURCE, SAME, MOMENT)
    assert (record.etag, record.last_modified, record.body_hash) == ('"1"', "now", "h")
    assert record.last_full == NOW - 5_000


def test_validators_belong_to_where_the_answer_came_from() -> None:
    assert success(SOURCE, replace(FULL, url=NEW), MOMENT).validators_for == NEW


def test_what_a_publisher_says_about_pace_outlives_304s_that_do_not_say_it() -> None:
    feed = replace(FEED, ttl=7_200, update_period=60, skip_hours=(3,), skip_days=("Sunday",))
    first = success(SOURCE, replace(FULL, fresh_for=3_600), MOMENT, digest="g", feed=feed)
    assert load_hints(first.hints) == Hints(3_600, 7_200, 60, (3,), ("Sunday",))
    assert (wait(first), first.pace) == (7_200, "asked every 2h: its own ttl")
    after = replace(SOURCE, hints=first.hints)
    assert success(after, SAME, MOMENT).hints == first.hints
    assert load_hints(success(after, replace(SAME, fresh_for=60), MOMENT).hints).fresh_for == 60
    assert load_hints(success(after, FULL, MOMENT).hints).fresh_for == 0


def test_a_source_without_an_interval_of_its_own_rests_longer_while_it_is_quiet() -> None:
    quiet = replace(MOMENT, latest=(NOW - 86_400,))
    record = success(replace(SOURCE, adaptive=True), SAME, quiet)
    assert (wait(record), record.pace) == (14_400, "asked every 4h: it publishes little")
    assert wait(success(SOURCE, SAME, quiet)) == 900
    assert wait(success(replace(SOURCE, adaptive=True, url="file:///feed"), SAME, quiet)) == 900


def test_a_move_is_believed_when_two_answers_agree() -> None:
    moved = replace(FULL, moved_to=NEW)
    first = success(SOURCE, moved, MOMENT)
    assert (first.moved_to, first.moving_to) == ("", NEW)
    second = success(replace(SOURCE, moving_to=NEW), moved, MOMENT)
    assert (second.moved_to, second.moving_to) == (NEW, "")
    other = success(replace(SOURCE, moving_to=NEW), replace(FULL, moved_to="https://x.example/"), MOMENT)
    assert (other.moved_to, other.moving_to) == ("", "https://x.example/")
    back = success(replace(SOURCE, moving_to=NEW), FULL, MOMENT)
    assert (back.moved_to, back.moving_to) == ("", "")


def test_a_source_that_has_moved_stays_moved_and_may_move_on_or_back() -> None:
    there = replace(SOURCE, moved_to=NEW)
    assert success(there, SAME, MOMENT).moved_to == NEW
    again = replace(there, moving_to=URL)
    assert success(again, replace(SAME, moved_to=URL), MOMENT).moved_to == ""


@pytest.mark.parametrize(("status", "kept"), [(404, ""), (410, ""), (429, NEW), (0, NEW)])
def test_a_source_that_fails_where_it_moved_to_is_asked_at_its_own_address_again(
    status: int, kept: str
) -> None:
    record = failed(replace(SOURCE, moved_to=NEW), Failure("no", status, url=NEW), MOMENT)
    assert record.moved_to == kept
    assert record.next_due is not None


def test_a_failure_keeps_validators_and_what_is_known_of_pace() -> None:
    hints = dump_hints(Hints(ttl=7_200))
    record = failed(replace(SOURCE, hints=hints), Failure("HTTP 500", 500, url=URL), MOMENT)
    assert (record.etag, record.last_modified, record.validators_for, record.body_hash) == (
        '"old"', "then", URL, "h",
    )  # fmt: skip
    assert (record.hints, record.last_full, wait(record)) == (hints, NOW - 5_000, 7_200)


def test_what_is_gone_is_never_asked_again() -> None:
    assert failed(SOURCE, Failure("HTTP 410", 410, url=URL), MOMENT).next_due is None


def test_another_host_s_410_is_not_a_source_s_own_word() -> None:
    record = failed(SOURCE, Failure("HTTP 410", 410, url=NEW), MOMENT)
    assert (wait(record), record.error) == (900, "HTTP 410: gone from where its own address leads")


def test_the_hub_of_the_feed_comes_before_that_of_a_header() -> None:
    answer = replace(FULL, hub="https://hub.example/")
    assert success(SOURCE, answer, MOMENT, feed=FEED).hub == "https://hub.example/"
    assert success(SOURCE, answer, MOMENT, feed=replace(FEED, hub=NEW)).hub == NEW


def test_reddit_s_403_is_a_429() -> None:
    record = failed(replace(SOURCE, url="https://www.reddit.com/r/x/.rss"), Failure("403", 403), MOMENT)
    assert "left in peace until" in record.error
    assert "left in peace" not in failed(SOURCE, Failure("403", 403), MOMENT).error


def test_notes_of_a_wait_go_with_the_next_answer_and_others_stay() -> None:
    for note, kept in (
        ("left in peace until 14:00: x", ""),
        ("not asked since 14:00: x", ""),
        ("9 entries, the newest 5 kept", "9 entries, the newest 5 kept"),
    ):
        assert success(replace(SOURCE, note=note), SAME, MOMENT).note == kept
