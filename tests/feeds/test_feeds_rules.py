"""The rules of polling as a publisher and a user meet them: see RULES.md."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from new_cache import new_cache
from serving import Asked, Clock, bare, document, item, publishing, reply, rss, sequence, status

from tui.cache.database import Connection, connect
from tui.cache.sources import poller_word, request_poll, statuses, sync
from tui.config import load
from tui.feeds.accounts import Accounts
from tui.feeds.loop import Summary, poll_forever, poll_once
from tui.feeds.schedule import AT_ONCE, DAY, SPREAD
from tui.model import SourceStatus

FERRY = rss(item("a", "Ferry late", date="Mon, 21 Sep 2026 10:00:00 GMT"))
PAGE = b"<!doctype html><html><body>Welcome to the hotel, please log in</body></html>"


@dataclass
class Desk:
    """A configuration, a cache, a clock, and names that lead to this machine or nowhere."""

    folder: Path
    connection: Connection
    clock: Clock = field(default_factory=Clock)
    reachable: bool = True
    looked_up: list[str] = field(default_factory=list)
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def configure(self, *sources: str, poll: str = "") -> Accounts:
        """Each of ``sources``: an address, and lines of its table after it."""
        tables = []
        for source in sources:
            url, _, lines = source.partition("\n")
            tables.append(f"[[sources]]\nurl = '''{url}'''\n{lines}\n")
        self.config.write_text("\n".join([f"[poll]\n{poll}\n", *tables]))
        self.config.chmod(0o600)
        settings = load(self.config)
        sync(self.connection, settings.sources, settings.poll.interval)
        return Accounts(settings, self.config, self.environ)

    def lookup(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if not self.reachable:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return ["127.0.0.1"]

    async def poll(self, accounts: Accounts, *, everything: bool = False) -> Summary:
        return await poll_once(
            self.connection,
            accounts,
            everything=everything,
            clock=self.clock,
            chance=lambda: 0.0,
            stop=asyncio.Event(),
            lookup=self.lookup,
        )

    @asynccontextmanager
    async def polling(self, accounts: Accounts) -> AsyncIterator[None]:
        stop = asyncio.Event()
        loop = poll_forever(
            self.connection,
            accounts,
            clock=self.clock,
            chance=lambda: 0.0,
            stop=stop,
            lookup=self.lookup,
        )
        task = asyncio.create_task(loop)
        try:
            yield
        finally:
            stop.set()
            async with asyncio.timeout(30):
                await task

    def status(self, place: int = 0) -> SourceStatus:
        return statuses(self.connection)[place]

    def wait(self, place: int = 0) -> int:
        """Seconds until a source is due."""
        due = self.status(place).next_due
        assert due is not None
        return due - int(self.clock.now)

    def articles(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM article").get)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    connection = new_cache(tmp_path / "cache" / "telex.db")
    yield Desk(tmp_path, connection)
    connection.close()


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come; a test that waits in vain fails at the limit."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 - it is in another task
            await asyncio.sleep(0.01)


def conditional(asked: list[Asked]) -> list[bool]:
    return ["if-none-match" in each.headers for each in asked]


# Validators


async def test_a_feed_behind_another_origin_is_asked_for_conditionally_too(desk: Desk) -> None:
    async with publishing() as home, publishing() as other:
        home.paths["/feed"] = status(302, Location=other.url("/x"))
        other.paths["/x"] = document(FERRY, etag='"1"')
        accounts = desk.configure(home.url("/feed"))
        for _ in range(3):
            await desk.poll(accounts, everything=True)
    assert conditional(other.asked) == [False, True, True]
    assert conditional(home.asked) == [False, False, False]


async def test_after_eight_days_of_304_one_full_answer_is_asked_for_and_then_none_again(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY, etag='"1"')
        accounts = desk.configure(publisher.url("/feed"))
        for _ in range(11):
            await desk.poll(accounts, everything=True)
            desk.clock.now += DAY
    assert conditional(publisher.asked) == [False, *[True] * 7, False, True, True]


async def test_a_full_answer_that_was_asked_for_in_vain_is_asked_for_again(desk: Desk) -> None:
    async with publishing() as publisher:
        good = document(FERRY, etag='"1"')
        publisher.paths["/feed"] = sequence(good, status(500), good)
        accounts = desk.configure(publisher.url("/feed"))
        await desk.poll(accounts)
        desk.clock.now += 9 * DAY
        for _ in range(3):
            await desk.poll(accounts, everything=True)
    assert conditional(publisher.asked) == [False, False, False, True]


async def test_an_unconditional_request_is_made_once_in_a_feed_s_life(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY, etag='"1"')
        for _ in range(4):
            await desk.poll(desk.configure(publisher.url("/feed")), everything=True)
    assert conditional(publisher.asked) == [False, True, True, True]


# Freshness


@pytest.mark.parametrize(
    ("headers", "poll", "seconds"),
    [
        ({}, "", 900),
        ({"Cache_Control": "max-age=3600"}, "", 3_600),
        ({"Cache_Control": "max-age=31536000"}, "", 18_000),
        ({"Cache_Control": "max-age=31536000"}, 'max_age_cap = "1h"', 3_600),
        ({"Cache_Control": "max-age=60"}, "", 900),
        ({"Expires": "Mon, 21 Sep 2026 16:13:20 GMT"}, "", 7_200),
    ],
)
async def test_a_source_rests_as_long_as_its_answer_is_fresh(
    desk: Desk, headers: dict[str, str], poll: str, seconds: int
) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = reply(200, FERRY, **headers)
        await desk.poll(desk.configure(f'{publisher.url("/feed")}\ninterval = "15m"', poll=poll))
    assert desk.wait() == seconds
    assert (desk.status().pace == "") is (seconds == 900)


async def test_a_304_says_anew_how_long_it_is_good(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = sequence(
            reply(200, FERRY, ETag='"1"', Cache_Control="max-age=7200"),
            bare(304),
            bare(304, Cache_Control="max-age=3600"),
        )
        accounts = desk.configure(f'{publisher.url("/feed")}\ninterval = "15m"')
        waits = []
        for _ in range(3):
            await desk.poll(accounts, everything=True)
            waits.append(desk.wait())
    assert waits == [7_200, 7_200, 3_600]


async def test_the_feed_s_own_word_lengthens_the_wait_and_its_quiet_hours_are_kept(desk: Desk) -> None:
    own = FERRY.replace(
        b"<channel>", b"<channel><ttl>120</ttl><skipHours><hour>16</hour><hour>17</hour></skipHours>"
    )
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(own)
        await desk.poll(desk.configure(f'{publisher.url("/feed")}\ninterval = "15m"'))
    # Two hours from 14:13 is 16:13, which it skips; 18:00 is not.
    assert desk.wait() == 3 * 3_600 + 46 * 60 + 40
    assert desk.status().pace == "asked every 2h: its own ttl"


async def test_a_source_without_an_interval_of_its_own_is_asked_by_its_own_pace(desk: Desk) -> None:
    daily = rss(*(item(str(n), f"No {n}", date=f"{21 - n} Sep 2026 10:00:00 GMT") for n in range(10)))
    async with publishing() as publisher:
        publisher.paths |= {"/own": document(daily), "/set": document(daily)}
        await desk.poll(desk.configure(publisher.url("/own"), f'{publisher.url("/set")}\ninterval = "5m"'))
    assert (desk.wait(0), desk.wait(1)) == (4 * 3_600, 300)
    assert desk.status(0).pace == "asked every 4h: it publishes little"


# Hosts


async def test_the_host_that_answers_busy_is_left_in_peace_and_not_the_one_that_led_there(
    desk: Desk,
) -> None:
    async with publishing() as home, publishing() as busy:
        home.paths |= {"/feed": status(302, Location=busy.url("/x")), "/fine": document(FERRY)}
        busy.paths |= {"/x": status(503, Retry_After="600"), "/y": document(FERRY)}
        await desk.poll(desk.configure(home.url("/feed"), home.url("/fine")))
        accounts = desk.configure(home.url("/feed"), home.url("/fine"), busy.url("/y"))
        await desk.poll(accounts, everything=True)
        assert [home.count("/fine"), busy.count("/y"), busy.count("/x")] == [2, 0, 1]
        desk.clock.now += 700
        await desk.poll(accounts, everything=True)
        assert busy.count("/y") == 1


async def test_feeds_that_redirect_to_one_host_wait_their_turn_there(desk: Desk) -> None:
    async with publishing() as one, publishing() as two, publishing() as target:
        urls = []
        for place in range(4):
            for home in (one, two):
                home.paths[f"/{place}"] = status(302, Location=target.url(f"/{home.port}-{place}"))
                target.paths[f"/{home.port}-{place}"] = document(FERRY)
                urls.append(home.url(f"/{place}"))
        for place in range(4):
            target.paths[f"/own{place}"] = document(FERRY)
            urls.append(target.url(f"/own{place}"))
        # One slot for twelve sources: whoever waits for a turn must not hold it.
        summary = await desk.poll(desk.configure(*urls, poll="concurrency = 1"))
        assert target.most_at_once == 1
    assert summary.failed == 0
    assert len(target.asked) == 12


async def test_the_hour_s_ceiling_puts_the_rest_off_and_says_so(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths |= {f"/{n}": document(FERRY) for n in range(5)}
        urls = [publisher.url(path) for path in publisher.paths]
        summary = await desk.poll(desk.configure(*urls, poll="host_hourly = 3"))
        assert len(publisher.asked) == 3
    late = [report for report in summary.reports if report.postponed]
    assert len(late) == 2
    assert late[0].note.endswith("its host was asked 3 times within the hour")
    assert 3_590 <= desk.wait(4) <= 3_602


async def test_connections_are_kept_for_hosts_of_several_feeds_alone(desk: Desk) -> None:
    async with publishing() as many, publishing() as single:
        many.paths |= {"/1": document(FERRY), "/2": document(FERRY)}
        single.paths["/1"] = document(FERRY)
        await desk.poll(desk.configure(many.url("/1"), many.url("/2"), single.url("/1")))
    assert {each.headers["connection"] for each in many.asked} == {"keep-alive"}
    assert {each.headers["connection"] for each in single.asked} == {"close"}


# Moves


@pytest.mark.parametrize("code", [301, 308])
async def test_a_feed_that_moved_for_good_is_asked_there_after_two_answers_that_agree(
    desk: Desk, code: int
) -> None:
    async with publishing() as old, publishing() as new:
        old.paths["/feed"] = status(code, Location=new.url("/feed"))
        new.paths["/feed"] = document(FERRY, etag='"1"')
        accounts = desk.configure(old.url("/feed"))
        before = desk.config.read_text()
        for asked in ((1, 1), (2, 2), (2, 3), (2, 4)):
            await desk.poll(accounts, everything=True)
            assert (len(old.asked), len(new.asked)) == asked
        assert conditional(new.asked) == [False, True, True, True]
    assert desk.status().moved_to == new.url("/feed")
    assert desk.status().url == old.url("/feed")
    assert desk.config.read_text() == before
    assert desk.articles() == 1


@pytest.mark.parametrize("code", [302, 303, 307])
async def test_a_redirect_for_now_moves_nothing(desk: Desk, code: int) -> None:
    async with publishing() as publisher:
        publisher.paths |= {"/feed": status(code, Location="/new"), "/new": document(FERRY)}
        accounts = desk.configure(publisher.url("/feed"))
        for _ in range(4):
            await desk.poll(accounts, everything=True)
        assert publisher.count("/feed") == 4
    assert desk.status().moved_to == ""


async def test_a_move_to_what_is_no_feed_is_none(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths |= {
            "/feed": status(301, Location="/maintenance"),
            "/maintenance": document(PAGE, content_type="text/html"),
        }
        accounts = desk.configure(publisher.url("/feed"))
        for _ in range(3):
            await desk.poll(accounts, everything=True)
        assert publisher.count("/feed") == 3
    assert desk.status().moved_to == ""


async def test_a_feed_that_fails_where_it_moved_to_is_asked_at_its_own_address_again(desk: Desk) -> None:
    async with publishing() as publisher:
        feed = document(FERRY)
        publisher.paths |= {
            "/feed": sequence(status(301, Location="/new"), status(301, Location="/new"), feed),
            "/new": sequence(feed, feed, status(410)),
        }
        accounts = desk.configure(publisher.url("/feed"))
        for _ in range(3):
            await desk.poll(accounts, everything=True)
        assert desk.status().error.startswith("HTTP 410")
        assert desk.status().next_due is not None
        await desk.poll(accounts, everything=True)
        assert (publisher.count("/feed"), publisher.count("/new")) == (3, 3)
    assert (desk.status().error, desk.status().moved_to) == ("", "")


async def test_secrets_do_not_move_with_a_feed(desk: Desk) -> None:
    async with publishing() as old, publishing() as new:
        old.paths["/feed"] = status(301, Location=new.url("/feed"))
        new.paths["/feed"] = document(FERRY)
        accounts = desk.configure(f'{old.url("/feed")}\ntoken = "hunter2"')
        for _ in range(3):
            await desk.poll(accounts, everything=True)
    assert {each.headers.get("authorization") for each in old.asked} == {"Bearer hunter2"}
    assert not any("authorization" in each.headers for each in new.asked)


# Outages


def names(count: int, port: int) -> list[str]:
    return [f"http://{n}.test:{port}/feed" for n in range(count)]


async def test_without_a_network_sources_rest_unharmed_and_one_is_asked_until_it_is_back(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY, etag='"1"')
        accounts = desk.configure(*names(9, publisher.port), poll='interval = "1m"\nceiling = "1m"')
        async with desk.polling(accounts):
            await until(lambda: len(publisher.asked) == 9)
            await until(lambda: poller_word(desk.connection).startswith("next at"))
            desk.reachable = False
            desk.clock.now += 100
            await until(lambda: poller_word(desk.connection).startswith("no network since"))
            await until(lambda: all(each.state == "idle" for each in statuses(desk.connection)))
            assert [each.failures for each in statuses(desk.connection)] == [0] * 9
            assert {each.error for each in statuses(desk.connection)} == {""}
            assert desk.status().note.endswith(": no network")
            for seconds in (15, 30, 60, 60):
                desk.looked_up.clear()
                desk.clock.now += seconds
                await until(lambda: bool(desk.looked_up))
                await until(lambda: all(each.state == "idle" for each in statuses(desk.connection)))
                assert len(desk.looked_up) == 1
            desk.reachable = True
            desk.clock.now += 60
            await until(lambda: len(publisher.asked) == 18)
            await until(lambda: poller_word(desk.connection).startswith("next at"))
        assert {(each.failures, each.error, each.note) for each in statuses(desk.connection)} == {(0, "", "")}


async def test_a_reader_s_wish_is_tried_though_there_seems_to_be_no_network(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        desk.reachable = False
        accounts = desk.configure(*names(5, publisher.port))
        reader = connect(desk.folder / "cache" / "telex.db")
        async with desk.polling(accounts):
            await until(lambda: poller_word(reader).startswith("no network since"))
            desk.reachable = True
            request_poll(reader, statuses(reader)[4].id, 0)
            await until(lambda: len(publisher.asked) == 5)
        reader.close()


async def test_a_round_without_a_network_says_so_and_blames_no_source(desk: Desk) -> None:
    desk.reachable = False
    summary = await desk.poll(desk.configure(*names(20, 80), poll="concurrency = 1"))
    assert len(desk.looked_up) == 3
    assert any("not asked since" in line and line.endswith("no network") for line in summary.lines())
    assert {each.failures for each in statuses(desk.connection)} == {0}


async def test_one_dead_host_is_no_outage(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        urls = [publisher.url("/feed"), *(f"http://dead.test:1/{n}" for n in range(5))]
        await desk.poll(desk.configure(*urls))
    assert [each.failures for each in statuses(desk.connection)] == [0, 1, 1, 1, 1, 1]


@pytest.mark.parametrize("kind", ["in place", "elsewhere", "by status"])
async def test_a_login_page_in_the_place_of_every_source_is_recognised_and_nothing_of_it_is_kept(
    desk: Desk, kind: str
) -> None:
    hotel, shown = True, 0
    async with publishing() as publisher:
        portals = {
            "in place": document(PAGE, etag='"hotel"', content_type="text/html"),
            "elsewhere": status(302, Location=f"http://portal.test:{publisher.port}/login"),
            "by status": status(511),
        }

        async def feed(asked: Asked, writer: asyncio.StreamWriter) -> None:
            await (portals[kind] if hotel else document(FERRY, etag='"1"'))(asked, writer)

        async def login(asked: Asked, writer: asyncio.StreamWriter) -> None:
            nonlocal shown
            shown += 1  # each time another page, as with a token in it
            page = PAGE + str(shown).encode()
            await document(page, etag='"hotel"', content_type="text/html")(asked, writer)

        publisher.paths |= {"/feed": feed, "/login": login}
        async with desk.polling(desk.configure(*names(6, publisher.port))):
            await until(lambda: poller_word(desk.connection).startswith("a login page answers"))
            await until(lambda: all(each.state == "idle" for each in statuses(desk.connection)))
            assert {each.failures for each in statuses(desk.connection)} == {0}
            hotel = False
            desk.clock.now += 60
            await until(lambda: desk.articles() == 6)
    assert not any(each.headers.get("if-none-match") == '"hotel"' for each in publisher.asked)


# Never all at once


async def test_after_a_long_sleep_some_begin_and_the_rest_is_spread(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        accounts = desk.configure(*names(80, publisher.port), poll="concurrency = 64")
        async with desk.polling(accounts):
            await until(lambda: len(publisher.asked) == 80)
            await until(lambda: poller_word(desk.connection).startswith("next at"))
            desk.clock.now += 9 * 3_600
            await until(lambda: len(publisher.asked) == 80 + AT_ONCE)
            await until(lambda: poller_word(desk.connection).startswith("next at"))
            assert len(publisher.asked) == 80 + AT_ONCE
            now = int(desk.clock.now)
            later = [each.next_due for each in statuses(desk.connection) if (each.last_poll or 0) < now]
            assert len(later) == 80 - AT_ONCE
            assert all(due and now < due <= now + SPREAD for due in later)


# What only the user's own configuration may name


async def test_a_file_a_command_and_a_filter_are_sources(desk: Desk) -> None:
    (desk.folder / "feed.xml").write_bytes(FERRY)
    async with publishing() as publisher:
        publisher.paths["/page"] = document(PAGE, etag='"1"', content_type="text/html")
        accounts = desk.configure(
            f"file://{desk.folder}/feed.xml",
            f"exec:cat {desk.folder}/feed.xml",
            f"{publisher.url('/page')}\nfilter = \"sh -c 'cat > /dev/null; cat {desk.folder}/feed.xml'\"",
        )
        summary = await desk.poll(accounts)
        assert (summary.failed, desk.articles()) == (0, 3)
        assert [each.total for each in statuses(desk.connection)] == [1, 1, 1]
        (desk.folder / "feed.xml").write_bytes(rss(item("a", "Ferry late"), item("b", "Dam fails")))
        await desk.poll(accounts, everything=True)
    # The page is unchanged, so its filter is not asked again.
    assert [each.total for each in statuses(desk.connection)] == [2, 2, 1]
    assert conditional(publisher.asked) == [False, True]


async def test_another_filter_reads_an_unchanged_page_anew(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/page"] = reply(200, PAGE)
        made = desk.folder / "feed.xml"
        made.write_bytes(FERRY)
        await desk.poll(desk.configure(f"{publisher.url('/page')}\nfilter = 'false'"))
        assert desk.status().error == "filter: false ended with 1"
        accounts = desk.configure(f"{publisher.url('/page')}\nfilter = \"sh -c 'cat >&2; cat {made}'\"")
        await desk.poll(accounts, everything=True)
    assert (desk.status().error, desk.articles()) == ("", 1)


async def test_a_command_in_the_cache_that_the_configuration_does_not_name_is_not_run(desk: Desk) -> None:
    canary = desk.folder / "canary"
    desk.configure(f"exec:touch {canary}")
    accounts = Accounts(load(_empty(desk.folder / "other.toml")), desk.folder / "other.toml", {})
    await desk.poll(accounts)
    assert not canary.exists()
    assert desk.status().error == "not run: the configuration at hand does not name this source"


def _empty(path: Path) -> Path:
    path.write_text("")
    return path


@pytest.mark.parametrize("target", ["file:///etc/passwd", "exec:touch /tmp/canary"])
async def test_no_redirect_leads_to_a_file_or_a_command(desk: Desk, target: str) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = status(301, Location=target)
        await desk.poll(desk.configure(publisher.url("/feed")))
    assert desk.status().error == "HTTP 301: redirected to no address that can be followed"


# Secrets


async def test_each_source_carries_its_own_secrets_to_its_own_host(desk: Desk) -> None:
    desk.environ["KEY"] = "from env"
    async with publishing() as one, publishing() as two:
        one.paths["/feed"], two.paths["/feed"] = document(FERRY), document(FERRY)
        accounts = desk.configure(
            f'{one.url("/feed")}\nuser = "me"\npassword = {{ command = "echo hunter2" }}',
            f'{two.url("/feed")}\nheaders = {{ X-Key = {{ env = "KEY" }} }}\ncookie = "id=1"',
        )
        await desk.poll(accounts)
    assert one.asked[0].headers["authorization"] == "Basic bWU6aHVudGVyMg=="
    assert "x-key" not in one.asked[0].headers
    assert (two.asked[0].headers["x-key"], two.asked[0].headers["cookie"]) == ("from env", "id=1")
    assert "authorization" not in two.asked[0].headers


async def test_a_secret_that_was_refused_is_asked_for_anew(desk: Desk) -> None:
    word = desk.folder / "word"
    word.write_text("old")
    async with publishing() as publisher:
        publisher.paths["/feed"] = sequence(status(401), document(FERRY))
        accounts = desk.configure(f'{publisher.url("/feed")}\ntoken = {{ command = "cat {word}" }}')
        await desk.poll(accounts)
        assert "set user and password, or token" in desk.status().error
        word.write_text("new")
        await desk.poll(accounts, everything=True)
    assert [each.headers["authorization"] for each in publisher.asked] == ["Bearer old", "Bearer new"]


async def test_no_secret_is_in_the_cache(desk: Desk) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = status(403)
        accounts = desk.configure(
            f'{publisher.url("/feed")}\nuser = "me"\npassword = "hunter2"\n'
            'proxy = "http://me:hunter2@127.0.0.1:1"\nheaders = { X = "hunter2" }'
        )
        await desk.poll(accounts)
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"hunter2" not in (desk.folder / "cache" / "telex.db").read_bytes()
    assert desk.status().error == "the proxy 127.0.0.1 refused the connection"


# The configuration, read again


async def test_a_configuration_that_is_edited_counts_at_once_and_a_wrong_one_changes_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with publishing() as publisher:
        publisher.paths |= {"/one": document(FERRY), "/two": document(FERRY), "/three": document(FERRY)}
        accounts = desk.configure(publisher.url("/one"))
        async with desk.polling(accounts):
            await until(lambda: desk.status().last_success is not None)
            text = desk.config.read_text()
            desk.config.write_text(f'{text}\n[[sources]]\nurl = "{publisher.url("/two")}"\ntoken = "abc"\n')
            await until(lambda: publisher.count("/two") == 1)
            good = desk.config.read_text()
            desk.config.write_text("[[sources]]\nurl = 3\n")
            await until(lambda: "the last good one counts" in caplog.text)
            desk.config.write_text(
                good.replace("[poll]", "[poll]\nconcurrency = 3")
                + f'\n[[sources]]\nurl = "{publisher.url("/three")}"\n'
            )
            await until(lambda: publisher.count("/three") == 1)
            assert publisher.count("/one") == 1
    assert publisher.asked[1].headers["authorization"] == "Bearer abc"
    assert len(statuses(desk.connection)) == 3
