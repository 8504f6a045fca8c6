"""An article as blocks, for the story pane: what is known of it stands round its text. Pure."""

from __future__ import annotations

from tui import about as described
from tui.ages import stamp
from tui.model import Article, Level
from tui.pages.document import Block, Face, Kind, Span
from tui.pages.edition import Edition
from tui.text import web_url


def blocks_of(article: Article, shown: Edition | tuple[Block, ...]) -> tuple[Block, ...]:
    """An article as one document: headline, where from and when, why urgent, the text, its own link.

    ``shown``: its fullest text, or blocks of another text.
    """
    told = shown if isinstance(shown, Edition) else Edition(article, shown)
    facts = article.facts
    head = [
        Block(Kind.HEADING, (Span(article.title),), level=1),
        Block(Kind.PARAGRAPH, (Span(" · ".join(_about(article, told)), Face.ITALIC),)),
    ]
    if article.level > Level.ROUTINE or article.stage:
        level = article.level.name if article.level > Level.ROUTINE else ""
        named = " · ".join(word for word in (level, article.stage) if word)
        why = f"{named}: {' '.join(article.reasons)}" if article.reasons else named
        head.append(Block(Kind.PARAGRAPH, (Span(why, Face.BOLD),)))
    if facts.cap:
        head.append(Block(Kind.PARAGRAPH, (Span(described.warning(facts.cap)),)))
    if told.standfirst:
        head.append(Block(Kind.PARAGRAPH, (Span(told.standfirst, Face.BOLD),)))
    content = told.document
    if not content:
        said = "The source gives no text here; f fetches its page, o opens it."
        content = (Block(Kind.PARAGRAPH, (Span(said),)),)
    if told.why:
        content = (*content, Block(Kind.PARAGRAPH, (Span(f"No more text: {told.why}.", Face.ITALIC),)))
    foot = [Block(Kind.RULE)]
    if article.link:
        foot.append(Block(Kind.PARAGRAPH, (Span(web_url(article.link), href=article.link),)))
    if told.page_link:
        foot.append(
            Block(Kind.PARAGRAPH, (Span(f"text from {web_url(told.page_link)}", href=told.page_link),))
        )
    foot += [
        Block(Kind.PARAGRAPH, (Span(described.enclosure(held), href=held.url),)) for held in facts.enclosures
    ]
    if facts.comments_link:
        foot.append(Block(Kind.PARAGRAPH, (Span("comments", href=facts.comments_link),)))
    return (*head, *content, *foot)


def _about(article: Article, told: Edition) -> list[str]:
    """Where from, by whom, when, and what else there is to say of it in a word."""
    facts = article.facts
    author = article.author or ", ".join(told.authors)
    about = [article.source]
    if author and author.casefold() != article.source.casefold():
        about.append(author)
    about.append(stamp(article.dated))
    if told.full:
        about.append(f"{told.minutes} min")
    if article.later_until is not None:
        about.append(f"for later: {stamp(article.later_until)}")
    if article.dismissed:
        about.append("dismissed")
    if article.tags:
        about.append(" ".join(f"#{tag}" for tag in article.tags))
    if article.revisions:
        times = "once" if article.revisions == 1 else f"{article.revisions} times"
        about.append(f"changed {times} since it was first seen")
    stated = (facts.origin and f"from {facts.origin}", described.filed(facts), described.comments(facts))
    return [*about, *(words for words in stated if words)]
