"""What speaks for each story that may be an article's: the shelf searched once. Pure; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tui.desk.likeness import Column, Evidence
from tui.desk.postings import Floats, Keys, Matches
from tui.desk.shelf import WINDOW, Shelf
from tui.desk.terms import PAIR, Text

CANDIDATES = 6
"""Stories that are looked at closely: those with the most in common, and as many of the nearest articles."""
NEAR = 0.2
"""Of the largest: what has less of it is not looked at closely. Few are left to be sorted, of thousands."""
_DAY = 86_400.0
Terms = tuple[Keys, Floats]
"""Of an article: the rarest, and what each weighs."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The stories on the shelf that an article is like, an element for each, and their articles."""

    slots: NDArray[np.int64]
    evidence: Evidence
    nearest: NDArray[np.int64]
    """The row of each that is most alike."""
    common: Column
    """What the article has in common with the sum of each, its own publisher's articles included."""
    has: NDArray[np.bool_]
    """Which of the article's terms each has."""
    number: NDArray[np.int64]
    """Which of ``slots`` each of ``rows`` is of."""
    rows: NDArray[np.int64]
    cosines: Column
    """How alike each of ``rows`` is."""


def gather(shelf: Shelf, at: int, text: Text, terms: Terms, rare: Column, publisher: int) -> Seen | None:
    """What speaks for the stories that may be an article's. What is as long as the window is made once,
    and short-lived; all else is as long as what has a term in common with the article."""
    keys, weights = terms
    match = shelf.postings.matches(keys)
    products = np.repeat(weights[match.terms], match.lengths) * match.weights
    likeness = np.bincount(match.rows, products).astype(np.float64, copy=False)
    rows = (likeness > 0).nonzero()[0]
    rows = rows[np.abs(shelf.times[rows] - at) <= WINDOW]
    of = shelf.slots[rows]
    cosines = likeness[rows]
    foreign = shelf.publishers[rows] != publisher
    theirs = foreign.nonzero()[0]
    if not len(theirs):
        return None
    candidates, whole = _candidates(shelf, of[theirs], cosines[theirs])
    marks = shelf.marks
    marks[candidates] = np.arange(1, len(candidates) + 1)
    held = marks[of]
    marks[candidates] = 0
    inner = held.nonzero()[0]
    number = held[inner] - np.int64(1)
    common = np.bincount(number, cosines[inner], len(candidates)).astype(np.float64, copy=False)
    inner, number = inner[foreign[inner]], number[foreign[inner]]
    # Nearest article of each candidate: the last one written of those in ascending order of likeness.
    ascending = cosines[inner].argsort()
    best = np.zeros(len(candidates), np.int64)
    best[number[ascending]] = inner[ascending]
    nearest = rows[best]
    has, of_nearest = _has(shelf, match, rows[inner], number, nearest, len(keys))
    single = np.where(keys < PAIR, rare, 0.0)
    headline = single * np.array([key in text.headline for key in keys.tolist()])
    evidence = Evidence(
        nearest=cosines[best],
        whole=whole,
        told=has @ single / max(float(single.sum()), 1e-9),
        headline=has @ headline / max(float(headline.sum()), 1e-9),
        apart=np.abs(shelf.times[nearest] - at) / _DAY,
        shared=np.log1p(of_nearest @ single),
        size=np.log(shelf.sizes[candidates]),
    )
    return Seen(candidates, evidence, nearest, common, has, number, rows[inner], cosines[inner])


def _candidates(shelf: Shelf, of: NDArray[np.int64], cosines: Column) -> tuple[NDArray[np.int64], Column]:
    """The slots to look at closely, of articles of these cosines, and the cosine with the sum of each."""
    sums = np.bincount(of, cosines)
    slots = (sums > 0).nonzero()[0]
    whole = sums[slots] / np.sqrt(np.maximum(shelf.norms[slots], 1e-9))
    alike = slots[_largest(whole, CANDIDATES)].tolist()
    chosen = np.array(sorted({*alike, *of[_largest(cosines, CANDIDATES)].tolist()}), np.int64)
    return chosen, whole[np.searchsorted(slots, chosen)]


def _has(
    shelf: Shelf,
    match: Matches,
    rows: NDArray[np.int64],
    number: NDArray[np.int64],
    nearest: NDArray[np.int64],
    terms: int,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which terms each candidate has, and which its nearest row; ``number``: whose each row is."""
    marks = shelf.row_marks
    marks[rows] = number + 1
    held = marks[match.rows]
    marks[rows] = 0
    postings = held.nonzero()[0]
    of, places = held[postings] - np.int64(1), match.places(postings)
    has, of_nearest = np.zeros((2, len(nearest), terms), bool)
    has[of, places] = True
    near = match.rows[postings] == nearest[of]
    of_nearest[of[near], places[near]] = True
    return has, of_nearest


def _largest(values: Column, count: int) -> NDArray[np.int64]:
    """The places of the largest values; none that is less than ``NEAR`` of the very largest."""
    near: NDArray[np.int64] = (values >= NEAR * values.max()).nonzero()[0]
    if len(near) > count:
        near = near[np.argpartition(values[near], -count)[-count:]]
    return near
