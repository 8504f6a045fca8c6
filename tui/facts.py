"""``model.Facts`` as JSON and back: one form for the cache's column and for a parse worker's answer.

Pure; knows neither the cache nor a parser. Reading is strict about types and sizes, because what a
worker says of a hostile document is hostile too.
"""

from __future__ import annotations

import json
from typing import Any

from tui.model import CapFacts, Enclosure, Facts
from tui.text import CONTROL, TITLE_LIMIT, URL_LIMIT

LIST_LIMIT = 30
"""The most authors, categories, credits or enclosures that one entry keeps."""
LINE_LIMIT = TITLE_LIMIT
"""Code points of the longest single statement."""
_ADDRESS_LIMIT = 4 * URL_LIMIT
_PLAIN = (
    "authors",
    "categories",
    "credits",
    "comments",
    "comments_link",
    "place",
    "language",
    "origin",
    "origin_link",
    "urgency",
)
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: ``json.dumps`` makes an encoder for each call that asks for anything unusual."""
_CAP_LINES = ("severity", "urgency", "certainty", "status", "message_type", "event", "area", "sender")


def packed(facts: Facts) -> dict[str, Any]:
    """``facts`` as a JSON object; what is not stated is left out."""
    cap = facts.cap
    found: dict[str, Any] = _stated({name: getattr(facts, name) for name in _PLAIN})
    if facts.enclosures:
        found["enclosures"] = [
            _stated({"url": each.url, "type": each.type, "length": each.length, "duration": each.duration})
            for each in facts.enclosures
        ]
    if cap is not None:
        found["cap"] = _stated({name: getattr(cap, name) for name in _CAP_LINES} | {"expires": cap.expires})
    return found


def unpacked(found: dict[str, Any]) -> Facts:
    """What ``packed`` gave. Raises ValueError, TypeError, LookupError or AttributeError for anything else."""
    cap = found.get("cap")
    return Facts(
        authors=_lines(found, "authors"),
        categories=_lines(found, "categories"),
        credits=_lines(found, "credits"),
        language=_line(found.get("language", "")),
        origin=_line(found.get("origin", "")),
        comments_link=_address(found.get("comments_link", "")),
        origin_link=_address(found.get("origin_link", "")),
        enclosures=tuple(
            [
                Enclosure(
                    url=_address(each["url"]),
                    type=_line(each.get("type", "")),
                    length=_optional(each.get("length")),
                    duration=_optional(each.get("duration")),
                )
                for each in _list(found, "enclosures")
            ]
        ),
        comments=_optional(found.get("comments")),
        place=_place(found.get("place")),
        urgency=_optional(found.get("urgency")),
        cap=None
        if cap is None
        else CapFacts(
            **{name: _line(cap.get(name, "")) for name in _CAP_LINES}, expires=_optional(cap.get("expires"))
        ),
    )


def dumps(facts: Facts) -> str:
    """``facts`` as the cache keeps them."""
    return _encoded(packed(facts))


def loads(text: str) -> Facts:
    """What ``dumps`` wrote; no facts where that is damaged, for they are an extra to the text."""
    if text == "{}":
        return Facts()
    try:
        return unpacked(json.loads(text))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return Facts()


def _stated(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value or value == 0}


def _list(found: dict[str, Any], name: str) -> list[Any]:
    items = found.get(name, [])
    if not isinstance(items, list) or len(items) > LIST_LIMIT:
        raise ValueError("no list, or too long")
    return items


def _lines(found: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple([_line(each) for each in _list(found, name)]) if name in found else ()


def _line(value: object, limit: int = LINE_LIMIT) -> str:
    if not isinstance(value, str) or len(value) > limit or CONTROL.search(value):
        raise ValueError("no line of text")
    return value


def _address(value: object) -> str:
    address = _line(value, _ADDRESS_LIMIT)
    if address and not address.startswith(("https://", "http://")):
        raise ValueError("no address")
    return address


def _optional(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError("no count")
    return value


def _place(value: object) -> tuple[float, float] | None:
    if value is None:
        return None
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(type(each) in (int, float) for each in value)
    ):
        raise ValueError("no place")
    latitude, longitude = value
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("no place on earth")
    return float(latitude), float(longitude)
