"""How far a publisher's clock is from ours, learned from the Date header (RFC 9110, 6.6.1). Pure.

Knows no request and no cache. A feed whose server is ten minutes ahead dates its news ten minutes
into the future; with the skew known they can be put where they belong.
"""

from __future__ import annotations

WEIGHT = 4
"""One answer moves what is known of a clock by a fourth of the difference: answers come late at times."""
_TICK = 2
"""A smaller difference is the Date header's whole seconds and the way here; it is not worth a write."""
_RESET = 3_600
"""A difference above this is a clock that was set, not one answer's delay: believed at once."""


def learned(known: int | None, server_time: int | None, now: int) -> int | None:
    """Seconds that a clock is ahead, after an answer that said ``server_time`` at our ``now``.

    None where nothing is known yet and the answer says nothing.
    """
    if server_time is None:
        return known
    said = server_time - now
    if known is None or abs(said - known) > _RESET:
        return said
    return known if abs(said - known) <= _TICK else known + round((said - known) / WEIGHT)
