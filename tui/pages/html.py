"""HTML as feeds carry it, to a document of blocks.

Knows nothing of feeds, the cache or the screen. Runs in the parse worker, which is killed when it
overruns, so there are no deadlines here; the work is bounded by size instead. The app must not
import this module: lxml costs it 35 ms at the start.

lxml hands over tags as events and builds no tree. Measured with lxml 6.1.3 on 0.9 MB of attributes
in one tag: 25 ms, against 10.8 s with a tree; and the tree loses all text below a depth of 256,
where events go on to any depth.
"""

from __future__ import annotations

import html as entities
import re
from functools import cache

from lxml import etree

from tui.pages.builder import Builder
from tui.pages.document import Block, Document, Kind, Span, plain_text
from tui.pages.jumps import may_jump
from tui.pages.links import linked
from tui.pages.tags import SKIPPED, TELLING, WORDS
from tui.text import TITLE_LIMIT, clean_block, clean_line

HTML_LIMIT = 1_000_000
"""Code points of HTML that are read; the rest is cut."""
BLOCK_COUNT_LIMIT = 5_000
"""Blocks kept of one article."""

_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
_C1_CONTROLS = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_TAG = re.compile(
    rf"<(?:!--|/?(?:{'|'.join(sorted(TELLING))})[\s/>]|/(?:{'|'.join(sorted(WORDS.difference(SKIPPED)))})>"
    rf"|(?:{'|'.join(sorted(WORDS))})\s[^<>]*=)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,9});")


def document_from_html(html: str, base_url: str) -> Document:
    """The readable content of ``html``; relative addresses are resolved against ``base_url``.

    Scripts, forms, drawings and tracking pixels are left out. Damaged markup gives what a browser
    would make of it, near enough; never raises.
    """
    html = html[:HTML_LIMIT]
    if "<" not in html:
        text = clean_line(entities.unescape(html), limit=HTML_LIMIT)
        return (Block(Kind.PARAGRAPH, (Span(text),)),) if text else ()
    builder, parser = _reader()
    builder.begin(base_url, BLOCK_COUNT_LIMIT, jumps=may_jump(html))
    try:
        etree.fromstring(_without_controls(html.encode("utf-8", "ignore")), parser)
    except etree.XMLSyntaxError:
        # Nothing but comments or white space: there is no document element.
        return ()
    return builder.finished()


def _without_controls(html: bytes) -> bytes:
    """UTF-8 without C0 and C1 controls, which would end words and lines before they are dropped.

    Bytes, because lxml refuses a str that begins with an XML declaration, and it is four times faster.
    """
    return _C1_CONTROLS.sub(b"", html.translate(None, _CONTROLS))


@cache
def _reader() -> tuple[Builder, etree.HTMLParser]:
    """One parser for all texts, in one thread: to make it costs as much as to read a short text."""
    builder = Builder()
    # The stubs ask a target for methods that lxml does without.
    return builder, etree.HTMLParser(target=builder, encoding="utf-8")  # type: ignore[arg-type]


def document_from_text(text: str) -> Document:
    """Plain text as paragraphs: an empty line ends one, other line ends stay, addresses are links."""
    pieces = clean_block(text, limit=HTML_LIMIT).split("\n\n")
    return tuple([Block(Kind.PARAGRAPH, linked(piece)) for piece in pieces[:BLOCK_COUNT_LIMIT] if piece])


def looks_like_html(text: str) -> bool:
    """Whether ``text`` holds a known HTML tag or an entity; "<String>", "<title>" and "a < b" are text."""
    return ("<" in text and _TAG.search(text) is not None) or (
        "&" in text and _ENTITY.search(text) is not None
    )


def text_of_html(html: str, limit: int = TITLE_LIMIT) -> str:
    """A title or summary as one harmless line without tags, of at most ``limit`` code points.

    What is no known tag stays as it is written, because titles are often not escaped.
    """
    if "<" in html and _TAG.search(html) is not None:
        return clean_line(plain_text(document_from_html(html, "")), limit)
    # Cut before the entities are resolved; ten code points write nearly every character.
    return clean_line(entities.unescape(html[: limit * 10]) if "&" in html else html, limit)
