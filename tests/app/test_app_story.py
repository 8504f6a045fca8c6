"""tui.app.widgets.story: an article as one document."""

from __future__ import annotations

from dataclasses import replace

from tui.app.widgets.story import blocks_of
from tui.model import Article, CapFacts, Enclosure, Facts, Level
from tui.pages.document import plain_text

ARTICLE = Article(
    id=7, source_id=1, source="The Harbour Post", source_url="https://example.org/feed", group="", guid="g7",
    title="Ferry service resumes", link="https://example.org/7", author="", published=1_800_000_000,
    at=1_800_000_000, fetched=1_800_000_000, level=Level.ROUTINE, reasons=(), read=False, starred=False,
    revisions=0, lead="", document="[]",
)  # fmt: skip


def links(facts: Facts) -> dict[str, str]:
    """What the foot of a story leads to, by its words."""
    blocks = blocks_of(replace(ARTICLE, facts=facts), ())
    return {span.text: span.href for block in blocks for span in block.spans if span.href}


def test_enclosures_and_comments_are_links_at_the_end() -> None:
    facts = Facts(
        enclosures=(Enclosure("https://example.org/7.mp3", "audio/mpeg", 47_160_424, 5_005),),
        comments_link="https://example.org/7#talk",
    )
    assert links(facts) == {
        "https://example.org/7": "https://example.org/7",
        "audio/mpeg, 47 MB, 1:23:25": "https://example.org/7.mp3",
        "comments": "https://example.org/7#talk",
    }


def test_categories_comments_and_origin_stand_in_the_line_below_the_headline() -> None:
    facts = Facts(categories=("Ferries", "Harbour"), comments=12, origin="The B Post")
    about = plain_text(blocks_of(replace(ARTICLE, facts=facts), ())[1:2])
    assert about.startswith("The Harbour Post · ")
    assert about.endswith(" · from The B Post · Ferries, Harbour · 12 comments")


def test_a_feed_that_states_nothing_adds_nothing() -> None:
    assert links(Facts()) == {"https://example.org/7": "https://example.org/7"}
    assert plain_text(blocks_of(ARTICLE, ())[1:2]).count(" · ") == 1


def test_a_warning_says_what_its_authority_states() -> None:
    facts = Facts(cap=CapFacts("Severe", event="Flood", area="Low bank", sender="Flood Office"))
    words = plain_text(blocks_of(replace(ARTICLE, facts=facts), ()))
    assert "Flood (severe), for Low bank, says Flood Office" in words
