"""Asks for the pictures of a story, and shows one when it has come. Draws nothing itself.

The extra ``pictures`` brings what decodes and draws; without it everything else works.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui.app.link_acts import browse
from tui.app.terminal import utf8
from tui.cache import pictures
from tui.text import host_of

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader
    from tui.cache.pictures import Picture
    from tui.model import Article
    from tui.pages.document import Block

MISSING = "Pictures are shown with an extra: pip install 'telex[pictures]'. Their links open in the browser."


class Picturewatch:
    """One terminal's wait for a picture."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._waits: tuple[int, Block] | None = None
        """The article that is open, and its picture that is awaited."""
        self._said = ""

    def show(self, article: Article, block: Block) -> None:
        """Show a picture of the open article: at once where it is in the cache, else when it is."""
        from tui.app import picture_view

        reader = self._reader
        if not picture_view.is_installed():
            reader.say(MISSING)
            return
        found = reader.reading.picture(block.href)
        if found is not None and found.data:
            self._draw(block, found)
            return
        self._waits, self._said = (article.id, block), f"Fetching the picture from {host_of(block.href)} …"
        ask = partial(pictures.ask, article_id=article.id, url=block.href, now=reader.context.now())
        reader.write(lambda _: reader.say(self._said), ask, quiet=True)

    def look(self) -> None:
        """Show the picture that is awaited, if it has come and nobody has done anything else since."""
        reader, waits = self._reader, self._waits
        if waits is None:
            return
        article_id, block = waits
        if reader.article is None or reader.article.id != article_id:
            self._waits = None
            return
        found = reader.reading.picture(block.href)
        if found is None:
            return
        self._waits = None
        if found.why:
            reader.say(f"No picture: {found.why}. Its link opens it in the browser.")
        elif reader.message == self._said:
            self._draw(block, found)
        else:
            reader.say("The picture is here.")

    def _draw(self, block: Block, picture: Picture) -> None:
        from tui.app.picture_view import PictureError, show

        reader = self._reader
        environ = reader.context.environ
        caption = "".join(span.text for span in block.spans)
        colours = "" if reader.app.no_color or not utf8(environ) else reader.app.console.color_system or ""
        said, elsewhere = "", False
        try:
            with reader.app.suspend():
                # Caught inside: an error that leaves the block would leave the screen behind.
                try:
                    elsewhere = show(picture.data, caption, environ, colours)
                except PictureError as error:
                    said = f"The picture is not shown: {error}. Its link opens it in the browser."
        except SuspendNotSupported:
            said = "This terminal cannot be lent to what draws pictures."
        reader.say(said)
        if elsewhere:
            browse(reader, block.href)
