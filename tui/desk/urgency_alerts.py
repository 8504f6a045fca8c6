"""What an alerting authority's message asks for: CAP, earthquake lists, GDACS; nearer than far. Pure.

One such message is enough: it needs no second source. Knows headlines and facts, no feed format.
Sources of the rules: CAP 1.2, 3.2.2; USGS and EMSC titles ("M 6.1 - 40 km SW of …"); GDACS' colours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tui.model import CapFacts, Facts, Level, Place

_EARTH = 6_371.0
"""Radius in kilometres."""
_QUAKE = re.compile(r"\s*M(?:[lLwWbBdDsS]{1,2}w?)?\s?(\d\.\d{1,2})\s*(?:[-–—,:]|\s[^\W\d_])")
_DISASTER = r"earthquake|tsunami|(?:tropical )?cyclone|flood|volcano|drought|wildfire|forest fire"
_GDACS = re.compile(
    rf"\s*(green|orange|red)\s+(?:(?:{_DISASTER})\b|(?:alert|notification) for (?:{_DISASTER})\b)",
    re.IGNORECASE,
)
_IMMINENT = ("Observed", "Likely", "Very Likely")
_MAGNITUDES = ((7.5, Level.FLASH), (7.0, Level.BULLETIN), (6.0, Level.URGENT))
"""Far from anywhere that the user named."""
_NEAR_MAGNITUDES = ((6.0, Level.FLASH), (5.0, Level.BULLETIN), (4.0, Level.URGENT))


@dataclass(frozen=True, slots=True)
class Warned:
    """What a message asks for."""

    level: Level
    reasons: tuple[str, ...]
    void: bool = False
    """It is over, taken back or was an exercise: nothing else in it counts either."""


def warned(title: str, facts: Facts, places: Sequence[Place], now: int) -> Warned | None:
    """The level of a message of an alerting authority; None: the article is none.

    ``now`` (seconds since 1970) tells whether it has expired; 0: it has not.
    """
    if facts.cap is not None and facts.cap.severity:
        if _is_void(facts.cap, now):
            return Warned(Level.ROUTINE, (), void=True)
        level, reasons = _by_cap(facts.cap)
        return _placed(level, reasons, facts, places)
    if quake := _QUAKE.match(title):
        return _quake(float(quake[1]), facts, places)
    # Newspapers write so too, but do not say where on earth to the hundredth of a degree.
    colour = _GDACS.match(title) if facts.place is not None else None
    if colour:
        word = colour[1].lower()
        level = {"red": Level.BULLETIN, "orange": Level.URGENT}.get(word, Level.ROUTINE)
        return _placed(level, [f"The authority calls it a {word} alert."], facts, places)
    return None


def nearest(facts: Facts, places: Sequence[Place]) -> tuple[Place, float] | None:
    """The user's place that is nearest to an article's, and how far in kilometres; None: neither is known.

    An area that names the place counts as there.
    """
    area = facts.cap.area.casefold() if facts.cap else ""
    named = next((place for place in places if place.name and place.name.casefold() in area), None)
    if named is not None:
        return named, 0.0
    if facts.place is None or not places:
        return None
    where = facts.place
    place = min(places, key=lambda each: distance(where, (each.lat, each.lon)) - each.radius)
    return place, distance(where, (place.lat, place.lon))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points in degrees (haversine)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, half)))


def _is_void(cap: CapFacts, now: int) -> bool:
    """Whether a message is over, taken back, or was never meant (exercises and tests)."""
    return (
        (cap.expires is not None and cap.expires < now)
        or cap.urgency == "Past"
        or cap.status not in ("", "Actual")
        or cap.message_type in ("Cancel", "Ack", "Error")
    )


def _by_cap(cap: CapFacts) -> tuple[Level, list[str]]:
    level = {"Extreme": Level.BULLETIN, "Severe": Level.URGENT}.get(cap.severity, Level.ROUTINE)
    if level is Level.ROUTINE:
        return Level.ROUTINE, []
    reasons = [f"The issuing authority calls its severity {cap.severity.lower()}."]
    if cap.urgency == "Immediate" and cap.certainty in _IMMINENT:
        level = Level(min(level + 1, Level.FLASH))
        reasons.append(f"It calls for action at once, and the danger is {cap.certainty.lower()}.")
    return level, reasons


def _placed(level: Level, reasons: list[str], facts: Facts, places: Sequence[Place]) -> Warned:
    """One level up for what is at a place of the user's, one down for what is known to be far from all."""
    near = nearest(facts, places)
    if near is None or level is Level.ROUTINE:
        return Warned(level, tuple(reasons))
    place, far = near
    if far <= place.radius:
        said = f"It is {_where(far)} {place.name}."
        return Warned(Level(min(level + 1, Level.FLASH)), (*reasons, said))
    lowered = Level(level - 1)
    said = f"It is {far:,.0f} km from {place.name}, the nearest of your places."
    return Warned(lowered, (*reasons, said) if lowered else ())


def _quake(magnitude: float, facts: Facts, places: Sequence[Place]) -> Warned:
    near = nearest(facts, places)
    close = near is not None and near[1] <= near[0].radius
    scale = _NEAR_MAGNITUDES if close else _MAGNITUDES
    level = next((level for least, level in scale if magnitude >= least), Level.ROUTINE)
    if level is Level.ROUTINE:
        return Warned(level, ())
    reasons = [f"Its magnitude is {magnitude:g}."]
    if near is not None:
        place, far = near
        reasons.append(
            f"It is {_where(far)} {place.name}." if close else f"It is {far:,.0f} km from {place.name}."
        )
    return Warned(level, tuple(reasons))


def _where(far: float) -> str:
    return "at" if far < 1 else f"{far:,.0f} km from"
