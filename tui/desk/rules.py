"""The user's rules: a query with an act. Which acts win, what a rehearsal says. Pure.

The query is the one language of ``tui.query``; which articles fit it the cache knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from tui.model import Level, Rule, RuleAct
from tui.query import Node, QueryError, parse
from tui.query_tree import All
from tui.told import counted

DAY = 86_400
WEEK = 7 * DAY
"""Seconds that a rule for a week holds."""
SPANS = (7, 30)
"""Days over which a rule is rehearsed."""
EXAMPLES = 5
"""Headlines that a rehearsal shows."""
NIGHT = (22, 7)
"""The hours of the day from and to which an alert would have woken somebody."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An article that a rule would have been applied to."""

    article_id: int
    story_id: int
    at: int
    source: str
    title: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rule would have done over so many days."""

    days: int
    articles: int
    stories: int
    nights: int
    """Stories that would have come at night."""
    examples: tuple[Fit, ...]


class Outcome(StrEnum):
    """What the rules together make of an article's place in the lists."""

    SHOWN = "shown"
    MUTED = "muted"


def node_of(rule: Rule) -> Node:
    """What a rule looks for: its query within its scope. Raises QueryError."""
    parts = [parse(text) for text in (rule.scope, rule.query) if text.strip()]
    if not parts:
        raise QueryError("a rule needs a query", 0)
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def standing(rules: Sequence[Rule], now: int) -> tuple[Rule, ...]:
    """Those that are not paused and have not expired."""
    return tuple(rule for rule in rules if rule.enabled and (rule.expires is None or now < rule.expires))


def outcome(hits: Sequence[Rule]) -> Outcome:
    """Muted, unless another rule watches, stars or keeps for later what this one would hide."""
    acts = {rule.act for rule in hits}
    if RuleAct.MUTE in acts and not acts & {RuleAct.WATCH, RuleAct.STAR, RuleAct.LATER}:
        return Outcome.MUTED
    return Outcome.SHOWN


def rehearse(fits: Sequence[Fit], days: int, zone: tzinfo | None = None) -> Rehearsal:
    """What a rule would have done to ``fits``, the newest first."""
    firsts: dict[int, Fit] = {}
    for fit in sorted(fits, key=lambda each: each.at):
        firsts.setdefault(fit.story_id, fit)
    hours = [datetime.fromtimestamp(fit.at, zone).hour for fit in firsts.values()]
    start, end = NIGHT
    return Rehearsal(
        days=days,
        articles=len(fits),
        stories=len(firsts),
        nights=sum(hour >= start or hour < end for hour in hours),
        examples=tuple(fits[:EXAMPLES]),
    )


def rehearsals_of(fits: Sequence[Fit], now: int) -> list[Rehearsal]:
    """The same over each of ``SPANS``; ``fits``: those of the longest, which comes last."""
    return [rehearse([fit for fit in fits if fit.at >= now - days * DAY], days) for days in SPANS]


def words(rehearsals: Sequence[Rehearsal], act: RuleAct) -> str:
    """Rehearsals in one line: ``Last 7 days: 3 alerts (1 at night); last 30: 9 alerts (2 at night)``."""
    said = [
        f"last {found.days}{'' if n else ' days'}: {_done(found, act)}" for n, found in enumerate(rehearsals)
    ]
    line = "; ".join(said)
    return line[:1].upper() + line[1:]


def _done(found: Rehearsal, act: RuleAct) -> str:
    match act:
        case RuleAct.WATCH:
            alerts = "1 alert" if found.stories == 1 else f"{found.stories:,} alerts"
            return f"{alerts} ({found.nights:,} at night)" if found.stories else "no alert"
        case RuleAct.MUTE:
            return f"{counted(found.articles)} in {_stories(found.stories)} muted"
        case RuleAct.HIGHLIGHT:
            return f"{counted(found.articles)} highlighted"
        case RuleAct.TAG:
            return f"{counted(found.articles)} tagged"
        case RuleAct.STAR:
            return f"{counted(found.articles)} starred"
        case RuleAct.LATER:
            return f"{counted(found.articles)} put off"


def offers(rule: Rule, now: int) -> tuple[tuple[str, Rule], ...]:
    """What may be made of a rule's query: what each act is called, and the rule with it."""
    week = now + WEEK
    return (
        ("Watch: an URGENT alert", rule),
        ("Watch: a BULLETIN", replace(rule, level=Level.BULLETIN)),
        ("Watch for a week", replace(rule, expires=week)),
        ("Highlight", replace(rule, act=RuleAct.HIGHLIGHT)),
        ("Star", replace(rule, act=RuleAct.STAR)),
        ("Later: put off for a day", replace(rule, act=RuleAct.LATER)),
        ("Mute for a week", replace(rule, act=RuleAct.MUTE, expires=week)),
        ("Mute", replace(rule, act=RuleAct.MUTE)),
    )


def described(rule: Rule) -> str:
    """A rule in a few words, for "why is this here"."""
    act = f"watch as {rule.level.name}" if rule.act is RuleAct.WATCH else str(rule.act)
    act = f"tag {rule.tag}" if rule.act is RuleAct.TAG else act
    within = f" within {rule.scope}" if rule.scope else ""
    return f"{act}: {rule.query}{within}"


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"
