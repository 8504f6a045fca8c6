"""Where an entry is: GeoRSS, W3C geo and the areas of CAP, to one latitude and longitude. Pure.

Knows elements by ``feeds.tree``'s names and nothing else of a feed. Of an area its middle is taken,
by the box round it: a reader's map needs no more, and telex draws none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tui.feeds.tree import Element, name

_NUMBER = re.compile(r"[+-]?(?:\d{1,10}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,2})?")
_POINTS = 10_000
_TEXTS = (
    *("georss:point", "georss:box", "georss:line", "georss:polygon", "georss:circle"),
    *("cap:polygon", "cap:circle"),
)
_GML = ("gml:pos", "gml:poslist", "gml:lowercorner", "gml:uppercorner")

Place = tuple[float, float]


def place(children: Mapping[str, list[Element]]) -> Place | None:
    """The place of an item with these child elements; None where it names none that is on earth."""
    for called in _TEXTS:
        for element in children.get(called, ()):
            if found := middle(element.text or "", circle=called.endswith("circle")):
                return found
    for element in (*children.get("georss:where", ()), *children.get("gml:point", ())):
        said = [inner.text or "" for inner in element.iterdescendants() if name(inner) in _GML]
        if found := middle(" ".join(said)):
            return found
    points = [
        children,
        *({name(inner): [inner] for inner in point} for point in children.get("geo:point", ())),
    ]
    for each in points:
        latitude = each.get("geo:lat", ())
        longitude = each.get("geo:long", ()) or each.get("geo:lon", ())
        if latitude and longitude:
            return middle(f"{latitude[0].text} {longitude[0].text}")
    return None


def middle(text: str, *, circle: bool = False) -> Place | None:
    """The middle of the points in ``text``: pairs of latitude and longitude, whatever parts them."""
    numbers = [float(number) for number in _numbers(text)]
    if circle:
        numbers = numbers[:2]  # the third is its radius
    latitudes, longitudes = numbers[0::2], numbers[1::2]
    if not longitudes or len(latitudes) != len(longitudes):
        return None
    found = (_mean(latitudes), _mean(longitudes))
    return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None


def _numbers(text: str) -> Iterable[str]:
    parts = text.replace(",", " ").split()[: 2 * _POINTS]
    return parts if all(_NUMBER.fullmatch(part) for part in parts) else ()


def _mean(values: Sequence[float]) -> float:
    return round((min(values) + max(values)) / 2, 6)
