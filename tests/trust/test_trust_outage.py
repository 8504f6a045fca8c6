"""The network gone for hours and back, and a machine that slept: no source is blamed, no herd (25, 26)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from figures import record
from new_cache import new_cache
from serving import document, item, publishing, rss
from test_feeds_agenda import source
from test_feeds_rules import Desk, names, until

from tui.cache.sources import poller_word, statuses
from tui.feeds.agenda import Asked, plan
from tui.feeds.outlook import Outlook
from tui.feeds.schedule import SPREAD

FERRY = rss(item("a", "Ferry late"))
HOUR = 3_600


@pytest.mark.parametrize("count", [300, 3_000, 10_000])
def test_after_a_sleep_of_eight_hours_sources_begin_spread(count: int) -> None:
    now = 1_790_000_000
    overdue = [
        replace(source(n), url=f"https://{n}.example/feed", last_poll=now - 8 * HOUR, next_due=now - 7 * HOUR)
        for n in range(count)
    ]
    made = plan(overdue, Asked(), Outlook(), now)
    begun = Counter([now] * len(made.start) + list(made.later.values()))
    most, last = max(begun.values()), max(begun) - now
    assert sum(begun.values()) == count
    assert most <= max(10, count // SPREAD + 1)
    assert last <= SPREAD
    figure = f"{most} a second at most, all within {last} s"
    record(26, f"catching up with {count:,} sources after 8 h of sleep (10 a second; 5 min)", figure)


async def test_a_network_that_is_away_for_eight_hours_costs_no_source_anything(tmp_path: Path) -> None:
    desk = Desk(tmp_path, new_cache(tmp_path / "cache" / "telex.db"))
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY, etag='"1"')
        accounts = desk.configure(*names(40, publisher.port), poll='interval = "30m"\nconcurrency = 64')
        async with desk.polling(accounts):
            await until(lambda: len(publisher.asked) == 40)
            await until(lambda: poller_word(desk.connection).startswith("next at"))
            desk.reachable, probes = False, 0
            for hours in range(1, 9):
                desk.looked_up.clear()
                desk.clock.now += HOUR
                await until(lambda: bool(desk.looked_up))
                await until(lambda: poller_word(desk.connection).startswith("no network since"))
                await until(lambda: all(each.state == "idle" for each in statuses(desk.connection)))
                if hours > 1:
                    probes += len(desk.looked_up)
            assert {(each.failures, each.error) for each in statuses(desk.connection)} == {(0, "")}
            desk.reachable = True
            desk.looked_up.clear()
            desk.clock.now += 60
            await until(lambda: poller_word(desk.connection).startswith("next at"))
            back = len(desk.looked_up)
            now = int(desk.clock.now)
            later = Counter(
                each.next_due for each in statuses(desk.connection) if (each.last_poll or 0) < now
            )
            for _ in range(6):
                desk.clock.now += 1
                await until(lambda: poller_word(desk.connection).startswith("next at"))
            await until(lambda: len(publisher.asked) == 80)
        assert {(each.failures, each.error, each.note) for each in statuses(desk.connection)} == {(0, "", "")}
    assert desk.articles() == 40
    assert probes == 7
    most = max(back - 1, *later.values())  # the first was the probe that found the network
    assert most <= 10
    desk.connection.close()
    figure = (
        f"0 of 40 sources blamed, {probes} look-ups an hour apart; back: {most} requests a second at most"
    )
    record(25, "no network for 8 h and back within a minute (10 a second)", figure)
