"""What a query means, as a tree: conditions, and how they are joined. Knows no syntax and no SQL."""

from __future__ import annotations

from dataclasses import dataclass


class QueryError(ValueError):
    """A query that means nothing; the text says where and what was expected."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Text:
    """Words to find, in the whole article or in one column (``title``, ``author`` or ``body``)."""

    words: str
    column: str = ""
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class In:
    """Articles of the sources whose name or address (``source``), group or publisher holds ``value``."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Holds:
    """Articles whose ``url`` holds the value, ``lang`` begins so, or with that ``tag`` or ``story``."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Matches:
    """Articles whose ``field`` (``title``, ``author`` or ``url``) has a match of a pattern."""

    field: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Is:
    """Articles in one of ``STATES``."""

    state: str


@dataclass(frozen=True, slots=True)
class Has:
    """Articles with one of ``CONTENTS``."""

    what: str


@dataclass(frozen=True, slots=True)
class Levels:
    """Articles from one level to another, both among them."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Age:
    """Articles younger (``newer``) or older than so many seconds."""

    newer: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class When:
    """Articles from the first second of one time to another: to its end if ``whole``, else to its beginning.

    The times are kept as they were written, for what they mean moves with the clock. Empty: no bound.
    """

    since: str
    until: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """How the list is ordered, one of ``SORTS``; narrows nothing."""

    order: str


@dataclass(frozen=True, slots=True)
class Limit:
    """How many articles the list has at most; narrows nothing by itself."""

    count: int


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that ``node`` does not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class All:
    """Articles that every part matches; of no parts: every article."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that at least one part matches."""

    nodes: tuple[Node, ...]


Node = Text | In | Holds | Matches | Is | Has | Levels | Age | When | Sort | Limit | Not | All | Any


def arrangement(node: Node) -> tuple[str, int | None]:
    """The order and the limit that a query asks for: (one of ``SORTS``, or ""; a number, or None)."""
    parts = node.nodes if isinstance(node, All) else (node,)
    order = next((part.order for part in parts if isinstance(part, Sort)), "")
    return order, next((part.count for part in parts if isinstance(part, Limit)), None)
