"""The commands in lines on one article: its page, programs that get it, the story that it belongs to."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

from tui import browser, outside
from tui.cache import pages, story_edits
from tui.cache.stories import story_of
from tui.outside import OutsideError
from tui.pages.edition import Edition, edition
from tui.pages.formats import FORMATS, as_json
from tui.pages.saving import file_in, save
from tui.plain.order import Order
from tui.plain.reading_orders import links_of
from tui.plain.session import Session, place_of


def _edition(session: Session, which: str) -> Edition:
    article = session.one(which)
    return edition(article, session.full_story(article.id))


def _fetch(session: Session, text: str) -> None:
    article = session.one(text)
    if not article.link:
        raise ValueError("This article has no link, so there is no page to fetch.")
    before = session.full_story(article.id)
    pages.ask(session.connection, [article.id], session.clock(), waits=True)
    session.say("Asked the poller for its page.")
    if session.awaited(lambda: not pages.is_asked(session.connection, article.id)):
        story = session.full_story(article.id)
        if story is None or (before is not None and story == before):
            session.say("The page has no more than its feed.")
        session.open(text)


def _browse(session: Session, text: str) -> None:
    which, _, number = text.partition(" ")
    links = links_of(session.one(which))
    place = place_of(number or "1", len(links))
    if place < 0:
        raise ValueError(f"There is no link {number or 1}; link {which} lists them.")
    argv = browser.command(links[place], session.environ, session.platform)
    if argv is None:
        session.say(f"$BROWSER is not set. The address: {links[place]}")
        return
    try:
        if browser.takes_terminal(argv):
            subprocess.run(argv, check=False)  # noqa: S603 - an argument list; the address is http(s)
            return
        status = asyncio.run(browser.run(argv))
    except OSError as error:
        raise ValueError(f"{argv[0]} cannot be started: {error.strerror}") from error
    session.say(f"{argv[0]} ended with status {status}" if status else f"Opened {links[place]}")


def _save(session: Session, text: str) -> None:
    folder = Path(session.settings().story.save_to).expanduser()
    for article in session.chosen(text):
        shown = edition(article, session.full_story(article.id))
        path = file_in(folder, shown)
        save(path, shown)
        session.say(f"Saved as {path}")


def _pipe(session: Session, text: str) -> None:
    which, _, command = text.partition(" ")
    form, _, rest = command.partition(" ")
    form, command = (form, rest) if form in FORMATS and rest else ("text", command)
    if not command.strip():
        raise ValueError("To which program? Write pipe NUMBER COMMAND, or pipe NUMBER markdown COMMAND.")
    given = FORMATS[form](_edition(session, which))
    session.out.flush()
    session.say(outside.run_here(command, given) or f"{command.split()[0]} has had it as {form}.")


def _send(session: Session, text: str) -> None:
    command = session.settings().story.read_later
    if not command:
        raise ValueError("No program is set for that: [story] read_later in the configuration.")
    try:
        asyncio.run(outside.send(command, as_json(_edition(session, text))))
    except OutsideError as error:
        raise ValueError(f"Not sent: {error}") from error
    session.say(f"Sent to {command.split()[0]}.")


def _play(session: Session, text: str) -> None:
    _with_enclosure(session, text, session.settings().story.player, "player")


def _download(session: Session, text: str) -> None:
    _with_enclosure(session, text, session.settings().story.downloader, "downloader")


def _with_enclosure(session: Session, text: str, command: str, key: str) -> None:
    """Give the enclosure of that number, or the first, to a program."""
    which, _, number = text.partition(" ")
    held = session.one(which).facts.enclosures
    if not held:
        raise ValueError("This article carries no sound, picture or file.")
    if not command:
        raise ValueError(f"No program is set for that: [story] {key} in the configuration.")
    place = place_of(number or "1", len(held))
    if place < 0:
        raise ValueError(f"There is no enclosure {number}; this article has {len(held)}.")
    url = held[place].url
    session.say(f"{command.split()[0]} has {url}")
    session.out.flush()
    try:
        words = outside.with_address(command, url)
        asyncio.run(outside.follow(words, lambda per_cent: _tell(session, per_cent)))
    except OutsideError as error:
        raise ValueError(str(error)) from error
    session.say("Done.")


def _tell(session: Session, per_cent: int) -> None:
    # A line each: nothing is drawn over, and a screen reader reads every one of them.
    if per_cent % 25 == 0:
        session.say(f"{per_cent} %")
        session.out.flush()


def _split(session: Session, text: str) -> None:
    article = session.one(text)
    moved = story_edits.split(session.connection, article.id, now=session.clock(), terminal=session.terminal)
    session.say(
        "Split off: it stays a story of its own; undo takes it back."
        if moved
        else "This article is the whole story already."
    )


def _join(session: Session, text: str) -> None:
    which, _, other = text.partition(" ")
    story = story_of(session.connection, session.one(other).id)
    moved = [
        story_edits.join(
            session.connection, article.id, story, now=session.clock(), terminal=session.terminal
        )
        for article in session.chosen(which)
        if story is not None
    ]
    session.say("Joined; undo takes it back." if any(moved) else "They are of one story already.")


STORY = (
    Order("fetch", "NUMBER", "Fetch the full story from its page, and read it.", _fetch),
    Order("browser", "NUMBER LINK", "Open its page in $BROWSER, or the link that link counts.", _browse),
    Order("save", "NUMBER", "Save as Markdown in the folder [story] save_to.", _save),
    Order("pipe", "NUMBER COMMAND", "Give it to a program, as text or markdown, html, json first.", _pipe),
    Order("send", "NUMBER", "Send it to [story] read_later.", _send),
    Order("play", "NUMBER ENCLOSURE", "Play what it carries with [story] player.", _play),
    Order("download", "NUMBER ENCLOSURE", "Fetch what it carries with [story] downloader.", _download),
    Order("split", "NUMBER", "Split the article off its story, for good.", _split),
    Order("join", "NUMBER OTHER", "Put articles into the story of another one.", _join),
)
