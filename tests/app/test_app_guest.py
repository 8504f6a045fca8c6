"""A guest's session, on a terminal and over a real sshd: reads everything, changes and starts nothing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bytes_articles import for_telex
from telex_command import Home
from terminals import Terminal

from tui.app.acts import BY_ID
from tui.app.guest import ALLOWED
from tui.cache.database import connect, poller_pid

GUEST = [sys.executable, "-m", "tui", "--read-only"]
SSHD = shutil.which("sshd") or "/usr/sbin/sshd"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return for_telex(tmp_path_factory.mktemp("guest"))


def marks(home: Home) -> list[tuple[object, ...]]:
    connection = connect(home.cache / "telex.db")
    found = list(connection.execute("SELECT count(*), sum(read), sum(starred) FROM article"))
    found += list(connection.execute("SELECT count(*), 0, 0 FROM journal"))
    connection.close()
    return found


def explored(terminal: Terminal, home: Home) -> None:
    """All that would change something or start a program: refused, one after the other."""
    before, written = marks(home), home.config.read_text()
    terminal.sees("unread")
    terminal.rest()
    for keys in ("s", "x", "A", "o", "u", "R"):
        terminal.type(keys)
        terminal.sees("This is a guest's session")
        terminal.type(".")
        terminal.misses("This is a guest's session")
    for line, answer in (
        ("subscribe example.org", "does nothing in"),
        ("remove", "does nothing in"),
        ("suspend", "This is a guest's session"),
        ("poll-all", "This is a guest's session"),
        ("theme paper", "Theme paper"),
    ):
        terminal.type(f":{line}\r")
        terminal.sees(answer)
    terminal.type("\x1a")
    terminal.sees("suspend is off")
    terminal.type("\r")
    terminal.rest()
    terminal.type("q")
    terminal.rest()
    assert marks(home) == before
    assert home.config.read_text() == written


def test_what_a_guest_may_do_are_acts_that_there_are() -> None:
    assert set(BY_ID) >= ALLOWED


def test_a_guest_changes_nothing_and_starts_nothing(home: Home) -> None:
    with Terminal(GUEST, environ=home.environ(BROWSER="touch"), cwd=home.folder) as terminal:
        explored(terminal, home)
        terminal.type("\rL")
        terminal.sees("link")
        terminal.type("a")
        terminal.sees("Copied, for a guest starts no program: https://")
        assert poller_pid(home.cache / "poller.lock") is None
        terminal.type("Q")
        assert terminal.wait() == 0


@pytest.fixture
def server(tmp_path: Path, home: Home) -> Iterator[list[str]]:
    """An sshd on loopback whose only command is telex; gives the client's command line."""
    if not os.path.exists(SSHD) or shutil.which("ssh") is None:
        pytest.skip("there is no sshd and ssh on this machine")
    if os.geteuid() != 0 and not os.access("/etc/shadow", os.R_OK):
        pytest.skip("an sshd that is not root's cannot log anybody in here")
    Path("/run/sshd").mkdir(exist_ok=True)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = home.environ(COLORTERM="truecolor")
    given = " ".join(f"{name}={value}" for name, value in environ.items() if name != "TERM")
    (tmp_path / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/host\nPidFile none\nUsePAM no\n"
        f"StrictModes no\nAuthorizedKeysFile {tmp_path}/user.pub\nPasswordAuthentication no\n"
        f"PermitRootLogin prohibit-password\nForceCommand env {given} {' '.join(GUEST)}\n"
        "AllowTcpForwarding no\nX11Forwarding no\nPermitUserRC no\n"
    )
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([SSHD, "-D", "-e", "-f", tmp_path / "sshd_config"], stderr=log)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield [
            "ssh", "-F", "/dev/null", "-i", str(tmp_path / "user"), "-p", str(port), "-q",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-o", "IdentitiesOnly=yes", "127.0.0.1",
        ]  # fmt: skip
    finally:
        process.terminate()
        process.wait()


def test_a_guest_over_ssh_gets_telex_and_nothing_else(server: list[str], home: Home) -> None:
    argv = [server[0], "-tt", *server[1:]]
    with Terminal(argv, environ={**os.environ, "TERM": "xterm-256color"}) as terminal:
        explored(terminal, home)
        terminal.type("Q")
        assert terminal.wait() == 0


def test_a_command_of_the_guest_s_own_is_not_run(server: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [*server, f"touch {tmp_path}/escaped"],
        input=b"1\nquit\n",
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"A guest's session." in done.stdout
    assert not (tmp_path / "escaped").exists()
