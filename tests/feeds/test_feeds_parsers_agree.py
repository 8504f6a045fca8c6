"""Both ways of reading XML, fastfeedparser's and feedparser's, give equal articles: over all real feeds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tui.arrivals import Entry
from tui.feeds import clean, elements, raw
from tui.feeds.charset import as_utf8
from tui.feeds.guids import guids
from tui.feeds.raw import RawFeed
from tui.feeds.tree import grown, mended

FEEDS = Path(__file__).parents[3] / "shared" / "data" / "feeds"
URL = "https://news.example/feed.xml"
FIELDS = ("guid", "title", "link", "author", "published", "text")
LARGEST = 1_000_000
"""Bytes of the longest document that is compared: feedparser takes 5 s for the nine longer ones."""

DIFFERENCES = {
    # (feed, field): (how many entries, why). What is not in this table is a fault.
    ("1ab3caa00c.rss", "entries"): (35, "feedparser finds nothing behind <?xml?xml and rss: without xmlns"),
}


def read(data: bytes) -> tuple[RawFeed, RawFeed]:
    """A document as ``parse_feed`` reads it, with the one parser and with the other."""
    tree = grown(data, URL)
    if tree is not None and tree.broken:
        data = mended(data)
        tree = grown(data, URL)
    stated = elements.entries(tree, with_base=b"xml:base" in data) if tree else ()
    sound = tree is not None and not tree.broken
    fast, thorough = raw.fast(data), raw.thorough(data)
    return raw.completed(fast, stated, sound=sound), raw.completed(thorough, stated, sound=sound)


def entries(feed: RawFeed) -> list[Entry]:
    named = guids(feed.entries)
    return [clean.entry(item, guid, "", URL, 0) for item, guid in zip(feed.entries, named, strict=True)]


def differences(data: bytes) -> Counter[str]:
    """In how many entries of a document the two differ, by field."""
    fast, thorough = read(data)
    if len(fast.entries) != len(thorough.entries):
        return Counter({"entries": abs(len(fast.entries) - len(thorough.entries))})
    if fast.entries == thorough.entries:
        return Counter()  # equal before they are cleaned, so equal after
    return Counter(
        field
        for one, other in zip(entries(fast), entries(thorough), strict=True)
        for field in FIELDS
        if getattr(one, field) != getattr(other, field)
    )


@pytest.mark.skipif(not FEEDS.exists(), reason="the real feeds of ../shared/data are not here")
def test_both_parsers_give_equal_articles_of_every_real_feed() -> None:
    found: dict[tuple[str, str], int] = {}
    compared = 0
    for path in sorted(FEEDS.iterdir()):
        data = path.read_bytes()
        if path.suffix in (".json", ".tsv") or len(data) > LARGEST:
            continue
        compared += 1
        for field, count in differences(as_utf8(data, "")).items():
            found[path.name, field] = count
    assert compared > 250
    assert found == {key: count for key, (count, _) in DIFFERENCES.items()}


@pytest.mark.parametrize(
    "item",
    [
        "<title>Tom &copy; Jerry</title><description>&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;</description>",
        "<title>R & D</title><description>&lt;p&gt;On.&lt;/p&gt;</description>",
        "<title>A\x02B</title><description>&lt;p&gt;On.&lt;/p&gt;</description>",
        "<title>AB</title><link>https://a.example/?a=1&b=2</link>",
        "<title>AB</title><description>&#2;&#x1b;&lt;p&gt;On.&lt;/p&gt;</description>",
    ],
)
def test_ill_formed_documents_are_read_alike(item: str) -> None:
    data = f"<rss><channel><item>{item}</item></channel></rss>".encode()
    assert differences(data) == Counter()
    assert differences(b"A warning <b>from PHP</b> <?xml version='1.0'?>" + data) == Counter()
