"""tui.feeds.intake: what several sources bring is written together, on a real cache."""

from __future__ import annotations

import asyncio
import random
import string
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from newsdays import NOW, Poller, entry

from tui.arrivals import Changes, Entry, Feed
from tui.cache.triage import mark
from tui.cache.writer import BATCH
from tui.feeds.grouping import Grouping
from tui.feeds.intake import Intake, Parcel
from tui.feeds.newsdesk import Edited
from tui.newsroom import Alert

DAM = "BREAKING: Dam at Lake Orn fails, thousands flee the valley"


class Works:
    """An intake over a cache with six sources, and what came of it."""

    def __init__(self, folder: Path) -> None:
        self.poller = Poller(folder)
        self.connection = self.poller.connection
        self.alerts: list[Alert] = []
        self.commits = 0
        self.intake: Intake[int] = Intake(
            self.connection, Grouping(self.connection), self.poller.desk, self._tell, lambda: NOW
        )
        self.connection.set_commit_hook(self._committed)

    def parcel(self, source_id: int, *entries: Entry, feed: bool = True) -> Parcel[int]:
        """What a poll of a source brought; it is closed with the number of new articles."""

        def close(changes: Changes, _: Edited) -> int:
            assert self.connection.in_transaction
            return len(changes.insert)

        return Parcel(source_id, Feed("", entries) if feed else None, 0, close)

    def titles(self) -> list[str]:
        """Of the articles that lists show."""
        query = "SELECT title FROM article WHERE dismissed = 0 ORDER BY id"
        return [str(row[0]) for row in self.connection.execute(query)]

    def _tell(self, alerts: Sequence[Alert], _: int) -> None:
        assert not self.connection.in_transaction
        self.alerts += alerts

    def _committed(self) -> bool:
        self.commits += 1
        return False


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Works]:
    made = Works(tmp_path)
    yield made
    made.connection.set_commit_hook(None)
    made.poller.close()


async def test_what_comes_together_is_one_transaction_each_source_with_its_own_result(works: Works) -> None:
    parcels = [
        works.parcel(1, entry("Bakers meet"), entry("Council votes")),
        works.parcel(3, entry("Museum opens")),
    ]
    assert await asyncio.gather(*(works.intake.put(each) for each in parcels)) == [2, 1]
    assert works.commits == 1
    assert len(works.titles()) == 3


async def test_a_source_without_news_waits_for_no_other(works: Works) -> None:
    waiting = asyncio.create_task(works.intake.put(works.parcel(1, entry("Bakers meet"))))
    await asyncio.sleep(0)
    assert await works.intake.put(works.parcel(2, feed=False)) == 0
    assert (works.commits, works.titles()) == (1, [])
    assert await waiting == 1


async def test_a_full_batch_goes_at_once_and_a_large_document_in_several_transactions(works: Works) -> None:
    many = [entry(f"Number {n}") for n in range(BATCH + 1)]
    assert await works.intake.put(works.parcel(1, *many)) == BATCH + 1
    assert works.commits == 3, "two of articles, one of what the desk makes of them"


async def test_a_story_that_several_bring_at_once_is_one_alert_told_when_it_is_written(works: Works) -> None:
    await asyncio.gather(*(works.intake.put(works.parcel(n, entry(DAM, guid=f"{n}"))) for n in (1, 2, 3)))
    (alert,) = works.alerts
    assert (alert.publishers, alert.title) == (3, DAM)


async def test_what_two_bring_to_a_dismissed_story_stays_away_with_it(works: Works) -> None:
    await works.intake.put(works.parcel(1, entry("Ferry strike enters second week at Port Ames")))
    mark(works.connection, "dismiss", [1], now=NOW, terminal="")
    again = "Ferry strike enters second week at Port Ames harbour"
    await asyncio.gather(*(works.intake.put(works.parcel(n, entry(again, guid=f"{n}"))) for n in (2, 3)))
    assert works.titles() == []


async def test_a_full_disk_fails_for_all_and_leaves_nothing(works: Works) -> None:
    works.connection.pragma("max_page_count", works.connection.pragma("page_count"))
    text = "".join(random.Random(1).choices(string.ascii_letters, k=50_000))  # noqa: S311 - no secret
    news = [replace(entry(f"News {n}"), document=f"{n}{text}") for n in (1, 2)]
    puts = [works.intake.put(works.parcel(n, each)) for n, each in enumerate(news, 1)]
    found = await asyncio.gather(*puts, return_exceptions=True)
    assert all(isinstance(each, apsw.FullError) for each in found)
    works.connection.pragma("max_page_count", 1_000_000)
    assert works.titles() == []
    assert await works.intake.put(works.parcel(1, entry("News 1"))) == 1


async def test_what_cannot_be_written_of_one_source_fails_for_that_source_alone(works: Works) -> None:
    def stumble(_: Changes, __: Edited) -> int:
        raise ValueError("no such day")

    parcels = [works.parcel(n, entry(f"News {n}")) for n in (1, 2, 3)]
    parcels[1] = replace(parcels[1], close=stumble)
    first, second, third = await asyncio.gather(
        *(works.intake.put(each) for each in parcels), return_exceptions=True
    )
    assert (first, third) == (1, 1)
    assert isinstance(second, ValueError)
    assert works.titles() == ["News 1", "News 3"]


async def test_what_nobody_waits_for_any_more_is_written_at_the_end(works: Works) -> None:
    task = asyncio.create_task(works.intake.put(works.parcel(1, entry("Bakers meet"))))
    await asyncio.sleep(0)
    task.cancel()
    await works.intake.end()
    assert works.titles() == ["Bakers meet"]
