"""Makes the weights of ``tui.desk.likeness``: ``python -m tests.benchmarks.stories.learn``.

The desk files the labelled streams; of each labelled article it is noted what spoke for each story that it
might have joined, and whether most of that story's labelled articles are of its own label. A logistic
regression on both streams, each of the same weight, gives the weights: twice, since better weights make
other stories. Both halves of the labels are learned from alone and tested on the other, which is printed;
what stands in the tree is learned from both. ``LEANING`` moves the least log odds towards recall: what
joins wrongly is outnumbered by what is left alone, but a story that is split is found in the list twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from tui.desk.likeness import EVIDENCE, WEIGHTS, Column, Weights
from tui.desk.stories import Desk, Item

from . import methods, streams
from .streams import Labelled

LEANING = 1.3
UNKNOWN = 0.3
"""What a story without a label counts as one that is not the article's: it may be."""
RIDGE, STEPS = 0.5, 25
NAMES = (*EVIDENCE, "words", "bare")
ROUNDS = 2


class Listening(Desk):
    """A desk that notes what it has seen."""

    def __init__(self, weights: Weights) -> None:
        super().__init__(weights=weights)
        self._heard: tuple[list[int], Column] | None = None

    def taken(self) -> tuple[list[int], Column] | None:
        """The stories that the last article might have joined, and what spoke for each; once."""
        heard, self._heard = self._heard, None
        return heard

    def _gather(self, item: Item, text: Any, *rest: Any) -> Any:
        seen = super()._gather(item, text, *rest)
        if seen is not None:
            count = len(seen.slots)
            columns = [getattr(seen.evidence, name) for name in EVIDENCE]
            columns += [np.full(count, np.log1p(text.words)), np.full(count, float(text.bare))]
            self._heard = self.shelf.stories[seen.slots].tolist(), np.stack(columns, axis=1)
        return seen


def observed(articles: Sequence[Labelled], weights: Weights) -> tuple[Column, Column, list[str]]:
    """Evidence, how much of each story is the article's (-1: not known), and the article's label."""
    desk = Listening(weights)
    labels: defaultdict[int, Counter[str]] = defaultdict(Counter)
    evidence: list[Column] = []
    shares: list[float] = []
    of: list[str] = []
    for number, each in enumerate(articles):
        found = desk.file(Item(number, each.source, each.at, each.title, each.lead), number)
        heard = desk.taken()
        if heard is not None and each.label is not None:
            stories, columns = heard
            evidence.append(columns)
            of += [each.label] * len(stories)
            shares += [labels[s][each.label] / labels[s].total() if labels[s] else -1.0 for s in stories]
        for other in found.merged:
            labels[found.story] += labels.pop(other, Counter())
        if each.label is not None:
            labels[found.story][each.label] += 1
    return np.vstack(evidence), np.array(shares), of


def learned(seen: Mapping[str, tuple[Column, Column, list[str]]], half: int | None) -> Weights:
    """The weights by what was observed, of one half of the labels or of both."""
    rows, right, counts = [], [], []
    for evidence, shares, labels in seen.values():
        kept = np.array([half in (None, streams.half_of(label)) for label in labels])
        count = np.where(shares[kept] < 0, UNKNOWN, 1.0)
        rows.append(evidence[kept])
        right.append(shares[kept] >= 0.5)
        counts.append(5_000 * count / count.sum())
    slopes, least = _regression(np.vstack(rows), np.concatenate(right), np.concatenate(counts))
    return Weights(**dict(zip(NAMES, slopes.tolist(), strict=True)), least=least + LEANING)


def _regression(rows: Column, right: Column, counts: Column) -> tuple[Column, float]:
    """Logistic regression by Newton's method on standardised columns."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    ridge = np.append(np.full(rows.shape[1], RIDGE), 1e-9)
    slopes = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ slopes, -30, 30)))
        gradient = scaled.T @ (counts * (right - chance)) - ridge * slopes
        curvature = (scaled * (counts * chance * (1 - chance))[:, None]).T @ scaled + np.diag(ridge)
        slopes += np.linalg.solve(curvature, gradient)
    own = slopes[:-1] / spread
    return own, float(slopes[-1] - own @ middle)


def main() -> None:
    """Learn, test each half on the other, and print the weights."""
    read = {name: streams.stream(name) for name in streams.NAMES}
    weights = WEIGHTS
    for _ in range(ROUNDS):
        seen = {name: observed(articles, weights) for name, articles in read.items()}
        weights = learned(seen, None)
    for half in (0, 1):
        for name, articles in read.items():
            filed = methods.desk(articles, learned(seen, half))
            scores = [streams.score(filed.stories, articles, which) for which in (None, half, 1 - half)]
            whole, own, kept = (round(each.f1, 3) for each in scores)
            print(
                f"{name}: learned on half {half}: all {whole}, that half {own}, the other {kept}", flush=True
            )
    print(*(f"    {name}: float = {value:.2f}" for name, value in asdict(weights).items()), sep="\n")


if __name__ == "__main__":
    main()
