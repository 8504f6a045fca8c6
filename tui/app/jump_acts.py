"""What the acts of jumping do: to sources, to errors, to marked places, back and forward. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.app.acts import Pane
from tui.app.trail import Spot
from tui.app.widgets.sources import Kind, Place

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader
    from tui.cache.place_marks import PlaceMark

JUMP = "'"
"""The letter of the place where the last jump to a mark began."""


def here(reader: Reader) -> Spot:
    """Where the reader is now."""
    row = reader.current
    opened = reader.article if reader.pane is Pane.STORY else None
    found = opened.id if opened else row.headline.id if row else 0
    pane = reader.pane if opened else Pane.HEADLINES
    return Spot(reader.reading.place, reader.reading.query, found, pane)


def go(reader: Reader, spot: Spot) -> None:
    """Show a place again: its list with the cursor where it was, or the article."""
    reading = reader.reading
    if (reading.place.identity, reading.query) != (spot.place.identity, spot.query):
        reading.open(spot.place)
        if spot.query:
            reading.search(spot.query)
        reader.show_list()
    index = reading.window.index_of(spot.article_id) if spot.article_id else None
    if index is not None:
        reader.rows(Pane.HEADLINES).move(index)
    if spot.pane is Pane.STORY:
        reader.show_by_itself(spot.article_id)
    else:
        reader.give_keys(Pane.HEADLINES)


def _back(reader: Reader, _: str) -> None:
    _walk(reader, reader.trail.back(here(reader)), "You have been nowhere before this.")


def _forward(reader: Reader, _: str) -> None:
    _walk(reader, reader.trail.forward(here(reader)), "This is where you came from last.")


def _walk(reader: Reader, spot: Spot | None, none: str) -> None:
    if spot is None:
        reader.say(none)
    else:
        go(reader, spot)


def _set_mark(reader: Reader, letter: str) -> None:
    from tui.cache.place_marks import PlaceMark, set_mark

    spot = reader.trail.marks[letter] = here(reader)
    reader.say(f"Marked as {letter}.")
    kind, name, ids = spot.place.identity
    kept = PlaceMark(str(kind), name, ids[0] if ids else 0, spot.query, spot.article_id, str(spot.pane))
    reader.write(lambda _: None, partial(set_mark, letter=letter, mark=kept), quiet=True)


def _to_mark(reader: Reader, letter: str) -> None:
    """To a marked place; to that of ' itself, to where the last such jump began."""
    known, now = reader.reading.marked(), reader.trail.marks
    spot = reader.trail.before_jump if letter == JUMP else now.get(letter) or _spot(reader, known.get(letter))
    if spot is None and letter in known:
        reader.say(f"The list that was marked as {letter} is no longer there.")
        return
    if spot is None:
        letters = " ".join(sorted({*known, *now}))
        reader.say(f"Nothing is marked as {letter}; marked are {letters or 'no places yet'}.")
        return
    reader.trail.before_jump = here(reader)
    reader.trail.leave(here(reader))
    go(reader, spot)


def _spot(reader: Reader, mark: PlaceMark | None) -> Spot | None:
    if mark is None:
        return None
    identity = Kind(mark.kind), mark.name, (mark.source_id,) if mark.source_id else ()
    place = next((each for each in reader.reading.places if each.identity == identity), None)
    return None if place is None else Spot(place, mark.query, mark.article_id, Pane(mark.pane))


def _to_source(reader: Reader, step: int, wanted: Callable[[Place], bool], none: str) -> None:
    """Open the list of the next source that is ``wanted``."""
    places, rows = reader.reading.places, reader.rows(Pane.SOURCES)
    shown = [place.identity for place in places]
    at = shown.index(reader.reading.place.identity) if reader.reading.place.identity in shown else 0
    if reader.pane is Pane.SOURCES:
        at = rows.cursor
    found = [
        index
        for index in (range(at + 1, len(places)) if step > 0 else range(at - 1, -1, -1))
        if places[index].kind is Kind.SOURCE and wanted(places[index])
    ]
    if not found:
        reader.say(none)
        return
    index = found[min(len(found), reader.count or 1) - 1]
    reader.trail.leave(here(reader))
    _open_place(reader, index)


def _to_error(reader: Reader, step: int) -> None:
    """Put the cursor on the next source that fails; the status line says why."""
    places, rows = reader.reading.places, reader.rows(Pane.SOURCES)
    failing = [index for index, place in enumerate(places) if place.fault]
    if not failing:
        reader.say("No source fails.")
        return
    further = [index for index in failing if (index > rows.cursor if step > 0 else index < rows.cursor)]
    # Round the end: the last error is followed by the first.
    nearest = further or failing
    rows.move(nearest[0] if step > 0 else nearest[-1])
    reader.give_keys(Pane.SOURCES)


def _arrivals(reader: Reader, _: str) -> None:
    from tui.app.screens.arrivals import ArrivalsScreen

    def chosen(source_id: int | None) -> None:
        places = reader.reading.places
        found = [at for at, place in enumerate(places) if place.source_ids == (source_id,)]
        wanted = [at for at in found if places[at].kind is Kind.SOURCE]
        if source_id is not None and wanted:
            reader.trail.leave(here(reader))
            _open_place(reader, wanted[0])

    statuses, counts = list(reader.reading.statuses.values()), reader.reading.arrivals_by_source()
    palette, cells = reader.context.palette(), reader.size.width
    reader.app.push_screen(ArrivalsScreen(statuses, counts, palette, cells), chosen)


def _open_place(reader: Reader, index: int) -> None:
    reader.rows(Pane.SOURCES).move(index)
    reader.reading.open(reader.reading.places[index])
    reader.show_list()
    reader.give_keys(Pane.HEADLINES)


def _sources(step: int, *, unread: bool) -> Callable[[Reader, str], None]:
    word = "source with something unread" if unread else "source"

    def carry_out(reader: Reader, _: str) -> None:
        none = f"There is no {word} {'after' if step > 0 else 'before'} this one."
        _to_source(reader, step, lambda place: bool(place.count) or not unread, none)

    return carry_out


JUMP_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "next-source": _sources(1, unread=False),
    "previous-source": _sources(-1, unread=False),
    "next-unread-source": _sources(1, unread=True),
    "previous-unread-source": _sources(-1, unread=True),
    "arrivals": _arrivals,
    "next-error": lambda reader, _: _to_error(reader, 1),
    "previous-error": lambda reader, _: _to_error(reader, -1),
    "set-mark": _set_mark,
    "go-to-mark": _to_mark,
    "go-back": _back,
    "go-forward": _forward,
}
