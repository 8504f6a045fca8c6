"""tui.desk.waking: what brings a dismissed story back, and what does not."""

from __future__ import annotations

from tui.desk.waking import Told, wakes
from tui.model import Level

BEFORE = Told(Level.URGENT, 3, "", ("Ferry aground with 214 aboard",))


def now(
    level: Level = Level.URGENT,
    publishers: int = 4,
    stage: str = "",
    headline: str = "Ferry: 214 still aboard",
) -> Told:
    return Told(level, publishers, stage, (headline,))


def test_more_of_the_same_leaves_it_away() -> None:
    assert wakes(BEFORE, now()) == ""
    assert wakes(BEFORE, now(Level.ROUTINE)) == ""
    assert wakes(BEFORE, now(stage="UPDATE 2")) == ""


def test_a_level_a_correction_three_publishers_or_a_number_bring_it_back() -> None:
    assert wakes(BEFORE, now(Level.BULLETIN)) == "it has become BULLETIN"
    assert wakes(BEFORE, now(stage="CORRECTED")) == "a source has corrected it"
    assert wakes(BEFORE, now(publishers=6)) == "3 more publishers have it"
    assert wakes(BEFORE, now(headline="Ferry: 12 of 214 dead")) == "its headline has new numbers: 12"
