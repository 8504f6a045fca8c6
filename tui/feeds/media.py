"""What an entry carries beside its text: RSS and Atom enclosures, Media RSS, iTunes durations. Pure.

Knows elements by ``feeds.tree``'s names. Addresses are as the feed writes them. Of several
renditions of a picture (Media RSS lists ten sizes of one) only the widest is kept, and of a
thumbnail none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tui.feeds.tree import Element, children, relation, text
from tui.model import Enclosure

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:\.\d+)?")
_SECONDS = re.compile(r"(\d{1,7})(?:\.\d+)?")
_SOUND = ("audio", "video")


def enclosures(named: Mapping[str, list[Element]]) -> tuple[Enclosure, ...]:
    """The enclosures of an item with these child elements, each address once, in document order."""
    found = [
        Enclosure(each.get("url", ""), each.get("type", ""), count(each.get("length")))
        for each in named.get("enclosure", ())
    ]
    found += [
        Enclosure(each.get("href", ""), each.get("type", ""), count(each.get("length")))
        for each in named.get("link", ())
        if relation(each) == "enclosure"
    ]
    found += _media(named.get("media:content", []))
    merged: dict[str, Enclosure] = {}
    for each in found:
        url = each.url.strip()
        if url:
            merged[url] = _joined(merged[url], each) if url in merged else each
    said = next((seconds(text(each)) for each in named.get("itunes:duration", ())), None)
    return _timed(tuple(merged.values()), said)


def _media(contents: list[Element]) -> list[Enclosure]:
    pictures = [each for each in contents if _kind(each) == "image"]
    widest = max(pictures, key=lambda each: count(each.get("width")) or 0, default=None)
    return [
        Enclosure(
            each.get("url", ""),
            each.get("type", "") or _kind(each),
            count(each.get("filesize") or each.get("fileSize")),
            seconds(each.get("duration", "")),
        )
        for each in contents
        if _kind(each) != "image" or each is widest
    ]


def _kind(content: Element) -> str:
    medium, kind = content.get("medium", ""), content.get("type", "")
    return medium or kind.partition("/")[0]


def _joined(first: Enclosure, second: Enclosure) -> Enclosure:
    return Enclosure(
        first.url,
        first.type or second.type,
        second.length if first.length is None else first.length,
        second.duration if first.duration is None else first.duration,
    )


def _timed(found: tuple[Enclosure, ...], said: int | None) -> tuple[Enclosure, ...]:
    """``found`` with the episode's duration on its first sound or film, where that has none of its own."""
    place = next((n for n, each in enumerate(found) if each.type.startswith(_SOUND)), None)
    if said is None or place is None or found[place].duration is not None:
        return found
    each = found[place]
    timed = Enclosure(each.url, each.type, each.length, said)
    return (*found[:place], timed, *found[place + 1 :])


def credited(named: Mapping[str, list[Element]]) -> tuple[str, ...]:
    """Who made the pictures and sounds, each once."""
    elements = list(named.get("media:credit", ()))
    for content in named.get("media:content", ()):
        elements += children(content).get("media:credit", ())
    return tuple(dict.fromkeys(said for each in elements if (said := text(each))))


def seconds(said: str) -> int | None:
    """A duration: ``1:02:03``, ``62:03`` or ``3723``; None for anything else."""
    said = said.strip()
    if found := _CLOCK.fullmatch(said):
        return int(found[1] or 0) * 3_600 + int(found[2]) * 60 + int(found[3])
    found = _SECONDS.fullmatch(said)
    return int(found[1]) if found and int(found[1]) else None


def count(said: str | None) -> int | None:
    """A number of things or bytes; None where none, or nothing that could be one, is said."""
    said = (said or "").strip().replace(",", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 15 else None
