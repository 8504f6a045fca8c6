"""The parse worker is a sandbox: what hostile input could make it do, it cannot (goals 8 and 11)."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from figures import record
from serving import item, rss

from tui.arrivals import Feed
from tui.feeds.wire import Job, ParseError
from tui.feeds.wire_pages import PageJob
from tui.feeds.workers import Workers

URL = "https://news.example/feed"
DEADLINE = 1.0
_KIND = {False: "parse", True: "page"}
needs_proc = pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="there is no /proc here")

SLOW = {
    # What made a parser run for minutes (facts 4 and 5, T17 in the notes on hostile input).
    "author of 64 kB": b"<feed><!-- <entry> <entry> --><entry><author>"
    + b"a" * 65_536
    + b"</author></entry></feed>",
    "attributes": b"<rss><channel><item><title " + b" ".join(b"a%d='1'" % n for n in range(100_000)) + b">x",
    "open comments": b"<rss><channel><item><description>" + b"<!-- " * 500_000,
    "nested elements": b"<rss><channel><item>" + b"<a>" * 1_000_000,
    "nested HTML": b"<rss><channel><item><description><![CDATA[" + b"<a><b><i>" * 300_000,
    "table in table": b"<rss><channel><item><description><![CDATA[" + b"<table><tr><td>" * 100_000,
    "references": b"<rss><channel><item><title>" + b"&amp;" * 1_000_000,
    "open sections": b"<rss><channel><item><title>" + b"<![CDATA[" * 500_000,
    "open doctype": b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 200_000,
    "laughs": b"<!DOCTYPE rss [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><rss><channel><item><title>&a11;</title></item></channel></rss>",
    "brackets of JSON": b'{"items":' + b"[" * 1_000_000,
    "long words": b"<rss><channel><item><description>" + b"a" * 5_000_000,
    "quotes without end": b'<rss><channel><item><a b="' + b"c=" * 1_000_000,
    "date": b"<rss><channel><item><title>t</title><pubDate>" + b"1 " * 500_000,
}


@asynccontextmanager
async def working(deadline: float = 20.0, *, pages: bool = False) -> AsyncIterator[Workers]:
    workers = Workers(1, deadline, pages=pages)
    try:
        yield workers
    finally:
        await workers.close()


def job(data: bytes) -> Job:
    return Job(data, URL, "", frozenset(), 500)


async def used(workers: Workers, *, pages: bool) -> int:
    """The process of a worker that has read something."""
    if pages:
        await workers.extract(PageJob(b"<html><body><p>A ferry is late.</p></body></html>", URL, ""))
    else:
        await workers.parse(job(rss(item("a", "Ferry"))))
    return pid_of(workers)


def pid_of(workers: Workers) -> int:
    return workers._workers[0]._starting.result().pid


@contextmanager
def inheritable() -> Iterator[int]:
    """A listening line of ours that any careless child would have too."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        line.set_inheritable(True)
        yield line.fileno()


@needs_proc
@pytest.mark.parametrize("pages", [False, True])
async def test_a_worker_has_nothing_of_ours_but_its_two_pipes(
    pages: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEX_CANARY", "hunter2")
    with inheritable():
        async with working(pages=pages) as workers:
            process = Path(f"/proc/{await used(workers, pages=pages)}")
            open_files = {int(each.name): os.readlink(each) for each in (process / "fd").iterdir()}
            environment = (process / "environ").read_bytes()
            assert os.readlink(process / "cwd") == "/"
    assert set(open_files) == {0, 1, 2}
    assert open_files[2] == "/dev/null"
    assert b"hunter2" not in environment
    assert [line.partition(b"=")[0] for line in environment.split(b"\0") if line] == [
        name.encode() for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ
    ]
    record(
        11,
        f"open files, variables of a {_KIND[pages]} worker",
        f"{len(open_files)}, {environment.count(b'=')}",
    )


@needs_proc
@pytest.mark.parametrize("pages", [False, True])
async def test_a_worker_is_bounded_in_memory_time_files_and_processes(pages: bool) -> None:
    async with working(pages=pages) as workers:
        pid = await used(workers, pages=pages)
        text = Path(f"/proc/{pid}/limits").read_text()  # noqa: ASYNC240 - it is no disk
    lines = text.splitlines()
    limits = {line[:25].strip(): line[25:46].strip() for line in lines}
    found = {
        name: limits[f"Max {name}"]
        for name in ("address space", "cpu time", "file size", "open files", "processes", "core file size")
    }
    assert 20 <= int(found.pop("cpu time")) < 30  # what its document may take, and what it has taken
    assert found == {
        "address space": "1000000000",
        "file size": "0",
        "open files": "32",
        "processes": "0",
        "core file size": "0",
    }
    record(
        11,
        f"limits of a {_KIND[pages]} worker",
        ", ".join(f"{name} {value}" for name, value in found.items()),
    )


async def test_every_slow_document_ends_at_the_deadline_and_harms_no_other() -> None:
    ended: dict[str, str] = {}
    async with working(DEADLINE) as hurried, working() as workers:
        for name, data in SLOW.items():
            slow = asyncio.create_task(hurried.parse(job(data)))
            good = await workers.parse(job(rss(item("a", "Ferry late"))))
            assert [entry.title for entry in good.entries] == ["Ferry late"]
            try:
                ended[name] = f"{len((await slow).entries)} entries"
            except ParseError as error:
                ended[name] = str(error)
    assert set(ended) == set(SLOW)
    stopped = sum("stopped" in each or "died" in each for each in ended.values())
    record(8, "slow documents that ended; of them stopped", f"{len(ended)} of {len(SLOW)}; {stopped}")


async def test_a_death_is_always_told() -> None:
    told = 0
    async with working() as workers:
        for signal in (9, 11, 6, 15):
            await workers.parse(job(rss()))
            os.kill(pid_of(workers), signal)
            with pytest.raises(ParseError, match="died"):
                await workers.parse(job(rss()))
            told += 1
        assert isinstance(await workers.parse(job(rss())), Feed)
    record(11, "deaths of workers that were not reported", f"{4 - told}")


async def test_external_entities_open_no_file(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("hunter2")
    whole = "<rss><channel><item><title>a{}</title></item></channel></rss>"
    included = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{canary}" parse="text"/>'
    documents = [
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{canary}">]>' + whole.format("&x;"),
        f'<!DOCTYPE rss SYSTEM "file://{canary}">' + whole.format("&x;"),
        f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "file://{canary}"> %p;]>' + whole.format(""),
        f'<?xml-stylesheet href="file://{canary}"?>' + whole.format(""),
        whole.format(included),
    ]
    async with working() as workers:
        for document in documents:
            feed = await workers.parse(job(document.encode()))
            assert "hunter2" not in repr(feed)
    record(11, "files that a document's entities opened", f"0 of {len(documents)}")
