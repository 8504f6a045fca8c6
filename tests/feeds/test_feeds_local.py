"""tui.feeds.local: files and commands as sources, and filters."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.feeds.fetch import Failure, Limits, Response
from tui.feeds.local import filtered, is_local, label, read_local

LIMITS = Limits(seconds=10.0, max_bytes=1_000)


async def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "my feed.xml"
    path.write_bytes(b"<rss/>")
    for url in (f"file://{path}", f"file://{str(path).replace(' ', '%20')}"):
        assert await read_local(url, LIMITS) == Response("", b"<rss/>")


async def test_a_file_that_is_none_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(1_001))
    os.mkfifo(tmp_path / "pipe")
    for path, told in (
        (tmp_path / "none", "No such file or directory"),
        (tmp_path, "it is a folder, a pipe or a device"),
        (tmp_path / "pipe", "it is a folder, a pipe or a device"),
        (Path("/dev/zero"), "it is a folder, a pipe or a device"),
        (tmp_path / "large", "it is larger than 1 kB"),
    ):
        assert await read_local(f"file://{path}", LIMITS) == Failure(f"the file cannot be read: {told}")


async def test_a_command_s_output_is_the_document() -> None:
    assert await read_local("exec:printf '<%s/>' rss", LIMITS) == Response("", b"<rss/>")
    assert await read_local("exec:false", LIMITS) == Failure("false ended with 1")
    assert await read_local("exec:yes", LIMITS) == Failure("yes printed more than 1 kB")


async def test_a_filter_makes_a_feed_of_a_document() -> None:
    page = Response("https://a.example/", b"<html>", "text/html", '"1"')
    assert await filtered("sed s/html/rss/", page, LIMITS) == Response("https://a.example/", b"<rss>")
    assert await filtered("false", page, LIMITS) == Failure("filter: false ended with 1")


def test_a_label_shows_neither_arguments_nor_passwords() -> None:
    assert label("exec:'my fetch' --token hunter2") == "exec:my fetch …"
    assert label("https://me:hunter2@a.example/x") == "https://a.example/x"
    assert label("file:///home/me/feed.xml") == "file:///home/me/feed.xml"


@pytest.mark.parametrize(
    ("url", "local"), [("file:///x", True), ("exec:x", True), ("https://file.example/", False)]
)
def test_what_is_on_this_machine_is_known(url: str, local: bool) -> None:
    assert is_local(url) is local
