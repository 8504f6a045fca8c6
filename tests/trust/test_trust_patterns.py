"""Patterns that would run for ever elsewhere (goal 13): RE2 is linear, so that none is switched off."""

from __future__ import annotations

import time

from figures import record

from tui.patterns import PatternError, check, found

EVIL = (
    "(a+)+$", "([a-zA-Z]+)*$", "(a|aa)+$", "(a|a?)+$", "(.*a){20}$", "^(a?){50}a{50}$", "(x+x+)+y",
    "(.*)*$", "(a*)*b", "((a*)*)*b", "(a{1,30}){1,30}b", r"^(\w+\s?)*$", r"(\d+)*\D", "(?:a|b|ab)*c",
    ".*.*.*=.*", "(a.{0,40}){12}b",
)  # fmt: skip
TEXTS = ("a" * 500, "ab" * 250, "x" * 500, "1" * 500, "word " * 100 + "!", "=" * 500)


def test_every_pattern_ends_or_is_refused() -> None:
    worst = ("", 0.0)
    for pattern in EVIL:
        try:
            check(pattern)
        except PatternError:
            continue
        begun = time.process_time()
        for text in TEXTS:
            found(pattern, text)
        took = (time.process_time() - begun) / len(TEXTS)
        worst = max(worst, (pattern, took), key=lambda each: each[1])
    figure = f"{worst[1] * 1000:.1f} ms at most, of {len(EVIL)} patterns"
    record(13, "patterns that run for ever elsewhere, on a headline of 500 characters (50 ms)", figure)
