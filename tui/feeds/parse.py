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
from math import inf
from typing import NamedTuple

from tui.arrivals import EARLIEST, Cut, Feed
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


class _Item(NamedTuple):
    """An item of the document with its names."""

    raw: RawEntry
    guid: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Reading:
    feed: RawFeed
    hints: Hints


def parse_feed(
    data: bytes, url: str, content_type: str, known: frozenset[str], limit: int, cut: Cut | None = None
) -> Feed:
    """Read a feed document that came from ``url``.

    Items whose fingerprint is in ``known`` are only named in ``Feed.unchanged``. At most ``limit``
    items are taken, the newest; those beyond ``cut`` are only named too. Raises ParseError.
    """
    if not data.strip():
        raise ParseError("the document is empty")
    data = as_utf8(data, content_type)
    reading = _read(data, url)
    items, dropped = _chosen(reading.feed.entries, limit)
    items, buried = _cut(items, cut) if cut else (items, [])
    said = reading.hints
    return Feed(
        title=text_of_html(reading.feed.title),
        entries=tuple([clean.entry(*each, url) for each in items if each.fingerprint not in known]),
        unchanged=tuple([each.fingerprint for each in items if each.fingerprint in known]),
        buried=tuple([(each.guid, each.fingerprint) for each in buried]),
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
    if root not in _FEED_ROOTS and not tree.items and (alerts := cap.messages(tree.root)):
        return _Reading(_alone(alerts), Hints())
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


def _alone(alerts: list[Element]) -> RawFeed:
    """CAP messages that are a document of their own, wrapped or not: an article for each warning in them."""
    notices = [notice for alert in alerts for notice in cap.warnings(alert)]
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


def _chosen(items: tuple[RawEntry, ...], limit: int) -> tuple[list[_Item], int]:
    """The newest ``limit`` of the items, in their order, and how many are left out."""
    prints: dict[str, RawEntry] = {}
    for item in items:
        prints.setdefault(_fingerprint(item), item)  # one that stands there twice, word for word, is one
    named = guids(list(prints.values()))
    chosen = [_Item(*each) for each in zip(prints.values(), named, prints, strict=True)]
    if len(chosen) <= limit:
        return chosen, 0
    newest = sorted(chosen, key=lambda each: -(clean.published(each.raw) or 0))[:limit]
    kept = {each.fingerprint for each in newest}
    return [each for each in chosen if each.fingerprint in kept], len(chosen) - limit


def _cut(items: list[_Item], cut: Cut) -> tuple[list[_Item], list[_Item]]:
    """The items that stay, and those beyond ``cut``, each in their order; one without a date is new."""
    if len(items) <= cut.newest:
        return items, []
    dates = {each.fingerprint: _counted(clean.published(each.raw)) for each in items}
    ordered = sorted(items, key=lambda each: -dates[each.fingerprint])
    gone = {each.fingerprint for each in ordered[cut.newest :] if dates[each.fingerprint] < cut.before}
    stay = [each for each in items if each.fingerprint not in gone]
    return stay, [each for each in items if each.fingerprint in gone]


def _counted(published: int | None) -> float:
    """What a date counts for: what is none is no sign of age."""
    return inf if published is None or published < EARLIEST else published


def _fingerprint(item: RawEntry) -> str:
    """What a reader sees of an item, without its date: some feeds date everything anew each time."""
    facts = item.facts
    warning = (facts.cap.severity, facts.cap.status, str(facts.cap.expires)) if facts.cap else ()
    guid = item.guid or made(item)
    return hashed(guid, item.title, item.link, item.content, *facts.authors, str(facts.comments), *warning)
