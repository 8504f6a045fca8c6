"""What an XML feed states, read from its tree: identity, addresses, dates, people, and all beside the text.

Pure; knows elements by ``feeds.tree``'s names and no parser. What feedparser makes of a document that is
too far gone for its tree takes these over as well, so that an article does not depend on who could read
its feed. Which element speaks:

- guid: Atom's id, RSS's guid, RDF's about.
- link: the publisher's own behind a redirector (feedburner:origLink), RSS's link, Atom's link to a
  page, a guid that is an address and not said to be none (RSS 2.0, isPermaLink), what it encloses.
- date: the first of published, issued, pubDate, dc:date, then updated and modified, that is a date.
- authors: Atom's, RSS's, dc:creator, itunes:author; for Atom else those of its source, else the feed's
  (RFC 4287, 4.2.1).
- text: the longest of the elements that may hold one.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import urljoin

from tui.feeds import cap, media, places
from tui.feeds.charset import repaired
from tui.feeds.raw import RawEntry, RawFeed, telling
from tui.feeds.tree import Element, Tree, children, name, relation, text, words
from tui.model import Facts

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_COUNT = "{http://purl.org/syndication/thread/1.0}count"
_TEXTS = (
    # "?:" stands before what has a namespace that nobody knows, such as a mistyped one.
    "content:encoded", "content", "description", "summary", "xhtml:body", "xhtml:div", "itunes:summary",
    "media:description", "media:text", "dc:description", "dcterms:abstract", "?:encoded",
)  # fmt: skip
_DATES = (
    "published", "pubdate", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created", "date",
    "?:publicationdate", "updated", "modified", "dcterms:modified", "lastbuilddate",
)  # fmt: skip
_AUTHORS = ("author", "dc:creator", "dcterms:creator", "dc:author", "creator", "?:creator")
_MARKUP = re.compile(r"</\w|/>|<(?:br|hr|img|wbr|!--)\b", re.IGNORECASE)
"""What a title that is said to be text (RFC 4287, 3.1.1.1) does not hold unless that is wrong."""
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+")
_WITH_MAIL = re.compile(r"\S+@\S+ \((.+)\)|(.+?) ?[<(]\S+@\S+[>)]")

Named = Mapping[str, list[Element]]


def feed(tree: Tree, *, with_base: bool) -> RawFeed:
    """What a tree says; ``with_base``: the document has xml:base, which is dear to look for."""
    head = _head(tree)
    language = _language(tree.root, head)
    people = _people(head) if name(tree.root) == "feed" else ()
    return RawFeed(
        # Before the entries: to read a text takes its element apart.
        title=repaired(_said(head["title"][0])) if "title" in head else "",
        entries=telling([_entry(item, language, people, with_base) for item in tree.items]),
        parser="lxml",
    )


def _head(tree: Tree) -> dict[str, list[Element]]:
    """The feed's own elements; RSS has them in a channel, RDF beside its items."""
    head = children(tree.root)
    return children(head["channel"][0]) | {"item": []} if head.get("channel") else head


def _entry(item: Element, language: str, people: tuple[str, ...], with_base: bool) -> RawEntry:
    named = children(item)
    guid = _first(named, "id") or _first(named, "guid") or item.get(_ABOUT, "").strip()
    enclosures = media.enclosures(named)
    notice = cap.within(item) if "content" in named or "cap:alert" in named or "cap:info" in named else None
    source, source_link = _origin(named)
    comments_link = _comments_link(named)
    if with_base:
        # Of the entry itself: what is relative in its text may lie elsewhere.
        lies = item.base or ""
        enclosures = tuple([replace(each, url=_joined(lies, each.url)) for each in enclosures])
        comments_link, source_link = _joined(lies, comments_link), _joined(lies, source_link)
    return RawEntry(
        guid=guid,
        title=repaired(_title(named)),
        link=_link(named, with_base) or _permalink(named, guid) or (enclosures[0].url if enclosures else ""),
        content=notice.text if notice else repaired(_longest(named, _TEXTS)),
        dates=tuple([_first(named, called) for called in _DATES if called in named]),
        base=_base(item, named) if with_base else "",
        facts=Facts(
            authors=tuple([repaired(each) for each in _people(named) or _of_origin(named) or people]),
            categories=tuple([repaired(each) for each in _categories(named)]),
            credits=media.credited(named),
            enclosures=enclosures,
            comments=_comments(named),
            comments_link=comments_link,
            place=places.place(named)
            or (notice.place if notice else cap.place_of(named.get("cap:area", ()))),
            cap=notice.facts if notice else cap.flat(named),
            language=_language(item, named) or language,
            origin=source,
            origin_link=source_link,
            urgency=_urgency(named),
        ),
    )


def _first(named: Named, called: str) -> str:
    return next((said for each in named.get(called, ()) if (said := (each.text or "").strip())), "")


def _urgency(named: Named) -> int | None:
    """An editor's grade, 1 to 8, as IPTC's formats, NITF and some ``media:rating`` state it."""
    for called in ("urgency", "iptc:urgency", "newsml:urgency", "?:urgency", "nitf:urgency", "priority"):
        for each in named.get(called, ()):
            said = (each.get("ed-urg") or each.get("qcode") or each.text or "").strip().rpartition(":")[2]
            if said in _GRADES:
                return int(said)
    for each in named.get("media:rating", ()):
        said = (each.text or "").strip()
        if "urgency" in each.get("scheme", "").casefold() and said in _GRADES:
            return int(said)
    return None


_GRADES = frozenset("12345678")


def _title(named: Named) -> str:
    """The item's own title, and only where it has none that of its picture or its record."""
    found = (
        _literal(each, _said(each))
        for called in ("title", "media:title", "dc:title")
        for each in named.get(called, ())
    )
    return next((said for said in found if said), "")


def _literal(element: Element, said: str) -> str:
    """``said``, or where its element says that it is no markup, and it does not look it either, as HTML."""
    if "<" in said and element.get("type") == "text" and not _MARKUP.search(said):
        return escape(said, quote=False)
    return said


def _longest(named: Named, wanted: Iterable[str]) -> str:
    found = [_said(each) for called in wanted for each in named.get(called, ())]
    return max(found, key=len, default="")


def _said(element: Element) -> str:
    """A text; of bytes in base64 (RFC 4287, 4.1.3.3; Atom 0.3, mode) the text in them, and no picture."""
    said, kind = text(element), element.get("type", "").lower()
    is_text = "/" not in kind or kind.startswith("text") or kind.endswith("xml") or "html" in kind
    if not ((element.get("mode") == "base64" or not is_text) and _BASE64.fullmatch(said)):
        return said
    try:
        return b64decode(said).decode("utf-8", "replace") if is_text else ""
    except ValueError:
        return said  # its length is none that bytes could have


def _link(named: Named, with_base: bool) -> str:
    if own := _first(named, "feedburner:origlink"):
        return own
    ranked: list[tuple[int, str]] = []
    for each in named.get("link", ()):
        href = (each.get("href") or each.text or "").strip()
        rank = _rank(each)
        if href and rank is not None:
            ranked.append((rank, _joined(each.base or "", href) if with_base else href))
    return min(ranked, key=lambda each: each[0])[1] if ranked else ""


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href) if href else ""
    except ValueError:
        return href  # one of the two is no address; what comes of it is judged where it is cleaned


def _rank(link: Element) -> int | None:
    """How well a link leads to the entry's page, 0 best; None: elsewhere."""
    if link.get("href") is None:
        return 0
    kind = link.get("type", "")
    match relation(link):
        case "alternate" | "":
            return 1 if not kind or "html" in kind else 2
        case "related" | "via" | "canonical":
            return 3
        case _:
            return None


def _permalink(named: Named, guid: str) -> str:
    said_to_be_none = any(each.get("isPermaLink", "").lower() == "false" for each in named.get("guid", ()))
    return guid if guid[:8].lower().startswith(("http://", "https://")) and not said_to_be_none else ""


def _base(item: Element, named: Named) -> str:
    """What relative addresses in the text are relative to: xml:base of its element or of one round it."""
    element = next(
        (named[called][0] for called in ("content", "summary", "description") if called in named), item
    )
    return element.base or ""


def _people(named: Named) -> tuple[str, ...]:
    """Each author once; a mail address only where there is no name, the show's where there is neither."""
    for wanted in (_AUTHORS, ("itunes:author",)):
        said = {_person(each): None for called in wanted for each in named.get(called, ())}
        people = {each.casefold(): each for each in reversed(said) if each}
        names = [each for each in reversed(people.values()) if not _MAIL.fullmatch(each)]
        if people:
            return tuple(names or reversed(people.values()))
    return ()


def _of_origin(named: Named) -> tuple[str, ...]:
    """The authors of the feed that an entry was taken from."""
    return next((people for each in named.get("source", ()) if (people := _people(children(each)))), ())


def _person(element: Element) -> str:
    inner = children(element)
    said = _first(inner, "name") or (words(element) if not inner else "")
    with_mail = _WITH_MAIL.fullmatch(said)
    if with_mail:
        return (with_mail[1] or with_mail[2]).strip(' "')
    return said or _first(inner, "email")


def _categories(named: Named) -> Iterator[str]:
    for each in named.get("category", ()):
        yield each.get("label") or each.get("term") or words(each)
    for called in ("dc:subject", "itunes:category"):
        yield from (words(each) or each.get("text", "") for each in named.get(called, ()))
    for called in ("media:keywords", "itunes:keywords"):
        for each in named.get(called, ()):
            yield from (each.text or "").split(",")


def _comments(named: Named) -> int | None:
    for called in ("slash:comments", "thr:total"):
        if (found := media.count(_first(named, called))) is not None:
            return found
    return next((media.count(each.get(_COUNT)) for each in _replies(named) if each.get(_COUNT)), None)


def _comments_link(named: Named) -> str:
    pages = [each for each in _replies(named) if "html" in each.get("type", "html")]
    return _first(named, "comments") or next((each.get("href", "") for each in pages), "")


def _replies(named: Named) -> list[Element]:
    return [each for each in named.get("link", ()) if relation(each) == "replies"]


def _origin(named: Named) -> tuple[str, str]:
    """Whose entry it was first: RSS's or Atom's source."""
    for each in named.get("source", ()):
        inner = children(each)
        if inner:
            return (text(inner["title"][0]) if "title" in inner else ""), _link(inner, with_base=False)
        return words(each), each.get("url", "")
    return "", ""


def _language(element: Element, named: Named) -> str:
    return _first(named, "dc:language") or _first(named, "language") or element.get(_LANGUAGE, "")
