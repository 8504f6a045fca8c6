"""tui.cache.requests: a question from one process, its answer from another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cache_parts import NOW, opened

from tui.cache import writer
from tui.cache.database import Connection, connect
from tui.cache.requests import (
    KEPT_SECONDS,
    STALE_SECONDS,
    Discovery,
    FoundFeed,
    Preview,
    Question,
    Tried,
    answer,
    ask_discovery,
    keep_answer,
    waiting,
)
from tui.cache.sources import request_poll

FOUND = Discovery(
    asked="https://bay.example/",
    found=(
        FoundFeed(
            url="https://me:secret@bay.example/feed",
            title="Bay “Radio”",
            headlines=(Preview("Ferry late", NOW - 60), Preview("Undated", None)),
            entries=15,
            per_week=3.5,
            hub="https://hub.example/",
        ),
    ),
    tried=(Tried("https://bay.example/", "a web page, not a feed"),),
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    made = opened(tmp_path)
    yield made
    made.close()


def test_an_answer_comes_back_whole_in_another_connection(connection: Connection, tmp_path: Path) -> None:
    reader = connect(tmp_path / "telex.db")
    number = ask_discovery(reader, "bay.example", NOW)
    assert answer(reader, number) is None
    (question,) = waiting(connection, NOW)
    assert question == Question(number, "bay.example")
    keep_answer(connection, question, FOUND, NOW)
    assert answer(reader, number) == FOUND
    reader.close()


def test_a_question_waits_until_it_is_answered_and_no_longer(connection: Connection) -> None:
    number = ask_discovery(connection, "bay.example", NOW)
    assert waiting(connection, NOW) == waiting(connection, NOW) == [Question(number, "bay.example")]
    keep_answer(connection, Question(number, "bay.example"), FOUND, NOW)
    assert waiting(connection, NOW) == []


def test_no_two_questions_have_the_same_id(connection: Connection) -> None:
    first = ask_discovery(connection, "bay.example", NOW)
    keep_answer(connection, Question(first, "bay.example"), FOUND, NOW)
    second = ask_discovery(connection, "pier.example", NOW)
    assert second != first
    assert answer(connection, second) is None


@pytest.mark.parametrize("away", [-STALE_SECONDS - 1, STALE_SECONDS + 1])
def test_a_question_that_nobody_waits_for_any_more_is_dropped(connection: Connection, away: int) -> None:
    ask_discovery(connection, "old.example", NOW + away)
    new = ask_discovery(connection, "new.example", NOW)
    assert waiting(connection, NOW) == [Question(new, "new.example")]
    assert connection.execute("SELECT count(*) FROM request").get == 1


def test_an_answer_is_forgotten_after_a_day(connection: Connection) -> None:
    old, new = (ask_discovery(connection, "bay.example", NOW) for _ in range(2))
    keep_answer(connection, Question(old, "bay.example"), FOUND, NOW)
    keep_answer(connection, Question(new, "bay.example"), FOUND, NOW + KEPT_SECONDS + 1)
    assert answer(connection, old) is None
    assert answer(connection, new) == FOUND


def test_questions_and_requests_to_poll_do_not_touch_each_other(connection: Connection) -> None:
    number = ask_discovery(connection, "bay.example", NOW)
    assert writer.take_requests(connection) == (False, frozenset())
    request_poll(connection, 1, NOW)
    assert waiting(connection, NOW) == [Question(number, "bay.example")]
    assert writer.take_requests(connection) == (False, frozenset({1}))
