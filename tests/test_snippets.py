"""tui.snippets: hits in a headline and in a piece of the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.snippets import excerpt, marked
from tui.words import finder

STORM = finder([("storm", False), ("größe", False)])


def test_hits_stand_apart() -> None:
    assert marked("A STORM of some Große", STORM) == [
        ("A ", False),
        ("STORM", True),
        (" of some ", False),
        ("Große", True),
    ]
    assert marked("Stormy", STORM) == [("Stormy", False)]
    assert marked("storm", None) == [("storm", False)]


def test_a_piece_begins_shortly_before_its_first_hit() -> None:
    text = (
        "One two three four five six seven eight nine ten. " * 3
        + "Then the storm came. "
        + "More words. " * 9
    )
    pieces = excerpt(("No hit here.", text), STORM, 60)
    shown = "".join(part for part, _ in pieces)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert ("storm", True) in pieces
    assert len(shown) <= 62
    assert excerpt(("nothing",), STORM, 60) == []


def test_a_hit_far_down_or_across_a_stretch_that_is_searched_is_found_whole() -> None:
    for before in (990, 996, 3_998, 15_000):
        text = "é" + "x" * (before - 2) + " stormy then a storm"
        assert ("storm", True) in excerpt((text,), STORM, 60)
        assert ("stormy", True) not in excerpt((text,), STORM, 60)
    assert excerpt(("x" * 996 + " stormy",), STORM, 60) == []


@given(st.text(), st.text(max_size=4))
def test_pieces_are_the_text_again_whatever_is_sought(text: str, word: str) -> None:
    assert "".join(part for part, _ in marked(text, finder([(word, True)]))) == text
