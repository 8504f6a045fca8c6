"""What narrows a list: a piece of SQL over ``article a`` with its parameters. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over ``article a``; values stand in ``parameters``, never in the text."""

    sql: str
    parameters: tuple[str | int, ...] = ()


EVERYTHING = Condition("1")
"""No condition."""
