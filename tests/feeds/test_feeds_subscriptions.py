"""tui.feeds.subscriptions: which kind of list a file is, and lists of many feeds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import pytest

from tui import config
from tui.config_edit import add_sources, unknown_sources
from tui.feeds.imported import SubscriptionError
from tui.feeds.subscriptions import read_any


def body(outline: str) -> bytes:
    return f'<opml version="2.0"><body>{outline}</body></opml>'.encode()


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (body('<outline text="A" xmlUrl="http://a.example/"/>'), 1),
        (b'"query:Unread:unread = \\"yes\\""\n', 0),
        (b"http://a.example/\nhttp://b.example/ tag\n", 2),
        (body("").replace(b"opml", b"OPML") + b"<outline xmlUrl='http://a.example/'/>", 1),
    ],
)
def test_the_kind_of_a_list_is_told_by_its_content(data: bytes, count: int) -> None:
    assert len(read_any(data, "file").sources) == count


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no subscriptions"),
        (b"# nothing\n", "holds no subscriptions"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "holds no subscriptions"),
        (body(""), "holds no subscriptions"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "a feed"),
        (b"<!DOCTYPE html><html></html>", "a page"),
        (b'{"version": "x"}', "neither OPML"),
        (b" " * 20_000_001, "larger than"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(SubscriptionError, match=f"file .*{said}"):
        read_any(data, "file")


def opml_of(count: int) -> bytes:
    """A list of ``count`` feeds in a hundred folders, one in ten of them there before."""
    folders = "".join(
        f'<outline text="Folder {folder}">'
        + "".join(
            f'<outline text="Feed {i}" type="rss" xmlUrl="http://h{i - i % 10 // 9}.example/" htmlUrl="x"/>'
            for i in range(folder, count, 100)
        )
        + "</outline>"
        for folder in range(100)
    )
    return body(folders)


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called, those of C included: the same on every machine."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def imported(data: bytes) -> str:
    """What ``telex import`` does to an empty configuration."""
    found = read_any(data, "feeds.opml")
    return add_sources("", unknown_sources(found.sources, ()))


def test_the_work_of_an_import_grows_as_the_list_does() -> None:
    once, twice = (calls_of(partial(imported, opml_of(count))) for count in (1_000, 2_000))
    assert twice < 2.1 * once
    assert once < 1_000 * 500


def test_ten_thousand_feeds_are_imported_and_each_duplicate_is_named() -> None:
    found = read_any(opml_of(10_000), "feeds.opml")
    assert (len(found.sources), len(found.refused)) == (9_000, 1_000)
    assert all("is in the list twice: http://h" in why for _, why in found.refused)
    text = add_sources("", found.sources)
    assert config.parse(text, "config.toml").sources == found.sources
    assert unknown_sources(found.sources, found.sources) == []
