"""The real command in a process of its own, for tests: a user's home, its cache filled as the poller does."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from new_cache import new_cache

import tui
from tui.arrivals import Changes, Entry
from tui.cache import writer
from tui.cache.database import connect, poller_lock
from tui.cache.sources import statuses, sync
from tui.config import load
from tui.model import Level, Source
from tui.pages.document import Block, Kind, Span, dumps

DEADLINE = 120.0
"""Seconds after which a command that should have spoken or ended counts as hung."""
POST = "https://post.example/feed"
BAY = "https://bay.example/rss"


@dataclass(frozen=True, slots=True)
class Home:
    """One user's home with a configuration and a cache in their usual places."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / ".config" / "telex" / "config.toml"

    @property
    def cache(self) -> Path:
        return self.folder / ".local" / "share" / "telex"

    @property
    def state(self) -> Path:
        return self.folder / ".local" / "state" / "telex"

    def environ(self, **changes: str) -> dict[str, str]:
        package = str(Path(tui.__file__).parents[1])
        usual = {"HOME": str(self.folder), "LANG": "C.UTF-8", "TERM": "xterm-256color", "TZ": noon()}
        return {"PATH": os.environ["PATH"], "PYTHONPATH": package, **usual, **changes}

    def telex(
        self, *arguments: str | bytes, stdin: bytes = b"", **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end, with pipes for output; whatever happens, there is no traceback."""
        done = subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            input=stdin,
            capture_output=True,
            env=self.environ(**environ),
            cwd=self.folder,
            timeout=DEADLINE,
            check=False,
        )
        stderr = done.stderr.decode()
        assert "Traceback" not in stderr, stderr
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), stderr)

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A command that runs on, with pipes for output."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environ(),
            bufsize=0,
        )
        with process:
            try:
                yield process
            finally:
                process.kill()

    def on_terminal(self, *arguments: str, cells: int = 80, **environ: str) -> list[str]:
        """The lines of a command on a terminal of so many cells."""
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, cells))
        process = subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=self.environ(**environ),
        )
        os.close(theirs)
        written = b""
        with process:
            while select.select([ours], [], [], DEADLINE)[0]:
                try:
                    written += os.read(ours, 65_536)
                except OSError:  # Linux's way to say that nobody holds the other end any more
                    break
        os.close(ours)
        return written.decode().splitlines()

    def begin(self, configuration: str) -> None:
        """Write a configuration, and make a cache with its sources."""
        self.config.parent.mkdir(parents=True)
        self.config.write_text(configuration)
        self.sync()

    def sync(self) -> None:
        """Bring the cache into step with the sources of the configuration."""
        connection = new_cache(self.cache / "telex.db")
        sync(connection, load(self.config).sources, 900)
        connection.close()

    @contextmanager
    def unpolled(self) -> Iterator[None]:
        """While it lasts no poller can start: the one at work is this process, which does nothing."""
        with poller_lock(self.cache / "poller.lock") as ours:
            assert ours
            yield

    def configure(self, *sources: Source) -> None:
        self.config.parent.mkdir(parents=True, exist_ok=True)
        tables = [f'[[sources]]\nurl = "{s.url}"\nname = "{s.name}"\ngroup = "{s.group}"\n' for s in sources]
        self.config.write_text("\n".join(tables))

    def store(self, url: str, *entries: Entry, cache: Path | None = None) -> None:
        """Put entries into the cache as the poller does."""
        connection = connect((cache or self.cache) / "telex.db")
        ids = {status.url: status.id for status in statuses(connection)}
        writer.store(connection, ids[url], Changes(insert=entries), int(time.time()))
        connection.close()


def founded(folder: Path) -> Home:
    """A home with two sources and no article."""
    home = Home(folder)
    home.configure(Source(POST, "The Harbour Post", "World"), Source(BAY, "Bay Radio"))
    home.sync()
    return home


def fill(home: Home) -> None:
    """Give it three articles, 1 to 3 in order of arrival."""
    home.store(POST, entry("a", "Ferry service resumes", text="Boats sail again.", age=7_200))
    home.store(POST, entry("b", "Harbour closed by storm", level=Level.URGENT, text="All ships wait."))
    home.store(BAY, entry("c", "Concert in the park", text="Music for all.", age=60))


def noon() -> str:
    """A zone in which it is about noon now: what is some hours old is of today, whenever the tests run."""
    return f"UTC{time.gmtime().tm_hour - 12:+}"


def entry(guid: str, title: str, *, level: Level = Level.ROUTINE, text: str = "", age: int = 3_600) -> Entry:
    return Entry(
        guid=guid,
        fingerprint=guid,
        title=title,
        link=f"https://post.example/{guid}",
        published=int(time.time()) - age,
        lead=text,
        document=dumps((Block(Kind.PARAGRAPH, (Span(text),)),)),
        text=text,
        level=level,
        reasons=("its own marker says so",) if level else (),
    )


def line_from(process: subprocess.Popen[bytes]) -> str:
    """The next line of a command that runs on."""
    assert process.stdout is not None
    line = b""
    while not line.endswith(b"\n"):
        assert select.select([process.stdout], [], [], DEADLINE)[0], f"hung after {line!r}"
        piece = process.stdout.read(1)
        assert piece, f"ended after {line!r}"
        line += piece
    return line.decode()
