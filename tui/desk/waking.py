"""When a dismissed story comes back: when it changes materially. Pure; knows no cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.desk.urgency_novelty import numbers
from tui.desk.urgency_stage import CORRECTED, RETRACTED
from tui.model import Level

PUBLISHERS = 3
"""New independent publishers that bring a story back."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a story told when it was dismissed, or tells now."""

    level: Level
    publishers: int
    stage: str
    headlines: Sequence[str]


def wakes(before: Told, now: Told) -> str:
    """Why a dismissed story comes back, in words; "": it stays away.

    ``now.headlines``: those that are new.
    """
    if now.level > before.level:
        return f"it has become {now.level.name}"
    if now.stage != before.stage and now.stage in (CORRECTED, RETRACTED):
        return f"a source has {now.stage.lower()} it"
    if now.publishers - before.publishers >= PUBLISHERS:
        return f"{now.publishers - before.publishers} more publishers have it"
    known = {number for headline in before.headlines for number in numbers(headline)}
    new = sorted({number for headline in now.headlines for number in numbers(headline)} - known)
    return f"its headline has new numbers: {', '.join(new[:3])}" if new else ""
