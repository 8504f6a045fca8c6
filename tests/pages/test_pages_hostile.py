"""Pages that mean harm, or are only large: what comes out is bounded and clean."""

from __future__ import annotations

import pytest
from page_parts import SENTENCES, page, paragraphs

from tui.pages.document import Kind, dumps, plain_text
from tui.pages.extract import BLOCKS_LIMIT, BYTES_LIMIT, Story, extract
from tui.text import HARMFUL

URL = "https://lumepost.example/wall"
HEADLINE = "<h1>Wall of the inner basin cracks</h1>"


def story(body: str, head: str = "") -> Story:
    return extract(page(HEADLINE + body, head), URL)


def test_200_000_nested_tags_hide_nothing_and_stop_nothing() -> None:
    assert extract(b"<div>" * 200_000 + b"text", URL).document == ()
    deep = story(paragraphs() + "<div>" * 20_000)
    assert SENTENCES[5] in plain_text(deep.document)


def test_one_line_of_five_megabytes_is_bounded() -> None:
    found = extract(b"<p>" + b"word " * 1_000_000, URL)
    assert len(dumps(found.document)) <= BYTES_LIMIT + 1_000


def test_bytes_beyond_the_limit_are_not_read() -> None:
    late = page(paragraphs()).replace(
        b"</article>", b"<!--" + b"x" * BYTES_LIMIT + b"--><p>late words</p></article>"
    )
    assert "late words" not in plain_text(extract(late, URL).document)


def test_a_table_of_10_000_columns_is_bounded() -> None:
    cells = "".join(f"<td>{number}</td>" for number in range(10_000))
    found = story(
        paragraphs() + f"<table><tr>{cells}</tr><tr>{cells}</tr></table>" + paragraphs("The end of it.")
    )
    assert len(found.document) <= BLOCKS_LIMIT
    assert all(sentence in plain_text(found.document) for sentence in SENTENCES)
    assert found.why == "the page is too long to be read whole"


def test_escape_bytes_reach_no_field() -> None:
    nasty = "\x1b]52;c;UFdORUQ=\x1b\\ &#27;[31m &#x9b;2J \u202e"
    head = (
        f'<meta name="author" content="Ada {nasty}">'
        f'<meta name="description" content="{nasty * 3} a description of it">'
        f'<meta property="og:site_name" content="Post {nasty}">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Wall \\u001b]2;x"}</script>'
    )
    found = story(
        paragraphs(nasty + SENTENCES[0], *SENTENCES[1:]) + f'<img alt="{nasty}" src="/a.jpg">', head
    )
    said = [found.title, *found.authors, found.publisher, found.standfirst, found.image_caption, found.why]
    assert SENTENCES[3] in plain_text(found.document)
    assert not HARMFUL.search("".join(said) + plain_text(found.document).replace("\n", ""))


def test_links_out_of_the_web_are_no_links() -> None:
    schemes = ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "--flag", "java\tscript:x")
    links = " ".join(f'<a href="{each}">here</a>' for each in schemes)
    found = story(paragraphs(f"{SENTENCES[0]} {links}", *SENTENCES[1:]))
    hrefs = [span.href for block in found.document for span in block.spans if span.href]
    assert all(href.startswith("https://lumepost.example/") for href in hrefs)


def test_markup_and_markdown_in_text_stay_text() -> None:
    odd = "[@click=app.quit]Press[/] **this** 1986. A year, &lt;b&gt;not bold&lt;/b&gt; and `code` here."
    found = story(paragraphs(SENTENCES[0], odd, *SENTENCES[1:]))
    assert "[@click=app.quit]Press[/] **this** 1986. A year, <b>not bold</b>" in plain_text(found.document)
    assert all(block.kind is Kind.PARAGRAPH for block in found.document)


def test_linked_data_of_any_shape_is_survived() -> None:
    for text in (
        "[" * 100_000,
        '{"@type": ["NewsArticle"], "author": [[[]]], "image": [[]]}',
        "null",
        "NaN",
        '{"@graph": 7}',
    ):
        head = f'<script type="application/ld+json">{text}</script>'
        assert SENTENCES[0] in plain_text(story(paragraphs(), head).document)


def test_a_tag_with_very_many_attributes_costs_its_tag_alone() -> None:
    many = " ".join(f'a{number}="1"' for number in range(60_000))
    assert SENTENCES[0] in plain_text(story(f"<div {many}></div>" + paragraphs()).document)


def test_any_bytes_at_all_are_a_page() -> None:
    for data in (
        b"\x00" * 1_000,
        b"\xff\xfe\x00<",
        b"<",
        b"<html",
        b"<!--",
        b"<p>" + bytes(range(256)),
        b"%PDF-1.7 \x80",
    ):
        assert isinstance(extract(data, URL), Story)


def test_a_page_of_more_tags_than_are_looked_at_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.pages.extract_units.EVENTS_LIMIT", 60)
    found = story(paragraphs() + "<ul><li><a href='/x'>x</a></ul><div><b>y</b></div>" * 20)
    assert SENTENCES[0] in plain_text(found.document)
