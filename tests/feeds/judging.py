"""What one article asks for by its own word, nothing else being known: for tests of the desk's signals."""

from __future__ import annotations

from collections.abc import Sequence

from tui.arrivals import Entry
from tui.desk.urgency_alerts import warned
from tui.desk.urgency_signals import Kind, signals
from tui.model import CapFacts, Facts, Level


def judge(
    title: str, categories: Sequence[str], cap: CapFacts | None, now: int = 0
) -> tuple[Level, tuple[str, ...]]:
    """The level that it asks for, and the reasons."""
    facts = Facts(categories=tuple(categories), cap=cap)
    said = warned(title, facts, (), now)
    if said is not None and said.void:
        return Level.ROUTINE, ()
    level, reasons = (said.level, said.reasons) if said else (Level.ROUTINE, ())
    own = signals(title, categories)
    if own.claim and not own.weak and own.kind >= Kind.PLAIN:
        return max(level, Level.URGENT), (*reasons, own.why)
    return level, reasons


def judged(entry: Entry, now: int = 0) -> Level:
    """The level that an entry asks for."""
    return judge(entry.title, entry.facts.categories, entry.facts.cap, now)[0]
