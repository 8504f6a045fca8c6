"""Well-known feeds by country and topic, from ``catalogue.toml`` beside this file. Knows no network."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

HOME_TOPICS = frozenset({"News", "Politics"})
"""Topics whose feeds are grouped by their country; the others by topic."""
WORLD = "World"
"""The group of what is of no one country."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed that can be chosen."""

    name: str
    topic: str
    language: str
    """ISO 639."""
    url: str
    site: str
    country: str
    """In English; ``International`` for what is of no one country."""
    code: str
    """ISO 3166; empty for what is of no one country."""

    @property
    def group(self) -> str:
        """The group that it stands in once it is chosen."""
        if self.topic not in HOME_TOPICS:
            return self.topic
        return self.country if self.code else WORLD


def catalogue() -> tuple[Feed, ...]:
    """All feeds, those of a country together."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return tuple(
        Feed(**feed, country=country["name"], code=country["code"])
        for country in data["countries"]
        for feed in country["feeds"]
    )
