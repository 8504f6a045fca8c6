"""What is usual in a group of sources: how often its stories reach so many publishers in an hour. Pure.

Five publishers in an hour are a sensation among ten local papers and a quarter of an hour's noise among
a hundred technology sites. Learned from the group's own past, each day counting half of the next week.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.desk.urgency_signals import Kind
from tui.model import Level

DAY = 86_400.0
HALF_LIFE = 7 * DAY
MOST = 16
"""Publishers up to which stories are told apart."""
LEAST = {Level.URGENT: 3, Level.BULLETIN: 5, Level.FLASH: 9}
"""Independent reports from which a level can be had at all."""
HIGHEST = {Level.URGENT: 3, Level.BULLETIN: 9, Level.FLASH: 14}
"""Independent reports from which it is had however often that happens: for URGENT, always the same."""
PER_DAY = {Level.URGENT: 12.0, Level.BULLETIN: 5.0, Level.FLASH: 1.0}
"""How often a day a group's stories may get so far and still be out of the ordinary."""
GAP = 6 * 3_600
"""Seconds that count as past at most between two looks: what nobody polled for was not quiet."""
KNOWN = 0.75
"""Days of past from which the rate counts."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How many stories of a group reached 2, 3, … publishers, faded, over how many days."""

    reached: tuple[float, ...] = field(default=(0.0,) * (MOST + 1))
    """By number of publishers: stories that got at least so far."""
    days: float = 0.0
    at: int = 0

    def rate(self, reach: int) -> float:
        """Stories a day that get so far; 0 while too little is known."""
        return self.reached[min(reach, MOST)] / self.days if self.days >= KNOWN else 0.0

    def needed(self, level: Level) -> int:
        """Independent reports that ``level`` takes in this group."""
        least, highest = LEAST[level], HIGHEST[level]
        return next((k for k in range(least, highest) if self.rate(k) <= PER_DAY[level]), highest)

    def level(self, weighed: float, reach: int, *, marked: bool, kind: Kind) -> Level:
        """The level of a story with so many reports, counted and by weight.

        Soft news has none, however often it is told: premieres and matches burst as disasters do. A
        marker that counts, with two publishers besides, is worth two reports of hard news.
        """
        if kind is Kind.SOFT or kind is Kind.VOID:
            return Level.ROUTINE
        # A heavy publisher counts for two where the news is hard; what a light one says, for less.
        counted = min(weighed, reach + (1 if kind is Kind.HARD else 0))
        if marked and kind is Kind.HARD and reach >= 3:
            counted += 2
        return next(
            (level for level in (Level.FLASH, Level.BULLETIN) if counted >= self._bar(level, kind)),
            Level.URGENT if counted >= self.needed(Level.URGENT) else Level.ROUTINE,
        )

    def _bar(self, level: Level, kind: Kind) -> int:
        """Neither hard nor soft: two more for a bulletin, and no flash."""
        if kind is Kind.HARD:
            return self.needed(level)
        return self.needed(level) + 2 if level is Level.BULLETIN else 10**6

    def words(self, reach: int, group: str) -> str:
        """How often that happens, to go behind a number of publishers; "" while it is not known."""
        if self.days < KNOWN:
            return ""
        rate, where = self.rate(reach), f" in {group}" if group else ""
        often = f"{rate:.0f} times a day" if rate >= 1.5 else "once a day" if rate >= 0.7 else "seldom"
        return f", as happens{where} {often}"


def learned(usual: Usual, now: int, before: int, reach: int) -> Usual:
    """``usual`` once a story has come from ``before`` publishers within the hour to ``reach``."""
    usual = faded(usual, now)
    reached = list(usual.reached)
    for count in range(before + 1, min(reach, MOST) + 1):
        reached[count] += 1
    return Usual(tuple(reached), usual.days, usual.at)


def faded(usual: Usual, now: int) -> Usual:
    """``usual`` at time ``now``: older days count less, and the time since counts as past."""
    if not usual.at or now <= usual.at:
        return Usual(usual.reached, usual.days, max(now, usual.at))
    passed = min(now - usual.at, GAP)
    kept = 0.5 ** (passed / HALF_LIFE)
    return Usual(tuple(each * kept for each in usual.reached), usual.days * kept + passed / DAY, now)
