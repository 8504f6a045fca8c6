"""What the reader's own lines say: titles, ticker, status, keys. Changes nothing that they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment

from tui.app.acts import Pane
from tui.app.command_line import hint
from tui.app.key_names import shown
from tui.app.keys import Typing, key_line
from tui.app.layout import LEAST, fits, visible
from tui.app.palette import Palette, key_pieces
from tui.app.prompt import paint
from tui.app.widgets import masthead, ticker
from tui.app.widgets.headlines import excerpt
from tui.app.widgets.line import Line
from tui.app.widgets.sources import Kind
from tui.text import fit, width

if TYPE_CHECKING:
    from tui.app.reading import Reading
    from tui.app.screens.reader import Reader


def tell(reader: Reader) -> None:
    """Bring the lines up to date; a line that is so already is not drawn."""
    palette = reader.context.palette()
    reader.query_one("#titles", Line).show(_titles(reader, palette), palette.bar)
    if reader.context.ticker:
        shown = ticker.line(reader.tape, reader.context.now(), palette, named=not reader.has_class("tall"))
        reader.query_one("#ticker", Line).show(shown, palette.bar)
    if not fits(*reader.size):
        least = "×".join(map(str, LEAST))
        said = f" telex needs {least} cells; there are {reader.size.width}×{reader.size.height}."
        reader.query_one("#titles", Line).show([Segment(said, palette.bar)], palette.bar)
        return
    left, right = _status(reader, palette)
    reader.query_one("#status", Line).show(left, palette.bar, right)
    reader.query_one("#keys", Line).show(_keys(reader, palette), palette.bar)


def tell_masthead(reader: Reader) -> None:
    """Bring the masthead up to date, where there is one."""
    if reader.has_class("tall"):
        palette = reader.context.palette()
        left, right = masthead.line(reader.reading.day(), reader.context.now(), palette, reader.size.width)
        reader.query_one("#masthead", Line).show(left, palette.bar, right)


def nothing(reader: Reader) -> str:
    """What to do about a list without rows."""
    reading = reader.reading
    if reading.query and not reading.window.complete:
        return "Looking …"
    if reading.query:
        return "Nothing fits." if reader.asking.prompt else "Nothing fits. q shows the whole list."
    if not reading.statuses:
        return no_sources(reader)
    if len(reading.faults()) == len(reading.statuses):
        return f"No source can be reached: {reading.faults()[0].error}. It is tried again."
    place = reading.place
    match place.kind:
        case Kind.STARRED:
            return f"Nothing is starred. {_key(reader, 'star')} on a headline keeps it here."
        case Kind.FOLDER:
            return f"Nothing fits {place.query} now; what comes and does will be here."
        case Kind.SOURCE if place.paused:
            return f"It is paused; {_key(reader, 'pause', Pane.SOURCES)} in the sources polls it again."
    return place.fault or f"Nothing here yet. {_key(reader, 'poll-all')} polls all sources."


def no_sources(reader: Reader) -> str:
    """What to do where there is no source."""
    keys = _key(reader, "guide"), _key(reader, "subscribe", Pane.SOURCES)
    return f"No sources yet. {keys[0]} chooses some, {keys[1]} in the sources adds one."


def _key(reader: Reader, act: str, pane: Pane = Pane.HEADLINES) -> str:
    """The first key of an act, or how ``:`` calls it."""
    return reader.context.keymap().first(act, pane)


def _titles(reader: Reader, palette: Palette) -> list[Segment]:
    """The titles of the panes that are on screen, each above its pane."""
    reading = reader.reading
    query = f" / {reading.query}" if reading.query else ""
    words = {
        Pane.SOURCES: "Sources",
        Pane.HEADLINES: reading.place.name + query + _arranged(reading),
        Pane.STORY: reader.article.source if reader.article else "Story",
    }
    opened = reader.article is not None
    shown = visible(0 if reader.zoomed else reader.size.width, reader.pane, opened=opened)
    cells = {pane: reader.query_one(f"#{pane}").size.width for pane in shown}
    if len(shown) < len(Pane):
        # A pane that comes on screen only now has its width after the next layout.
        first = reader.context.widths.of(*reader.size).sources if len(shown) > 1 else reader.size.width
        cells = dict(zip(shown, (first, reader.size.width - first), strict=False))
    return [
        Segment(
            fit(f" {words[pane]}", cells[pane]),
            palette.bar_focus if pane is reader.pane else palette.bar,
        )
        for pane in shown
    ]


def _arranged(reading: Reading) -> str:
    """How the list is ordered or grouped, where it is not as lists usually are."""
    look, order = reading.look_of_list, reading.window.listing.order
    if order in ("level", "source", "story"):
        return f", by {order}"
    return f", {order}" if order == look.order != "newest" else ""


def _status(reader: Reader, palette: Palette) -> tuple[list[Segment], list[Segment]]:
    reading = reader.reading
    right: list[Segment] = []
    if reading.selection:
        right.append(Segment(f"{reading.selection.count(reading.window)} selected  ", palette.bar_key))
    if reader.arrivals:
        right.append(Segment(f"{reader.arrivals} new, . shows  ", palette.bar_key))
    if faults := len(reading.faults()):
        right.append(Segment(f"! {faults} failing  ", palette.bar_key))
    right.append(Segment(f"{reading.places[0].count} unread ", palette.bar))
    prompt = reader.asking.prompt
    if prompt is not None and prompt.mark == ":" and (said := hint(prompt.text)):
        return [Segment(f" {said} ", palette.bar)], []
    if prompt is not None and prompt.mark == "/":
        said, wrong = reader.searching.word()
        found = [Segment(f"{_found(reading)} ", palette.bar)] if reading.query else []
        if said:
            return [Segment(f" {said} ", palette.bar_key if wrong else palette.bar)], [] if wrong else found
        right = found or right
    elif reading.query:
        right.insert(0, Segment(f"{_found(reading)}  ", palette.bar))
        if not reader.message and reader.pane is not Pane.SOURCES and (row := reader.current) and row.text:
            room = max(0, reader.size.width - sum(width(piece.text) for piece in right) - 2)
            return [Segment(" ", palette.bar), *excerpt(row.text, room, palette.bar)], right
    said = f" {reader.message or _fault(reader) or reading.poller_word()} "
    if reader.message and width(said) + sum(width(piece.text) for piece in right) > reader.size.width:
        right = []
    return [Segment(said, palette.bar)], right


def _found(reading: Reading) -> str:
    """How much a search has found, a + behind it while there is more."""
    more = "" if reading.window.complete else "+"
    return f"{len(reading.window):,}{more} found"


def _fault(reader: Reader) -> str:
    """What is wrong with the source under the cursor, while the keys are in its pane."""
    cursor = reader.rows(Pane.SOURCES).cursor
    if reader.pane is not Pane.SOURCES or cursor >= len(reader.reading.places):
        return ""
    place = reader.reading.places[cursor]
    return f"{place.name}: {place.fault}" if place.fault else ""


def _keys(reader: Reader, palette: Palette) -> list[Segment]:
    if reader.asking.prompt is not None:
        searched = reader.asking.prompt.mark == "/"
        wrong = reader.searching.wrong if searched else None
        return paint(reader.asking.prompt, reader.size.width, palette, wrong)
    keymap, typing = reader.context.keymap(), reader.typing
    if typing != Typing():
        waiting = "…  a letter" if typing.waiting else "…"
        begun = [Segment(f" {typing.count}{shown(typing.keys)}{waiting} ", palette.bar_focus)]
        follow = keymap.follows(reader.pane, typing.keys) if typing.keys and not typing.waiting else []
        return begun + key_pieces(follow, palette)
    return key_pieces(key_line(keymap, reader.pane, reader.size.width), palette)
