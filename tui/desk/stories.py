"""Which story an article belongs to: one pass, one article at a time. Pure; knows no cache and no clock.

An article joins the story of which it is most likely a part, or starts one. Candidates come from the
inverted index alone, so the cost grows with them and not with the window. The articles of its own
publisher count for nothing there: a publisher's second piece is never folded into its first by likeness.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from tui.desk.likeness import WEIGHTS, Column, Weights, belief
from tui.desk.looking import Seen, Terms, gather
from tui.desk.postings import Floats, Keys
from tui.desk.rarity import Rarity
from tui.desk.repair import MARGIN, Witnesses, strays_to
from tui.desk.series import Series
from tui.desk.shelf import Shelf
from tui.desk.terms import Text, text_of

TERMS = 40
"""Terms of an article that are kept: the rarest."""
COPY = 0.85
"""Cosine from which two texts are one: a wire's copy in another's feed."""
COPY_WORDS = 6
"""Words that a text must have to be told from a turn of phrase."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article, as far as grouping needs it."""

    id: int
    publisher: str
    at: int
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Where an article went."""

    story: int
    copy_of: int | None = None
    """The article whose text it repeats."""
    merged: tuple[int, ...] = ()
    """Stories that have turned out to be this one: their articles belong here now."""
    strays: tuple[int, ...] = ()
    """Articles of other stories that fit this one better: they belong here now."""
    terms: bytes = b""
    """What to remember of the article, for ``Desk.recall``; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """An article of the window as it was filed before a restart."""

    id: int
    story: int
    copy_of: int | None
    publisher: str
    at: int
    terms: bytes


@dataclass(frozen=True, slots=True)
class _Found:
    """What the shelf has that is like an article."""

    slots: NDArray[np.int64]
    beliefs: Column
    """Of each of ``slots``, the best first."""
    nearest: NDArray[np.int64]
    """The row of each that is most alike."""
    cosines: Column
    common: Column
    """What the article has in common with the sum of each, its own publisher's articles included."""
    has: NDArray[np.bool_]
    """Which of the article's terms each has."""
    kin: NDArray[np.int64]
    """The rows of the first of ``slots``."""
    kinship: Column
    """How alike each of these is."""


class Desk:
    """The stories of the window."""

    def __init__(
        self, rarity: Rarity | None = None, series: Series | None = None, weights: Weights = WEIGHTS
    ) -> None:
        self.rarity = rarity or Rarity()
        self.series = series or Series()
        self.shelf = Shelf()
        self.kept_apart: set[int] = set()
        """Stories that the reader has had a hand in: never merged with others."""
        self._weights = weights
        self._witnesses = Witnesses()
        self._publishers: dict[str, int] = {}

    def file(self, item: Item, fresh: int, *, alone: bool = False) -> Filing:
        """Give an article to a story; ``fresh`` is the number of the one that it may start.

        ``alone``: it starts one whatever it says, and none joins it.
        """
        if alone or self.series.instalment(item.publisher, item.title, item.at):
            return Filing(fresh)
        text = text_of(item.title, item.lead)
        keys, weights, rare = self._weighed(text)
        terms = keys, weights
        if not len(keys):
            return Filing(fresh)
        shelf = self.shelf
        publisher = self._publishers.setdefault(item.publisher, len(self._publishers))
        found = self._look(item, text, terms, rare, publisher)
        if found is None or found.beliefs[0] <= 0:
            self.rarity.stories += 1
            self.rarity.count(text.terms)
            slot = shelf.enter(item.id, fresh, item.id, publisher, item.at, terms)
            shelf.norms[slot] = 1.0
            shelf.pack_when_due(item.at)
            return Filing(fresh, terms=_packed(terms))
        slot = int(found.slots[0])
        story = int(shelf.stories[slot])
        self.rarity.count(keys[~found.has[0]].tolist())
        near = int(found.nearest[0])
        copies = found.cosines[0] >= COPY and text.words >= COPY_WORDS
        root = int(shelf.roots[near]) if copies else item.id
        shelf.enter(item.id, story, root, publisher, item.at, terms)
        shelf.norms[slot] += 1.0 + 2.0 * float(found.common[0])
        row = shelf.row_of[item.id]
        shelf.bonds[row] = found.cosines[0]
        shelf.bonds[found.kin] = np.maximum(shelf.bonds[found.kin], found.kinship)
        merged = self._merge(story, found)
        strays = self._fetch_strays(story, row, found)
        shelf.pack_when_due(item.at)
        return Filing(story, root if copies else None, merged, strays, _packed(terms))

    def renew(self, item: Item, story: int) -> Filing | None:
        """An article has been rewritten; ``story``: where it is. Gives where it is now; None: not of the
        window, or of no story.

        It stays in its story unless the new text fits another one, and its own no longer.
        """
        shelf = self.shelf
        row = self.shelf.row_of.get(item.id)
        text = text_of(item.title, item.lead)
        keys, weights, rare = self._weighed(text)
        if row is None or not len(keys):
            return None
        at, root = int(shelf.times[row]), int(shelf.roots[row])
        publisher = int(shelf.publishers[row])
        shelf.leave(item.id)
        item = replace(item, at=at)
        found = self._look(item, text, (keys, weights), rare, publisher)
        slot = shelf.slot_of.get(story, -1)
        odds = {} if found is None else dict(zip(found.slots.tolist(), found.beliefs.tolist(), strict=True))
        best = max(odds, key=lambda each: odds[each], default=-1)
        alone = slot < 0 or not shelf.sizes[slot]
        into = story
        if story not in self.kept_apart and odds.get(best, 0.0) > (0.0 if alone else MARGIN):
            other = int(shelf.stories[best])
            if other not in self.kept_apart and (alone or odds.get(slot, 0.0) <= 0):
                into = other
        shelf.enter(item.id, into, root if into == story else item.id, publisher, at, (keys, weights))
        shelf.measure([shelf.slot_of[into]])
        copy_of = root if into == story and root != item.id else None
        return Filing(into, copy_of, terms=_packed((keys, weights)))

    def recall(self, articles: Iterable[Remembered]) -> None:
        """Take up the work again: what was filed before, in the order in which it was."""
        shelf = self.shelf
        latest = 0
        for each in articles:
            publisher = self._publishers.setdefault(each.publisher, len(self._publishers))
            root = each.id if each.copy_of is None else each.copy_of
            shelf.enter(each.id, each.story, root, publisher, each.at, _unpacked(each.terms))
            latest = max(latest, each.at)
        shelf.pack(latest)
        shelf.measure(range(shelf.count))

    def move(self, article: int, story: int) -> None:
        """The reader has given an article to a story: it stays there, and the story stays as it is."""
        if (row := self.shelf.row_of.get(article)) is not None:
            self.kept_apart.add(int(self.shelf.stories[self.shelf.slots[row]]))
        self.shelf.move(article, story)
        self.kept_apart.add(story)

    def _fetch_strays(self, story: int, row: int, found: _Found) -> tuple[int, ...]:
        """Take over articles of other stories that a new one shows to belong to its own."""
        shelf = self.shelf
        into = int(shelf.slots[row])
        strays: list[int] = []
        if story in self.kept_apart:
            return ()
        for near, cosine in zip(found.nearest[1:].tolist(), found.cosines[1:].tolist(), strict=True):
            if not strays_to(cosine, float(shelf.bonds[near])):
                continue
            slot = int(shelf.slots[near])
            if slot == into or shelf.sizes[slot] < 2 or int(shelf.stories[slot]) in self.kept_apart:
                continue
            own, other = self._drawn(near, slot, into)
            if strays_to(other, own) and not shelf.has_copies(near):
                article = int(shelf.ids[near])
                shelf.move(article, story)
                shelf.bonds[near] = cosine
                strays.append(article)
        return tuple(strays)

    def _drawn(self, row: int, slot: int, other: int) -> tuple[float, float]:
        """How much a row is like the rest of its own story, and like another."""
        shelf = self.shelf
        keys, weights = shelf.postings.terms(row)
        match = shelf.postings.matches(keys)
        products = np.repeat(weights[match.terms], match.lengths) * match.weights
        of = np.where(match.rows == row, -1, shelf.slots[match.rows])
        own, theirs = float(products[of == slot].sum()), float(products[of == other].sum())
        rest = max(float(shelf.norms[slot]) - 1.0 - 2.0 * own, 1e-9)
        return own / np.sqrt(rest), theirs / np.sqrt(max(float(shelf.norms[other]), 1e-9))

    def _merge(self, story: int, found: _Found) -> tuple[int, ...]:
        """Which of the other stories that an article fits are this one, by what articles have testified."""
        shelf = self.shelf
        merged: list[int] = []
        if story in self.kept_apart:
            return ()
        for slot, odds in zip(found.slots[1:].tolist(), found.beliefs[1:].tolist(), strict=True):
            if odds <= 0:
                break
            other = int(shelf.stories[slot])
            if other in self.kept_apart:
                continue
            if self._witnesses.heard(story, other, odds, int(shelf.sizes[slot])):
                shelf.merge(story, other)
                merged.append(other)
        return tuple(merged)

    def _weighed(self, text: Text) -> tuple[Keys, Floats, Column]:
        """The rarest terms of a text, their weights as a vector of length 1, and how rare each is."""
        rarity = self.rarity
        scale, counts = rarity.scale, rarity.counts
        weighed = []
        for key, often in text.terms.items():
            count = counts.get(key, 0)
            rare = scale - _LOGS[min(_LOGGED, count)]
            if rare > 0:
                weighed.append(((1.0 + log(often) if often >= 1.0 else often) * rare, key, rare))
        weighed.sort(reverse=True)
        del weighed[TERMS:]
        weights = np.array([weight for weight, _, _ in weighed], np.float32)
        length = float(np.sqrt(weights @ weights))
        return (
            np.array([key for _, key, _ in weighed], np.uint32),
            weights / (length or 1.0),
            np.array([rare for _, _, rare in weighed]),
        )

    def _look(self, item: Item, text: Text, terms: Terms, rare: Column, publisher: int) -> _Found | None:
        """The stories that may be an article's, the likeliest first."""
        seen = self._gather(item, text, terms, rare, publisher)
        if seen is None:
            return None
        beliefs = belief(seen.evidence, text.words, text.bare, self._weights)
        order = np.argsort(-beliefs)
        kin = seen.number == order[0]
        return _Found(
            seen.slots[order],
            beliefs[order],
            seen.nearest[order],
            seen.evidence.nearest[order],
            seen.common[order],
            seen.has[order],
            seen.rows[kin],
            seen.cosines[kin],
        )

    def _gather(self, item: Item, text: Text, terms: Terms, rare: Column, publisher: int) -> Seen | None:
        """What speaks for the stories that may be an article's."""
        return gather(self.shelf, item.at, text, terms, rare, publisher)


_LOGGED = 4_096
_LOGS = [log(count + 1.0) for count in range(_LOGGED + 1)]


def _packed(terms: Terms) -> bytes:
    keys, weights = terms
    return keys.tobytes() + weights.astype(np.float16).tobytes()


def _unpacked(data: bytes) -> Terms:
    count = len(data) // 6
    weights = np.frombuffer(data, np.float16, count, 4 * count).astype(np.float32)
    return np.frombuffer(data, np.uint32, count), weights
