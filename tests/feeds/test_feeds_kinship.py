"""tui.feeds.kinship: an article that is known by another guid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.arrivals import Entry, Feed, Former
from tui.feeds.kinship import SAME_TITLE, renamed

NOW = 1_790_000_000
FORMER = Former(
    guid="http://news.example/ferry", fingerprint="f1", title="Ferry late", link="http://news.example/ferry",
    lead="It is late.", published=NOW, at=NOW,
)  # fmt: skip
ENTRY = Entry(
    guid="other", fingerprint="f2", title="Another title", link="https://news.example/other",
    lead="Another text.", published=NOW,
)  # fmt: skip


def taken_for(entry: Entry, former: Former = FORMER) -> bool:
    """Whether an entry, alone in its document, is taken for an article that left it."""
    return renamed(Feed("", (entry,)), {}, [former]) == {entry.guid: former.guid}


def test_an_entry_with_nothing_in_common_is_another() -> None:
    assert not taken_for(ENTRY)


@pytest.mark.parametrize(
    "guid", ["https://news.example/ferry", "http://www.news.example/ferry", "http://news.example/ferry/"]
)
def test_a_guid_that_moved_to_https_or_lost_its_www_is_the_same(guid: str) -> None:
    assert taken_for(replace(ENTRY, guid=guid))


def test_a_guid_on_another_host_needs_the_title_or_the_text() -> None:
    moved = replace(ENTRY, guid="https://post.example/ferry")
    assert not taken_for(moved)
    assert taken_for(replace(moved, title="Ferry late"))
    assert taken_for(replace(moved, lead="It is late."))


def test_a_counter_of_corrections_behind_a_guid_changes_nothing() -> None:
    former = replace(FORMER, guid="https://news.example/ferry#0")
    again = replace(ENTRY, guid="https://news.example/ferry#1", link="https://news.example/ferry")
    assert taken_for(again, former)


def test_what_stands_behind_the_hash_may_be_another_article() -> None:
    former = replace(FORMER, guid="https://a.example/changes#v1", link="https://a.example/changes#v1")
    assert not taken_for(
        replace(ENTRY, guid="https://a.example/changes#v2", link="https://a.example/changes#v2"), former
    )
    assert not taken_for(
        replace(ENTRY, guid="https://a.example/changes#2", link="https://a.example/changes#2"),
        replace(former, guid="https://a.example/changes#1", link="https://a.example/changes#1"),
    )


@pytest.mark.parametrize(
    "link",
    [
        "https://news.example/ferry",
        "http://www.news.example/ferry/?utm_source=rss&utm_medium=feed",
        "http://news.example/ferry?at_campaign=rss",
    ],
)
def test_the_same_link_with_the_same_text_is_the_same(link: str) -> None:
    assert taken_for(replace(ENTRY, link=link, lead="It is late."))


def test_the_same_link_with_the_same_title_is_the_same_within_two_days() -> None:
    again = replace(ENTRY, link=FORMER.link, title="Ferry late")
    assert taken_for(replace(again, published=NOW + SAME_TITLE))
    assert not taken_for(replace(again, published=NOW + SAME_TITLE + 1))


def test_the_same_link_with_another_title_and_text_is_another() -> None:
    assert not taken_for(replace(ENTRY, link=FORMER.link))


def test_what_has_neither_guid_nor_link_and_is_dated_anew_is_the_same() -> None:
    former = replace(FORMER, guid="0123456789abcdef", link="")
    again = replace(ENTRY, guid="fedcba9876543210", link="", title=former.title, lead=former.lead)
    assert taken_for(replace(again, published=NOW + SAME_TITLE), former)
    assert not taken_for(replace(again, published=NOW + SAME_TITLE + 1), former)
    assert not taken_for(replace(again, lead="Another text."), former)
    assert not taken_for(replace(again, guid="urn:its-own"), former)


def test_a_link_to_the_front_page_says_nothing() -> None:
    former = replace(FORMER, guid="ep1", link="https://show.example/")
    assert not taken_for(replace(ENTRY, guid="ep2", link="https://show.example/", title="Ferry late"), former)


def test_another_member_of_the_query_is_another_page() -> None:
    former = replace(FORMER, guid="1", link="https://a.example/?p=1")
    assert not taken_for(replace(ENTRY, guid="2", link="https://a.example/?p=2", lead="It is late."), former)


def test_a_token_in_the_link_changes_nothing_when_title_and_date_are_the_same() -> None:
    former = replace(FORMER, guid="https://a.example/read?t=1", link="https://a.example/read?t=1")
    again = replace(
        ENTRY, guid="https://a.example/read?t=2", link="https://a.example/read?t=2", title="Ferry late"
    )
    assert taken_for(again, former)
    assert not taken_for(replace(again, published=NOW + 1), former)


def test_two_empty_texts_are_not_the_same_text() -> None:
    assert not taken_for(replace(ENTRY, link=FORMER.link, lead=""), replace(FORMER, lead=""))


def test_an_article_that_is_still_in_the_document_is_nobody_else() -> None:
    again = replace(ENTRY, guid="https://news.example/ferry")
    assert renamed(Feed("", (again,), unchanged=("f1",)), {}, [FORMER]) == {}
    still = replace(ENTRY, guid=FORMER.guid)
    assert renamed(Feed("", (again, still)), {FORMER.guid}, [FORMER]) == {}


def test_an_article_is_taken_by_one_entry_only() -> None:
    first, second = (replace(ENTRY, guid=guid, lead="It is late.", link=FORMER.link) for guid in "ab")
    assert renamed(Feed("", (first, second)), {}, [FORMER]) == {"a": FORMER.guid}


@pytest.mark.parametrize("address", ["http://[", "http://a:b/", "tag:a,2026:1", ""])
def test_an_address_that_is_none_does_no_harm(address: str) -> None:
    assert not taken_for(replace(ENTRY, guid=address or "x", link=address), replace(FORMER, link=address))


def test_many_entries_on_one_link_are_looked_at_within_bounds() -> None:
    formers = [
        replace(FORMER, guid=f"g{n}", fingerprint=f"p{n}", lead=f"l{n}", title=f"t{n}") for n in range(2_000)
    ]
    entries = tuple(replace(ENTRY, guid=f"n{n}", link=FORMER.link) for n in range(500))
    assert renamed(Feed("", entries), {}, formers) == {}
