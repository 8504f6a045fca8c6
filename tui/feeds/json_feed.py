"""JSON Feed 1.0 and 1.1, and RSS in JSON, item by item: what is malformed costs itself and nothing else.

Pure. Strict about types: an item that is no object is left out, a member of another type than the
specification's counts as absent. Numbers as ids are taken for their digits (JSON Feed 1.1, items).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui.feeds import media
from tui.feeds.hints import Hints, ttl
from tui.feeds.raw import RawEntry, RawFeed, telling
from tui.model import Enclosure, Facts

Object = Mapping[str, Any]
_VALUES = ("#value", "#text", "#cdata-section", "$t")
"""Names under which the text of an element with attributes stands."""


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """A document and its own word on how often to ask."""

    feed: RawFeed
    hints: Hints


class NoFeedError(ValueError):
    """The JSON is damaged, or no feed; the text says which."""


def read(data: bytes) -> JsonFeed:
    """A document in UTF-8. Raises NoFeedError."""
    try:
        found = json.loads(data, parse_int=_whole, strict=False)  # line ends within texts do no harm
    except (ValueError, RecursionError) as error:
        raise NoFeedError("this is damaged JSON") from error
    if isinstance(found, dict):
        if isinstance(found.get("items"), list):
            return _json_feed(found)
        channel = _object(_object(found, "rss"), "channel") or _object(found, "channel")
        if channel:
            return _rss(channel)
        if str(found.get("version", "")).startswith(("https://jsonfeed.org/", "http://jsonfeed.org/")):
            return _json_feed(found)
    raise NoFeedError("this is JSON, but not a JSON Feed")


def _whole(digits: str) -> int | str:
    """A number; beyond what Python reads (CVE-2020-10735), as a text of digits it may still be an id."""
    return int(digits) if len(digits) < 100 else digits


def _json_feed(document: Object) -> JsonFeed:
    people, language = _people(document), _text(document, "language")
    items = [_item(item, people, language) for item in _objects(document, "items")]
    hubs = [each for each in _objects(document, "hubs") if _text(each, "type").lower() in ("websub", "")]
    hub = next((_text(each, "url") for each in hubs if _text(each, "url")), "")
    return JsonFeed(RawFeed(_text(document, "title"), telling(items), "JSON Feed"), Hints(hub=hub))


def _item(item: Object, people: tuple[str, ...], language: str) -> RawEntry:
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    tags = item.get("tags")
    guid = _id(item.get("id"))
    return RawEntry(
        guid=guid,
        title=_text(item, "title"),
        link=_text(item, "url") or _text(item, "external_url") or (guid if guid.startswith("http") else ""),
        content=html or plain or _text(item, "summary"),
        plain=not html,
        dates=(_text(item, "date_published"), _text(item, "date_modified")),
        facts=Facts(
            authors=_people(item) or people,
            categories=tuple([tag for tag in tags if isinstance(tag, str)]) if isinstance(tags, list) else (),
            enclosures=tuple(
                [
                    Enclosure(
                        _text(each, "url"),
                        _text(each, "mime_type"),
                        _number(each, "size_in_bytes"),
                        _number(each, "duration_in_seconds"),
                    )
                    for each in _objects(item, "attachments")
                    if _text(each, "url")
                ]
            ),
            language=_text(item, "language") or language,
        ),
    )


def _people(holder: Object) -> tuple[str, ...]:
    """The authors of 1.1, else the author of 1.0."""
    names = [_text(each, "name") for each in _objects(holder, "authors")]
    return tuple([each for each in names if each]) or tuple(
        filter(None, [_text(_object(holder, "author"), "name") or _text(holder, "author")])
    )


def _rss(channel: Object) -> JsonFeed:
    """RSS's own elements as members; one that stands alone may do without its list (RSS in JSON)."""
    items = [_rss_item(item) for item in _objects(channel, "item") or _objects(channel, "items")]
    feed = RawFeed(_value(channel, "title"), telling(items), "RSS in JSON")
    return JsonFeed(feed, Hints(ttl=ttl(_value(channel, "ttl"))))


def _rss_item(item: Object) -> RawEntry:
    address, guid = _value(item, "guid"), _object(item, "guid")
    said = str(guid.get("isPermaLink", guid.get("@isPermaLink", ""))).lower()
    page = address if said != "false" and address.startswith("http") else ""
    enclosures = tuple(
        [
            Enclosure(_value(each, "url"), _value(each, "type"), media.count(_value(each, "length")))
            for each in _objects(item, "enclosure")
            if _value(each, "url")
        ]
    )
    content = max([_value(item, name) for name in ("description", "content:encoded", "content")], key=len)
    return RawEntry(
        guid=address,
        title=_value(item, "title"),
        link=_value(item, "link") or page or (enclosures[0].url if enclosures else ""),
        content=content,
        dates=(_value(item, "pubDate"),),
        facts=Facts(
            authors=_said(item, "author") or _said(item, "dc:creator"),
            categories=_said(item, "category"),
            enclosures=enclosures,
            comments=media.count(_value(item, "slash:comments")),
            comments_link=_value(item, "comments"),
            origin=_value(item, "source"),
            origin_link=_value(_object(item, "source"), "url"),
        ),
    )


def _said(item: Object, name: str) -> tuple[str, ...]:
    """All that an element says, once or in a list, with attributes beside it or without."""
    found = item.get(name)
    said = [_value({name: each}, name) for each in (found if isinstance(found, list) else [found])]
    return tuple(filter(None, said))


def _value(holder: Object, name: str) -> str:
    """What an element or an attribute of RSS says, as Winer writes them or as converters of XML do."""
    found = holder.get(name, holder.get(f"@{name}"))
    if isinstance(found, dict):
        found = next((found[key] for key in _VALUES if key in found), None)
    return _id(found)


def _text(holder: Object, name: str) -> str:
    found = holder.get(name)
    return found if isinstance(found, str) else ""


def _id(found: object) -> str:
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) else ""


def _number(holder: Object, name: str) -> int | None:
    found = holder.get(name)
    if isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found < 2**53:
        return int(found)
    return None


def _object(holder: Object, name: str) -> Object:
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def _objects(holder: Object, name: str) -> list[Object]:
    return list(_each(holder.get(name)))


def _each(found: object) -> Iterator[Object]:
    if isinstance(found, dict):
        yield found
    elif isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))
