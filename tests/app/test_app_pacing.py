"""When a frame may go: measured round trips, frames that wait, questions that are not asked."""

from __future__ import annotations

import pytest

from tui.app import pacing
from tui.app.pacing import Link

NEAR = Link(trips=(0.004,), last=100.0)
FAR = Link(trips=(0.15,), last=100.0)


def asked(link: Link, size: int = 0) -> Link:
    return pacing.sent(link, size, 100.0, question=True)


def test_a_round_trip_is_the_time_from_a_question_to_its_answer() -> None:
    assert pacing.answered(asked(Link()), 100.15).round_trip == pytest.approx(0.15)


def test_a_busy_machine_makes_no_slow_link_of_a_quick_one() -> None:
    link = pacing.answered(asked(NEAR), 100.4)
    assert link.round_trip == 0.004
    assert not link.slow
    assert FAR.slow


def test_the_first_frame_asks_and_a_quick_link_is_asked_once_in_a_while() -> None:
    assert pacing.asks(Link(), 0.0)
    assert not pacing.asks(NEAR, 100.0 + pacing.ASK - 1)
    assert pacing.asks(NEAR, 100.0 + pacing.ASK)


def test_a_slow_link_is_asked_with_each_frame_one_question_at_a_time() -> None:
    assert pacing.asks(FAR, 100.1)
    assert not pacing.asks(asked(FAR), 100.1)


def test_a_terminal_that_never_answers_is_asked_twice_and_holds_nothing_up() -> None:
    link = Link()
    now = 0.0
    questions = 0
    for _ in range(10):
        if pacing.asks(link, now):
            questions += 1
            link = pacing.sent(link, 5_000, now, question=True)
        assert pacing.wait(link, 2, now, now) == 0
        now += pacing.ASK + pacing.PATIENCE
        link = pacing.given_up(link, now)
    assert questions == pacing.DEAF
    assert pacing.told(link) == "this terminal gives no answer"


def test_a_cursor_key_goes_at_once_and_many_lines_wait_for_what_belongs_to_them() -> None:
    assert pacing.wait(NEAR, pacing.FEW, 100.0, 100.0) == 0
    assert pacing.wait(NEAR, 20, 100.0, 100.0) == pytest.approx(pacing.MERGE)
    assert pacing.wait(NEAR, 20, 100.0, 100.0 + 2 * pacing.MERGE) == 0
    assert pacing.wait(FAR, 20, 100.0, 100.0) == pytest.approx(pacing.MERGE_SLOW)


def test_the_lines_that_a_poll_changes_hold_up_no_cursor_key() -> None:
    rows, status, ticker = 2, 1, 1
    assert pacing.wait(NEAR, rows + status + ticker, 100.0, 100.0) == 0


def test_on_a_slow_link_frames_wait_for_the_answer_once_enough_is_on_its_way() -> None:
    little, much = asked(FAR, 90), asked(FAR, pacing.WINDOW)
    assert pacing.wait(little, 2, 100.0, 100.0) == 0
    assert pacing.wait(much, 2, 100.0, 100.0) > 1
    assert pacing.wait(pacing.answered(much, 100.2), 2, 100.0, 100.2) == 0
    assert pacing.wait(asked(NEAR, 10 * pacing.WINDOW), 2, 100.0, 100.0) == 0


def test_what_is_sent_before_the_answer_counts() -> None:
    link = asked(FAR, 600)
    link = pacing.sent(link, 600, 100.05, question=False)
    assert pacing.wait(link, 2, 100.05, 100.05) > 0


def test_an_answer_that_was_not_asked_for_says_nothing() -> None:
    assert pacing.answered(NEAR, 200.0) == NEAR


def test_the_ticker_is_calm_on_a_slow_link() -> None:
    assert all(pacing.flips(NEAR, turn) for turn in range(8))
    assert sum(pacing.flips(FAR, turn) for turn in range(80)) == 80 // pacing.CALM


def test_the_link_is_told_in_words() -> None:
    assert pacing.told(Link()) == "not measured yet"
    assert pacing.told(NEAR) == "4 ms there and back, quick"
    assert pacing.told(FAR).startswith("150 ms there and back, slow")


def test_what_has_changed_waits_for_somebody_who_goes_through_a_list_and_for_nobody_else() -> None:
    assert pacing.disturbs(0.05)
    assert not pacing.disturbs(pacing.STROKES)
    assert not pacing.disturbs(float("inf"))
