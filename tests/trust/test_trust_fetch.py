"""The fetcher against servers that mean harm: bounded, on time, at the right address (goals 7 to 12)."""

from __future__ import annotations

import asyncio
import functools
import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from figures import record
from new_cache import new_cache
from serving import (
    Reply,
    document,
    drip,
    item,
    publishing,
    raw,
    reply,
    rss,
    sequence,
    silence,
    status,
    subscribe,
)

from tui.cache.database import Connection
from tui.cache.sources import statuses
from tui.config import PollSettings, Settings
from tui.feeds.accounts import Accounts
from tui.feeds.fetch import Failure, FetchRequest, Limits, Response, fetch
from tui.feeds.loop import poll_once
from tui.feeds.resolver import Resolver
from tui.feeds.transport import Client

LIMITS = Limits(seconds=2.0, max_bytes=10_000_000)
GROWTH = 60_000_000
"""Bytes that the poller may grow by, whatever a server sends."""
CANARY = "hunter2-canary"


def packed(size: int, times: int = 1) -> bytes:
    """``size`` bytes of nothing in gzip, put into gzip again and again."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join([squeeze.compress(bytes(1 << 20)) for _ in range(size >> 20)] + [squeeze.flush()])
    for _ in range(times - 1):
        data = gzip.compress(data, 9, mtime=0)
    return data


async def endless(asked: object, writer: asyncio.StreamWriter) -> None:
    """A body that never ends, as fast as it is taken."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n")
    while True:
        writer.write(b"<rss>" + b" " * 65_536)
        await writer.drain()


def headers_of(count: int, size: int) -> bytes:
    return (
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"a" * size) for n in range(count)) + b"\r\n"
    )


@functools.cache
def bombs() -> dict[str, Reply]:
    """Answers that mean harm. Made when first asked for: to squeeze them takes a second."""
    return {
        "gzip of 256 MB": reply(200, packed(1 << 28), Content_Encoding="gzip"),
        "gzip in gzip": reply(200, packed(1 << 26, 3), Content_Encoding="gzip, gzip, gzip"),
        "deflate": reply(200, zlib.compress(bytes(1 << 26), 9), Content_Encoding="deflate"),
        "brotli that nobody asked for": reply(200, bytes(700), Content_Encoding="br"),
        "zstd that nobody asked for": reply(200, bytes(700), Content_Encoding="zstd"),
        "100 MB": reply(200, b"<rss>" + bytes(100_000_000)),
        "a body without end": endless,
        "many small members": reply(200, gzip.compress(b" ") * 450_000, Content_Encoding="gzip"),
        "headers of 10 MB": raw(headers_of(100, 100_000)),
        "50,000 headers": raw(headers_of(50_000, 10)),
        "one header without end": raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 5_000_000),
        "100,000 interim answers": raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000),
        "a length of 20 digits": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n<rss>"),
        "a chunk of 2 GB": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n<rss>"),
        "chunks of one byte": raw(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\n<\r\n" * 200_000
        ),
        "no HTTP": raw(os.urandom(100_000)),
        "silence": silence,
        "a byte now and then": drip,
    }


FETCH_ALL = """
import asyncio, json, sys, time
from tui.feeds.fetch import Failure, FetchRequest, Limits, fetch
from tui.feeds.transport import Client
async def main():
    def peak():  # not ru_maxrss, which begins with the parent's
        lines = open("/proc/self/status").read().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024
    urls, good = json.loads(sys.argv[1]), sys.argv[2]
    async with Client("", 4) as http:
        await fetch(http, FetchRequest(good), Limits(10.0, 10_000_000), 0)
        before, told, slowest = peak(), {}, (0.0, "")
        for name, url in urls.items():
            begun = time.monotonic()
            answer = await fetch(http, FetchRequest(url), Limits(3.0, 10_000_000), 0)
            slowest = max(slowest, (time.monotonic() - begun, name))
            told[name] = answer.reason if isinstance(answer, Failure) else "taken"
        print(json.dumps({"grown": peak() - before, "told": told, "slowest": slowest}))
asyncio.run(main())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc here")
async def test_no_answer_makes_the_poller_grow_or_wait_beyond_its_bounds() -> None:
    async with publishing() as publisher:
        publisher.paths["/good"] = document(rss(item("a", "Ferry")))
        urls = {}
        for number, (name, answer) in enumerate(bombs().items()):
            publisher.paths[f"/{number}"] = answer
            urls[name] = publisher.url(f"/{number}")
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", FETCH_ALL, json.dumps(urls), publisher.url("/good")],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found["told"]) == set(bombs())
    assert [name for name, told in found["told"].items() if told == "taken"] == []
    assert found["grown"] < GROWTH
    record(7, "growth of the poller over all bombs, MB (60)", f"{found['grown'] / 1e6:.0f}")
    record(8, "slowest hostile answer at a deadline of 3 s", "{:.1f} s ({})".format(*found["slowest"]))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "telex.db")
    yield opened
    opened.close()


async def round_of(connection: Connection, accounts: Accounts, now: int) -> dict[str, str]:
    """One round over all sources: each one's error by the last part of its address."""
    await poll_once(
        connection,
        accounts,
        everything=True,
        clock=lambda: now,
        chance=lambda: 0.0,
        stop=asyncio.Event(),
    )
    return {each.url.rpartition("/")[2]: each.error for each in statuses(connection)}


def kept(connection: Connection) -> list[tuple[object, ...]]:
    """Everything that a poll could take from a reader."""
    return list(
        connection.execute("SELECT id, source_id, guid, title, read, starred FROM article ORDER BY id")
    )


async def test_a_bad_body_changes_no_article_and_no_mark(connection: Connection) -> None:
    whole = rss(item("a", "Ferry late"), item("b", "Dam safe"))
    bad: dict[str, Reply] = {
        "truncated": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + whole),
        "gzip cut off": reply(200, gzip.compress(whole)[:-9], Content_Encoding="gzip"),
        "html": reply(200, b"<!DOCTYPE html><html><body>Log in</body></html>", Content_Type="text/html"),
        "empty": reply(200),
        "picture": reply(200, b"\x89PNG\r\n\x1a\n" + bytes(100), Content_Type="image/png"),
        "json": reply(200, b'{"error": "no"}', Content_Type="application/json"),
        "no items": reply(200, rss()),
        "server error": status(500),
        "gone": status(410),
    }
    async with publishing() as publisher:
        for name, answer in bad.items():
            publisher.paths[f"/{name.replace(' ', '-')}"] = sequence(document(whole), answer)
        subscribe(connection, *(publisher.url(path) for path in publisher.paths))
        accounts = Accounts(Settings(poll=PollSettings(timeout=2.0)), None, {})
        first = await round_of(connection, accounts, 1_790_000_000)
        assert set(first.values()) == {""}
        connection.execute("UPDATE article SET read = 1, starred = 1 WHERE id % 2")
        before = kept(connection)
        second = await round_of(connection, accounts, 1_790_001_000)
    assert {name for name, error in second.items() if not error} == {"no-items"}
    assert kept(connection) == before
    record(12, "articles and marks that a bad body changed", f"0 of {len(before)}, {len(bad)} kinds of body")


async def test_hostile_sources_cost_the_others_nothing(connection: Connection) -> None:
    async with publishing() as publisher:
        for number in range(20):
            publisher.paths[f"/good{number}"] = document(rss(item("a", f"Ferry {number}")))
        hostile = [
            "a body without end",
            "silence",
            "a byte now and then",
            "gzip of 256 MB",
            "no HTTP",
            "50,000 headers",
        ]
        for number, name in enumerate(hostile):
            publisher.paths[f"/bad{number}"] = bombs()[name]
        subscribe(connection, *(publisher.url(path) for path in publisher.paths))
        accounts = Accounts(Settings(poll=PollSettings(timeout=2.0)), None, {})
        found = await round_of(connection, accounts, 1_790_000_000)
    assert {name for name, error in found.items() if not error} == {f"good{n}" for n in range(20)}
    record(8, "good sources that failed beside hostile ones", f"0 of 20 beside {len(hostile)}")


async def test_credentials_cookies_and_headers_never_leave_their_origin() -> None:
    secrets = (
        (b"Authorization", f"Bearer {CANARY}".encode()),
        (b"Cookie", f"session={CANARY}".encode()),
        (b"X-Api-Key", CANARY.encode()),
    )
    leaks = 0
    async with publishing() as home, publishing() as other:
        other.paths["/feed"] = document(rss(item("a", "Ferry")))
        for code in (301, 302, 303, 307, 308):
            home.paths[f"/{code}"] = status(code, Location=other.url("/feed"), Set_Cookie=f"id={CANARY}")
            async with Client("", 4) as http:
                typed = home.url(f"/{code}").replace("http://", f"http://user:{CANARY}@")
                answer = await fetch(http, FetchRequest(typed, secrets=secrets), LIMITS, 0)
                again = await fetch(http, FetchRequest(other.url("/feed")), LIMITS, 0)
            assert isinstance(answer, Response)
            assert isinstance(again, Response)
            assert CANARY not in repr(answer)
        assert all(CANARY in repr(asked.headers) for asked in home.asked)
        leaks = sum(CANARY in repr(asked) or "cookie" in asked.headers for asked in other.asked)
    assert leaks == 0
    record(10, "requests that carried a secret to another origin", f"{leaks} of {len(other.asked)}")


async def test_no_name_and_no_redirect_leads_to_the_user_s_own_network() -> None:
    spellings = (
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "0", "0.0.0.0",  # noqa: S104
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "localhost.", "169.254.169.254", "127.0.0.1.", "①②⑦.0.0.1", "127。0。0。1",
        "[::1%lo]", "[::ffff:0:127.0.0.1]", "[fec0::1]", "198.18.0.1", "192.0.0.8", "224.0.0.1",
        "255.255.255.255",
    )  # fmt: skip
    async with publishing() as victim, publishing() as home:
        victim.paths["/secret"] = document(rss())
        for spelling in spellings:
            home.paths["/feed"] = status(302, Location=f"http://{spelling}:{victim.port}/secret")
            async with Client("", 4) as http:
                # "localhost" is the user's own word, so the redirect is another host's.
                answer = await fetch(http, FetchRequest(home.url("/feed", "localhost")), LIMITS, 0)
            assert isinstance(answer, Failure), spelling
        assert victim.asked == []
    record(9, "spellings of private addresses that were refused", f"{len(spellings)} of {len(spellings)}")


async def test_a_name_whose_answer_changes_is_judged_at_each_connection() -> None:
    answers: Iterator[list[str]] = iter(
        [["93.184.216.34", "127.0.0.1"], ["127.0.0.1"], ["10.1.2.3"], ["::1"]] * 2
    )
    asked = 0
    async with (
        publishing() as victim,
        Client("", 4, Resolver(lambda host, port: next(answers)[1:] or ["127.0.0.1"])) as http,
    ):
        victim.paths["/feed"] = document(rss())
        for _ in range(4):
            answer = await fetch(
                http, FetchRequest(f"http://news.example:{victim.port}/feed", keep=True), LIMITS, 0
            )
            assert isinstance(answer, Failure)
            assert "private address" in answer.reason
            asked += 1
        assert victim.asked == []
    record(9, "connections after a name's answer changed", f"0 of {asked}")
