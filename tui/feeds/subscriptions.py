"""A list of subscriptions from elsewhere, of whatever kind: OPML, newsboat's ``urls``, or plain addresses.

Knows neither network nor cache; the formats are ``feeds.opml`` and ``feeds.newsboat``.
"""

from __future__ import annotations

import re

from tui.feeds.imported import NO_ADDRESS, Import, SubscriptionError, check_size
from tui.feeds.newsboat import read_newsboat
from tui.feeds.opml import read_opml
from tui.feeds.outlines import decode


def read_any(data: bytes, filename: str) -> Import:
    """Read a list of subscriptions, telling OPML and newsboat's ``urls`` apart by what is in it.

    Raises ``SubscriptionError`` for what is neither, or holds nothing.
    """
    check_size(data, filename)
    text = decode(data)
    opening = text.lstrip()[:2_000].lower()
    if "<opml" in opening or "<outline" in opening:
        found = read_opml(data)
    elif opening.startswith("<"):
        feed = re.search(r"<(rss|feed|rdf:rdf)[\s>]", opening)
        hint = "a feed; add its address as a source" if feed else "a page or other XML"
        raise SubscriptionError(f"{filename} is not a list of subscriptions but {hint}")
    elif opening.startswith(("{", "[")):
        raise SubscriptionError(f"{filename} is neither OPML nor a list of addresses")
    else:
        found = read_newsboat(text)
    if not (found.sources or found.queries) and all(why == NO_ADDRESS for _, why in found.refused):
        raise SubscriptionError(f"{filename} holds no subscriptions")
    return found
