"""Every healthy publisher's documents are read by the parsers that telex uses."""

from __future__ import annotations

import json
from calendar import timegm
from datetime import UTC, datetime, timedelta

import feedparser
import lxml.html
import pytest
from lxml import etree

from tui.demo.documents import Edition, feed, front, page
from tui.demo.script import Script, items, load

START = 1_790_000_000.0
BASE = "http://127.0.0.1:4242"
SCRIPT = load()
SLUGS = [o.slug for o in SCRIPT.outlets if o.manner not in ("dead", "hostile")]
XML = [slug for slug in SLUGS if SCRIPT.outlet(slug).kind != "json"]
MOMENTS = (0.0, 430.0, 10_000.0)


def edition(slug: str, speed: float = 1.0, script: Script = SCRIPT) -> Edition:
    return Edition(script.outlet(slug), BASE, START, speed)


@pytest.mark.parametrize("elapsed", MOMENTS)
@pytest.mark.parametrize("slug", XML)
def test_feedparser_finds_every_article(slug: str, elapsed: float) -> None:
    held = items(SCRIPT, slug, elapsed)
    parsed = feedparser.parse(feed(edition(slug), held))
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == [item.title for item in held]
    assert [entry.link for entry in parsed.entries] == [edition(slug).link(item) for item in held]


@pytest.mark.parametrize("slug", [slug for slug in XML if SCRIPT.outlet(slug).kind != "rss091"])
def test_feedparser_finds_the_dates(slug: str) -> None:
    held = items(SCRIPT, slug, 430)
    parsed = feedparser.parse(feed(edition(slug), held))
    dates = [entry.get("published_parsed") or entry.updated_parsed for entry in parsed.entries]
    wanted = [edition(slug).moment(item.at) for item in held]
    assert [datetime.fromtimestamp(timegm(date), UTC) for date in dates] == wanted


@pytest.mark.parametrize("elapsed", MOMENTS)
def test_the_json_feed_holds_every_article(elapsed: float) -> None:
    held = items(SCRIPT, "kestrel", elapsed)
    document = json.loads(feed(edition("kestrel"), held))
    assert document["version"].startswith("https://jsonfeed.org/version/1")
    assert [row["title"] for row in document["items"]] == [item.title for item in held]
    assert [row["id"] for row in document["items"]] == [edition("kestrel").guid(i) for i in held]


@pytest.mark.parametrize(
    ("slug", "version"),
    [
        ("verrany-press", "rss20"),
        ("aldermoor-courier", "rss091u"),
        ("tomoshihama", "rss10"),
        ("hazard-office", "atom10"),
    ],
)
def test_the_formats_are_what_they_say(slug: str, version: str) -> None:
    assert feedparser.parse(feed(edition(slug), items(SCRIPT, slug, 0))).version == version


def test_warnings_carry_cap_elements_and_expire_in_real_time() -> None:
    held = items(SCRIPT, "hazard-office", 60)
    root = etree.fromstring(feed(edition("hazard-office", speed=20.0), held))
    names = {"a": "http://www.w3.org/2005/Atom", "cap": "urn:oasis:names:tc:emergency:cap:1.2"}
    entry = root.findall("a:entry", names)[0]
    found = {
        name: entry.findtext(f"cap:{name}", namespaces=names)
        for name in ("severity", "urgency", "certainty", "event", "areaDesc")
    }
    assert found["severity"] == "Extreme"
    assert all(found.values())
    published = datetime.fromisoformat(entry.findtext("a:published", "", names))
    expires = datetime.fromisoformat(entry.findtext("cap:expires", "", names))
    assert expires - published == timedelta(hours=8)


def test_guids_do_not_depend_on_the_port() -> None:
    item = items(SCRIPT, "harbour-light", 0)[0]
    other = Edition(SCRIPT.outlet("harbour-light"), "http://127.0.0.1:9", START, 1.0)
    assert other.guid(item) == edition("harbour-light").guid(item)


def test_a_retitled_article_keeps_guid_and_link() -> None:
    def entry(elapsed: float) -> tuple[str, str, str]:
        parsed = feedparser.parse(feed(edition("harbour-light"), items(SCRIPT, "harbour-light", elapsed)))
        found = next(e for e in parsed.entries if e.id.endswith(":ferry-aground"))
        return found.id, found.link, found.title

    before, after = entry(100), entry(200)
    assert before[:2] == after[:2]
    assert before[2] != after[2]


def test_speed_brings_arrivals_closer_and_leaves_the_archive_alone() -> None:
    slow, fast = edition("touchline", 1.0), edition("touchline", 10.0)
    assert slow.moment(100) - fast.moment(100) == timedelta(seconds=90)
    assert slow.moment(-3600) == fast.moment(-3600)


def test_a_summary_feed_leaves_the_text_to_the_page() -> None:
    gazette = edition("gazette-saint-orvan")
    item = next(i for i in items(SCRIPT, gazette.outlet.slug, 0) if i.key == "marche-couvert")
    assert "Marthe Jolivet" not in feed(gazette, [item]).decode()
    assert "Marthe Jolivet" in page(gazette, item).decode()


def test_the_texts_have_headings_lists_quotes_code_links_pictures_and_tables() -> None:
    bodies = "".join(item.body for slug in SLUGS for item in items(SCRIPT, slug, 430))
    root = lxml.html.fromstring(f"<div>{bodies}</div>")
    wanted = ["h2", "ul", "ol", "blockquote", "pre", "a", "img", "figcaption", "table"]
    assert [name for name in wanted if not list(root.iter(name))] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_front_page_leads_to_the_feed_and_to_every_article(slug: str) -> None:
    held = items(SCRIPT, slug, 0)
    root = lxml.html.fromstring(front(edition(slug), held).decode())
    assert root.xpath("//link[@rel='alternate']/@href") == [edition(slug).feed_path]
    assert root.xpath("//li/a/@href") == [edition(slug).link(item) for item in held]


def test_addresses_in_a_text_are_absolute() -> None:
    for slug in SLUGS:
        for item in items(SCRIPT, slug, 430):
            root = lxml.html.fromstring(page(edition(slug), item).decode())
            elements = [element for article in root.iter("article") for element in article.iter()]
            found = [element.get(name) for element in elements for name in ("href", "src")]
            assert all(address.startswith(f"{BASE}/") for address in found if address)
