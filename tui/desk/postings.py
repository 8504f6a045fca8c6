"""Which rows hold a term, and with what weight: an inverted index in few bytes. Pure; knows no article.

Most of it lies in three flat arrays, sorted by term; what came since they were made lies in lists.
40,000 rows of 40 terms take 26 MB.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOOKED_AT = 10_000
"""Packed postings that one search looks at, those of the rarest terms first: what bounds its cost in a large
window. A term beyond it stands in thousands of articles and tells next to nothing."""

Keys = NDArray[np.uint32]
Rows = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """The postings of some terms: one element each for every row that holds one."""

    rows: Rows
    places: Rows
    """Which of the terms that were asked for."""
    weights: Floats


class Postings:
    """The index. Rows are counted from 0 in the order in which they are added."""

    def __init__(self) -> None:
        self.rows = 0
        self._keys: list[Keys] = []
        self._weights: list[Floats] = []
        self._terms: Keys = np.zeros(0, np.uint32)
        self._starts: NDArray[np.int64] = np.zeros(1, np.int64)
        self._base_rows: Rows = np.zeros(0, np.int32)
        self._base_weights: Floats = np.zeros(0, np.float32)
        self._recent: dict[int, tuple[list[int], list[float]]] = {}

    def add(self, keys: Keys, weights: Floats) -> int:
        """The next row, with its terms; gives its number."""
        row = self.rows
        self.rows += 1
        self._keys.append(keys)
        self._weights.append(weights)
        for key, weight in zip(keys.tolist(), weights.tolist(), strict=True):
            held = self._recent.get(key)
            if held is None:
                self._recent[key] = ([row], [weight])
            else:
                held[0].append(row)
                held[1].append(weight)
        return row

    def terms(self, row: int) -> tuple[Keys, Floats]:
        """What a row was added with."""
        return self._keys[row], self._weights[row]

    def matches(self, keys: Keys) -> Matches:
        """The postings of some different terms; not those of the commonest where there are too many."""
        place = np.searchsorted(self._terms, keys)
        known = np.flatnonzero(
            (place < len(self._terms)) & (self._terms[np.minimum(place, len(self._terms) - 1)] == keys)
            if len(self._terms)
            else np.zeros(len(keys), bool)
        )
        lengths = self._starts[place[known] + 1] - self._starts[place[known]]
        rarest = np.argsort(lengths, kind="stable")
        known = known[np.sort(rarest[np.cumsum(lengths[rarest]) <= LOOKED_AT])]
        starts = self._starts[place[known]]
        counts = self._starts[place[known] + 1] - starts
        total = int(counts.sum())
        before = np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(starts, counts) + np.arange(total) - before
        rows: list[int] = []
        places: list[int] = []
        weights: list[float] = []
        for number, key in enumerate(keys.tolist()):
            held = self._recent.get(key)
            if held is not None:
                rows += held[0]
                weights += held[1]
                places += [number] * len(held[0])
        return Matches(
            np.concatenate([self._base_rows[at], np.array(rows, np.int32)]),
            np.concatenate([np.repeat(known, counts).astype(np.int32), np.array(places, np.int32)]),
            np.concatenate([self._base_weights[at], np.array(weights, np.float32)]),
        )

    def pack(self, kept: NDArray[np.bool_]) -> None:
        """Make the flat arrays anew, of the ``kept`` rows alone; those are numbered anew in order."""
        self._keys = [keys for keys, keep in zip(self._keys, kept, strict=True) if keep]
        self._weights = [weights for weights, keep in zip(self._weights, kept, strict=True) if keep]
        self.rows = len(self._keys)
        keys = np.concatenate([np.zeros(0, np.uint32), *self._keys])
        order = np.argsort(keys, kind="stable")
        lengths = [len(each) for each in self._keys]
        self._terms, starts = np.unique(keys[order], return_index=True)
        self._starts = np.append(starts, len(keys)).astype(np.int64)
        self._base_rows = np.repeat(np.arange(self.rows, dtype=np.int32), lengths)[order]
        self._base_weights = np.concatenate([np.zeros(0, np.float32), *self._weights])[order]
        self._recent = {}
