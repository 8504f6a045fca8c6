"""The tour and its child process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path

import pytest

from tui.demo.tour import DemoError, tour

COMMAND = [sys.executable, "-m", "tui.demo", "--speed", "10"]
PATIENCE = 30
"""Seconds after which a child that does not end fails the test."""


def start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_the_child_says_what_it_serves_and_ends_when_its_stdin_closes() -> None:
    child = start()
    assert child.stdout is not None
    sources = json.loads(child.stdout.readline())["sources"]
    output, errors = child.communicate(timeout=PATIENCE)  # closes stdin
    assert len(sources) == 14
    assert (child.returncode, output, errors) == (0, b"", b"")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_child_quietly(number: signal.Signals) -> None:
    child = start()
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(number)
    assert child.wait(PATIENCE) == 0
    assert child.communicate()[1] == b""


def test_the_child_ends_at_once_without_an_open_stdin() -> None:
    done = subprocess.run(
        COMMAND, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_configuration_names_sources_that_answer() -> None:
    with tour(10.0) as (config, cache):
        settings = tomllib.loads(config.read_text(encoding="utf-8"))
        assert settings["poll"] == {"host_spacing": "0s"}
        assert len(settings["sources"]) == 14
        assert set(settings["sources"][0]) == {"url", "name", "publisher", "group", "weight", "interval"}
        assert settings["sources"][0]["interval"] == "2s"
        assert list(cache.iterdir()) == []
        with urllib.request.urlopen(settings["sources"][0]["url"]) as response:
            assert response.status == 200


def test_the_tour_leaves_nothing_behind() -> None:
    with tour(10.0) as (config, cache):
        url = tomllib.loads(config.read_text(encoding="utf-8"))["sources"][0]["url"]
        (cache / "telex.db").write_bytes(b"something")
    assert not config.parent.exists()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(url)


def test_the_tour_cleans_up_when_its_user_fails() -> None:
    folders: list[Path] = []

    def fail() -> None:
        with tour(10.0) as (config, _):
            folders.append(config.parent)
            raise RuntimeError("the reader has crashed")

    with pytest.raises(RuntimeError, match="the reader has crashed"):
        fail()
    assert [folder.exists() for folder in folders] == [False]


def test_a_child_that_does_not_start_is_told_in_a_sentence() -> None:
    with pytest.raises(DemoError, match=r"did not start: .*--speed must be a number above 0"), tour(0):
        pytest.fail("the tour began all the same")
