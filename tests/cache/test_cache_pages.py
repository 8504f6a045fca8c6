"""tui.cache.pages: full stories, who asks for them, what is learned of a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cache_parts import NOW, POST, arrive, entry, opened

from tui.cache import pages
from tui.cache.database import Connection
from tui.cache.pages import FullStory
from tui.cache.sources import sync
from tui.model import Level

STORY = FullStory(
    at=NOW, url="https://post.example/a", document='[{"s":["It rained."]}]', authors=("Ada Quill",)
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    connection = opened(tmp_path)
    arrive(connection, 1, *(entry(f"g{number}", level=Level(number % 2)) for number in range(4)))
    yield connection
    connection.close()


def keep(connection: Connection, article_id: int, story: FullStory = STORY, *blocks: str) -> None:
    pages.keep(connection, article_id, story, "It rained.", host="post.example", blocks=blocks)


def test_what_is_kept_is_read_back(connection: Connection) -> None:
    keep(connection, 1)
    assert pages.full_story(connection, 1) == STORY
    assert pages.full_story(connection, 2) is None


def test_a_request_stands_until_it_is_answered_and_who_waits_comes_first(connection: Connection) -> None:
    pages.ask(connection, [1, 2], NOW, waits=False)
    pages.ask(connection, [3], NOW, waits=True)
    first = pages.waiting(connection, NOW)[0]
    assert (first.article_id, first.waits) == (3, True)
    assert pages.is_asked(connection, 3)
    assert not pages.is_asked(connection, 1)
    keep(connection, 3)
    assert sorted(each.article_id for each in pages.waiting(connection, NOW)) == [1, 2]


def test_who_waits_after_all_is_not_put_back_by_a_look_ahead(connection: Connection) -> None:
    pages.ask(connection, [1], NOW, waits=True)
    pages.ask(connection, [1], NOW, waits=False)
    assert pages.is_asked(connection, 1)


def test_a_stale_request_is_forgotten(connection: Connection) -> None:
    pages.ask(connection, [1], NOW - pages.STALE_SECONDS - 1, waits=True)
    assert pages.waiting(connection, NOW) == []


def test_urgent_stories_are_looked_for_ahead_unless_their_source_says_never(connection: Connection) -> None:
    assert [each.article_id for each in pages.ahead(connection, NOW)] == [3, 1]
    sync(connection, [replace(POST, full_text="always")], 900)
    assert [each.article_id for each in pages.ahead(connection, NOW)] == [4, 3, 2, 1]
    keep(connection, 3)
    assert [each.article_id for each in pages.ahead(connection, NOW)] == [4, 2, 1]
    sync(connection, [replace(POST, full_text="never")], 900)
    assert pages.ahead(connection, NOW) == []


def test_a_block_of_three_stories_is_the_site_s_own(connection: Connection) -> None:
    for article_id in (1, 2):
        keep(connection, article_id, STORY, "standards", f"only {article_id}")
    assert pages.boilerplate(connection, "post.example") == frozenset()
    keep(connection, 2, STORY, "standards")  # the same story again counts once
    assert pages.boilerplate(connection, "post.example") == frozenset()
    keep(connection, 3, STORY, "standards")
    assert pages.boilerplate(connection, "post.example") == frozenset({"standards"})
    assert pages.boilerplate(connection, "bay.example") == frozenset()


def test_a_page_that_gives_nothing_leaves_the_story_that_is_there(connection: Connection) -> None:
    keep(connection, 1)
    pages.keep(connection, 1, FullStory(at=NOW + 9, why="HTTP 503"), "")
    found = pages.full_story(connection, 1)
    assert found is not None
    assert (found.document, found.why) == (STORY.document, "HTTP 503")


def test_an_article_that_was_purged_meanwhile_is_no_error(connection: Connection) -> None:
    keep(connection, 99)
    assert pages.full_story(connection, 99) is None
