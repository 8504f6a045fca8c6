"""A web page to its story: a document of blocks, and what is known of it.

Knows no network, no cache and no screen. Runs in the page worker, which is killed when it overruns;
``trafilatura`` and what it brings (62 MB, 185 ms to import) is imported there and nowhere else. The
order of the work, each step in a module of its own: the tree → what the page says of itself → units →
which text is the story → which units hold it → blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from lxml import etree, html

from tui.model import PageFacts
from tui.pages.document import Document, Kind
from tui.pages.extract_meta import Meta, meta_of
from tui.pages.extract_notes import add_notes
from tui.pages.extract_replay import replay
from tui.pages.extract_select import select
from tui.pages.extract_text import covers, story_text
from tui.pages.extract_units import Layout, Unit, layout
from tui.pages.extract_walls import EMPTY, INSTEAD, LONG, wall
from tui.pages.extract_words import is_furniture
from tui.pages.html import document_from_text
from tui.pages.site_rules import SiteRule, first_text, narrowed
from tui.text import clean_line

BYTES_LIMIT = 5_000_000
"""Bytes of a page that are read: 4 % of news pages have more than 1 MB, 1 % more than 2 MB."""
BLOCKS_LIMIT = 5_000
"""Blocks kept of one story."""
ATTRIBUTES_LIMIT = 1_000
"""Attributes in one tag, from which a page is taken apart without a tree: libxml2 compares each with
all others (10.8 s for 0.9 MB of them)."""
LEARNED = 60
"""Tokens of the longest block that may turn out to be the site's own and not the story's."""

_REFERENCES = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127)(?![0-9])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF])(?![0-9a-fA-F]));?"
)
"""Control characters in disguise: one of them makes trafilatura give up."""
_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{20000,}>")


@dataclass(frozen=True, slots=True)
class Story(PageFacts):
    """What a page is about; what is not known is empty."""

    document: Document = ()
    amp: str = ""
    printed: str = ""
    """Addresses of other forms of the page."""
    refresh: str = ""
    """Where the page sends its reader on at once."""
    why: str = ""
    """Why there is no more text, as a sentence without full stop; empty: it seems to be whole."""
    learned: tuple[str, ...] = ()
    """Names of short blocks of the page: those seen in several stories of a host are the site's own."""


def extract(
    data: bytes, url: str, *, rule: SiteRule | None = None, boilerplate: frozenset[str] = frozenset()
) -> Story:
    """The story of a page in UTF-8. ``boilerplate``: names of blocks that are the site's own.

    Never raises for anything that a page holds.
    """
    tree = _tree(data[:BYTES_LIMIT])
    if tree is None:
        return Story(why=EMPTY)
    meta = meta_of(tree, url)
    noscript, scripts = _programs(tree)
    title, authors = meta.title, meta.authors
    if rule is not None:
        title = clean_line(first_text(tree, rule.title)) or title
        stated_author = clean_line(first_text(tree, rule.author))
        authors = (stated_author,) if stated_author else authors
        tree = narrowed(tree, rule)
    page = layout(tree)
    names = [_name(unit) for unit in page.units]

    def drop(unit: Unit) -> bool:
        if boilerplate and len(unit.tokens) <= LEARNED and _name(unit) in boilerplate:
            return True
        return is_furniture(unit.text, len(unit.tokens), heading=unit.kind == "heading")

    text = story_text(tree, page, meta.stated.body)
    chosen = select(page, text, drop, meta.titles, meta.standfirst)
    add_notes(page, chosen)
    document = _document(page, chosen, meta, url)
    size = sum(len(unit.tokens) for unit, keep in zip(page.units, chosen, strict=True) if keep)
    ending = next(
        (unit.text for unit, keep in zip(reversed(page.units), reversed(chosen), strict=True) if keep), ""
    )
    why = wall(page.units, size, ending, meta, url, noscript, scripts) if size or not document else ""
    why = why or (LONG if page.cut else "")
    if why in INSTEAD:
        document = ()  # what was found is the wall itself
    learned = {
        name
        for name, unit, keep in zip(names, page.units, chosen, strict=True)
        if keep and len(unit.tokens) <= LEARNED
    }
    return Story(
        document=document,
        **meta.facts | {"title": title, "authors": authors, "standfirst": _standfirst(meta, document)},
        amp=meta.amp,
        printed=meta.printed,
        refresh=meta.refresh,
        why=why,
        learned=tuple(sorted(learned)),
    )


def _tree(data: bytes) -> html.HtmlElement | None:
    data = _REFERENCES.sub(b"", data.translate(None, _CONTROLS))
    data = _LONG_TAG.sub(_shortened, data)
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _shortened(tag: re.Match[bytes]) -> bytes:
    """A tag with as many attributes as a person could mean."""
    return tag[0] if tag[0].count(b"=") <= ATTRIBUTES_LIMIT else tag[0].split(None, 1)[0] + b">"


def _programs(tree: html.HtmlElement) -> tuple[str, int]:
    said = " ".join(clean_line(each.text_content()) for each in list(tree.iter("noscript"))[:10])
    return said[:2_000], sum(1 for _ in tree.iter("script"))


def _document(page: Layout, chosen: Sequence[bool], meta: Meta, url: str) -> Document:
    """The blocks of the chosen units, or of the article's own statement where the page shows none of it."""
    document = replay(page, list(chosen), url, BLOCKS_LIMIT)
    stated = meta.stated.body
    if stated and not covers(page.units, chosen, stated):
        return document_from_text(stated)
    return document


def _standfirst(meta: Meta, document: Document) -> str:
    """The page's description, where it is a sentence that the first blocks do not hold."""
    said = meta.standfirst
    if len(said) < 40:
        return ""
    opening = " ".join(
        "".join(span.text for span in block.spans) for block in document[:8] if block.kind is not Kind.IMAGE
    )
    start = " ".join(said.rstrip("….").split())[:60]
    return "" if start.casefold() in " ".join(opening.split()).casefold() else said


def _name(unit: Unit) -> str:
    """A short name for the words of a block, the same on every page of a site."""
    return blake2b(" ".join(unit.tokens).casefold().encode("utf-8", "replace"), digest_size=8).hexdigest()
