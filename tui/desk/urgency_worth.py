"""What a source's marker is worth: what it has proved. Pure arithmetic on its past.

Knows no headline. A site that marks everything says nothing; one whose marked news others then
reported is believed at once.
"""

from __future__ import annotations

from dataclasses import dataclass

SHARE = 0.2
"""Of a source's articles marked: beyond it the mark is decoration. Wires mark some percent."""
LEAST = 5
"""Articles from which the share can be told."""
PRIOR_PROVED, PRIOR_MARKED = 1.5, 2.0
"""What a source nobody knows is credited with: its first marks count, five hollow ones end that."""
BELIEVED, PROVED = 0.4, 0.6
"""The worth from which a mark counts, and from which a weak one does too."""
PROOFS = 3
"""Marks that must have proved themselves before a weak one counts."""
HALF_LIFE = 30 * 86_400
"""Seconds in which what is known of a source loses half its weight."""


@dataclass(frozen=True, slots=True)
class Worth:
    """A source's marks so far, each count fading with ``HALF_LIFE``."""

    articles: float = 0.0
    marked: float = 0.0
    """Of them, those with a mark."""
    proved: float = 0.0
    """Marks whose story others reported too."""
    hollow: float = 0.0
    """Marks whose story nobody else reported, though they could have."""
    at: int = 0
    """When it was last counted."""

    @property
    def share(self) -> float:
        """The part of its articles that it marks."""
        return self.marked / self.articles if self.articles >= LEAST else 0.0

    @property
    def value(self) -> float:
        """0 to 1: how far a mark is to be believed; 0 for a source that marks all."""
        if self.share > SHARE:
            return 0.0
        return (PRIOR_PROVED + self.proved) / (PRIOR_MARKED + self.proved + self.hollow)

    def counts(self, *, weak: bool) -> bool:
        """Whether a mark of it raises a level."""
        if weak:
            return self.value >= PROVED and self.proved >= PROOFS
        return self.value >= BELIEVED

    @property
    def why(self) -> str:
        """In words, for a mark that does not count or has proved itself; "" for one that is new."""
        if self.share > SHARE:
            return f"The source marks {self.share:.0%} of its articles so: that says nothing."
        tried = self.proved + self.hollow
        if tried < 1:
            return ""
        return f"Of its last {tried:.0f} marks {self.proved:.0f} were borne out by others."


def counted(
    worth: Worth, now: int, *, articles: int = 0, marked: int = 0, proved: int = 0, hollow: int = 0
) -> Worth:
    """``worth`` with what has happened since, older counts faded."""
    kept = 0.5 ** (max(0, now - worth.at) / HALF_LIFE) if worth.at else 1.0
    return Worth(
        articles=worth.articles * kept + articles,
        marked=worth.marked * kept + marked,
        proved=worth.proved * kept + proved,
        hollow=worth.hollow * kept + hollow,
        at=max(now, worth.at),
    )
