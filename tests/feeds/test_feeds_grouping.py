"""tui.feeds.grouping: stories in the batch that stores the articles, on a real cache."""

from __future__ import annotations

import sys
from pathlib import Path

import apsw
import pytest

sys.path.append(str(Path(__file__).parents[1] / "cache"))

from cache_parts import BAY, NOW, PIER, POST, entry, opened

from tui.arrivals import Changes, Entry
from tui.cache import writer
from tui.cache.database import Connection
from tui.cache.stories import views
from tui.cache.story_edits import join, split
from tui.cache.triage import undo
from tui.feeds.grouping import Grouping
from tui.model import Source

OTHERS = (
    "Council votes on the library budget",
    "Striker signs for two more seasons",
    "Harvest of early apples begins",
    "Museum shows forgotten drawings",
)


class Wire:
    """A cache, its poller's desk, and feeds that bring something."""

    def __init__(self, folder: Path, sources: tuple[Source, ...] = (POST, BAY, PIER)) -> None:
        self.connection = opened(folder, sources)
        self.grouping = Grouping(self.connection)
        self.bring(1, *OTHERS)

    def bring(self, source_id: int, *titles: str, at: int = NOW - 600) -> None:
        """New articles of a source."""
        entries: list[Entry] = [entry(f"{source_id} {at} {title}", title, published=at) for title in titles]
        writer.store(self.connection, source_id, Changes(insert=tuple(entries)), NOW, grouping=self.grouping)

    def revise(self, source_id: int, old: str, new: str) -> None:
        """A source gives one of its articles another headline."""
        article_id, guid = next(
            self.connection.execute("SELECT id, guid FROM article WHERE title = ?", (old,))
        )
        changes = Changes(revise=((int(article_id), entry(str(guid), new, published=NOW - 600)),))
        writer.store(self.connection, source_id, changes, NOW, grouping=self.grouping)


@pytest.fixture
def wire(tmp_path: Path) -> Wire:
    return Wire(tmp_path)


def story_of(connection: Connection, title: str) -> int:
    return int(connection.execute("SELECT min(story_id) FROM article WHERE title = ?", (title,)).get)


def row(connection: Connection, story_id: int) -> tuple[int, ...]:
    """(articles, publishers, voices, first seen, last moved) of a story."""
    rows = connection.execute(
        "SELECT articles, publishers, voices, first_at, moved_at FROM story WHERE id = ?", (story_id,)
    )
    return tuple(int(each) for each in next(rows))


FIRST = "Ferry Halcyon runs aground off Skerry Point"
SECOND = "Halcyon ferry aground at Skerry Point, all passengers safe"


def test_an_article_joins_its_story_in_the_batch_that_stored_it(wire: Wire) -> None:
    wire.bring(2, FIRST, at=NOW - 600)
    wire.bring(3, SECOND, at=NOW - 300)
    story = story_of(wire.connection, FIRST)
    assert story_of(wire.connection, SECOND) == story
    assert row(wire.connection, story) == (2, 2, 2, NOW - 600, NOW - 300)


def test_one_article_of_each_story_leads_it(wire: Wire) -> None:
    wire.bring(2, FIRST)
    wire.bring(3, SECOND, at=NOW - 300)
    leads = wire.connection.execute("SELECT count(*), count(DISTINCT story_id) FROM article WHERE leads")
    assert leads.fetchone() == (5, 5)
    assert wire.connection.execute("SELECT count(*) FROM story").get == 5


def test_the_same_text_in_another_paper_is_no_further_voice(wire: Wire) -> None:
    wire.bring(2, FIRST)
    wire.bring(3, FIRST, at=NOW - 300)
    assert row(wire.connection, story_of(wire.connection, FIRST))[:3] == (2, 2, 1)


def test_a_quiet_source_stays_apart(tmp_path: Path) -> None:
    quiet = Source(BAY.url, BAY.name, BAY.group, stories=False)
    wire = Wire(tmp_path, (POST, quiet, PIER))
    wire.bring(3, FIRST)
    wire.bring(2, SECOND)
    assert story_of(wire.connection, FIRST) != story_of(wire.connection, SECOND)


def test_another_poller_goes_on_from_what_the_cache_holds(wire: Wire) -> None:
    wire.bring(2, FIRST)
    wire.grouping.end()
    wire.grouping = Grouping(wire.connection)
    wire.bring(3, SECOND)
    assert story_of(wire.connection, FIRST) == story_of(wire.connection, SECOND)


def test_what_was_not_committed_is_not_remembered(wire: Wire) -> None:
    with pytest.raises(apsw.ConstraintError):
        wire.bring(2, FIRST, FIRST)
    wire.bring(3, SECOND)
    assert row(wire.connection, story_of(wire.connection, SECOND))[0] == 1


def test_an_article_that_was_split_off_stays_apart_and_undo_brings_it_back(wire: Wire) -> None:
    wire.bring(2, FIRST)
    wire.bring(3, SECOND)
    story, article_id = story_of(wire.connection, FIRST), 6
    moved = split(wire.connection, article_id, now=NOW, terminal="t")
    assert moved is not None
    assert [row(wire.connection, each)[0] for each in (story, moved.story_id)] == [1, 1]
    wire.bring(1, "Halcyon ferry runs aground off Skerry Point, coastguard says")
    assert story_of(wire.connection, FIRST) != story_of(wire.connection, SECOND)
    assert undo(wire.connection, now=NOW, terminal="t") is not None
    assert story_of(wire.connection, FIRST) == story_of(wire.connection, SECOND) == story


def test_an_article_that_was_joined_stays_joined_until_undone(wire: Wire) -> None:
    wire.bring(2, FIRST)
    story = story_of(wire.connection, FIRST)
    before = story_of(wire.connection, OTHERS[0])
    article_id = views(wire.connection, before)[0].id
    assert join(wire.connection, article_id, story, now=NOW, terminal="t") is not None
    assert row(wire.connection, story)[0] == 2
    assert undo(wire.connection, now=NOW, terminal="t") is not None
    assert story_of(wire.connection, OTHERS[0]) == before
    assert row(wire.connection, story)[0] == row(wire.connection, before)[0] == 1


def test_nothing_is_moved_to_a_story_that_is_not_there(wire: Wire) -> None:
    assert join(wire.connection, 1, 999, now=NOW, terminal="t") is None
    assert split(wire.connection, 1, now=NOW, terminal="t") is None


def test_an_article_whose_new_headline_tells_another_event_moves_there(wire: Wire) -> None:
    wire.bring(2, FIRST)
    wire.bring(3, "Pier and bay: what else is new this morning")
    wire.connection.execute("UPDATE article SET read = 1 WHERE title GLOB 'Pier and bay*'")
    wire.revise(3, "Pier and bay: what else is new this morning", SECOND)
    story = story_of(wire.connection, FIRST)
    assert story_of(wire.connection, SECOND) == story
    assert row(wire.connection, story)[0] == 2
    assert wire.connection.execute("SELECT read FROM article WHERE title = ?", (SECOND,)).get == 1


def test_what_a_headline_said_before_it_was_rewritten_draws_nobody(wire: Wire) -> None:
    wire.bring(3, FIRST)
    wire.revise(3, FIRST, "Storm closes the mountain railway for a week")
    wire.bring(2, SECOND)
    assert row(wire.connection, story_of(wire.connection, SECOND))[0] == 1


def test_another_word_in_a_headline_moves_no_article(wire: Wire) -> None:
    wire.bring(2, FIRST)
    wire.bring(3, SECOND)
    wire.revise(3, SECOND, f"{SECOND} and well")
    story = story_of(wire.connection, FIRST)
    assert row(wire.connection, story)[0] == 2
