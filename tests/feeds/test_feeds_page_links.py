"""tui.feeds.page_links: what pages name, honest ones and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.candidates import Candidate, Rank
from tui.feeds.page_links import LIMIT, links_of

BASE = "https://bay.example/news/"


def urls(page: str, base: str = BASE) -> list[str]:
    return [each.url for each in links_of(page.encode(), base)]


def test_declared_feeds_come_in_the_order_of_the_document_with_their_titles() -> None:
    found = links_of(
        b'<html><head><link rel="alternate" type="application/rss+xml" title="News &amp; more" href="/a">'
        b"<LINK REL='feed alternate' TYPE='Application/Atom+XML; charset=utf-8' HREF=b>"
        b'<link type="application/feed+json" rel=alternate href="https://pier.example/c"></head>',
        BASE,
    )
    assert found == (
        Candidate("https://bay.example/a", Rank.DECLARED, "News & more"),
        Candidate("https://bay.example/news/b", Rank.DECLARED),
        Candidate("https://pier.example/c", Rank.DECLARED),
    )


def test_what_is_declared_comes_before_links_and_own_links_before_those_of_others() -> None:
    page = (
        '<a href="https://pier.example/feed">x</a><a href="/rss.xml">y</a><a href="/about">z</a>'
        '<a href="/talk" type="application/rss+xml">t</a>'
        '<link rel=alternate type=application/rss+xml href="/declared">'
    )
    assert urls(page) == [
        "https://bay.example/declared",
        "https://bay.example/rss.xml",
        "https://bay.example/talk",
        "https://pier.example/feed",
    ]


def test_a_feed_of_comments_is_no_better_than_a_link() -> None:
    page = "".join(
        f"<link rel=alternate type=application/rss+xml href={path}>" for path in ("/comments/feed/", "/feed/")
    )
    assert urls(page) == ["https://bay.example/feed/", "https://bay.example/comments/feed/"]


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=alternate hreflang=de href=/de>",
        "<link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>",
        "<link rel=alternate type=application/json+oembed href=/oembed>",
        "<link rel=stylesheet type=text/css href=/feed.css>",
        "<link rel=icon href=/feed.xml>",
        "<link rel=alternate type=application/rss+xml>",
        "<link rel=alternate type=application/rss+xml href=''>",
        "<!-- <link rel=alternate type=application/rss+xml href=/feed> -->",
        "<script>'<link rel=alternate type=application/rss+xml href=/feed>'</script>",
        "<p title='<link rel=alternate type=application/rss+xml href=/feed>'>x",
    ],
)
def test_what_is_no_declaration_of_a_feed_is_none(link: str) -> None:
    assert urls(f"<html><head>{link}</head>") == []


def test_a_json_feed_declared_by_a_loose_type_counts_where_it_reads_as_one() -> None:
    assert urls("<link rel=alternate type=application/json href=/feed.json>") == [
        "https://bay.example/feed.json"
    ]


def test_addresses_are_resolved_against_the_first_base_of_the_page() -> None:
    page = "<base href=/x/><base href=https://evil.example/><a href=feed.xml>a</a>"
    assert urls(page) == ["https://bay.example/x/feed.xml"]


@pytest.mark.parametrize("base", ["javascript:alert(1)", "file:///etc/", "data:,x"])
def test_a_base_that_is_no_web_address_does_not_count(base: str) -> None:
    assert urls(f"<base href='{base}'><a href=feed.xml>a</a>") == ["https://bay.example/news/feed.xml"]


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)//feed.xml",
     "java\tscript:alert('/feed')", "&#106;avascript:x/feed", "data:text/xml,/feed",
     "file:///feed.xml", "ftp://bay.example/feed", "http://[/feed", "mailto:feed@bay.example"],
)  # fmt: skip
def test_an_address_that_is_not_of_the_web_is_not_taken(href: str) -> None:
    assert urls(f'<a href="{href}">x</a><link rel=alternate type=application/rss+xml href="{href}">') == []


def test_the_feed_scheme_means_the_web() -> None:
    page = "<a href=feed://bay.example/feed>a</a><a href=feed:http://bay.example/rss>b</a>"
    assert urls(page) == ["https://bay.example/feed", "http://bay.example/rss"]
    assert [each.url for each in links_of(page.encode(), "http://bay.example/")] == [
        "http://bay.example/feed",
        "http://bay.example/rss",
    ]


def test_an_old_page_s_xml_is_asked_for_after_all_that_is_surely_a_feed() -> None:
    page = (
        "<link rel=alternate type=text/xml href=/x.xml><link rel=alternate type=application/rss+xml href=/a>"
    )
    found = links_of(page.encode(), BASE)
    assert [(each.url, each.rank) for each in found] == [
        ("https://bay.example/a", Rank.DECLARED),
        ("https://bay.example/x.xml", Rank.LINKED),
    ]


def test_a_title_is_one_harmless_line() -> None:
    page = "<link rel=alternate type=application/rss+xml href=/a title='x&#27;[2J\u202e\ny" + "z" * 500 + "'>"
    (found,) = links_of(page.encode(), BASE)
    assert found.title.startswith("x[2J y")
    assert len(found.title) <= 120


@pytest.mark.parametrize(
    "page",
    [
        b"<link" * 200_000,
        b"<link " * 170_000,
        b"<div>" * 200_000,
        b"<b><a href=/x>" * 70_000,
        b"<a " + b"a=b " * 250_000 + b">",
        b"<!--" * 250_000,
        b'<a href="' * 100_000,
        b"<a href='" + b"&amp;" * 200_000 + b"'>",
        (b"<a href='/" + b"feeds/" * 300 + b".html'>") * 500,
        b"<" * 1_000_000,
        b"\0" * 1_000_000,
        b"",
        b" ",
        b"\xff\xfe",
    ],
    ids=lambda page: page[:12].decode("latin-1"),
)
def test_a_page_that_is_made_to_be_slow_ends_and_names_nothing(page: bytes) -> None:
    # That it ends within the suite's time is the point: a quadratic reader would need hours.
    assert links_of(page, BASE) == ()


def test_a_page_that_declares_thousands_of_feeds_names_few() -> None:
    page = "".join(f"<link rel=alternate type=application/rss+xml href=/{n}>" for n in range(20_000))
    assert urls(page) == [f"https://bay.example/{n}" for n in range(LIMIT)]


@given(st.binary(max_size=400))
def test_whatever_a_page_is_it_names_web_addresses_or_none(page: bytes) -> None:
    assert all(each.url.startswith(("https://", "http://")) for each in links_of(page, BASE))
