"""What narrows a list: a piece of SQL over ``article a`` with its parameters. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace


class _Bound(int):
    """A parameter that says between which ids a full-text search need look; else it looks everywhere."""


LOW, HIGH = _Bound(-(2**63)), _Bound(2**63 - 1)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over ``article a``; values stand in ``parameters``, never in the text."""

    sql: str
    parameters: tuple[str | int, ...] = ()
    driver: str = ""
    """SQL that gives the ids of all that may fit, by an index: a full-text search, a tag. Empty: none."""
    driven: tuple[str | int, ...] = ()
    """The parameters of ``driver``."""
    ordered: bool = False
    """Whether an index holds just these articles in the order of lists, but for what sources narrow."""

    since: int | None = None
    """No article that fits is older than this; None: not known."""
    before: int | None = None
    """Every article that fits is older than this; None: not known."""

    @property
    def bounded(self) -> bool:
        """Whether ``within`` makes any difference."""
        return any(each is LOW for each in self.parameters)

    def within(self, low: int, high: int) -> Condition:
        """The same for articles whose ids lie from ``low`` to ``high``: cheap where those are few."""
        bounds = tuple(low if each is LOW else high if each is HIGH else each for each in self.parameters)
        return replace(self, parameters=bounds)


EVERYTHING = Condition("1", ordered=True)
"""No condition."""
