"""tui.feeds.known_sites: each row of the table, by an address as a person has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.candidates import Rank, looks_like_feed
from tui.feeds.known_sites import feeds_by_shape, feeds_of

VIDEOS = "https://www.youtube.com/feeds/videos.xml"
KNOWN = {
    "https://www.youtube.com/channel/UCab-_1/videos": [f"{VIDEOS}?channel_id=UCab-_1"],
    "https://m.youtube.com/watch?v=a&list=PLx-1&index=2": [f"{VIDEOS}?playlist_id=PLx-1"],
    "https://www.youtube.com/playlist?list=PLx": [f"{VIDEOS}?playlist_id=PLx"],
    "https://www.youtube.com/user/mole": [f"{VIDEOS}?user=mole"],
    "https://old.reddit.com/r/ferries/": ["https://www.reddit.com/r/ferries/.rss"],
    "https://www.reddit.com/user/mole": ["https://www.reddit.com/user/mole/.rss"],
    "https://www.reddit.com/r/ferries/top/?t=week": ["https://www.reddit.com/r/ferries/top.rss?t=week"],
    "https://www.reddit.com/search/?q=ferry+late": ["https://www.reddit.com/search.rss?q=ferry+late"],
    "https://www.reddit.com/r/ferries/search?q=late&restrict_sr=1": [
        "https://www.reddit.com/r/ferries/search.rss?q=late&restrict_sr=1"
    ],
    "https://github.com/mole/ferry": [
        "https://github.com/mole/ferry/releases.atom",
        "https://github.com/mole/ferry/commits.atom",
        "https://github.com/mole/ferry/tags.atom",
    ],
    "https://github.com/mole/ferry.git": [
        "https://github.com/mole/ferry/releases.atom",
        "https://github.com/mole/ferry/commits.atom",
        "https://github.com/mole/ferry/tags.atom",
    ],
    "https://github.com/mole/ferry/blob/main/README.md": [
        "https://github.com/mole/ferry/releases.atom",
        "https://github.com/mole/ferry/commits.atom",
        "https://github.com/mole/ferry/tags.atom",
    ],
    "https://github.com/mole/ferry/releases/tag/v1": ["https://github.com/mole/ferry/releases.atom"],
    "https://github.com/mole/ferry/tree/late/fix": ["https://github.com/mole/ferry/commits/late/fix.atom"],
    "https://www.reddit.com/": ["https://www.reddit.com/.rss"],
    "https://sh.reddit.com/r/ferries+docks": ["https://www.reddit.com/r/ferries+docks/.rss"],
    "https://substack.com/@mole": ["https://mole.substack.com/feed"],
    "https://mole.blogspot.co.uk/": ["https://mole.blogspot.com/feeds/posts/default"],
    "https://github.com/mole/ferry/releases/": ["https://github.com/mole/ferry/releases.atom"],
    "https://github.com/mole/ferry/tree/main": ["https://github.com/mole/ferry/commits/main.atom"],
    "https://github.com/mole": ["https://github.com/mole.atom"],
    "https://gist.github.com/mole": ["https://gist.github.com/mole.atom"],
    "https://gitlab.com/a/b/ferry/-/issues": [
        "https://gitlab.com/a/b/ferry/-/releases.atom",
        "https://gitlab.com/a/b/ferry/-/tags?format=atom",
        "https://gitlab.com/a/b/ferry.atom",
    ],
    "https://gitlab.com/mole": ["https://gitlab.com/mole.atom"],
    "https://codeberg.org/mole/ferry": [
        "https://codeberg.org/mole/ferry/releases.rss",
        "https://codeberg.org/mole/ferry.rss",
    ],
    "https://codeberg.org/mole": ["https://codeberg.org/mole.rss"],
    "https://bsky.app/profile/mole.bay.example": ["https://bsky.app/profile/mole.bay.example/rss"],
    "https://mole.substack.com/p/late": ["https://mole.substack.com/feed"],
    "https://open.substack.com/pub/mole/p/late": ["https://mole.substack.com/feed"],
    "https://medium.com/@mole/late-1": ["https://medium.com/feed/@mole"],
    "https://medium.com/ferries": ["https://medium.com/feed/ferries"],
    "https://mole.medium.com/": ["https://mole.medium.com/feed"],
    "https://mole.wordpress.com": ["https://mole.wordpress.com/feed/"],
    "https://mole.wordpress.com/tag/ferry/": ["https://mole.wordpress.com/tag/ferry/feed/"],
    "https://mole.blogspot.com/2026/11/late.html": ["https://mole.blogspot.com/feeds/posts/default"],
    "https://mole.tumblr.com/": ["https://mole.tumblr.com/rss"],
    "https://www.tumblr.com/mole": ["https://mole.tumblr.com/rss"],
    "https://mole.ghost.io/late/": ["https://mole.ghost.io/rss/"],
    "https://dev.to/t/python": ["https://dev.to/feed/tag/python"],
    "https://news.ycombinator.com/": ["https://news.ycombinator.com/rss"],
    "https://stackoverflow.com/questions/tagged/c%2b%2b": ["https://stackoverflow.com/feeds/tag/c%2b%2b"],
    "https://pypi.org/project/ferry/": ["https://pypi.org/rss/project/ferry/releases.xml"],
}
SHAPES = {
    "https://bay.example/@mole": "https://bay.example/@mole.rss",
    "https://bay.example/@mole/1234": "https://bay.example/@mole.rss",
    "https://bay.example/@mole@pier.example": "https://pier.example/@mole.rss",
    "https://bay.example/web/@mole": "https://bay.example/@mole.rss",
    "https://bay.example/@mole/tagged/ferry": "https://bay.example/@mole/tagged/ferry.rss",
    "https://bay.example/users/mole": "https://bay.example/users/mole.rss",
    "https://bay.example/tags/ferry": "https://bay.example/tags/ferry.rss",
    "https://bay.example/c/ferries": "https://bay.example/feeds/c/ferries.xml?sort=New",
    "https://bay.example/c/ferries@pier.example": (
        "https://bay.example/feeds/c/ferries@pier.example.xml?sort=New"
    ),
    "http://bay.example:8080/u/mole": "http://bay.example:8080/feeds/u/mole.xml?sort=New",
}


@pytest.mark.parametrize("url", KNOWN)
def test_a_page_of_a_known_site_gives_its_feeds(url: str) -> None:
    found = feeds_of(url)
    assert [each.url for each in found] == KNOWN[url]
    assert {each.rank for each in found} == {Rank.DECLARED}


@pytest.mark.parametrize("url", SHAPES)
def test_a_shape_of_known_software_is_a_guess_on_any_host(url: str) -> None:
    assert [(each.url, each.rank) for each in feeds_by_shape(url)] == [(SHAPES[url], Rank.GUESSED)]
    assert feeds_of(url) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@mole",
        "https://www.youtube.com/c/mole",
        "https://github.com/topics/ferry",
        "https://github.com/explore",
        "https://medium.com/",
        "https://bay.example/r/ferries",
        "https://github.com.bay.example/mole/ferry",
        "https://notreddit.com/r/ferries",
    ],
)
def test_pages_that_name_their_feed_themselves_and_other_sites_have_no_row(url: str) -> None:
    assert feeds_of(url) == ()


@pytest.mark.parametrize("url", [url for urls in [*KNOWN.values(), SHAPES.values()] for url in urls])
def test_a_feed_s_own_address_reads_as_one_and_nothing_is_made_of_it(url: str) -> None:
    assert looks_like_feed(url)
    assert feeds_of(url) == feeds_by_shape(url) == ()


@given(st.sampled_from(["youtube.com", "www.reddit.com", "github.com", "gitlab.com", "x.substack.com"]),
       st.text("/@-?=&.{}%abcUC_", max_size=60))  # fmt: skip
def test_whatever_stands_behind_a_known_host_gives_addresses_of_the_web(host: str, path: str) -> None:
    url = f"https://{host}/{path}"
    assert all(each.url.startswith("https://") for each in (*feeds_of(url), *feeds_by_shape(url)))
