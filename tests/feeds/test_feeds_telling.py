"""tui.feeds.telling: alerts reach command and push without a screen, each once, whatever goes wrong."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from newsdays import NOW, Poller, entry

from tui.cache import alerts
from tui.config import AlertSettings, Settings
from tui.feeds.accounts import Accounts
from tui.feeds.telling import Telling
from tui.feeds.transport import Client

DAM = "BREAKING: Dam collapses above the town"
QUIET = (0, 1_440)


def hook(folder: Path, body: str) -> str:
    """A command that runs this Python with ``argv`` and ``given``."""
    script = folder / "hook.py"
    script.write_text(f"import sys, time\ngiven = sys.stdin.read()\n{body}\n", encoding="utf-8")
    return f"{sys.executable} {script}"


def telling(poller: Poller, client: Client) -> Telling:
    return Telling(poller.connection, Accounts(poller.settings, None, {}), client)


def settings(command: str = "", *, push: str = "", seconds: float = 10.0) -> AlertSettings:
    return AlertSettings(urgent=("command", "push"), command=command, command_seconds=seconds, push=push)


async def test_a_command_gets_the_alert_once_whoever_tells_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    body = f"open({str(out)!r}, 'a').write(repr(sys.argv[1:]) + given)"
    poller = Poller(tmp_path, alerts=settings(hook(tmp_path, body)))
    found = poller.batch(1, entry(DAM)).alerts
    async with Client("", 4) as client:
        for _ in range(2):
            one = telling(poller, client)
            one.tell(found, NOW)
            await one.end(20)
    argv, given = out.read_text().split("]{", 1)
    assert argv == f"['URGENT', {DAM!r}, {found[0].link!r}"
    assert json.loads("{" + given)["title"] == DAM
    poller.close()


async def test_a_command_that_hangs_or_fails_is_ended_and_its_fault_kept(tmp_path: Path) -> None:
    poller = Poller(tmp_path, alerts=settings(hook(tmp_path, "time.sleep(60)"), seconds=1.0))
    found = poller.batch(1, entry(DAM)).alerts
    async with Client("", 4) as client:
        one = telling(poller, client)
        one.tell(found, NOW)
        await one.end(20)
    ((channel, said),) = alerts.claimed(poller.connection, found[0].id)
    assert channel == "command"
    assert "took longer than 1 s" in said
    poller.close()


@asynccontextmanager
async def receiver(status: str, got: list[bytes]) -> AsyncIterator[str]:
    """An HTTP server on loopback that takes one POST."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        got.append(head + await reader.readexactly(length))
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/topic"
    finally:
        server.close()


async def test_a_push_is_posted_as_ntfy_takes_it(tmp_path: Path) -> None:
    got: list[bytes] = []
    async with receiver("200 OK", got) as address, Client("", 4) as client:
        poller = Poller(tmp_path, alerts=settings(push=address))
        one = telling(poller, client)
        one.tell(poller.batch(1, entry(DAM)).alerts, NOW)
        await one.end(20)
    (request,) = got
    assert request.startswith(b"POST /topic HTTP/1.1\r\n")
    assert b"Priority: 3" in request
    assert request.endswith(f"{DAM}\nPaper 1: The headline begins with the marker “BREAKING”.".encode())
    poller.close()


async def test_a_push_that_is_refused_leaves_a_word_without_the_address(tmp_path: Path) -> None:
    async with receiver("403 Forbidden", []) as address, Client("", 4) as client:
        poller = Poller(tmp_path, alerts=settings(push=address))
        found = poller.batch(1, entry(DAM)).alerts
        one = telling(poller, client)
        one.tell(found, NOW)
        await one.end(20)
    assert alerts.claimed(poller.connection, found[0].id) == [("push", "the server answers 403")]
    poller.close()


async def test_what_comes_in_quiet_hours_is_told_in_a_digest_once_they_are_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = hook(tmp_path, f"open({str(out)!r}, 'a').write(sys.argv[2])")
    quiet = AlertSettings(urgent=("command",), command=command, quiet=QUIET)
    poller = Poller(tmp_path, alerts=quiet)
    poller.batch(1, entry(DAM))
    loud = Settings(alerts=settings(command))
    async with Client("", 4) as client:
        held = Telling(poller.connection, Accounts(poller.settings, None, {}), client)
        held.tell_digest(NOW + 60)
        await held.end(20)
        assert not out.exists()
        for _ in range(2):
            over = Telling(poller.connection, Accounts(loud, None, {}), client)
            over.tell_digest(NOW + 120)
            await over.end(20)
    assert out.read_text() == f"Digest · 1 more story: {DAM}"
    poller.close()
