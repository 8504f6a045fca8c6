"""How far away a terminal is: what it is asked, how it answers, from when on that is far. Pure."""

from __future__ import annotations

QUESTION, ANSWER = "\x1b[5n", "\x1b[0n"
"""DSR: a terminal says that it is well."""
SLOW = 0.08
"""Seconds there and back from which a link is a slow one."""


def told(seconds: float | None) -> str:
    """A round trip in words; None: no answer came."""
    if seconds is None:
        return "this terminal gives no answer"
    trip = f"{seconds * 1000:,.0f} ms there and back"
    return f"{trip}, slow: changes are merged, the ticker is calm" if seconds >= SLOW else f"{trip}, quick"
