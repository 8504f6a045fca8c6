"""The labelled streams, and how good a grouping of one is."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "stories"
NAMES = ("uci-36h", "allsides-30d")
LEAD = 400
"""Characters of a lead that the cache keeps."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article of a stream."""

    title: str
    lead: str
    source: str
    at: int
    label: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, by BCubed and by pairs; over labelled articles only."""

    precision: float
    recall: float
    pair_precision: float
    pair_recall: float

    @property
    def f1(self) -> float:
        """Of BCubed."""
        return _f1(self.precision, self.recall)

    @property
    def pair_f1(self) -> float:
        """Of pairs."""
        return _f1(self.pair_precision, self.pair_recall)


def stream(name: str, folder: Path = FOLDER) -> list[Labelled]:
    """A stream in its order."""
    rows = map(json.loads, (folder / f"{name}.jsonl").read_text("utf-8").splitlines())
    return [
        Labelled(row["title"], row["summary"][:LEAD], row["source"], int(row["ts"]), row["label"])
        for row in rows
    ]


def half_of(label: str) -> int:
    """Which half of the stories a label is in: 0 or 1."""
    return zlib.crc32(label.encode()) % 2


def score(found: Sequence[Hashable], articles: Sequence[Labelled], half: int | None = None) -> Score:
    """How well ``found``, a story for each article, are the labelled ones; ``half``: those of it alone."""
    pairs = [
        (story, each.label)
        for story, each in zip(found, articles, strict=True)
        if each.label is not None and half in (None, half_of(each.label))
    ]
    both, stories, labels = Counter(pairs), Counter(s for s, _ in pairs), Counter(label for _, label in pairs)
    precision = sum(n * n / stories[story] for (story, _), n in both.items()) / len(pairs)
    recall = sum(n * n / labels[label] for (_, label), n in both.items()) / len(pairs)
    right = sum(n * (n - 1) for n in both.values())
    joined = sum(n * (n - 1) for n in stories.values())
    wanted = sum(n * (n - 1) for n in labels.values())
    return Score(precision, recall, right / joined if joined else 1.0, right / wanted)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
