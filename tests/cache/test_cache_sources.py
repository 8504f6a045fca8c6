"""tui.cache.sources: the configuration's sources in the cache, and what is read back of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cache_parts import BAY, NOW, PIER, POST, SOURCES, arrive, entry, ids, opened, source_ids

from tui.cache import polls, writer
from tui.cache.database import change_counter, connect, transaction
from tui.cache.polls import PollRecord, pollables, record_poll
from tui.cache.sources import (
    keep_outlines,
    move_source,
    outlines,
    poller_word,
    request_poll,
    set_meta,
    statuses,
    sync,
    totals,
)
from tui.cache.triage import mark
from tui.model import Source, SourceStatus


def failed(at: int) -> PollRecord:
    return PollRecord(
        at=at,
        next_due=at + 900,
        etag='"v1"',
        last_modified="Sun, 06 Nov 1994 08:49:37 GMT",
        body_hash="h",
        error="no answer",
        note="two items were left out",
        failures=3,
        failing_since=at - 60,
        title="Harbour Post",
    )


def test_a_new_source_is_read_back_as_the_configuration_states_it(tmp_path: Path) -> None:
    connection = opened(tmp_path, [replace(POST, enabled=False)])
    assert statuses(connection) == [
        SourceStatus(
            id=1,
            url=POST.url,
            name="The Post",
            group="World",
            enabled=False,
            state="idle",
            unread=0,
            total=0,
            last_poll=None,
            last_success=None,
            failing_since=None,
            failures=0,
            error="",
            note="",
            next_due=None,
        )
    ]


def test_sources_stand_in_the_configuration_s_order(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert sync(connection, [PIER, POST, BAY], 900)
    assert [status.url for status in statuses(connection)] == [PIER.url, POST.url, BAY.url]


def test_a_changed_configuration_changes_the_source_and_keeps_its_id(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    before = source_ids(connection)
    sync(connection, [replace(POST, name="Post", group="News"), BAY, PIER], 900)
    assert source_ids(connection) == before
    assert (statuses(connection)[0].name, statuses(connection)[0].group) == ("Post", "News")


def test_the_same_configuration_writes_nothing(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    other = connect(tmp_path / "telex.db")
    before = change_counter(other)
    assert not sync(connection, SOURCES, 900)
    assert change_counter(other) == before


@pytest.mark.parametrize(
    "sources",
    [
        SOURCES[:2],
        (*SOURCES, Source("https://new.example/")),
        (BAY, POST, PIER),
        (replace(POST, name="x"), BAY, PIER),
        (replace(POST, group="x"), BAY, PIER),
        (replace(POST, weight=2.0), BAY, PIER),
        (replace(POST, interval=60), BAY, PIER),
        (replace(POST, enabled=False), BAY, PIER),
    ],
)
def test_whatever_changes_in_the_configuration_is_noticed(
    tmp_path: Path, sources: tuple[Source, ...]
) -> None:
    assert sync(opened(tmp_path), sources, 900)


def test_another_default_interval_is_noticed(tmp_path: Path) -> None:
    connection = opened(tmp_path, [POST, replace(BAY, interval=60)])
    assert sync(connection, [POST, replace(BAY, interval=60)], 1_800)
    assert [source.interval for source in pollables(connection)] == [1_800, 60]


def test_a_source_that_left_keeps_its_articles_and_comes_back_to_them(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a"), entry("b"))
    sync(connection, [BAY], 900)
    assert [status.url for status in statuses(connection)] == [BAY.url]
    assert len(ids(connection)) == 2
    sync(connection, [BAY, POST], 900)
    back = statuses(connection)[1]
    assert (back.id, back.total, back.unread) == (1, 2, 2)


@pytest.mark.parametrize("sources", [[BAY, PIER], [replace(POST, enabled=False), BAY, PIER]])
def test_a_source_that_is_polled_no_more_does_not_look_busy(tmp_path: Path, sources: list[Source]) -> None:
    connection = opened(tmp_path)
    polls.set_state(connection, [1, 2], "fetching")
    sync(connection, sources, 900)
    states = connection.execute("SELECT state FROM fetch_state ORDER BY source_id")
    assert [row[0] for row in states] == ["idle", "fetching", "idle"]


@pytest.mark.parametrize(
    ("source", "title", "name"),
    [
        (POST, "Harbour Post", "The Post"),
        (replace(POST, name=""), "Harbour Post", "Harbour Post"),
        (replace(POST, name=""), "", "post.example"),
        (Source("https://user:secret@post.example/feed"), "", "post.example"),
    ],
)
def test_a_source_is_called_as_configured_or_else_as_it_calls_itself(
    tmp_path: Path, source: Source, title: str, name: str
) -> None:
    connection = opened(tmp_path, [source])
    record_poll(connection, 1, replace(failed(NOW), title=title))
    assert statuses(connection)[0].name == name


def test_the_health_of_a_source_is_read_back(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    record_poll(connection, 2, replace(failed(NOW - 900), error="", failures=0, failing_since=None))
    record_poll(connection, 2, failed(NOW))
    bay = statuses(connection)[1]
    assert (bay.last_poll, bay.last_success, bay.next_due) == (NOW, NOW - 900, NOW + 900)
    assert (bay.error, bay.failures, bay.failing_since) == ("no answer", 3, NOW - 60)
    assert bay.note == "two items were left out"


def test_sources_tell_how_much_there_is_to_read(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 2, entry("a"), entry("b"), entry("c"))
    mark(connection, "read", [1], now=NOW, terminal="")
    assert [(status.unread, status.total) for status in statuses(connection)] == [(0, 0), (2, 3), (0, 0)]


def test_starred_articles_of_former_sources_are_counted_too(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert totals(connection).starred == 0
    arrive(connection, 1, entry("a"))
    arrive(connection, 2, entry("a"))
    mark(connection, "star", [1, 2], now=NOW, terminal="")
    sync(connection, [BAY], 900)
    assert totals(connection).starred == 2


@pytest.mark.parametrize(("source_id", "taken"), [(2, (False, frozenset({2}))), (None, (True, frozenset()))])
def test_what_a_reader_asks_for_reaches_the_poller_once(
    tmp_path: Path, source_id: int | None, taken: tuple[bool, frozenset[int]]
) -> None:
    connection = opened(tmp_path)
    request_poll(connection, source_id, NOW)
    request_poll(connection, source_id, NOW)
    assert writer.take_requests(connection) == taken
    assert writer.take_requests(connection) == (False, frozenset())


def test_the_poller_s_word_is_its_last_one(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert poller_word(connection) == ""
    set_meta(connection, "poller", "next at 14:05")
    set_meta(connection, "poller", "polling 3 of 12")
    assert poller_word(connection) == "polling 3 of 12"


def test_a_source_with_another_address_keeps_its_id_articles_and_marks(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a"), entry("b"))
    mark(connection, "read", [1], now=NOW, terminal="")
    record_poll(connection, 1, failed(NOW))
    with transaction(connection):
        move_source(connection, POST.url, "https://new.example/", NOW + 5)
    sync(connection, [replace(POST, url="https://new.example/"), BAY, PIER], 900)
    moved = statuses(connection)[0]
    assert (moved.id, moved.url, moved.unread, moved.total) == (1, "https://new.example/", 1, 2)
    assert (moved.error, moved.failures, moved.failing_since, moved.note) == ("", 0, None, "")
    assert moved.next_due == NOW + 5
    polled = pollables(connection)[0]
    assert (polled.etag, polled.last_modified, polled.body_hash) == ("", "", "")


def test_a_former_source_makes_room_for_the_address_and_keeps_its_articles(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 2, entry("old"))
    sync(connection, [POST, PIER], 900)
    with transaction(connection):
        move_source(connection, POST.url, BAY.url, NOW)
    sync(connection, [BAY, PIER], 900)
    assert [(status.id, status.url, status.total) for status in statuses(connection)] == [
        (1, BAY.url, 0),
        (3, PIER.url, 0),
    ]
    assert ids(connection, "SELECT source_id FROM article") == [2]


def test_what_an_import_kept_of_an_outline_is_there_for_an_export(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    assert outlines(connection) == {}
    keep_outlines(
        connection, {BAY.url: {"htmlUrl": "https://bay.example/"}, "https://x.example/": {"a": "b"}}
    )
    sync(connection, [replace(BAY, name="Bay")], 900)
    assert outlines(connection) == {BAY.url: {"htmlUrl": "https://bay.example/"}}
