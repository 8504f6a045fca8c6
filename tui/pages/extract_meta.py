"""Who wrote a page's story, when, for whom, and what it is called. Imports no extractor at the start.

The order for title, author and date: JSON-LD, an agreeing heading, meta elements, and last trafilatura
and htmldate, which are asked only where the page itself does not say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from lxml import html

from tui.model import PageFacts
from tui.pages.extract_jsonld import Stated, stated
from tui.pages.links import absolute
from tui.text import clean_line, host_of

NAMES_LIMIT = 20
"""Authors that are kept."""

PRINT_LINKS = 20
"""Links to printed forms that are looked at."""
KICKER = 3
"""Words of the longest name of a section before a headline."""
_PRINT = re.compile(
    r"[/?&=._](?:print(?:able|er|version|view)?|druck(?:en|ansicht|version)?|imprim(?:er|ir)|stampa)(?:$|[/?&=._])",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+(?:[|«»•·–—]|::|-{1,3}|‹|›|/)\s+|(?<=\S)\s*(?:\||«|::)\s*")
_BY = re.compile(
    r"^\s*(?:by|von|par|por|di|da|door|av|af|de|od|od:|autor(?:a|en)?|autorin|author|text|written by|"
    r"από|автор|przez|kirjoittanut|napsal)[\s:]+",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^[^,;]{2,30}\s(?=(?:By|Von|Par|Por|Door)\s)")
"""A brand before the byline."""
_SITE = re.compile(r"[\w-]{3,}(?:\.[\w-]{2,})*\.[a-z]{2,3}", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\||/|&|\s(?:and|und|et|y|e|en|og|och|i|ja|und von|sowie)\s)\s*")
_PARENTHESIS = re.compile(r"\s*\([^()]{1,40}\)")
_WEB = re.compile(r"https?://|www\.|@|\.(?:com|org|net|de|fr|it|es|co)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meta(PageFacts):
    """What a page says of its story and of itself; its standfirst is its description, as it stands there."""

    amp: str = ""
    printed: str = ""
    """The address of the page as it is to be printed: often the whole of a story in parts."""
    refresh: str = ""
    """Where the page sends its reader on at once."""
    stated: Stated = field(default_factory=Stated)
    titles: tuple[str, ...] = ()
    """All that the page calls itself, for telling a repeated title from the story."""


def meta_of(tree: html.HtmlElement, url: str) -> Meta:
    """What the page says of itself; addresses are made absolute against ``url``."""
    head = _Head(tree)
    said = stated(head.scripts)
    publisher = head.first("og:site_name", "application-name") or said.publisher
    title = _title(head, said, publisher)
    described = head.first("description", "og:description", "twitter:description", "dc.description")
    locale = head.first("og:locale", "dc.language", "content-language")
    return Meta(
        title=title,
        authors=_authors(head, said, tree, publisher),
        published=_published(head, said, tree, url),
        publisher=publisher,
        language=_language(head.language or said.language or locale),
        standfirst=clean_line(described or said.description, 1_000),
        image=absolute(head.first("og:image", "twitter:image") or said.image, url),
        image_caption=said.image_caption,
        canonical=absolute(head.links.get("canonical", ""), url),
        amp=absolute(head.links.get("amphtml", ""), url),
        printed=_printed(head, url),
        refresh=_refresh(head.first("refresh"), url),
        stated=said,
        titles=tuple({title, said.headline, head.title, head.first("og:title")} - {""}),
    )


class _Head:
    """The elements of a page that speak of it, each looked at once."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self.scripts: list[str] = []
        self.headings: list[str] = []
        self.links: dict[str, str] = {}
        self.times: list[str] = []
        self.print_links: list[str] = []
        self.title = ""
        self.language = clean_line(
            tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"), 40
        )
        self._named: dict[str, list[str]] = defaultdict(list)
        for element in tree.iter("script", "meta", "link", "title", "h1", "time", "a"):
            self._take(str(element.tag), element)

    def _take(self, tag: str, element: Any) -> None:
        if tag == "meta":
            name = (
                element.get("property")
                or element.get("name")
                or element.get("itemprop")
                or element.get("http-equiv")
            )
            content = element.get("content")
            if name and content:
                self._named[name.strip().lower()].append(clean_line(content, 1_000))
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text:
                self.scripts.append(element.text)
        elif tag in ("a", "link"):
            self._lead(tag, element)
        elif tag == "time":
            self.times.append(element.get("datetime") or "")
        elif tag == "h1":
            self.headings.append(clean_line(element.text_content()))
        elif not self.title:
            self.title = clean_line(element.text_content())

    def _lead(self, tag: str, element: Any) -> None:
        """A link to another form of the page."""
        address = element.get("href") or ""
        relations = (element.get("rel") or "").lower().split() if tag == "link" else []
        for relation in relations:
            self.links.setdefault(relation, address)
        if len(self.print_links) >= PRINT_LINKS:
            return
        if _PRINT.search(address) or (element.get("media") == "print" and "alternate" in relations):
            self.print_links.append(address)

    def first(self, *names: str) -> str:
        """The first of these meta elements that says anything."""
        return next((value for name in names for value in self._named.get(name, ()) if value), "")

    def all(self, *names: str) -> list[str]:
        """All that the first of these names that is used says."""
        return next((self._named[name] for name in names if any(self._named.get(name, ()))), [])


def _title(head: _Head, said: Stated, publisher: str) -> str:
    """The headline without the site's name before or behind it."""
    offered = [said.headline, head.first("og:title"), head.first("twitter:title"), head.title]
    offered = [text for text in offered if text]
    folded = [_folded(text) for text in offered]
    for heading in head.headings:
        words = _folded(heading)
        if len(words) > 3 and any(words in text or (text and text in words) for text in folded):
            # What stands before the headline is the section's name, set in the same heading.
            return next((text for text in offered if _follows(text, heading)), heading)
    for text in offered:
        return without_site(text, publisher)
    return head.headings[0] if head.headings else ""


def _follows(text: str, heading: str) -> bool:
    before = heading[: -len(text)]
    return heading.endswith(text) and before[-1:] == " " and len(before.split()) <= KICKER < len(text.split())


def without_site(title: str, publisher: str) -> str:
    """``title`` without "« Site name" and the like: the part before or behind a bar that names the publisher,
    or the shorter one of two where the longer has three words at least."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    first, last = parts[0], parts[-1]
    at = title.rfind(last)
    name = _folded(publisher)
    if name and _folded(last) and (_folded(last) in name or name in _folded(last)):
        return title[:at].rstrip(" |«»•·–—:-‹›/") or title
    if name and (_folded(first) in name or name in _folded(first)):
        return title[len(first) :].lstrip(" |«»•·–—:-‹›/") or title
    if not name and len(last.split()) <= 4 and len(title[:at].split()) >= 3:
        return title[:at].rstrip(" |«»•·–—:-‹›/") or title
    return title


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _authors(head: _Head, said: Stated, tree: html.HtmlElement, publisher: str) -> tuple[str, ...]:
    """Who is named; a publisher that names itself as the author only where the page has no byline."""
    named = head.all("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
    sites = {_folded(name) for name in (publisher, said.publisher, head.first("og:site_name"))} - {""}
    itself: tuple[str, ...] = ()
    for names in (said.authors, named):
        found = people(names)
        if found and not all(_folded(name) in sites for name in found):
            return found
        itself = itself or found
    byline = people(_byline(tree))
    # One word beside a publisher that names itself is a sign, or says "Follow".
    return byline if not itself or any(" " in name for name in byline) else itself


def people(names: Any) -> tuple[str, ...]:
    """Names without "By", addresses and repetitions; several in one are taken apart.

    A site's name with its dot is somebody only where nobody else is named.
    """
    found: list[str] = []
    sites: list[str] = []
    for name in names:
        bare = _PARENTHESIS.sub("", _BY.sub("", _BEFORE.sub("", clean_line(name, 300))))
        for part in [bare] if _SITE.fullmatch(bare) else [] if _WEB.search(bare) else _AND.split(bare):
            words = part.strip(" .,:")
            kind = sites if _SITE.fullmatch(words) else found
            if words and len(words.split()) <= 6 and words not in kind:
                kind.append(words)
    return tuple((found or sites)[:NAMES_LIMIT])


def _byline(tree: html.HtmlElement) -> list[str]:
    from trafilatura.metadata import extract_author

    try:
        found = extract_author(tree)
    except (ValueError, TypeError, AttributeError, KeyError):
        return []
    return found.split(";") if found else []


def _published(head: _Head, said: Stated, tree: html.HtmlElement, url: str) -> int | None:
    dated = head.first(
        "article:published_time", "og:published_time", "datepublished", "article:published",
        "parsely-pub-date", "sailthru.date", "date", "dc.date.issued", "dcterms.created", "dc.date",
        "pubdate", "publish-date", "cxenseparse:recs:publishtime",
    )  # fmt: skip
    for text in (said.published, dated, *head.times[:1]):
        found = moment(text)
        if found is not None:
            return found
    return _searched(tree, url)


def _searched(tree: html.HtmlElement, url: str) -> int | None:
    from htmldate import find_date

    try:
        found = find_date(tree, url=url or None, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    return moment(found or "")


def moment(text: str) -> int | None:
    """An ISO 8601 date from 1970 on as seconds since then; one without zone is taken as UTC."""
    found = _moment(text)
    return found if found is not None and found >= 0 else None


def _moment(text: str) -> int | None:
    text = text.strip()
    if not text or not text[0].isdigit():
        return None
    text = re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", text.replace(" UTC", "Z").replace(" Z", "Z"))
    try:
        found = datetime.fromisoformat(text)
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        pass
    day = re.match(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T ](\d\d?):(\d\d))?", text)
    if not day:
        return None
    year, month, date, hour, minute = (int(part or 0) for part in day.groups())
    try:
        return int(datetime(year, month, date, hour, minute, tzinfo=UTC).timestamp())
    except ValueError:
        return None


def _refresh(content: str, url: str) -> str:
    """The address of a ``<meta http-equiv="refresh">`` that does not wait."""
    seconds, _, target = content.partition(";")
    found = re.match(r"""\s*url\s*=\s*["']?([^"']+)""", target, re.IGNORECASE)
    if found is None or not seconds.strip().isdigit() or int(seconds.strip()[:4]) > 5:
        return ""
    there = absolute(found[1], url)
    return "" if there == url else there


def _printed(head: _Head, url: str) -> str:
    """The first link on the same host to a printed form of the same article, told by its number or name."""
    path = url.partition("://")[2].partition("/")[2]
    names = {*re.findall(r"\d{4,}", path), max(re.findall(r"[^/.?&=]{8,}", path), key=len, default="")} - {""}
    for link in (absolute(each, url) for each in head.print_links):
        if link != url and host_of(link) == host_of(url) and any(name in link for name in names):
            return link
    return ""


def _language(tag: str) -> str:
    found = re.match(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", tag)
    return found[0].replace("_", "-") if found else ""


def site_of(url: str) -> str:
    """What to call a publisher that does not name itself."""
    return host_of(url).removeprefix("www.")
