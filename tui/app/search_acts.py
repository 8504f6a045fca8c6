"""What the acts on a list do: searching, its order, its groups, its rows. Knows no key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.app.acts import Pane
from tui.app.list_looks import GROUPINGS, ORDERS, ListLook, groupable

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _search(reader: Reader, query: str) -> None:
    if not query:
        reader.searching.begin()
    elif not reader.searching.accepted(query):
        reader.say(f"The query means nothing: {reader.searching.word()[0]}.")


def begun(typed: str, names: Sequence[str]) -> str | None:
    """The one name that begins as was typed."""
    found = [each for each in names if each.startswith(typed.strip())]
    return found[0] if len(found) == 1 else None


def _sort(reader: Reader, order: str) -> None:
    def answered(name: str) -> None:
        if (found := begun(name, ORDERS)) is None:
            reader.say(f"The order may be {', '.join(ORDERS)}.")
            return
        look = reader.reading.look_of_list
        # A list by level, source or story has an order of its own.
        _look(reader, replace(look, order=found, by=look.by if look.by == "nothing" else "day"))
        reader.say(f"Sorted by {found}.")

    reader.ask("sort by", answered, given=order, names=ORDERS)


def _group(reader: Reader, by: str) -> None:
    place = reader.reading.place

    def answered(name: str) -> None:
        if (found := begun(name, GROUPINGS)) is None:
            reader.say(f"A list may be grouped by {', '.join(GROUPINGS)}.")
        elif not groupable(place, found, bool(reader.reading.query)):
            listed = "A search" if reader.reading.query else place.name
            reader.say(f"{listed} cannot be grouped by {found}; by day or level it can.")
        else:
            _look(reader, replace(reader.reading.look_of_list, by=found))
            reader.say(f"Grouped by {found}.")

    reader.ask("group by", answered, given=by, names=GROUPINGS)


def _rows(reader: Reader, _: str) -> None:
    lines = 1 if reader.painting.two_lines() else 2
    reader.reading.looks.keep(reader.reading.place, replace(reader.reading.look_of_list, lines=lines))
    rows = reader.rows(Pane.HEADLINES)
    rows.rearrange(rows.count, rows.cursor)


def _look(reader: Reader, look: ListLook) -> None:
    """Show the list as ``look`` has it; the cursor stays on its article, unless nobody has moved it yet."""
    reader.reading.looks.keep(reader.reading.place, look)
    if reader.rows(Pane.HEADLINES).cursor:
        reader.release()
    else:
        reader.reading.reopen()
        reader.show_list()


SEARCH_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "search": _search,
    "sort": _sort,
    "group": _group,
    "rows": _rows,
}
