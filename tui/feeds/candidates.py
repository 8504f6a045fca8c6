"""Addresses that may be feeds, before anyone has asked them: what one is, what looks like one. Pure.

Knows no network, no parser and no particular site. What a page says is hostile until it has passed
``tui.text.safe_url``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

from tui.config_values import same_address
from tui.text import safe_url

GUESSES = ("feed", "rss", "atom.xml", "feed.xml", "index.xml", "feed.json")
"""Where feeds lie that no page names, the likeliest first (the list of row D1 in the notes on feeds)."""
_NAMES = frozenset({"feed", "feeds", "rss", "rss2", "atom", "syndication"})
_FOLDERS = frozenset({"feed", "feeds", "rss", "rss2"})
_DEPTH = 4
"""How many last parts of a path are looked at: "/feeds/posts/default", "/r/x/.rss"."""
_QUERY = re.compile(
    r"(?:^|&)(?:feed|format|type|output)=(?:rss2?|atom|rdf|feed|json_?feed)(?:&|$)", re.IGNORECASE
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?![0-9])")
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)|feed:(?://)?", re.IGNORECASE)
_HANDLE = re.compile(r"(?:@|acct:@?)([A-Za-z0-9_.-]+)@([A-Za-z0-9.-]+\.[A-Za-z0-9-]+)")
_PART = re.compile(r"/[A-Za-z][A-Za-z0-9_-]{2,}(?=/|\Z)")
"""The first part of a path, where it is a word and no file, year or person."""
_ROOM = re.compile(r"/?((?:r|u|user)/[\w+-]+)/?", re.ASCII)
_BARE_HOST = re.compile(
    r"(?:localhost|\[[0-9A-Fa-f:.]+\]|[^\s/?#@:]+\.[^\s/?#@:.]+)\.?(?::[0-9]+)?(?:[/?#].*)?", re.IGNORECASE
)


class Rank(IntEnum):
    """How good a candidate's reason is; the best are asked first."""

    DECLARED = 0
    """The site says that it is a feed, or every page of its kind has one there."""
    LINKED = 1
    """A link on the page looks like one."""
    GUESSED = 2
    """Feeds often lie there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed."""

    url: str
    """Absolute, http or https."""
    rank: Rank
    title: str = ""
    """What the page calls it; one harmless line."""


def typed_addresses(typed: str) -> tuple[str, ...]:
    """What a person's words may mean as an address, in the order to try; empty: they are none.

    Without a scheme https is tried first and then http; ``feed:`` means the same (the scheme was
    never registered). ``@name@host`` is a person on a Mastodon of that host, ``r/name`` a room of Reddit.
    """
    text = _FEED_SCHEME.sub("", typed.strip(), count=1)
    if handle := _HANDLE.fullmatch(text):
        text = f"{handle[2]}/@{handle[1]}"
    elif room := _ROOM.fullmatch(text):
        text = f"https://www.reddit.com/{room[1]}"
    if _SCHEME.match(text):
        meant = [text]
    elif _BARE_HOST.fullmatch(text):
        meant = [f"https://{text}", f"http://{text}"]
    else:
        meant = []
    return tuple([url for each in meant if (url := safe_url(each))])


def looks_like_feed(url: str) -> bool:
    """Whether an address reads as one of a feed, by its last parts alone."""
    parts = urlsplit(url)
    *folders, last = parts.path.rstrip("/").lower().rsplit("/", _DEPTH)
    stem, _, ending = last.rpartition(".")
    if ending in ("rss", "atom", "rdf") or last in _NAMES or _QUERY.search(parts.query):
        return True
    if not ending.startswith("htm") and not _FOLDERS.isdisjoint(folders):
        return True
    if ending in ("xml", "json"):
        return (ending == "xml" and stem == "index") or any(word in stem for word in ("feed", "rss", "atom"))
    return ending == "php" and stem in _NAMES


def guesses(page_url: str) -> tuple[Candidate, ...]:
    """The well-known places of the site of ``page_url``; a person's corner ("/~name/") is a site.

    Two in the part of the site that the address lies in ("/blog/…") come before them.
    """
    parts = urlsplit(page_url)
    corner, part = re.match(r"/~[^/]+/?", parts.path), _PART.match(parts.path)
    site = f"{parts.scheme}://{parts.netloc}"
    root = f"{site}{corner[0].rstrip('/') if corner else ''}"
    near = [f"{site}{part[0]}/{name}" for name in ("feed", "index.xml")] if part else []
    return tuple([Candidate(url, Rank.GUESSED) for url in (*near, *(f"{root}/{name}" for name in GUESSES))])


def distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """``candidates`` by their rank, each address once."""
    kept: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda each: each.rank):
        kept.setdefault(same_address(candidate.url), candidate)
    return tuple(kept.values())
