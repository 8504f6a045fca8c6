"""Asks the terminal for an answer and times it: the one thing that ``doctor`` sends. Leaves it as it was."""

from __future__ import annotations

import os
import select
import termios
import time
import tty
from contextlib import suppress

from tui.plain.terminal import Fact
from tui.round_trip import ANSWER, QUESTION, SLOW, told

PATIENCE = 1.0
"""Seconds that an answer may take."""
TRIPS = 3
"""The quickest of so many counts: a busy machine only adds to them."""


def link(keys: int, screen: int) -> Fact | None:
    """How far away the terminal at these descriptors is; None where they are none."""
    if not (os.isatty(keys) and os.isatty(screen)):
        return None
    with suppress(OSError, termios.error):
        before = termios.tcgetattr(keys)
        try:
            tty.setcbreak(keys, termios.TCSANOW)
            trips = [_round_trip(keys, screen)]
            while trips[-1] is not None and len(trips) < TRIPS:
                trips.append(_round_trip(keys, screen))
        finally:
            termios.tcsetattr(keys, termios.TCSANOW, before)
        known = [trip for trip in trips if trip is not None]
        trip = min(known, default=None)
        return Fact("link", told(trip), trip is None or trip >= SLOW)
    return None


def _round_trip(keys: int, screen: int) -> float | None:
    """Seconds until the answer is there; None where none comes."""
    begun = time.monotonic()
    os.write(screen, QUESTION.encode())
    read = b""
    while ANSWER.encode() not in read:
        left = begun + PATIENCE - time.monotonic()
        if left <= 0 or not select.select([keys], [], [], left)[0]:
            return None
        read += os.read(keys, 1_024) or ANSWER.encode()
    return time.monotonic() - begun
