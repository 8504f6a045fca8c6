"""tui.catalogue: the feeds that the guide offers are well-formed; whether they answer no test asks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tui import config, paths
from tui.catalogue import Feed, catalogue
from tui.config_values import same_address

FEEDS = catalogue()


def test_there_is_something_for_most_readers() -> None:
    assert len(FEEDS) >= 150
    assert len({feed.code for feed in FEEDS if feed.code}) >= 15
    assert len({feed.topic for feed in FEEDS}) >= 8
    assert len({feed.language for feed in FEEDS}) >= 15


def test_every_feed_says_all_that_the_guide_shows() -> None:
    for feed in FEEDS:
        assert all((feed.name, feed.topic, feed.country, feed.group)), feed
        assert re.fullmatch("[a-z]{2}", feed.language), feed
        assert re.fullmatch("([A-Z]{2})?", feed.code), feed
        for address in (feed.url, feed.site):
            parts = urlsplit(address)
            assert parts.scheme in ("http", "https"), feed
            assert parts.hostname, feed
            assert not re.search(r"\s", address), feed


def test_no_feed_and_no_name_is_there_twice() -> None:
    assert len({same_address(feed.url) for feed in FEEDS}) == len(FEEDS)
    assert len({feed.name for feed in FEEDS}) == len(FEEDS)


def test_every_feed_can_be_a_source() -> None:
    tables = "\n".join(f'[[sources]]\nurl = "{feed.url}"\n' for feed in FEEDS)
    assert [source.url for source in config.parse(tables, "").sources] == [feed.url for feed in FEEDS]


def test_the_sources_of_the_shipped_configuration_are_in_it() -> None:
    shipped = config.load(paths.shipped("config.example.toml"))
    assert {source.url for source in shipped.sources} <= {feed.url for feed in FEEDS}


def test_news_are_grouped_by_country_and_all_else_by_topic() -> None:
    def group(topic: str, code: str) -> str:
        return Feed("A", topic, "en", "https://a.example/", "https://a.example/", "Verrany", code).group

    assert [group("News", "VE"), group("News", ""), group("Science", "VE")] == ["Verrany", "World", "Science"]
