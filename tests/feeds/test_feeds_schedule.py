"""tui.feeds.schedule: when a source is due next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds import schedule
from tui.feeds.schedule import (
    BUSY_WAIT,
    DAY,
    HOUR,
    LONGEST_WAIT,
    MOVING,
    SPREAD,
    Hints,
    Outcome,
    Pace,
    due,
    dump_hints,
    full_again,
    load_hints,
    next_due,
    outcome_of,
    own_pace,
    rest,
    spread,
)

NOW = 1_790_000_000  # Monday, 21 September 2026, 14:13:20 UTC


def after(
    outcome: Outcome, *, wait: int = 900, failures: int = 1, retry: int | None = None, jitter: float = 0.0
) -> int:
    """Seconds until the next poll."""
    at = next_due(outcome, wait=wait, failures=failures, retry_after=retry, now=NOW, jitter=jitter)
    assert at is not None
    return at - NOW


def is_due(
    *, last: int | None, next_: int | None, interval: int = 900, paced: int = 900, failures: int = 0
) -> bool:
    return due(last_poll=last, next_due=next_, interval=interval, paced=paced, failures=failures, now=NOW)


def pace(
    hints: Hints,
    *,
    interval: int = 900,
    ceiling: int | None = None,
    latest: tuple[int, ...] = (),
    cap: int | None = 18_000,
    least: int = 0,
) -> Pace:
    return schedule.pace(
        hints, interval=interval, ceiling=ceiling, latest=latest, cap=cap, least=least, now=NOW
    )


def test_a_source_that_answered_waits_its_interval_and_up_to_a_tenth_more() -> None:
    assert (after(Outcome.ANSWERED), after(Outcome.ANSWERED, jitter=1.0)) == (900, 990)


def test_failures_wait_twice_as_long_each_time_up_to_a_day() -> None:
    waits = [after(Outcome.FAILED, failures=n) for n in range(1, 12)]
    assert waits[:4] == [900, 1_800, 3_600, 7_200]
    assert waits[-1] == DAY


def test_a_source_that_fails_for_a_week_is_asked_once_a_day() -> None:
    assert sum(after(Outcome.FAILED, failures=n) for n in range(1, 8)) < 2 * DAY
    assert after(Outcome.FAILED, failures=8) == DAY


def test_a_short_interval_still_waits_a_minute_after_a_failure() -> None:
    assert after(Outcome.FAILED, wait=1) == 60


def test_a_failing_source_that_rests_long_is_not_polled_more_often_than_a_healthy_one() -> None:
    assert after(Outcome.FAILED, wait=3 * DAY, failures=5) == 3 * DAY


def test_a_source_that_is_gone_is_never_due() -> None:
    assert next_due(Outcome.GONE, wait=900, failures=1, retry_after=None, now=NOW, jitter=0.5) is None
    assert not is_due(last=NOW - 10 * DAY, next_=None, failures=1)


@given(
    st.integers(0, LONGEST_WAIT),
    st.integers(1, 30),
    st.floats(0, 1),
    st.sampled_from([Outcome.BUSY, Outcome.FAILED]),
)
def test_retry_after_is_never_undercut(retry: int, failures: int, jitter: float, outcome: Outcome) -> None:
    assert after(outcome, failures=failures, retry=retry, jitter=jitter) >= retry


def test_a_busy_host_that_names_no_time_rests_ten_minutes_and_longer_each_time_up_to_a_day() -> None:
    assert [rest(Outcome.BUSY, None, n) for n in (1, 2, 3, 30)] == [BUSY_WAIT, 1_200, 2_400, DAY]
    assert after(Outcome.BUSY, wait=60) == BUSY_WAIT


def test_an_absurd_retry_after_is_cut_to_a_week() -> None:
    assert rest(Outcome.BUSY, 10**9, 1) == LONGEST_WAIT


def test_a_plain_failure_gives_the_host_no_rest() -> None:
    assert rest(Outcome.FAILED, None, 5) == 0


def test_statuses_have_their_outcomes() -> None:
    failed, busy = Outcome.FAILED, Outcome.BUSY
    found = [outcome_of(code) for code in (0, 403, 404, 410, 429, 500, 503)]
    assert found == [failed, failed, failed, Outcome.GONE, busy, failed, busy]
    assert outcome_of(403, frozenset({403})) is Outcome.BUSY


def test_a_new_source_is_due_at_once() -> None:
    assert is_due(last=None, next_=None)


def test_a_source_is_due_when_its_time_has_come_and_not_before() -> None:
    assert is_due(last=NOW - 900, next_=NOW)
    assert not is_due(last=NOW - 899, next_=NOW + 1)


def test_a_shortened_interval_counts_at_once_for_a_healthy_source_only() -> None:
    shortened = {"last": NOW - 1_000, "next_": NOW + DAY, "interval": 900, "paced": DAY}
    assert is_due(**shortened)
    assert not is_due(**shortened, failures=3)


def test_what_a_publisher_asks_for_is_not_taken_for_an_interval_that_was_shortened() -> None:
    assert not is_due(last=NOW - 1_000, next_=NOW + HOUR, interval=900, paced=900)


def test_a_poll_in_the_future_means_a_wrong_clock_and_is_not_waited_for() -> None:
    assert is_due(last=NOW + 30 * DAY, next_=NOW + 30 * DAY + 900, failures=1)


@pytest.mark.parametrize(
    ("hints", "seconds", "why"),
    [
        (Hints(), 900, ""),
        (Hints(fresh_for=3_600), 3_600, "its publisher's Cache-Control or Expires"),
        (Hints(fresh_for=500_000_000), 18_000, "its publisher's Cache-Control or Expires"),
        (Hints(ttl=7_200), 7_200, "its own ttl"),
        (Hints(ttl=500_000_000), DAY, "its own ttl"),
        (Hints(period=DAY), DAY, "its own updatePeriod"),
        (Hints(period=30 * DAY), DAY, "its own updatePeriod"),
        (Hints(fresh_for=60, ttl=300, period=600), 900, ""),
        (Hints(fresh_for=900, ttl=900, period=900), 900, ""),
    ],
)
def test_the_longest_of_what_interval_and_publisher_ask_for_counts(
    hints: Hints, seconds: int, why: str
) -> None:
    assert pace(hints) == Pace(seconds, why)


def test_a_host_known_for_it_is_believed_without_a_cap_and_rests_as_it_wants() -> None:
    assert pace(Hints(fresh_for=3 * DAY), cap=None).seconds == 3 * DAY
    assert pace(Hints(), interval=300, least=3_600) == Pace(3_600, "its host is asked no more often")


@pytest.mark.parametrize(
    ("gap", "count", "seconds"),
    [(600, 20, 900), (HOUR, 20, 1_890), (DAY, 3, 14_400), (30 * DAY, 20, 14_400), (0, 20, 900)],
)
def test_a_source_without_an_interval_of_its_own_rests_as_it_publishes(
    gap: int, count: int, seconds: int
) -> None:
    latest = tuple(NOW - 3_600 * (gap > 0) - gap * place for place in range(count))
    found = pace(Hints(), ceiling=14_400, latest=latest)
    assert found.seconds == pytest.approx(seconds, rel=0.05)
    assert (found.why == "it publishes little") is (found.seconds > 900)


def test_an_interval_that_the_user_set_is_stretched_by_no_silence() -> None:
    assert pace(Hints(), latest=(NOW - 300 * DAY,)).seconds == 900


def test_a_ceiling_of_the_interval_makes_all_wait_the_same() -> None:
    assert pace(Hints(), ceiling=900, latest=(NOW - 300 * DAY,)).seconds == 900


def test_a_source_without_articles_has_no_pace_of_its_own() -> None:
    assert own_pace((), NOW) == 0


def test_the_longer_a_source_is_silent_the_slower_it_counts_as() -> None:
    latest = [NOW - 60 * place for place in range(20)]
    paces = [own_pace(latest, NOW + silence) for silence in (0, HOUR, DAY, 7 * DAY)]
    assert paces == sorted(paces)
    assert paces[-1] > 4 * HOUR


def test_skipped_hours_and_days_are_passed_over_in_utc() -> None:
    def at(hints: Hints) -> str:
        found = next_due(
            Outcome.ANSWERED, wait=900, failures=0, retry_after=None, now=NOW, jitter=0.0, hints=hints
        )
        return f"{datetime.fromtimestamp(found or 0, UTC):%a %H:%M}"

    assert at(Hints()) == "Mon 14:28"
    assert at(Hints(skip_hours=(13, 14, 15))) == "Mon 16:00"
    assert at(Hints(skip_days=("Monday", "Tuesday"))) == "Wed 00:00"
    assert at(Hints(skip_hours=tuple(range(24)))) == "Mon 14:28"


def test_hints_are_kept_as_they_are() -> None:
    hints = Hints(60, 120, 180, (1, 2), ("Sunday",))
    assert load_hints(dump_hints(hints)) == hints
    assert (dump_hints(Hints()), load_hints("{}")) == ("{}", Hints())


def test_a_full_answer_is_asked_for_after_eight_days_of_304() -> None:
    assert full_again(NOW - 8 * DAY, NOW)
    assert not full_again(NOW - 8 * DAY + 1, NOW)
    assert not full_again(None, NOW)


@pytest.mark.parametrize(("count", "span"), [(10, 2), (300, 60), (10_000, SPREAD)])
def test_overdue_sources_are_spread_over_five_minutes_at_most(count: int, span: int) -> None:
    times = spread(count, NOW)
    assert times == sorted(times)
    assert len(times) == count
    assert times[0] > NOW
    assert times[-1] <= NOW + span
    assert max(times.count(at) for at in set(times)) <= max(10, -(-count // SPREAD) + 1)


def test_a_moving_story_hastens_a_source_as_far_as_its_publisher_and_host_allow() -> None:
    def hot(hints: Hints, *, least: int = 0, ceiling: int | None = 14_400) -> Pace:
        return schedule.pace(
            hints, interval=900, ceiling=ceiling, latest=[0], cap=None, least=least, now=100_000, hot=180
        )

    assert hot(Hints()) == Pace(180, MOVING)
    assert hot(Hints(fresh_for=600)).seconds == 600
    assert hot(Hints(ttl=3_600)).seconds == 3_600
    assert hot(Hints(), least=1_000).seconds == 1_000
    assert hot(Hints(), ceiling=None) == Pace(900)
