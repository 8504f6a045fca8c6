"""tui.feeds.candidates: what a person's words mean, and what reads as a feed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.candidates import (
    Candidate,
    Rank,
    distinct,
    guesses,
    looks_like_feed,
    typed_addresses,
)


@pytest.mark.parametrize(
    "typed",
    ["bay.example", " bay.example ", "feed:bay.example", "feed://bay.example"],
)
def test_an_address_without_a_scheme_is_tried_with_https_first(typed: str) -> None:
    assert typed_addresses(typed) == ("https://bay.example", "http://bay.example")


@pytest.mark.parametrize(
    "typed", ["localhost:8000/x", "127.0.0.1:8000", "[::1]/feed", "bay.example:8080/a?b=c"]
)
def test_hosts_of_every_kind_are_read_with_their_ports(typed: str) -> None:
    assert typed_addresses(typed) == (f"https://{typed}", f"http://{typed}")


def test_an_address_with_its_scheme_is_that_one_alone() -> None:
    assert typed_addresses("http://bay.example/a") == ("http://bay.example/a",)
    assert typed_addresses("feed:https://bay.example/a") == ("https://bay.example/a",)


def test_a_fediverse_handle_is_a_page() -> None:
    assert typed_addresses("@mole@bay.example")[0] == "https://bay.example/@mole"
    assert typed_addresses("acct:mole@bay.example")[0] == "https://bay.example/@mole"


@pytest.mark.parametrize("typed", ["r/ferries", "/r/ferries/"])
def test_a_room_of_reddit_is_a_page(typed: str) -> None:
    assert typed_addresses(typed) == ("https://www.reddit.com/r/ferries",)


@pytest.mark.parametrize(
    "typed",
    ["", "harbour", "harbour news", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x.y",
     "ftp://bay.example/", "mailto:a@bay.example", "//bay.example/", "https://", "x" * 3_000 + ".example"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_means_nothing(typed: str) -> None:
    assert typed_addresses(typed) == ()


@given(st.text())
def test_whatever_is_typed_gives_web_addresses_or_none(typed: str) -> None:
    assert all(url.startswith(("https://", "http://")) for url in typed_addresses(typed))


@pytest.mark.parametrize(
    "path",
    ["/feed", "/feed/", "/rss", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/rss.php", "/a/b.rss",
     "/@mole.rss", "/releases.atom", "/news-rss.xml", "/feeds/posts/default", "/feeds/c/tech.xml?sort=New",
     "/?feed=rss2", "/tags?format=atom", "/x.RDF", "/feed/@mole"],
)  # fmt: skip
def test_addresses_of_feeds_read_as_feeds(path: str) -> None:
    assert looks_like_feed(f"https://bay.example{path}")


@pytest.mark.parametrize(
    "path",
    ["", "/", "/index.html", "/sitemap.xml", "/feedback", "/rss.html", "/feeds/all.html", "/index.json",
     "/wp-json/wp/v2/posts/1", "/atomic", "/?feedback=rss"],
)  # fmt: skip
def test_other_addresses_do_not(path: str) -> None:
    assert not looks_like_feed(f"https://bay.example{path}")


def test_guesses_lie_at_the_root_of_the_site() -> None:
    urls = [each.url for each in guesses("https://bay.example:8443/2026/11/ferry?x=1")]
    assert urls == [
        f"https://bay.example:8443/{name}"
        for name in ("feed", "rss", "atom.xml", "feed.xml", "index.xml", "feed.json")
    ]


def test_two_guesses_lie_in_the_part_of_the_site_that_was_meant() -> None:
    urls = [each.url for each in guesses("https://bay.example/blog/late")]
    assert urls[:3] == [f"https://bay.example/{name}" for name in ("blog/feed", "blog/index.xml", "feed")]


def test_a_persons_corner_of_a_host_is_a_site() -> None:
    assert guesses("https://uni.example/~mole/notes")[0].url == "https://uni.example/~mole/feed"


def test_an_address_is_a_candidate_once_with_its_best_reason() -> None:
    a = Candidate("https://bay.example/feed", Rank.GUESSED)
    b = Candidate("https://BAY.example:443/feed", Rank.DECLARED, "News")
    c = Candidate("https://bay.example/rss", Rank.LINKED)
    assert distinct([a, c, b]) == (b, c)
