"""The level of an article, and why. Pure; knows no feed format, no cache and no clock.

Levels follow the wires' own practice. Two signals so far: what an alerting authority states (CAP),
and the marker that a newsroom puts in front of a headline. A marker alone never makes more than
URGENT: too many newsrooms shout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui.model import CapFacts, Level

_MARKERS = (
    "breaking news", "breaking", "just in", "news flash", "newsflash", "flash", "urgent",
    "eilmeldung", "eil", "última hora", "ultima hora", "urgente", "alerte info", "flash info",
    "dernière minute", "ultim'ora", "ultim’ora", "ultimora", "pilne", "son dakika", "ultima oră",
    "έκτακτο", "срочно", "молния", "терміново", "извънредно", "hitno", "rendkívüli",
    "速報", "緊急速報", "快讯", "快訊", "突发", "突發", "긴급", "속보", "1보",
    "عاجل", "خبر عاجل", "فوری", "דחוף", "מבזק", "ब्रेकिंग न्यूज़", "ब्रेकिंग",
)  # fmt: skip
"""Words that stand in front of a headline when a newsroom means it."""

_ALTERNATIVES = "|".join(re.escape(word) for word in sorted(_MARKERS, key=len, reverse=True))
# The separator decides: "Breaking Bad returns" and "Urgent care centres close" are headlines like
# any other, "BREAKING: dam fails" is not. A dash counts only with space after it ("flash-frozen").
_MARKER = re.compile(
    rf"[\s*•●►▶❗‼🔴🚨#+|]*"
    rf"(?:[\[(【［〔《<«「]\s*({_ALTERNATIVES})\s*[\])】］〕》>»」]"
    rf"|({_ALTERNATIVES})\s*(?:[:：|/!！–—•●►▶…]|\+\+\+|-\s|\.\.\.))",
    re.IGNORECASE,
)
_IMMINENT = ("Observed", "Likely", "Very Likely")


def judge(
    title: str, categories: Sequence[str], cap: CapFacts | None, now: int = 0
) -> tuple[Level, tuple[str, ...]]:
    """The level of one article and the reasons for it, one sentence each; ROUTINE needs none.

    ``now`` (seconds since 1970) tells whether a warning has expired; 0: none has.
    """
    void = cap is not None and _is_void(cap, now)
    level, reasons = _by_cap(cap) if cap and not void else (Level.ROUTINE, [])
    marker = _marker(title)
    if marker and not void:
        level = max(level, Level.URGENT)
        reasons.append(f"The headline begins with the marker “{marker}”.")
    named = next((name for name in categories if name.strip().casefold() in _CATEGORIES), "")
    if named and not void:
        level = max(level, Level.URGENT)
        reasons.append(f"The source files it under “{named.strip()}”.")
    return level, tuple(reasons)


_CATEGORIES = frozenset({"eilmeldung", "eilmeldungen", "alerte info"})
"""Categories that say the same as a marker; "Breaking news" does not: whole sites stand under it."""


def _marker(title: str) -> str:
    found = _MARKER.match(title)
    return (found[1] or found[2]) if found else ""


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
