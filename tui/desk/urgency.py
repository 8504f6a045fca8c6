"""The level of a story, and why. Pure; knows no feed format, no cache and no clock but the one given.

Levels follow the wires' own practice: FLASH once or twice a day at most, BULLETIN a handful, URGENT
what a desk would look at now. A marker alone never makes more than URGENT: too many newsrooms shout.
What makes more is independent publishers in little time, and an authority's own warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tui.desk.urgency_alerts import warned
from tui.desk.urgency_novelty import new_in
from tui.desk.urgency_signals import Kind, Signals, signals
from tui.desk.urgency_stage import CORRECTED, RETRACTED, later, stage_of
from tui.desk.urgency_usual import Usual
from tui.desk.urgency_worth import Worth
from tui.model import Level, Place
from tui.newsroom import Report, Standing, Verdict, Watch

FRESH = 45 * 60
"""Seconds after which a report, or its marker, is no longer news of this moment."""
SPAN = 60 * 60
"""Seconds within which independent reports count together (reference: k outlets within an hour)."""
RUNNING = 6 * 3_600
"""Seconds from which a story is a running one: only what is new in it can lift it."""
FLASH_SPAN = 30 * 60
HOLDS: Mapping[Level, int] = {Level.FLASH: 2 * 3_600, Level.BULLETIN: 4 * 3_600, Level.URGENT: 6 * 3_600}
"""Seconds that a level lasts without anything that would give it anew; then it falls by one."""
TRUSTED = 2.0
"""The weight from which a publisher's marker needs no proof."""
DOUBLE = 5.0
"""The weight with which a publisher counts for two; below 1 it counts for less than one."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk knows beside the story."""

    now: int
    worth: Mapping[int, Worth] = field(default_factory=dict)
    """By source id."""
    usual: Mapping[str, Usual] = field(default_factory=dict)
    """By group."""
    places: Sequence[Place] = ()


def grade(
    reports: Sequence[Report], desk: Desk, standing: Standing, watches: Sequence[Watch] = ()
) -> Verdict:
    """The level of the story that ``reports`` tell; the level it has falls with age, and no faster."""
    ordered = sorted(reports, key=lambda report: (report.at, report.article_id))
    stage = standing.stage
    for report in ordered:
        stage = later(stage, stage_of(report.title))
    if not ordered:
        return Verdict(Level.ROUTINE, (), stage)
    fresh = [report for report in ordered if desk.now - report.at <= FRESH and report.dated]
    told = [(report, signals(report.title, report.facts.categories, report.link, report.facts.urgency))
            for report in fresh]  # fmt: skip
    marked, why, firm = _marks(told, desk)
    burst, reach = _burst(ordered, told, desk, marked)
    found: list[tuple[Level, tuple[str, ...]]] = [_warnings(fresh, desk), burst]
    if fresh:
        found += [(watch.level, (f"Your rule “{watch.name}” watches for it.",)) for watch in watches]
    firm = firm or max(each[0] for each in found) >= marked
    found.append((marked, why))
    level = max(each[0] for each in found)
    reasons = tuple(dict.fromkeys(said for given, why in found for said in why if given or not level))
    if stage == RETRACTED:
        return Verdict(Level.ROUTINE, ("A source has withdrawn it.",), stage, desk.now, reach)
    aged = aged_level(standing, desk.now)
    if aged > level:
        return Verdict(aged, standing.reasons or reasons, stage, fallen_since(standing, aged), reach)
    if stage == CORRECTED:
        reasons = (*reasons, "A source has corrected it.")
    return Verdict(level, reasons, stage, desk.now if level else 0, reach, firm or level > marked)


def aged_level(standing: Standing, now: int) -> Level:
    """What is left of a level at time ``now``."""
    level, since = standing.level, standing.since
    while level > Level.ROUTINE and now - since >= HOLDS[level]:
        since += HOLDS[level]
        level = Level(level - 1)
    return level


def fallen_since(standing: Standing, aged: Level) -> int:
    """Since when a level that has fallen to ``aged`` counts."""
    level, since = standing.level, standing.since
    while level > aged:
        since += HOLDS[level]
        level = Level(level - 1)
    return since


def _warnings(fresh: Sequence[Report], desk: Desk) -> tuple[Level, tuple[str, ...]]:
    said = [warned(report.title, report.facts, desk.places, desk.now) for report in fresh]
    given = [each for each in said if each is not None and each.level]
    if not given:
        return Level.ROUTINE, ()
    loudest = max(given, key=lambda each: each.level)
    return loudest.level, loudest.reasons


def _marks(told: Sequence[tuple[Report, Signals]], desk: Desk) -> tuple[Level, tuple[str, ...], bool]:
    """URGENT where a source marks it whose marks are worth something; what it has proved is told.

    Firm where it has proved anything, weighs more than others, or marks hard news.
    """
    marked = [(report, own) for report, own in told if own.claim and not _is_void(report, desk.now)]
    counted = [
        (report, own)
        for report, own in marked
        if own.kind >= Kind.PLAIN and _worth(desk, report).counts(weak=own.weak)
    ]
    if not counted:
        doubts = [_worth(desk, report).why for report, own in marked if own.kind >= Kind.PLAIN]
        return Level.ROUTINE, tuple(dict.fromkeys(doubt for doubt in doubts if doubt)), True
    # What it has proved and who stands behind it decide whom to name.
    report, own = max(counted, key=lambda each: (_worth(desk, each[0]).value, each[0].weight))
    why = _worth(desk, report).why
    firm = any(
        each.weight >= TRUSTED or said.kind is Kind.HARD or _worth(desk, each).proved >= 1
        for each, said in counted
    )
    reasons = (f"{report.source}: {own.why}", *([f"{report.source}: {why}"] if why else []))
    return Level.URGENT, reasons, firm


def _burst(
    ordered: Sequence[Report],
    told: Sequence[tuple[Report, Signals]],
    desk: Desk,
    marked: Level,
) -> tuple[tuple[Level, tuple[str, ...]], int]:
    """What independent publishers in little time make of it, against what is usual in their group."""
    if not told:
        return (Level.ROUTINE, ()), 0
    newest = max(report.at for report, _ in told)
    within = [report for report in ordered if newest - SPAN <= report.at]
    voices = _voices(within)
    reach, weighed = len(voices), sum(voices.values())
    if reach < 2:
        return (Level.ROUTINE, ()), reach
    kinds = [signals(report.title, report.facts.categories, report.link).kind for report in within]
    kind = _prevailing(kinds)
    group = _group(within)
    usual = desk.usual.get(group, Usual())
    level = usual.level(weighed, reach, marked=marked > Level.ROUTINE, kind=kind)
    quick = len(_voices([report for report in within if newest - report.at <= FLASH_SPAN]))
    if level is Level.FLASH and quick < reach // 2:
        level = Level.BULLETIN
    if level is Level.ROUTINE:
        return (Level.ROUTINE, ()), reach
    minutes = max(1, (newest - min(report.at for report in within)) // 60)
    said = [f"{reach} independent publishers within {minutes} min{usual.words(reach, group)}."]
    if newest - ordered[0].at > RUNNING:
        earlier = [report.title for report in ordered if report.at < newest - SPAN]
        new = new_in([report.title for report in within], earlier)
        if not new:
            return (Level.ROUTINE, ()), reach
        said.append(f"New in it: {', '.join(new[:4])}.")
    if kind is Kind.HARD:
        said.append("Its headlines tell of harm, force or office.")
    return (level, tuple(said)), reach


def _voices(reports: Sequence[Report]) -> dict[str, float]:
    """The independent voices, and how much each counts: copies of one text, and one publisher, are one."""
    said: dict[str, dict[str, float]] = {}
    for report in reports:
        if report.weight > 0:
            said.setdefault(report.publisher, {})[report.voice] = _counts(report.weight)
    voices: dict[str, float] = {}
    # Who has the fewest texts chooses first, so that a publisher with one of its own is not taken for a copy.
    for texts in sorted(said.values(), key=len):
        voice = next((each for each in texts if each not in voices), next(iter(texts)))
        voices[voice] = max(voices.get(voice, 0.0), texts[voice])
    return voices


def _counts(weight: float) -> float:
    """How many independent reports one of a publisher of this weight is."""
    return weight if weight <= 1 else min(2.0, 1 + (weight - 1) / (DOUBLE - 1))


def _prevailing(kinds: Sequence[Kind]) -> Kind:
    """What most headlines are; hard where a third of them is and no more are soft."""
    count = {kind: kinds.count(kind) for kind in Kind}
    idle = count[Kind.VOID] + count[Kind.SOFT]
    if count[Kind.HARD] * 3 >= len(kinds) and count[Kind.HARD] >= idle:
        return Kind.HARD
    if idle * 2 >= len(kinds):
        return Kind.SOFT
    return Kind.PLAIN


def _group(reports: Sequence[Report]) -> str:
    groups = [report.group for report in reports]
    return max(groups, key=groups.count)


def _worth(desk: Desk, report: Report) -> Worth:
    return desk.worth.get(report.source_id, Worth())


def _is_void(report: Report, now: int) -> bool:
    said = warned(report.title, report.facts, (), now)
    return said is not None and said.void
