"""A guid for each entry of a document: unique in it, and the same at the next poll. Pure.

The rule, first match wins:

1. The feed's own: Atom's id, RSS's guid, RDF's about, JSON Feed's id, CAP's identifier.
2. The link (and for a podcast without pages the address of its sound).
3. A hash of title and date; without a title, of the text and date.

A guid that stands on several entries of one document identifies none of them: each then bears its
link as well, where that is the same too the hash, and then one of its text; what is still not told
apart is numbered.
Were the first left with the bare guid, the next poll's first entry would take it over, and overwrite
the article. A guid longer than ``wire.GUID_LIMIT`` is kept as its hash.

An entry without a title is called by its first words, one without a link has none, and one without a
date counts from when it was first seen (``cache.writer.sort_time``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from tui.feeds.raw import RawEntry
from tui.feeds.wire import GUID_LIMIT
from tui.text import clean_line

_ANY_LENGTH = 1_000_000


def guids(items: Sequence[RawEntry]) -> list[str]:
    """A guid for each of ``items``, in their order."""
    plain = [clean_line(item.guid or item.link, _ANY_LENGTH) or made(item) for item in items]
    for qualify in (lambda item: clean_line(item.link, _ANY_LENGTH), made, lambda item: hashed(item.content)):
        counted = Counter(plain)
        plain = [
            f"{guid}|{qualify(item)}" if counted[guid] > 1 else guid
            for guid, item in zip(plain, items, strict=True)
        ]
    shown: Counter[str] = Counter()
    result: list[str] = []
    for guid in plain:
        short = guid if len(guid) <= GUID_LIMIT else hashed(guid)
        shown[short] += 1
        while (number := shown[short]) > 1:
            short = f"{short[:GUID_LIMIT]}|{number}"
            shown[short] += 1
        result.append(short)
    return result


def made(item: RawEntry) -> str:
    """A guid from what the item is: for one that has neither guid nor link."""
    return hashed(item.title, *filter(None, item.dates), item.content if not item.title else "")


def hashed(*parts: str) -> str:
    """A short name for a list of texts."""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
