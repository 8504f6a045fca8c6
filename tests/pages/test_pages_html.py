"""HTML to blocks: what a reader needs stays, what is hostile or hidden goes."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.pages.document import Block, Face, Kind, Span, dumps, loads, plain_text
from tui.pages.html import (
    BLOCK_COUNT_LIMIT,
    HTML_LIMIT,
    document_from_html,
    document_from_text,
    looks_like_html,
    text_of_html,
)
from tui.text import CONTROL

BASE = "https://press.example/world/"
PAGES = Path(__file__).parents[3] / "shared" / "data" / "pages"


def read(html: str) -> tuple[Block, ...]:
    return document_from_html(html, BASE)


def words(html: str) -> list[str]:
    return ["".join(span.text for span in block.spans) for block in read(html)]


def only(html: str) -> Block:
    (block,) = read(html)
    return block


def places(html: str) -> list[tuple[str, str, int, str]]:
    return [
        (block.kind.value, block.marker, block.depth, "".join(span.text for span in block.spans))
        for block in read(html)
    ]


# Paragraphs and spans.


def test_paragraphs_and_the_bare_text_between_them_are_paragraphs() -> None:
    assert words("before<p>one<p>two</p>between<div>three</div>") == [
        "before",
        "one",
        "two",
        "between",
        "three",
    ]


def test_text_without_any_tag_is_one_paragraph_with_its_entities_resolved() -> None:
    assert words("  Salt &amp; \n smoke&#8212;again ") == ["Salt & smoke—again"]


def test_white_space_folds_across_tags_as_in_a_browser() -> None:
    assert only("a <b> b</b>\n\t<i>c </i> d").spans == (
        Span("a "),
        Span("b ", Face.BOLD),
        Span("c ", Face.ITALIC),
        Span("d"),
    )


def test_no_space_is_invented_where_there_is_none() -> None:
    assert words("un<b>believ</b>able<i>!</i>") == ["unbelievable!"]


def test_faces_nest_and_end_where_their_tags_end() -> None:
    assert only("a<b>b<i>c</i></b><del>d</del><code>e</code>f").spans == (
        Span("a"),
        Span("b", Face.BOLD),
        Span("c", Face.BOLD | Face.ITALIC),
        Span("d", Face.STRIKE),
        Span("e", Face.CODE),
        Span("f"),
    )


def test_neighbours_of_one_style_are_one_span() -> None:
    assert only("<p><b>one </b><strong>two</strong><b> three</b>").spans == (
        Span("one two three", Face.BOLD),
    )


def test_one_br_is_a_line_end_and_two_are_a_paragraph_end() -> None:
    assert words("one<br>two <br> <br/>three<br>") == ["one\ntwo", "three"]


def test_line_feeds_in_the_source_are_spaces() -> None:
    assert words("<p>one\ntwo\r\nthree</p>") == ["one two three"]


@pytest.mark.parametrize("html", ["<p></p>", "<p>&nbsp;</p>", "<br><br>", "<p>\u200b</p>", "", " "])
def test_what_shows_nothing_is_no_block(html: str) -> None:
    assert read(html) == ()


def test_powers_and_formulas_keep_their_meaning() -> None:
    assert words("10<sup>6</sup> t of CO<sub>2</sub>, the 21<sup>st</sup>") == ["10⁶ t of CO₂, the 21st"]


def test_short_quotations_get_their_marks() -> None:
    assert words("She said <q>no</q>.") == ["She said “no”."]


def test_text_that_looks_like_markup_or_markdown_is_kept_literally() -> None:
    text = "[bold]x[/] [@click=app.quit]y[/] *z* _w_ 1986. A year"
    assert words(f"<p>{text}</p>") == [text]


# Headings, lists, quotes, code.


def test_headings_keep_their_level() -> None:
    assert [(block.kind, block.level) for block in read("<h1>a</h1><h4>b</h4>c")] == [
        (Kind.HEADING, 1),
        (Kind.HEADING, 4),
        (Kind.PARAGRAPH, 0),
    ]


def test_nested_lists_keep_depth_and_numbers() -> None:
    html = "<ol start=3><li>a<ul><li>b<li>c</ul><li value=9>d<li>e</ol>f"
    assert places(html) == [
        ("item", "3.", 0, "a"),
        ("item", "•", 1, "b"),
        ("item", "•", 1, "c"),
        ("item", "9.", 0, "d"),
        ("item", "10.", 0, "e"),
        ("paragraph", "", 0, "f"),
    ]


def test_a_list_may_start_at_nought() -> None:
    assert places("<ol start=0><li>a</ol>") == [("item", "0.", 0, "a")]


def test_a_second_paragraph_of_an_item_is_set_in() -> None:
    assert places("<ul><li><p>a</p><p>b</p></li></ul>") == [
        ("item", "•", 0, "a"),
        ("paragraph", "", 1, "b"),
    ]


def test_an_empty_item_leaves_no_trace() -> None:
    assert places("<ul><li></li><li>a</ul>") == [("item", "•", 0, "a")]


def test_terms_are_bold_and_descriptions_set_in_even_when_never_closed() -> None:
    document = read("<dl><dt>term<dd>one<dd>two<dt>next<dd>three</dl>after")
    assert [block.depth for block in document] == [0, 1, 1, 0, 1, 0]
    assert document[0].spans[0].face is Face.BOLD
    assert document[1].spans[0].face is Face.PLAIN


def test_quotes_nest_and_hold_any_block() -> None:
    html = "<blockquote>a<blockquote><h3>b</h3></blockquote><ul><li>c</ul></blockquote>d"
    assert [(block.kind.value, block.quote) for block in read(html)] == [
        ("paragraph", 1),
        ("heading", 2),
        ("item", 1),
        ("paragraph", 0),
    ]


def test_listings_keep_their_lines_and_indentation() -> None:
    html = "<pre><code>if x:\n\treturn&nbsp;1\n\n<span>end</span><br>of</code></pre>"
    assert only(html) == Block(Kind.CODE, (Span("if x:\n    return 1\n\nend\nof"),))


def test_a_listing_of_one_block_a_line_keeps_its_lines() -> None:
    assert words("<pre><div>one</div><div>  two</div></pre>") == ["one\n  two"]


def test_rules_are_kept_once() -> None:
    assert [block.kind.value for block in read("a<hr><hr/>b")] == ["paragraph", "rule", "paragraph"]


# Links.


def test_links_are_absolute_and_end_with_their_text() -> None:
    assert only('see <a href="../a?b=1&amp;c=2">this </a>now').spans == (
        Span("see "),
        Span("this", href="https://press.example/a?b=1&c=2"),
        Span(" now"),
    )


def test_an_address_without_scheme_is_taken_as_https() -> None:
    assert document_from_html("<a href='//a.example/b'>x</a>", "")[0].spans[0].href == ("https://a.example/b")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "&#106;avascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "ssh://-oProxyCommand=x",
        "mailto:a@b.example",
        "http://",
        "http://[::1",
        "#note1",
        "",
    ],
)
def test_addresses_that_lead_out_of_the_web_are_dropped_and_their_text_stays(href: str) -> None:
    assert only(f'<a href="{href}">text</a>').spans == (Span("text"),)


def test_a_vowel_sign_after_a_link_stays_with_its_letter() -> None:
    first, second = only("<a href='/x'>भारत</a>ीय").spans
    assert first.text == "भारती"
    assert second.text == "य"


# Images and what plays.


def test_an_image_has_its_description_and_its_address() -> None:
    assert only("<img src=a.png alt='A  harbour&#10;at dawn'>") == Block(
        Kind.IMAGE, (Span("A harbour at dawn"),), href="https://press.example/world/a.png"
    )


def test_the_caption_of_a_figure_is_preferred_wherever_it_stands() -> None:
    for html in (
        "<figure><img src=a.png alt=x><figcaption>The <em>old</em> port</figcaption></figure>",
        "<figure><figcaption>The <em>old</em> port</figcaption><img src=a.png alt=x></figure>",
    ):
        block = only(html)
        assert block.kind is Kind.IMAGE
        assert block.spans == (Span("The "), Span("old ", Face.ITALIC), Span("port"))


def test_a_caption_without_an_image_is_a_paragraph() -> None:
    assert places("<figure><figcaption>alone</figcaption></figure>") == [("paragraph", "", 0, "alone")]


@pytest.mark.parametrize(
    "image",
    [
        "<img src=//c.example/p.gif width=1 height=1 alt=''>",
        "<img src=//c.example/p.png height='1'>",
        "<img src=//c.example/p.jpg style='display: none'>",
        "<img src=//c.example/count?id=7>",
        "<img src=data:image/png;base64,AAAA>",
        "<img src=javascript:x width=300>",
        "<img>",
    ],
)
def test_counters_and_images_that_say_nothing_are_dropped(image: str) -> None:
    assert words(f"<p>text {image}</p>") == ["text"]


@pytest.mark.parametrize(
    "image",
    [
        "<img src=a.jpg?w=640>",
        "<img src=a width=640>",
        "<img src=data:image/gif;base64,R0 data-src=a.jpg>",
        "<img srcset='a.jpg 1x, b.jpg 2x'>",
        "<figure><img src=a></figure>",
        "<img src=javascript:x alt='described'>",
    ],
)
def test_images_that_show_something_are_kept(image: str) -> None:
    block = only(image)
    assert block.kind is Kind.IMAGE
    assert block.href.startswith("https://press.example/world/a") or block.spans


def test_an_image_within_a_sentence_does_not_tear_it() -> None:
    assert [(block.kind.value) for block in read("a <img src=a.jpg alt=i> b<p>c")] == [
        "paragraph",
        "image",
        "paragraph",
    ]
    assert words("a <img src=a.jpg alt=i> b") == ["a b", "i"]


def test_drawn_characters_are_characters() -> None:
    assert words("good <img class='emoji' src=x.png alt='☺'> news") == ["good ☺ news"]


def test_what_plays_is_a_link_that_names_its_host() -> None:
    html = (
        "<iframe src='https://www.youtube.com/embed/1'>old browser</iframe>"
        "<iframe src='https://maps.example/x'></iframe>"
        "<video><source src='https://v.example/1.mp4'>old browser</video>"
        "<audio src='/a.mp3'></audio><audio src='javascript:x'></audio>"
        "<iframe src='https://c.example/' width=0 height=0></iframe>"
    )
    assert [(block.spans[0].text, block.spans[0].href) for block in read(html)] == [
        ("video: www.youtube.com", "https://www.youtube.com/embed/1"),
        ("embed: maps.example", "https://maps.example/x"),
        ("video: v.example", "https://v.example/1.mp4"),
        ("audio: press.example", "https://press.example/a.mp3"),
    ]


@pytest.mark.parametrize(
    "element", ["script", "style", "noscript", "svg", "template", "title", "button", "iframe"]
)
def test_what_is_not_for_reading_is_left_out_and_reading_goes_on(element: str) -> None:
    assert words(f"<p>a</p><{element}>hidden <b>x</b></{element}><p>b</p>") == ["a", "b"]


def test_a_form_is_left_out_unless_it_holds_the_article() -> None:
    story = "<p>" + "The harbour was closed again. " * 40 + "</p>"
    assert words("a<form>Your address <input><p>Join</p></form>b") == ["a", "b"]
    assert plain_text(read(f"<form>{story}</form>")).startswith("The harbour")


# Tables.


def test_a_table_of_data_is_rows_of_cells() -> None:
    html = (
        "<table><caption>Results</caption><thead><tr><th>Team<th>Points</thead>"
        "<tbody><tr><td>Reds <b>FC</b><td><p>3</p><tr><td>Blues<td></table>"
    )
    caption, table = read(html)
    assert caption.spans == (Span("Results"),)
    assert table == Block(Kind.TABLE, level=1, rows=(("Team", "Points"), ("Reds FC", "3"), ("Blues", "")))


def test_a_cell_over_two_columns_keeps_the_others_in_theirs() -> None:
    html = "<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>"
    assert only(html).rows == (("a", "", "b"), ("c", "d", "e"))


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a<tr><td>b</table>",
        "<table><tr><td>a<td>b</table>",
        "<table><tr><td>a<td><p>b<p>c<tr><td>d<td>e</table>",
        "<table><tr><td>a<td><ul><li>b</ul><tr><td>c<td>d</table>",
        "<table><tr><td>a<td><a href=/x>b</a><tr><td>c<td>d</table>",
        "<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d<td>e</table><tr><td>f<td>g</table>",
    ],
)
def test_a_table_that_only_places_things_becomes_its_blocks(html: str) -> None:
    letters = re.findall(r"(?<=>)[a-g](?=<)", html)
    assert plain_text(read(html)).split() == letters


# Hostile input.


def test_controls_end_neither_words_nor_lines() -> None:
    assert words("<p>no\x01t\x93hing<b>\x93</b>\x1c\x7f\ud800 here</p>") == ["nothing here"]
    assert only("<pre>a\n\x93<p>\x01</p>b</pre>") == only("<pre>a\n<p></p>b</pre>")


@pytest.mark.parametrize(
    "before",
    [
        "<!-- nothing -->",
        "",
        "<ul><li><b><a href=/x>open<table><tr><td><figure><form><script>x",
        "<pre>x<sup>",
        "<video><source src=/v>",
        "<h2><blockquote><dl><dt>term",
        "<p>x" * 6_000,
    ],
)
def test_nothing_of_one_text_is_left_for_the_next(before: str) -> None:
    text = "<p>one <i>two</i> <a href=/x>three</a></p><ol><li>four</ol>"
    alone = (
        Block(
            Kind.PARAGRAPH,
            (
                Span("one "),
                Span("two ", Face.ITALIC),
                Span("three", href="https://press.example/x"),
            ),
        ),
        Block(Kind.ITEM, (Span("four"),), marker="1."),
    )
    document_from_html(before, "https://other.example/")
    assert read(text) == alone


def test_references_to_control_characters_do_not_reach_the_text() -> None:
    html = "<p>a&#27;[31mb&#7;c&#8238;d\u202e\x1b]0;e\x07</p>"
    assert words(html) == ["a[31mbcd]0;e"]
    assert words(html.removeprefix("<p>").removesuffix("</p>")) == ["a[31mbcd]0;e"]


def test_hostile_characters_are_gone_from_every_field() -> None:
    bad = "&#27;[2J&#8238;\u200b\x9b\ud800"
    html = (
        f"<h1>a{bad}</h1><pre>b{bad}</pre><img src=x.png alt='c{bad}'>"
        f"<table><tr><th>d{bad}<th>e<tr><td>f{bad}<td>g</table>"
        f"<a href='https://press.example/{bad}'>h{bad}</a>"
    )
    text = dumps(read(html))
    assert not CONTROL.search(text)
    assert not re.search("[\u202e\u200b\ud800]", text)
    assert "\\u001b" not in text
    assert len(read(html)) == 5


def test_marks_are_bounded_across_faces() -> None:
    html = "x" + "<b>\u0301</b><i>\u0302</i>" * 50
    assert len(words(html)[0]) <= 5


def test_a_hundred_thousand_nested_tags_are_read_to_the_bottom() -> None:
    assert words("<div>" * 100_000 + "deep") == ["deep"]
    assert words("<b>" * 100_000 + "deep") == ["deep"]
    assert words("<blockquote><ul><li><table><tr><td>" * 20_000 + "deep") == ["deep"]


@pytest.mark.parametrize(
    "html",
    [
        "<" * 200_000,
        "<!--" * 250_000,
        "<a href=" * 100_000,
        "&" * 500_000,
        "&#27;" * 200_000,
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">x",
        "<table><tr>" + "<td>x" * 10_000 + "<tr>" + "<td>y" * 10_000,
        "<table><tr><td colspan=99999999999>x" * 1_000,
        "<ol start=-99999999999999999999><li value=1e9>x</ol>",
        "<figure><figcaption>x" * 20_000,
        "<pre><table><tr><td><form><video>" * 5_000,
        "</p></b></a></td></table></ul></li></pre></h1></figure></dd></form>x",
        "<?xml version='1.0' encoding='utf-16'?><p>x",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
        "<![CDATA[x]]>",
        "\ud800<p>\udfff&#xD800;&#x110000;</p>",
        "\x00<\x00p>\x00",
    ],
)
def test_hostile_markup_gives_a_bounded_clean_document(html: str) -> None:
    document = read(html)
    assert len(document) <= BLOCK_COUNT_LIMIT
    text = dumps(document)
    text.encode()
    assert loads(text) == document
    assert not CONTROL.search(plain_text(document).replace("\n", ""))


def test_one_word_of_a_megabyte_is_kept_and_what_comes_after_is_cut() -> None:
    assert len(words("a" * (HTML_LIMIT + 5))[0]) == HTML_LIMIT
    assert len(words("<p>" + "漢" * HTML_LIMIT)[0]) == HTML_LIMIT - 3


def test_ten_thousand_columns_lose_nothing_but_what_is_over_the_limit() -> None:
    document = read("<table><tr>" + "<td>x" * 10_000)
    assert len(document) == BLOCK_COUNT_LIMIT


# fmt: off
_TAGS = (
    "p", "div", "b", "a", "td", "tr", "table", "ul", "li", "ol", "h1", "pre", "br", "img", "script",
    "style", "form", "iframe", "svg", "body", "html", "noscript", "caption", "dl", "dd", "dt", "q",
    "figure", "figcaption", "video", "source", "blockquote", "sup", "code", "hr", "th", "title",
)
# fmt: on
_SOUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in _TAGS]),
        st.sampled_from([f"</{tag}>" for tag in _TAGS]),
        st.sampled_from(["<img src=a.jpg alt=x>", "<a href=/x>", "<td colspan=3>", "<!-- ", "-->"]),
        st.text(max_size=4),
    ),
    max_size=30,
).map("".join)


@given(_SOUP)
def test_any_soup_of_tags_gives_clean_blocks(html: str) -> None:
    for block in read(html):
        text = "".join(span.text for span in block.spans)
        assert text.strip() or block.kind in (Kind.RULE, Kind.IMAGE, Kind.TABLE)
        assert all(span.text for span in block.spans)
        assert not CONTROL.search(text.replace("\n", ""))
        assert all(re.match(r"https?://|$", span.href) for span in block.spans)
        styles = [(span.face, span.href) for span in block.spans]
        assert all(a != b for a, b in pairwise(styles))


def test_real_pages_keep_the_words_of_their_articles() -> None:
    if not PAGES.is_dir():
        pytest.skip("the shared article pages are not on this machine")
    records = (PAGES / "scrapinghub.jsonl").read_text("utf-8").splitlines()[::8]
    for record in map(json.loads, records):
        raw = gzip.decompress((PAGES / record["file"]).read_bytes())[:HTML_LIMIT]
        have = set(re.findall(r"\w+", plain_text(read(raw.decode("utf-8", "replace")))))
        wanted = re.findall(r"\w+", record["body"])
        assert sum(word in have for word in wanted) >= 0.93 * len(wanted), record["file"]


# Text and titles.


def test_plain_text_has_its_paragraphs_lines_and_links() -> None:
    assert document_from_text("one\ntwo\n\n\nsee https://a.example/b_(c), (https://d.example).") == (
        Block(Kind.PARAGRAPH, (Span("one\ntwo"),)),
        Block(
            Kind.PARAGRAPH,
            (
                Span("see "),
                Span("https://a.example/b_(c)", href="https://a.example/b_(c)"),
                Span(", ("),
                Span("https://d.example", href="https://d.example"),
                Span(")."),
            ),
        ),
    )


def test_plain_text_is_not_read_as_html() -> None:
    (block,) = document_from_text("<b>a</b> &amp; \x1b[1m")
    assert block.spans == (Span("<b>a</b> &amp; [1m"),)


@pytest.mark.parametrize(
    "text",
    [
        *("<p>a", "a<br/>b", "AT&amp;T", "&#8217;", "<!-- x -->", "</div>"),
        *(
            "<object data='x'>",
            '<embed src="x">',
            "<math><mi>a</mi></math>",
            "<ruby>港<rt>みなと</rt></ruby>",
        ),
    ],
)
def test_tags_and_entities_look_like_html(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize(
    "text",
    [
        *("a < b", "List<String>", "I <3 it", "a & b; c", "", "<" * 200_000, "<title> and </title>"),
        *("the <blink> tag", "<option x <y = 2", "<link " * 30_000),
    ],
)
def test_angle_brackets_and_ampersands_alone_do_not(text: str) -> None:
    assert not looks_like_html(text)


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("Plain  title", "Plain title"),
        ("AT&amp;T &#8212; up", "AT&T — up"),
        ("A <em>new</em><br>line", "A new line"),
        ("Vec<T> &lt;b&gt;", "Vec<T> <b>"),
        ("a &lt; b <script>x()</script>", "a < b"),
        ('A <embed src="a" width=1>film', "A film"),
        ("<math xmlns='m'><mi>a</mi><mo>+</mo><mi>b</mi></math>", "a+b"),
        ("[bold]x[/] 1986. A year", "[bold]x[/] 1986. A year"),
        ("&#27;[31m\x1bred&#8238;", "[31mred"),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_a_title_is_one_plain_line(html: str, line: str) -> None:
    assert text_of_html(html) == line


def test_a_title_is_cut_at_its_limit() -> None:
    assert len(text_of_html("<b>" + "word " * 1_000)) <= 500
    assert text_of_html("&amp;" * 50, 10) == "&&&&&&&&&…"
