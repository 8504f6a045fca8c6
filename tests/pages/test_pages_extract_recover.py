"""What belongs to a story though the extractor lost it, and what does not though the extractor kept it."""

from __future__ import annotations

import pytest
from page_parts import SENTENCES, page, paragraphs

from tui.pages.document import Kind
from tui.pages.extract import extract
from tui.pages.extract_rivers import rivers
from tui.pages.extract_units import Unit

URL = "https://lumepost.example/harbour/wall"


def texts(body: str) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    document = extract(page("<h1>Wall of the inner basin cracks</h1>" + body), URL).document
    return [(block.kind.value, "".join(span.text for span in block.spans)) for block in document]


def of_kind(body: str, kind: Kind) -> list[str]:
    return [text for name, text in texts(body) if name == kind]


def sections(*names: str) -> str:
    return "".join(f'<h2 id="s{at}">{name}</h2><p>{SENTENCES[at]}</p>' for at, name in enumerate(names))


NAMES = ("What broke", "The engineers", "The boats", "The council")


def test_the_contents_of_a_story_lead_nowhere_else_and_stay_with_the_lists_in_them() -> None:
    contents = (
        "<ul>"
        + "".join(
            f'<li><a href="#s{at}">{name}</a><ul><li><a href="#t{at}">More of it</a></li></ul></li>'
            for at, name in enumerate(NAMES)
        )
        + "</ul>"
    )
    body = paragraphs(*SENTENCES[4:]) + contents + sections(*NAMES)
    assert of_kind(body, Kind.ITEM).count("The boats") == 1
    assert "More of it" in of_kind(body, Kind.ITEM)
    assert of_kind(body, Kind.HEADING) == list(NAMES)


def test_links_to_other_pages_in_the_midst_of_a_story_are_none_of_it() -> None:
    links = '<ul><li><a href="/a">Council votes on it</a></li><li><a href="/b">Mackerel is dear</a></li></ul>'
    assert of_kind(paragraphs(*SENTENCES[:3]) + links + paragraphs(*SENTENCES[3:]), Kind.ITEM) == []


def test_what_a_story_rests_on_is_kept_where_the_addresses_are_written_out() -> None:
    sources = "".join(
        f'<li><a href="https://survey.example/{at}">https://survey.example/{at}</a></li>' for at in "ab"
    )
    found = texts(paragraphs() + f"<h2>Sources</h2><ul>{sources}</ul>")
    assert found[-2:] == [("item", "https://survey.example/a"), ("item", "https://survey.example/b")]


def test_a_dateline_in_a_container_without_story_does_not_take_its_paragraph_along() -> None:
    first = f'<p><span class="dateline">PORT LUME —</span> {SENTENCES[0]}</p>'
    assert texts(first + paragraphs(*SENTENCES[1:]))[0] == ("paragraph", f"PORT LUME — {SENTENCES[0]}")


def test_a_heading_is_no_container_whatever_its_class() -> None:
    body = (
        paragraphs(*SENTENCES[:3]) + '<h2 class="widget-title">What broke</h2>' + paragraphs(*SENTENCES[3:])
    )
    assert of_kind(body, Kind.HEADING) == ["What broke"]


@pytest.mark.parametrize(
    "name", ["crosshead", "article__subhead", "wp-block-ppi-onlineinterline", "intertitre"]
)
def test_a_paragraph_that_its_class_calls_a_heading_is_one(name: str) -> None:
    body = paragraphs(*SENTENCES[:3]) + f'<p class="{name}">What broke</p>' + paragraphs(*SENTENCES[3:])
    assert of_kind(body, Kind.HEADING) == ["What broke"]


def test_a_figure_whose_picture_only_a_program_shows_keeps_its_caption_as_one() -> None:
    figure = '<figure><div data-photo="x"></div><figcaption>The crack, from the quay.</figcaption></figure>'
    body = paragraphs(*SENTENCES[:3]) + figure + paragraphs(*SENTENCES[3:])
    assert of_kind(body, Kind.IMAGE) == ["The crack, from the quay."]


def card(number: int) -> str:
    words = f"The other story number {number} is told in a few words, so that somebody goes there to read it."
    return f'<li><h3><a href="/{number}">Headline of story number {number}</a></h3><p>{words}</p></li>'


def test_a_list_of_other_stories_behind_a_story_is_none_of_it() -> None:
    found = texts(paragraphs(*SENTENCES, *SENTENCES) + f"<ul>{''.join(map(card, range(8)))}</ul>")
    assert not any("other story" in text or "Headline" in text for _, text in found)


def test_a_page_of_nothing_but_headlines_keeps_them() -> None:
    found = of_kind(f"<ul>{''.join(map(card, range(12)))}</ul>", Kind.HEADING)
    assert "Headline of story number 5" in found


def unit(text: str, *, linked: bool = False) -> Unit:
    heading = "heading" if linked else "text"
    return Unit(
        0, heading, 0, 0, 0, -1, text=text, tokens=tuple(text.split()), linked=len(text) if linked else 0
    )


def test_a_river_is_four_linked_headlines_with_little_below_each() -> None:
    card = [unit("Four words of headline", linked=True), unit("A few words")]
    story = unit("word " * 90)
    assert rivers([story, *card * 4]) == [range(1, 9)]
    assert rivers([story, *card * 3]) == []
    assert rivers([*card * 4, story, *card * 4]) == [range(8), range(9, 17)]
    assert rivers([card[0], story] * 5) == []


def test_a_part_of_a_page_of_several_keeps_its_linked_title_and_a_teaser_does_not() -> None:
    long = paragraphs(" ".join(SENTENCES[:2]), " ".join(SENTENCES[2:4]), " ".join(SENTENCES[4:]))
    more = '<p><a href="/c">Comments (5 posted)</a></p><h2><a href="/b">A second battle on the pier</a></h2>'
    assert "A second battle on the pier" in of_kind(long + more + long.replace("the", "that"), Kind.HEADING)
    teaser = more + "<p>Two owners are at law over a name.</p>"
    assert "A second battle on the pier" not in of_kind(long + teaser, Kind.HEADING)


def test_the_labels_of_a_chart_do_not_part_a_heading_from_its_text() -> None:
    chart = "".join(f"<div>{each}</div><div>%</div>" for each in range(30))
    body = (
        paragraphs()
        + "<h2>What it costs</h2>"
        + chart
        + paragraphs(" ".join(SENTENCES).replace("the", "that"))
    )
    assert of_kind(body, Kind.HEADING) == ["What it costs"]
