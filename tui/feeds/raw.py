"""What a reader of feeds makes of a document, in one shape, and feedparser. Nothing is clean yet.

Knows no cache and no network. Runs in the parse worker: feedparser can be made to run for minutes, and
raises nearly everything. It is imported when first needed (70 ms).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tui.feeds.charset import repaired
from tui.model import Enclosure, Facts

_NO_FACTS = Facts()
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What feedparser raises on hostile documents (163,000 mutations)."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One item as its feed gives it."""

    guid: str = ""
    title: str = ""
    link: str = ""
    content: str = ""
    plain: bool = False
    """The content is no HTML, whatever it looks like: JSON Feed's content_text."""
    dates: tuple[str, ...] = ()
    """As written, the one to be believed first."""
    base: str = ""
    """What relative addresses in it are relative to, where that is not the feed's own address."""
    facts: Facts = _NO_FACTS


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed document before cleaning."""

    title: str
    entries: tuple[RawEntry, ...]
    parser: str
    recognised: bool = True
    """Whether the parser saw a feed in it, were it an empty one."""


def thorough(data: bytes) -> RawFeed:
    """By feedparser: slow, and takes what no other does. ``data`` is UTF-8. Raises any of ``FAULTS``.

    Its sanitiser stays off: it is slow (31.8 s for 10 MB, measured), can be made to hang, and our own
    blocks let nothing through.
    """
    import feedparser

    found = feedparser.parse(
        # A stream, because it takes a str or bytes for an address or a file name first.
        io.BytesIO(data),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return RawFeed(
        title=_text(found.feed.get("title")),
        entries=telling([_entry(item) for item in found.entries]),
        parser="feedparser",
        recognised=bool(found.get("version")),
    )


def telling(entries: Iterable[RawEntry]) -> tuple[RawEntry, ...]:
    """Those of ``entries`` that say anything at all."""
    return tuple([each for each in entries if each.guid or each.title or each.link or each.content])


def completed(feed: RawFeed, stated: RawFeed, *, sound: bool) -> RawFeed:
    """``feed`` with what its elements state, where both hold as many entries; else ``feed`` as it is.

    ``sound``: the document is well-formed, so that its elements are what they say. Of an ill-formed one
    each reader saves another part: the longer title and text are taken.
    """
    if len(feed.entries) != len(stated.entries):
        return feed
    pairs = zip(feed.entries, stated.entries, strict=True)
    entries = tuple([_joined(parsed, said, sound) for parsed, said in pairs])
    return replace(feed, title=stated.title or feed.title, entries=entries)


def _joined(parsed: RawEntry, stated: RawEntry, sound: bool) -> RawEntry:
    title, content = stated.title, stated.content
    if not (sound and title):
        title = max(title, parsed.title, key=_length)
    if not (sound and content):
        content = max(content, parsed.content, key=_length)
    # feedparser takes a guid for a link even where it is said to be none.
    link = stated.link or (parsed.link if parsed.link != stated.guid else "")
    return replace(stated, title=title, content=content, link=link)


def _length(text: str) -> int:
    return len(text.strip())


def _entry(item: Mapping[str, Any]) -> RawEntry:
    contents = [_text(part.get("value")) for part in _dicts(item, "content")]
    guid, link = _text(item.get("id")), _text(item.get("link"))
    # Asked for a date that it has not, feedparser warns and gives another.
    dates = [_text(item[name]) for name in ("published", "updated") if name in item]
    return RawEntry(
        guid=guid,
        title=_text(item.get("title")),
        # Without a link feedparser gives the id as one, and "id1" would become an address.
        link="" if link == guid and not item.get("links") else link,
        content=max([*contents, _text(item.get("summary"))], key=len),
        dates=tuple(dates),
        facts=_facts(item),
    )


def _facts(item: Mapping[str, Any]) -> Facts:
    """What feedparser gives in one form; the rest is read from the elements."""
    author = _text(item.get("author"))
    return Facts(
        authors=(author,) if author else (),
        categories=tuple([_text(tag.get("term")) for tag in _dicts(item, "tags")]),
        enclosures=tuple(
            [
                Enclosure(_text(part.get("url") or part.get("href")), _text(part.get("type")))
                for part in _dicts(item, "enclosures")
            ]
        ),
    )


def _enclosed(item: Mapping[str, Any]) -> str:
    """What an item without a page of its own holds: a podcast's sound."""
    return next((_text(part.get("url") or part.get("href")) for part in _dicts(item, "enclosures")), "")


def _dicts(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = item.get(name)
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, Sequence) else []


def _text(value: object) -> str:
    return repaired(value) if isinstance(value, str) else ""
