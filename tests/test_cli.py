"""The door: verbs, help, options, exit codes, what is loaded, faults."""

from __future__ import annotations

import argparse
import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from telex_command import Home, entry

import tui
from tui import cli
from tui.cache.database import connect, poller_lock
from tui.config import load

VERBS = (
    "poll",
    "list",
    "show",
    "search",
    "add",
    "remove",
    "sources",
    "import",
    "export",
    "tail",
    "demo",
    "doctor",
)


def imported_by(home: Home, *arguments: str) -> set[str]:
    """The modules that a command imports, as Python itself reports them."""
    done = home.telex(*arguments, PYTHONPROFILEIMPORTTIME="1")
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_and_its_exit_codes(home: Home, verb: str) -> None:
    done = home.telex(verb, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"telex {verb}" in done.stdout
    assert "exit codes:" in done.stdout


def test_the_command_itself_names_every_verb(home: Home) -> None:
    done = home.telex("--help")
    assert done.returncode == 0
    assert [verb for verb in VERBS if f"\n    {verb} " not in done.stdout] == []


def test_an_unknown_verb_is_wrong_usage(home: Home) -> None:
    done = home.telex("lsit")
    assert done.returncode == 2
    assert "lsit" in done.stderr


def test_version_and_help_load_next_to_nothing(home: Home) -> None:
    for arguments in (["--version"], ["list", "--help"]):
        loaded = imported_by(home, *arguments)
        assert {name for name in loaded if name.startswith("tui")} == {
            "tui",
            "tui.cli",
            "tui.cli_arguments",
            "tui.cli_desk_arguments",
            "tui.cli_frame",
        }
        assert not loaded & {"apsw", "rich", "pathlib", "dataclasses"}


@pytest.mark.parametrize("arguments", [["list"], ["show", "1"], ["tail", "--no-follow"], ["sources"]])
def test_reading_loads_no_screen_network_or_parser(filled: Home, arguments: Sequence[str]) -> None:
    loaded = {name.partition(".")[0] for name in imported_by(filled, *arguments)}
    assert "apsw" in loaded
    assert not loaded & {"textual", "httpx2", "httpx", "lxml", "feedparser", "asyncio"}


def test_the_version_may_be_asked_for_before_and_after_a_verb(home: Home) -> None:
    assert home.telex("--version").stdout == home.telex("list", "--version").stdout
    assert home.telex("--version").stdout == f"telex {tui.__version__}\n"


def test_options_work_before_and_after_the_verb(filled: Home) -> None:
    paths = ["--config", str(filled.config), "--cache", str(filled.cache)]
    elsewhere = str(filled.folder / "nobody")
    before = filled.telex(*paths, "list", HOME=elsewhere)
    after = filled.telex("list", "ferry", *paths, HOME=elsewhere)
    assert len(before.stdout.splitlines()) == 3
    assert len(after.stdout.splitlines()) == 1


def test_two_configurations_keep_their_sources_and_articles_apart(filled: Home) -> None:
    other, cache = filled.folder / "other.toml", filled.folder / "other"
    other.write_text('[[sources]]\nurl = "https://mountain.example/feed"\nname = "Mountain Echo"\n')
    mine = ["--config", str(other), "--cache", str(cache)]
    assert "Mountain Echo" in filled.telex("sources", *mine).stdout
    filled.store("https://mountain.example/feed", entry("m", "First snow"), cache=cache)
    assert filled.telex("list", *mine).stdout.splitlines()[0].endswith("First snow")
    assert "Mountain" not in filled.telex("sources").stdout
    assert "snow" not in filled.telex("list").stdout


def test_a_configuration_that_is_named_and_missing_is_wrong_usage(home: Home) -> None:
    for verb in ("list", "sources", "doctor"):
        done = home.telex("--config", "nowhere.toml", verb)
        assert done.returncode == 2
        assert "nowhere.toml" in done.stderr
    assert not (home.folder / "nowhere.toml").exists()


def test_every_mistake_of_a_configuration_is_told(home: Home) -> None:
    home.config.write_text('themee = "x"\nticker = 3\n')
    done = home.telex("sources")
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if ":1: " in line or ":2: " in line] == (
        done.stderr.splitlines()
    )
    assert len(done.stderr.splitlines()) == 2


def test_the_first_start_writes_a_configuration_and_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first, second = home.telex("sources"), home.telex("sources")
    assert f"telex: wrote {home.config}" in first.stderr
    assert "wrote" not in second.stderr
    assert load(home.config)


def test_the_demo_without_a_terminal_is_wrong_usage(tmp_path: Path) -> None:
    home = Home(tmp_path)
    done = home.telex("demo")
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert not home.config.exists()


def test_without_a_terminal_that_can_place_its_cursor_telex_speaks_in_lines(filled: Home) -> None:
    assert "articles listed" in filled.telex(stdin=b"quit\n").stdout


def test_a_command_whose_output_is_closed_does_its_work(filled: Home) -> None:
    for closed in (">&-", "2>&-", "<&-"):
        command = f'exec "$0" -m tui list {closed}'
        done = subprocess.run(["sh", "-c", command, sys.executable], env=filled.environ(), check=False)
        assert done.returncode == 0


def test_a_file_that_is_no_cache_ends_with_code_3(home: Home) -> None:
    (home.cache / "telex.db").write_bytes(b"no database at all\n" * 500)
    for arguments in (["list"], ["show", "1"], ["tail"], ["sources"], ["search", "x"]):
        done = home.telex(*arguments)
        assert done.returncode == 3
        assert "telex.db" in done.stderr


def test_a_fault_of_telex_leaves_a_report_and_no_traceback(filled: Home) -> None:
    connection = connect(filled.cache / "telex.db")
    connection.execute("UPDATE article SET level = 99")
    connection.close()
    done = filled.telex("list")
    assert done.returncode == 70
    assert str(filled.state / "crash.txt") in done.stderr
    assert "Traceback" in (filled.state / "crash.txt").read_text()


def test_an_installation_without_its_libraries_leaves_no_traceback(home: Home) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tui", "list"], env=home.environ(), capture_output=True, check=False
    )
    assert done.returncode == 70
    assert len(done.stderr.splitlines()) == 1
    assert "ModuleNotFoundError" in (home.state / "crash.txt").read_text()


def test_a_full_disk_behind_standard_output_is_told(filled: Home) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "list"],
            stdout=full, stderr=subprocess.PIPE, env=filled.environ(), check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode() == "telex: standard output: No space left on device\n"


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="Linux alone has a file that fails so")
def test_an_error_of_reading_is_told_with_the_name_of_its_file(filled: Home) -> None:
    """The system names no file in it: it was taken for standard output's."""
    for verb in ("import", "restore"):
        assert "/proc/self/mem: Input/output error" in filled.telex(verb, "/proc/self/mem").stderr


def test_an_error_that_is_nobody_s_is_a_fault_and_not_standard_output_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: argparse.Namespace) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setitem(cli._VERBS, "help", fail)
    with pytest.raises(OSError, match="Input/output"):
        cli.run(["help"])


def test_doctor_finds_no_fault_where_there_is_none(filled: Home) -> None:
    done = filled.telex("doctor")
    assert done.returncode == 0, done.stdout
    assert "FAULT" not in done.stdout
    assert "3 articles, 2 sources" in done.stdout


def test_doctor_changes_nothing_and_needs_nothing(tmp_path: Path) -> None:
    done = Home(tmp_path).telex("doctor")
    assert done.returncode == 0, done.stdout
    assert list(tmp_path.iterdir()) == []


def test_doctor_reports_faults_of_cache_and_configuration_as_json(home: Home) -> None:
    (home.cache / "telex.db").write_bytes(b"no database at all\n" * 500)
    home.config.write_text("ticker = 3\n")
    done = home.telex("doctor", "--json")
    assert done.returncode == 1
    checks = [json.loads(line) for line in done.stdout.splitlines()]
    assert {check["topic"] for check in checks if check["state"] == "FAULT"} == {"configuration", "cache"}


def test_doctor_tells_how_large_the_cache_is_and_how_it_grows(filled: Home) -> None:
    connection = connect(filled.cache / "telex.db")
    today = int(time.time()) // 86_400
    connection.execute("INSERT INTO size VALUES (?, 100000, 1)", (today - 2,))
    connection.close()
    told = next(line for line in filled.telex("doctor").stdout.splitlines() if "cache size" in line)
    assert "kB an article" in told
    assert "+1 articles a day in the last 2 days" in told


def test_doctor_names_the_way_out_of_damage_and_goes_it(filled: Home) -> None:
    cache = filled.cache / "telex.db"
    connection = connect(cache)
    root = int(connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'article_by_time'").get)
    connection.close()
    with cache.open("r+b") as file:
        file.seek((root - 1) * 4_096)
        file.write(b"\xa5" * 4_096)
    told = filled.telex("doctor")
    assert told.returncode == 1
    assert "telex doctor --repair" in told.stdout
    done = filled.telex("doctor", "--repair")
    assert done.returncode == 0, done.stderr
    assert "3 articles were saved into a new cache" in done.stdout
    assert "telex.db.damaged-" in done.stdout
    assert filled.telex("doctor").returncode == 0
    assert filled.telex("search", "ships").stdout.count("Harbour closed by storm") == 1


def test_doctor_leaves_a_sound_cache_alone(filled: Home) -> None:
    done = filled.telex("doctor", "--repair")
    assert done.returncode == 0
    assert "nothing is wrong with it" in done.stdout


def test_doctor_repairs_nothing_under_a_poller(home: Home) -> None:
    with poller_lock(home.cache / "poller.lock"):
        done = home.telex("doctor", "--repair")
    assert done.returncode == 3
    assert "is at work on this cache; stop it" in done.stderr


def test_a_second_poller_ends_with_code_4(home: Home) -> None:
    with poller_lock(home.cache / "poller.lock"):
        assert home.telex("poll", "--once").returncode == 4
