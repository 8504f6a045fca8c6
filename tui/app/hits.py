"""What the rows of a search show of it: the hits in a headline, and a piece of the text. No widget."""

from __future__ import annotations

from collections import OrderedDict

from tui.cache import articles
from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.model import Headline
from tui.pages.document import DocumentError, loads, plain_text
from tui.snippets import Piece, excerpt, marked
from tui.words import finder

LENGTH = 160
"""Characters of a piece of text."""
KEPT = 500
"""Rows whose pieces are kept."""


class Hits:
    """The hits in the rows of one list; each row is looked at when it is shown."""

    def __init__(self, connection: Connection, listing: Listing) -> None:
        self.listing = listing
        self._connection = connection
        self._finder = finder(listing.sought)
        self._kept: OrderedDict[int, tuple[Piece, ...]] = OrderedDict()

    def title(self, headline: Headline) -> tuple[Piece, ...]:
        """The headline in pieces."""
        return tuple(marked(headline.title, self._finder)) if self._finder else ()

    def text(self, headline: Headline) -> tuple[Piece, ...]:
        """A piece of the article round its first hit; empty where only the headline has one."""
        if self._finder is None:
            return ()
        if headline.id not in self._kept:
            self._kept[headline.id] = self._look(headline.id)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[headline.id]

    def _look(self, article_id: int) -> tuple[Piece, ...]:
        lead, document = articles.texts(self._connection, article_id)
        if found := excerpt((lead,), self._finder, LENGTH):
            return tuple(found)
        try:
            text = plain_text(loads(document)) if document else ""
        except DocumentError:
            return ()
        return tuple(excerpt((text,), self._finder, LENGTH))
