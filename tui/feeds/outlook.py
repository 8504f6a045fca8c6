"""Whether there is a way out at all: no network and login pages told from the troubles of single hosts. Pure.

Knows no request and no cache. Three hosts in a row that show the same sign, and not one that answers
between them, are no coincidence: the network is away. Then all sources rest, their schedule as it was,
and one of them is asked from time to time until it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

NEEDED = 3
"""Hosts that must show a sign. Of two hosts that are all there is, two."""
FIRST_PROBE, LONGEST_PROBE = 15, 60
"""Seconds between probes: they double, but a network that is back is noticed within a minute."""
ANY_MARK = frozenset({""})
"""Of a sign that looks the same wherever it is shown."""
_PROBED = 5
"""Sources that are probed in turn: one may have died by itself meanwhile."""

_T = TypeVar("_T")


class Sign(Enum):
    """What a host's answer says about the network, when others say the same."""

    UNREACHABLE = "no network"
    UNTRUSTED = "no certificate can be trusted; the network may want you to log in first"
    LOGIN = "a login page answers for every source"


@dataclass(frozen=True, slots=True)
class _Shown:
    host: str
    sign: Sign
    marks: frozenset[str]


class Outlook:
    """What the last answers say together. Times are seconds since 1970-01-01 UTC."""

    def __init__(self) -> None:
        self.down_since: int | None = None
        self.why = ""
        self.next_probe = 0
        self.hosts = NEEDED
        """How many hosts there are to ask at all."""
        self._shown: dict[int, _Shown] = {}
        self._pardoned: set[int] = set()
        self._probes = 0

    def bad(
        self, source_id: int, host: str, sign: Sign, now: int, marks: frozenset[str] = ANY_MARK
    ) -> frozenset[int]:
        """A source that was well gave a sign; gives the sources that failed for the network's sake, if clear.

        ``marks`` tell login pages apart: signs with one in common are the same. A source that was
        pardoned counts again once it has answered; else three dead hosts beside a living one would
        bring the network down for ever.
        """
        if source_id in self._pardoned or self.down_since is not None:
            return frozenset()
        self._shown[source_id] = _Shown(host, sign, marks)
        for mark in marks:
            alike = {
                each: shown.host
                for each, shown in self._shown.items()
                if shown.sign is sign and mark in shown.marks
            }
            if len(set(alike.values())) >= max(2, min(NEEDED, self.hosts)):
                self.down_since, self.why = now, sign.value
                self.next_probe, self._probes = now + FIRST_PROBE, 0
                self._shown.clear()
                self._pardoned.update(alike)
                return frozenset(alike)
        return frozenset()

    def good(self, source_id: int) -> None:
        """A host answered as itself: the network is there, or back."""
        self._shown.clear()
        self._pardoned.discard(source_id)
        self.down_since, self.why = None, ""

    def probe(self, candidates: Sequence[_T], now: int) -> _T | None:
        """Which of ``candidates``, the likeliest first, to ask now whether all is well; None: wait."""
        # A probe further off than any is set means that the clock was put back.
        waiting = now < self.next_probe <= now + LONGEST_PROBE
        if self.down_since is None or waiting or not candidates:
            return None
        chosen = candidates[self._probes % min(_PROBED, len(candidates))]
        self._probes += 1
        self.next_probe = now + int(min(LONGEST_PROBE, FIRST_PROBE * 2 ** min(self._probes, 8)))
        return chosen
