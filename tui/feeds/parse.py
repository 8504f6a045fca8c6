"""A feed document to articles: bytes in, cleaned entries out. Pure; knows no cache and no network.

fastfeedparser first, feedparser behind it where the first fails or finds clearly too little
(measured: needed for 3 of 448 real feeds). Runs in the parse worker, never in the poller itself:
60 KB of input can keep a parser busy for minutes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from tui.desk.urgency import judge
from tui.feeds import raw
from tui.feeds.charset import as_utf8
from tui.feeds.page_links import links_of
from tui.feeds.raw import RawEntry, RawFeed
from tui.feeds.wire import GUID_LIMIT, ParseError, WebPageError
from tui.model import Entry, Feed
from tui.pages.document import dumps, plain_text
from tui.pages.html import document_from_html, document_from_text, looks_like_html, text_of_html
from tui.text import LEAD_LIMIT, clean_line, safe_url

ENOUGH = 0.9
"""The share of the counted item tags that the fast parser must find to be believed."""
NO_TITLE = "(no title)"
_TITLE_WORDS = 80
_ITEM = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)[\s>/]")
_BASE = re.compile(rb"""\sxml:base\s*=\s*["']([^"'<>]{1,2000})["']""")
_PROLOG = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!(?:[^<>\[]|\[[^\]]*\])*>", re.DOTALL)
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]{0,40})")
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_HTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_AUTHOR = re.compile(r"\S+@\S+ \((.+)\)")
_HEAD = 4_096


def parse_feed(
    data: bytes, url: str, content_type: str, known: frozenset[str], limit: int, now: int = 0
) -> Feed:
    """Read a feed document that came from ``url``.

    Items whose fingerprint is in ``known`` are only named in ``Feed.unchanged``. At most ``limit``
    items are taken, the newest. ``now`` (seconds since 1970) tells which alerts have expired; 0: none.
    Raises ParseError.
    """
    if not data.strip():
        raise ParseError("the document is empty")
    data = as_utf8(data, content_type)
    root = _root(data)
    if root in ("html", "head", "body"):
        raise WebPageError(links_of(data, url))
    feed = _read(data, root, url, now)
    base = _BASE.search(data[:_HEAD])
    base_url = safe_url(base[1].decode("utf-8", "replace"), url) if base else ""
    entries, unchanged, dropped = _entries(feed.entries, base_url or url, known, limit)
    return Feed(
        title=text_of_html(feed.title),
        entries=tuple(entries),
        unchanged=tuple(unchanged),
        dropped=dropped,
        parser=feed.parser,
    )


def _read(data: bytes, root: str, url: str, now: int) -> RawFeed:
    """The better reading of two."""
    is_json = data[:1] == b"{" or data.lstrip()[:1] == b"{"
    counted = 0 if is_json else len(_ITEM.findall(data))
    first: RawFeed | None = None
    if raw.CAP_NAMESPACE not in data:
        try:
            first = raw.fast(data)
        except raw.FAULTS:
            first = None  # feedparser is asked next, and it says what is wrong
    if first is not None and (first.entries or is_json) and len(first.entries) >= ENOUGH * counted:
        return first
    if is_json:
        raise ParseError("this is JSON, but not a JSON Feed")
    try:
        second = raw.thorough(data, now)
    except raw.FAULTS as error:
        if first is not None and first.entries:
            return first
        raise ParseError(f"no parser can read it ({type(error).__name__})") from error
    best = first if first is not None and len(first.entries) >= len(second.entries) else second
    if best.entries or second.recognised or root in _FEED_ROOTS:
        return best
    if _HTML.search(data[:_HEAD]):
        raise WebPageError(links_of(data, url))
    raise ParseError(f"this is not a feed (it begins with <{root}>)" if root else "this is not a feed")


def _root(data: bytes) -> str:
    """The name of the first element in lower case, without prefix; "" where none stands first."""
    position = 0
    head = data[: _HEAD * 4]
    while found := _PROLOG.match(head, position):
        position = found.end()
    element = _ROOT.match(head, position)
    return element[1].decode("ascii").lower() if element else ""


def _entries(
    items: tuple[RawEntry, ...], base: str, known: frozenset[str], limit: int
) -> tuple[list[Entry], list[str], int]:
    """The new entries, the fingerprints of known ones, and how many were left out."""
    chosen: list[tuple[str, RawEntry]] = []
    seen: set[str] = set()
    for item in items:
        fingerprint = _hash(item.guid or _made_guid(item), item.title, item.link, item.content, item.author)
        if fingerprint not in seen:  # an item that stands there twice, word for word, is one
            seen.add(fingerprint)
            chosen.append((fingerprint, item))
    dropped = max(0, len(chosen) - limit)
    guids = _guids([item for _, item in chosen])
    keep = sorted(range(len(chosen)), key=lambda place: -(chosen[place][1].published or 0))[:limit]
    entries: list[Entry] = []
    unchanged: list[str] = []
    for place in sorted(keep):
        fingerprint, item = chosen[place]
        if fingerprint in known:
            unchanged.append(fingerprint)
        else:
            entries.append(_entry(item, guids[place], fingerprint, base))
    return entries, unchanged, dropped


def _guids(items: list[RawEntry]) -> list[str]:
    """A guid for each item, unique within the document and the same at the next poll.

    The feed's own, else the link, else a hash of title and date. One that stands on several items
    of a document identifies none of them: each then bears its link as well, and where that is the
    same too, title and date. (Were the first left with the bare guid, the next poll's first item
    would take it over, and overwrite the article.)
    """
    plain = [clean_line(item.guid or item.link, 10**6) or _made_guid(item) for item in items]
    for qualify in (lambda item: clean_line(item.link, 10**6), _made_guid):
        counted = Counter(plain)
        plain = [
            f"{guid}|{qualify(item)}" if counted[guid] > 1 else guid
            for guid, item in zip(plain, items, strict=True)
        ]
    unique: set[str] = set()
    result: list[str] = []
    for guid in plain:
        short = guid if len(guid) <= GUID_LIMIT else _hash(guid)
        number = 2
        while short in unique:
            short = f"{guid[:GUID_LIMIT]}|{number}"
            number += 1
        unique.add(short)
        result.append(short)
    return result


def _made_guid(item: RawEntry) -> str:
    return _hash(item.title, str(item.published), item.content if not item.title else "")


def _entry(item: RawEntry, guid: str, fingerprint: str, base: str) -> Entry:
    link = safe_url(item.link, base) or safe_url(item.guid)
    if item.plain or not looks_like_html(item.content):
        document = document_from_text(item.content)
    else:
        document = document_from_html(item.content, link or base)
    text = plain_text(document)
    lead = clean_line(text, LEAD_LIMIT)
    title = text_of_html(item.title) or clean_line(lead, _TITLE_WORDS) or NO_TITLE
    author = text_of_html(item.author, 200)
    named = _AUTHOR.fullmatch(author)
    level, reasons = judge(title, _clean(item.categories), item.cap)
    return Entry(
        guid=guid,
        fingerprint=fingerprint,
        title=title,
        link=link,
        author=named[1] if named else author,
        published=item.published,
        lead=lead,
        document=dumps(document),
        text=text,
        level=level,
        reasons=reasons,
    )


def _clean(categories: Iterable[str]) -> list[str]:
    return [clean_line(category, 100) for category in categories]


def _hash(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
