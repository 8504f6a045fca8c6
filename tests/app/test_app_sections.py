"""tui.app.sections and list_looks: what divides a list, and how each list is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.app.list_looks import KeptLooks, ListLook
from tui.app.sections import Head, Ruling, Sections
from tui.app.widgets.sources import Kind, Place
from tui.model import Headline, Level, StoryFacts

NOW = int(datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp())
HOUR = 3_600
ALL = Place(Kind.ALL, "All articles", (1, 2), 0)
GROUP = Place(Kind.GROUP, "Coast", (1, 2), 0)
POST = Place(Kind.SOURCE, "The Post", (1,), 0, url="https://post.example/feed")


def line(
    number: int, hours: float, *, level: Level = Level.ROUTINE, source: int = 1, story: int = 0
) -> Headline:
    facts = StoryFacts(story, 3, 3, 2, NOW - 5 * HOUR, NOW - HOUR) if story else None
    return Headline(
        number, source, "A title", int(NOW - hours * HOUR), level, False, False, False, story=facts
    )


class Rows:
    """A list; a row that is None has been purged."""

    def __init__(self, *rows: Headline | None) -> None:
        self.rows = list(rows)

    def id_at(self, index: int) -> int:
        return index

    def row(self, index: int) -> Headline | None:
        return self.rows[index]


def heads(ruling: Ruling, *rows: Headline | None) -> list[str]:
    listed = Rows(*rows)
    sections = Sections(ruling, listed)
    found = []
    for index in range(len(rows)):
        head = sections.head(index, NOW, {1: "The Post", 2: "Bay Light"})
        assert (head is not None) == sections.headed(index)
        found.append(f"{head.words}|{head.seen}" if head else "")
    return found


def test_a_day_is_named_where_it_begins_and_the_newest_not_at_all() -> None:
    ruling = Ruling("day", "newest", zone=UTC)
    assert heads(ruling, line(3, 1), line(2, 13), line(1, 14), line(0, 40)) == [
        "",
        "Yesterday|",
        "",
        "Tuesday 24 November|",
    ]


def test_what_the_last_visit_has_seen_is_set_off() -> None:
    ruling = Ruling("day", "newest", NOW - 2 * HOUR, UTC)
    assert heads(ruling, line(3, 1), line(2, 3), line(1, 4)) == ["", "|seen until 10:00", ""]
    assert heads(replace(ruling, order="oldest"), line(1, 4), line(2, 1)) == ["", "|new since 10:00"]


def test_groups_are_named_from_the_first_on() -> None:
    assert heads(
        Ruling("source", "source"), line(1, 1), line(2, 2), line(3, 1, source=2), line(4, 1, source=9)
    ) == [
        "The Post|",
        "",
        "Bay Light|",
        "Former sources|",
    ]
    assert heads(
        Ruling("story", "story", zone=UTC), line(1, 1, story=7), line(2, 2, story=7), line(3, 3)
    ) == [
        "2 of 3 publishers · 07:00 to 11:00|",
        "",
        "One source each|",
    ]


def test_a_level_that_changes_moves_no_row() -> None:
    listed = Rows(line(1, 1, level=Level.FLASH), line(2, 1, level=Level.FLASH), line(3, 1))
    sections = Sections(Ruling("level", "level"), listed)
    before = [sections.headed(index) for index in range(3)]
    listed.rows[1] = line(2, 1, level=Level.URGENT)
    assert [sections.headed(index) for index in range(3)] == before == [False, False, True]
    assert sections.head(2, NOW, {}) == Head("ROUTINE")


def test_a_purged_row_takes_no_head_with_it() -> None:
    ruling = Ruling("day", "newest", zone=UTC)
    assert heads(ruling, line(3, 1), None, line(2, 13)) == ["", "", "Yesterday|"]
    assert heads(ruling, line(3, 1), None, line(2, 2)) == ["", "", ""]


@pytest.mark.parametrize(
    ("place", "searched", "by", "order"),
    [
        (ALL, False, "source", "source"),
        (ALL, False, "story", "story"),
        (ALL, True, "source", "oldest"),
        (ALL, True, "level", "level"),
        (POST, False, "story", "oldest"),
        (GROUP, False, "nothing", "oldest"),
    ],
)
def test_a_list_that_cannot_be_grouped_so_keeps_its_order(
    place: Place, searched: bool, by: str, order: str
) -> None:
    assert ListLook("oldest", by).order_of(place, searched=searched) == order


def test_each_list_keeps_its_own_look(tmp_path: Path) -> None:
    file = tmp_path / "lists.json"
    KeptLooks(file).keep(GROUP, ListLook("oldest", "source", 2))
    KeptLooks(file).keep(POST, ListLook(lines=2))
    kept = KeptLooks(file)
    assert kept.of(GROUP) == ListLook("oldest", "source", 2)
    assert kept.of(replace(POST, name="Renamed")) == ListLook(lines=2)
    assert kept.of(ALL) == ListLook()
    file.write_text('{"all": ["sideways", "day", 1], "starred": 3}')
    assert KeptLooks(file).of(ALL) == ListLook()
