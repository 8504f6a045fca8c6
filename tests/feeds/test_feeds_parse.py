"""tui.feeds.parse: a feed document to articles."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import judged
from serving import item, rss

from tui.arrivals import Cut, Entry, Feed
from tui.feeds.parse import parse_feed
from tui.feeds.wire import ParseError
from tui.model import Level
from tui.pages.document import loads
from tui.text import CONTROL

URL = "https://news.example/feed.xml"
SHARED = Path(__file__).parents[3] / "shared" / "data"


def parse(data: bytes | str, known: frozenset[str] = frozenset(), limit: int = 500) -> Feed:
    return parse_feed(data.encode() if isinstance(data, str) else data, URL, "", known, limit)


def only(data: bytes | str) -> Entry:
    """The one entry of a document."""
    (entry,) = parse(data).entries
    return entry


def atom(inner: str, attributes: str = "") -> str:
    opening = f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Gazette</title>'
    return f"{opening}<entry>{inner}</entry></feed>"


def test_an_rss_2_item_becomes_an_entry() -> None:
    entry = only(
        rss(
            item(
                "a1",
                "Ferry late",
                "<p>It is <b>late</b>.</p>",
                date="Sun, 22 Nov 2026 10:00:00 GMT",
                author="A. Reed",
            )
        )
    )
    assert (entry.guid, entry.title, entry.link) == ("a1", "Ferry late", "https://news.example/a1")
    assert (entry.author, entry.published, entry.text, entry.lead) == (
        "A. Reed",
        1_795_341_600,
        "It is late.",
        "It is late.",
    )
    assert loads(entry.document)[0].spans[1].text == "late"


def test_an_atom_entry_becomes_an_entry() -> None:
    entry = only(
        atom(
            '<id>urn:x:1</id><title>Ferry late</title><link href="/a/1"/>'
            "<updated>2026-11-22T11:00:00+01:00</updated><author><name>A. Reed</name></author>"
            "<content type='html'>&lt;p&gt;Late.&lt;/p&gt;</content>"
        )
    )
    assert (entry.guid, entry.link, entry.published) == ("urn:x:1", "https://news.example/a/1", 1_795_341_600)
    assert (entry.author, entry.text) == ("A. Reed", "Late.")


def test_an_rss_1_item_becomes_an_entry() -> None:
    entry = only(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Gazette</title></channel>'
        '<item rdf:about="https://news.example/1"><title>Ferry late</title><link>https://news.example/1</link>'
        "<dc:date>2026-11-22T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    assert (entry.title, entry.link, entry.published) == (
        "Ferry late",
        "https://news.example/1",
        1_795_341_600,
    )


def test_an_old_rss_item_without_guid_and_date_becomes_an_entry() -> None:
    entry = only(
        '<rss version="0.91"><channel><item><title>Ferry late</title><link>http://a.example/1</link></item></channel></rss>'
    )
    assert (entry.guid, entry.published) == ("http://a.example/1", None)


def test_a_json_feed_item_becomes_an_entry() -> None:
    items = [{"id": 7, "title": "Ferry late", "url": "https://a.example/7", "content_text": "Use <b> here.",
              "date_published": "2026-11-22T10:00:00Z", "authors": [{"name": "A. Reed"}]}]  # fmt: skip
    entry = only(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": items}))
    assert (entry.guid, entry.title, entry.text) == ("7", "Ferry late", "Use <b> here.")
    assert (entry.author, entry.published) == ("A. Reed", 1_795_341_600)


def test_the_feed_has_its_own_title_as_one_harmless_line() -> None:
    assert parse(rss(title="The <b>Harbour</b>\n Gazette &amp; Post")).title == "The Harbour Gazette & Post"


def test_the_longest_content_is_taken() -> None:
    entry = only(
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>t</title>'
        "<description>Short.</description><content:encoded>The whole long story.</content:encoded>"
        "</item></channel></rss>"
    )
    assert entry.text == "The whole long story."


def test_escape_sequences_do_not_come_through() -> None:
    entry = only(rss(item("a", "Red &#27;[31mtitle\u202e", "Text &#27;]52;c;x&#7;")))
    assert entry.title == "Red [31mtitle"
    assert "\x1b" not in entry.text + entry.document


def test_a_link_that_is_no_web_address_is_left_out() -> None:
    assert (
        only(
            "<rss><channel><item><title>t</title><link>javascript:alert(1)</link></item></channel></rss>"
        ).link
        == ""
    )


def test_a_permanent_guid_serves_as_link() -> None:
    assert only(
        "<rss><channel><item><title>t</title><guid>https://a.example/9</guid></item></channel></rss>"
    ).link == ("https://a.example/9")


def test_relative_links_are_resolved_against_the_base_of_the_feed() -> None:
    assert only(atom('<title>t</title><link href="a/1"/>', 'xml:base="https://other.example/b/"')).link == (
        "https://other.example/b/a/1"
    )


def test_an_entry_without_title_is_called_by_its_first_words() -> None:
    assert only(rss(item("a", "", "<p>The ferry did not sail.</p>"))).title == "The ferry did not sail."
    assert only(rss(item("a", ""))).title == "(no title)"


def test_a_mail_address_before_an_author_is_left_out() -> None:
    assert only(rss(item("a", "t", author="desk@news.example (A. Reed)"))).author == "A. Reed"


@pytest.mark.parametrize(
    "date", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "soon"]
)
def test_a_date_that_cannot_be_meant_is_none(date: str) -> None:
    assert only(atom(f"<id>1</id><title>t</title><updated>{date}</updated>")).published is None


def test_an_entry_without_guid_and_link_has_the_same_guid_at_the_next_poll() -> None:
    text = "<item><title>Ferry late</title><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>"
    assert only(rss(text)).guid == only(rss(text, title="renamed")).guid


def test_a_guid_on_several_items_identifies_none_of_them() -> None:
    first = parse(rss(item("x", "One").replace("/x<", "/1<"), item("x", "Two").replace("/x<", "/2<")))
    assert [entry.guid for entry in first.entries] == ["x|https://news.example/1", "x|https://news.example/2"]


def test_a_new_item_does_not_take_over_the_article_of_an_old_one_with_its_guid() -> None:
    old = [item("x", f"Story {n}").replace("/x<", f"/{n}<") for n in range(3)]
    known = parse(rss(*old))
    new = item("x", "Story 9").replace("/x<", "/9<")
    later = parse(rss(new, *old), known=frozenset(entry.fingerprint for entry in known.entries))
    assert len(later.unchanged) == 3
    assert not {entry.guid for entry in later.entries} & {entry.guid for entry in known.entries}


def test_items_with_one_guid_and_one_link_are_still_told_apart() -> None:
    guids = [
        entry.guid
        for entry in parse(rss(item("x", "One"), item("x", "Two"), item("x", "Two", "more"))).entries
    ]
    assert len(set(guids)) == 3


def test_an_item_that_stands_twice_word_for_word_is_one() -> None:
    assert len(parse(rss(item("x", "One"), item("x", "One"))).entries) == 1


def test_a_very_long_guid_is_kept_short_and_told_apart() -> None:
    guids = [
        entry.guid for entry in parse(rss(item("g" * 5_000 + "1", "a"), item("g" * 5_000 + "2", "b"))).entries
    ]
    assert len(set(guids)) == 2
    assert max(map(len, guids)) <= 500


def test_known_items_are_named_and_not_looked_at_again() -> None:
    data = rss(item("a", "One"), item("b", "Two"))
    a, b = parse(data).entries
    later = parse(data, known=frozenset({a.fingerprint}))
    assert (later.entries, later.unchanged) == ((b,), (a.fingerprint,))


def test_a_new_date_alone_does_not_make_an_item_another() -> None:
    dates = ("Sun, 22 Nov 2026 10:00:00 GMT", "Sun, 22 Nov 2026 11:00:00 GMT")
    first, second = (only(rss(item("a", "One", date=date))).fingerprint for date in dates)
    assert first == second


@pytest.mark.parametrize("change", ["title", "text", "author"])
def test_whatever_a_reader_sees_makes_an_item_another(change: str) -> None:
    plain = {"title": "One", "text": "Text", "author": "Reed"}
    other = plain | {change: "Other"}
    prints = [
        only(rss(item("a", each["title"], each["text"], author=each["author"]))).fingerprint
        for each in (plain, other)
    ]
    assert prints[0] != prints[1]


def test_of_too_many_items_the_newest_are_kept_and_the_rest_is_counted() -> None:
    days = [item(f"d{day}", f"Day {day}", date=f"{day:02} Nov 2026 10:00:00 GMT") for day in (3, 9, 1, 7, 5)]
    feed = parse(rss(*days), limit=2)
    assert [entry.guid for entry in feed.entries] == ["d9", "d7"]
    assert feed.dropped == 3


def test_of_too_many_items_without_dates_the_first_are_kept() -> None:
    feed = parse(rss(*(item(f"n{n}", f"No {n}") for n in range(5))), limit=2)
    assert [entry.guid for entry in feed.entries] == ["n0", "n1"]


def test_feedparser_is_asked_when_the_tree_holds_too_little() -> None:
    broken = (
        "<rss><channel>"
        + "".join(f"<item><title>T & {n}<br></title></item>" for n in range(20))
        + "</channel></rss>"
    )
    feed = parse(broken)
    assert (feed.parser, len(feed.entries)) == ("feedparser", 20)


def test_a_warning_has_the_level_that_its_authority_gives_it() -> None:
    text = atom(
        "<id>1</id><title>Flood</title><cap:severity>Extreme</cap:severity><cap:urgency>Immediate</cap:urgency>"
        "<cap:certainty>Observed</cap:certainty><cap:expires>2026-11-22T10:00:00Z</cap:expires>",
        'xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"',
    )
    assert judged(only(text)) is Level.FLASH
    assert judged(only(text), 1_795_341_601) is Level.ROUTINE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the document is empty"),
        (b" \n ", "the document is empty"),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head></html>", "this is a web page, not a feed"),
        (b"<?xml version='1.0'?><!-- x --><!DOCTYPE html><html/>", "this is a web page, not a feed"),
        (b"Please enable cookies <html><body>no</body></html>", "this is a web page, not a feed"),
        (b"<opml><body><outline/></body></opml>", "this is not a feed (it begins with <opml>)"),
        (b"{\"a\": 1}", "this is JSON, but not a JSON Feed"),
        (b"[" * 5, "this is not a feed"),
        (b"GIF89a\x01\x00\x01\x00\x80", "this is not a feed"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_called_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=r".") as caught:
        parse(data)
    assert str(caught.value) == reason


def test_a_feed_without_items_is_a_feed() -> None:
    assert parse(rss()).entries == ()
    assert parse('<feed xmlns="http://www.w3.org/2005/Atom"><title>Quiet</title></feed>').title == "Quiet"


JUNK = (
    b"&#xD800;", b"&#27;", b"<![CDATA[", b"\x00", b"]]>", b"&", b"<br>", b"<item>", b"<x:b>t</x:b>", b"<!--",
    b'<link rel="enclosure" href="http://["/>', b'<enclosure url="x" length="99999999999999999999"/>',
    b"<pubDate>2026-W99-9</pubDate>", b'<?xml version="1.0" encoding="utf-7"?>',
    b'<title type="xhtml"><b/></title>',
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_document_gives_entries_or_a_reason_and_nothing_else(data: st.DataObject) -> None:
    whole = rss(
        *(item(f"g{n}", "Tide & wind", "<p>Text</p>", date="22 Nov 2026 10:00:00 GMT") for n in range(3))
    )
    cut, end = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    junk = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from(JUNK)))
    feed = Feed("", ())
    with suppress(ParseError):
        feed = parse(whole[:cut] + junk + whole[end:])
    assert len({entry.guid for entry in feed.entries}) == len(feed.entries)
    assert not any(CONTROL.search(entry.title) for entry in feed.entries)


@pytest.mark.parametrize(
    ("before", "item"),
    [
        ("", '<item xmlns="http://www.w3.o&#xD800;rg/2005/Atom"><title>Ferry</title></item>'),
        ("&#38;#xD800;", "<item><title>Ferry&a;</title></item>"),
        ("&#38;#xD800;", '<link rel="hub" href="&a;"/><item z="&a;"><title>Ferry</title></item>'),
    ],
)
def test_characters_that_are_none_cost_no_entry(before: str, item: str) -> None:
    document = f'<!DOCTYPE rss [<!ENTITY a "{before}">]><rss><channel>{item}</channel></rss>'
    assert only(document).title.startswith("Ferry")


def real_feeds() -> list[Path]:
    return (
        sorted(path for path in (SHARED / "feeds").glob("*.*") if path.suffix != ".tsv")
        if SHARED.exists()
        else []
    )


def test_beyond_a_cut_items_are_only_named() -> None:
    dates = {"a": "Sun, 22 Nov 2020 10:00:00 GMT", "b": "", "c": "Sat, 21 Nov 2020 10:00:00 GMT",
             "d": "Thu, 01 Jan 1970 00:00:00 GMT", "e": "Sun, 22 Nov 2026 10:00:00 GMT"}  # fmt: skip
    data = rss(*(item(guid, f"Title {guid}", date=date) for guid, date in dates.items()))
    found = parse_feed(data, URL, "", frozenset(), 500, Cut(1_700_000_000, 4))
    assert [entry.guid for entry in found.entries] == ["a", "b", "d", "e"]
    (named,) = found.buried
    assert named == ("c", parse(data).entries[2].fingerprint)
    assert parse_feed(data, URL, "", frozenset(), 500, Cut(1_700_000_000, 5)).buried == ()
    kept = parse_feed(data, URL, "", frozenset(), 500, Cut(1_700_000_000, 0)).entries
    assert [entry.guid for entry in kept] == ["b", "d", "e"], "what is undated is new"


@pytest.mark.skipif(not SHARED.exists(), reason="the real feeds of ../shared/data are not here")
def test_every_real_feed_can_be_read() -> None:
    for path in real_feeds():
        feed = parse(path.read_bytes())
        assert feed.entries, path.name
        assert len({entry.guid for entry in feed.entries}) == len(feed.entries), path.name


@pytest.mark.skipif(not SHARED.exists(), reason="the real alerts of ../shared/data are not here")
def test_a_real_flash_flood_watch_is_urgent_until_it_expires() -> None:
    data = (SHARED / "cap" / "weather.atom").read_bytes()
    assert judged(only(data)) is Level.URGENT
    assert judged(only(data), 1_700_000_000) is Level.ROUTINE
