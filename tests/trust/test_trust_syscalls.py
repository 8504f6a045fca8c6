"""Every system call on the user's files made to fail, one after the other (goals 19 and 20).

Whatever fails: a message or success, never a traceback; what was acknowledged before is there, and so is what
this very command acknowledges; the next start works. All points of all scenes, half an hour:
``TELEX_RECORD=1 .venv/bin/python -m pytest -m slow tests/trust/test_trust_syscalls.py``
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from figures import record
from syscalls import Point, command, failing, known_paths, points
from telex_command import Home
from terminals import Terminal

from tui.cache import triage
from tui.cache.database import bring_to, check, connect, open_file, poller_lock
from tui.config import load

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
FEED = (
    "<rss version='2.0'><channel><title>File</title>"
    + "".join(f"<item><guid>{n}</guid><title>Number {n}</title></item>" for n in range(60))
    + "</channel></rss>"
)
OPML = (
    "<opml version='2.0'><body><outline type='rss' text='New' xmlUrl='https://new.example/f'/></body></opml>"
)
POINTS = int(os.environ.get("TELEX_POINTS", "0"))
"""How many calls of a kind fail in each scene, evenly from first to last; 0: all of them."""
EXITS = frozenset(range(5))
"""The exit codes of telex that are not its own fault."""


def one(home: Home, sql: str) -> object:
    with closing(connect(home.cache / "telex.db")) as connection:
        return connection.execute(sql).get


def starred(home: Home) -> bool:
    return one(home, "SELECT starred FROM article WHERE id = 2") == 1


def polled(home: Home) -> bool:
    return one(home, "SELECT count(*) FROM article WHERE title LIKE 'Number %'") == 60


def imported(home: Home) -> bool:
    return "https://new.example/f" in [source.url for source in load(home.config).sources]


def renamed(home: Home) -> bool:
    return "Renamed" in [source.name for source in load(home.config).sources]


def backed_up(home: Home) -> bool:
    return '"star"' in (home.folder / "out.jsonl").read_text()


def restored(home: Home) -> bool:
    return one(home, "SELECT starred FROM article WHERE id = 3") == 1


def undone(home: Home) -> bool:
    return one(home, "SELECT starred FROM article WHERE id = 1") == 0


def configured(home: Home) -> bool:
    return len(load(home.config).sources) == 30


def migrated(home: Home) -> bool:
    return one(home, "SELECT title FROM article WHERE id = 1") == "Ferry service resumes"


@dataclass(frozen=True, slots=True)
class Scene:
    """A command; what makes the home for it; what holds of the home if it says that all went well."""

    arguments: tuple[str, ...]
    done: Callable[[Home], bool]
    before: Callable[[Home], object] = lambda home: None
    keeps_star: bool = True


def with_file(home: Home) -> None:
    (home.folder / "feed.xml").write_text(FEED)
    with home.config.open("a") as file:
        file.write(f'[[sources]]\nurl = "file://{home.folder}/feed.xml"\n')


def with_list(home: Home) -> None:
    (home.folder / "list.opml").write_text(OPML)


def with_backup(home: Home) -> None:
    with closing(connect(home.cache / "telex.db", durable=True)) as connection:
        triage.mark(connection, "star", [3], now=1, terminal="t")
        assert home.telex("backup", str(home.folder / "in.jsonl")).returncode == 0
        triage.mark(connection, "unstar", [3], now=2, terminal="t")
        connection.execute("DELETE FROM journal WHERE at > 0 AND articles = x'0300000000000000'")


def with_nothing(home: Home) -> None:
    shutil.rmtree(home.folder)
    home.folder.mkdir()


def of_version_one(home: Home) -> None:
    path = home.cache / "telex.db"
    for each in home.cache.glob("telex.db*"):
        each.unlink()
    with closing(open_file(path)) as connection:
        bring_to(connection, 1)
        connection.execute(
            "INSERT INTO source (url, name, folder, interval) VALUES ('https://a', 'A', '', 9)"
        )
        connection.execute(
            "INSERT INTO article (source_id, guid, fingerprint, title, link, author, published, at, fetched)"
            " VALUES (1, 'a', 'a', 'Ferry service resumes', '', '', 1, 1, 1)"
        )
        connection.execute("INSERT INTO body (article_id, lead, document) VALUES (1, '', '[]')")
        connection.execute("UPDATE article SET starred = 1")


SCENES = {
    "mark": Scene(("mark", "star", "--id", "2"), starred),
    "undo": Scene(("undo",), undone, keeps_star=False),
    "poll": Scene(("poll", "--once", "--all"), polled, with_file),
    "import": Scene(("import", "~/list.opml"), imported, with_list),
    "edit": Scene(("edit", "Bay Radio", "--name", "Renamed"), renamed),
    "backup": Scene(("backup", "~/out.jsonl"), backed_up),
    "restore": Scene(("restore", "~/in.jsonl"), restored, with_backup),
    "first start": Scene(("sources",), configured, with_nothing, keeps_star=False),
    "migration": Scene(("list",), migrated, of_version_one),
}


class Stage:
    """A home that is as it was at the beginning of each run of a scene."""

    def __init__(self, home: Home, scene: Scene) -> None:
        self.home, self.scene = home, scene
        with closing(connect(home.cache / "telex.db", durable=True)) as connection:
            triage.mark(connection, "star", [1], now=0, terminal="t")
        scene.before(home)
        self._kept = home.folder.parent / "kept"
        shutil.copytree(home.folder, self._kept)

    @property
    def arguments(self) -> list[str]:
        """The scene's command with the home's name in it."""
        return [each.replace("~", str(self.home.folder)) for each in self.scene.arguments]

    def set_up(self) -> None:
        """Everything back to its place."""
        shutil.rmtree(self.home.folder)
        shutil.copytree(self._kept, self.home.folder)

    def fault(self, point: Point, *, on: bool = False) -> str:
        """What is wrong after the scene with a call that failed; empty: nothing."""
        self.set_up()
        code, said, made = failing(self.home, self.arguments, point, on=on)
        if not made:
            return "not made"
        wrong = []
        if code not in EXITS or "Traceback" in said or "internal" in said:
            wrong.append(f"exit code {code}")
        if code and not said.strip():
            wrong.append("says nothing")
        if list(self.home.state.glob("crash*")):
            wrong.append("a crash report")
        try:
            wrong += self._lost(code)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the user would meet
            wrong.append(f"the next start: {error!r}")
        return f"{'; '.join(wrong)}: {said.strip()[-300:]}" if wrong else ""

    def _lost(self, code: int) -> list[str]:
        path, lost = self.home.cache / "telex.db", []
        with closing(connect(path)) as connection:
            lost += check(connection)
            if (
                self.scene.keeps_star
                and not connection.execute("SELECT starred FROM article WHERE id = 1").get
            ):
                lost.append("the star from before is gone")
        if self.home.config.exists():
            load(self.home.config)
        if code == 0 and not self.scene.done(self.home):
            lost.append("was acknowledged and is not done")
        left = [each.name for each in self.home.config.parent.glob(".*.toml.*")]
        if left:
            lost.append(f"left {left}")
        return lost


@pytest.fixture
def in_folder(filled: Home) -> Home:
    """A home one folder deeper, so that its surroundings can be written to."""
    below = filled.folder / "home"
    below.mkdir()
    for name in (".config", ".local"):
        (filled.folder / name).rename(below / name)
    return Home(below)


def traced() -> bool:
    done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return done.returncode == 0


def test_a_call_that_fails_while_a_mark_or_a_source_is_written_loses_nothing(in_folder: Home) -> None:
    if not traced():
        pytest.skip("no process may be traced here")
    stage = Stage(in_folder, SCENES["mark"])
    found = [each for each in points(in_folder, stage.arguments) if each.call == "pwrite64"]
    chance = random.Random(1)  # noqa: S311 - the same each time
    faults = {each: stage.fault(each) for each in chance.sample(found, 3)}
    assert not any(faults.values()), faults


def chosen(found: list[Point]) -> list[tuple[Point, bool]]:
    """Which calls fail alone; and of each kind the first and one in the middle with all that come after."""
    kinds: dict[tuple[str, str], list[Point]] = {}
    for each in found:
        kinds.setdefault((each.call, each.error), []).append(each)
    made: list[tuple[Point, bool]] = []
    for several in kinds.values():
        step = max(1, len(several) // POINTS) if POINTS else 1
        made += [(each, False) for each in several[::step]]
        named = [each for each in several if each.own]
        made += [(each, True) for each in (named[:1] + named[len(named) // 2 :][:1])]
    return made


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENES)
def test_every_call_that_fails_is_told_and_loses_nothing(in_folder: Home, name: str) -> None:
    stage = Stage(in_folder, SCENES[name])
    faults: list[str] = []
    made = 0
    for point, on in chosen(points(in_folder, stage.arguments)):
        fault = stage.fault(point, on=on)
        made += fault != "not made"
        if fault not in ("", "not made"):
            where = f"{point.call} {point.error} {point.nth}{'+' * on} {point.line}"
            faults.append(f"{where}\n    {fault}")
            print(faults[-1], flush=True)
    record(19, f"system calls that failed, one by one, in {name}; handled wrongly", f"{made}; {len(faults)}")
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("pwrite64", "ENOSPC"),
        ("pwrite64", "EIO"),
        ("fdatasync", "EIO"),
        ("openat", "EACCES"),
        ("fcntl", "EIO"),
        ("mmap", "ENOMEM"),
    ],
)
def test_an_app_whose_calls_fail_shows_no_mark_that_is_not_kept(
    in_folder: Home, call: str, error: str
) -> None:
    """One call after the other, until there are no more: the app says so, or leaves with a sentence."""
    kept, log = in_folder.folder.parent / "kept", in_folder.folder.parent / "failed"
    shutil.copytree(in_folder.folder, kept)
    told = lost = nth = 0
    while nth < (POINTS or 200):
        nth += 1
        shutil.rmtree(in_folder.folder)
        shutil.copytree(kept, in_folder.folder)
        paths = [option for path in known_paths(in_folder) for option in ("-P", str(path))]
        fault = ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={nth}"]
        # The test holds the poller's lock: what fails is to be a call of the app's.
        with (
            poller_lock(in_folder.cache / "poller.lock") as ours,
            Terminal(
                ["strace", "-f", "-qq", "-o", str(log), *paths, *fault, *command()],
                columns=160,
                environ=in_folder.environ(PYTHONDONTWRITEBYTECODE="1"),
            ) as app,
        ):
            assert ours
            app.until(lambda app=app: "All articles" in app.text or _ended(app), "it shows or leaves")  # type: ignore[misc]
            if not _ended(app):
                app.type("s")
                app.until(lambda app=app: bool(_TOLD.search(app.output)) or _ended(app), "it tells")  # type: ignore[misc]
                while not _ended(app):  # as often as it takes: what came before it listened is dropped
                    app.type("q")
                    app.rest(1.0)
            assert app.wait() in EXITS, app.text
            output = app.output
        assert b"Traceback" not in output
        assert not list(in_folder.state.glob("crash*")), "a crash report"
        shown = b"1 article starred" in output
        with closing(connect(in_folder.cache / "telex.db")) as connection:
            assert check(connection) == []
            stars = connection.execute("SELECT count(*) FROM article WHERE starred").get
        lost += shown and stars != 1
        told += not shown
        if "(INJECTED)" not in log.read_text(errors="replace"):
            break
    record(
        19,
        f"{call} of an app failing with {error}, one by one: told, marks shown and lost",
        f"{nth}: {told}, {lost}",
    )
    assert lost == 0


_TOLD = re.compile(rb"1 article starred|Not saved|no mark is kept")


def _ended(app: Terminal) -> bool:
    app.pump(0)
    # Not an empty cmdline: that has a process which is just becoming strace, too.
    return Path(f"/proc/{app.pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
