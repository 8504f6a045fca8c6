"""What the desk must know after a restart beside its articles: rarity of terms, recurring titles. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tui.desk.rarity import Rarity
from tui.desk.series import Series
from tui.desk.shelf import WINDOW as WINDOW
from tui.desk.stories import Desk

_COUNTS = np.dtype([("term", "<u4"), ("count", "<u4")])
_TITLES = np.dtype([("title", "<i8"), ("at", "<i8")])


def kept(desk: Desk) -> dict[str, bytes]:
    """The desk's counts as bytes, by name. Terms of one story are left out: they are nearly all."""
    counts = [(term, count) for term, count in desk.rarity.counts.items() if count > 1]
    return {
        "stories": str(desk.rarity.stories).encode(),
        "counts": np.array(counts, _COUNTS).tobytes(),
        "titles": np.array(list(desk.series.seen.items()), _TITLES).tobytes(),
    }


def desk_from(memory: Mapping[str, bytes]) -> Desk:
    """A desk that knows what ``kept`` gave; a new one for nothing."""
    counts = np.frombuffer(memory.get("counts", b""), _COUNTS)
    titles = np.frombuffer(memory.get("titles", b""), _TITLES)
    known = dict(zip(counts["term"].tolist(), counts["count"].tolist(), strict=True))
    seen = dict(zip(titles["title"].tolist(), titles["at"].tolist(), strict=True))
    return Desk(Rarity(int(memory.get("stories", b"0")), known), Series(seen))
