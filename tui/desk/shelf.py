"""The articles and stories of the desk's window, in flat arrays. Pure; decides nothing.

A row is an article, a slot a story; both are numbered anew when the shelf is packed. 40,000 articles
take some 65 MB.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tui.desk.postings import Floats, Keys, Postings

WINDOW = 72 * 3_600
"""Seconds that two articles of one story may be apart."""
ROWS = 60_000
"""Articles on the shelf at most; beyond it the oldest go."""
PACK, SHARE = 200, 20
"""Articles after which it is packed at the least; and the share of it that must be new, one in so many."""
_GONE = -(1 << 62)
"""The time of an article that has left before its time: far from all others."""
_OF_ROWS = ("ids", "roots", "times", "publishers", "slots", "bonds", "row_marks")
_OF_SLOTS = ("stories", "firsts", "lasts", "sizes", "norms", "marks")

Longs = NDArray[np.int64]


class Shelf:
    """What is there now. Whoever decides reads the arrays and changes them through the methods."""

    def __init__(self) -> None:
        self.postings = Postings()
        self.ids: Longs = np.zeros(0, np.int64)
        self.roots: Longs = np.zeros(0, np.int64)
        """The article whose text each repeats; its own number where it is nobody's copy."""
        self.times: Longs = np.zeros(0, np.int64)
        self.publishers: Longs = np.zeros(0, np.int64)
        self.slots: Longs = np.zeros(0, np.int64)
        self.bonds: NDArray[np.float32] = np.zeros(0, np.float32)
        """How alike the nearest other article of its story is, as far as it is known; else 0."""
        self.stories: Longs = np.zeros(0, np.int64)
        """By slot: the story's number."""
        self.firsts: Longs = np.zeros(0, np.int64)
        self.lasts: Longs = np.zeros(0, np.int64)
        self.sizes: Longs = np.zeros(0, np.int64)
        self.norms: NDArray[np.float64] = np.zeros(0, np.float64)
        """The squared length of the sum of the story's articles, of those too that have left since: what a
        story was about stays, and when it is packed is no matter."""
        self.row_marks: NDArray[np.int8] = np.zeros(0, np.int8)
        self.marks: NDArray[np.int8] = np.zeros(0, np.int8)
        """By row and by slot: 0, for whoever must mark some for a moment."""
        self.row_of: dict[int, int] = {}
        """By article."""
        self.slot_of: dict[int, int] = {}
        """By story."""
        self.count = 0
        """Slots; one whose story was merged is empty."""
        self._fresh = 0

    @property
    def rows(self) -> int:
        """How many articles there are."""
        return self.postings.rows

    def enter(
        self, article: int, story: int, root: int, publisher: int, at: int, terms: tuple[Keys, Floats]
    ) -> int:
        """Put an article on the shelf, into a story that is there or not; gives its slot.

        The slot's norm is left to the caller, who knows what the article has in common with it.
        """
        row = self.postings.add(*terms)
        if row == len(self.ids):
            self._widen(_OF_ROWS, 2 * row + 1_024)
        self.ids[row], self.roots[row], self.times[row], self.publishers[row] = article, root, at, publisher
        self.bonds[row] = 0.0
        self.row_of[article] = row
        self._fresh += 1
        return self._put(row, story)

    def move(self, article: int, story: int) -> None:
        """Move an article to a story that is here or not; one that is not on the shelf is no matter."""
        row = self.row_of.get(article)
        if row is None:
            return
        old = int(self.slots[row])
        self.sizes[old] -= 1
        slot = self._put(row, story)
        self.measure([old, slot])

    def leave(self, article: int) -> None:
        """Take an article off the shelf; its row goes when that is packed."""
        row = self.row_of.pop(article)
        self.times[row], self.roots[row] = _GONE, -1
        slot = int(self.slots[row])
        self.sizes[slot] -= 1
        self.measure([slot])

    def has_copies(self, row: int) -> bool:
        """Whether an article is another's copy, or another is its."""
        root = self.roots[row]
        return bool(root != self.ids[row] or np.count_nonzero(self.roots[: self.rows] == root) > 1)

    def merge(self, story: int, other: int) -> None:
        """All articles of ``other`` into ``story``; both are here."""
        into, gone = self.slot_of[story], self.slot_of.pop(other)
        slots = self.slots[: self.rows]
        slots[slots == gone] = into
        self.sizes[into] += self.sizes[gone]
        self.firsts[into] = min(self.firsts[into], self.firsts[gone])
        self.lasts[into] = max(self.lasts[into], self.lasts[gone])
        self.sizes[gone] = 0
        self.measure([into])

    def measure(self, slots: Sequence[int]) -> None:
        """Work out the norms of some slots from their articles."""
        wanted = np.zeros(self.count, bool)
        wanted[list(slots)] = True
        rows = np.flatnonzero(wanted[self.slots[: self.rows]] & (self.times[: self.rows] > _GONE))
        self.norms[: self.count][wanted] = 0.0
        if not len(rows):
            return
        terms = [self.postings.terms(int(row)) for row in rows]
        keys = np.concatenate([each for each, _ in terms]).astype(np.int64)
        weights = np.concatenate([each for _, each in terms])
        of = np.repeat(self.slots[rows], [len(each) for each, _ in terms])
        named, place = np.unique(of << 32 | keys, return_inverse=True)
        squares = np.bincount(place, weights) ** 2
        self.norms[: self.count] += np.bincount(named >> 32, squares, minlength=self.count)

    def articles(self, story: int) -> list[int]:
        """The articles of a story that are on the shelf."""
        slot = self.slot_of.get(story, -1)
        there = (self.slots[: self.rows] == slot) & (self.times[: self.rows] > _GONE)
        return [int(each) for each in self.ids[: self.rows][there]]

    def pack_when_due(self, now: int) -> None:
        """From time to time: take off what is older than the window, and number all anew."""
        if self._fresh >= max(PACK, self.rows // SHARE):
            self.pack(now)

    def pack(self, now: int) -> None:
        """Take off what is older than the window at ``now``, and number all anew."""
        times = self.times[: self.rows]
        kept = times >= now - WINDOW
        if kept.sum() > ROWS:
            kept &= times >= np.sort(times)[-ROWS]
        self.postings.pack(kept)
        for name in _OF_ROWS:
            setattr(self, name, getattr(self, name)[: len(kept)][kept])
        self.row_of = {article: row for row, article in enumerate(self.ids.tolist())}
        used, self.slots = np.unique(self.slots, return_inverse=True)
        for name in _OF_SLOTS:
            setattr(self, name, getattr(self, name)[used])
        self.slot_of = {story: slot for slot, story in enumerate(self.stories.tolist())}
        self.count = len(used)
        self.sizes = np.bincount(self.slots, minlength=self.count)
        self._fresh = 0

    def _put(self, row: int, story: int) -> int:
        at = self.times[row]
        slot = self.slot_of.get(story)
        if slot is None:
            slot = self.slot_of[story] = self.count
            self.count += 1
            if slot == len(self.stories):
                self._widen(_OF_SLOTS, 2 * slot + 1_024)
            self.stories[slot], self.firsts[slot], self.lasts[slot] = story, at, at
            self.sizes[slot], self.norms[slot] = 0, 0.0
        self.slots[row] = slot
        self.firsts[slot] = min(self.firsts[slot], at)
        self.lasts[slot] = max(self.lasts[slot], at)
        self.sizes[slot] += 1
        return slot

    def _widen(self, names: Sequence[str], size: int) -> None:
        for name in names:
            old = getattr(self, name)
            wider = np.zeros((size, *old.shape[1:]), old.dtype)
            wider[: len(old)] = old
            setattr(self, name, wider)
