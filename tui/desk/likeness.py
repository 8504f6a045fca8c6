"""How likely it is that an article belongs to a story: evidence, weighed. Pure.

One setting for headlines alone and for headlines with leads: a longer text has to explain more. The
weights were found by search on labelled streams; tests/benchmarks/stories tells how and shows the curve.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    days: Column
    """Days between the article and the story's nearest end."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence counts."""

    nearest: float = 4.58
    whole: float = 5.36
    told: float = 0.37
    headline: float = -0.82
    days: float = -1.08
    words: float = -0.26
    least: float = -0.9


WEIGHTS = Weights()


def belief(evidence: Evidence, words: int, weights: Weights = WEIGHTS) -> Column:
    """The log odds that an article of so many words belongs to each story; above 0: it does."""
    odds: Column = (
        weights.nearest * evidence.nearest
        + weights.whole * evidence.whole
        + weights.told * evidence.told
        + weights.headline * evidence.headline
        + weights.days * evidence.days
        + weights.words * np.log1p(words)
        + weights.least
    )
    return odds
