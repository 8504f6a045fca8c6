"""tui.feeds.poller: the loop, and the process round it as its user meets it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from new_cache import new_cache
from serving import (
    Clock,
    Publisher,
    accounts,
    document,
    item,
    publishing,
    rss,
    sequence,
    silence,
    status,
    subscribe,
)

from tui.cache.database import Connection, connect, poller_pid
from tui.cache.sources import poller_word, request_poll, statuses
from tui.feeds.loop import poll_forever
from tui.paths import PACKAGE, Paths

FERRY = rss(item("a", "Ferry late"))
SEVERAL = 120
"""Articles that the poller needs more than one transaction for."""
DRIVER = (
    "import os, sys; from pathlib import Path; from tui.config import load; from tui.feeds.poller import run;"
    "from tui.paths import resolve; paths = resolve(os.environ);"
    "sys.exit(run(paths, load(paths.config), once='once' in sys.argv, everything='all' in sys.argv,"
    " attached='attached' in sys.argv))"
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "data" / "telex" / "telex.db")
    yield opened
    opened.close()


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come; a test that waits in vain fails at the limit."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 - it is in another process or thread of control
            await asyncio.sleep(0.01)


@asynccontextmanager
async def polling(
    connection: Connection, clock: Clock, **settings: float
) -> AsyncIterator[asyncio.Task[None]]:
    """The loop at work on a cache; stopped in the end."""
    stop = asyncio.Event()
    loop = poll_forever(connection, accounts(**settings), clock=clock, chance=lambda: 0.0, stop=stop)
    task = asyncio.create_task(loop)
    try:
        yield task
    finally:
        stop.set()
        async with asyncio.timeout(30):
            await task


async def test_a_source_is_polled_when_it_is_due_and_again_after_its_interval(connection: Connection) -> None:
    clock = Clock()
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        subscribe(connection, publisher.url("/feed"), interval=900)
        async with polling(connection, clock):
            await until(lambda: statuses(connection)[0].last_success is not None)
            assert publisher.count("/feed") == 1
            clock.now += 900
            await until(lambda: publisher.count("/feed") == 2)


async def test_a_request_of_another_process_is_met_between_two_polls(
    connection: Connection, tmp_path: Path
) -> None:
    reader = connect(tmp_path / "data" / "telex" / "telex.db")
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        subscribe(connection, publisher.url("/feed"))
        async with polling(connection, Clock()):
            await until(lambda: poller_word(reader).startswith("next at "))
            request_poll(reader, statuses(reader)[0].id, 0)
            await until(lambda: publisher.count("/feed") == 2)
    reader.close()


async def test_a_source_that_is_added_meanwhile_is_polled(connection: Connection, tmp_path: Path) -> None:
    reader = connect(tmp_path / "data" / "telex" / "telex.db")
    async with publishing() as publisher:
        publisher.paths |= {"/one": document(FERRY), "/two": document(FERRY)}
        subscribe(connection, publisher.url("/one"))
        async with polling(connection, Clock()):
            await until(lambda: poller_word(reader).startswith("next at "))
            subscribe(reader, publisher.url("/one"), publisher.url("/two"))
            await until(lambda: publisher.count("/two") == 1)
            assert publisher.count("/one") == 1
    reader.close()


async def test_a_slow_source_does_not_hold_up_the_next_poll_of_a_fast_one(connection: Connection) -> None:
    clock = Clock()
    async with publishing() as publisher, publishing() as slow:
        slow.paths["/slow"], publisher.paths["/fast"] = silence, document(FERRY)
        subscribe(connection, slow.url("/slow"), publisher.url("/fast"), interval=60)
        async with polling(connection, clock, timeout=600.0):
            await until(lambda: statuses(connection)[1].last_success is not None)
            await until(lambda: statuses(connection)[0].state == "fetching")
            assert poller_word(connection).startswith("polling ")
            clock.now += 60
            await until(lambda: publisher.count("/fast") == 2)


async def test_a_loop_that_is_stopped_says_that_nobody_is_at_work(connection: Connection) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = silence
        subscribe(connection, publisher.url("/feed"))
        async with polling(connection, Clock()):
            await until(lambda: statuses(connection)[0].state == "fetching")
    assert statuses(connection)[0].state == "idle"
    assert poller_word(connection) == ""


class Telex:
    """Poller processes on one folder."""

    def __init__(self, folder: Path) -> None:
        self.paths = Paths(
            folder / "config" / "telex" / "config.toml", folder / "data" / "telex", folder / "state" / "telex"
        )
        self.environment = {
            "PYTHONPATH": str(PACKAGE.parent),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"),
            "HOME": str(folder),
        }

    def configure(self, *urls: str) -> None:
        self.paths.config.parent.mkdir(parents=True, exist_ok=True)
        self.paths.config.write_text("".join(f'[[sources]]\nurl = "{url}"\n' for url in urls), "utf-8")

    async def start(self, *words: str, alone: bool = False) -> Process:
        """``alone``: in a session of its own, as the app starts it."""
        return await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", DRIVER, *words,
            env=self.environment, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=alone,
        )  # fmt: skip

    async def run(self, *words: str) -> tuple[int | None, str, str]:
        """Exit code, standard output and standard error of a poller that ends by itself."""
        process = await self.start(*words)
        async with asyncio.timeout(60):
            out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()


@pytest.fixture
def telex(tmp_path: Path) -> Telex:
    return Telex(tmp_path)


async def end(process: Process, number: signal.Signals = signal.SIGTERM) -> tuple[int | None, str]:
    """Send a signal; gives exit code and standard error."""
    process.send_signal(number)
    async with asyncio.timeout(30):
        _, err = await process.communicate()
    return process.returncode, err.decode()


async def test_one_round_tells_what_came_of_it_and_why_some_failed(telex: Telex) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        telex.configure(publisher.url("/feed"), publisher.url("/missing"))
        code, out, err = await telex.run("once")
        assert (code, err) == (0, "")
        assert out == (
            "2 sources polled: 1 answered, 1 failed, 1 new article\n127.0.0.1: HTTP 404: not found\n"
        )
        code, out, _ = await telex.run("once")
        assert (code, out) == (0, "0 sources polled: 0 answered, 0 failed, 0 new articles\n")
        assert len(publisher.asked) == 2


async def test_a_round_in_which_all_failed_is_a_failure(telex: Telex) -> None:
    async with publishing() as publisher:
        telex.configure(publisher.url("/missing"))
        assert (await telex.run("once"))[0] == 1


async def test_a_restart_does_not_poll_before_the_time_has_come(telex: Telex) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY, etag='"1"')
        telex.configure(publisher.url("/feed"))
        for _ in range(2):
            await telex.run("once")
        assert publisher.count("/feed") == 1
        await telex.run("once", "all")
        assert publisher.asked[1].headers["if-none-match"] == '"1"'


async def test_a_second_poller_leaves_the_cache_to_the_first(telex: Telex) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = silence
        telex.configure(publisher.url("/feed"))
        first = await telex.start()
        await until(lambda: publisher.count("/feed") == 1)
        for words in ((), ("once", "all")):
            code, out, err = await telex.run(*words)
            assert (code, out) == (4, "")
            assert err == f"telex: another poller (pid {first.pid}) is at work on this cache\n"
        assert publisher.count("/feed") == 1
        await end(first)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_ends_a_poller_in_the_middle_of_a_request(
    telex: Telex, number: signal.Signals
) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = silence
        telex.configure(publisher.url("/feed"))
        process = await telex.start()
        await until(lambda: publisher.count("/feed") == 1)
        assert await end(process, number) == (0, "")
    assert poller_pid(telex.paths.lock) is None
    connection = connect(telex.paths.database)
    assert (statuses(connection)[0].state, poller_word(connection)) == ("idle", "")
    connection.close()


async def test_an_interrupted_round_says_so_by_its_exit_code(telex: Telex) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = silence
        telex.configure(publisher.url("/feed"))
        process = await telex.start("once")
        await until(lambda: publisher.count("/feed") == 1)
        assert await end(process, signal.SIGINT) == (130, "")


def session_share(pid: int) -> str:
    """How Linux weighs the session of a process; "" where it knows no such thing."""
    group = Path(f"/proc/{pid}/autogroup")
    return group.read_text().partition(" ")[2].strip() if group.exists() else ""


async def test_an_attached_poller_ends_with_the_input_that_it_hangs_on(telex: Telex) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        telex.configure(publisher.url("/feed"))
        process = await telex.start("attached", alone=True)
        await until(lambda: publisher.count("/feed") == 1)
        nicer = max(os.getpriority(os.PRIO_PROCESS, 0), 5)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == nicer, "marks wait for what it writes"
        if sys.platform == "linux":
            assert os.sched_getscheduler(process.pid) == os.SCHED_BATCH, "the app's keys come first"
        assert session_share(process.pid) in ("nice 5", ""), "its session as a whole likewise"
        async with asyncio.timeout(30):
            _, err = await process.communicate(b"a word, then the end")
        assert (process.returncode, err) == (0, b"")


async def test_an_attached_poller_without_input_ends_at_once(telex: Telex) -> None:
    telex.configure()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DRIVER, "attached", env=telex.environment, stdin=DEVNULL
    )
    async with asyncio.timeout(30):
        assert await process.wait() == 0


def stalling(publisher: Publisher, count: int) -> list[str]:
    """Addresses of feeds with many articles, and of one that never answers."""
    for n in range(count):
        items = [item(f"{n}-{m}", f"Story {m}", "<p>Text of it.</p>" * 30) for m in range(SEVERAL)]
        publisher.paths[f"/feed{n}"] = document(rss(*items), etag=f'"{n}"')
    publisher.paths["/stall"] = silence
    return [publisher.url(path) for path in publisher.paths]


@pytest.mark.parametrize("after", [1, 3, 4])
async def test_a_poller_killed_at_any_moment_leaves_a_cache_that_opens_and_goes_on(
    telex: Telex, after: int
) -> None:
    async with publishing() as publisher:
        telex.configure(*stalling(publisher, 4))
        process = await telex.start()
        await until(lambda: len(publisher.asked) >= after)
        process.kill()
        await process.communicate()
        # A worker that was just being started holds the lock's descriptor until its exec closes it.
        await until(lambda: poller_pid(telex.paths.lock) is None)
        connection = connect(telex.paths.database)
        assert connection.execute("PRAGMA integrity_check").get == "ok"
        found = statuses(connection)
        whole = connection.execute("SELECT source_id, count(*) FROM article GROUP BY source_id")
        assert dict(whole) == {each.id: each.total for each in found if each.total}
        # What was recorded as answered is there in full; the rest is fetched again.
        assert all(each.total == SEVERAL for each in found if each.last_success is not None)
        connection.close()
        publisher.paths["/stall"] = status(404)
        code, out, _ = await telex.run("once", "all")
        assert code == 0
        assert out.splitlines()[1:] == ["127.0.0.1: HTTP 404: not found"]
    connection = connect(telex.paths.database)
    assert [each.total for each in statuses(connection)] == [SEVERAL] * 4 + [0]
    connection.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
async def test_a_killed_poller_leaves_no_worker_behind(telex: Telex) -> None:
    async with publishing() as publisher:
        publisher.paths |= {"/feed": document(FERRY), "/stall": silence}
        telex.configure(publisher.url("/feed"), publisher.url("/stall"))
        process = await telex.start()
        await until(lambda: bool(children(process.pid)))
        workers = children(process.pid)
        process.kill()
        await process.communicate()
        await until(lambda: not any(alive(worker) for worker in workers))


def children(pid: int) -> list[int]:
    """The child processes of a process."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except FileNotFoundError:
        return []
    return [int(word) for word in text.split()]


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_the_log_has_a_line_for_each_poll_and_no_secrets(telex: Telex) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = sequence(document(FERRY))
        telex.configure(publisher.url("/feed").replace("//", "//user:hunter2@"))
        await telex.run("once")
    text = telex.paths.log.read_text("utf-8")
    assert f"INFO {publisher.url('/feed')}: 1 new, 0 revised" in text
    assert "hunter2" not in text
    assert os.stat(telex.paths.log.parent).st_mode & 0o777 == 0o700


async def test_a_log_that_cannot_be_written_is_told_and_polling_goes_on(telex: Telex) -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(FERRY)
        telex.configure(publisher.url("/feed"))
        telex.paths.log.parent.parent.mkdir()
        telex.paths.log.parent.write_text("in the way", "utf-8")
        code, out, err = await telex.run("once")
    assert (code, out.count("1 new article")) == (0, 1)
    assert "no log is written" in err
