"""How likely it is that an article belongs to a story: evidence, weighed. Pure.

One setting for headlines alone and for headlines with leads: a longer text has to explain more. The weights
are those of a logistic regression on labelled streams, made by tests/benchmarks/stories/learn.py.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import log1p

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of an article against some stories, an element for each."""

    nearest: Column
    """Cosine with the story's article that is most alike."""
    whole: Column
    """Cosine with the sum of the story's articles."""
    told: Column
    """The share of the article's words that the story has, by rarity."""
    headline: Column
    """The same of its headline's words."""
    apart: Column
    """Days between the article and the one that is most alike."""
    shared: Column
    """Log of how much the words tell that it has in common with that one: rarity summed, not a share."""
    size: Column
    """Log of the number of the story's articles."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence counts."""

    nearest: float = -0.90
    whole: float = 11.88
    told: float = -0.79
    headline: float = 1.80
    apart: float = -1.92
    shared: float = 1.14
    size: float = -0.88
    words: float = -0.51
    """For the log of the number of the article's words."""
    bare: float = 4.01
    """For a headline without a lead."""
    least: float = -3.22


WEIGHTS = Weights()
EVIDENCE = tuple(each.name for each in fields(Evidence))


def belief(evidence: Evidence, words: int, bare: bool, weights: Weights = WEIGHTS) -> Column:
    """The log odds that an article of so many words belongs to each story; above 0: it does."""
    odds: Column = (
        weights.nearest * evidence.nearest
        + weights.whole * evidence.whole
        + weights.told * evidence.told
        + weights.headline * evidence.headline
        + weights.apart * evidence.apart
        + weights.shared * evidence.shared
        + weights.size * evidence.size
        + (weights.words * log1p(words) + weights.bare * bare + weights.least)
    )
    return odds
