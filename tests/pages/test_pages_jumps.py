"""tui.pages.jumps: footnotes and other places of a text are found by its links, and nothing else is."""

from __future__ import annotations

import pytest
from page_parts import page, paragraphs

from tui.pages.document import Block, Document, Kind, Span, dumps, loads
from tui.pages.extract import extract
from tui.pages.html import document_from_html
from tui.pages.jumps import is_jump, may_jump, without_jumps
from tui.pages.markdown import markdown
from tui.pages.markup import markup
from tui.pages.render import plain

BASE = "https://press.example/world/wall"
NOTE = '<p>The wall<sup id="r1"><a href="#fn:1">1</a></sup> broke.</p><p>It was old.</p>'
NOTES = '<ol><li id="fn:1"><p>Built in 1911. <a href="#r1">↩</a></p></li></ol>'


def jumps(document: Document) -> list[tuple[str, str]]:
    """Each link within a document: its words, and the first words of the block that it leads to."""
    named = {f"#{block.name}": block.spans[0].text if block.spans else "" for block in document if block.name}
    return [(span.text, named[span.href]) for block in document for span in block.spans if is_jump(span.href)]


@pytest.mark.parametrize(
    "html",
    [
        NOTE + NOTES,
        NOTE.replace("#fn:1", f"{BASE}#fn:1") + NOTES,
        NOTE.replace("#fn:1", "#fn%3A1") + NOTES,
        NOTE + NOTES.replace('<li id="fn:1"><p>', '<li><p><a name="fn:1"></a>'),
        NOTE + '<ol><li id="fn:1">Built in 1911. <a href="#r1">↩</a></ol>',
    ],
    ids=["as is", "whole address", "quoted", "old anchor", "no paragraph"],
)
def test_a_footnote_is_led_to_and_leads_back(html: str) -> None:
    assert jumps(document_from_html(html, BASE)) == [("¹", "Built in 1911. "), ("↩", "The wall")]


def test_the_names_of_places_are_ours_and_stand_only_where_a_link_leads() -> None:
    document = document_from_html('<p id="x">One</p><p id="y">Two <a href="#x">up</a></p>', BASE)
    assert [block.name for block in document] == ["n1", ""]
    assert loads(dumps(document)) == document


def test_a_heading_that_links_to_itself_is_no_link() -> None:
    heading, text = document_from_html('<h2 id="x">Tides <a href="#x">#</a></h2><p>One</p>', BASE)
    assert heading.spans == (Span("Tides"),)
    assert not heading.name
    assert not text.name


def test_a_link_to_a_place_that_is_not_there_leads_where_it_did_before() -> None:
    (block,) = document_from_html(f'<p>a <a href="#gone">b</a> <a href="{BASE}#talk">c</a></p>', BASE)
    assert [(span.text, span.href) for span in block.spans if span.href] == [("c", f"{BASE}#talk")]


def test_places_in_tables_and_captions_are_not_lost() -> None:
    table = '<table><tr><th>a<th>b<tr><td id="q">1<td>2</table>'
    figure = '<figure><img src="w.jpg" alt="w"><figcaption id="c">The wall</figcaption></figure><p>After</p>'
    document = document_from_html(f'{table}{figure}<p><a href="#q">q</a> <a href="#c">c</a></p>', BASE)
    named = [block.kind for block in document if block.name]
    assert named == [Kind.TABLE, Kind.PARAGRAPH]


def test_the_footnotes_of_a_web_page_are_kept_as_jumps() -> None:
    notes = '<section class="footnotes"><h2>Notes</h2>' + NOTES + "</section>"
    story = extract(page("<h1>Wall cracks</h1>" + paragraphs() + NOTE + paragraphs() + notes), BASE)
    assert ("¹", "Built in 1911. ") in jumps(story.document)


def test_only_names_of_ours_are_jumps() -> None:
    assert is_jump("#n12")
    for strange in ("", "#", "#x", "#n", "https://x.example/#n1", "#n1\x1b[m", "#n123456"):
        assert not is_jump(strange)


DOCUMENT = (
    Block(Kind.PARAGRAPH, (Span("The "), Span("wall", href="https://x.example/"), Span("¹", href="#n1"))),
    Block(Kind.ITEM, (Span("Built in 1911."),), marker="1.", name="n1"),
)


def test_linear_text_and_markdown_have_the_mark_and_no_address_for_it() -> None:
    assert plain(DOCUMENT, 40) == "The wall[1]¹\n\n1. Built in 1911.\n\n[1] https://x.example/"
    assert markdown(DOCUMENT) == "The [wall](https://x.example/)¹\n\n1. Built in 1911.\n"
    assert without_jumps(DOCUMENT)[1].name == ""


def test_html_keeps_the_jump() -> None:
    shown = markup(DOCUMENT)
    assert '<a href="#n1">¹</a>' in shown
    assert '<li id="n1">Built in 1911.' in shown


def test_a_million_places_and_jumps_are_read_at_once() -> None:
    document = document_from_html('<a id="a" href="#a">x</a>' * 40_000, BASE)
    assert len(document) == 1
    assert not document[0].name


def test_only_a_text_with_an_address_that_has_a_place_may_jump() -> None:
    assert may_jump('<a href="#x">')
    assert may_jump("<a href=page#x>")
    for other in ('<p style="color:#fff">', "&#8217;", "# Title", "href=" * 200_000, "C#<b>"):
        assert not may_jump(other)
