"""tui.feeds.json_feed: JSON Feed and RSS in JSON, item by item."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tui.arrivals import Feed
from tui.feeds.json_feed import NoFeedError, read
from tui.feeds.parse import parse_feed
from tui.feeds.raw import RawEntry
from tui.model import Enclosure

ITEM = {"id": "1", "title": "Ferry late", "url": "https://a.example/1", "content_html": "<p>Late.</p>"}


def parse(document: object) -> Feed:
    return parse_feed(json.dumps(document).encode(), "https://a.example/feed.json", "", frozenset(), 500)


def feed(*items: object, **members: object) -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Gazette",
        "items": list(items),
        **members,
    }


def only(item: dict[str, Any], **members: object) -> RawEntry:
    (entry,) = read(json.dumps(feed(item, **members)).encode()).feed.entries
    return entry


def test_all_that_an_item_says_is_kept() -> None:
    said = {
        **ITEM,
        "authors": [{"name": "A. Reed"}, {"name": "B. Tern"}],
        "tags": ["Ferries"],
        "language": "en-GB",
        "date_published": "2026-11-22T10:00:00Z",
        "attachments": [
            {
                "url": "https://a.example/1.mp3",
                "mime_type": "audio/mpeg",
                "size_in_bytes": 9,
                "duration_in_seconds": 65.5,
            }
        ],
    }
    (entry,) = parse(feed(said)).entries
    assert (entry.guid, entry.title, entry.link, entry.text) == ("1", "Ferry late", ITEM["url"], "Late.")
    assert (entry.author, entry.published) == ("A. Reed, B. Tern", 1_795_341_600)
    assert (entry.facts.categories, entry.facts.language) == (("Ferries",), "en-GB")
    assert entry.facts.enclosures == (Enclosure("https://a.example/1.mp3", "audio/mpeg", 9, 65),)


def test_the_author_of_version_1_and_those_of_the_feed_are_taken() -> None:
    assert only({**ITEM, "author": {"name": "A. Reed"}}).facts.authors == ("A. Reed",)
    assert only(ITEM, authors=[{"name": "The Desk"}]).facts.authors == ("The Desk",)
    assert only({**ITEM, "author": {"name": "A. Reed"}}, author={"name": "The Desk"}).facts.authors == (
        "A. Reed",
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"authors": "A. Reed"},
        {"authors": [None, 7, {"name": 7}]},
        {"author": []},
        {"tags": {"a": 1}},
        {"tags": [1, None]},
        {"attachments": [{"url": 7}, "x", {"mime_type": "audio/mpeg"}]},
        {"attachments": {"size_in_bytes": -1}},
        {"date_published": 7},
        {"title": ["a"]},
        {"language": {}},
    ],
)
def test_what_is_malformed_costs_itself_and_nothing_else(broken: dict[str, Any]) -> None:
    found = parse(feed({**ITEM, **broken}, None, 7, "x", [], {**ITEM, "id": "2"}))
    assert [entry.guid for entry in found.entries] == ["1", "2"]
    assert [entry.text for entry in found.entries] == ["Late.", "Late."]


@pytest.mark.parametrize(
    ("given", "guid"), [(7, "7"), (7.5, "7.5"), ("x", "x"), (True, ""), (None, ""), ([], "")]
)
def test_a_number_is_an_id_too(given: object, guid: str) -> None:
    assert only({**ITEM, "id": given}).guid == guid


def test_plain_text_is_not_read_as_html() -> None:
    item = {"id": "1", "content_text": "Use <b> here."}
    assert parse(feed(item)).entries[0].text == "Use <b> here."


def test_an_item_leads_to_its_page_or_where_it_points_or_to_its_id() -> None:
    assert only({"id": "1", "external_url": "https://b.example/"}).link == "https://b.example/"
    assert only({"id": "https://a.example/7", "title": "t"}).link == "https://a.example/7"
    assert parse(feed({"id": "no address", "title": "t"})).entries[0].link == ""


def test_a_hub_is_noted() -> None:
    hubs = [{"type": t, "url": f"https://{t}.example/"} for t in ("cloud", "WebSub")]
    assert parse(feed(ITEM, hubs=hubs)).hub == "https://websub.example/"


def test_line_ends_within_texts_do_no_harm() -> None:
    data = json.dumps(feed(ITEM)).replace("Ferry late", "Ferry\n\tlate").encode()
    assert (
        parse_feed(data, "https://a.example/feed.json", "", frozenset(), 500).entries[0].title == "Ferry late"
    )


def test_rss_in_json_is_rss() -> None:
    item = {
        "title": "Ferry late",
        "link": "https://a.example/1",
        "description": "<p>Late.</p>",
        "pubDate": "Sun, 22 Nov 2026 10:00:00 GMT",
        "guid": {"#value": "g", "isPermaLink": "false"},
        "author": ["A. Reed", "B. Tern"],
        "slash:comments": "4",
        "category": ["Ferries", {"#value": "Harbour"}],
        "comments": "https://a.example/1#talk",
        "enclosure": {"url": "https://a.example/1.mp3", "type": "audio/mpeg", "length": "9"},
        "source": {"url": "https://b.example/rss", "#value": "B"},
    }
    found = parse({"rss": {"version": "2.0", "channel": {"title": "Gazette", "ttl": 60, "item": item}}})
    (entry,) = found.entries
    assert (found.title, found.ttl) == ("Gazette", 3_600)
    assert (entry.guid, entry.title, entry.text, entry.author) == (
        "g",
        "Ferry late",
        "Late.",
        "A. Reed, B. Tern",
    )
    assert (entry.published, entry.facts.categories) == (1_795_341_600, ("Ferries", "Harbour"))
    assert entry.facts.enclosures == (Enclosure("https://a.example/1.mp3", "audio/mpeg", 9),)
    assert (entry.facts.comments_link, entry.facts.origin) == ("https://a.example/1#talk", "B")
    assert entry.facts.comments == 4


def test_rss_in_json_from_a_converter_of_xml_is_rss() -> None:
    item = {
        "title": {"#cdata-section": "Ferry late"},
        "guid": {"@isPermaLink": "false", "#text": "http://a.example/1"},
        "description": {"$t": "<p>Late.</p>"},
        "enclosure": {"@url": "https://a.example/1.mp3", "@type": "audio/mpeg", "@length": "9"},
        "source": {"@url": "https://b.example/rss", "#text": "B"},
    }
    (entry,) = parse({"rss": {"@version": "2.0", "channel": {"title": "Gazette", "item": item}}}).entries
    assert (entry.guid, entry.title, entry.text, entry.link) == (
        "http://a.example/1",
        "Ferry late",
        "Late.",
        "https://a.example/1.mp3",
    )
    assert entry.facts.enclosures == (Enclosure("https://a.example/1.mp3", "audio/mpeg", 9),)
    assert (entry.facts.origin, entry.facts.origin_link) == ("B", "https://b.example/rss")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"items": [', "this is damaged JSON"),
        (b'{"items": ' + b"[" * 100_000, "this is damaged JSON"),
        (b'{"a": 1}', "this is JSON, but not a JSON Feed"),
        (b'{"items": {}}', "this is JSON, but not a JSON Feed"),
        (b'{"rss": {"channel": []}}', "this is JSON, but not a JSON Feed"),
        (b"[1]", "this is JSON, but not a JSON Feed"),
    ],
)
def test_what_is_no_feed_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(NoFeedError, match=f"^{reason}$"):
        read(data)


def test_a_number_that_python_refuses_does_no_harm() -> None:
    data = b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": %s, "title": "t"}]}' % (
        b"9" * 10_000
    )
    assert parse_feed(data, "", "", frozenset(), 5).entries[0].title == "t"


def test_a_feed_without_items_is_a_feed() -> None:
    assert parse({"version": "https://jsonfeed.org/version/1.1", "title": "Quiet"}).title == "Quiet"
