"""A publisher's articles as bytes: RSS 2.0, RSS 0.91, RSS 1.0 (RDF), Atom, JSON Feed, and HTML pages.

Pure. Knows nothing of the script's time line, of sockets or of how telex reads these documents.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from tui.demo.script import Item, Outlet

_DECLARATION = '<?xml version="1.0" encoding="{}"?>\n'


@dataclass(frozen=True, slots=True)
class Edition:
    """One publisher at one address, and what turns demo seconds into dates."""

    outlet: Outlet
    base: str
    """``http://127.0.0.1:port``, without a slash at the end."""
    start: float
    """The start of the demo, in seconds since 1970-01-01 UTC."""
    speed: float
    """Demo seconds per real second."""

    @property
    def feed_path(self) -> str:
        """The path of the feed document."""
        return "/feed.json" if self.outlet.kind == "json" else "/feed.xml"

    def moment(self, at: float) -> datetime:
        """The date of a demo second. The archive is in real seconds: its two days stay two days."""
        seconds = self.start + (at if at < 0 else at / self.speed)
        return datetime.fromtimestamp(int(seconds), UTC)

    def link(self, item: Item) -> str:
        """The address of an article's page."""
        return f"{self.base}/{item.key}.html"

    def guid(self, item: Item) -> str:
        """What identifies an article: the same in every run, whatever the port."""
        return f"tag:{self.outlet.slug}.example,2026:{item.key}"


def feed_type(edition: Edition) -> str:
    """The media type of the feed document."""
    return {
        "rss": "application/rss+xml; charset=utf-8",
        "rss091": "text/xml; charset=iso-8859-1",
        "rdf": "application/rdf+xml; charset=utf-8",
        "atom": "application/atom+xml; charset=utf-8",
        "json": "application/feed+json",
    }[edition.outlet.kind]


def feed(edition: Edition, items: Sequence[Item]) -> bytes:
    """The feed document with ``items``, in the publisher's own format."""
    return {"rss": _rss, "rss091": _rss091, "rdf": _rdf, "atom": _atom, "json": _json}[edition.outlet.kind](
        edition, items
    )


def page(edition: Edition, item: Item) -> bytes:
    """One article as an HTML page, in full."""
    moment = edition.moment(item.at)
    return _html(
        edition,
        item.title,
        f"<article>\n<h1>{escape(item.title)}</h1>\n"
        f'<p class="byline">{escape(item.author or edition.outlet.name)}, '
        f'<time datetime="{moment.isoformat()}">{moment:%d.%m.%Y %H:%M}</time></p>\n'
        f"{_full(edition, item)}\n</article>",
    )


def front(edition: Edition, items: Sequence[Item]) -> bytes:
    """The publisher's front page: all articles, and where the feed is."""
    rows = "\n".join(
        f"<li><a href={quoteattr(edition.link(item))}>{escape(item.title)}</a></li>" for item in items
    )
    return _html(edition, edition.outlet.name, f"<h1>{escape(edition.outlet.name)}</h1>\n<ul>\n{rows}\n</ul>")


def picture(name: str) -> bytes:
    """A stand-in for a photograph: an SVG that says what it is called."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">'
        '<rect width="320" height="130" fill="#8fb3c9"/><rect y="130" width="320" height="70"'
        f' fill="#27485c"/><text x="12" y="188" fill="#fff">{escape(name)}</text></svg>'
    ).encode()


def _html(edition: Edition, title: str, content: str) -> bytes:
    outlet = edition.outlet
    direction = "rtl" if outlet.language == "ar" else "ltr"
    media = feed_type(edition).partition(";")[0]
    return (
        f'<!doctype html>\n<html lang="{outlet.language}" dir="{direction}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<link rel="alternate" type="{media}" href="{edition.feed_path}">\n</head>\n<body>\n'
        f'<header><a href="/">{escape(outlet.name)}</a></header>\n<main>\n{content}\n</main>\n'
        f"<footer>{escape(outlet.about)}</footer>\n</body>\n</html>\n"
    ).encode()


def _lead(item: Item) -> str:
    return f"<p>{escape(item.lead)}</p>"


def _full(edition: Edition, item: Item) -> str:
    return _lead(item) + item.body.replace('="/', f'="{edition.base}/')


def _fed(edition: Edition, item: Item) -> str:
    """The HTML that the feed itself carries."""
    return _lead(item) if edition.outlet.summary else _full(edition, item)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>\n" if text else ""


def _channel(edition: Edition) -> str:
    outlet = edition.outlet
    return (
        _element("title", outlet.name)
        + _element("link", f"{edition.base}/")
        + _element("description", outlet.about)
    )


def _rss(edition: Edition, items: Sequence[Item]) -> bytes:
    rows = "".join(
        "<item>\n"
        + _element("title", item.title)
        + _element("link", edition.link(item))
        + f'<guid isPermaLink="false">{edition.guid(item)}</guid>\n'
        + _element("pubDate", format_datetime(edition.moment(item.at), usegmt=True))
        + _element("dc:creator", item.author)
        + "".join(_element("category", tag) for tag in item.tags)
        + _element("description", _lead(item))
        + ("" if edition.outlet.summary else _element("content:encoded", _full(edition, item)))
        + "</item>\n"
        for item in items
    )
    return (
        _DECLARATION.format("utf-8")
        + '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        + ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
        + _channel(edition)
        + _element("language", edition.outlet.language)
        + f"{rows}</channel>\n</rss>\n"
    ).encode()


def _rss091(edition: Edition, items: Sequence[Item]) -> bytes:
    """Title, link and description are all that an item of RSS 0.91 has: no guid, no date."""
    rows = "".join(
        "<item>\n"
        + _element("title", item.title)
        + _element("link", edition.link(item))
        + _element("description", item.lead)
        + "</item>\n"
        for item in items
    )
    text = (
        _DECLARATION.format("iso-8859-1")
        + '<rss version="0.91">\n<channel>\n'
        + _channel(edition)
        + _element("language", edition.outlet.language)
        + f"{rows}</channel>\n</rss>\n"
    )
    return text.encode("iso-8859-1", "xmlcharrefreplace")


def _rdf(edition: Edition, items: Sequence[Item]) -> bytes:
    sequence = "".join(f"<rdf:li rdf:resource={quoteattr(edition.link(item))}/>\n" for item in items)
    rows = "".join(
        f"<item rdf:about={quoteattr(edition.link(item))}>\n"
        + _element("title", item.title)
        + _element("link", edition.link(item))
        + _element("description", item.lead)
        + _element("dc:date", edition.moment(item.at).isoformat())
        + _element("dc:creator", item.author)
        + "".join(_element("dc:subject", tag) for tag in item.tags)
        + _element("content:encoded", _fed(edition, item))
        + "</item>\n"
        for item in items
    )
    return (
        _DECLARATION.format("utf-8")
        + '<rdf:RDF xmlns="http://purl.org/rss/1.0/"'
        + ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        + ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        + ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        + f'<channel rdf:about="{edition.base}{edition.feed_path}">\n'
        + _channel(edition)
        + f"<items>\n<rdf:Seq>\n{sequence}</rdf:Seq>\n</items>\n</channel>\n{rows}</rdf:RDF>\n"
    ).encode()


def _atom(edition: Edition, items: Sequence[Item]) -> bytes:
    rows = "".join(
        "<entry>\n"
        + _element("id", edition.guid(item))
        + _element("title", item.title)
        + f'<link rel="alternate" href={quoteattr(edition.link(item))}/>\n'
        + _element("published", edition.moment(item.at).isoformat())
        + _element("updated", edition.moment(item.changed).isoformat())
        + (f"<author>{_element('name', item.author)}</author>\n" if item.author else "")
        + "".join(f"<category term={quoteattr(tag)}/>\n" for tag in item.tags)
        + _element("summary", item.lead)
        + f'<content type="html">{escape(_fed(edition, item))}</content>\n'
        + _cap(edition, item)
        + "</entry>\n"
        for item in items
    )
    updated = max((edition.moment(item.changed) for item in items), default=edition.moment(0))
    return (
        _DECLARATION.format("utf-8")
        + '<feed xmlns="http://www.w3.org/2005/Atom"'
        + ' xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"'
        + f' xml:lang="{edition.outlet.language}">\n'
        + _element("id", f"tag:{edition.outlet.slug}.example,2026:feed")
        + _element("title", edition.outlet.name)
        + _element("subtitle", edition.outlet.about)
        + f'<link rel="self" href="{edition.base}{edition.feed_path}"/>\n'
        + f'<link rel="alternate" href="{edition.base}/"/>\n'
        + f"<author>{_element('name', edition.outlet.name)}</author>\n"
        + _element("updated", updated.isoformat())
        + f"{rows}</feed>\n"
    ).encode()


def _cap(edition: Edition, item: Item) -> str:
    """CAP elements directly in the entry, as weather services put them into their Atom indexes."""
    if item.cap is None:
        return ""
    effective = edition.moment(item.at)
    expires = effective + timedelta(hours=item.cap.hours)
    return (
        _element("cap:status", "Actual")
        + _element("cap:msgType", "Alert")
        + _element("cap:event", item.cap.event)
        + _element("cap:urgency", item.cap.urgency)
        + _element("cap:severity", item.cap.severity)
        + _element("cap:certainty", item.cap.certainty)
        + _element("cap:effective", effective.isoformat())
        + _element("cap:expires", expires.isoformat())
        + _element("cap:areaDesc", item.cap.area)
    )


def _json(edition: Edition, items: Sequence[Item]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": edition.outlet.name,
        "description": edition.outlet.about,
        "language": edition.outlet.language,
        "home_page_url": f"{edition.base}/",
        "feed_url": f"{edition.base}{edition.feed_path}",
        "items": [
            {
                "id": edition.guid(item),
                "url": edition.link(item),
                "title": item.title,
                "summary": item.lead,
                "content_html": _fed(edition, item),
                "date_published": edition.moment(item.at).isoformat(),
                "date_modified": edition.moment(item.changed).isoformat(),
                "authors": [{"name": item.author}] if item.author else [],
                "tags": list(item.tags),
            }
            for item in items
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
