"""tui.put_off: times to come, as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tui.put_off import NAMED, comes_back

NOW = int(datetime(2026, 11, 26, 14, 5, tzinfo=UTC).timestamp())
"""A Thursday afternoon."""


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2h", "2026-11-26 16:05"),
        ("in 2 hours", "2026-11-26 16:05"),
        ("90m", "2026-11-26 15:35"),
        ("1h30m", "2026-11-26 15:35"),
        ("3d", "2026-11-29 14:05"),
        ("2 weeks", "2026-12-10 14:05"),
        ("18:30", "2026-11-26 18:30"),
        ("6pm", "2026-11-26 18:00"),
        ("at 9:15 am", "2026-11-27 09:15"),
        ("9:00", "2026-11-27 09:00"),
        ("12am", "2026-11-27 00:00"),
        ("tonight", "2026-11-26 20:00"),
        ("today 23:00", "2026-11-26 23:00"),
        ("tomorrow", "2026-11-27 08:00"),
        ("Tomorrow 18:00", "2026-11-27 18:00"),
        ("friday", "2026-11-27 08:00"),
        ("fri 9:00", "2026-11-27 09:00"),
        ("thursday", "2026-12-03 08:00"),
        ("next monday", "2026-11-30 08:00"),
        ("weekend", "2026-11-28 08:00"),
        ("next week", "2026-11-30 08:00"),
        ("next-month", "2026-12-01 08:00"),
        ("2026-12-24", "2026-12-24 08:00"),
        ("2026-12-24 17:00", "2026-12-24 17:00"),
    ],
)
def test_a_time_is_understood(text: str, when: str) -> None:
    assert f"{datetime.fromtimestamp(comes_back(text, NOW, UTC), UTC):%Y-%m-%d %H:%M}" == when


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "13pm", "today 9:00", "0m", "2026-02-30", "2020-01-01", "99999d", "t", "x 9:00"],
)
def test_what_is_past_or_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is"):
        comes_back(text, NOW, UTC)


@pytest.mark.parametrize("text", NAMED)
def test_what_is_offered_is_understood(text: str) -> None:
    assert comes_back(text, NOW, UTC) > NOW
