"""Whether a story's level is told, and how loudly: ladder, budget, quiet hours, snooze, repeats. Pure.

Restraint is the feature: 43 % of people who get no alerts switched them off (Reuters Institute 2025).
Knows no channel, no cache and no clock but the one given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.desk.urgency_signals import split_marker
from tui.model import Level
from tui.newsroom import Alert, Fate

HOUR, DAY = 3_600, 86_400
ALIKE = 0.5
"""Of two headlines' words those that both have: beyond it a new story repeats one that was told.

Looser than what makes articles one story, since a story that was split is the main nuisance
(reference: a third to two thirds of alerts repeat one of the last day)."""
HEADLINES = 6
"""Headlines of a story that are compared."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How the user wants to be told: ``[alerts]``."""

    level: Level = Level.URGENT
    """The least level that is an alert."""
    hourly: int = 3
    daily: int = 12
    quiet: tuple[int, int] | None = None
    """Minutes of the day from and to which it is quiet; None: never."""
    breaks: Level = Level.FLASH
    """The level that is told in quiet hours too."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story whose level has risen."""

    story_id: int
    level: Level
    headlines: Sequence[str]
    """The one that is shown first."""
    publisher: str = ""
    """Who stands behind the article that raised it."""
    watched: bool = False
    """A rule of the user's asked for it: no repeat, and first in the budget."""
    snoozed: bool = False
    firm: bool = True
    """False: all that speaks for it is an unproven marker, for which nobody is interrupted."""


def decide(candidate: Candidate, past: Iterable[Alert], policy: Policy, now: int, minute: int) -> Fate | None:
    """What becomes of a story that has reached a level; None: it is no alert.

    ``past``: the alerts of its own story, and all of the last day. ``minute``: of the local day.
    """
    if candidate.level < policy.level:
        return None
    past = list(past)
    own = [each for each in past if each.story_id == candidate.story_id]
    if any(each.level >= candidate.level for each in own):
        return None
    if candidate.snoozed:
        return Fate.SNOOZED
    recent = [each for each in past if now - each.at < DAY and each.story_id != candidate.story_id]
    if not candidate.watched and any(
        each.level >= candidate.level and each.fate is not Fate.SNOOZED and alike(candidate, each)
        for each in recent
    ):
        return Fate.REPEAT
    if is_quiet(policy, minute) and candidate.level < policy.breaks:
        return Fate.QUIET
    if candidate.level is Level.FLASH:
        return Fate.TOLD
    if not candidate.firm:
        return Fate.DIGEST
    return Fate.TOLD if _affordable(candidate, past, policy, now) else Fate.DIGEST


def _affordable(candidate: Candidate, past: Sequence[Alert], policy: Policy, now: int) -> bool:
    """Whether the hour's and the day's budget allow it. URGENT leaves most of both to what is graver."""
    told = [each for each in past if each.fate is Fate.TOLD]
    hour = sum(now - each.at < HOUR and each.level < Level.FLASH for each in told)
    day = sum(now - each.at < DAY for each in told)
    urgent = sum(each.level is Level.URGENT and now - each.at < DAY for each in told)
    if candidate.level is Level.URGENT and not candidate.watched:
        hour, day = hour + min(2, policy.hourly - 1), max(day, 2 * urgent)
    # Two of the day's are kept for a FLASH, which is told in any case.
    hourly, daily = policy.hourly, policy.daily - min(2, policy.daily // 4)
    one = [each for each in told if each.publisher == candidate.publisher and now - each.at < HOUR]
    greedy = bool(candidate.publisher) and len(one) >= max(1, policy.hourly - 1) and not candidate.watched
    return policy.hourly > 0 and hour < hourly and day < daily and not greedy


def is_quiet(policy: Policy, minute: int) -> bool:
    """Whether a minute of the day lies in the quiet hours, which may go over midnight."""
    if policy.quiet is None:
        return False
    start, end = policy.quiet
    return start <= minute < end if start <= end else minute >= start or minute < end


def alike(one: Candidate | Alert, other: Candidate | Alert) -> bool:
    """Whether two stories' headlines say nearly the same."""
    firsts = [_words(title) for title in one.headlines[:HEADLINES]]
    seconds = [_words(title) for title in other.headlines[:HEADLINES]]
    return any(_overlap(first, second) >= ALIKE for first in firsts for second in seconds)


def _words(title: str) -> frozenset[str]:
    """A headline's words, cut to six letters: a stem in most languages; of CJK, pairs of characters."""
    folded = split_marker(title)[1].casefold()
    words = {word[:6] for word in re.findall(r"[^\W_]{3,}|\d+", folded) if word.isascii() or len(word) < 12}
    pairs = {folded[at : at + 2] for at in range(len(folded) - 1) if folded[at] >= "\u2e80"}
    return frozenset((words | pairs) - _COMMON)


_COMMON = frozenset(
    {
        "the", "and", "for", "with", "from", "after", "over", "says", "said", "new", "has", "have", "will",
        "are", "was", "were", "into", "amid", "more", "than", "its", "his", "her", "their", "that", "this",
        "who", "how",
        "der", "die", "das", "und", "les", "des", "une", "los", "las", "por", "con", "del", "che", "per",
    }
)  # fmt: skip


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient; 0 for headlines too short to tell."""
    if min(len(one), len(other)) < 3:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
