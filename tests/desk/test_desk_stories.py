"""tui.desk.stories: which story an article belongs to. The headlines are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tui.desk import memory
from tui.desk.stories import Desk, Filing, Item, Remembered

NOON = 1_800_000_000
HOUR, DAY = 3_600, 86_400
QUIET = (
    "Council votes on the new library budget",
    "Striker signs for two more seasons at Rovers",
    "Harvest of early apples begins in the north",
    "Museum shows drawings by a forgotten painter",
    "Central bank leaves its rate unchanged",
    "Choir wins the national contest again",
)
"""What else is in the news: without it, no word is rare."""


class Newsroom:
    """A desk, and what it made of what came."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.filed: list[Filing] = []
        for number, title in enumerate(QUIET):
            self.come(f"quiet{number}.example", title)

    def come(
        self, publisher: str, title: str, lead: str = "", at: int = NOON, *, alone: bool = False
    ) -> Filing:
        """The next article."""
        number = len(self.filed) + 1
        found = self.desk.file(Item(number, publisher, at, title, lead), number, alone=alone)
        self.filed.append(found)
        return found


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def stories(filed: Sequence[Filing]) -> list[int]:
    return [each.story for each in filed]


def test_two_publishers_on_one_event_are_one_story(newsroom: Newsroom) -> None:
    one = newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point")
    two = newsroom.come("b.example", "Halcyon ferry aground at Skerry Point, passengers taken off")
    assert one.story == two.story


def test_other_events_stay_apart(newsroom: Newsroom) -> None:
    newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point")
    newsroom.come("b.example", "Storm closes the mountain railway for a week")
    assert len(set(stories(newsroom.filed))) == len(newsroom.filed)


def test_a_publisher_s_second_piece_is_not_folded_into_its_first(newsroom: Newsroom) -> None:
    one = newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point")
    two = newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point", at=NOON + HOUR)
    assert one.story != two.story


def test_a_wire_text_in_two_feeds_is_one_voice(newsroom: Newsroom) -> None:
    lead = "All 312 passengers were taken off by lifeboats before dawn, the coastguard told reporters."
    one = newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point", lead)
    two = newsroom.come("b.example", "Ferry Halcyon runs aground off Skerry Point", lead)
    own = newsroom.come("c.example", "Skerry Point: why the Halcyon ferry left its channel")
    assert (two.story, two.copy_of) == (one.story, len(QUIET) + 1)
    assert (own.story, own.copy_of) == (one.story, None)


def test_the_same_words_a_week_later_are_another_story(newsroom: Newsroom) -> None:
    one = newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point")
    two = newsroom.come("b.example", "Ferry Halcyon runs aground off Skerry Point", at=NOON + 7 * DAY)
    assert one.story != two.story


def test_the_instalments_of_a_series_do_not_chain(newsroom: Newsroom) -> None:
    days = [
        newsroom.come(publisher, f"Markets at the close, {day} May", at=NOON + day * DAY)
        for day in range(4)
        for publisher in ("a.example", "b.example")
    ]
    later = stories(days[2:])
    assert len(set(later)) == len(later)


def test_a_quiet_source_joins_nothing_and_nothing_joins_it(newsroom: Newsroom) -> None:
    one = newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point", alone=True)
    two = newsroom.come("b.example", "Ferry Halcyon runs aground off Skerry Point")
    three = newsroom.come("c.example", "Ferry Halcyon runs aground off Skerry Point", alone=True)
    assert len({one.story, two.story, three.story}) == 3


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("ハルシオン号フェリーが岬で座礁、乗客は全員救助", "フェリーのハルシオン号が座礁 乗客全員を救助"),
        ("Паром «Алкион» сел на мель у мыса Скерри", "У мыса Скерри на мель сел паром «Алкион»"),
        ("Fähre Halcyon läuft vor Skerry auf Grund", "Vor Skerry auf Grund gelaufen: Fähre Halcyon"),
    ],
)
def test_other_languages_are_grouped_by_their_own_words(newsroom: Newsroom, one: str, two: str) -> None:
    assert newsroom.come("a.example", one).story == newsroom.come("b.example", two).story


def test_a_restart_takes_up_where_it_left_off(newsroom: Newsroom) -> None:
    kept = []
    for number, (publisher, title) in enumerate(
        [
            ("a.example", "Ferry Halcyon runs aground off Skerry Point"),
            ("b.example", "Halcyon ferry aground at Skerry Point"),
        ]
    ):
        found = newsroom.come(publisher, title)
        kept.append(Remembered(100 + number, found.story, found.copy_of, publisher, NOON, found.terms))
    again = memory.desk_from(memory.kept(newsroom.desk))
    again.recall(kept)
    item = Item(200, "c.example", NOON + HOUR, "Passengers of the Halcyon ferry wait at Skerry Point", "")
    assert again.file(item, 999).story == kept[0].story


STRAY = "Halcyon ferry sinks off Skerry Point in the storm, 40 missing"
HOME = ("Keeper of the lighthouse honoured for long service",)
NEWS = (
    "Ferry Halcyon sinks off Skerry Point, 40 passengers missing",
    "Halcyon sinks: 40 missing off Skerry Point after the storm",
    "Storm sinks ferry Halcyon off Skerry Point",
)


def with_a_stray(newsroom: Newsroom) -> int:
    """The newsroom knows a story of three publishers, and an article of it in another story; that article."""
    kept = []
    for story, titles in ((500, (*HOME, STRAY)), (600, NEWS)):
        for number, title in enumerate(titles):
            terms = newsroom.come(f"{story}-{number}.example", title, alone=False).terms
            publisher = f"{story}-{number}.example"
            kept.append(Remembered(story + number, story, None, publisher, NOON, terms))
    newsroom.desk = memory.desk_from(memory.kept(newsroom.desk))
    newsroom.desk.recall(kept)
    return 501


def test_an_article_moves_to_the_story_that_it_fits_better(newsroom: Newsroom) -> None:
    stray = with_a_stray(newsroom)
    found = newsroom.come("z.example", f"{STRAY}, coastguard says", at=NOON + HOUR)
    assert (found.story, found.strays) == (600, (stray,))
    assert newsroom.desk.shelf.articles(500) == [500]
    later = newsroom.come("y.example", f"{STRAY}, rescuers say", at=NOON + HOUR)
    assert later.strays == ()


def test_from_a_story_that_the_reader_has_had_a_hand_in_nothing_moves(newsroom: Newsroom) -> None:
    with_a_stray(newsroom)
    newsroom.desk.kept_apart.add(500)
    assert newsroom.come("z.example", f"{STRAY}, coastguard says", at=NOON + HOUR).strays == ()


def test_a_rewritten_article_is_known_by_its_new_text(newsroom: Newsroom) -> None:
    one = newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point")
    two = newsroom.come("b.example", "Halcyon ferry aground at Skerry Point")
    item = Item(len(newsroom.filed), "b.example", NOON, "Bees return to the orchards of Lorn", "")
    stays = newsroom.desk.renew(item, two.story)
    assert stays is not None
    assert stays.story == one.story  # it fits nowhere better
    assert newsroom.come("c.example", "Bees return to orchards of Lorn").story == one.story
    assert newsroom.desk.renew(replace(item, id=999), two.story) is None


def test_what_the_reader_has_moved_is_not_merged_again(newsroom: Newsroom) -> None:
    newsroom.come("a.example", "Ferry Halcyon runs aground off Skerry Point")
    moved = newsroom.come("b.example", "Halcyon ferry aground at Skerry Point")
    number = len(newsroom.filed)
    newsroom.desk.move(number, 5_000)
    later = [
        newsroom.come(f"{name}.example", "Halcyon ferry runs aground off Skerry Point, coastguard says")
        for name in "cdefg"
    ]
    assert all(5_000 not in each.merged and moved.story not in each.merged for each in later)


def test_an_empty_headline_starts_a_story_of_its_own(newsroom: Newsroom) -> None:
    assert newsroom.come("a.example", "").story != newsroom.come("b.example", "").story


def test_what_leaves_the_window_leaves_the_memory(newsroom: Newsroom) -> None:
    for number in range(2_100):
        newsroom.come(
            f"p{number % 50}.example", f"Word{number} other{number} third{number}", at=NOON + 80 * HOUR
        )
    assert len(newsroom.desk.shelf.row_of) <= 2_100
