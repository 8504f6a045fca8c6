"""Articles as one EPUB 3 book, a chapter each: pure, bytes out.

The three files that EPUB asks for (OCF 3.3, Packages) are written by hand: a library would be larger than
they are. Pictures are left out, since nothing is fetched for an export.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape
from uuid import NAMESPACE_URL, uuid5

from tui.ages import iso
from tui.pages.edition import Edition
from tui.pages.markup import markup
from tui.text import gated, gated_lines

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_CONTAINER = (
    f'{_XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""A zip file's time for all of its files, so that equal articles make an equal book."""


def epub(editions: Sequence[Edition], title: str, now: int) -> bytes:
    """The book; ``now``: when it was made, seconds since 1970."""
    title = gated(title)
    chapters = [(f"c{edition.article.id}.xhtml", edition) for edition in editions]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        # First, and not deflated: how readers know the format (OCF 3.3, 4.3).
        book.writestr(zipfile.ZipInfo("mimetype", _OLDEST), "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in (
            ("META-INF/container.xml", _CONTAINER),
            ("book.opf", _package(chapters, title, now)),
            ("contents.xhtml", _contents(chapters, title)),
            *((name, _chapter(edition)) for name, edition in chapters),
        ):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(entry, text)
    return out.getvalue()


def _package(chapters: Sequence[tuple[str, Edition]], title: str, now: int) -> str:
    named = uuid5(NAMESPACE_URL, title + "".join(edition.article.guid for _, edition in chapters))
    languages = [edition.language for _, edition in chapters if edition.language] or ["und"]
    items = "".join(
        f'<item id="{name[:-6]}" href="{name}" media-type="application/xhtml+xml"/>' for name, _ in chapters
    )
    order = "".join(f'<itemref idref="{name[:-6]}"/>' for name, _ in chapters)
    return gated_lines(
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{named}</dc:identifier><dc:title>{escape(title)}</dc:title>'
        f"<dc:language>{escape(languages[0])}</dc:language>"
        f'<meta property="dcterms:modified">{iso(now)[:19]}Z</meta></metadata><manifest>'
        '<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'{items}</manifest><spine><itemref idref="contents"/>{order}</spine></package>'
    )


def _contents(chapters: Sequence[tuple[str, Edition]], title: str) -> str:
    lines = "".join(
        f'<li><a href="{name}">{escape(edition.article.title or "(no title)")}</a></li>'
        for name, edition in chapters
    )
    inside = f'<nav epub:type="toc"><h1>{escape(title)}</h1><ol>{lines}</ol></nav>'
    return _page(title, inside)


def _chapter(edition: Edition) -> str:
    article = edition.article
    about = " · ".join(filter(None, (article.source, ", ".join(edition.authors), iso(edition.published))))
    standfirst = f"<p><strong>{escape(edition.standfirst)}</strong></p>" if edition.standfirst else ""
    link = f'<p><a href="{escape(article.link)}">{escape(article.link)}</a></p>' if article.link else ""
    text = markup(edition.document, pictures=False) or f"<p>{escape(article.lead)}</p>"
    return _page(
        article.title,
        f"<h1>{escape(article.title)}</h1><p><em>{escape(about)}</em></p>{standfirst}{text}{link}",
    )


def _page(title: str, inside: str) -> str:
    # Through the gate, for a cache that something else has written to: XML has no such characters.
    return gated_lines(
        f'{_XML}<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{escape(title)}</title></head>'
        f"<body>{inside}</body></html>"
    )
