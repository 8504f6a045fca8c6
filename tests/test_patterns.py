"""tui.patterns: no pattern can hang, whatever it is let loose on."""

from __future__ import annotations

import pytest

from tui import patterns


@pytest.mark.parametrize(
    ("pattern", "text", "there"),
    [
        ("storm (warning|watch)", "A STORM watch", True),
        ("^storm", "a storm", False),
        ("größe", "GRÖßE", True),
        (r"\bab?c\b", "x ac y", True),
        ("(?-i:storm)", "Storm", False),
    ],
)
def test_a_pattern_is_found_anywhere_in_either_case(pattern: str, text: str, there: bool) -> None:
    assert patterns.found(pattern, text) is there


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "^(a|a)*$", "(a*)*b", "(.*a){20}", "(a|aa)+$", "((((((a*)*)*)*)*)*)*c"]
)
def test_a_pattern_that_would_run_for_ever_elsewhere_takes_as_long_as_the_text_is(pattern: str) -> None:
    # Linear by construction; of backtracking not one of these would end before the tests are stopped.
    assert patterns.found(pattern, "a" * 5_000 + "!") is ("a){20}" in pattern)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("[a", "missing ]"),
        ("(", "missing )"),
        (r"(a)\1", "invalid escape"),
        ("a(?=b)", "invalid perl operator"),
        ("((a{100}){100}){100}", "invalid repetition size"),
        ("x" * 501, "longer than 500"),
    ],
)
def test_a_pattern_that_is_wrong_or_would_grow_too_large_is_refused(pattern: str, told: str) -> None:
    with pytest.raises(patterns.PatternError, match=r".") as caught:
        patterns.check(pattern)
    assert told in str(caught.value)


def test_the_largest_automaton_is_bounded() -> None:
    with pytest.raises(patterns.PatternError):
        patterns.check(r"[\pL]{500}[\pN]{500}[\pL]{500}")
