"""What the two parsers make of a feed document, brought to one shape. Nothing here is cleaned yet.

Knows no cache and no network. Runs in the parse worker: both parsers can be made to run for
minutes, and both raise nearly everything. They are imported when first needed (70 and 48 ms).
"""

from __future__ import annotations

import calendar
import io
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tui.desk.urgency import CapFacts
from tui.feeds.charset import repaired

CAP_NAMESPACE = b"urn:oasis:names:tc:emergency:cap"
"""Marks documents with CAP elements, which fastfeedparser drops."""
_EARLIEST = 631_152_000
"""1990-01-01: a feed's date before it is a template's zero, not a date (36 of 3,000 entries say year 1)."""
_LATEST = 4_102_444_800
"""2100-01-01."""
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
"""What the parsers raise on hostile documents (163,000 mutations); SyntaxError is lxml's for bad XML."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One item as its feed gives it."""

    guid: str = ""
    title: str = ""
    link: str = ""
    author: str = ""
    content: str = ""
    plain: bool = False
    """The feed says that the content is no HTML."""
    published: int | None = None
    categories: tuple[str, ...] = ()
    cap: CapFacts | None = None


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed document before cleaning."""

    title: str
    entries: tuple[RawEntry, ...]
    parser: str
    recognised: bool = True
    """Whether the parser saw a feed in it, were it an empty one."""


def fast(data: bytes) -> RawFeed:
    """By fastfeedparser: a hundred times faster (0.3 s for 300 real feeds). Raises any of ``FAULTS``."""
    import fastfeedparser

    found = fastfeedparser.parse(data)
    return RawFeed(
        title=_text(found.get("feed", {}).get("title")),
        entries=tuple([_from_fast(item) for item in found.get("entries", [])]),
        parser="fastfeedparser",
    )


def thorough(data: bytes, now: int) -> RawFeed:
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
    with_cap = CAP_NAMESPACE in data
    return RawFeed(
        title=_text(found.feed.get("title")),
        entries=tuple([_from_feedparser(item, with_cap, now) for item in found.entries]),
        parser="feedparser",
        recognised=bool(found.get("version")),
    )


def _from_fast(item: Mapping[str, Any]) -> RawEntry:
    contents = [
        (_text(part.get("value")), part.get("type") == "text/plain") for part in _dicts(item, "content")
    ]
    contents.append((_text(item.get("description")), False))
    contents += [(_text(part.get("description")), False) for part in _dicts(item, "media_content")]
    content, plain = max(contents, key=lambda each: len(each[0]))
    return RawEntry(
        guid=_guid(item.get("id")),
        title=_text(item.get("title")),
        link=_text(item.get("link")) or _related(item),
        author=_text(item.get("author")),
        content=content,
        plain=plain,
        published=_moment(item.get("published")) or _moment(item.get("updated")),
        categories=tuple([_text(tag.get("term")) for tag in _dicts(item, "tags")]),
    )


def _from_feedparser(item: Mapping[str, Any], with_cap: bool, now: int) -> RawEntry:
    contents = [
        (_text(part.get("value")), part.get("type") == "text/plain") for part in _dicts(item, "content")
    ]
    summary = item.get("summary_detail") or {}
    contents.append((_text(item.get("summary")), summary.get("type") == "text/plain"))
    content, plain = max(contents, key=lambda each: len(each[0]))
    guid, link = _text(item.get("id")), _text(item.get("link"))
    return RawEntry(
        guid=guid,
        title=_text(item.get("title")),
        # Without a link feedparser gives the id as one, and "id1" would become an address.
        link="" if link == guid and not item.get("links") else link,
        author=_text(item.get("author")),
        content=content,
        plain=plain,
        published=_second(item, "published_parsed") or _second(item, "updated_parsed"),
        categories=tuple([_text(tag.get("term")) for tag in _dicts(item, "tags")]),
        cap=_cap(item, now) if with_cap else None,
    )


def _cap(item: Mapping[str, Any], now: int) -> CapFacts | None:
    facts = {
        name: _text(item.get(f"cap_{name}") or item.get(name))
        for name in ("severity", "urgency", "certainty", "status", "msgtype", "expires")
    }
    if not facts["severity"]:
        return None
    expires = _moment(facts["expires"])
    return CapFacts(
        severity=facts["severity"],
        urgency=facts["urgency"],
        certainty=facts["certainty"],
        status=facts["status"],
        message_type=facts["msgtype"],
        expired=expires is not None and expires < now,
    )


def _related(item: Mapping[str, Any]) -> str:
    """Where an item without a page of its own points: JSON Feed's external_url, or a podcast's sound."""
    for link in _dicts(item, "links"):
        if link.get("rel") == "related":
            return _text(link.get("href"))
    return next((_text(part.get("url") or part.get("href")) for part in _dicts(item, "enclosures")), "")


def _dicts(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = item.get(name)
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, Sequence) else []


def _text(value: object) -> str:
    return repaired(value) if isinstance(value, str) else ""


def _guid(value: object) -> str:
    """An id; JSON Feed 1.1 wants a number taken for its digits."""
    return str(value) if isinstance(value, int | float) else _text(value)


def _moment(value: object) -> int | None:
    """An ISO 8601 date as seconds since 1970; None for none, nonsense, or one before 1990 or after 2099."""
    if not isinstance(value, str) or not value:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", value.strip()))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return _believable(int(moment.timestamp()))
    except (ValueError, OverflowError):
        return None


def _second(item: Mapping[str, Any], name: str) -> int | None:
    # Asked for what it has not, feedparser warns and gives another date.
    if name not in item or not isinstance(item[name], time.struct_time):
        return None
    try:
        return _believable(calendar.timegm(item[name]))
    except (ValueError, OverflowError):
        return None


def _believable(at: int) -> int | None:
    return at if _EARLIEST <= at < _LATEST else None
