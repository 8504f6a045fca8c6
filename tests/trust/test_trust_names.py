"""A name server that is silent: the app goes on and leaves when told, and what was due comes (goal 25)."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from figures import record
from serving import Asked, document, item, publishing, rss
from telex_command import Home
from terminals import Terminal

from tui.cache.database import connect, poller_pid
from tui.cache.sources import statuses

SOURCES = 40
# Python imports this when it starts: names have no answer until a file is there, then all are this machine.
SILENT = """\
import os, socket, time
_real = socket.getaddrinfo
def _look(host, port, *rest, **more):
    if str(host).endswith(".test"):
        open(os.environ["ASKED"], "a").close()
        while not os.path.exists(os.environ["SPEAKS"]):
            time.sleep(0.02)
        host = "127.0.0.1"
    return _real(host, port, *rest, **more)
socket.getaddrinfo = _look
"""


def prepared(home: Home, port: int) -> dict[str, str]:
    folder = home.folder / "silent"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SILENT)
    home.config.parent.mkdir(parents=True)
    home.config.write_text(
        "".join(
            f'[[sources]]\nurl = "http://n{n}.test:{port}/n{n}"\nprivate = true\n' for n in range(SOURCES)
        )
    )
    environ = home.environ(SPEAKS=str(folder / "speaks"), ASKED=str(folder / "asked"))
    return environ | {"PYTHONPATH": f"{folder}:{environ['PYTHONPATH']}"}


def left(home: Home, environ: dict[str, str]) -> float:
    """Open the app, see that its keys work, and leave; seconds until both it and its poller are gone."""
    with Terminal((sys.executable, "-m", "tui"), environ=environ, cwd=home.folder) as terminal:
        terminal.until(lambda: Path(environ["ASKED"]).exists(), "the poller asks for names")
        terminal.type("?")
        terminal.sees("Help: the keys")
        terminal.type("\x1b")
        terminal.misses("Help: the keys")
        begun = time.monotonic()
        terminal.type("Q")
        assert terminal.wait() == 0
        terminal.until(lambda: poller_pid(home.cache / "poller.lock") is None, "its poller is gone")
        return time.monotonic() - begun


def kept(home: Home) -> int:
    connection = connect(home.cache / "telex.db")
    found = sum(status.total for status in statuses(connection))
    connection.close()
    return found


async def test_a_silent_name_server_holds_up_neither_keys_nor_leaving_nor_what_comes_later(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    came: list[float] = []
    async with publishing() as publisher:
        served = document(rss(item("a", "Ferry")))

        async def feed(asked: Asked, writer: asyncio.StreamWriter) -> None:
            came.append(time.monotonic())
            await served(asked, writer)

        publisher.paths = {f"/n{n}": feed for n in range(SOURCES)}
        environ = prepared(home, publisher.port)
        took = await asyncio.to_thread(left, home, environ)
        assert came == []
        argv = [sys.executable, "-m", "tui", "poll"]
        poller = subprocess.Popen(argv, env=environ, cwd=home.folder)  # noqa: ASYNC220 - it is started, not run
        try:
            await asyncio.sleep(3)  # a name server that says nothing for a second or more is silent
            os.close(os.open(environ["SPEAKS"], os.O_CREAT))
            begun = time.monotonic()
            async with asyncio.timeout(120):
                while kept(home) < SOURCES:  # noqa: ASYNC110 - another process is waited for
                    await asyncio.sleep(0.05)
            back = time.monotonic() - begun
        finally:
            poller.terminate()
            await asyncio.to_thread(poller.wait, 30)
    most = max(Counter(int(at - begun) for at in came).values())
    record(
        25,
        "leaving while the name server is silent (2 s); all sources fetched after it spoke (60 s)",
        f"{took:.1f} s; {back:.1f} s",
    )
    record(25, "most requests in a second after that, each to a host of its own", f"{most} of {SOURCES}")
