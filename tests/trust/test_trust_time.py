"""Clocks that are wrong, configurations that change, feeds that go empty: nothing is lost (21, 26)."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from faulty import Feeds, faults
from figures import record
from serving import Clock, accounts, document, item, publishing, rss, sequence, subscribe
from telex_command import DEADLINE, Home
from terminals import Terminal

from tui.cache import triage
from tui.cache.database import Connection, connect, poller_pid
from tui.cache.retention import Purge
from tui.cache.sources import sync
from tui.config_settings import RetentionSettings
from tui.feeds.loop import poll_once
from tui.model import Source

DAY, YEAR = 86_400, 31_557_600
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
needs_faketime = pytest.mark.skipif(not FAKETIME.exists(), reason="there is no libfaketime (apt: faketime)")


async def poll(connection: Connection, clock: Clock) -> None:
    await poll_once(
        connection, accounts(), everything=True, clock=clock, chance=lambda: 0.0, stop=asyncio.Event()
    )


def order(connection: Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute("SELECT title FROM article ORDER BY at DESC, id DESC")]


async def test_what_is_dated_in_the_future_stays_on_top_no_longer_than_what_came_with_it(
    tmp_path: Path,
) -> None:
    dates = ("Mon, 21 Sep 2066 10:00:00 GMT", "9999-12-31T23:59:59-14:00", "Tue, 22 Sep 2026 23:00:00 GMT")
    clock = Clock()  # the 21st of September 2026
    with closing(connect(tmp_path / "telex.db")) as connection:
        async with publishing() as publisher:
            future = [item(f"f{n}", f"Future {n}", date=date) for n, date in enumerate(dates)]
            publisher.paths["/feed"] = sequence(
                document(rss(*future)), document(rss(item("now", "Now"), *future))
            )
            subscribe(connection, publisher.url("/feed"))
            await poll(connection, clock)
            latest = connection.execute("SELECT max(at) FROM article").get
            assert latest <= clock.now
            clock.now += 3_600
            await poll(connection, clock)
        assert order(connection)[0] == "Now"
    record(26, "articles with a date to come that were on top an hour later", f"0 of {len(dates)}")


async def test_nothing_is_deleted_because_of_a_changed_configuration_an_empty_feed_or_a_clock(
    tmp_path: Path,
) -> None:
    clock = Clock()
    entries = [item(f"g{n}", f"Number {n}", date="Mon, 21 Sep 2026 10:00:00 GMT") for n in range(30)]
    with closing(connect(tmp_path / "telex.db")) as connection:
        async with publishing() as publisher:
            publisher.paths["/feed"] = sequence(document(rss(*entries)), document(rss()))
            publisher.paths["/other"] = document(rss(item("o", "Other")))
            subscribe(connection, publisher.url("/feed"), publisher.url("/other"))
            await poll(connection, clock)
            triage.mark(connection, "star", [1, 2], now=int(clock.now), terminal="t")
            triage.mark(connection, "read", [3, 4], now=int(clock.now), terminal="t")
            before = list(connection.execute("SELECT id, title, read, starred FROM article ORDER BY id"))
            ways = 0
            for change in (
                lambda: None,  # the feed is empty now
                lambda: sync(connection, [], 900),  # no source is left in the configuration
                lambda: sync(connection, [Source(publisher.url("/other"))], 900),
                lambda: sync(connection, [Source(publisher.url("/feed"))], 900),
                lambda: setattr(clock, "now", clock.now + 40 * YEAR),
                lambda: setattr(clock, "now", clock.now - 80 * YEAR),
                lambda: setattr(clock, "now", clock.now + 40 * YEAR),
            ):
                change()
                await poll(connection, clock)
                after = list(connection.execute("SELECT id, title, read, starred FROM article ORDER BY id"))
                assert after == before, f"change {ways}"
                ways += 1
    record(21, "articles gone by a changed configuration, an empty feed, a clock", f"0 in {ways} ways")


async def test_what_was_purged_does_not_come_back_for_as_long_as_its_feed_holds_it(tmp_path: Path) -> None:
    clock = Clock()
    old = [item(f"g{n}", f"Number {n}", date="Mon, 21 Sep 2015 10:00:00 GMT") for n in range(40)]
    with closing(connect(tmp_path / "telex.db")) as connection:
        async with publishing() as publisher:
            publisher.paths["/feed"] = document(rss(*old))
            subscribe(connection, publisher.url("/feed"))
            await poll(connection, clock)
            purge = Purge(connection, RetentionSettings(newest=10), int(clock.now))
            while purge.step():
                pass
            kept = order(connection)
            assert len(kept) == 10
            for days in range(0, 91, 30):
                publisher.paths["/feed"] = document(rss(*old, title=f"Day {days}"))
                clock.now += 30 * DAY
                await poll(connection, clock)
                assert order(connection) == kept
    record(21, "purged articles that came back within 120 days", f"0 of {40 - len(kept)}")


@needs_faketime
@pytest.mark.slow
@pytest.mark.parametrize("shift", ["+40y", "-30y", "2026-03-29 00:59:50", "2026-10-25 00:59:50"])
def test_a_real_clock_of_another_time_loses_nothing(tmp_path: Path, shift: str) -> None:
    """Poller, marks and app by a wrong clock, then by the right one again."""
    home, feeds = Home(tmp_path), Feeds(Home(tmp_path), 3)
    feeds.configure()
    feeds.write()
    assert home.telex("poll", "--once").returncode == 0
    assert home.telex("mark", "star", "--id", "1").returncode == 0
    fake = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME": f"@{shift}" if " " in shift else shift,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": "Europe/Berlin",
    }
    feeds.write()
    assert home.telex("poll", "--once", "--all", stdin=b"", **fake).returncode == 0
    assert home.telex("mark", "star", "--id", "2", stdin=b"", **fake).returncode == 0
    with Terminal([sys.executable, "-m", "tui"], columns=160, environ=home.environ(**fake)) as app:
        app.sees("All articles")
        app.type("js")
        app.until(lambda: b"starred" in app.output, "a star is told")
        time.sleep(3)  # its poller is at work
        app.type("q")
    count = _count(home)
    feeds.write()
    assert home.telex("poll", "--once", "--all").returncode == 0
    with closing(connect(home.cache / "telex.db")) as connection:
        assert connection.execute("SELECT count(*) FROM article WHERE starred").get >= 3
        assert connection.execute("SELECT max(at) <= unixepoch() FROM article").get or shift == "+40y"
    assert _count(home) > count
    assert faults(home.cache / "telex.db", {}) == []
    record(26, f"articles and marks lost by a clock at {shift} and back", f"0 of {count}")


def _count(home: Home) -> int:
    with closing(connect(home.cache / "telex.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM article").get)


@needs_faketime
@pytest.mark.slow
def test_a_clock_that_jumps_under_a_running_poller_and_app_is_outlived(filled: Home) -> None:
    """The clock is set to and fro while both run; what comes is shown, what is marked stays."""
    file = filled.folder / "clock"
    file.write_text("+0\n")
    feeds = Feeds(filled, 3)
    feeds.configure()
    feeds.write()
    fake = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    jumps = ("+40y", "-30y", "+1h", "-1h", "+8h", "+0")
    assert filled.telex("mark", "star", "--id", "1").returncode == 0
    with Terminal([sys.executable, "-m", "tui"], columns=160, environ=filled.environ(**fake)) as app:
        app.sees("All articles")
        for number, jump in enumerate(jumps):
            before = _count(filled)
            file.write_text(f"{jump}\n")
            feeds.write()
            app.type("R")
            app.until(lambda before=before: _count(filled) > before, f"news come at {jump}")  # type: ignore[misc]
            app.type(".gg")
            app.rest(0.5)
            app.type("m" * (number + 1))
            app.rest(0.5)
        assert b"Traceback" not in app.output
        # Killed, and not left: sleeping through a clock that was put back fails in libfaketime 0.9.10 itself.
    end = time.monotonic() + DEADLINE
    while poller_pid(filled.cache / "poller.lock") is not None:
        assert time.monotonic() < end, "its poller outlives it"
        time.sleep(0.05)
    assert faults(filled.cache / "telex.db", {("starred", 1): 1}) == []
    record(
        26,
        "jumps of a clock under a running app and poller: news that did not come, faults",
        f"0 of {len(jumps)}",
    )
