"""tui.feeds.schedule: when a source is due next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.schedule import BUSY_WAIT, DAY, LONGEST_WAIT, Outcome, due, next_due, outcome_of, rest

NOW = 1_790_000_000


def after(
    outcome: Outcome, *, interval: int = 900, failures: int = 1, retry: int | None = None, jitter: float = 0.0
) -> int:
    """Seconds until the next poll."""
    at = next_due(outcome, interval=interval, failures=failures, retry_after=retry, now=NOW, jitter=jitter)
    assert at is not None
    return at - NOW


def is_due(*, last: int | None, next_: int | None, interval: int = 900, failures: int = 0) -> bool:
    return due(last_poll=last, next_due=next_, interval=interval, failures=failures, now=NOW)


def test_a_source_that_answered_waits_its_interval_and_up_to_a_tenth_more() -> None:
    assert (after(Outcome.ANSWERED), after(Outcome.ANSWERED, jitter=1.0)) == (900, 990)


def test_failures_wait_twice_as_long_each_time_up_to_a_day() -> None:
    waits = [after(Outcome.FAILED, failures=n) for n in range(1, 12)]
    assert waits[:4] == [900, 1_800, 3_600, 7_200]
    assert waits[-1] == DAY


def test_a_short_interval_still_waits_a_minute_after_a_failure() -> None:
    assert after(Outcome.FAILED, interval=1) == 60


def test_a_failing_source_with_a_long_interval_is_not_polled_more_often_than_a_healthy_one() -> None:
    assert after(Outcome.FAILED, interval=3 * DAY, failures=5) == 3 * DAY


def test_a_source_that_is_gone_is_never_due() -> None:
    assert next_due(Outcome.GONE, interval=900, failures=1, retry_after=None, now=NOW, jitter=0.5) is None
    assert not is_due(last=NOW - 10 * DAY, next_=None, failures=1)


@given(
    st.integers(0, LONGEST_WAIT),
    st.integers(1, 30),
    st.floats(0, 1),
    st.sampled_from([Outcome.BUSY, Outcome.FAILED]),
)
def test_retry_after_is_never_undercut(retry: int, failures: int, jitter: float, outcome: Outcome) -> None:
    assert after(outcome, failures=failures, retry=retry, jitter=jitter) >= retry


def test_a_busy_host_that_names_no_time_rests_ten_minutes() -> None:
    assert rest(Outcome.BUSY, None) == BUSY_WAIT
    assert after(Outcome.BUSY, interval=60) == BUSY_WAIT


def test_an_absurd_retry_after_is_cut_to_a_week() -> None:
    assert rest(Outcome.BUSY, 10**9) == LONGEST_WAIT


def test_a_plain_failure_gives_the_host_no_rest() -> None:
    assert rest(Outcome.FAILED, None) == 0


def test_statuses_have_their_outcomes() -> None:
    assert [outcome_of(code) for code in (0, 404, 410, 429, 500, 503)] == [
        Outcome.FAILED, Outcome.FAILED, Outcome.GONE, Outcome.BUSY, Outcome.FAILED, Outcome.BUSY,
    ]  # fmt: skip


def test_a_new_source_is_due_at_once() -> None:
    assert is_due(last=None, next_=None)


def test_a_source_is_due_when_its_time_has_come_and_not_before() -> None:
    assert is_due(last=NOW - 900, next_=NOW)
    assert not is_due(last=NOW - 899, next_=NOW + 1)


def test_a_shortened_interval_counts_at_once_for_a_healthy_source_only() -> None:
    assert is_due(last=NOW - 1_000, next_=NOW + DAY, interval=900)
    assert not is_due(last=NOW - 1_000, next_=NOW + DAY, interval=900, failures=3)


def test_a_time_that_only_a_wrong_clock_can_have_set_is_not_waited_for() -> None:
    assert is_due(last=NOW + 30 * DAY, next_=NOW + 30 * DAY + 900, failures=1)
