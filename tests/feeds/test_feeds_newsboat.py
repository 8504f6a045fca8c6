"""tui.feeds.newsboat and its filters: a ``urls`` file as newsboat itself reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.newsboat import read_newsboat
from tui.feeds.newsboat_filter import FilterError, translate
from tui.model import Source
from tui.query import parse


def test_newsboats_urls_are_read() -> None:
    found = read_newsboat(
        "# my feeds\n"
        "\n"
        'http://a.example/feed#top World "~The \\"A\\" feed" # no tag\n'
        '"http://b.example/" "~B" "two words"\n'
        "http://c.example/\r\n"
    )
    assert found.sources == (
        Source("http://a.example/feed#top", 'The "A" feed', "World"),
        Source("http://b.example/", "B", "two words"),
        Source("http://c.example/"),
    )
    assert (found.refused, found.notes, found.queries, found.extras) == ((), (), (), {})


def test_further_tags_are_kept_for_an_export_and_said() -> None:
    found = read_newsboat('http://a.example/ news "cool, stuff" must ~A\n')
    assert found.sources == (Source("http://a.example/", "A", "news"),)
    assert found.extras == {"http://a.example/": {"category": "news,cool stuff,must"}}
    (note,) = found.notes
    assert note.endswith(": A")


def test_what_newsboat_hides_is_imported_and_said() -> None:
    found = read_newsboat('http://a.example/ "!" ~A\nhttp://b.example/ "!B (hidden)" news\n')
    assert found.sources == (Source("http://a.example/", "A"), Source("http://b.example/", "", "news"))
    assert found.notes == ("hidden in newsboat, shown here: A, http://b.example/",)


@pytest.mark.parametrize(
    "line",
    [
        "exec:~/bin/feed tag",
        '"filter:~/bin/filter:http://a.example/"',
        "file:///home/me/feed.xml",
        "query:broken",
        "|id",
        "ftp://a.example/",
    ],
)
def test_newsboats_commands_and_files_are_refused_by_name(line: str) -> None:
    found = read_newsboat(f"{line}\nhttp://good.example/\n")
    assert [source.url for source in found.sources] == ["http://good.example/"]
    ((what, why),) = found.refused
    assert what[:5] in line
    assert why


def test_a_saved_search_becomes_the_query_that_finds_the_same() -> None:
    found = read_newsboat('"query:Unread Articles:unread = \\"yes\\" and age between 0:1" meta ~Other\n')
    assert found.queries == (("Unread Articles", "is:unread newer:2d"),)
    assert not found.sources
    assert not found.refused


def test_a_saved_search_that_telex_cannot_make_is_named_with_the_reason() -> None:
    found = read_newsboat('"query:Flagged:flags =~ \\"s\\""\n')
    assert found.refused == (("Flagged", "is a saved search by flags, which telex does not have"),)


def test_a_search_by_a_tag_that_is_not_the_group_of_all_its_feeds_says_so() -> None:
    urls = 'http://a.example/ fun tag1\nhttp://b.example/ tag1\n"query:One:tags # \\"tag1\\""\n'
    found = read_newsboat(urls)
    assert found.queries == (("One", "group:tag1"),)
    assert found.notes[-1] == "One: some feeds with the tag tag1 stand in another group"


@pytest.mark.parametrize(
    ("expression", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread=="no"', "is:read"),
        ('unread != "yes"', "-is:unread"),
        ('title =~ "storm"', "title:storm*"),
        ('title =~ "rate rise"', 'title:"rate rise"'),
        ('title !~ "storm|(gale)"', None),
        ('title !~ "storm|gale"', "-(title:storm* OR title:gale*)"),
        ('title =~ "(storm|gale)"', "title:storm* OR title:gale*"),
        ('author =~ "Smith"', "author:Smith*"),
        ('content =~ "ferry"', "ferry*"),
        ('tags # "news"', "group:news"),
        ('tags !# "news"', "-group:news"),
        ('tags # "two words"', 'group:"two words"'),
        (r'rssurl =~ "^https://www\.youtube.com/"', 'source:"https://www.youtube.com/"'),
        ('feedtitle = "The Post"', 'source:"The Post"'),
        ("age < 3", "newer:3d"),
        ("age <= 3", "newer:4d"),
        ("age > 3", "older:4d"),
        ("age >= 3", "older:3d"),
        ('age = "3"', "newer:4d older:3d"),
        ("age between 7:2", "newer:8d older:2d"),
        # Equal precedence, to the right: newsboat's own grammar.
        ('unread = "yes" and age < 3 or tags # "a"', "is:unread (newer:3d OR group:a)"),
        ('unread = "yes" or age < 3 and tags # "a"', "is:unread OR newer:3d group:a"),
        (
            '( author =~ "Ann" or author =~ "Bo" ) and (title =~ "x" or title =~ "y")',
            "(author:Ann* OR author:Bo*) (title:x* OR title:y*)",
        ),
        ('((unread = "yes"))', "is:unread"),
        ('title =~ "^storm"', None),
        ('title =~ "st.*m"', None),
        (r'title =~ "\bstorm"', None),
        ('title = "storm"', None),
        ("age != yes", None),
        ("age # 3", None),
        ('unread = "maybe"', None),
        ("unread_count > 0", None),
        ('unread = "yes" and', None),
        ('(unread = "yes"', None),
        ('unread = "yes")', None),
        ("", None),
        ("(" * 5_000, None),
        (" or ".join(['title =~ "x"'] * 60), None),
    ],
)
def test_a_filter_is_translated_or_said_to_have_no_query(expression: str, query: str | None) -> None:
    if query is None:
        with pytest.raises(FilterError, match=r"^(by|that) "):
            translate(expression)
    else:
        assert translate(expression).query == query
        parse(query)


PARTS = st.sampled_from(
    [
        *("unread", "title", "age", "tags", "=", "=~", "!#", "<", "between", '"yes"', '"a|b"', "3", "1:2"),
        *("(", ")", " and ", " or ", " ", '"', "\\"),
    ]
)


@given(st.lists(PARTS, max_size=12).map("".join))
def test_whatever_is_translated_is_a_query(expression: str) -> None:
    try:
        found = translate(expression)
    except FilterError:
        return
    parse(found.query)
