"""A feed document to articles: bytes in, cleaned entries out. Pure; knows no cache and no network.

XML is read from its tree, with feedparser behind it where the tree holds nothing or clearly too little
(needed for none of 300 real feeds); what feedparser finds is completed from the tree, so that both give
equal articles. fastfeedparser stood before the tree once and is gone: of 8,037 entries it changed none,
for 0.35 s beside the tree's own 0.8 s and 50 ms at each worker's start. JSON and a CAP message alone
have readers of their own. Runs in the parse worker, never in the poller itself: 60 KB of input can keep
a parser busy for minutes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.arrivals import Entry, Feed
from tui.feeds import cap, clean, elements, json_feed, raw
from tui.feeds.charset import as_utf8
from tui.feeds.guids import guids, hashed, made
from tui.feeds.hints import Hints, hints
from tui.feeds.page_links import links_of
from tui.feeds.raw import RawEntry, RawFeed
from tui.feeds.tree import Element, Tree, grown, mended
from tui.feeds.wire import ParseError, WebPageError
from tui.model import Facts
from tui.pages.html import text_of_html
from tui.text import safe_url

ENOUGH = 0.9
"""The share of the counted item tags that the tree must hold to be believed."""
_ITEM = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)(?:>|\s(?!\s*+/))")
_PROLOG = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!(?:[^<>\[]|\[[^\]]*\])*>", re.DOTALL)
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]{0,40})")
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_HTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class _Reading:
    feed: RawFeed
    hints: Hints


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
    reading = _read(data, url)
    entries, unchanged, dropped = _entries(reading.feed.entries, url, known, limit, now)
    said = reading.hints
    return Feed(
        title=text_of_html(reading.feed.title),
        entries=tuple(entries),
        unchanged=tuple(unchanged),
        dropped=dropped,
        parser=reading.feed.parser,
        ttl=said.ttl,
        skip_hours=said.skip_hours,
        skip_days=said.skip_days,
        update_period=said.update_period,
        hub=safe_url(said.hub, url),
    )


def _read(data: bytes, url: str) -> _Reading:
    if data.lstrip()[:1] == b"{":
        try:
            found = json_feed.read(data)
        except json_feed.NoFeedError as error:
            raise ParseError(str(error)) from error
        return _Reading(found.feed, found.hints)
    root = _root(data)
    if root in ("html", "head", "body"):
        raise WebPageError(links_of(data, url))
    tree = grown(data, url)
    if tree is not None and tree.broken:
        data = mended(data)
        tree = grown(data, url)
    if tree is not None:
        try:
            return _from_tree(tree, data, root, url)
        except UnicodeDecodeError:
            pass  # libxml2 has made characters that are none, of entities within entities
    return _Reading(_thorough(data, root, url), Hints())


def _from_tree(tree: Tree, data: bytes, root: str, url: str) -> _Reading:
    if root == "alert" and (alert := cap.message(tree.root)) is not None:
        return _Reading(_alone(alert), Hints())
    feed = elements.feed(tree, with_base=b"xml:base" in data)
    if not _enough(feed, data):
        feed = _better(feed, data, root, url, sound=not tree.broken)
    return _Reading(feed, hints(tree))


def _enough(feed: RawFeed, data: bytes) -> bool:
    """Whether a reading found what the bytes seem to hold."""
    found = len(feed.entries)
    return found > 0 and found >= ENOUGH * len(_ITEM.findall(data))


def _better(own: RawFeed, data: bytes, root: str, url: str, *, sound: bool) -> RawFeed:
    """What the tree gave, or what feedparser makes of the same bytes if that is not less."""
    try:
        found = _thorough(data, root, url)
    except ParseError:
        if own.entries:
            return own
        raise
    return own if len(own.entries) > len(found.entries) else raw.completed(found, own, sound=sound)


def _thorough(data: bytes, root: str, url: str) -> RawFeed:
    """feedparser's reading. Raises ParseError where it is none."""
    try:
        found = raw.thorough(data)
    except raw.FAULTS as error:
        raise ParseError(f"no parser can read it ({type(error).__name__})") from error
    if found.entries or found.recognised or root in _FEED_ROOTS:
        return found
    if _HTML.search(data[:_HEAD]):
        raise WebPageError(links_of(data, url))
    raise ParseError(f"this is not a feed (it begins with <{root}>)" if root else "this is not a feed")


def _alone(alert: Element) -> RawFeed:
    """A CAP message that is a document of its own: an article for each warning in it."""
    notices = cap.warnings(alert)
    return RawFeed(
        title=notices[0].facts.sender,
        entries=tuple(
            [
                RawEntry(
                    guid=each.guid,
                    title=each.title,
                    link=each.link,
                    content=each.text,
                    dates=(each.sent,),
                    facts=Facts(
                        authors=(each.facts.sender,),
                        categories=each.categories,
                        place=each.place,
                        cap=each.facts,
                        language=each.language,
                    ),
                )
                for each in notices
            ]
        ),
        parser="CAP",
    )


def _root(data: bytes) -> str:
    """The name of the first element in lower case, without prefix; "" where none stands first."""
    position = 0
    head = data[: _HEAD * 4]
    while found := _PROLOG.match(head, position):
        position = found.end()
    element = _ROOT.match(head, position)
    return element[1].decode("ascii").lower() if element else ""


def _entries(
    items: tuple[RawEntry, ...], url: str, known: frozenset[str], limit: int, now: int
) -> tuple[list[Entry], list[str], int]:
    """The new entries, the fingerprints of known ones, and how many were left out."""
    chosen: list[tuple[str, RawEntry]] = []
    seen: set[str] = set()
    for item in items:
        fingerprint = _fingerprint(item)
        if fingerprint not in seen:  # an item that stands there twice, word for word, is one
            seen.add(fingerprint)
            chosen.append((fingerprint, item))
    dropped = max(0, len(chosen) - limit)
    named = guids([item for _, item in chosen])
    keep = list(range(len(chosen)))
    if dropped:
        dates = [clean.published(item) or 0 for _, item in chosen]
        keep = sorted(sorted(keep, key=lambda place: -dates[place])[:limit])
    entries: list[Entry] = []
    unchanged: list[str] = []
    for place in keep:
        fingerprint, item = chosen[place]
        if fingerprint in known:
            unchanged.append(fingerprint)
        else:
            entries.append(clean.entry(item, named[place], fingerprint, url, now))
    return entries, unchanged, dropped


def _fingerprint(item: RawEntry) -> str:
    """What a reader sees of an item, without its date: some feeds date everything anew each time."""
    facts = item.facts
    warning = (facts.cap.severity, facts.cap.status, str(facts.cap.expires)) if facts.cap else ()
    guid = item.guid or made(item)
    return hashed(guid, item.title, item.link, item.content, *facts.authors, str(facts.comments), *warning)
