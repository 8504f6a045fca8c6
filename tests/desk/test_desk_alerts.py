"""tui.desk.alerts: ladder, budget, quiet hours, snooze, repeats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.desk.alerts import Candidate, Policy, decide, is_quiet
from tui.model import Level
from tui.newsroom import Alert, Fate

NOW = 1_800_000_000
NOON, NIGHT = 720, 120
FERRY = "Ferry aground off Grey Skerry with 214 aboard"


def past(
    story: int, level: Level = Level.BULLETIN, title: str = "", *, minutes: int = 30, fate: Fate = Fate.TOLD
) -> Alert:
    return Alert(
        story, story, level, NOW - minutes * 60, title, "", "", f"paper{story}", 3, (), (),
        (title or f"Quite another event, number {story}",), fate,
    )  # fmt: skip


def new(level: Level = Level.BULLETIN, title: str = FERRY, *, story: int = 99, **more: bool) -> Candidate:
    return Candidate(story, level, (title,), "paper", **more)


def fate(
    candidate: Candidate, *before: Alert, policy: Policy | None = None, minute: int = NOON
) -> Fate | None:
    return decide(candidate, before, policy or Policy(), NOW, minute)


def test_a_level_is_told_once_and_only_a_higher_one_again() -> None:
    assert fate(new()) is Fate.TOLD
    assert fate(new(), past(99)) is None
    assert fate(new(Level.URGENT), past(99)) is None
    assert fate(new(Level.FLASH), past(99)) is Fate.TOLD


def test_below_the_least_level_there_is_no_alert() -> None:
    assert fate(new(Level.URGENT), policy=Policy(level=Level.BULLETIN)) is None


def test_the_hours_budget_spent_the_rest_waits_for_a_digest_but_a_flash_does_not() -> None:
    three = [past(n) for n in range(3)]
    assert fate(new(), *three[:2]) is Fate.TOLD
    assert fate(new(), *three) is Fate.DIGEST
    assert fate(new(Level.FLASH), *three) is Fate.TOLD
    assert fate(new(), *[past(n, minutes=61) for n in range(3)]) is Fate.TOLD


def test_the_days_budget_holds_whatever_the_hour() -> None:
    assert fate(new(), *[past(n, minutes=90 + n) for n in range(10)]) is Fate.DIGEST


def test_urgent_leaves_half_of_the_budget_to_what_is_graver() -> None:
    five = [past(n, Level.URGENT, minutes=90 + n) for n in range(5)]
    assert fate(new(Level.URGENT), *five) is Fate.DIGEST
    assert fate(new(Level.BULLETIN), *five) is Fate.TOLD
    assert fate(new(Level.URGENT, watched=True), *five) is Fate.TOLD


def test_urgent_leaves_most_of_the_hour_to_what_is_graver() -> None:
    assert fate(new(Level.URGENT), past(1, Level.FLASH)) is Fate.TOLD
    assert fate(new(Level.URGENT), past(1, Level.URGENT)) is Fate.DIGEST
    assert fate(new(Level.BULLETIN), past(1, Level.URGENT), past(2)) is Fate.TOLD


def test_one_publisher_cannot_spend_the_hour_alone() -> None:
    greedy = [replace(past(n, minutes=1), publisher="paper") for n in range(2)]
    assert fate(new(), *greedy) is Fate.DIGEST


def test_an_unproven_marker_interrupts_nobody() -> None:
    assert fate(new(Level.URGENT, firm=False)) is Fate.DIGEST


def test_what_repeats_an_alert_of_the_last_day_is_not_told_again() -> None:
    other = "BREAKING: Ferry with 214 aboard is aground off Grey Skerry"
    assert fate(new(), past(1, title=other)) is Fate.REPEAT
    assert fate(new(), past(1, title=other, minutes=25 * 60)) is Fate.TOLD
    assert fate(new(Level.FLASH), past(1, title=other)) is Fate.TOLD
    assert fate(new(watched=True), past(1, title=other)) is Fate.TOLD
    assert fate(new(), past(1, title="Bank of Verrany raises its rate to 3.75 pct")) is Fate.TOLD


def test_repeats_are_known_without_spaces_too() -> None:
    assert (
        fate(new(title="港町沖で連絡船が座礁、214人乗船"), past(1, title="連絡船が座礁、214人乗船"))
        is Fate.REPEAT
    )


@pytest.mark.parametrize(
    ("level", "minute", "expected"),
    [
        (Level.BULLETIN, NIGHT, Fate.QUIET),
        (Level.BULLETIN, 22 * 60, Fate.QUIET),
        (Level.BULLETIN, 7 * 60, Fate.TOLD),
        (Level.FLASH, NIGHT, Fate.TOLD),
    ],
)
def test_quiet_hours_hold_back_all_but_what_breaks_through(level: Level, minute: int, expected: Fate) -> None:
    assert fate(new(level), policy=Policy(quiet=(22 * 60, 7 * 60)), minute=minute) is expected


def test_quiet_hours_may_lie_within_a_day() -> None:
    assert is_quiet(Policy(quiet=(60, 120)), 60)
    assert not is_quiet(Policy(quiet=(60, 120)), 120)
    assert not is_quiet(Policy(), 60)


def test_what_is_snoozed_is_noted_and_not_told() -> None:
    assert fate(new(Level.FLASH, snoozed=True)) is Fate.SNOOZED
