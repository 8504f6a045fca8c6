"""tui.feeds.skew: what the Date header teaches of a publisher's clock."""

from __future__ import annotations

from itertools import repeat

import pytest

from tui.feeds.skew import learned

NOW = 1_790_000_000


def test_the_first_answer_is_believed() -> None:
    assert learned(None, NOW + 600, NOW) == 600
    assert learned(None, NOW - 600, NOW) == -600


def test_without_a_date_what_is_known_stays() -> None:
    assert learned(None, None, NOW) is None
    assert learned(600, None, NOW) == 600


def test_one_late_answer_moves_it_a_little_and_many_the_whole_way() -> None:
    assert learned(600, NOW + 200, NOW) == 500
    known: int | None = 600
    for server_time in repeat(NOW, 40):
        known = learned(known, server_time, NOW)
    assert known is not None
    assert abs(known) <= 2


@pytest.mark.parametrize("seconds", [599, 600, 601, 602])
def test_whole_seconds_and_the_way_are_no_difference(seconds: int) -> None:
    assert learned(600, NOW + seconds, NOW) == 600


def test_a_clock_that_was_set_right_is_believed_at_once() -> None:
    assert learned(7_200, NOW, NOW) == 0
