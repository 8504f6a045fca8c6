"""Ten thousand sources, a feed of 50,000 entries, a body of 100 MB: bounded, and no other is harmed (7, 8).

The long one is a round over 10,000 sources on 2,500 hosts of this machine, twelve kinds of fault among them:
``TELEX_RECORD=1 .venv/bin/python -m pytest -m slow tests/trust/test_trust_scale.py``
"""

from __future__ import annotations

import asyncio
import gzip
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from figures import record
from serving import (
    Asked,
    Reply,
    document,
    drip,
    item,
    publishing,
    raw,
    reply,
    rss,
    silence,
    status,
)
from telex_command import Home

from tui.cache.database import connect
from tui.cache.sources import statuses

SOURCES, HOSTS = 10_000, 2_500
FAULTS: dict[str, Reply] = {
    "silence": silence,
    "a byte now and then": drip,
    "not found": status(404),
    "server error": status(500),
    "gone": status(410),
    "a loop": status(302, Location="/loop"),
    "a bomb": reply(200, gzip.compress(bytes(1 << 26), 9), Content_Encoding="gzip"),
    "cut off": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n<rss>"),
    "a page": document(b"<!DOCTYPE html><html><body>Log in</body></html>", content_type="text/html"),
    "no feed": document(b"<note>nothing</note>"),
    "empty": reply(200),
    "no HTTP": raw(b"\x00\x01\x02" * 1_000),
}
"""Each is what one source in a hundred does."""


def entries(source: int) -> bytes:
    """A feed of five short articles."""
    articles = [
        item(
            f"{source}-{n}",
            f"Harbour {source} closes berth {n}",
            f"<p>Report {n} of {source}.</p>",
            date="Mon, 21 Sep 2026 10:00:00 GMT",
        )
        for n in range(5)
    ]
    return rss(*articles, title=f"Feed {source}")


class Counting:
    """How many requests each host has at one time."""

    def __init__(self) -> None:
        self.now: Counter[str] = Counter()
        self.most = 0

    def counted(self, answer: Reply) -> Reply:
        """``answer``, counted; not where nobody would notice that it is over."""
        if answer in (silence, drip):
            return answer

        async def count(asked: Asked, writer: asyncio.StreamWriter) -> None:
            host = asked.headers["host"]
            self.now[host] += 1
            self.most = max(self.most, self.now[host])
            try:
                await answer(asked, writer)
            finally:
                self.now[host] -= 1

        return count


def peak(pid: int) -> int:
    """The most memory that a process has had, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


async def round_of(home: Home, *arguments: str) -> tuple[str, float, int]:
    """One round; what it said, how long it took, and how large the poller got."""
    begun, largest = time.monotonic(), 0
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tui", "poll", "--once", *arguments),
        env=home.environ(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    ended = asyncio.create_task(process.communicate())
    while not ended.done():
        try:
            largest = max(largest, peak(process.pid))
        except (OSError, StopIteration):
            break
        await asyncio.wait([ended], timeout=0.5)
    out, err = await ended
    assert b"Traceback" not in err, err
    return out.decode(), time.monotonic() - begun, largest


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc here")
async def test_a_round_over_ten_thousand_sources(tmp_path: Path) -> None:
    home, names, counting = Home(tmp_path), list(FAULTS), Counting()
    home.config.parent.mkdir(parents=True)
    async with publishing(host="0.0.0.0") as publisher:  # noqa: S104 - all of 127.0.0.0/8 is this machine
        publisher.paths["/loop"] = FAULTS["a loop"]
        lines = ['[poll]\ntimeout = "20s"\n']
        for number in range(SOURCES):
            kind, host = number % 100, number * 7 % HOSTS
            answer = (
                FAULTS[names[kind]] if kind < len(names) else document(entries(number), etag=f'"{number}"')
            )
            publisher.paths[f"/{number}"] = counting.counted(answer)
            url = f"http://127.1.{host // 250}.{host % 250 + 1}:{publisher.port}/{number}"
            lines.append(f'[[sources]]\nurl = "{url}"\nname = "Feed {number}"\n')
        home.config.write_text("".join(lines))
        said, first, grown = await round_of(home)
        _, second, grown_again = await round_of(home, "--all")
    well = SOURCES * (100 - len(names)) // 100
    assert f"{well * 5:,} new articles" in said.splitlines()[0], said.splitlines()[0]
    with closing(connect(home.cache / "telex.db")) as connection:
        health = statuses(connection)
    failed = [each for each in health if each.error]
    assert len(health) - len(failed) >= well
    assert counting.most <= 2
    assert max(grown, grown_again) < 300_000_000
    record(7, "10,000 sources: memory of the poller (300 MB)", f"{max(grown, grown_again) / 1e6:.0f} MB")
    record(
        8,
        "10,000 sources on 2,500 hosts, 12 % of them faulty: a first round, one unchanged (20 min)",
        f"{first:.0f} s, {second:.0f} s; {counting.most} request at a time to a host; "
        f"0 of {well:,} good ones failed",
    )


def count_of(what: str) -> Callable[[Home, str], int]:
    def count(home: Home, url: str) -> int:
        with closing(connect(home.cache / "telex.db")) as connection:
            sql = f"SELECT {what} FROM article a JOIN source s ON s.id = a.source_id WHERE s.url = ?"  # noqa: S608
            return int(connection.execute(sql, (url,)).get)

    return count


@pytest.mark.slow
async def test_a_huge_feed_is_taken_in_part_and_a_huge_body_not_at_all(tmp_path: Path) -> None:
    home = Home(tmp_path)
    many = rss(*(f"<item><guid>{n}</guid><title>Number {n}</title></item>" for n in range(50_000)))
    async with publishing() as publisher:
        publisher.paths |= {
            "/many": document(many),
            "/body": reply(200, b"<rss>" + bytes(100_000_000)),
            "/good": document(entries(1)),
        }
        home.config.parent.mkdir(parents=True)
        home.config.write_text(
            "".join(f'[[sources]]\nurl = "{publisher.url(path)}"\n' for path in publisher.paths)
        )
        said, _, grown = await round_of(home)
        counted = count_of("count(*)")
        taken = counted(home, publisher.url("/many"))
        assert counted(home, publisher.url("/good")) == 5
        assert counted(home, publisher.url("/body")) == 0
        with closing(connect(home.cache / "telex.db")) as connection:
            found = {each.url.rpartition("/")[2]: each for each in statuses(connection)}
    assert taken == 500
    assert "50,000" in found["many"].note or "49,500" in found["many"].note, found["many"]
    assert "10 MB" in found["body"].error or "larger" in found["body"].error, found["body"]
    assert said.splitlines()[0].startswith("3 sources polled: 2 answered, 1 failed")
    record(
        7,
        "50,000 entries; a body of 100 MB beside a good feed",
        f"{taken} taken and noted; refused; {grown / 1e6:.0f} MB",
    )
