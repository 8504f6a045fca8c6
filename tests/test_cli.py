"""The real command in a process of its own: verbs, exit codes, pipes and terminals."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import tui
from tui.cache import writer
from tui.cache.database import connect, poller_lock
from tui.cache.sources import statuses, sync
from tui.config import load
from tui.model import Entry, Level, Source
from tui.pages.document import Block, Kind, Span, dumps
from tui.text import CONTROL, width

VERBS = (
    "poll list show search add remove sources import export tail demo doctor".split()  # noqa: SIM905
)
DEADLINE = 30.0
"""Seconds after which a command that should have spoken or ended counts as hung."""
POST = "https://post.example/feed"
BAY = "https://bay.example/rss"


@dataclass(frozen=True, slots=True)
class Desk:
    """One user's home with a configuration and a cache in their usual places."""

    home: Path

    @property
    def config(self) -> Path:
        return self.home / ".config" / "telex" / "config.toml"

    @property
    def cache(self) -> Path:
        return self.home / ".local" / "share" / "telex"

    @property
    def state(self) -> Path:
        return self.home / ".local" / "state" / "telex"

    def environ(self, **changes: str) -> dict[str, str]:
        package = str(Path(tui.__file__).parents[1])
        usual = {"HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm-256color", "TZ": "UTC"}
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
            cwd=self.home,
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
        """The lines of a command whose standard output is a terminal of so many cells."""
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, cells))
        process = subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
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

    def configure(self, *sources: Source) -> None:
        self.config.parent.mkdir(parents=True, exist_ok=True)
        tables = [f'[[sources]]\nurl = "{s.url}"\nname = "{s.name}"\ngroup = "{s.group}"\n' for s in sources]
        self.config.write_text("\n".join(tables))

    def store(self, url: str, *entries: Entry, cache: Path | None = None) -> None:
        """Put entries into the cache as the poller does."""
        connection = connect((cache or self.cache) / "telex.db")
        ids = {status.url: status.id for status in statuses(connection)}
        writer.store(connection, ids[url], writer.Changes(insert=entries), int(time.time()))
        connection.close()


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


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with two sources and no article."""
    made = Desk(tmp_path)
    made.configure(Source(POST, "The Harbour Post", "World"), Source(BAY, "Bay Radio"))
    connection = connect(made.cache / "telex.db")
    sync(connection, load(made.config).sources, 900)
    connection.close()
    return made


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A desk with three articles, 1 to 3 in order of arrival."""
    desk.store(POST, entry("a", "Ferry service resumes", text="Boats sail again.", age=7_200))
    desk.store(POST, entry("b", "Harbour closed by storm", level=Level.URGENT, text="All ships wait."))
    desk.store(BAY, entry("c", "Concert in the park", text="Music for all.", age=60))
    return desk


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


def imported_by(desk: Desk, *arguments: str) -> set[str]:
    """The modules that a command imports, as Python itself reports them."""
    done = desk.telex(*arguments, PYTHONPROFILEIMPORTTIME="1")
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_and_its_exit_codes(desk: Desk, verb: str) -> None:
    done = desk.telex(verb, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"telex {verb}" in done.stdout
    assert "exit codes:" in done.stdout


def test_the_command_itself_names_every_verb(desk: Desk) -> None:
    done = desk.telex("--help")
    assert done.returncode == 0
    assert [verb for verb in VERBS if f"\n    {verb} " not in done.stdout] == []


def test_an_unknown_verb_is_wrong_usage(desk: Desk) -> None:
    done = desk.telex("lsit")
    assert done.returncode == 2
    assert "lsit" in done.stderr


def test_version_and_help_load_next_to_nothing(desk: Desk) -> None:
    for arguments in (["--version"], ["list", "--help"]):
        loaded = imported_by(desk, *arguments)
        assert {name for name in loaded if name.startswith("tui")} == {
            "tui",
            "tui.cli",
            "tui.cli_arguments",
            "tui.cli_frame",
        }
        assert not loaded & {"apsw", "rich", "pathlib", "dataclasses"}


@pytest.mark.parametrize("arguments", [["list"], ["show", "1"], ["tail", "--no-follow"], ["sources"]])
def test_reading_loads_no_screen_network_or_parser(filled: Desk, arguments: Sequence[str]) -> None:
    loaded = {name.partition(".")[0] for name in imported_by(filled, *arguments)}
    assert "apsw" in loaded
    assert not loaded & {"textual", "httpx2", "httpx", "lxml", "feedparser", "fastfeedparser", "asyncio"}


def test_the_version_may_be_asked_for_before_and_after_a_verb(desk: Desk) -> None:
    assert desk.telex("--version").stdout == desk.telex("list", "--version").stdout
    assert desk.telex("--version").stdout == f"telex {tui.__version__}\n"


def test_options_work_before_and_after_the_verb(filled: Desk) -> None:
    paths = ["--config", str(filled.config), "--cache", str(filled.cache)]
    elsewhere = {"HOME": str(filled.home / "nobody")}
    before = filled.telex(*paths, "list", **elsewhere)
    after = filled.telex("list", "ferry", *paths, **elsewhere)
    assert len(before.stdout.splitlines()) == 3
    assert len(after.stdout.splitlines()) == 1


def test_two_configurations_keep_their_sources_and_articles_apart(filled: Desk) -> None:
    other, cache = filled.home / "other.toml", filled.home / "other"
    other.write_text('[[sources]]\nurl = "https://mountain.example/feed"\nname = "Mountain Echo"\n')
    mine = ["--config", str(other), "--cache", str(cache)]
    assert "Mountain Echo" in filled.telex("sources", *mine).stdout
    filled.store("https://mountain.example/feed", entry("m", "First snow"), cache=cache)
    assert filled.telex("list", *mine).stdout.splitlines()[0].endswith("First snow")
    assert "Mountain" not in filled.telex("sources").stdout
    assert "snow" not in filled.telex("list").stdout


def test_a_configuration_that_is_named_and_missing_is_wrong_usage(desk: Desk) -> None:
    for verb in ("list", "sources", "doctor"):
        done = desk.telex("--config", "nowhere.toml", verb)
        assert done.returncode == 2
        assert "nowhere.toml" in done.stderr
    assert not (desk.home / "nowhere.toml").exists()


def test_every_mistake_of_a_configuration_is_told(desk: Desk) -> None:
    desk.config.write_text('themee = "x"\nticker = 3\n')
    done = desk.telex("sources")
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if ":1: " in line or ":2: " in line] == (
        done.stderr.splitlines()
    )
    assert len(done.stderr.splitlines()) == 2


def test_the_first_start_writes_a_configuration_and_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    first, second = desk.telex("sources"), desk.telex("sources")
    assert f"telex: wrote {desk.config}" in first.stderr
    assert "wrote" not in second.stderr
    assert load(desk.config)


@pytest.mark.parametrize("arguments", [[], ["demo"]])
def test_the_app_without_a_terminal_is_wrong_usage(tmp_path: Path, arguments: Sequence[str]) -> None:
    desk = Desk(tmp_path)
    done = desk.telex(*arguments)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert not desk.config.exists()


def test_a_list_in_a_pipe_has_uncut_columns_newest_first(filled: Desk) -> None:
    rows = [line.split("\t") for line in filled.telex("list").stdout.splitlines()]
    assert [row[0] for row in rows] == ["3", "2", "1"]
    assert [row[2:] for row in rows][1] == ["URGENT", "N", "The Harbour Post", "Harbour closed by storm"]


def test_a_list_on_a_terminal_fits_its_width(filled: Desk) -> None:
    filled.store(BAY, entry("long", "長い見出し " * 40))
    lines = filled.on_terminal("list", cells=50)
    assert len(lines) == 4
    assert max(map(width, lines)) <= 50
    assert any("•" in line for line in lines)


def test_a_limit_is_kept_and_zero_means_all(filled: Desk) -> None:
    assert len(filled.telex("list", "--limit", "2").stdout.splitlines()) == 2
    assert len(filled.telex("list", "--limit", "0").stdout.splitlines()) == 3
    assert filled.telex("list", "--limit", "-1").returncode == 2


def test_a_list_as_json_is_one_object_on_each_line(filled: Desk) -> None:
    records = [json.loads(line) for line in filled.telex("list", "is:alert", "--json").stdout.splitlines()]
    assert len(records) == 1
    wanted = {"id": 2, "source": "The Harbour Post", "level": "URGENT", "read": False, "guid": "b"}
    assert wanted.items() <= records[0].items()
    assert set(records[0]) == set(
        "id source source_url group guid title link author published at fetched level reasons"
        " read starred revisions lead".split()
    )


def test_a_search_reaches_into_the_text(filled: Desk) -> None:
    done = filled.telex("search", "sail")
    assert done.returncode == 0
    assert "Ferry service resumes" in done.stdout


def test_a_search_without_a_hit_says_so(filled: Desk) -> None:
    done = filled.telex("search", "unicorn")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no article matches" in done.stderr


def test_an_empty_cache_says_how_to_fill_it(desk: Desk) -> None:
    done = desk.telex("list")
    assert done.returncode == 1
    assert "telex poll" in done.stderr


def test_a_wrong_query_is_shown_with_a_caret_below_the_place(filled: Desk) -> None:
    done = filled.telex("search", "東京", "is:green")
    assert done.returncode == 2
    message, query, caret = done.stderr.splitlines()
    assert "is:" in message
    assert width(query[: query.index("green")]) == caret.index("^")


def test_a_query_of_undecodable_bytes_is_harmless(filled: Desk) -> None:
    assert filled.telex("search", b"\xff\xfe ferry").returncode in (0, 1)


def test_a_query_that_begins_with_a_minus_goes_behind_two(filled: Desk) -> None:
    assert len(filled.telex("list", "--", "-is:alert").stdout.splitlines()) == 2


def test_show_prints_what_is_known_and_marks_nothing(filled: Desk) -> None:
    done = filled.telex("show", "2")
    assert done.returncode == 0
    assert done.stdout.startswith("Harbour closed by storm\nSource: The Harbour Post (World)\n")
    assert "Level: URGENT\n  its own marker says so\n" in done.stdout
    assert done.stdout.endswith("\nAll ships wait.\n")
    assert "\tN\t" in filled.telex("list", "storm").stdout


def test_show_as_json_adds_the_text(filled: Desk) -> None:
    record = json.loads(filled.telex("show", "1", "--json").stdout)
    assert (record["title"], record["text"]) == ("Ferry service resumes", "Boats sail again.")


def test_show_of_an_unknown_article_finds_nothing(filled: Desk) -> None:
    done = filled.telex("show", "99")
    assert (done.returncode, done.stdout) == (1, "")
    assert "99" in done.stderr
    assert filled.telex("show", "x").returncode == 2
    assert filled.telex("show", "9" * 5_000).returncode == 2


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["show", "1"], ["tail", "--no-follow"]])
def test_hostile_text_in_the_cache_comes_out_harmless(desk: Desk, arguments: Sequence[str]) -> None:
    desk.store(POST, entry("h", "\x1b]0;owned\x07\x1b[2J\x9b31m[red]%s\ttab\nline", text="\x1b[31mred\x9b"))
    plain = desk.telex(*arguments).stdout
    screen = "\n".join(desk.on_terminal(*arguments))
    for text in (plain, screen):
        assert "[red]%s" in text
        assert set(CONTROL.findall(text)) <= {"\n", "\t"}


def test_an_output_that_knows_ascii_only_gets_question_marks(desk: Desk) -> None:
    desk.store(POST, entry("u", "Zürich — 東京"))
    done = desk.telex("list", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.endswith("Z?rich ? ??\n")


def test_sources_tell_who_fails_since_when_and_why(desk: Desk) -> None:
    now = int(time.time())
    connection = connect(desk.cache / "telex.db")
    failed = writer.PollRecord(
        at=now, next_due=now + 600, etag="", last_modified="", body_hash="",
        error="the server says 503", failures=2, failing_since=now - 60,
    )  # fmt: skip
    writer.record_poll(connection, 2, failed)
    connection.close()
    assert "\tfailing\tthe server says 503\t" in desk.telex("sources").stdout
    table = desk.on_terminal("sources")
    assert "failing" in table[2]
    assert "2 polls: the server says 503" in table[3]
    records = [json.loads(line) for line in desk.telex("sources", "--json").stdout.splitlines()]
    assert [(record["name"], record["health"]) for record in records] == [
        ("The Harbour Post", "new"),
        ("Bay Radio", "failing"),
    ]


def test_sources_follow_the_configuration(desk: Desk) -> None:
    desk.config.write_text(f'[[sources]]\nurl = "{BAY}"\nname = "Renamed"\nenabled = false\n')
    lines = desk.telex("sources").stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].split("\t")[0] == "Renamed"
    assert "\tpaused\t" in lines[0]


def test_a_file_that_is_no_cache_ends_with_code_3(desk: Desk) -> None:
    (desk.cache / "telex.db").write_bytes(b"no database at all\n" * 500)
    for arguments in (["list"], ["show", "1"], ["tail"], ["sources"], ["search", "x"]):
        done = desk.telex(*arguments)
        assert done.returncode == 3
        assert "telex.db" in done.stderr


def test_a_fault_of_telex_leaves_a_report_and_no_traceback(filled: Desk) -> None:
    connection = connect(filled.cache / "telex.db")
    connection.execute("UPDATE article SET level = 99")
    connection.close()
    done = filled.telex("list")
    assert done.returncode == 70
    assert str(filled.state / "crash.txt") in done.stderr
    assert "Traceback" in (filled.state / "crash.txt").read_text()


def test_a_full_disk_behind_standard_output_is_told(filled: Desk) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "list"],
            stdout=full, stderr=subprocess.PIPE, env=filled.environ(), check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode() == "telex: standard output: No space left on device\n"


def test_doctor_finds_no_fault_where_there_is_none(filled: Desk) -> None:
    done = filled.telex("doctor")
    assert done.returncode == 0, done.stdout
    assert "FAULT" not in done.stdout
    assert "3 articles, 2 sources" in done.stdout


def test_doctor_changes_nothing_and_needs_nothing(tmp_path: Path) -> None:
    done = Desk(tmp_path).telex("doctor")
    assert done.returncode == 0, done.stdout
    assert list(tmp_path.iterdir()) == []


def test_doctor_reports_faults_of_cache_and_configuration_as_json(desk: Desk) -> None:
    (desk.cache / "telex.db").write_bytes(b"no database at all\n" * 500)
    desk.config.write_text("ticker = 3\n")
    done = desk.telex("doctor", "--json")
    assert done.returncode == 1
    checks = [json.loads(line) for line in done.stdout.splitlines()]
    assert {check["topic"] for check in checks if check["state"] == "FAULT"} == {"configuration", "cache"}


def test_a_list_whose_reader_goes_away_ends_quietly(desk: Desk) -> None:
    desk.store(POST, *(entry(f"g{n}", f"Bulletin number {n} " * 9) for n in range(1_000)))
    with desk.started("list", "--limit", "0") as process:
        line_from(process)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(DEADLINE) == 0


def test_tail_waiting_for_news_ends_quietly_when_its_reader_goes_away(filled: Desk) -> None:
    with poller_lock(filled.cache / "poller.lock"), filled.started("tail") as process:
        for _ in range(3):
            line_from(process)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(DEADLINE) == 0


def test_tail_prints_what_arrives_and_stops_at_an_interrupt(filled: Desk) -> None:
    with filled.started("tail") as process:
        first = [line_from(process) for _ in range(3)]
        filled.store(BAY, entry("d", "Bridge reopened"))
        assert "Bridge reopened" in line_from(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(DEADLINE) == 130
        assert process.stderr is not None
        stderr = process.stderr.read().decode()
    assert [line.split("  ")[-1] for line in first] == [
        "Ferry service resumes\n",
        "Harbour closed by storm\n",
        "Concert in the park\n",
    ]
    assert "URGENT" in first[1]
    assert stderr.splitlines() == ["telex: no poller is at work on this cache; start one with `telex poll`"]


def test_tail_begins_with_what_was_fetched_since_a_time(filled: Desk) -> None:
    connection = connect(filled.cache / "telex.db")
    connection.execute("UPDATE article SET fetched = fetched - 7300 WHERE id < 3")
    connection.close()
    lines = filled.telex("tail", "--no-follow", "--since", "2h", "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [3]
    assert filled.telex("tail", "--no-follow", "--since", "soon").returncode == 2


def test_tail_without_since_prints_the_last_ten(desk: Desk) -> None:
    desk.store(POST, *(entry(f"g{n}", f"Bulletin {n}", age=500 - n) for n in range(25)))
    titles = [line.split("  ")[-1] for line in desk.telex("tail", "--no-follow").stdout.splitlines()]
    assert titles == [f"Bulletin {n}" for n in range(15, 25)]
