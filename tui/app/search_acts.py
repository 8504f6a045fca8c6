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


def _sort(reader: Reader, order: str) -> None:
    from tui.app.reading import ORDERS

    def answered(name: str) -> None:
        found = [each for each in ORDERS if each.startswith(name.strip())]
        if len(found) != 1:
            reader.say(f"The order may be {', '.join(ORDERS)}.")
            return
        reader.reading.order = found[0]
        reader.release()
        reader.say(f"Sorted by {found[0]}.")

    if order:
        answered(order)
    else:
        reader.ask("sort by", answered, value="", names=ORDERS)


SEARCH_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "search": _search,
    "sort": _sort,
}
