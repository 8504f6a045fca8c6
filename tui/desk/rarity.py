"""How rare a term is: counted in stories, not in articles. Pure.

A word of one story that a hundred publishers print is still the word of one story. Counted in articles
it would lose its weight just when it tells most (headlines of 36 hours, BCubed F1: .80 by articles, .87
by stories, nothing else changed).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log

LIMIT = 300_000
"""Terms that are kept, some 30 MB; beyond it all counts are halved and the terms of one story forgotten."""
PRIOR = 50
"""Stories that are taken to have been before the first: without them its words would weigh nothing."""


class Rarity:
    """The number of stories that each term has stood in."""

    def __init__(self, stories: int = 0, counts: dict[int, int] | None = None) -> None:
        self.stories = stories
        self.counts = {} if counts is None else counts

    @property
    def scale(self) -> float:
        """The rarity of a term that no story had."""
        return log(self.stories + PRIOR)

    def of(self, term: int) -> float:
        """How much a term tells; 0 or less: nothing."""
        return self.scale - log(self.counts.get(term, 0) + 1.0)

    def count(self, terms: Iterable[int]) -> None:
        """A story has these terms now, and had them not."""
        counts = self.counts
        for term in terms:
            counts[term] = counts.get(term, 0) + 1
        if len(counts) > LIMIT:
            self.counts = {term: count // 2 for term, count in counts.items() if count > 1}
            self.stories //= 2
