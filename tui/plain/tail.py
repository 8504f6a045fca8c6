"""``tail``: arrivals as lines, as they come. Reads only; learns of commits by the change counter."""

from __future__ import annotations

from collections.abc import Callable

from tui.cache import articles
from tui.cache.database import Connection, change_counter
from tui.plain import lines
from tui.plain.output import Output
from tui.text import fit

LAST = 10
"""Arrivals that are printed first."""
TICK = 0.25
"""Seconds between two looks at the change counter."""
_PORTION = 500
"""Articles read at once."""


def tail(
    connection: Connection,
    out: Output,
    clock: Callable[[], int],
    *,
    since: int | None,
    follow: bool,
    as_json: bool,
) -> None:
    """Print the last arrivals, or those fetched since a time, then the new ones until the reader goes.

    ``clock`` gives the time in seconds. Without ``follow`` it ends after the first part.
    """
    if since is None:
        last = articles.id_before(connection, count=LAST)
    else:
        last = articles.id_before(connection, since=since)
    last = _print_after(connection, last, out, clock(), as_json)
    # The counter is read before the articles: what is committed in between is seen a tick later.
    seen: int | None = None
    while follow and out.wait(0 if seen is None else TICK):
        counter = change_counter(connection)
        if counter != seen:
            seen = counter
            last = _print_after(connection, last, out, clock(), as_json)


def _print_after(connection: Connection, last: int, out: Output, now: int, as_json: bool) -> int:
    """Print what arrived after the article ``last``; gives the id of the last one printed."""
    while portion := articles.arrived_after(connection, last, _PORTION):
        cells = out.cells
        for article in portion:
            if as_json:
                out.record(lines.record(article))
            else:
                line = lines.arrival(article, now)
                out.line(line if cells is None else fit(line, cells).rstrip())
        out.flush()
        last = portion[-1].id
    return last
