"""tui.cache.effects: what acts make of codes, as numbers alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cache.effects import ACTS, LATER, READ, TAGGING, columns, effect_of

codes = st.builds(
    lambda read, starred, dismissed, later: read | starred << 1 | dismissed << 2 | later << 4,
    st.booleans(),
    st.booleans(),
    st.integers(0, 2),
    st.integers(0, 1 << 39),
)
acts = st.sampled_from([act for act in ACTS if act not in TAGGING])


@given(codes, acts)
def test_what_nothing_else_touched_is_undone_exactly_and_redone_exactly(before: int, act: str) -> None:
    effect = effect_of(act, "1900000000")
    after = effect.done(before)
    assert effect.undone(before, after) == before
    assert effect.redone(before, before) == after


@given(codes, codes, acts)
def test_what_an_act_does_not_set_is_nobody_s_hindrance_and_stays(before: int, other: int, act: str) -> None:
    effect = effect_of(act, "1900000000")
    now = effect.done(before) & effect.parts | other & ~effect.parts
    undone = effect.undone(before, now)
    assert undone is not None
    assert undone & ~effect.parts == other & ~effect.parts
    assert undone & effect.parts == before & effect.parts


@given(codes, codes, acts)
def test_what_something_else_has_changed_since_is_not_undone(before: int, now: int, act: str) -> None:
    effect = effect_of(act, "1900000000")
    differs = (effect.done(before) ^ now) & effect.parts
    assert (effect.undone(before, now) is None) is bool(differs)


@pytest.mark.parametrize(
    ("act", "parts", "fields"),
    [
        ("read", READ, {"read": 1}),
        ("unstar", 2, {"starred": 0}),
        ("later", READ | LATER | 12, {"read": 1, "dismissed": 0, "later_until": 1_900_000_000}),
        ("dismiss", READ | LATER | 12, {"read": 1, "dismissed": 1, "later_until": None}),
        ("dismiss-for-good", READ | LATER | 12, {"read": 1, "dismissed": 2, "later_until": None}),
    ],
)
def test_an_act_sets_these_columns(act: str, parts: int, fields: dict[str, int | None]) -> None:
    effect = effect_of(act, "1900000000")
    assert effect.parts == parts
    assert columns(effect.done(0), effect.parts) == fields
