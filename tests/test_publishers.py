"""tui.publishers: who stands behind an address."""

from __future__ import annotations

import pytest

from tui.publishers import publisher_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.com/a.xml", "http://feeds.example.com/b"),
        ("https://feeds.bbci.co.uk/news", "https://www.bbci.co.uk/sport"),
        ("https://abc.net.au/x", "https://www.abc.net.au/y"),
        ("https://feeds.feedburner.com/one/a", "https://feeds.feedburner.com/one/b"),
        ("https://www.reddit.com/r/news/.rss", "https://old.reddit.com/r/news/new.rss"),
        ("https://anna.substack.com/feed", "https://anna.substack.com/podcast"),
    ],
)
def test_sources_of_one_publisher_share_a_name(one: str, other: str) -> None:
    assert publisher_of(one) == publisher_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.co.uk/feed", "https://b.co.uk/feed"),
        ("https://anna.substack.com/feed", "https://ben.substack.com/feed"),
        ("https://feeds.feedburner.com/one", "https://feeds.feedburner.com/two"),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=a", "https://www.youtube.com/feeds/videos.xml?channel_id=b"),
        ("https://medium.com/feed/@a", "https://medium.com/@b"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/b"),
        ("http://bridge:3000/paper/world", "http://bridge:3000/station/world"),
        ("exec:one", "exec:two"),
        ("https://[broken", "https://[broken too"),
    ],
)  # fmt: skip
def test_different_publishers_have_different_names(one: str, other: str) -> None:
    assert publisher_of(one) != publisher_of(other)
