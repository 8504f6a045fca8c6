"""The desk's inverted index: what is packed and what came since are found alike."""

from __future__ import annotations

import numpy as np
import pytest

from tui.desk import postings
from tui.desk.postings import Keys, Postings


def keys(*numbers: int) -> Keys:
    return np.array(numbers, np.uint32)


def add(index: Postings, *numbers: int) -> None:
    """A row of these terms; each term's weight is its number."""
    index.add(keys(*numbers), np.array(numbers, np.float32))


def found(index: Postings, *numbers: int) -> set[tuple[int, int, float]]:
    """Row, term and weight of each posting."""
    match = index.matches(keys(*numbers))
    places = match.places(np.arange(len(match.rows)))
    asked = [numbers[place] for place in places.tolist()]
    listed = list(zip(match.rows.tolist(), asked, match.weights.tolist(), strict=True))
    assert len(listed) == len(set(listed)) == int(match.lengths.sum())
    return set(listed)


def test_an_empty_index_finds_nothing() -> None:
    assert found(Postings(), 7, 8) == set()


def test_packing_changes_nothing_that_is_found() -> None:
    once, never = Postings(), Postings()
    for row in range(30):
        for index in (once, never):
            add(index, 90 - row, row % 5, 1_000 + row % 3)
        if row in {0, 11, 12}:
            once.pack(np.ones(once.rows, bool))
        asked = (2, 1_001, 0, 80, 5_000)
        assert found(once, *asked) == found(never, *asked)


def test_rows_that_go_take_their_postings_along_and_the_others_move_up() -> None:
    index = Postings()
    add(index, 1, 2)
    index.pack(np.array([True]))
    add(index, 2, 3)
    add(index, 1, 3)
    index.pack(np.array([False, True, True]))
    assert found(index, 1, 2, 3) == {(1, 1, 1.0), (0, 2, 2.0), (0, 3, 3.0), (1, 3, 3.0)}
    assert index.terms(1)[0].tolist() == [1, 3]


def test_an_index_of_which_all_went_can_be_filled_again() -> None:
    index = Postings()
    add(index, 1)
    index.pack(np.array([False]))
    add(index, 1)
    assert found(index, 1) == {(0, 1, 1.0)}


def test_a_search_leaves_the_commonest_terms_out_where_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postings, "LOOKED_AT", 5)
    index = Postings()
    for row in range(6):
        add(index, 1, 10 + row // 2)
    index.pack(np.ones(6, bool))
    assert {term for _, term, _ in found(index, 1, 10, 11)} == {10, 11}
