"""What the acts of searching do. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _search(reader: Reader, query: str) -> None:
    if not query:
        reader.searching.begin()
    elif not reader.searching.accepted(query):
        reader.say(f"The query means nothing: {reader.searching.word()[0]}.")


SEARCH_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "search": _search,
}
