"""The commands in lines that read: lists and their articles, the views of a story, what changed."""

from __future__ import annotations

from tui.cache import revisions, sources, triage
from tui.cache.folders import settle
from tui.cache.stories import story_of
from tui.cache.why import why
from tui.model import Article
from tui.pages.changes import changes
from tui.pages.document import DocumentError, loads
from tui.pages.edition import edition
from tui.pages.jumps import is_jump
from tui.pages.render import plain, render
from tui.plain.order import Order
from tui.plain.session import Session
from tui.why import why_lines

MEASURE = 72
"""Cells of a line of text that is searched."""


def _next(session: Session, _: str) -> None:
    after = range(session.opened + 1, len(session.shown))
    number = next((index for index in after if not session.shown[index].read), None)
    if number is None:
        session.say("Nothing unread stands further down in this list.")
    else:
        session.open(str(number + 1))


def _places(session: Session, _: str) -> None:
    marked = (("Starred", "is:starred"), ("For later", "is:later"), ("Dismissed", "is:dismissed"))
    session.say("Besides the sources there are these lists:")
    for name, query in marked:
        session.say(f"{name}: list {query}")
    for name, unread in triage.tags(session.connection):
        session.say(f"#{name}, {unread} unread: list tag:{name}")
    while not session.connection.readonly("main") and settle(session.connection, session.clock()):
        pass  # until their counts are right
    for folder in sources.folders(session.connection):
        session.say(f"{folder.name}, {folder.unread} unread: list {folder.query}")


def _views(session: Session, text: str) -> None:
    story = story_of(session.connection, session.one(text).id)
    if story is None:
        session.say("It is the only article of its story.")
    else:
        session.show_list(f"story:{story}")


def _links(session: Session, text: str) -> None:
    for article in session.chosen(text):
        for number, link in enumerate(links_of(article), 1):
            session.say(f"{number}. {link}")


def links_of(article: Article) -> list[str]:
    """The address of an article and those in its text, each once."""
    try:
        links = render(loads(article.document), MEASURE, MEASURE).links
    except DocumentError:
        links = ()
    return [link for link in dict.fromkeys([article.link, *links]) if link and not is_jump(link)]


def _find(session: Session, text: str) -> None:
    which, _, words = text.partition(" ")
    if not words.strip():
        raise ValueError("What is to be found? Write find NUMBER WORDS.")
    article = session.one(which)
    shown = edition(article, session.full_story(article.id))
    wanted = words.strip().casefold()
    lines = [line for line in plain(shown.document, MEASURE).split("\n") if wanted in line.casefold()]
    session.say(f"{len(lines)} lines have it." if lines else "Not in this story.")
    for line in lines:
        session.say(line.strip())


def _why(session: Session, text: str) -> None:
    for article in session.chosen(text):
        for heading, line in why_lines(article, why(session.connection, article.id), session.clock()):
            session.say(heading or f"  {line}")


def _changes(session: Session, text: str) -> None:
    article = session.one(text)
    earlier = revisions.earlier_text(session.connection, article.id, None)
    found = changes(article, earlier, session.clock())
    session.out.lines(found if isinstance(found, str) else plain(found, MEASURE))


READING = (
    Order("open", "NUMBER", "Read an article; it is marked read.", Session.open, guest=True),
    Order("next", "", "Read the next unread article of the list.", _next, guest=True),
    Order("more", "", "The next ten of the list.", Session.more, guest=True),
    Order("new", "", "The list anew, with what has come.", Session.anew, guest=True),
    Order("list", "QUERY", "Another list: what a query finds, or all.", Session.show_list, guest=True),
    Order("search", "QUERY", "The same.", Session.show_list, guest=True),
    Order("places", "", "Starred, put off, dismissed; tags and smart folders.", _places, guest=True),
    Order("views", "NUMBER", "All articles of its story, of every source.", _views, guest=True),
    Order("find", "NUMBER WORDS", "The lines of an article that have these words.", _find, guest=True),
    Order("link", "NUMBER", "The addresses of an article and in its text.", _links, guest=True),
    Order("why", "NUMBER", "Its level, its story, its times, your rules.", _why, guest=True),
    Order("changes", "NUMBER", "What its source changed since it came.", _changes, guest=True),
)
