"""What an article's facts say in words, the same in the story pane and in ``telex show``. Pure."""

from __future__ import annotations

from tui import ages
from tui.model import CapFacts, Enclosure, Facts

CATEGORIES = 6
"""The most categories that are named in one line."""
_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def filed(facts: Facts) -> str:
    """The categories on one line; "" for none."""
    more = len(facts.categories) - CATEGORIES
    return ", ".join(facts.categories[:CATEGORIES]) + (f" and {more} more" if more > 0 else "")


def comments(facts: Facts) -> str:
    """How many comments there were; "" where the feed does not say."""
    if facts.comments is None:
        return ""
    return "1 comment" if facts.comments == 1 else f"{facts.comments:,} comments"


def place(facts: Facts) -> str:
    """Where it is: ``60.17° N, 24.94° E``; "" where the feed does not say."""
    if facts.place is None:
        return ""
    latitude, longitude = facts.place
    south, west = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    return f"{abs(latitude):.2f}° {south}, {abs(longitude):.2f}° {west}"


def enclosure(held: Enclosure) -> str:
    """What an enclosure is: ``audio/mpeg, 47 MB, 1:23:25``."""
    parts = (held.type or "file", size(held.length), duration(held.duration))
    return ", ".join(part for part in parts if part)


def size(length: int | None) -> str:
    """Bytes in the unit that reads best; "" for none, and for the 0 that feeds write who do not know."""
    if not length:
        return ""
    unit = next(((factor, name) for factor, name in _UNITS if length >= factor), None)
    return f"{length / unit[0]:.0f} {unit[1]}" if unit else f"{length} B"


def duration(seconds: int | None) -> str:
    """``1:23:25``, or ``23:25`` below an hour; "" for none."""
    if not seconds:
        return ""
    hours, rest = divmod(seconds, 3_600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def warning(cap: CapFacts) -> str:
    """A warning in one line: what, how grave, where, until when, who says so."""
    graveness = ", ".join(
        word.lower() for word in (cap.severity, cap.urgency, cap.certainty) if word and word != "Unknown"
    )
    what = f"{cap.event or 'Warning'} ({graveness})" if graveness else cap.event or "Warning"
    parts = [
        what,
        f"for {cap.area}" if cap.area else "",
        f"until {ages.stamp(cap.expires)}" if cap.expires is not None else "",
        f"says {cap.sender}" if cap.sender else "",
    ]
    kind = "" if cap.status in ("", "Actual") else f" [{cap.status}]"
    return ", ".join(part for part in parts if part) + kind
