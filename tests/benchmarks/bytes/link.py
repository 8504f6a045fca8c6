"""Over a real sshd behind a slow link (150 ms there and back, 10 kB/s): telex beside newsboat.

Run: ``python -m tests.benchmarks.bytes.link``. A relay on loopback delays and slows what passes; it counts
what comes down from sshd, encrypted. Prints a table and writes ``link.json`` beside this file.
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

from bytes_articles import for_newsboat, for_telex
from terminals import Terminal

HERE = Path(__file__).resolve().parent
ONE_WAY, RATE = 0.075, 10_000
"""Seconds, and bytes a second."""
QUIET = 0.8


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
        while data := source.recv(1_024):
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


def measured(folder: Path, command: str, useful: str, keys: dict[str, str]) -> dict[str, float]:
    """Bytes that came down the link, and seconds, act by act."""
    with sshd(folder, command) as port:
        relay = Relay(port)
        argv = [
            "ssh", "-F", "/dev/null", "-tt", "-q", "-i", str(folder / "user"), "-p", str(relay.port),
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "127.0.0.1",
        ]  # fmt: skip
        begun = time.monotonic()
        with Terminal(argv, environ={**os.environ, "TERM": "xterm-256color"}) as terminal:
            terminal.sees(useful)
            found = {"start, to the first headlines, s": round(time.monotonic() - begun, 2)}
            terminal.rest(QUIET)
            found["start, bytes down with ssh's own"] = relay.down
            terminal.type(keys["enter"])
            terminal.rest(QUIET)
            for act, key in (("cursor key", keys["down"]), ("open an article", "\r")):
                before, begun = relay.down, time.monotonic()
                terminal.type(key)
                while relay.down == before or not terminal.pump(0.01):
                    pass
                last = time.monotonic()
                while terminal.pump(QUIET):
                    last = time.monotonic()
                found[f"{act}, s"] = round(last - begun, 2)
                found[f"{act}, bytes"] = relay.down - before
            before = relay.down
            terminal.rest(4)
            found["idle for 4 s, bytes"] = relay.down - before
        return found


def main() -> None:
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = for_telex(folder / "telex", sources=10, paused=False)
        given = " ".join(f"{key}={value}" for key, value in home.environ().items() if key != "TERM")
        (folder / "a").mkdir()
        telex = f"env {given} {sys.executable} -m tui"
        found["telex"] = measured(folder / "a", telex, "unread", {"enter": "gg", "down": "j"})
        boat = for_newsboat(folder / "boat")
        environ = {**os.environ, "HOME": str(folder / "boat")}
        subprocess.run([*boat, "-x", "reload"], env=environ, check=True, capture_output=True)
        (folder / "b").mkdir()
        newsboat = f"env HOME={folder}/boat LANG=C.UTF-8 {' '.join(boat)}"
        found["newsboat"] = measured(
            folder / "b", newsboat, "The Source of 00", {"enter": "\r", "down": "\x1bOB"}
        )
    (HERE / "link.json").write_text(json.dumps(found, indent=1) + "\n")
    print("| 150 ms, 10 kB/s, 80×24 | telex | newsboat 2.21 |\n| --- | --- | --- |")
    for act, cost in found["telex"].items():
        print(f"| {act} | {cost:,} | {found['newsboat'][act]:,} |")


if __name__ == "__main__":
    main()
