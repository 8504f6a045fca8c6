"""Parser and extractor fuzzed: documents, mutated, give what is in them or a reason, nothing else (goal 11).

A short run with a seed of its own is part of the suite. The long one, in the worker as in life:
``TELEX_FUZZ_SECONDS=3600 pytest -m slow tests/trust/test_trust_fuzz.py``; what it finds it writes to
``TELEX_FUZZ_FOUND`` (a folder), and each find becomes a case in tests/feeds/test_feeds_parse.py.
"""

from __future__ import annotations

import gzip
import os
import random
import time
from hashlib import blake2b
from pathlib import Path

import pytest
from figures import record
from serving import item, rss

from tui.arrivals import Feed
from tui.feeds import wire
from tui.feeds.charset import as_utf8
from tui.feeds.parse import parse_feed
from tui.feeds.wire import Job, ParseError
from tui.feeds.wire_pages import PageJob
from tui.feeds.workers import Workers
from tui.pages.document import dumps, loads
from tui.pages.extract import Story, extract
from tui.text import CONTROL

SHARED = Path(__file__).parents[3] / "shared" / "data"
LARGEST = 20_000
"""Bytes of the longest document that is mutated: what is larger holds the same and takes longer."""
SHORT_RUN, SHORT_PAGES = 400, 60
SECONDS = float(os.environ.get("TELEX_FUZZ_SECONDS", "60"))
"""Of each long run."""
FOUND = Path(os.environ.get("TELEX_FUZZ_FOUND", "/tmp/telex-fuzz"))
URL = "https://news.example/feed"
TOKENS = (
    b"&#xD800;", b"&#0;", b"&#27;", b"&#x110000;", b"&lt;", b"&amp;", b"&", b"<![CDATA[", b"]]>", b"<!--",
    b"-->", b"\x00", b"\x1b", b"\x9b", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"<item>", b"</item>",
    b"<entry>", b"<br>", b"</channel>", b"<rss>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<x:b>",
    b"xmlns:x=''", b"xml:base='http://['", b"xml:lang='\xff'", b"<!DOCTYPE rss [<!ENTITY a '&a;'>]>",
    b"<?xml version='1.1'?>", b"<?xml version='1.0' encoding='utf-16'?>",
    b"<?xml version='1.0' encoding='utf-7'?>", b"<?xml version='1.0' encoding='undefined'?>",
    b"<link href='http://[::1'/>", b"<guid isPermaLink='x'>", b"<pubDate>2026-W99-9</pubDate>",
    b"<pubDate>9999-12-31T23:59:59-14:00</pubDate>", b"<gml:pos>a b</gml:pos>",
    b"<georss:point>9e999 -1</georss:point>", b"<enclosure url='x' length='-1'/>", b"99999999999999999999",
    b"-1", b"type='xhtml'", b"mode='base64'", b"{", b"}", b"[", b'"', b"'", b"<", b">", b"\\ud800",
    b"1e999", b"<title type='html'>", b"<cap:expires>x</cap:expires>",
    b"<itunes:duration>1:2:3:4</itunes:duration>",
)  # fmt: skip


def seeds() -> list[bytes]:
    """Documents of every kind: made ones, and the real ones where they are here."""
    made = [
        rss(
            *(item(f"g{n}", "Tide & wind", "<p>Text</p>", date="22 Nov 2026 10:00:00 GMT") for n in range(3))
        ),
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/a/"><title type="html">&lt;b&gt;T</title>'
        b'<entry><id>1</id><link href="x"/><updated>2026-11-22T10:00:00Z</updated><content type="xhtml">'
        b'<div xmlns="http://www.w3.org/1999/xhtml"><p>Hi</p></div></content></entry></feed>',
        b'{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","content_html":"<p>x</p>",'
        b'"date_published":"2026-11-22T10:00:00Z","tags":["a"],"attachments":[{"url":"u","mime_type":"a/b"}]}]}',
    ]
    folders = [SHARED / "feeds", SHARED / "cap"] if SHARED.exists() else []
    real = [
        path.read_bytes() for folder in folders for path in sorted(folder.iterdir()) if path.suffix != ".tsv"
    ]
    return made + [data for data in real if len(data) <= LARGEST]


def mutated(chance: random.Random, documents: list[bytes]) -> bytes:
    """One document with a few of its bytes gone, doubled, changed, put elsewhere, or another's among them."""
    data = bytearray(chance.choice(documents))
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 4, 30, 400)))
        match chance.randrange(6):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = data[start:end] * chance.choice((1, 2, 50))
            case 2:
                data[start:start] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 200))
            case 3:
                data[start:end] = chance.randbytes(end - start)
            case 4:
                other = chance.choice(documents)
                place = chance.randrange(len(other) + 1)
                data[start:end] = other[place : place + 300]
            case 5:
                del data[end:]
    return bytes(data)


def pages() -> list[bytes]:
    """Web pages: a made one, and the real ones of few bytes where they are here."""
    made = (
        b'<!DOCTYPE html><html><head><title>Ferry late</title><meta property="og:title" content="F">'
        b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"F","author":[{"name":"A"}]}'
        b"</script></head><body><article><h1>Ferry late</h1><p>The ferry is late, and nobody knows why.</p>"
        b"<ul><li>One</li></ul><table><tr><td>a</td></tr></table><pre>x</pre></article><footer>f</footer>"
    )
    paths = sorted((SHARED / "pages").rglob("*.gz")) if SHARED.exists() else []
    real = [gzip.decompress(path.read_bytes()) for path in paths if path.stat().st_size <= LARGEST]
    return [made] + [data for data in real if len(data) <= 3 * LARGEST]


def check_story(story: Story) -> None:
    """What every story must be, whatever its page was."""
    lines = (story.title, story.publisher, story.standfirst, *story.authors)
    assert not any(CONTROL.search(line) for line in lines)
    assert loads(dumps(story.document)) == story.document


def check(feed: Feed) -> None:
    """What every feed that was read must be, whatever it was made of."""
    guids = [entry.guid for entry in feed.entries]
    assert len(set(guids)) == len(guids)
    for entry in feed.entries:
        assert not any(CONTROL.search(line) for line in (entry.title, entry.author, entry.link, entry.guid))
        assert not entry.link or entry.link.startswith(("http://", "https://"))
    assert wire.decode_answer(wire.encode_feed(feed)[wire.LENGTH_BYTES :]).entries == feed.entries


def test_mutated_documents_give_entries_or_a_reason_and_nothing_else() -> None:
    chance, documents = random.Random(20261126), seeds()  # noqa: S311 - the same each time
    read = refused = 0
    for _ in range(SHORT_RUN):
        try:
            check(parse_feed(mutated(chance, documents), URL, "", frozenset(), 50))
            read += 1
        except ParseError:
            refused += 1
    assert read > refused > 0
    record(11, "short fuzz: documents, other exceptions", f"{SHORT_RUN:,}, 0")


def test_mutated_pages_give_a_story_or_none_and_nothing_else() -> None:
    chance, documents = random.Random(20261126), pages()  # noqa: S311 - the same each time
    for _ in range(SHORT_PAGES):
        check_story(extract(as_utf8(mutated(chance, documents), ""), URL))
    record(11, "short fuzz: pages, exceptions", f"{SHORT_PAGES:,}, 0")


@pytest.mark.slow
async def test_mutated_pages_are_survived_for_as_long_as_is_asked() -> None:
    chance, documents = random.Random(), pages()  # noqa: S311 - another each time
    count = stopped = 0
    faults: list[str] = []
    end = time.monotonic() + SECONDS
    workers = Workers(1, 5.0, pages=True)
    try:
        while time.monotonic() < end:
            data = mutated(chance, documents)
            count += 1
            try:
                await workers.extract(PageJob(data, URL, ""))
            except ParseError as error:
                stopped += "stopped" in str(error)
                if "died" in str(error) or "no sense" in str(error):
                    faults.append(_kept(data))
    finally:
        await workers.close()
    found = f"{count:,} in {SECONDS:g} s, {stopped}, {len(faults)}"
    record(11, "long fuzz: pages, stopped at 5 s, deaths and wrong answers", found)
    assert faults == []


@pytest.mark.slow
async def test_mutated_documents_are_survived_for_as_long_as_is_asked() -> None:
    chance, documents = random.Random(), seeds()  # noqa: S311 - another each time
    count = stopped = 0
    faults: list[str] = []
    end = time.monotonic() + SECONDS
    workers = Workers(1, 5.0)
    try:
        while time.monotonic() < end:
            data = mutated(chance, documents)
            count += 1
            try:
                check(await workers.parse(Job(data, URL, "", frozenset(), 50)))
            except ParseError as error:
                stopped += "stopped" in str(error)
                # The worker must not die of a document: its own words are a reason, its death is none.
                if "died" in str(error) or "no sense" in str(error):
                    faults.append(_kept(data))
            except AssertionError:
                faults.append(_kept(data))
    finally:
        await workers.close()
    record(
        11,
        "long fuzz: documents, stopped at 5 s, deaths and wrong answers",
        f"{count:,} in {SECONDS:g} s, {stopped}, {len(faults)}",
    )
    assert faults == []


def _kept(data: bytes) -> str:
    FOUND.mkdir(parents=True, exist_ok=True)
    path = FOUND / blake2b(data, digest_size=8).hexdigest()
    path.write_bytes(data)
    return str(path)
