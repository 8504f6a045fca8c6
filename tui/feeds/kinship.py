"""Is an entry with a guid that nobody knows an article that is known by another? Pure; knows no cache.

Guids change: a site moves to https or to another host, a system counts its corrections in them (the
BBC's ``#1``, ``#2``), a feed without guids puts a token into its links. An entry is an earlier
article of its source, which then bears the new guid and keeps its read mark, when that article has
left the document and one of these holds (Feedbin's and NewsBlur's rules, which lion-reader #1535
compares):

1. The guids are addresses that differ in scheme, ``www.``, a closing slash or a counter after ``#``
   only, and in that last case the links are the same.
2. They differ in the host only, and title or text are the same.
3. The links are the same page, and so is the text, or the title within ``SAME_TITLE`` seconds.
4. The links are the same but for their query, and title and date are the same.
5. Neither has a link or a guid of its publisher's, and title and text are the same within ``SAME_TITLE``
   seconds: some feeds date everything anew at each poll.

A link to a site's front page identifies nothing. The same text is the same opening of it
(``text.LEAD_LIMIT``): what a correction changes stands further down. Each article is taken by one
entry at most, the first in the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from tui.arrivals import Entry, Feed, Former

SAME_TITLE = 2 * 86_400
"""Seconds between two publications of one title that are taken for one article."""
_LOOKED = 50
"""Articles looked at of those that share one key, such as one link on every item."""
_MADE = re.compile(r"[0-9a-f]{16}")
"""A guid as ``feeds.guids`` makes one."""
_COUNTER = re.compile(r"#\d{1,4}\Z")
_TRACKING = re.compile(
    r"(?:utm|at|ns|mc|pk|hsa|ito)_\w*|fbclid|gclid|dclid|msclkid|igshid|cmpid|cmp|ref|source|rss|traffic_source"
)
"""Query members that say where a reader came from, never what is read."""


@dataclass(frozen=True, slots=True)
class _Address:
    host: str
    path: str
    query: str
    fragment: str


_Key = tuple[object, ...]


def renamed(feed: Feed, known: Container[str], formers: Iterable[Former]) -> dict[str, str]:
    """The guids of ``feed`` that are new names of articles, each with the guid that the article has so far.

    ``known``: the guids that the cache has. ``formers``: the source's newest articles.
    """
    present, unchanged = {entry.guid for entry in feed.entries}, set(feed.unchanged)
    by_key: dict[_Key, list[Former]] = {}
    for former in formers:
        if former.guid not in present and former.fingerprint not in unchanged:
            for key in _keys(former.guid, former.link, former.title):
                by_key.setdefault(key, []).append(former)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for entry in feed.entries:
        if entry.guid in known:
            continue
        match = next((each for each in _candidates(entry, by_key) if each.guid not in taken), None)
        if match is not None:
            found[entry.guid] = match.guid
            taken.add(match.guid)
    return found


def reach(feed: Feed) -> int:
    """How many of a source's newest articles ``renamed`` is to be shown: the last document's and more."""
    return 2 * (len(feed.entries) + len(feed.unchanged)) + 20


def _keys(guid: str, link: str, title: str) -> Iterator[_Key]:
    """What two entries that are one article by some rule share in any case."""
    if named := _address(guid):
        yield "guid", named.path, named.query
    if page := _address(link):
        yield "page", page
        yield "token", page.host, page.path, title
    if _is_nameless(guid, link):
        yield "made", title


def _is_nameless(guid: str, link: str) -> bool:
    """Whether an entry has neither a link nor a guid of its publisher's."""
    return not link and _MADE.fullmatch(guid) is not None


def _candidates(entry: Entry, by_key: dict[_Key, list[Former]]) -> Iterator[Former]:
    for key in _keys(entry.guid, entry.link, entry.title):
        for former in by_key.get(key, ())[:_LOOKED]:
            if any(rule(entry, former) for rule in _RULES):
                yield former


def _same_guid(entry: Entry, former: Former) -> bool:
    one, other = _address(entry.guid), _address(former.guid)
    if (
        one is None
        or other is None
        or (one.host, one.path, one.query) != (other.host, other.path, other.query)
    ):
        return False
    if one.fragment == other.fragment:
        return True
    counted = _COUNTER.search(entry.guid) or _COUNTER.search(former.guid)
    return counted is not None and _same_page(entry, former)


def _other_host(entry: Entry, former: Former) -> bool:
    one, other = _address(entry.guid), _address(former.guid)
    if one is None or other is None or replace(one, host=other.host) != other:
        return False
    return entry.title == former.title or _same_text(entry, former)


def _same_link(entry: Entry, former: Former) -> bool:
    return _same_page(entry, former) and (
        _same_text(entry, former) or (entry.title == former.title and _near(entry, former))
    )


def _near(entry: Entry, former: Former) -> bool:
    at = former.at if entry.published is None else entry.published
    return abs(at - (former.at if former.published is None else former.published)) <= SAME_TITLE


def _same_but_for_token(entry: Entry, former: Former) -> bool:
    one, other = _address(entry.link), _address(former.link)
    if one is None or other is None or (one.host, one.path) != (other.host, other.path):
        return False
    return entry.title == former.title and entry.published is not None and entry.published == former.published


def _dated_anew(entry: Entry, former: Former) -> bool:
    nameless = _is_nameless(entry.guid, entry.link) and _is_nameless(former.guid, former.link)
    same = (entry.title, entry.lead) == (former.title, former.lead)
    return nameless and same and _near(entry, former)


_RULES: tuple[Callable[[Entry, Former], bool], ...] = (
    _same_guid,
    _other_host,
    _same_link,
    _same_but_for_token,
    _dated_anew,
)


def _same_page(entry: Entry, former: Former) -> bool:
    one, other = _address(entry.link), _address(former.link)
    return one is not None and one == other


def _same_text(entry: Entry, former: Former) -> bool:
    return bool(entry.lead) and entry.lead == former.lead


@lru_cache(maxsize=4_096)
def _address(text: str) -> _Address | None:
    """An address as far as it identifies a page; None for none, and for a site's front page."""
    if not text.startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    query = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])
    ]
    path = parts.path.rstrip("/")
    if not path and not query:
        return None
    return _Address(host, path, urlencode(query), parts.fragment)
