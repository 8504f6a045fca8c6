"""Asks for the pages behind articles that are opened, and shows a story when it comes. Draws nothing itself.

What is on screen stays where it is: a story that comes while its summary is read is set below it, and
takes its place when the article is opened again.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.app.article_blocks import blocks_of
from tui.app.picturewatch import Picturewatch
from tui.cache import pages
from tui.pages.document import Block, DocumentError, Face, Kind, Span, loads
from tui.pages.jumps import without_jumps
from tui.pages.whole import is_whole

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader
    from tui.model import Article

NEXT = 2
"""Unread articles behind the one that is open whose pages are fetched ahead."""


class Pagewatch:
    """One terminal's wait for full stories."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._waits_for = 0
        """The article whose page is awaited; 0: none."""
        self._since = 0
        """When what is there already of it was fetched."""
        self._asked: set[int] = set()
        self.pictures = Picturewatch(reader)

    def opened(self, article: Article) -> None:
        """Ask for the page of an article that was opened, where its source gives only a part."""
        reader = self._reader
        if self._is_wanted(article):
            self.ask(article)
        ahead = []
        index = reader.reading.window.index_of(article.id)
        for _ in range(NEXT if index is not None else 0):
            index = None if index is None else reader.reading.window.next_unread(index, 1)
            if index is None:
                break
            following = reader.reading.article(reader.reading.window.id_at(index))
            if following is not None and self._is_wanted(following):
                ahead.append(following.id)
        if ahead:
            self._asked.update(ahead)
            reader.write(
                lambda _: None,
                partial(pages.ask, article_ids=ahead, now=reader.context.now(), waits=False),
                quiet=True,
            )

    def ask(self, article: Article, *, anew: bool = False) -> None:
        """Ask the poller for an article's page; ``anew``: though it was fetched before."""
        reader = self._reader
        before = reader.reading.full_story(article.id)
        self._waits_for, self._since = article.id, before.at if before and anew else 0
        self._asked.add(article.id)
        now = reader.context.now()
        reader.write(
            lambda _: reader.say("Fetching the full story …"),
            partial(pages.ask, article_ids=[article.id], now=now, waits=True),
            quiet=True,
        )

    def look(self) -> None:
        """Show the story or the picture that is awaited, if it has come and its article is still open."""
        self.pictures.look()
        reader = self._reader
        article = reader.article
        if not self._waits_for:
            return
        if article is None or article.id != self._waits_for:
            self._waits_for = 0
            return
        story = reader.reading.full_story(article.id)
        if story is None or (self._since and story.at <= self._since):
            return
        self._waits_for = 0
        shown = reader.edition_of(article)
        if not shown.full:
            reader.say(f"No full story: {shown.why}." if shown.why else "The page has no more than its feed.")
            return
        reader.show_document(article, _below(article, blocks_of(article, shown)), keep_place=True)
        reader.say(f"The full story is here, {shown.minutes} min.")

    def _is_wanted(self, article: Article) -> bool:
        reader = self._reader
        if not article.link or article.id in self._asked or reader.context.guest:
            return False
        if reader.reading.full_story(article.id) is not None:
            return False
        if reader.reading.page_policy(article.source_id) == "never":
            return False
        try:
            return not is_whole(loads(article.document))
        except DocumentError:
            return True


def _below(article: Article, whole: tuple[Block, ...]) -> tuple[Block, ...]:
    """The summary as it stands on screen, and the whole story below it."""
    try:
        own = loads(article.document)
    except DocumentError:
        own = ()
    # Both texts may call their places alike, and the whole one holds what the other leads to.
    summary = blocks_of(article, without_jumps(own))
    rule = next(index for index in range(len(summary) - 1, -1, -1) if summary[index].kind is Kind.RULE)
    title = Block(Kind.PARAGRAPH, (Span("The full story", Face.BOLD),))
    # The headline and the line below it stand above already.
    return (*summary[:rule], Block(Kind.RULE), title, *whole[2:])
