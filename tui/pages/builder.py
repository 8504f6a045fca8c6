"""The tags of an HTML text, as a parser meets them, to blocks.

Knows nothing of the parser: ``Builder`` has the methods that lxml calls on a target. The parser
closes every tag that it opens, in order, also for damaged markup (20,000 random tag soups without
an exception), so what is open needs no names here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from tui.pages import tags
from tui.pages.document import Block, Document, Face, Kind, Span, plain_text
from tui.pages.images import ADDRESSES, Attributes, candidate, is_inline, is_tiny, is_worth_showing
from tui.pages.inline import Inline
from tui.pages.jumps import Jumps
from tui.pages.links import absolute
from tui.pages.place import Place, number
from tui.pages.spans import Piece, spans_of
from tui.pages.tables import Table
from tui.text import clean_line, host_of

TABLES_LIMIT = 8
"""Tables within tables that are read as tables; in deeper ones the cells are paragraphs."""
CAPTION_REACH = 50
"""Blocks that are searched backwards for the image of a caption."""
FORM_TEXT = 1_000
"""Code points: a form with less text than this is no article."""

_VIDEO_HOSTS = frozenset({"youtube.com", "youtube-nocookie.com", "player.vimeo.com", "dailymotion.com"})


def _opens(face: Face) -> Callable[[Builder, Attributes], None]:
    bits = int(face)  # int | Face takes ten times as long as int | int
    return lambda self, _: self._inline.style(bits)


class Builder:
    """Collects the blocks of one text after the other: ``begin``, the parser's calls, ``finished``."""

    def __init__(self) -> None:
        """Start with nothing, as for a text without address and without blocks."""
        self._texts: list[str] = []
        self.data = self._texts.append
        """The parser calls it with text between tags, entities resolved; half of its calls are these."""
        self.begin("", 0)

    def begin(self, base_url: str, limit: int, *, whole_page: bool = False, jumps: bool = False) -> None:
        """Forget the text before. ``base_url`` resolves relative addresses; ``limit`` blocks are kept.

        ``whole_page``: it is the chosen part of a web page and no entry. ``jumps``: it may link to itself.
        """
        self._whole_page = whole_page
        self._texts.clear()
        self._base = base_url
        self._addresses: dict[str, str] = {}
        self._room = limit
        self._out: list[Block] = []
        self._place = Place()
        self._inline = Inline(self._texts)
        self._skipped = 0
        self._images: list[tuple[str, str]] = []
        self._figures: list[tuple[int, list[Piece]]] = []
        self._captions: list[int] = []
        self._forms: list[int] = []
        self._tables: list[Table | None] = []
        self._media = ("", "")
        self._jumps, self._may_jump = Jumps(base_url), jumps

    # What the parser calls.

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if self._skipped:
            self._skipped += 1
            if tag == "source" and self._media[0] and not self._media[1]:
                self._media = (self._media[0], self._address(attributes.get("src", "")))
            return
        opener = self._OPENERS.get(tag)
        if opener is not None:
            if self._texts:
                self._inline.take()
            opener(self, attributes)
        if self._may_jump and not self._skipped:
            self._jumps.meet(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            if not self._skipped:
                self._texts.clear()
                if self._media[1]:
                    self._embed()
            return
        closer = self._CLOSERS.get(tag)
        if closer is not None:
            if self._texts:
                self._inline.take()
            closer(self)

    def close(self) -> None:
        """The parser has reached the end."""
        if self._texts:
            self._inline.take()
        self._flush()

    def finished(self) -> Document:
        """All blocks in reading order."""
        return self._jumps.settled(self._out)

    def _address(self, value: str) -> str:
        address = self._addresses.get(value)
        if address is None:
            address = self._addresses[value] = absolute(value, self._base)
        return address

    # Blocks.

    def _flush(self, _: Attributes | None = None) -> None:
        """End the paragraph that is being collected, if there is one."""
        inline = self._inline
        if inline.listing:
            inline.end_listed_line()
            return
        if inline.pieces:
            spans = inline.spans()
            if spans:
                self._emit(Kind.PARAGRAPH, spans)
        if self._images:
            for caption, href in self._images:
                self._emit(Kind.IMAGE, (Span(caption),) if caption else (), href)
            self._images.clear()

    def _emit(self, kind: Kind, spans: tuple[Span, ...] = (), href: str = "") -> None:
        if self._room > 0:
            self._room -= 1
            self._out.append(self._jumps.named(self._place.block(kind, spans, href=href)))

    def _open_heading(self, level: int) -> None:
        self._flush()
        self._place.level = level

    def _break(self, _: Attributes) -> None:
        """One <br> ends a line, a second one the paragraph."""
        if self._inline.end_line():
            self._flush()

    def _rule(self, _: Attributes) -> None:
        self._flush()
        if not self._inline.listing and (not self._out or self._out[-1].kind is not Kind.RULE):
            self._emit(Kind.RULE)

    def _quotation(self, step: int) -> None:
        self._flush()
        self._place.quote(step)

    def _open_terms(self, step: int) -> None:
        self._flush()
        self._place.terms(step)

    def _describe(self, inside: bool) -> None:
        self._flush()
        self._place.describe(inside)

    def _open_list(self, first: int | None) -> None:
        self._flush()
        self._place.open_list(first)

    def _open_numbered(self, attributes: Attributes) -> None:
        first = number(attributes.get("start", ""))
        self._open_list(1 if first is None else first)

    def _close_list(self) -> None:
        self._flush()
        self._place.close_list()

    def _open_item(self, attributes: Attributes) -> None:
        self._flush()
        self._place.open_item(number(attributes.get("value", "")) if attributes else None)

    def _close_item(self) -> None:
        self._flush()
        self._place.close_item()

    def _open_code(self, _: Attributes) -> None:
        self._flush()
        self._inline.listing += 1

    def _close_code(self) -> None:
        self._inline.listing -= 1
        if not self._inline.listing:
            text = self._inline.code()
            if text.strip():
                self._emit(Kind.CODE, (Span(text),))

    def _open_link(self, attributes: Attributes) -> None:
        value = attributes.get("href", "")
        self._inline.link(self._jumps.led(value, self._address(value)))

    def _open_term(self, _: Attributes) -> None:
        self._describe(False)
        self._inline.style(int(Face.BOLD))

    def _close_term(self) -> None:
        self._flush()
        self._inline.restore()

    # Images and what plays.

    def _image(self, attributes: Attributes) -> None:
        alt = clean_line(attributes.get("alt"))
        if self._inline.listing or is_inline(attributes):
            self._texts.append(alt)
            return
        addresses = (self._address(candidate(attributes, name)) for name in ADDRESSES)
        href = next(filter(None, addresses), "")
        if not is_worth_showing(attributes, alt, href, in_figure=bool(self._figures)):
            return
        self._images.append((alt, href))
        # An image stands before the paragraph that it opens, else after it: text is not torn.
        if not self._inline.pieces:
            self._flush()

    def _open_figure(self, _: Attributes) -> None:
        self._flush()
        self._figures.append((len(self._out), []))

    def _close_figure(self) -> None:
        self._flush()
        start, pieces = self._figures.pop()
        caption = spans_of(pieces)
        if not caption:
            return
        last = len(self._out) - 1
        for index in range(last, max(start, last - CAPTION_REACH) - 1, -1):
            if self._out[index].kind is Kind.IMAGE:
                self._out[index] = self._out[index]._replace(spans=caption)
                return
        # A page's figure that holds nothing else had a picture that only a program can show.
        alone = self._whole_page and last < start
        self._emit(Kind.IMAGE if alone else Kind.PARAGRAPH, caption)

    def _open_caption(self, _: Attributes) -> None:
        self._flush()
        self._captions.append(len(self._out))

    def _close_caption(self) -> None:
        """Take the words of a caption back from the blocks, for the end of its figure."""
        self._flush()
        start = self._captions.pop()
        if not self._figures or self._captions:
            return
        caption = self._figures[-1][1]
        for block in self._taken_back(start):
            if not block.spans or block.kind is Kind.IMAGE:
                self._out.append(block)
                self._room -= 1
                continue
            caption.extend([(span.text, span.face.value, span.href) for span in block.spans])
            caption.append((" ", 0, ""))

    def _taken_back(self, start: int) -> list[Block]:
        """The blocks from number ``start`` on, which are blocks of the article no longer."""
        blocks = self._out[start:]
        del self._out[start:]
        self._room += len(blocks)
        self._jumps.give_back(blocks)
        return blocks

    def _open_form(self, _: Attributes) -> None:
        self._flush()
        self._forms.append(len(self._out))

    def _close_form(self) -> None:
        """A form asks for an address and is left out, except that some sites wrap their page in one."""
        self._flush()
        start = self._forms.pop()
        if not self._forms and len(plain_text(tuple(self._out[start:]))) < FORM_TEXT:
            self._taken_back(start)

    def _open_media(self, label: str, attributes: Attributes) -> None:
        self._flush()
        self._skipped = 1
        self._media = ("", "")
        url = self._address(attributes.get("src", ""))
        if label == "embed":
            if is_tiny(attributes) or not url:
                return
            label = "video" if host_of(url).removeprefix("www.") in _VIDEO_HOSTS else label
        self._media = (label, url)

    def _embed(self) -> None:
        label, url = self._media
        self._media = ("", "")
        self._emit(Kind.PARAGRAPH, (Span(f"{label}: {host_of(url)}", href=url),))

    def _skip(self, _: Attributes) -> None:
        self._media = ("", "")
        self._skipped = 1

    # Tables.

    def _open_table(self, _: Attributes) -> None:
        self._flush()
        self._tables.append(Table() if len(self._tables) < TABLES_LIMIT else None)

    def _close_table(self) -> None:
        self._flush()
        table = self._tables.pop()
        if table is None:
            return
        blocks, rows = table.blocks(), table.rows(whole_page=self._whole_page)
        if rows and self._room + len(blocks) > 0:
            self._out.extend(pictures := [block for block in blocks if block.kind is Kind.IMAGE])
            self._room += len(blocks) - len(pictures) - 1
            block = self._place.block(Kind.TABLE, (), level=int(table.headed), rows=rows)
            self._jumps.give_back(blocks)
            self._out.append(self._jumps.named(block))
        else:
            self._out.extend(blocks)

    def _open_row(self, _: Attributes) -> None:
        self._flush()
        if self._tables and self._tables[-1] is not None:
            self._tables[-1].open_row()

    def _open_cell(self, attributes: Attributes, *, head: bool) -> None:
        self._flush()
        if self._tables and self._tables[-1] is not None:
            columns = number(attributes.get("colspan", "")) or 1
            self._tables[-1].open_cell(self._out, head=head, columns=columns)
            self._out = []

    def _close_cell(self) -> None:
        self._flush()
        if self._tables and self._tables[-1] is not None:
            self._out = self._tables[-1].close_cell(self._out)

    _OPENERS: ClassVar[dict[str, Callable[[Builder, Attributes], None]]] = {
        **dict.fromkeys(tags.BLOCKS, _flush),
        **dict.fromkeys(tags.SKIPPED, _skip),
        **dict.fromkeys(tags.BOLD, _opens(Face.BOLD)),
        **dict.fromkeys(tags.ITALIC, _opens(Face.ITALIC)),
        **dict.fromkeys(tags.CODE, _opens(Face.CODE)),
        **dict.fromkeys(tags.STRIKE, _opens(Face.STRIKE)),
        "h1": lambda self, _: self._open_heading(1),
        "h2": lambda self, _: self._open_heading(2),
        "h3": lambda self, _: self._open_heading(3),
        "h4": lambda self, _: self._open_heading(4),
        "h5": lambda self, _: self._open_heading(5),
        "h6": lambda self, _: self._open_heading(6),
        "a": _open_link,
        "audio": lambda self, attributes: self._open_media("audio", attributes),
        "blockquote": lambda self, _: self._quotation(1),
        "br": _break,
        "dd": lambda self, _: self._describe(True),
        "dl": lambda self, _: self._open_terms(1),
        "dt": _open_term,
        "figcaption": _open_caption,
        "figure": _open_figure,
        "form": _open_form,
        "hr": _rule,
        "iframe": lambda self, attributes: self._open_media("embed", attributes),
        "img": _image,
        "li": _open_item,
        "ol": _open_numbered,
        "pre": _open_code,
        "q": lambda self, _: self._texts.append("“"),
        "sub": lambda self, _: self._inline.shift(up=False),
        "sup": lambda self, _: self._inline.shift(up=True),
        "table": _open_table,
        "td": lambda self, attributes: self._open_cell(attributes, head=False),
        "th": lambda self, attributes: self._open_cell(attributes, head=True),
        "tr": _open_row,
        "ul": lambda self, _: self._open_list(None),
        "video": lambda self, attributes: self._open_media("video", attributes),
    }
    _CLOSERS: ClassVar[dict[str, Callable[[Builder], None]]] = {
        **dict.fromkeys(tags.BLOCKS, _flush),
        **dict.fromkeys(tags.STYLED, lambda self: self._inline.restore()),
        **dict.fromkeys(tags.HEADINGS, lambda self: self._open_heading(0)),
        "blockquote": lambda self: self._quotation(-1),
        "dd": lambda self: self._describe(False),
        "dl": lambda self: self._open_terms(-1),
        "dt": _close_term,
        "figcaption": _close_caption,
        "figure": _close_figure,
        "form": _close_form,
        "li": _close_item,
        "ol": _close_list,
        "pre": _close_code,
        "q": lambda self: self._texts.append("”"),
        "table": _close_table,
        "td": _close_cell,
        "th": _close_cell,
        "tr": _flush,
        "ul": _close_list,
    }
