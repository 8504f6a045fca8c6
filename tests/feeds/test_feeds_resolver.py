"""tui.feeds.resolver: names to addresses, and what a silent name server cannot stall."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading

import pytest

from tui.feeds import resolver as module
from tui.feeds.resolver import BREATH, THREADS, Resolver


async def test_a_name_is_looked_up_and_an_address_is_not() -> None:
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(f"{host}:{port}")
        return ["127.0.0.1"]

    resolver = Resolver(lookup)
    assert await resolver.addresses("a.test", 80) == ["127.0.0.1"]
    assert await resolver.addresses("::1", 80) == ["::1"]
    assert asked == ["a.test:80"]
    resolver.close()


async def test_this_machine_knows_itself() -> None:
    resolver = Resolver()
    assert {"127.0.0.1", "::1"} & set(await resolver.addresses("localhost", 80))
    resolver.close()


@pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), UnicodeError("label too long")])
async def test_a_name_that_cannot_be_looked_up_is_an_error(error: OSError | UnicodeError) -> None:
    def lookup(host: str, port: int) -> list[str]:
        raise error

    resolver = Resolver(lookup)
    with pytest.raises(type(error)):
        await resolver.addresses("a.test", 80)
    resolver.close()


async def test_a_silent_name_server_stalls_no_other_thread_and_at_most_all_of_its_own() -> None:
    speak = threading.Event()

    def lookup(host: str, port: int) -> list[str]:
        speak.wait()
        return ["127.0.0.1"]

    resolver = Resolver(lookup)
    waiting = [asyncio.create_task(resolver.addresses(f"{n}.test", 80)) for n in range(100)]
    await asyncio.sleep(0)
    assert await asyncio.to_thread(lambda: "at once") == "at once"
    assert sum(thread.name == "resolver" for thread in threading.enumerate()) == THREADS
    for task in waiting[:50]:
        task.cancel()
    speak.set()
    assert await asyncio.gather(*waiting[50:]) == [["127.0.0.1"]] * 50
    resolver.close()


def test_a_program_ends_though_a_name_server_is_silent() -> None:
    program = (
        "import asyncio, threading; from tui.feeds.resolver import Resolver\n"
        "async def main():\n"
        "    silent = Resolver(lambda h, p: threading.Event().wait())\n"
        "    task = asyncio.create_task(silent.addresses('a.b', 1))\n"
        "    await asyncio.sleep(0)\n"
        "    task.cancel()\n"
        "asyncio.run(main())"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=30, check=False).returncode == 0


async def test_those_whom_a_silent_name_server_held_up_go_on_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SILENT", 0.05)
    speak = threading.Event()

    def lookup(host: str, port: int) -> list[str]:
        speak.wait()
        return ["127.0.0.1"]

    resolver = Resolver(lookup)
    waiting = [asyncio.create_task(resolver.addresses(f"{n}.test", 80)) for n in range(5)]
    await asyncio.sleep(0.1)
    loop = asyncio.get_running_loop()
    spoke = loop.time()
    speak.set()
    await waiting[0]
    behind = asyncio.create_task(resolver.addresses("late.test", 80))
    await asyncio.gather(behind, *waiting)
    assert loop.time() - spoke >= 5 * BREATH - 0.01
    assert resolver._queue == 0
    resolver.close()
