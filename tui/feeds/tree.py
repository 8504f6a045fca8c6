"""An XML feed as a tree: its items, its channel, and one short name for each element. Pure.

Knows nothing of what the elements mean. The tree is read in recovery: what libxml2 can save of an
ill-formed document is there. Costs 0.24 s of CPU for 300 real feeds (43 MB). Entities that the
document itself declares are resolved within libxml2's own bounds; nothing outside it is ever read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.entities import html5
from itertools import islice

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml's own name for the type of what it makes

_PREFIXES = {
    # Those of the feed formats themselves have none: an atom:link in RSS is known by its attributes.
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/net/rss1.1#": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss191": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/rss/1.0/modules/slash/": "slash:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://video.search.yahoo.com/mrss": "media:",
    "http://video.search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.georss.org/georss": "georss:",
    "http://www.georss.org/georss/10": "georss:",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo:",
    "http://www.opengis.net/gml": "gml:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.incident.com/cap/1.0": "cap:",
}
_CAP = "urn:oasis:names:tc:emergency:cap:"
_OWN = ("atom:", "rss:", "atom10:", "a10:")
"""Prefixes that documents use for the formats themselves without declaring them."""
_START = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf|channel|alert)[\s>]", re.IGNORECASE)
"""Where a feed begins behind what was put in front of it: a server's warning, a spoilt declaration."""
_STARTS = 3
"""Of these so many are tried: the root itself may be spoilt, and the channel in it sound."""
_HEAD = 8_192
_FATAL = 3
"""libxml2's level of what makes a document ill-formed."""
_UNDECLARED = etree.ErrorTypes.WAR_UNDECLARED_ENTITY
"""A reference that a DTD elsewhere may declare, as that of RSS 0.91 does HTML's; nobody reads that DTD."""
_REFERENCE = re.compile(
    # An unclosed section reaches to the end: a search for its close from each start would be quadratic.
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    rb"|&(?:#\d{1,20}|#[xX][0-9A-Fa-f]{1,20}|([A-Za-z][A-Za-z0-9]{1,31}));|&",
    re.DOTALL,
)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^<>\[]{0,1000}\[.*?\]\s*>|(?=<!ENTITY).*", re.DOTALL)
"""What a document declares itself; all of it where that has no end."""
_SUBSET = 65_536
"""Bytes in which that stands."""
_ENTITY = re.compile(rb"<!ENTITY\s+([A-Za-z][\w.-]*)\s")
_NUMBER = re.compile(rb"&#(?:(\d{1,20})|[xX]([0-9A-Fa-f]{1,20}));")
_TAG = re.compile(rb"<[A-Za-z][^<>]{0,4000}=[^<>\"'\s][^<>]{0,4000}+>")
_BARE = re.compile(rb"\"[^\"]*+\"|'[^']*+'|(=)([^\s\"'<>]*[^\s\"'<>/])")
"""A value in quotes, or an attribute's value that lacks them."""
_RELATIONS = "http://www.iana.org/assignments/relation/"
_XHTML = "{http://www.w3.org/1999/xhtml}*"
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))


@dataclass(frozen=True, slots=True)
class Tree:
    """A document that could be read as XML."""

    root: Element
    items: tuple[Element, ...]
    """The outermost elements called item or entry, in the order of the document."""
    broken: bool
    """It is ill-formed, or names characters that only a DTD elsewhere declares. After its first fault
    libxml2 drops every named reference, ``&lt;`` as well."""


def grown(data: bytes, url: str) -> Tree | None:
    """The tree of a document in UTF-8 that came from ``url``, or None where libxml2 makes nothing of it."""
    whole = data.lstrip()
    tree = _grown(whole, url)
    if tree is not None and tree.items:
        return tree
    for begin in islice(_START.finditer(whole[:_HEAD], 1), _STARTS):
        other = _grown(whole[begin.start() :], url)
        if other is not None and (tree is None or other.items):
            return other
    return tree


def _grown(data: bytes, url: str) -> Tree | None:
    parser = etree.XMLParser(
        recover=True,
        resolve_entities="internal",  # type: ignore[arg-type]  # newer than the stubs
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    broken = any(error.level == _FATAL or error.type == _UNDECLARED for error in parser.error_log)
    try:
        return Tree(root, tuple(_outermost(root)), broken)
    except UnicodeDecodeError:
        return Tree(root, (), True)  # a name in it holds a surrogate, which ``mended`` takes out


def mended(data: bytes) -> bytes:
    """An ill-formed document with what can be said of its characters put right.

    Control characters go, HTML's named characters, of which XML knows five, become numbers, which
    libxml2 heeds after a fault too, and an ampersand that begins nothing is written as one. Attributes
    get the quotes that they lack: without them libxml2 loses the element.
    """
    data = _NUMBER.sub(_mend_number, data.translate(None, _CONTROLS))
    data = _TAG.sub(lambda tag: _BARE.sub(_quote, tag[0]), data)
    declared = _DOCTYPE.search(data[:_SUBSET]) if b"<!ENTITY" in data[:_HEAD] else None
    if declared is None:
        return _REFERENCE.sub(_mend, data)
    own, end = frozenset(_ENTITY.findall(declared[0])), declared.end()
    kept = _REFERENCE.sub(lambda found: found[0] if found[1] in own else _mend(found), data[end:])
    return data[:end] + kept


def _quote(found: re.Match[bytes]) -> bytes:
    return b'%b"%b"' % (found[1], found[2]) if found[1] else found[0]


def _mend_number(found: re.Match[bytes]) -> bytes:
    """A numbered character, if it is one: a surrogate would leave libxml2 as bytes that are no UTF-8."""
    code = int(found[1]) if found[1] else int(found[2], 16)
    return b"&#%d;" % code if code in (9, 10, 13) or 31 < code < 0xD800 or 0xE000 <= code < 0x110000 else b""


def _mend(found: re.Match[bytes]) -> bytes:
    if found[0][:1] == b"<" or found[0][1:2] == b"#":
        return found[0]
    characters = html5.get(f"{found[1].decode('ascii')};") if found[1] else None
    return _numbers(characters) if characters else b"&#38;" + found[0][1:]


def _numbers(characters: str) -> bytes:
    return "".join([f"&#{ord(character)};" for character in characters]).encode("ascii")


def name(element: Element) -> str:
    """What an element is called here: ``title``, ``dc:creator``, ``media:content``; lower case."""
    return _name(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=4_096)
def _name(tag: str) -> str:
    namespace, _, local = tag.rpartition("}")
    local = local.lower()
    if not namespace:
        own = next((prefix for prefix in _OWN if local.startswith(prefix)), "")
        return local.removeprefix(own)
    address = namespace[1:].lower().replace("https://", "http://", 1)
    if address.startswith(_CAP):
        return f"cap:{local}"
    return _PREFIXES.get(address, "?:") + local


def children(element: Element) -> dict[str, list[Element]]:
    """The child elements by name, in document order; a media:group counts as what is in it."""
    found: dict[str, list[Element]] = {}
    for child in element:
        called = name(child)
        if called == "media:group":
            for inner in child:
                found.setdefault(name(inner), []).append(inner)
        elif called:
            found.setdefault(called, []).append(child)
    return found


def text(element: Element) -> str:
    """What an element says: its text, or as HTML where it holds markup of its own (XHTML, or unescaped).

    Of a CDATA section that was escaped as well its content.
    """
    if not len(element):
        said = (element.text or "").strip()
        return said[9:-3].strip() if said[:9] == "<![CDATA[" and said[-3:] == "]]>" else said
    for inner in element.iterdescendants(_XHTML):
        if _PLAIN_NAME.fullmatch(local := str(inner.tag).rpartition("}")[2]):
            inner.tag = local  # <x:p> is <p>
    etree.cleanup_namespaces(element)
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    markup = whole[whole.index(">") + 1 : whole.rindex("<")].strip()
    # What is not declared as XHTML and yet holds elements is half escaped, half not.
    return markup if "xhtml" in element.get("type", "") else unescape(markup)


def relation(link: Element) -> str:
    """What a link leads to, as one word; it may be written as an address (RFC 4287, 4.2.7.2)."""
    return link.get("rel", "alternate").lower().removeprefix(_RELATIONS)


def words(element: Element) -> str:
    """All text of an element on one line, without markup."""
    return " ".join("".join(map(str, element.itertext())).split())


def _outermost(root: Element) -> Iterator[Element]:
    inside: Element | None = None
    for element in root.iter("{*}item", "{*}entry", "rss:item", "atom:entry"):
        nested = inside is not None and any(outer is inside for outer in element.iterancestors())
        if not nested and name(element) in ("item", "entry"):
            inside = element
            yield element
