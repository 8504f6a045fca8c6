"""tui.feeds.wire: what a worker may say, and what is not believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tui.arrivals import Cut, Entry, Feed
from tui.feeds.candidates import Candidate, Rank
from tui.feeds.wire import (
    LENGTH_BYTES,
    NAMED,
    Job,
    ParseError,
    WebPageError,
    WireError,
    decode_answer,
    decode_header,
    encode_error,
    encode_feed,
    encode_job,
    encode_page,
)

ENTRY = Entry(
    guid="a", fingerprint="00ff", title="Ferry “late”", link="https://news.example/1", author="A. Reed",
    published=1_790_000_000, lead="Text", document='[{"s":["Text"]}]', text="Text\nmore",
)  # fmt: skip
OTHER = Entry(guid="b", fingerprint="01", title="漢字\u2028", document='[{"s":["\\n€😀"]}]', text="\n€😀\n\n")
FEED = Feed(
    title="Gazette",
    entries=(ENTRY, OTHER),
    unchanged=("aa", "bb"),
    buried=(("c", "cc"),),
    dropped=3,
    parser="feedparser",
)


def said(**changes: Any) -> bytes:
    """An answer whose one entry differs in this from a sound one."""
    line, _, texts = encode_feed(FEED)[LENGTH_BYTES:].partition(b"\n")
    answer = json.loads(line)
    answer["feed"]["entries"][0].update(changes)
    return json.dumps(answer).encode() + b"\n" + texts


def test_a_feed_survives_the_way() -> None:
    frame = encode_feed(FEED)
    assert int.from_bytes(frame[:LENGTH_BYTES], "big") == len(frame) - LENGTH_BYTES
    assert decode_answer(frame[LENGTH_BYTES:]) == FEED


def test_a_job_survives_the_way() -> None:
    job = Job(b"<rss/>", "https://a.example/", "text/xml", frozenset({"x", "y"}), 5, Cut(9, 7))
    message = encode_job(job, 2.5)
    size = int.from_bytes(message[:LENGTH_BYTES], "big")
    head, length, seconds = decode_header(message[LENGTH_BYTES : LENGTH_BYTES + size])
    assert (length, seconds) == (6, 2.5)
    assert (head.url, head.content_type, head.known, head.limit, head.cut) == (
        job.url,
        job.content_type,
        job.known,
        5,
        Cut(9, 7),
    )
    assert message[LENGTH_BYTES + size :] == b"<rss/>"


def test_a_reason_survives_the_way_as_one_harmless_line() -> None:
    with pytest.raises(ParseError, match=r"^no feed$"):
        decode_answer(encode_error("no\x1b\n feed")[LENGTH_BYTES:])


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 501},
        {"title": "a\x1b[31m"},
        {"title": None},
        {"guid": ["a"]},
        {"link": "javascript:alert(1)"},
        {"published": "yesterday"},
        {"published": -1},
        {"published": True},
        {"published": 1e30},
        {"document": {}},
        {"document": -1},
        {"text": 10},
        {"text": "Text\nmore"},
        {"fingerprint": "f" * 65},
    ],
)
def test_an_entry_that_no_sound_worker_sends_is_not_believed(change: dict[str, Any]) -> None:
    with pytest.raises(WireError):
        decode_answer(said(**change))


@pytest.mark.parametrize(
    "answer",
    [b"", b"[]", b"7", b"{}", b"[" * 100_000, b'{"feed": {}}', b'{"feed": null}', b"\xff", b'{"feed": []}'],
)
def test_an_answer_that_makes_no_sense_is_not_believed(answer: bytes) -> None:
    with pytest.raises(WireError):
        decode_answer(answer)


PAGE = (
    Candidate("https://news.example/feed", Rank.DECLARED, "News & more"),
    Candidate("https://news.example/rss", Rank.LINKED),
)


def page(**changes: Any) -> bytes:
    """An answer about a web page whose first candidate differs in this from a sound one."""
    answer = json.loads(encode_page(PAGE)[LENGTH_BYTES:])
    answer["page"][0].update(changes)
    return json.dumps(answer).encode()


def test_what_a_web_page_names_survives_the_way_and_stands_in_the_reason() -> None:
    with pytest.raises(WebPageError) as caught:
        decode_answer(encode_page(PAGE)[LENGTH_BYTES:])
    assert caught.value.candidates == PAGE
    assert str(caught.value) == (
        "this is a web page, not a feed; did you mean https://news.example/feed or https://news.example/rss"
    )


def test_a_web_page_that_names_nothing_is_one_and_no_more() -> None:
    with pytest.raises(WebPageError, match=r"^this is a web page, not a feed$"):
        decode_answer(encode_page(())[LENGTH_BYTES:])


def test_a_reason_names_three_addresses_at_most_and_no_password() -> None:
    many = tuple(Candidate(f"https://me:hunter2@news.example/{n}", Rank.LINKED) for n in range(9))
    assert str(WebPageError(many)).count("https://news.example/") == NAMED == 3


@pytest.mark.parametrize(
    "change",
    [{"url": "javascript:alert(1)"},
     {"url": "https://x/\x1b"}, {"url": 7}, {"url": "https://x/" + "y" * 2_000},
     {"rank": 9}, {"rank": "0"}, {"title": None}, {"title": "a\x07"}],
)  # fmt: skip
def test_a_candidate_that_no_sound_worker_names_is_not_believed(change: dict[str, Any]) -> None:
    with pytest.raises(WireError):
        decode_answer(page(**change))
