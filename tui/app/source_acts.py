"""What the acts on sources do: poll, subscribe, rename, move, pause, remove. Knows no key.

Polling is asked of the poller through the cache; the rest edits the configuration. What only these
acts need is imported by them: start-up has no use for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.app.acts import Pane
from tui.app.widgets.sources import Kind, Place
from tui.cache.sources import request_poll
from tui.model import Source
from tui.text import shown_url

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader
    from tui.cache.requests import Discovery, FoundFeed
    from tui.source_edits import TextEdit


def _poll_source(reader: Reader, _: str) -> None:
    place = reader.reading.places[reader.rows(Pane.SOURCES).cursor]
    if reader.pane is Pane.SOURCES and place.kind not in (Kind.GROUP, Kind.SOURCE):
        _poll_all(reader, "")
        return
    row = reader.current
    ids = place.source_ids if reader.pane is Pane.SOURCES else ((row.headline.source_id,) if row else ())
    now = reader.context.now()
    for source_id in ids:
        reader.write(lambda _: None, partial(request_poll, source_id=source_id, now=now))
    names = ", ".join(reader.reading.statuses[i].name for i in ids if i in reader.reading.statuses)
    reader.say(f"Asked the poller for {names or 'nothing'}.")


def _poll_all(reader: Reader, _: str) -> None:
    now = reader.context.now()
    reader.write(lambda _: None, partial(request_poll, source_id=None, now=now))
    reader.say("Asked the poller for all sources.")


def _subscribe(reader: Reader, address: str) -> None:
    reader.ask("subscribe to", partial(_discover, reader), given=address)


def _discover(reader: Reader, address: str) -> None:
    from tui.cache.requests import ask_discovery

    if not address.strip():
        return

    def asked(question: int) -> None:
        reader.say(f"Looking for feeds at {address} …")
        reader.await_answer(question, partial(_choose, reader))

    reader.write(asked, partial(ask_discovery, typed=address.strip(), now=reader.context.now()))


def _choose(reader: Reader, discovery: Discovery) -> None:
    from tui.app.screens.subscribe import SubscribeScreen
    from tui.source_edits import subscribe

    group = reader.reading.places[reader.rows(Pane.SOURCES).cursor].group

    def chosen(feed: FoundFeed | None) -> None:
        if feed is not None and any(feed.url == each.url for each in reader.reading.statuses.values()):
            reader.say("You are subscribed to that already.")
        elif feed is not None:
            named = feed.title or shown_url(feed.url)
            _edit(reader, subscribe(Source(feed.url, group=group)), f"Subscribed to {named}.")

    context = reader.context
    reader.app.push_screen(SubscribeScreen(discovery, context.palette(), context.now()), chosen)


def _rename(reader: Reader, name: str) -> None:
    from tui.source_edits import rename, rename_group

    under = reader.reading.places[reader.rows(Pane.SOURCES).cursor]
    if place := under if under.kind is Kind.GROUP else _source(reader):
        edit = partial(rename_group, place.name) if place.kind is Kind.GROUP else partial(rename, place.url)
        reader.ask(
            "name",
            lambda line: _edit(reader, edit(line), f"Renamed to {line}."),
            given=name,
            value=place.name,
        )


def _regroup(reader: Reader, group: str) -> None:
    from tui.source_edits import move

    if place := _source(reader):
        edit = partial(move, place.url)
        said = f"{place.name} moved."
        reader.ask("group", lambda line: _edit(reader, edit(line), said), given=group, names=_groups(reader))


def _pause(reader: Reader, _: str) -> None:
    from tui.source_edits import pause

    if place := _source(reader):
        said = f"{place.name} is polled again." if place.paused else f"{place.name} is paused."
        _edit(reader, pause(place.url, paused=not place.paused), said)


def _remove(reader: Reader, _: str) -> None:
    from tui.source_edits import remove

    if place := _source(reader):

        def answered(line: str) -> None:
            if line.strip().casefold() in ("y", "yes"):
                _edit(reader, remove(place.url), f"{place.name} removed; its articles stay.")

        reader.ask(f"unsubscribe from {place.name}? y/n", answered)


def _source(reader: Reader) -> Place | None:
    place = reader.reading.places[reader.rows(Pane.SOURCES).cursor]
    if place.kind is Kind.SOURCE:
        return place
    reader.say("That is done to one source: put the cursor on it.")
    return None


def _groups(reader: Reader) -> list[str]:
    return [place.name for place in reader.reading.places if place.kind is Kind.GROUP]


def _edit(reader: Reader, change: TextEdit, said: str) -> None:
    reader.write(lambda _: reader.say(said), reader.context.edit(change))


SOURCE_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "poll-source": _poll_source,
    "poll-all": _poll_all,
    "subscribe": _subscribe,
    "rename": _rename,
    "move": _regroup,
    "pause": _pause,
    "remove": _remove,
}
