"""Whatever is typed as a search gives articles or a reason, and never an error (goals 13 and 14).

A hundred thousand of them: ``.venv/bin/python -m pytest -m slow tests/trust/test_trust_search.py``
"""

from __future__ import annotations

import random
import time
from contextlib import closing
from dataclasses import replace

import pytest
from figures import record
from telex_command import POST, Home, entry

from tui import patterns
from tui.cache.database import connect
from tui.cache.listing import Listing
from tui.cache.search import narrowed
from tui.cache.window import Window
from tui.query import QueryError, parse
from tui.query_fields import FIELDS

NOW = 1_790_000_000
WORDS = """
storm harbour c++ e-mail fox's #tag Straße خبر 新聞 é İ ß 😀 OR AND NOT NEAR( ^ + : :: - -- * " ' ( ) /
/a+/ /(/ /(a+)+$/ \\ % _ ? ; { } [ ] < > >= .. 1..2 -1 1e999 2026-13-45 7d 6h.. ..2h yesterday
unread read starred FLASH level rank rowid sort:age sort: limit:0 limit:x is: in: limit:999999999999
"""
PIECES = (
    *(f"{field.name}:" for field in FIELDS),
    *WORDS.split(),
    *("a\u0301", "\t", "\n", "\u202e", "\u200b", "\ud800", "\x00", "\x1b[31m", "9" * 30, "a" * 300),
    *("title : x", "DROP TABLE article", "' OR 1=1 --"),
)


def searched(home: Home, count: int, seed: int) -> tuple[int, int]:
    """Search at random so often; how many were answered, and how many refused with a reason."""
    for url in (POST,):
        home.store(
            url,
            *(
                entry(f"n{n}", f"Storm {n} over the harbour", text="C++ is 50% e-mail خبر 新聞")
                for n in range(30)
            ),
        )
    chance = random.Random(seed)  # noqa: S311 - the same each time
    answered = refused = 0
    with closing(connect(home.cache / "telex.db")) as connection:
        for _ in range(count):
            parts = [chance.choice(PIECES) for _ in range(chance.randint(1, 8))]
            if chance.random() < 0.2:
                parts.append("".join(map(chr, chance.choices(range(1, 0x3000), k=chance.randint(1, 12)))))
            text = chance.choice(("", " ")).join(parts)
            try:
                node = parse(text)
                listing = narrowed(replace(Listing("All"), order="newest"), node, NOW)
                window = Window(connection, listing, now=NOW)
                if len(window):
                    window.row(0)
                answered += 1
            except QueryError as error:
                refused += bool(str(error))
    assert answered + refused == count
    return answered, refused


def test_random_searches_are_answered_or_refused_with_a_reason(filled: Home) -> None:
    answered, refused = searched(filled, 300, 1)
    assert answered > 30
    assert refused > 30


@pytest.mark.slow
def test_a_hundred_thousand_random_searches_are_answered_or_refused_with_a_reason(filled: Home) -> None:
    answered, refused = searched(filled, 100_000, 2)
    record(14, "random searches: answered, refused with a reason, errors", f"{answered:,}, {refused:,}, 0")


EXPRESSIONS = (
    "(a+)+$", "([a-zA-Z]+)*$", "(a|aa)+$", "(a|a?)+$", "(.*a){12}", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a*)*b",
    "(x+x+)+y", r"^(\w+\s?)*$", r"(\d+|\w+)*!", "((a|b)*c)*d", ".*.*.*.*=.*",
)  # fmt: skip
"""What backtracking needs longer for than the universe has been there."""


def test_no_expression_of_a_user_s_holds_up_a_search() -> None:
    texts = ("a" * 20_000 + "!", "ab" * 10_000, "x" * 20_000, "word " * 4_000 + "!")
    slowest = 0.0
    for expression in EXPRESSIONS:
        patterns.check(expression)
        for text in texts:
            begun = time.process_time()
            patterns.found(expression, text)
            slowest = max(slowest, time.process_time() - begun)
    what = "expressions that backtracking never ends: slowest on a text of 20,000 letters (50 ms)"
    record(13, what, f"{slowest * 1_000:.1f} ms, {len(EXPRESSIONS)} of them; linear by construction")
