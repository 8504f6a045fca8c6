"""Over a real sshd behind a slow link (150 ms there and back, 10 kB/s): telex beside newsboat.

Run: ``python -m tests.benchmarks.bytes.link``, with a number behind it for so many idle seconds. A relay on
loopback delays and slows what passes; it counts what comes down from sshd, encrypted. Prints a table and
writes ``link.json`` beside this file.
"""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for tests/terminals.py

from bytes_articles import for_newsboat, for_telex, titles
from terminals import Terminal

HERE = Path(__file__).resolve().parent
ONE_WAY, RATE = 0.075, 10_000
"""Seconds, and bytes a second."""
QUIET = 0.8
HEADLINE = titles(0)[0][0][:20]
HELD, REPEATS = 4, 30
"""Seconds that a key is held down, and how often it then comes in one."""


class Relay:
    """One connection after the other, delayed and slowed."""

    def __init__(self, port: int) -> None:
        self.down = 0
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            client, _ = self._listener.accept()
            server = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, down: bool) -> None:
        sent: queue.Queue[tuple[float, bytes]] = queue.Queue()
        threading.Thread(target=self._deliver, args=(sent, target), daemon=True).start()
        free = time.monotonic()
        while data := _received(source):
            free = max(free, time.monotonic()) + len(data) / RATE
            if down:
                self.down += len(data)
            sent.put((free + ONE_WAY, data))
        sent.put((free + ONE_WAY, b""))

    def _deliver(self, sent: queue.Queue[tuple[float, bytes]], target: socket.socket) -> None:
        while (due := sent.get())[1]:
            time.sleep(max(0.0, due[0] - time.monotonic()))
            try:
                target.sendall(due[1])
            except OSError:
                return  # the client has left
        target.close()


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(1_024)
    except OSError:
        return b""  # the other side has left


@contextmanager
def sshd(folder: Path, command: str) -> Iterator[int]:
    """An sshd on loopback whose only command is ``command``; its port."""
    Path("/run/sshd").mkdir(exist_ok=True)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"StrictModes no\nAuthorizedKeysFile {folder}/user.pub\nPermitRootLogin prohibit-password\n"
        f"ForceCommand {command}\n"
    )
    process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", folder / "sshd_config"])
    try:
        time.sleep(1)
        yield port
    finally:
        process.terminate()
        process.wait()


def timed(terminal: Terminal, relay: Relay, keys: str) -> tuple[float, int]:
    """(seconds to the last byte, bytes down) of pressing keys."""
    before, begun = relay.down, time.monotonic()
    terminal.type(keys)
    while relay.down == before or not terminal.pump(0.01):
        pass
    last = time.monotonic()
    while terminal.pump(QUIET):
        last = time.monotonic()
    return last - begun, relay.down - before


def held(terminal: Terminal, relay: Relay, key: str) -> tuple[float, int]:
    """(seconds from the release to the last byte, bytes down) of a key that is held down."""
    before = relay.down
    for _ in range(HELD * REPEATS):
        terminal.type(key)
        until = time.monotonic() + 1 / REPEATS
        while (left := until - time.monotonic()) > 0:
            terminal.pump(left)
    released = last = time.monotonic()
    while terminal.pump(QUIET):
        last = time.monotonic()
    return last - released, relay.down - before


def measured(folder: Path, command: str, keys: dict[str, str], idle: int) -> dict[str, float]:
    """Bytes that came down the link, and seconds, act by act."""
    with sshd(folder, command) as port:
        relay = Relay(port)
        argv = [
            "ssh", "-F", "/dev/null", "-tt", "-q", "-i", str(folder / "user"), "-p", str(relay.port),
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "127.0.0.1",
        ]  # fmt: skip
        begun = time.monotonic()
        with Terminal(argv, environ={**os.environ, "TERM": "xterm-256color"}) as terminal:
            terminal.sees("The Source of 00")
            if keys["enter"]:
                terminal.type(keys["enter"])
            terminal.sees(HEADLINE)
            found = {"log in, to the first headlines, s": round(time.monotonic() - begun, 2)}
            terminal.rest(QUIET)
            found["log in, bytes"] = relay.down
            terminal.type(keys["source"])
            terminal.rest(QUIET)
            terminal.type(keys["page"])
            terminal.rest(QUIET)
            acts = {
                "cursor key": keys["down"],
                "page": keys["page"],
                "open an article": "\r",
                "page of it": keys["on"],
                "back to the list": "q",
            }
            for act, key in acts.items():
                seconds, size = timed(terminal, relay, key)
                found |= {f"{act}, s": round(seconds, 2), f"{act}, bytes": size}
            seconds, size = held(terminal, relay, keys["down"])
            found |= {"held key, s after its release": round(seconds, 2), "held key, bytes": size}
            before = relay.down
            end = time.monotonic() + idle
            while (left := end - time.monotonic()) > 0:
                terminal.pump(left)
            found[f"idle for {idle} s, bytes"] = relay.down - before
        return found


def main() -> None:
    found, idle = {}, int(sys.argv[1]) if sys.argv[1:] else 4
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = for_telex(folder / "telex", sources=10, paused=False)
        given = " ".join(f"{key}={value}" for key, value in home.environ().items() if key != "TERM")
        (folder / "a").mkdir()
        telex = f"env {given} {sys.executable} -m tui"
        with home.unpolled():
            keys = {"enter": "", "source": "hggjj\r", "down": "j", "page": "\x06", "on": " "}
            found["telex"] = measured(folder / "a", telex, keys, idle)
        boat = for_newsboat(folder / "boat")
        environ = {**os.environ, "HOME": str(folder / "boat")}
        subprocess.run([*boat, "-x", "reload"], env=environ, check=True, capture_output=True)
        (folder / "b").mkdir()
        newsboat = f"env HOME={folder}/boat LANG=C.UTF-8 {' '.join(boat)}"
        keys = {"enter": "\r", "source": "", "down": "\x1bOB", "page": "\x1b[6~", "on": "\x1b[6~"}
        found["newsboat"] = measured(folder / "b", newsboat, keys, idle)
    (HERE / "link.json").write_text(json.dumps(found, indent=1) + "\n")
    print("| 150 ms, 10 kB/s, 80×24 | telex | newsboat 2.21 |\n| --- | --- | --- |")
    for act, cost in found["telex"].items():
        print(f"| {act} | {cost:,} | {found['newsboat'][act]:,} |")


if __name__ == "__main__":
    main()
