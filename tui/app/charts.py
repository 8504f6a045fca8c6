"""Charts of one line: what is looked at rather than read. Pure; each has its figures beside it in words."""

from __future__ import annotations

from collections.abc import Sequence

STEPS = "▁▂▃▄▅▆▇█"
NONE = "·"


def sparkline(counts: Sequence[int]) -> str:
    """One character for each count, by the largest of them; a dot for none, which is not the same as few."""
    most = max(counts, default=0)
    return "".join(
        STEPS[(count * len(STEPS) - 1) // most if count < most else -1] if count else NONE for count in counts
    )


def on_line(at: int, first: int, last: int, cells: int) -> str:
    """A moment between two others on a line of so many cells."""
    place = 0 if last <= first else round((at - first) / (last - first) * (cells - 1))
    return "·" * place + "•" + "·" * (cells - 1 - place)
