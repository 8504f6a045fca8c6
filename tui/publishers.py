"""Who stands behind an address: the part of its host that somebody registered. Pure.

Stories count publishers and not sources: five feeds of one paper are one voice. Knows no list of public
suffixes, which is 300 KB and changes weekly; what it says wrongly, ``publisher`` in the configuration
puts right.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

_SECOND_LEVELS = frozenset(
    {
        "ac",
        "co",
        "com",
        "edu",
        "go",
        "gob",
        "gov",
        "gouv",
        "gv",
        "info",
        "mil",
        "ne",
        "net",
        "nom",
        "or",
        "org",
    }
)
"""Labels under which countries register names: bbc.co.uk, abc.net.au, nhk.or.jp."""
_LET = frozenset(
    {
        "blogspot.com", "bsky.app", "ghost.io", "github.io", "gitlab.io", "libsyn.com", "medium.com",
        "micro.blog", "netlify.app", "pages.dev", "podbean.com", "substack.com", "tumblr.com", "typepad.com",
        "vercel.app", "wordpress.com",
    }
)  # fmt: skip
"""Hosts of many publishers, each with a name of its own before them."""
_BY_PATH = frozenset(
    {
        "feedburner.com", "feeds.feedburner.com", "github.com", "medium.com", "openrss.org", "reddit.com",
        "rss.app", "youtube.com",
    }
)  # fmt: skip
"""Hosts of many publishers, told apart by the first part of the path or by the query."""


def publisher_of(url: str) -> str:
    """Who publishes at ``url``: equal for addresses of one publisher; the address itself where none shows."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not host:
        return url
    path = [part for part in parts.path.split("/") if part]
    if _own(host):
        # A bridge on a machine of one's own: each of its paths is a feed of somebody else.
        return f"{parts.netloc}/{'/'.join(path)}"
    registered = _registered(host)
    if host in _BY_PATH or (registered in _BY_PATH and registered not in _LET):
        named = "/".join(path[:2] if registered == "reddit.com" else path[:1])
        return f"{registered}/{parts.query if registered == 'youtube.com' else named}"
    return registered


def _own(host: str) -> bool:
    """Whether a host has no registered name: an address, or a name without a dot."""
    try:
        ip_address(host)
    except ValueError:
        return "." not in host
    return True


def _registered(host: str) -> str:
    labels = host.split(".")
    kept = 2
    if len(labels) > 2 and (
        ".".join(labels[-2:]) in _LET or (len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS)
    ):
        kept = 3
    return ".".join(labels[-kept:])
