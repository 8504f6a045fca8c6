"""A web page to its story."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from page_parts import SENTENCES, page, paragraphs

from tui.pages.document import Block, Kind, plain_text
from tui.pages.extract import Story, extract
from tui.pages.extract_meta import people
from tui.pages.extract_walls import CONSENT, DOORMAN, EMPTY, PAYWALL, SCRIPT
from tui.pages.site_rule_files import file_for
from tui.pages.site_rules import parse

URL = "https://lumepost.example/harbour/wall"
HEADLINE = "<h1>Wall of the inner basin cracks</h1>"


def story(body: str, head: str = "", **more: str) -> Story:
    return extract(page(body, head, **more), URL)


def kinds(found: Story, kind: Kind) -> list[str]:
    return ["".join(span.text for span in block.spans) for block in found.document if block.kind is kind]


def linked_data(**facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'


def test_the_story_is_kept_and_the_furniture_is_not() -> None:
    text = plain_text(story(HEADLINE + paragraphs()).document)
    assert all(sentence in text for sentence in SENTENCES)
    assert not any(word in text for word in ("Home", "Related", "mackerel", "Copyright"))


def test_structure_comes_from_the_page_itself() -> None:
    found = story(
        HEADLINE
        + paragraphs(*SENTENCES[:2])
        + "<h2>What broke</h2>"
        + paragraphs(SENTENCES[2])
        + "<ul><li>The wall</li><li>Two bollards</li></ul>"
        + paragraphs(SENTENCES[3])
        + f"<blockquote><p>{SENTENCES[4]}</p></blockquote>"
        + "<pre>depth = 4\nwidth = 12</pre>"
        + "<table><tr><th>Year</th><th>Cracks</th></tr><tr><td>2024</td><td>3</td></tr></table>"
        + paragraphs(SENTENCES[5])
    )
    assert kinds(found, Kind.HEADING) == ["What broke"]
    assert kinds(found, Kind.ITEM) == ["The wall", "Two bollards"]
    assert [block.quote for block in found.document if SENTENCES[4] in plain_text((block,))] == [1]
    assert kinds(found, Kind.CODE) == ["depth = 4\nwidth = 12"]
    assert [block.rows for block in found.document if block.rows] == [(("Year", "Cracks"), ("2024", "3"))]


def test_a_picture_keeps_its_caption() -> None:
    figure = (
        '<figure><img src="/wall.jpg" alt=""><figcaption>The crack, seen from the quay.</figcaption></figure>'
    )
    found = story(HEADLINE + figure + paragraphs())
    assert [(plain_text((each,)), each.href) for each in found.document if each.kind is Kind.IMAGE] == [
        ("The crack, seen from the quay.", "https://lumepost.example/wall.jpg")
    ]


def test_a_caption_known_by_its_class_is_one_too() -> None:
    picture = (
        '<div><img src="/wall.jpg"><div class="photo-caption">The crack, seen from the quay.</div></div>'
    )
    found = story(HEADLINE + paragraphs(SENTENCES[0]) + picture + paragraphs(*SENTENCES[1:]))
    assert kinds(found, Kind.IMAGE) == ["The crack, seen from the quay."]


def test_links_stay_and_lead_nowhere_strange() -> None:
    linked = f'{SENTENCES[0]} <a href="/plan">The plan</a> and <a href="javascript:alert(1)">more</a>.'
    found = story(HEADLINE + paragraphs(linked, *SENTENCES[1:]))
    assert {span.href for block in found.document for span in block.spans} == {
        "",
        "https://lumepost.example/plan",
    }


def test_a_short_bold_paragraph_is_a_heading() -> None:
    found = story(
        HEADLINE + paragraphs(*SENTENCES[:3]) + "<p><b>How it began</b></p>" + paragraphs(*SENTENCES[3:])
    )
    assert kinds(found, Kind.HEADING) == ["How it began"]


def test_the_title_has_no_site_name_and_is_not_repeated_in_the_text() -> None:
    found = story(HEADLINE + paragraphs())
    assert found.title == "Wall of the inner basin cracks"
    assert found.title not in plain_text(found.document)


def test_without_a_heading_the_site_name_is_taken_off_the_title() -> None:
    for title in (
        "Wall cracks « The Lume Post",
        "The Lume Post | Wall cracks",
        "Wall cracks :: The Lume Post",
    ):
        head = '<meta property="og:site_name" content="The Lume Post">'
        assert story(paragraphs(), head, title=title).title == "Wall cracks"


def test_linked_data_names_author_date_and_publisher() -> None:
    head = linked_data(
        headline="Wall of the inner basin cracks",
        author=[{"@type": "Person", "name": "By Ada Quill"}, {"@type": "Person", "name": "Ben Oar"}],
        datePublished="2026-03-02T08:30:00+02:00",
        publisher={"name": "The Lume Post"},
        inLanguage="en-GB",
    )
    found = story(HEADLINE + paragraphs(), head)
    assert found.authors == ("Ada Quill", "Ben Oar")
    assert found.published == 1_772_433_000
    assert (found.publisher, found.language) == ("The Lume Post", "en")


def test_what_the_page_says_in_meta_elements_is_known_too() -> None:
    head = (
        '<meta name="author" content="Ada Quill and Ben Oar">'
        '<meta property="article:published_time" content="2026-03-02T06:30:00Z">'
        '<link rel="canonical" href="/harbour/wall-cracks"><link rel="amphtml" href="/amp/wall">'
    )
    found = story(HEADLINE + paragraphs(), head)
    assert found.authors == ("Ada Quill", "Ben Oar")
    assert found.published == 1_772_433_000
    assert found.canonical == "https://lumepost.example/harbour/wall-cracks"
    assert found.amp == "https://lumepost.example/amp/wall"


def test_the_description_is_the_standfirst_where_the_text_lacks_it() -> None:
    said = "Boats move to the northern quay while engineers look for the cause of the damage."
    assert story(HEADLINE + paragraphs(), f'<meta name="description" content="{said}">').standfirst == said
    first = f'<meta name="description" content="{SENTENCES[0]}">'
    assert story(HEADLINE + paragraphs(), first).standfirst == ""


def test_the_articles_own_statement_serves_where_the_page_shows_no_text() -> None:
    head = linked_data(headline="Wall", articleBody="\n\n".join(SENTENCES * 2))
    assert SENTENCES[5] in plain_text(story(HEADLINE + "<div id=app></div>", head).document)


def test_hidden_copies_of_the_story_are_left_out() -> None:
    copies = (
        f'<div style="display: none">{paragraphs(*SENTENCES)}<p>itemprop https://lumepost.example</p></div>'
    )
    text = plain_text(story(HEADLINE + paragraphs() + copies).document)
    assert text.count(SENTENCES[0]) == 1
    assert "itemprop" not in text


def test_blocks_known_as_the_sites_own_are_left_out() -> None:
    own = "The Lume Post is printed on paper from its own mill in the valley, as it has been since 1911."
    first = story(HEADLINE + paragraphs(*SENTENCES, own))
    assert own in plain_text(first.document)
    again = extract(page(HEADLINE + paragraphs(*SENTENCES, own)), URL, boilerplate=frozenset(first.learned))
    assert own not in plain_text(again.document)


def test_a_site_rule_narrows_the_page() -> None:
    body = (
        HEADLINE
        + f'<div class="text">{paragraphs(*SENTENCES[:3])}'
        + '<p class="ours">Buy our calendar of harbours now, please do.</p></div>'
        + f"<div>{paragraphs(*SENTENCES[3:])}</div>"
    )
    rule = parse("body: //div[@class='text']\nstrip_id_or_class: ours\ntitle: //h1\n", "lumepost.example.txt")
    found = extract(page(body), URL, rule=rule)
    assert plain_text(found.document).split("\n") == list(SENTENCES[:3])


def test_why_there_is_no_more_is_said_in_words() -> None:
    short = paragraphs(SENTENCES[0])
    denied = linked_data(headline="Wall", isAccessibleForFree=False)
    assert story(HEADLINE + short, denied).why == PAYWALL
    assert story(HEADLINE + short + "<p>This article is for subscribers only.</p>").why == PAYWALL
    assert story("<p>Before you continue, please accept all cookies.</p>").why == CONSENT
    assert (
        extract(b"<html><body><h1>Just a moment</h1><p>Verify you are human</p></body></html>", URL).why
        == DOORMAN
    )
    empty = b"<html><body><noscript>Please enable JavaScript.</noscript><div id=root></div></body></html>"
    assert extract(empty, URL).why == SCRIPT
    assert extract(b"", URL).why == EMPTY


def test_a_whole_story_says_nothing_of_the_sort() -> None:
    denied = linked_data(headline="Wall", isAccessibleForFree=False)
    assert story(HEADLINE + paragraphs(*SENTENCES * 2), denied).why == ""


def test_composed_and_decomposed_letters_are_the_same_words() -> None:
    text = "Die Ka\u0308hne liegen am Kai, und die Scha\u0308den an der Mauer sind gro\u0308sser als gedacht."
    assert "Schäden" in plain_text(story(HEADLINE + paragraphs(text, *SENTENCES)).document)


def block_texts(found: Story) -> list[str]:
    return [plain_text((block,)) for block in found.document if isinstance(block, Block)]


def test_two_line_breaks_part_paragraphs() -> None:
    found = story(HEADLINE + f"<div>{'<br><br>'.join(SENTENCES)}</div>")
    assert block_texts(found) == list(SENTENCES)


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+00:00", "1905-03-01", "9999-12-31T23:59:59-14:00"])
def test_a_page_that_dates_itself_into_no_time_of_ours_has_no_date(said: str) -> None:
    meta = f'<meta property="article:published_time" content="{said}">'
    published = story(HEADLINE + paragraphs(), meta).published
    assert published is None or published >= 0


def test_a_sections_name_in_the_same_heading_is_none_of_the_title() -> None:
    head = '<meta property="og:title" content="Wall of the inner basin cracks">'
    found = story("<h1>Harbour : Wall of the inner basin cracks</h1>" + paragraphs(), head)
    assert found.title == "Wall of the inner basin cracks"


def test_a_publisher_that_names_itself_gives_way_to_the_byline() -> None:
    head = linked_data(
        headline="Wall of the inner basin cracks",
        author={"name": "The Lume Post"},
        publisher={"name": "The Lume Post"},
    )
    byline = '<p class="byline">Harbour By <span class="author">Ada Marsh</span></p>'
    assert story(HEADLINE + byline + paragraphs(), head).authors == ("Ada Marsh",)
    assert story(HEADLINE + paragraphs(), head).authors == ("The Lume Post",)


def test_a_sites_name_is_an_author_only_where_nobody_else_is_named() -> None:
    assert people(["Ada Marsh, Lumepost.lt"]) == ("Ada Marsh",)
    assert people(["mbl.is"]) == ("mbl.is",)
    assert people(["https://lumepost.example/ada"]) == ()


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<a href="/print/harbour-wall-4711">Print</a>', "https://lumepost.example/print/harbour-wall-4711"),
        (
            '<a href="?id=4711&view=print">Print</a>',
            "https://lumepost.example/harbour-wall-4711?id=4711&view=print",
        ),
        ('<a href="/print/another-wall-4712">Print</a>', ""),
        ('<a href="https://ads.example/print/harbour-wall-4711">Print</a>', ""),
        ('<a href="/fingerprint/harbour-wall-4711">Print</a>', ""),
    ],
)
def test_a_printed_form_of_the_same_article_is_known(link: str, found: str) -> None:
    url = "https://lumepost.example/harbour-wall-4711"
    assert extract(page(HEADLINE + paragraphs() + link), url).printed == found


def test_a_host_of_whatever_form_has_a_rule_or_none(tmp_path: Path) -> None:
    (tmp_path / "press.example.txt").write_text("body: //main")
    assert file_for(tmp_path, "https://www.news.press.example/1") == tmp_path / "press.example.txt"
    for host in ("a" * 300 + ".example", "..", "../press.example", "a\0.example", "[::1]"):
        assert file_for(tmp_path, f"https://{host}/") is None
