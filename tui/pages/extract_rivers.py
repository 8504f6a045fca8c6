"""Rivers of a page: headlines of other stories, one after the other, each with a few words below it. Pure.

Knows no tree and no extractor. A story that ends is often followed by one, which looks like the story's own
sections with text; what tells them apart is that its headlines are links and its texts short.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.pages.extract_units import Unit

HEADLINES = 4
"""The fewest headlines that make a river."""
TEASER = 80
"""Tokens below a headline, at most."""
NAMED = 4
"""Tokens of the shortest headline: shorter ones are headings of a story that are links as well."""
LINKED = 0.9
"""Share of a headline that is a link."""


def is_headline(unit: Unit) -> bool:
    """Whether a heading leads to another page."""
    return unit.kind == "heading" and len(unit.tokens) >= NAMED and unit.linked >= LINKED * len(unit.text)


def rivers(units: Sequence[Unit]) -> list[range]:
    """The rivers of a page by the numbers of their units, the text below their last headline with them."""
    found: list[range] = []
    start, count, below = -1, 0, 0
    for number, unit in enumerate(units):
        if is_headline(unit):
            start, count, below = (start, count + 1, 0) if count else (number, 1, 0)
        elif count:
            below += len(unit.tokens)
            if below > TEASER:
                if count >= HEADLINES:
                    found.append(range(start, number))
                count = 0
    if count >= HEADLINES:
        found.append(range(start, len(units)))
    return found
