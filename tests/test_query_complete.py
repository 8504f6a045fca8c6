"""tui.query_complete: what a query may go on with."""

from __future__ import annotations

import pytest

from tui.query_complete import completion, unfinished
from tui.query_fields import LEVELS, STATES

NAMES = {
    "source": ["BBC News", "Bay Radio", "The Post"],
    "group": ["World"],
    "tag": ["budget"],
    "publisher": [],
}


def after(text: str) -> list[str]:
    found = completion(text, lambda kind: NAMES[kind])
    return [found.kept + each for each in found.candidates]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("le", ["level:"]),
        ("storm -(sou", ["storm -(source:"]),
        ("storm is:", [f"storm is:{state}" for state in STATES]),
        ("is:u", ["is:unread", "is:updated"]),
        ("level:", [f"level:{level}" for level in LEVELS]),
        ("level:>=bu", ["level:>=bulletin"]),
        ("source:b", ['source:"BBC News"', 'source:"Bay Radio"']),
        ('source:"bay r', ['source:"Bay Radio"']),
        ("source:radio", ['source:"Bay Radio"']),
        ("group:w", ["group:World"]),
        ("tag:", ["tag:budget"]),
        ("source:post storm", []),
        ("Storm", []),
        ("title:", []),
        ("", []),
    ],
)
def test_the_end_of_a_query_is_completed(text: str, lines: list[str]) -> None:
    assert after(text) == lines


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("stor", "stor*"),
        ("is:unread title:stor", "is:unread title:stor*"),
        ("st", "st"),
        ("storm ", "storm "),
        ("storm*", "storm*"),
        ('"storm har', '"storm har'),
        ("-storm", "-storm"),
        ("source:bbc", "source:bbc"),
        ("storm OR", "storm OR"),
        ("東京都", "東京都*"),
    ],
)
def test_the_last_word_counts_as_a_beginning_while_it_is_typed(text: str, searched: str) -> None:
    assert unfinished(text) == searched
