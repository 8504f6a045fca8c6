"""Articles as lines: columns, cuts, marks, times. No cache, no terminal."""

from __future__ import annotations

from dataclasses import replace

from tui.model import Article, CapFacts, Enclosure, Facts, Level
from tui.plain import lines
from tui.text import width

NOW = 1_800_000_000
ARTICLE = Article(
    id=7,
    source_id=1,
    source="The Harbour Post",
    source_url="https://reader:secret@example.org/feed",
    group="World",
    guid="g7",
    title="Ferry service resumes",
    link="https://example.org/7",
    author="A. Writer",
    published=NOW - 7_200,
    at=NOW - 7_200,
    fetched=NOW - 60,
    level=Level.ROUTINE,
    reasons=(),
    read=False,
    starred=False,
    revisions=0,
    lead="Boats run again.",
    document="[]",
)


def test_columns_hold_id_time_level_marks_source_and_title() -> None:
    starred = replace(ARTICLE, starred=True)
    assert lines.columns(starred) == (
        "7",
        "2027-01-15T06:00:00Z",
        "ROUTINE",
        "N*",
        "The Harbour Post",
        "Ferry service resumes",
    )


def test_a_read_article_without_a_star_has_a_dash_for_its_marks() -> None:
    assert lines.columns(replace(ARTICLE, read=True))[3] == "-"


def test_a_table_line_never_exceeds_the_terminal() -> None:
    wide = replace(ARTICLE, title="東京で開かれた会議の長い見出し" * 9, source="京" * 40)
    for cells in (10, 40, 80):
        assert [width(line) <= cells for line in lines.table([wide, ARTICLE], NOW, cells)] == [True, True]


def test_a_table_aligns_titles_under_each_other() -> None:
    other = replace(ARTICLE, id=1234, source="Bay", read=True, level=Level.URGENT)
    first, second = lines.table([ARTICLE, other], NOW, 200)
    assert first.index(ARTICLE.title) == second.index(ARTICLE.title)
    assert "URGENT" in second
    assert "ROUTINE" not in first


def test_a_table_without_alerts_has_no_column_for_levels() -> None:
    assert list(lines.table([ARTICLE], NOW, 200)) == [
        "7   2h  •   The Harbour Post  Ferry service resumes",
    ]


def test_a_record_hides_the_password_in_an_address() -> None:
    assert lines.record(ARTICLE)["source_url"] == "https://example.org/feed"


def test_a_record_says_null_where_the_feed_gave_no_date() -> None:
    record = lines.record(replace(ARTICLE, published=None, level=Level.FLASH, reasons=("its marker",)))
    assert record["published"] is None
    assert record["fetched"] == "2027-01-15T07:59:00Z"
    assert (record["level"], record["reasons"]) == ("FLASH", ["its marker"])


def test_an_arrival_states_when_it_came_in_and_its_level() -> None:
    when, level, rest = lines.arrival(replace(ARTICLE, level=Level.BULLETIN), NOW).split(maxsplit=2)
    assert when.count(":") == 1
    assert level == "BULLETIN"
    assert rest.startswith("The Harbour Post")


def test_a_heading_gives_every_reason_for_a_level() -> None:
    heading = list(lines.heading(replace(ARTICLE, level=Level.FLASH, reasons=("one", "two"))))
    assert heading[0] == ARTICLE.title
    assert heading[heading.index("Level: FLASH") + 1 :][:2] == ["  one", "  two"]


def test_a_heading_says_when_the_date_is_only_that_of_arrival() -> None:
    assert any("first seen" in line for line in lines.heading(replace(ARTICLE, published=None)))
    assert not any("first seen" in line for line in lines.heading(ARTICLE))


STATED = Facts(
    authors=("A. Writer",),
    categories=("Ferries", "Harbour"),
    enclosures=(Enclosure("https://example.org/7.mp3", "audio/mpeg", 47_160_424, 65),),
    comments=12,
    comments_link="https://example.org/7#talk",
    place=(60.17, 24.94),
    cap=CapFacts("Severe", event="Flood"),
    language="en-GB",
    origin="The B Post",
    origin_link="https://b.example/",
)


def test_the_heading_says_what_the_feed_states() -> None:
    assert list(lines.heading(replace(ARTICLE, facts=STATED)))[5:13] == [
        "From: The B Post https://b.example/",
        "Categories: Ferries, Harbour",
        "Place: 60.17° N, 24.94° E",
        "Language: en-GB",
        "Comments: 12 comments https://example.org/7#talk",
        "Warning: Flood (severe)",
        "Enclosure: https://example.org/7.mp3 (audio/mpeg, 47 MB, 1:05)",
        "Marks: unread",
    ]


def test_a_record_has_what_the_feed_states_and_nothing_that_it_does_not() -> None:
    stated = lines.record(replace(ARTICLE, facts=STATED))["facts"]
    assert isinstance(stated, dict)
    assert (stated["comments"], stated["place"], stated["cap"]) == (
        12, (60.17, 24.94), {"severity": "Severe", "event": "Flood"},
    )  # fmt: skip
    assert lines.record(ARTICLE)["facts"] == {}
