"""The commands in lines on sources: the list of one, polling, subscribing, changing, taking out."""

from __future__ import annotations

from tui import source_edits
from tui.cache import requests, sources
from tui.model import Source, SourceStatus
from tui.plain import found, health
from tui.plain.order import Order
from tui.plain.session import Session, place_of
from tui.text import shown_url


def _known(session: Session, text: str) -> SourceStatus:
    """The source of a number. Raises ValueError."""
    known = sources.statuses(session.connection)
    place = place_of(text, len(known))
    if place < 0:
        raise ValueError(f"Which source? Give its number, 1 to {len(known)}; sources lists them.")
    return known[place]


def _sources(session: Session, text: str) -> None:
    wanted = text.casefold()
    for number, status in enumerate(sources.statuses(session.connection), 1):
        if wanted in f"{status.name} {status.group} {status.url}".casefold():
            group = f" in {status.group}" if status.group else ""
            state = health.health(status)
            word = "" if state == "ok" else f", {state}"
            session.say(f"{number}. {status.name}{group}: {status.unread} unread{word}")


def _source(session: Session, text: str) -> None:
    session.show_source(_known(session, text))


def _errors(session: Session, _: str) -> None:
    known = sources.statuses(session.connection)
    failing = [(number, each) for number, each in enumerate(known, 1) if each.error and each.enabled]
    for number, status in failing:
        session.say(f"{number}. {status.name}: {status.error}")
    if not failing:
        session.say("No source fails.")


def _poll(session: Session, text: str) -> None:
    status = _known(session, text) if text else None
    sources.request_poll(session.connection, status.id if status else None, session.clock())
    session.say(f"Asked the poller for {status.name if status else 'all sources'}; new lists what has come.")


def _subscribe(session: Session, address: str) -> None:
    if not address:
        raise ValueError("To what? Write subscribe ADDRESS: of a site or of a feed.")
    question = requests.ask_discovery(session.connection, address, session.clock())
    session.say(f"Looking for feeds at {address}")
    if not session.awaited(lambda: requests.answer(session.connection, question) is not None):
        return
    answer = requests.answer(session.connection, question)
    if answer is None or not answer.found:
        session.say("No feed was found there.")
        for line in found.tried(answer) if answer else ():
            session.say(line)
        return
    for line in found.choices(answer, session.clock()):
        session.say(line)
    place = session.pick("Subscribe to", len(answer.found))
    if place < 0:
        session.say("Nothing was changed.")
        return
    feed = answer.found[place]
    if any(feed.url == each.url for each in sources.statuses(session.connection)):
        raise ValueError("You are subscribed to that already.")
    session.edit(source_edits.subscribe(Source(feed.url)))
    session.say(f"Subscribed to {feed.title or shown_url(feed.url)}; it is polled next.")


def _rename(session: Session, text: str) -> None:
    which, _, name = text.partition(" ")
    session.edit(source_edits.rename(_known(session, which).url, name))
    session.say(f"Renamed to {name}." if name else "It has its own title again.")


def _move(session: Session, text: str) -> None:
    which, _, group = text.partition(" ")
    status = _known(session, which)
    session.edit(source_edits.move(status.url, group))
    session.say(f"{status.name} is in {group} now." if group else f"{status.name} is in no group now.")


def _pause(session: Session, text: str) -> None:
    status = _known(session, text)
    session.edit(source_edits.pause(status.url, paused=status.enabled))
    session.say(f"{status.name} is paused." if status.enabled else f"{status.name} is polled again.")


def _remove(session: Session, text: str) -> None:
    status = _known(session, text)
    if session.ask(f"Unsubscribe from {status.name}? y/n").casefold() not in ("y", "yes"):
        session.say("Nothing was changed.")
        return
    session.edit(source_edits.remove(status.url))
    session.say(f"{status.name} removed; its articles stay.")


SOURCES = (
    Order(
        "sources", "WORD", "The sources with their numbers; those with a word in them.", _sources, guest=True
    ),
    Order("source", "NUMBER", "The list of one source.", _source, guest=True),
    Order("errors", "", "The sources that fail, and why.", _errors, guest=True),
    Order("poll", "NUMBER", "Ask the poller for all sources, or for one.", _poll),
    Order("subscribe", "ADDRESS", "Look for the feeds of a site, then choose one.", _subscribe),
    Order("rename", "NUMBER NAME", "Give a source another name.", _rename),
    Order("move", "NUMBER GROUP", "Put a source into a group.", _move),
    Order("pause", "NUMBER", "Poll a source no longer, or again.", _pause),
    Order("remove", "NUMBER", "Unsubscribe, once you have said yes; its articles stay.", _remove),
)
