"""Commands: the user's own alone, without a shell, and with no secret of others (goals 15 to 18)."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from figures import record
from new_cache import new_cache
from serving import document, item, publishing, rss, status
from telex_command import Home

from tui.app.state_file import StateFile
from tui.cache.database import Connection
from tui.cache.sources import statuses, sync
from tui.config import load
from tui.feeds.accounts import Accounts
from tui.feeds.commands import CommandError, run
from tui.feeds.imported import SubscriptionError
from tui.feeds.loop import poll_once
from tui.feeds.subscriptions import read_any
from tui.model import Article, Level
from tui.pages.edition import edition
from tui.pages.formats import file_name

CANARY = "hunter2-canary"
METACHARACTERS = [
    f"{before}{mark}touch CANARY{after}"
    for mark in (";", "|", "&&", "\n", "$(", "`", ">(", "${IFS}", "\\\n")
    for before, after in (("", ""), ("'", "'"), ('"', '"'), ("$(", ")"), ("x", " #"))
]
HOSTILE_LISTS = [
    f'<opml version="2.0"><body><outline type="rss" text="x" {attribute}="{value}" {more}/></body></opml>'
    for attribute in ("xmlUrl", "url", "xmlurl")
    for value in ("|id", "exec:id", "filter:id:http://a.example/f", "file:///etc/passwd", "`id`", "$(id)")
    for more in ("", 'filtercmd="id" filter="id" command="id"')
]  # fmt: skip


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "telex.db")
    yield opened
    opened.close()


async def test_no_text_reaches_a_shell(tmp_path: Path) -> None:
    """A program that tells its arguments gets each text as one, and no canary is touched."""
    teller = tmp_path / "teller"
    teller.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n")
    teller.chmod(0o700)
    texts = [text.replace("CANARY", str(tmp_path / "canary")) for text in METACHARACTERS]
    for text in texts:
        quoted = "'" + text.replace("'", "'\\''") + "'"
        told = json.loads(await run(f"{teller} {quoted}", seconds=30, limit=100_000))
        assert told == [text]
    assert not (tmp_path / "canary").exists()
    record(15, "texts that reached a shell", f"0 of {len(texts)}")


def test_no_list_creates_what_runs(tmp_path: Path, home: Home) -> None:
    lists = [*HOSTILE_LISTS, "exec:id\n", "filter:id:http://a.example/f\n", '"exec:id" tag\n', "|id\n"]
    for text in lists:
        with suppress(SubscriptionError):
            found = read_any(text.encode(), "list")
            assert all(source.url.startswith(("http://", "https://")) for source in found.sources), text
            assert not any(source.access.filter for source in found.sources)
    before = load(home.config)
    (tmp_path / "list").write_text("\n".join(lists))
    assert home.telex("import", str(tmp_path / "list")).returncode != 0
    assert load(home.config) == before
    record(15, "lists that made a command of anything", f"0 of {len(lists)}")


async def test_a_cache_cannot_name_a_command(connection: Connection, tmp_path: Path) -> None:
    """What stands in the cache alone, were it written there by somebody else, is not run."""
    config = tmp_path / "config.toml"
    config.write_text("")
    canary = tmp_path / "canary"
    connection.execute(
        "INSERT INTO source (url, name, interval) VALUES (?, '', 900)", (f"exec:touch {canary}",)
    )
    accounts = Accounts(load(config), config, {})
    await poll_once(
        connection,
        accounts,
        everything=True,
        clock=lambda: 1_790_000_000,
        chance=lambda: 0.0,
        stop=asyncio.Event(),
    )
    assert not canary.exists()
    assert "not run" in statuses(connection)[0].error


@pytest.mark.parametrize("mode", [0o602, 0o620, 0o622, 0o666])
async def test_a_configuration_that_others_can_write_runs_nothing(
    connection: Connection, tmp_path: Path, mode: int
) -> None:
    canary, config = tmp_path / "canary", tmp_path / "config.toml"
    config.write_text(f'[[sources]]\nurl = "exec:touch {canary}"\n')
    config.chmod(mode)
    settings = load(config)
    sync(connection, settings.sources, 900)
    await poll_once(
        connection,
        Accounts(settings, config, {}),
        everything=True,
        clock=lambda: 1_790_000_000,
        chance=lambda: 0.0,
        stop=asyncio.Event(),
    )
    assert not canary.exists()
    assert "chmod go-w" in statuses(connection)[0].error
    record(17, f"commands that ran from a configuration of mode {mode:o}", "0")


async def test_programs_do_not_see_the_secrets_of_others(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A filter is given the document and telex's environment, without what holds a source's password."""
    monkeypatch.setenv("NEWS_PASSWORD", CANARY)
    monkeypatch.setenv("HARMLESS", "kept")
    seen, config = tmp_path / "seen", tmp_path / "config.toml"
    program = tmp_path / "filter"
    program.write_text(f"#!/bin/sh\nenv > {seen}\ntr '\\0' ' ' < /proc/$$/cmdline >> {seen}\ncat\n")
    program.chmod(0o700)
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss(item("a", "Ferry")))
        config.write_text(
            f'[[sources]]\nurl = "{publisher.url("/feed")}"\nfilter = "{program}"\nuser = "me"\n'
            'password = { env = "NEWS_PASSWORD" }\n'
        )
        config.chmod(0o600)
        settings = load(config)
        sync(connection, settings.sources, 900)
        await poll_once(
            connection,
            Accounts(settings, config, os.environ),
            everything=True,
            clock=lambda: 1_790_000_000,
            chance=lambda: 0.0,
            stop=asyncio.Event(),
        )
        assert CANARY not in publisher.asked[0].headers  # it went as Basic, which is base64
        assert publisher.asked[0].headers["authorization"].startswith("Basic ")
    assert statuses(connection)[0].error == ""
    assert "HARMLESS=kept" in seen.read_text()
    assert CANARY not in seen.read_text()
    record(16, "secrets in the environment or arguments of a program", "0")


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import time; time.sleep(600)", "took longer than 1 s and was stopped"),
        (
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
            "took longer",
        ),
        ("import sys\nwhile True: sys.stdout.write('x' * 65536)", "printed more than 1 MB"),
        ("import os, time\nfor _ in range(20): os.fork() or time.sleep(600)\ntime.sleep(600)", "took longer"),
        ("import os; os.close(1); os.close(2); import time; time.sleep(600)", "took longer"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "took longer"),
    ],
)
async def test_a_program_is_ended_with_its_group_at_its_deadline(
    program: str, told: str, tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(program)
    with pytest.raises(CommandError, match=told):
        await run(f"{sys.executable} {script}", seconds=1.0 if "took" in told else 60.0, limit=1_000_000)
    async with asyncio.timeout(30):
        while _running(str(script)):  # noqa: ASYNC110 - what was killed is not gone at once
            await asyncio.sleep(0.01)
    what = program.replace("\n", "; ").partition("import ")[2] if "fork" not in program else "forks"
    record(16, f"processes left of a program that hangs, floods, forks or ignores SIGTERM ({what[:40]})", "0")


def _running(word: str) -> list[str]:
    """The command lines of this machine that hold a word."""
    return [line for path in Path("/proc").glob("[0-9]*/cmdline") if word in (line := _read(path))]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""  # it has ended meanwhile


def test_what_is_written_is_the_user_s_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = Home(tmp_path)
        made.telex("list")
        made.telex("poll", "--once")
        StateFile[str](tmp_path / "state" / "telex" / "lists.json", 1, list, str).keep("a", "b")
    finally:
        os.umask(before)
    loose = [
        str(path.relative_to(tmp_path))
        for path in tmp_path.rglob("*")
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert loose == []
    record(17, "files and folders open to others, under umask 000", "0")


def test_no_title_names_a_file_outside_of_its_folder() -> None:
    chance = random.Random(17)  # noqa: S311 - the same each time
    pieces = (
        "..",
        "/",
        "\\",
        "\0",
        "-",
        "--exec",
        "~",
        ".",
        ":",
        "$HOME",
        "`id`",
        "con",
        "a" * 300,
        "é",
        "新",
        "\n",
    )
    outside, count = [], 10_000
    for number in range(count):
        title = "".join(chance.choices(pieces, k=chance.randint(0, 8)))
        article = Article(
            number, 1, "The Post", "", "", title, title, title, title, None, 0, 0, Level.ROUTINE, (), False,
            False, 0, "", "[]",
        )  # fmt: skip
        name = file_name(edition(article, None), "md")
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[\w-]{1,120}\.md", name):
            outside.append((title, name))
    assert outside == []
    record(17, "titles that name a file outside of its folder", f"0 of {count:,}")


@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
async def test_no_shell_is_started_by_telex(home: Home) -> None:
    """Every program that a poll starts, as the kernel sees it: the user's own two, and telex's workers."""
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss(item("a", "Ferry; touch canary")))
        home.config.write_text(
            f'[[sources]]\nurl = "{publisher.url("/feed")}"\nfilter = "/usr/bin/env -u X cat"\n'
            'token = { command = "/usr/bin/env printf word" }\n\n'
            "[[sources]]\nurl = \"exec:/usr/bin/env echo '<rss><channel/></rss> ; id | sh'\"\n"
        )
        traced = home.folder / "traced"
        done = await asyncio.to_thread(
            subprocess.run,
            [
                # A file for each process: in one, a call that another process interrupts is torn in two.
                *("strace", "-ff", "-qq", "-e", "trace=execve", "-s", "200", "-o", str(traced)),
                *(sys.executable, "-m", "tui", "poll", "--once", "--all"),
            ],
            env=home.environ(),
            capture_output=True,
            text=True,
            check=False,
        )
    if "ptrace" in done.stderr:
        pytest.skip("no process may be traced here")
    lines = [line for each in home.folder.glob("traced.*") for line in each.read_text().splitlines()]
    started = [line.partition("execve(")[2] for line in lines if ") = 0" in line]
    assert sum('"cat"' in line or '"printf"' in line or '"echo"' in line for line in started) >= 3, done
    shells = [line for line in started if re.match(r'"[^"]*/(ba|da|z|k|c|tc)?sh"', line)]
    assert shells == []
    record(
        15, "shells started in a poll with a filter, a secret and a command", f"0 of {len(started)} programs"
    )


async def test_no_secret_is_told_anywhere(home: Home) -> None:
    """Wrong in every way, and yet the canary stands in no output, no file but the user's, no process list."""
    async with publishing() as publisher:
        publisher.paths |= {
            "/unauthorized": status(401),
            "/away": status(302, Location=f"ftp://me:{CANARY}@other.example/"),
            "/loop": status(301, Location="/loop"),
            "/page": document(b"<!DOCTYPE html><html></html>", content_type="text/html"),
        }
        secret = (
            f'user = "me"\npassword = "{CANARY}"\ncookie = "{CANARY}"\nheaders = {{ X-Key = "{CANARY}" }}\n'
        )
        home.config.write_text(
            "".join(f'[[sources]]\nurl = "{publisher.url(path)}"\n{secret}' for path in publisher.paths)
            + f'[[sources]]\nurl = "http://127.0.0.1:9/"\nproxy = "http://me:{CANARY}@127.0.0.1:9"\n'
            + f'[[sources]]\nurl = "{publisher.url("/env")}"\ntoken = {{ env = "NEWS_TOKEN" }}\n'
        )
        home.config.chmod(0o600)
        told = ""
        typed = publisher.url("/unauthorized?a").replace("//", f"//me:{CANARY}@")
        for arguments in (
            ("poll", "--once", "--all"), ("sources",), ("sources", "--json"), ("export",), ("doctor",),
            ("sources", "--audit"), ("list",), ("add", typed),
        ):  # fmt: skip
            done = await asyncio.to_thread(home.telex, *arguments, NEWS_TOKEN=CANARY)
            told += done.stdout + done.stderr
    assert len(publisher.asked) >= 5
    assert CANARY not in told
    kept = [
        path for path in home.folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
    assert kept == [home.config]
    record(
        18,
        "places beside the configuration that hold a secret",
        f"0 of {len(told):,} characters and all files",
    )
