"""tui.app.widgets.story: an article as one document."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import fields, replace
from typing import Any

from rich.style import Style
from textual.app import App, ComposeResult

from tui.app.article_blocks import blocks_of
from tui.app.palette import Palette
from tui.app.widgets.story import Story
from tui.model import Article, CapFacts, Enclosure, Facts, Level
from tui.pages.document import Block, Kind, Span, plain_text

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


class Alone(App[None]):
    """The story pane by itself."""

    def compose(self) -> ComposeResult:
        looks: dict[str, Any] = {each.name: Style() for each in fields(Palette)}
        look = Palette(**looks)
        yield Story(lambda: look, measure=72)


async def test_a_link_within_the_story_leads_to_its_place_and_back_to_the_very_line() -> None:
    reference = Block(Kind.PARAGRAPH, (Span("word " * 600), Span("¹", href="#n1"), Span(" more" * 300)))
    filler = Block(Kind.PARAGRAPH, (Span("word " * 1_200),))
    document = (reference, filler, Block(Kind.ITEM, (Span("The note."),), marker="1.", name="n1"))
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        story = app.query_one(Story)
        story.show(document)
        assert story.links == ("#n1",)
        assert not story.jump_back()
        story.turn(30)
        story.jump("#n1")
        last = story.virtual_size.height - 1
        assert story.scroll_offset.y <= last < story.scroll_offset.y + 24
        strip = story.render_line(last - story.scroll_offset.y)
        assert [piece.text for piece in strip if piece.style and piece.style.reverse] == ["1.", "The note."]
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        assert story.jump_back()
        assert bisect_right(story._page.starts, story.scroll_offset.y) == 1
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert abs(story.scroll_offset.y - 30) <= 1
        story.jump("#n9")
        assert not story.jump_back()


async def test_a_long_story_is_wrapped_as_far_as_its_first_screen_and_the_rest_moves_nothing() -> None:
    document = tuple(Block(Kind.PARAGRAPH, (Span(f"{number} " + "word " * 60),)) for number in range(300))
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        story = app.query_one(Story)
        story.show(document)
        assert 24 < story.virtual_size.height < 40
        assert len(story.links) == 0  # asks for the whole
        whole = story.virtual_size.height
        assert whole > 1_500
        story.turn(1_001)
        block = bisect_right(story._page.starts, story.scroll_offset.y) - 1
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        assert story.virtual_size.height > whole
        assert bisect_right(story._page.starts, story.scroll_offset.y) - 1 == block
