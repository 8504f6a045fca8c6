"""An article as it is read, saved and sent: its facts, and the fullest text that there is. Pure.

Knows neither cache nor screen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.cache.pages import FullStory
from tui.model import Article
from tui.pages.document import WIDE, Block, Document, DocumentError, Kind, Span, loads, plain_text

WORDS_A_MINUTE = 220
"""A quiet reader's pace; of scripts without spaces, two characters count as a word."""
MORE = 80
"""Code points that a page must have more than its feed: a byline alone is no more of the story."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What is known of an article, and its text."""

    article: Article
    document: Document
    """The full story where it was fetched and is more than its source gives, else what that gives."""
    full: bool = False
    """Whether it is the full story."""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: int = 0
    language: str = ""
    page_link: str = ""
    """Where the full story was fetched, if not at the article's link."""
    why: str = ""
    """Why there is no more, where the page was asked for it."""
    trouble: str = ""
    """What is wrong with the kept text; empty: nothing."""

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        text = plain_text(self.document)
        wide = len(re.findall(WIDE, text))
        return max(1, round((len(text.split()) + wide / 2) / WORDS_A_MINUTE))


def edition(article: Article, full: FullStory | None) -> Edition:
    """The article with ``full``, what its page gave, where that is more than its source gives."""
    own, trouble = _read(article.document)
    authors = (article.author,) if article.author else article.facts.authors
    if full is None:
        return Edition(
            article, own, authors=authors, published=article.dated, language=article.facts.language,
            trouble=trouble,
        )  # fmt: skip
    page, page_trouble = _read(full.document)
    more = len(plain_text(page)) > len(plain_text(own)) + MORE
    elsewhere = full.url if full.url and full.url != article.link else ""
    return Edition(
        article=article,
        document=_pictured(page, full) if more else own,
        full=more,
        standfirst=full.standfirst if more else "",
        authors=authors or full.authors,
        published=article.dated if article.published is not None else full.published or article.dated,
        language=article.facts.language or full.language,
        page_link=elsewhere if more else "",
        why=full.why,
        trouble=trouble if not more else page_trouble,
    )


def _pictured(page: Document, full: FullStory) -> Document:
    """The page's blocks, under the story's own picture where they hold none."""
    if not full.image or any(block.kind is Kind.IMAGE for block in page):
        return page
    caption = (Span(full.image_caption),) if full.image_caption else ()
    return (Block(Kind.IMAGE, caption, href=full.image), *page)


def _read(text: str) -> tuple[Document, str]:
    try:
        return loads(text), ""
    except DocumentError as error:
        return (), str(error)
