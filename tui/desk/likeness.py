"""How likely it is that an article belongs to a story: evidence, weighed. Pure.

One setting for headlines alone and for headlines with leads: a longer text has to explain more. The
weights were found by search on labelled streams; tests/benchmarks/stories tells how and shows the curve.
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
    days: Column
    """Days between the article and the story's nearest end."""
    apart: Column
    """Days between the article and the one that is most alike."""
    shared: Column
    """Log of how much the words tell that it has in common with that one: rarity summed, not a share."""
    pairs: Column
    """The same of pairs of words."""
    rarest: Column
    """How much the rarest of the words tells that the two have in common."""
    size: Column
    """Log of the number of the story's articles."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence counts."""

    nearest: float = 4.58
    whole: float = 5.36
    told: float = 0.37
    headline: float = -0.82
    days: float = -1.08
    apart: float = 0.0
    shared: float = 0.0
    pairs: float = 0.0
    rarest: float = 0.0
    size: float = 0.0
    words: float = -0.26
    """For the log of the number of the article's words."""
    bare: float = 0.0
    """For a headline without a lead."""
    least: float = -0.9


WEIGHTS = Weights()
EVIDENCE = tuple(each.name for each in fields(Evidence))


def belief(evidence: Evidence, words: int, bare: bool, weights: Weights = WEIGHTS) -> Column:
    """The log odds that an article of so many words belongs to each story; above 0: it does."""
    odds = np.full(len(evidence.nearest), weights.least + weights.words * log1p(words) + weights.bare * bare)
    for name in EVIDENCE:
        odds += getattr(weights, name) * getattr(evidence, name)
    return odds
