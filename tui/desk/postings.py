"""Which rows hold a term, and with what weight: an inverted index in few bytes. Pure; knows no article.

Most of it lies in three flat arrays, sorted by term; what came since they were made lies in the order in
which it came. 40,000 rows of 40 terms take 32 MB.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOOKED_AT = 10_000
"""Packed postings that one search looks at, those of the rarest terms first: what bounds its cost in a large
window. A term beyond it stands in thousands of articles and tells next to nothing."""

Keys = NDArray[np.uint32]
Rows = NDArray[np.int64]
"""Wider than they need be: what an array is indexed with is made so wide anyway, each time."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """The postings of some terms: one element each for every row that holds one, those of a term together."""

    rows: Rows
    weights: Floats
    lengths: Rows
    """How many there are of each run of one term."""
    terms: Rows
    """Of each run: which of the terms that were asked for."""

    def places(self, postings: Rows) -> Rows:
        """Which of the terms some of the postings, told by their numbers here, are of."""
        return self.terms[np.searchsorted(self.lengths.cumsum(), postings, side="right")]


class Postings:
    """The index. Rows are counted from 0 in the order in which they are added."""

    def __init__(self) -> None:
        self.rows = 0
        self._keys: list[Keys] = []
        self._weights: list[Floats] = []
        self._terms: Keys = np.zeros(0, np.uint32)
        self._starts: Rows = np.zeros(1, np.int64)
        self._base_rows: Rows = np.zeros(0, np.int64)
        self._base_weights: Floats = np.zeros(0, np.float32)
        self._packed = 0
        """Rows that are in the flat arrays."""
        self._recent: dict[int, array[int]] = {}
        """By term: the places in the next two of its postings."""
        self._recent_rows: Rows = np.zeros(0, np.int64)
        self._recent_weights: Floats = np.zeros(0, np.float32)
        self._came = 0
        """Postings in the two."""

    def add(self, keys: Keys, weights: Floats) -> int:
        """The next row, with its terms; gives its number."""
        row = self.rows
        self.rows += 1
        self._keys.append(keys)
        self._weights.append(weights)
        begin, end = self._came, self._came + len(keys)
        if end > len(self._recent_rows):
            self._recent_rows = np.resize(self._recent_rows, 2 * end + 4_096)
            self._recent_weights = np.resize(self._recent_weights, 2 * end + 4_096)
        self._recent_rows[begin:end] = row
        self._recent_weights[begin:end] = weights
        self._came = end
        recent = self._recent
        for place, key in enumerate(keys.tolist(), begin):
            held = recent.get(key)
            if held is None:
                recent[key] = array("q", (place,))
            else:
                held.append(place)
        return row

    def terms(self, row: int) -> tuple[Keys, Floats]:
        """What a row was added with."""
        return self._keys[row], self._weights[row]

    def matches(self, keys: Keys) -> Matches:
        """The postings of some different terms; not those of the commonest where there are too many."""
        rows: list[Rows] = []
        weights: list[Floats] = []
        lengths: list[int] = []
        terms: list[int] = []
        for number, start, end in self._packed_runs(keys):
            rows.append(self._base_rows[start:end])
            weights.append(self._base_weights[start:end])
            lengths.append(end - start)
            terms.append(number)
        places = array("q")
        for number, key in enumerate(keys.tolist()):
            held = self._recent.get(key)
            if held is not None:
                places.extend(held)
                lengths.append(len(held))
                terms.append(number)
        at = np.frombuffer(places, np.int64) if places else np.zeros(0, np.int64)
        return Matches(
            np.concatenate([*rows, self._recent_rows[at]]),
            np.concatenate([*weights, self._recent_weights[at]]),
            np.array(lengths, np.int64),
            np.array(terms, np.int64),
        )

    def _packed_runs(self, keys: Keys) -> list[tuple[int, int, int]]:
        """Where the terms stand in the flat arrays: which it is, the start and the end of each."""
        if not len(self._terms):
            return []
        place = np.minimum(np.searchsorted(self._terms, keys), len(self._terms) - 1)
        known = np.flatnonzero(self._terms[place] == keys)
        starts, ends = self._starts[place[known]], self._starts[place[known] + 1]
        lengths = ends - starts
        rarest = lengths.argsort(kind="stable")
        kept = np.sort(rarest[lengths[rarest].cumsum() <= LOOKED_AT])
        return list(zip(known[kept].tolist(), starts[kept].tolist(), ends[kept].tolist(), strict=True))

    def pack(self, kept: NDArray[np.bool_]) -> None:
        """Make the flat arrays anew, of the ``kept`` rows alone; those are numbered anew in order."""
        fresh = range(self._packed, self.rows)
        recent = np.concatenate([np.zeros(0, np.uint32), *(self._keys[row] for row in fresh)])
        order = np.argsort(recent, kind="stable")
        # Two sorted halves, one behind the other: the stable sort merges those in one pass.
        keys = np.concatenate([np.repeat(self._terms, np.diff(self._starts)), recent[order]])
        rows = np.concatenate([self._base_rows, self._recent_rows[: self._came][order]])
        weights = np.concatenate([self._base_weights, self._recent_weights[: self._came][order]])
        order = np.argsort(keys, kind="stable")
        order = order[kept[rows[order]]]
        keys = keys[order]
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))[: len(keys)]
        self._terms, self._starts = keys[starts], np.append(starts, len(keys))
        self._base_rows, self._base_weights = (kept.cumsum() - 1)[rows[order]], weights[order]
        self._keys = [keys for keys, keep in zip(self._keys, kept.tolist(), strict=True) if keep]
        self._weights = [weights for weights, keep in zip(self._weights, kept.tolist(), strict=True) if keep]
        self.rows = self._packed = len(self._keys)
        self._recent, self._came = {}, 0
