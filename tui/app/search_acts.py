"""What the acts of searching do. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.app.acts import Pane

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _search(reader: Reader, query: str) -> None:
    if not query and not reader.reading.query:
        reader.ask("/", lambda line: _search(reader, line))
        return
    from tui.query import QueryError

    try:
        reader.reading.search(query)
    except QueryError as error:
        reader.say(f"The query means nothing: {error}")
        return
    reader.show_list()
    reader.give_keys(Pane.HEADLINES)


SEARCH_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "search": _search,
}
