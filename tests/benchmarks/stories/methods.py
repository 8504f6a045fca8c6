"""What is measured: the desk, and plain TF-IDF beside it. Each files a stream and says how fast it was."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tui.desk.likeness import WEIGHTS, Weights
from tui.desk.stories import Desk, Item
from tui.desk.terms import text_of

from .streams import Labelled

DECAY, WINDOW = 48 * 3_600, 72 * 3_600
CROWD = 40_000
"""Articles in the window when the speed is taken."""


@dataclass(frozen=True, slots=True)
class Filed:
    """The story of each article, and articles a second of CPU."""

    stories: list[int]
    rate: float


def desk(articles: Sequence[Labelled], weights: Weights = WEIGHTS) -> Filed:
    """By ``tui.desk.stories``."""
    working = Desk(weights=weights)
    merged: dict[int, int] = {}
    stories: list[int] = []
    begun = time.process_time()
    for number, each in enumerate(articles):
        found = working.file(Item(number, each.source, each.at, each.title, each.lead), number)
        merged |= dict.fromkeys(found.merged, found.story)
        stories.append(found.story)
        for stray in found.strays:
            stories[stray] = found.story
    rate = len(articles) / (time.process_time() - begun)
    return Filed([_root(merged, story) for story in stories], rate)


def _root(merged: dict[int, int], story: int) -> int:
    while story in merged:
        story = merged[story]
    return story


def crowded(articles: Sequence[Labelled]) -> float:
    """Articles a second of CPU for the last thousand of ``CROWD`` within one window."""
    working = Desk()
    begun = 0.0
    for number in range(CROWD + 1_000):
        if number == CROWD:
            begun = time.process_time()
        each = articles[number % len(articles)]
        again = number // len(articles)
        # Another round of the stream is other news: its words get another ending.
        title = " ".join(f"{word}{again or ''}" for word in each.title.split())
        lead = " ".join(f"{word}{again or ''}" for word in each.lead.split())
        working.file(Item(number, each.source, 1_800_000_000 + number, title, lead), number)
    return 1_000 / (time.process_time() - begun)


def tf_idf(articles: Sequence[Labelled], threshold: float) -> Filed:
    """The reference page's baseline: mean of nearest member and centroid, rarity counted in articles."""
    seen: Counter[int] = Counter()
    sums: list[dict[int, float]] = []
    members: list[list[dict[int, float]]] = []
    last: list[int] = []
    holding: defaultdict[int, set[int]] = defaultdict(set)
    stories: list[int] = []
    begun = time.process_time()
    for number, each in enumerate(articles):
        vector = _vector(each, seen, number)
        open_stories = {
            story for term in vector for story in holding[term] if each.at - last[story] <= WINDOW
        }
        best, best_score = -1, threshold
        for story in open_stories:
            length = math.sqrt(sum(weight * weight for weight in sums[story].values())) or 1.0
            whole = _dot(vector, sums[story]) / length
            nearest = max(_dot(vector, member) for member in members[story][-40:])
            likeness = (whole + nearest) / 2 * math.exp(-(each.at - last[story]) / DECAY)
            if likeness >= best_score:
                best, best_score = story, likeness
        if best < 0:
            best = len(sums)
            sums.append({})
            members.append([])
            last.append(each.at)
        for term, weight in vector.items():
            sums[best][term] = sums[best].get(term, 0.0) + weight
            holding[term].add(best)
        members[best].append(vector)
        last[best] = each.at
        stories.append(best)
    return Filed(stories, len(articles) / (time.process_time() - begun))


def _vector(each: Labelled, seen: Counter[int], number: int) -> dict[int, float]:
    terms = text_of(each.title, each.lead).terms
    weighed = {
        term: (1 + math.log(often) if often >= 1 else often) * math.log((number + 50) / (seen[term] + 1))
        for term, often in terms.items()
    }
    seen.update(terms)
    kept = dict(sorted(weighed.items(), key=lambda item: -item[1])[:40])
    length = math.sqrt(sum(weight * weight for weight in kept.values())) or 1.0
    return {term: weight / length for term, weight in kept.items()}


def _dot(one: dict[int, float], other: dict[int, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())
