"""Articles as the desk looks at them, for its tests: told in minutes before a fixed now."""

from __future__ import annotations

from tui.desk.urgency import Desk, grade
from tui.desk.urgency_worth import Worth
from tui.model import CapFacts, Facts, Place
from tui.newsroom import Report, Standing, Verdict, Watch

NOW = 1_800_000_000
"""Some moment, in seconds since 1970."""


def report(
    title: str,
    source: int = 1,
    *,
    minutes: float = 1,
    weight: float = 1.0,
    voice: str = "",
    group: str = "World",
    link: str = "",
    categories: tuple[str, ...] = (),
    cap: CapFacts | None = None,
    place: tuple[float, float] | None = None,
    urgency: int | None = None,
) -> Report:
    """An article of source ``source``, so many minutes old."""
    return Report(
        article_id=int(1_000_000 - minutes * 100 + source),
        source_id=source,
        source=f"Paper {source}",
        publisher=f"paper-{source}.example",
        voice=voice or f"Paper {source}",
        group=group,
        weight=weight,
        title=title,
        link=link,
        at=int(NOW - minutes * 60),
        facts=Facts(categories=categories, cap=cap, place=place, urgency=urgency),
    )


def graded(
    *reports: Report,
    worth: dict[int, Worth] | None = None,
    places: tuple[Place, ...] = (),
    standing: Standing | None = None,
    watches: tuple[Watch, ...] = (),
) -> Verdict:
    """What the desk makes of the story of these articles."""
    return grade(reports, Desk(NOW, worth or {}, {}, places), standing or Standing(), watches)
