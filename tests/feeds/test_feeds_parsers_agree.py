"""Both ways of reading XML, from its tree and by feedparser, give equal articles: over all real feeds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tui.feeds import clean, elements, raw
from tui.feeds.charset import as_utf8
from tui.feeds.guids import guids
from tui.feeds.raw import RawFeed
from tui.feeds.tree import grown, mended
from tui.model import Facts

FEEDS = Path(__file__).parents[3] / "shared" / "data" / "feeds"
URL = "https://news.example/feed.xml"
FIELDS = ("guid", "title", "link", "author", "published", "text")
ITSELF = ("guid", "title", "published", "text")
"""What feedparser is asked for by itself. Its links and authors are poorer by rule: it takes a redirector's
link for the page's (feedburner:origLink), mail addresses for names, and one author of several."""

DIFFERENCES = {
    # (feed, field): (how many entries, why). What is not in this table is a fault.
    ("1ab3caa00c.rss", "entries"): (35, "feedparser finds nothing in <rss:item> without xmlns"),
    ("0bc17cd8c4.rss", "guid"): (40, "no guid, and the link behind a redirector"),
    ("6ff705875a.rss", "guid"): (10, "no guid, and the link behind a redirector"),
    ("80116b9d8e.rss", "guid"): (4, "no guid, and the link behind a redirector"),
    ("503fea0ac2.atom", "guid"): (24, "feedparser makes a path of an id that is none"),
    ("0df5a56689.rss", "title"): (1, "two titles in one item: the first counts, for feedparser the last"),
    ("87669f293c.rss", "title"): (1, "likewise"),
    ("898ec76d56.rss", "title"): (1, "likewise"),
    ("0df5a56689.rss", "guid"): (1, "made of the title"),
    ("87669f293c.rss", "guid"): (1, "made of the title"),
    ("898ec76d56.rss", "guid"): (1, "made of the title"),
    ("2cf7ac0d7c.rss", "text"): (5, "two summaries of one length that differ in a letter"),
    ("80116b9d8e.rss", "text"): (2, "feedparser makes text of the markup of a description"),
}
"""Where feedparser by itself differs from the tree."""


def read(data: bytes) -> tuple[RawFeed, RawFeed, RawFeed]:
    """A document by its tree, by feedparser as ``parse_feed`` completes it, and by feedparser alone."""
    tree = grown(data, URL)
    if tree is not None and tree.broken:
        data = mended(data)
        tree = grown(data, URL)
    assert tree is not None
    own, alone = elements.feed(tree, with_base=b"xml:base" in data), raw.thorough(data)
    return own, raw.completed(alone, own, sound=not tree.broken), alone


def stated(feed: RawFeed) -> RawFeed:
    """A feed without what no field of ``ITSELF`` is made of, in which the two differ nearly always."""
    return replace(feed, entries=tuple([replace(entry, facts=Facts()) for entry in feed.entries]))


def differences(one: RawFeed, other: RawFeed, fields: tuple[str, ...]) -> Counter[str]:
    """In how many entries the two differ, by field."""
    found: Counter[str] = Counter()
    if len(one.entries) != len(other.entries):
        found["entries"] = abs(len(one.entries) - len(other.entries))
        return found
    names = zip(guids(one.entries), guids(other.entries), strict=True)
    for entries, called in zip(zip(one.entries, other.entries, strict=True), names, strict=True):
        if entries[0] != entries[1]:  # equal before they are cleaned, so equal after
            cleaned = [clean.entry(item, guid, "", URL) for item, guid in zip(entries, called, strict=True)]
            found.update(
                field for field in fields if getattr(cleaned[0], field) != getattr(cleaned[1], field)
            )
    return found


@pytest.mark.skipif(not FEEDS.exists(), reason="the real feeds of ../shared/data are not here")
def test_both_parsers_give_equal_articles_of_every_real_feed() -> None:
    completed: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    compared = 0
    for path in sorted(FEEDS.iterdir()):
        if path.suffix in (".json", ".tsv"):
            continue
        compared += 1
        own, thorough, alone = read(as_utf8(path.read_bytes(), ""))
        assert own.entries, path.name
        if len(own.entries) == len(thorough.entries):
            assert own.title == thorough.title, path.name
        for field, count in differences(own, thorough, FIELDS).items():
            completed[path.name, field] = count
        for field, count in differences(stated(own), stated(alone), ITSELF).items():
            found[path.name, field] = count
    assert compared == len([path for path in FEEDS.iterdir() if path.suffix not in (".json", ".tsv")]) > 280
    assert completed == {key: count for key, (count, _) in DIFFERENCES.items() if key[1] == "entries"}
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
    for document in (data, b"A warning <b>from PHP</b> <?xml version='1.0'?>" + data):
        own, thorough, _ = read(document)
        assert differences(own, thorough, FIELDS) == Counter()
