"""tui.feeds.refresh and one round of the poller: real publisher, real parse processes, real cache."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from new_cache import new_cache
from serving import (
    Clock,
    Publisher,
    accounts,
    document,
    drip,
    item,
    publishing,
    reply,
    rss,
    sequence,
    status,
    subscribe,
)

from tui.cache import writer
from tui.cache.database import Connection
from tui.cache.sources import poller_word, request_poll, statuses
from tui.config import PollSettings, Settings
from tui.feeds.accounts import Accounts
from tui.feeds.loop import Summary, poll_once
from tui.model import Access, Source, SourceStatus

FERRY = rss(item("a", "Ferry late", "It is late.", date="Mon, 21 Sep 2026 10:00:00 GMT"))
OTHER_DAY = "Sat, 25 Sep 2027 10:00:00 GMT"
SHARED = Path(__file__).parents[3] / "shared" / "data"


@dataclass
class Desk:
    """A cache and its clock."""

    connection: Connection
    clock: Clock

    async def poll(self, *, everything: bool = False, **settings: Any) -> Summary:
        return await poll_once(
            self.connection,
            accounts(**{"timeout": 10.0} | settings),
            everything=everything,
            clock=self.clock,
            chance=lambda: 0.0,
            stop=asyncio.Event(),
        )

    def status(self, place: int = 0) -> SourceStatus:
        return statuses(self.connection)[place]

    def titles(self) -> list[str]:
        return [row[0] for row in self.connection.execute("SELECT title FROM article ORDER BY id")]

    def revisions(self) -> list[str]:
        return [row[0] for row in self.connection.execute("SELECT title FROM revision ORDER BY id")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    connection = new_cache(tmp_path / "telex.db")
    yield Desk(connection, Clock())
    connection.close()


@asynccontextmanager
async def serving(desk: Desk, **paths: Any) -> AsyncIterator[Publisher]:
    """A publisher of these paths, to which the desk is subscribed in this order."""
    async with publishing() as publisher:
        publisher.paths = {f"/{path}": served for path, served in paths.items()}
        subscribe(desk.connection, *(publisher.url(path) for path in publisher.paths))
        yield publisher


async def test_a_poll_brings_articles_and_health(desk: Desk) -> None:
    async with serving(desk, feed=document(FERRY)):
        summary = await desk.poll()
    assert desk.titles() == ["Ferry late"]
    assert summary.lines() == ["1 source polled: 1 answered, 0 failed, 1 new article"]
    found = desk.status()
    assert (found.name, found.unread, found.state, found.error) == ("The Harbour Gazette", 1, "idle", "")
    assert (found.last_poll, found.last_success, found.next_due) == (
        int(desk.clock.now), int(desk.clock.now), int(desk.clock.now) + 900,
    )  # fmt: skip


async def test_a_source_that_is_not_due_is_not_asked(desk: Desk) -> None:
    async with serving(desk, feed=document(FERRY)) as publisher:
        await desk.poll()
        desk.clock.now += 899
        assert (await desk.poll()).polled == 0
        desk.clock.now += 1
        assert (await desk.poll()).polled == 1
        assert len(publisher.asked) == 2


async def test_everything_means_also_what_is_not_due(desk: Desk) -> None:
    async with serving(desk, feed=document(FERRY)) as publisher:
        await desk.poll()
        await desk.poll(everything=True)
        assert len(publisher.asked) == 2


async def test_a_reader_s_request_is_met_at_once(desk: Desk) -> None:
    async with serving(desk, one=document(FERRY), two=document(FERRY)) as publisher:
        await desk.poll()
        request_poll(desk.connection, desk.status(1).id, 0)
        await desk.poll()
        assert [publisher.count("/one"), publisher.count("/two")] == [1, 2]


async def test_the_second_poll_is_conditional_and_a_304_keeps_all(desk: Desk) -> None:
    async with serving(
        desk, feed=document(FERRY, etag='W/"1-gzip"', last_modified="Mon, 21 Sep 2026 10:00:00 GMT")
    ) as p:
        await desk.poll()
        desk.clock.now += 1_000
        await desk.poll()
        headers = p.asked[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (
        'W/"1-gzip"',
        "Mon, 21 Sep 2026 10:00:00 GMT",
    )
    found = desk.status()
    assert (found.error, found.last_success, found.total) == ("", int(desk.clock.now), 1)


async def test_new_validators_of_an_equal_body_are_kept(desk: Desk) -> None:
    async with serving(
        desk, feed=sequence(document(FERRY, etag='"1"'), document(FERRY, last_modified="now"))
    ) as p:
        for _ in range(3):
            await desk.poll(everything=True)
        assert p.asked[1].headers["if-none-match"] == '"1"'
        assert "if-none-match" not in p.asked[2].headers
        assert p.asked[2].headers["if-modified-since"] == "now"


async def test_a_changed_entry_becomes_a_revision_and_a_new_one_an_article(desk: Desk) -> None:
    later = rss(item("b", "Dam fails"), item("a", "Ferry cancelled", "It is late."))
    async with serving(desk, feed=sequence(document(FERRY), document(later))):
        await desk.poll()
        summary = await desk.poll(everything=True)
    assert sorted(desk.titles()) == ["Dam fails", "Ferry cancelled"]
    assert desk.revisions() == ["Ferry late"]
    assert (summary.reports[0].new, summary.reports[0].revised) == (1, 1)


async def test_other_markup_with_the_same_words_is_no_revision(desk: Desk) -> None:
    other = rss(item("a", "Ferry late", "<p>It is late.</p>"))
    async with serving(desk, feed=sequence(document(FERRY), document(other))):
        await desk.poll()
        before = writer.fingerprints(desk.connection, desk.status().id, 5)
        await desk.poll(everything=True)
    assert writer.fingerprints(desk.connection, desk.status().id, 5) != before
    assert desk.revisions() == []


async def test_a_failing_poll_keeps_articles_and_validators_and_waits_longer(desk: Desk) -> None:
    good = document(FERRY, etag='"1"')
    async with serving(desk, feed=sequence(good, status(500), status(500), good)) as publisher:
        await desk.poll()
        start = int(desk.clock.now)
        desk.clock.now += 900
        summary = await desk.poll()
        assert summary.lines()[1] == "The Harbour Gazette: HTTP 500: internal server error"
        found = desk.status()
        assert (found.failures, found.failing_since, found.last_success) == (1, start + 900, start)
        assert (found.error, found.total) == ("HTTP 500: internal server error", 1)
        desk.clock.now += 900
        await desk.poll()
        assert desk.status().next_due == int(desk.clock.now) + 1_800
        assert desk.status().failing_since == start + 900
        desk.clock.now += 1_800
        await desk.poll()
        assert publisher.asked[-1].headers["if-none-match"] == '"1"'
    found = desk.status()
    assert (found.failures, found.failing_since, found.error) == (0, None, "")


async def test_a_web_page_in_the_feed_s_place_is_an_error_until_the_feed_is_back(desk: Desk) -> None:
    page = document(
        b"<!doctype html><html><body>Log in</body></html>", etag='"page"', content_type="text/html"
    )
    good = document(FERRY, etag='"1"')
    async with serving(desk, feed=sequence(good, page, page, good)) as publisher:
        for told in ("", "this is a web page, not a feed", "this is a web page, not a feed", ""):
            await desk.poll(everything=True)
            assert desk.status().error == told
        assert [each.headers.get("if-none-match") for each in publisher.asked[1:]] == ['"1"'] * 3
    assert desk.titles() == ["Ferry late"]


async def test_a_feed_that_is_gone_is_never_asked_again_unless_a_reader_wants_it(desk: Desk) -> None:
    async with serving(desk, feed=sequence(document(FERRY), status(410), document(FERRY))) as publisher:
        await desk.poll()
        desk.clock.now += 1_000
        await desk.poll()
        assert desk.status().next_due is None
        desk.clock.now += 10**7
        assert (await desk.poll()).polled == 0
        assert len(publisher.asked) == 2
        request_poll(desk.connection, desk.status().id, 0)
        await desk.poll()
    assert desk.status().next_due == int(desk.clock.now) + 900
    assert desk.titles() == ["Ferry late"]


async def test_a_busy_host_is_left_in_peace_with_all_its_feeds_also_on_request_and_after_a_restart(
    desk: Desk,
) -> None:
    busy = sequence(status(429, Retry_After="4000"), document(FERRY))
    async with serving(desk, one=busy, two=document(FERRY)) as publisher:
        await desk.poll(host_spacing=0.001)
        assert [publisher.count("/one"), publisher.count("/two")] == [1, 0]
        first, second = desk.status(0), desk.status(1)
        assert first.error.startswith("HTTP 429: too many requests; left in peace until ")
        assert second.note.startswith("left in peace until ")
        assert (second.error, second.next_due) == ("", int(desk.clock.now) + 4_001)
        desk.clock.now += 3_999
        summary = await desk.poll(everything=True)
        assert (summary.polled, len(publisher.asked)) == (0, 1)
        assert summary.lines()[0] == "0 sources polled: 0 answered, 0 failed, 0 new articles"
        assert len(summary.lines()) == 3
        desk.clock.now += 10
        await desk.poll()
        assert [publisher.count("/one"), publisher.count("/two")] == [2, 1]
    assert [desk.status(0).note, desk.status(1).note] == ["", ""]


async def test_a_feed_with_too_many_entries_says_how_many_were_left_out(desk: Desk) -> None:
    many = rss(*(item(str(n), f"No {n}") for n in range(1_046)))
    async with serving(desk, feed=document(many, etag='"1"')):
        await desk.poll(entries=500)
        assert desk.status().note == "1,046 entries, the newest 500 kept"
        await desk.poll(everything=True, entries=500)
    assert desk.status().note == "1,046 entries, the newest 500 kept"
    assert desk.status().total == 500


async def test_a_fault_of_telex_costs_one_source_its_poll_and_says_so(desk: Desk) -> None:
    throws = [ZeroDivisionError]

    def chance() -> float:
        if throws:
            raise throws.pop()
        return 0.0

    async with serving(desk, feed=document(FERRY)):
        summary = await poll_once(
            desk.connection,
            accounts(timeout=10.0),
            everything=False,
            clock=desk.clock,
            chance=chance,
            stop=asyncio.Event(),
        )
        told = desk.status().error
        again = await desk.poll(everything=True)
    assert (summary.failed, told) == (1, "telex failed on it (ZeroDivisionError); its log says where")
    assert (again.failed, desk.titles()) == (0, ["Ferry late"])


async def test_one_slow_and_one_poisonous_feed_do_no_harm_to_the_others(desk: Desk) -> None:
    poison = f"<feed><!-- <entry> <entry> --><entry><author>{'a' * 65_536}</author></entry></feed>".encode()
    good = {f"good{n}": document(FERRY) for n in range(8)}
    async with serving(desk, slow=drip, poison=document(poison), **good) as publisher:
        # The slow one has a limit of its own: on a busy machine a good one may take longer than a second.
        slow = Source(publisher.url("/slow"), access=Access(timeout=1.0))
        poll = PollSettings(timeout=30.0, parse_seconds=1.0, concurrency=4)
        summary = await poll_once(
            desk.connection,
            Accounts(Settings(poll=poll, sources=(slow,)), None, {}),
            everything=False,
            clock=desk.clock,
            chance=lambda: 0.0,
            stop=asyncio.Event(),
        )
    assert [report.error for report in sorted(summary.reports, key=lambda report: report.source.id)] == [
        "no complete answer within 1 s", "reading it took longer than 1 s and was stopped", *[""] * 8,
    ]  # fmt: skip
    assert len(desk.titles()) == 8


async def test_no_more_sources_are_in_work_than_configured(desk: Desk) -> None:
    async with serving(desk, **{f"feed{n}": document(FERRY) for n in range(20)}) as publisher:
        await desk.poll(concurrency=3)
        assert publisher.most_at_once <= 3
        assert len(publisher.asked) == 20


async def test_a_host_with_a_spacing_is_asked_for_one_feed_at_a_time(desk: Desk) -> None:
    async with serving(desk, **{f"feed{n}": document(FERRY) for n in range(10)}) as publisher:
        await desk.poll(host_spacing=0.001)
        assert publisher.most_at_once == 1
        assert len(publisher.asked) == 10


async def test_after_a_round_nothing_is_said_to_be_in_work(desk: Desk) -> None:
    async with serving(desk, feed=document(FERRY)):
        await desk.poll()
    assert poller_word(desk.connection) == ""
    assert desk.status().state == "idle"


async def test_a_round_that_is_stopped_leaves_what_it_has_and_no_state_behind(desk: Desk) -> None:
    stop = asyncio.Event()

    async def stall(asked: object, writer: asyncio.StreamWriter) -> None:
        stop.set()
        await asyncio.Event().wait()

    async with serving(desk, feed=stall):
        summary = await poll_once(
            desk.connection, accounts(), everything=True, clock=desk.clock, chance=lambda: 0.0, stop=stop
        )
    assert summary.reports == ()
    assert (desk.status().state, desk.status().failures, desk.status().last_poll) == ("idle", 0, None)


async def test_a_password_in_an_address_is_in_no_word_that_is_kept(desk: Desk) -> None:
    async with publishing() as publisher:
        subscribe(desk.connection, publisher.url("/x").replace("//", "//user:hunter2@"))
        summary = await desk.poll()
    assert "hunter2" not in "".join(summary.lines()) + desk.status().error + desk.status().note


async def test_a_compressed_bomb_is_an_error_of_its_source(desk: Desk) -> None:
    async with serving(desk, feed=reply(200, gzip.compress(bytes(20_000_000)), Content_Encoding="gzip")):
        await desk.poll(max_bytes=1_000_000)
    assert desk.status().error == "larger than 1 MB"


@pytest.mark.skipif(not SHARED.exists(), reason="the real feeds of ../shared/data are not here")
async def test_real_feeds_are_polled_and_stored_and_what_cannot_be_read_says_why(desk: Desk) -> None:
    files = [path for path in sorted((SHARED / "feeds").iterdir()) if path.suffix != ".tsv"][:200]
    alerts = sorted((SHARED / "cap").iterdir())
    paths = {path.name: document(path.read_bytes(), etag=f'"{path.name}"') for path in [*files, *alerts]}
    async with serving(desk, **paths) as publisher:
        await desk.poll(parse_seconds=60.0)
        bare = {status.url.rpartition("/")[2] for status in statuses(desk.connection) if not status.total}
        failed = {status.url.rpartition("/")[2] for status in statuses(desk.connection) if status.error}
        again = await desk.poll(everything=True)
    assert len(files) == 200
    assert bare <= {"no_entries.atom", "empty_weather_index.atom", "invalid.rss"}
    assert failed == set()
    assert {report.new for report in again.reports} == {0}
    assert len(publisher.asked) == 2 * len(paths)
    assert desk.connection.execute("PRAGMA integrity_check").get == "ok"


async def test_what_a_clock_that_is_ahead_dates_is_put_right_and_the_clock_is_told_of(desk: Desk) -> None:
    def at(seconds: float) -> str:
        return formatdate(desk.clock.now + seconds, usegmt=True)

    news = rss(item("a", "Ferry late", date=at(500)), item("b", "Storm", date=at(-500)))
    async with serving(desk, feed=reply(200, news, Date=at(600)), honest=reply(200, FERRY, Date=at(1))):
        await desk.poll()
    assert (desk.status(0).skew, desk.status(1).skew) == (600, 1)
    rows = list(
        desk.connection.execute("SELECT title, at, published FROM article WHERE source_id = 1 ORDER BY at")
    )
    now = int(desk.clock.now)
    assert rows == [("Storm", now - 500, now - 500), ("Ferry late", now - 100, now + 500)]


async def test_a_stored_answer_s_age_is_no_skew(desk: Desk) -> None:
    old = formatdate(desk.clock.now - 300, usegmt=True)
    async with serving(desk, feed=reply(200, FERRY, Date=old, Age="300")):
        await desk.poll()
    assert desk.status().skew == 0


async def test_the_third_independent_report_of_an_event_is_an_alert_in_the_round_that_brings_it(
    desk: Desk,
) -> None:
    titles = (
        "Ferry aground off Grey Skerry with 214 aboard",
        "Lifeboats race to ferry Lady Maren, aground off Grey Skerry in storm",
        "Passengers wait for rescue on ferry aground off Grey Skerry, coastguard says",
    )
    date = formatdate(desk.clock.now - 300, usegmt=True)
    feeds = {
        f"paper{n}": document(rss(item(f"f{n}", title, "", date=date))) for n, title in enumerate(titles)
    }
    async with serving(desk, **feeds):
        desk.connection.execute("UPDATE source SET publisher = 'publisher ' || id")
        await desk.poll()
    rows = list(desk.connection.execute("SELECT level, publishers, reasons FROM alert"))
    assert [(row[0], row[1]) for row in rows] == [(1, 3)]
    assert "3 independent publishers within 1 min." in str(rows[0][2])
    assert desk.connection.execute("SELECT min(level) FROM article").get == 1


async def test_what_retention_would_purge_of_a_first_document_is_not_stored_where_the_clocks_agree(
    desk: Desk,
) -> None:
    old = [item(f"o{n}", f"Old {n}", date="Sat, 21 Sep 2024 10:00:00 GMT") for n in range(101)]
    dated = formatdate(desk.clock.now, usegmt=True)
    body = rss(item("new", "New", date=dated), *old)
    async with serving(desk, here=reply(200, body, Date=dated), far=reply(200, body, Date=OTHER_DAY)):
        await desk.poll()
        assert [desk.status(place).total for place in (0, 1)] == [100, 102]
        assert desk.status(0).note == "102 entries, 2 of them older than [retention] keeps"
        desk.clock.now += 7_200
        await desk.poll()
        assert [desk.status(place).total for place in (0, 1)] == [100, 102]
