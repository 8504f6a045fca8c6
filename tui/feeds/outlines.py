"""OPML to its outlines, however broken the file: a tolerant reader in one pass.

Knows neither sources nor settings. Why it is our own: OPML in the wild is often no XML. Of the 118
lists in awesome-rss-feeds, 80 do not parse (bare "&", quotes and tags inside attributes; measured
with expat). lxml in recovery mode loses or alters addresses in 26 of them; listparser 0.20, which
reads OPML as HTML by way of lxml, loses a feed without a word in 6 and passes over filter commands;
this reader loses none. It knows no entities but HTML's, so there is nothing to expand (T11 in the
notes on hostile input), it opens nothing (T12), and does not recurse (T21).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from tui.feeds.charset import mark, shape

_TAG = re.compile(r"<(/?)outline(?=[\s/>])", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARED = re.compile(
    # Only character sets: Python also knows "punycode" (quadratic), "utf-7" and "unicode_escape".
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']((?:iso-?8859|windows|cp|koi8|euc|shift|gb|big5)[\w.-]{0,20})""",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
KNOWN = frozenset(("text", "title", "xmlurl", "url", "type", "category", "filtercmd"))
"""Attributes that say something about a subscription; lists write them in any case."""
_NAMES = "|".join(sorted(KNOWN))
_ATTRIBUTE = re.compile(r"""(?<=[\s"'])([A-Za-z_][\w:.-]{0,80})\s*=\s*(["'])""")
_ADDRESS = re.compile(r"xmlurl\s*=", re.IGNORECASE)
_END = {
    # A quote ends its value only where another attribute or the end of the tag follows: lists
    # written without escaping hold quotes, and whole <a href="…"> tags, inside descriptions.
    quote: re.compile(rf"{quote}(?=\s+[\w:.-]+\s*=|(?:{_NAMES})\s*=|\s*/?>\s*(?:<|\Z)|\s*\Z)", re.IGNORECASE)
    for quote in ('"', "'")
}
_CLOSED = re.compile(r"/>\s*(?:<|\Z)")
_NAMESPACE = re.compile(r"""\sxmlns:([A-Za-z_][\w.-]{0,80})\s*=\s*(["'])([^"'<>]{1,500})\2""")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,2000})</title", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outline:
    """One outline as it stands in the file; nothing in it is cleaned or judged."""

    attributes: dict[str, str]
    """All of them; names of ``KNOWN`` ones in small letters, others as they stand."""
    parents: int
    """How many outlines it stands in."""
    broken: bool
    """It speaks of an address that cannot be read, as where the closing quote is missing."""


def decode(data: bytes) -> str:
    """The text of an XML file: by byte order mark, first bytes, declaration, UTF-8, or as Windows-1252."""
    if marked := mark(data) or shape(data):
        return data.decode(marked, "replace").removeprefix("\ufeff")
    declared = _DECLARED.search(data[:1_000])
    for encoding in ("utf-8", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def title_of(text: str) -> str:
    """The title of an OPML text, as it stands there; empty where it has none."""
    match = _TITLE.search(text, 0, 20_000)
    return _unescaped(match[1]) if match else ""


def namespaces(text: str) -> dict[str, str]:
    """The prefixes of an OPML text and what they stand for; the first word on a prefix holds."""
    found: dict[str, str] = {}
    for match in _NAMESPACE.finditer(text):
        found.setdefault(match[1], _unescaped(match[3]))
    return found


def outlines(text: str) -> Iterator[Outline]:
    """Each outline of an OPML text, in order. Time is linear in the text; never raises."""
    text = _COMMENT.sub("", text)
    depth = 0
    tags = list(_TAG.finditer(text))
    for tag, following in zip_longest(tags, tags[1:]):
        if tag[1]:
            depth = max(0, depth - 1)
            continue
        # With the "<" of the next tag, so that the end of this one can be told from a ">" inside.
        chunk = text[tag.end() : following.start() + 1 if following else len(text)]
        attributes, broken = _attributes(chunk)
        yield Outline(attributes, depth, broken)
        if not _CLOSED.search(chunk):
            depth += 1


def _attributes(chunk: str) -> tuple[dict[str, str], bool]:
    found: dict[str, str] = {}
    at = 0
    while start := _ATTRIBUTE.search(chunk, at):
        end = _END[start[2]].search(chunk, start.end())
        if end is None:
            break
        name = start[1].lower() if start[1].lower() in KNOWN else start[1]
        found.setdefault(name, _unescaped(chunk[start.end() : end.start()]))
        at = end.end()
    return found, "xmlurl" not in found and _ADDRESS.search(chunk) is not None


def _unescaped(value: str) -> str:
    """``value`` without its references. Those without ";" stay: "&section=" is no "§ion=".

    A lone surrogate or a number beyond Unicode becomes U+FFFD, as in HTML.
    """
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), value)
