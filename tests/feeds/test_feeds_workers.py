"""tui.feeds.workers with real parse processes."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from serving import item, rss

from tui.feeds import workers as module
from tui.feeds.wire import Job, ParseError
from tui.feeds.workers import Workers

# feedparser looks for mail addresses in an author with a regular expression that takes the square of
# its length: 42 s for these 64 kB. It is asked because the tree holds one entry where three are counted.
PATHOLOGICAL = f"<feed><!-- <entry> <entry> --><entry><author>{'a' * 65_536}</author></entry></feed>"


@asynccontextmanager
async def working(count: int = 1, deadline: float = 20.0) -> AsyncIterator[Workers]:
    workers = Workers(count, deadline)
    try:
        yield workers
    finally:
        await workers.close()


def job(data: bytes, known: frozenset[str] = frozenset(), limit: int = 100) -> Job:
    return Job(data, "https://news.example/feed", "text/xml", known, limit)


def pid_of(workers: Workers) -> int:
    """The process of the one worker."""
    (worker,) = workers._workers
    return worker._starting.result().pid


async def test_a_document_comes_back_as_a_feed() -> None:
    async with working() as workers:
        feed = await workers.parse(job(rss(item("a", "Ferry late"), item("b", "Dam ünsafe", "<b>Text</b>"))))
    assert [(entry.guid, entry.title, entry.text) for entry in feed.entries] == [
        ("a", "Ferry late", ""),
        ("b", "Dam ünsafe", "Text"),
    ]


async def test_all_of_a_job_reaches_the_worker() -> None:
    async with working() as workers:
        whole = await workers.parse(job(rss(item("a", "One"), item("b", "Two"), item("c", "Three"))))
        part = await workers.parse(
            job(
                rss(item("a", "One"), item("b", "Two"), item("c", "Three")),
                frozenset({whole.entries[0].fingerprint}),
                2,
            )
        )
    assert (part.unchanged, len(part.entries), part.dropped) == ((whole.entries[0].fingerprint,), 1, 1)


async def test_a_reason_comes_back_as_an_error_and_the_worker_stays() -> None:
    async with working() as workers:
        with pytest.raises(ParseError, match="web page"):
            await workers.parse(job(b"<html></html>"))
        pid = pid_of(workers)
        await workers.parse(job(rss()))
        assert pid_of(workers) == pid


async def test_no_process_is_started_before_there_is_work() -> None:
    async with working() as workers:
        assert workers._workers == []


async def test_for_documents_on_their_way_processes_load_beforehand_and_no_more_than_there_may_be() -> None:
    async with working(2) as workers:
        workers.expect(0)
        assert workers._workers == []
        for _ in range(2):
            workers.expect(300)
        first, _second = workers._workers
        await workers.parse(job(rss(item("a", "Ferry late"))))
        assert first.jobs == 1, "the one that was started beforehand reads it"


async def test_a_document_that_takes_too_long_is_stopped_and_the_next_is_read() -> None:
    async with working(deadline=1.0) as workers:
        with pytest.raises(ParseError, match="took longer than 1 s and was stopped"):
            await workers.parse(job(PATHOLOGICAL.encode()))
        assert workers._workers == []
        assert (await workers.parse(job(rss(item("a", "Ferry late"))))).entries


async def test_a_worker_that_the_machine_leaves_no_time_is_waited_for() -> None:
    async with working(deadline=2.0) as workers:
        await workers.parse(job(rss()))
        pid = pid_of(workers)
        os.kill(pid, signal.SIGSTOP)
        parse = asyncio.create_task(workers.parse(job(rss(item("a", "Ferry late")))))
        await asyncio.sleep(2.5)
        os.kill(pid, signal.SIGCONT)
        assert (await parse).entries


async def test_a_document_that_takes_too_long_does_no_harm_to_the_others() -> None:
    async with working(count=2, deadline=1.0) as workers:
        bad = asyncio.create_task(workers.parse(job(PATHOLOGICAL.encode())))
        good = [await workers.parse(job(rss(item(str(n), "Ferry")))) for n in range(5)]
        with pytest.raises(ParseError):
            await bad
    assert all(feed.entries for feed in good)


async def test_documents_that_wait_behind_one_that_takes_too_long_are_read_by_another_process() -> None:
    async with working(count=1, deadline=1.0) as workers:
        bad = asyncio.create_task(workers.parse(job(PATHOLOGICAL.encode())))
        await asyncio.sleep(0)
        behind = [asyncio.create_task(workers.parse(job(rss(item(str(n), "Ferry"))))) for n in range(4)]
        with pytest.raises(ParseError, match="took longer"):
            await bad
        assert [feed.entries[0].guid for feed in await asyncio.gather(*behind)] == ["0", "1", "2", "3"]


async def test_of_a_process_that_dies_only_the_document_it_was_reading_fails() -> None:
    async with working(count=1) as workers:
        await workers.parse(job(rss()))
        pid = pid_of(workers)
        os.kill(pid, signal.SIGSTOP)
        waiting = [asyncio.create_task(workers.parse(job(rss(item(str(n), "Ferry"))))) for n in range(3)]
        await asyncio.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        first, *others = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(first, ParseError)
    assert [feed.entries[0].guid for feed in others if not isinstance(feed, BaseException)] == ["1", "2"]


async def test_a_worker_that_was_killed_is_told_of_and_replaced() -> None:
    async with working() as workers:
        await workers.parse(job(rss()))
        os.kill(pid_of(workers), signal.SIGKILL)
        with pytest.raises(ParseError, match="died"):
            await workers.parse(job(rss()))
        await workers.parse(job(rss()))


async def test_a_parse_that_nobody_waits_for_any_more_ends_its_worker() -> None:
    async with working() as workers:
        await workers.parse(job(rss()))
        pid = pid_of(workers)
        parse = asyncio.create_task(workers.parse(job(PATHOLOGICAL.encode())))
        await asyncio.sleep(0)  # the job goes down the pipe
        assert workers._workers[0].waiting == 1
        parse.cancel()
        with pytest.raises(asyncio.CancelledError):
            await parse
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_a_worker_is_replaced_when_it_has_read_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIFETIME", 2)
    async with working() as workers:
        await workers.parse(job(rss()))
        first = pid_of(workers)
        await workers.parse(job(rss()))
        await workers.parse(job(rss()))
        assert pid_of(workers) != first


async def test_a_document_that_eats_memory_is_stopped_by_the_worker_s_own_bound() -> None:
    objects = b'{"items": [' + b"{}," * 16_000_000 + b"{}]}"
    async with working(deadline=60.0) as workers:
        with pytest.raises(ParseError, match=r"died of it|too much memory"):
            await workers.parse(job(objects))


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="there is no /proc here")
async def test_a_worker_has_an_empty_environment_low_priority_and_its_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEX_SECRET", "hunter2")
    async with working() as workers:
        await workers.parse(job(rss()))
        process = Path(f"/proc/{pid_of(workers)}")
        limits = {
            line[:25].strip(): line[25:46].strip() for line in (process / "limits").read_text().splitlines()
        }
        assert b"hunter2" not in (process / "environ").read_bytes()
        assert (limits["Max file size"], limits["Max core file size"]) == ("0", "0")
        assert (limits["Max address space"], limits["Max open files"]) == ("1000000000", "32")
        assert os.getpriority(os.PRIO_PROCESS, pid_of(workers)) >= 10
