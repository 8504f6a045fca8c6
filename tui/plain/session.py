"""telex in lines alone: a numbered list, a prompt, commands. For screen readers, braille, dumb terminals.

Nothing is ever drawn over: each answer is added below the last, the levels are words, the terminal's own
cursor stands where one types. Knows no escape sequence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

import apsw

from tui import ages
from tui.cache import articles, sources, triage
from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.search import narrowed
from tui.model import Article, Level
from tui.pages.document import DocumentError, loads
from tui.pages.render import render
from tui.plain import listing
from tui.plain.output import Output
from tui.put_off import EXPECTED, NAMED, comes_back
from tui.query import QueryError, parse
from tui.text import clean_line
from tui.told import told

PAGE = 10
"""Articles read out at a time."""
LIMIT = 500
"""Articles of a list."""
LINE = 4_000
"""Characters of a command."""
GUEST = "This is a guest's session: nothing is changed."


@dataclass(frozen=True, slots=True)
class Order:
    """A command of the session."""

    name: str
    argument: str
    help: str
    do: Callable[[Session, str], bool | None]
    """False ends the session."""
    changes: bool = False
    """A guest may not."""


class Session:
    """One reader in lines."""

    def __init__(
        self,
        connection: Connection,
        out: Output,
        stdin: TextIO,
        *,
        clock: Callable[[], int],
        terminal: str,
        guest: bool,
    ) -> None:
        """``clock`` gives seconds since 1970; ``terminal`` is a name for the journal."""
        self.connection, self.out, self.clock = connection, out, clock
        self.terminal, self.guest = terminal, guest
        self._stdin = stdin
        self.shown: list[Article] = []
        self.at = 0
        self.query = ""

    def run(self) -> None:
        """Read commands until one ends the session, or the input does."""
        words = "A guest's session. " if self.guest else ""
        self.say(f"{words}Type a number to read, Enter for more, help for the commands, quit to leave.")
        self.show_list("")
        while True:
            if self._stdin.isatty():
                self.out.put("telex> ")
            self.out.flush()
            line = self._stdin.readline(LINE)
            if not line or self.obey(clean_line(line, LINE)) is False:
                break
        self.out.flush()

    def obey(self, line: str) -> bool | None:
        """Carry out one command; False ends the session."""
        word, _, rest = line.strip().partition(" ")
        if not word:
            self.more("")
            return None
        if word[0].isdigit():
            word, rest = "open", line.strip()
        found = [each for each in ORDERS if each.name == word] or [
            each for each in ORDERS if each.name.startswith(word.casefold())
        ]
        if len(found) != 1:
            also = f" It may be {', '.join(each.name for each in found)}." if found else ""
            self.say(f"No command is called {word}.{also} help lists them.")
            return None
        if found[0].changes and self.guest:
            self.say(GUEST)
            return None
        try:
            return found[0].do(self, rest.strip())
        except (QueryError, ValueError) as error:
            self.say(f"{error}")
        except apsw.Error as error:
            self.say(f"The cache cannot be used now: {error}")
        return None

    def say(self, text: str) -> None:
        """A line of its own."""
        self.out.line(text)

    def show_list(self, query: str) -> None:
        """Make the list anew and read out its beginning."""
        asked = narrowed(Listing(""), parse(query), self.clock()) if query else Listing("")
        most = min(asked.limit or LIMIT, LIMIT)
        self.shown = list(articles.listed(self.connection, replace(asked, limit=most), self.clock()))
        self.query, self.at = query, 0
        unread = sum(each.unread for each in sources.statuses(self.connection))
        called = f"{query}: " if query else ""
        self.say(f"{called}{len(self.shown)} articles listed, {unread} unread in all.")
        self.more("")

    def more(self, _: str) -> None:
        """Read out the next few of the list."""
        if self.at >= len(self.shown):
            self.say("The list ends here." if self.shown else "Nothing is in this list.")
        for index in range(self.at, min(self.at + PAGE, len(self.shown))):
            self.say(headline(index + 1, self.shown[index], self.clock()))
        self.at = min(self.at + PAGE, len(self.shown))

    def open(self, text: str) -> None:
        """Read out an article and mark it read."""
        for article in self.chosen(text):
            listing.show(self.connection, article.id, self.out, "text")
            if not self.guest and not article.read:
                self.mark("read", [article], quiet=True)

    def chosen(self, text: str) -> list[Article]:
        """The articles of numbers such as 3, 3-7, 3,5 or all. Raises ValueError."""
        if text == "all":
            return list(self.shown)
        found: list[Article] = []
        for part in re.split(r"[,\s]+", text.strip()):
            match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
            if match is None:
                raise ValueError(
                    f"Which one? Give its number, such as 3, 3-7, 3,5, or all; not {part or 'nothing'}."
                )
            first, last = int(match[1]), int(match[2] or match[1])
            if not 1 <= first <= last <= len(self.shown):
                raise ValueError(f"There is no number {part}; the list has {len(self.shown)}.")
            found += self.shown[first - 1 : last]
        return found

    def mark(self, act: str, wanted: Sequence[Article], argument: str = "", *, quiet: bool = False) -> None:
        """Do an act of ``cache.triage`` and say so."""
        ids = [article.id for article in wanted]
        done = triage.mark(
            self.connection, act, ids, now=self.clock(), terminal=self.terminal, argument=argument
        )
        self._reread(done.article_ids)
        if not quiet:
            words = told(act, argument, len(done.article_ids), self.clock())
            self.say(f"{words}; undo takes it back." if done.article_ids else "Nothing to change.")

    def turned(self, turn: Callable[..., triage.Act | None], said: str, none: str) -> None:
        """Undo or redo."""
        act = turn(self.connection, now=self.clock(), terminal=self.terminal)
        if act is None:
            self.say(none)
            return
        self._reread(act.article_ids)
        self.say(f"{said}: {told(act.act, act.argument, len(act.article_ids), self.clock())}.")

    def _reread(self, ids: Iterable[int]) -> None:
        changed = set(ids)
        for index, article in enumerate(self.shown):
            if article.id in changed:
                self.shown[index] = articles.article(self.connection, article.id) or article


def headline(number: int, article: Article, now: int) -> str:
    """An article in one line: number, level as a word, state, source, age, headline."""
    state = [
        article.level.name if article.level > Level.ROUTINE else "",
        "" if article.read else "unread",
        "starred" if article.starred else "",
    ]
    words = "".join(f"{word}, " for word in state if word)
    return f"{number}. {words}{article.source}, {ages.age(article.at, now)}: {article.title}"


def _marks(act: str) -> Callable[[Session, str], None]:
    return lambda session, text: session.mark(act, session.chosen(text))


def _later(session: Session, text: str) -> None:
    which, _, when = text.partition(" ")
    try:
        until = comes_back(when or NAMED[0], session.clock())
    except ValueError as error:
        raise ValueError(f"{error}; put it off until {EXPECTED}.") from error
    session.mark("later", session.chosen(which), str(until))


def _tags(act: str) -> Callable[[Session, str], None]:
    def do(session: Session, text: str) -> None:
        which, _, word = text.partition(" ")
        name = triage.tag_name(word)
        if not name:
            raise ValueError(f"Which tag? Write {act} NUMBER WORD.")
        session.mark(act, session.chosen(which), name)

    return do


def _sources(session: Session, _: str) -> None:
    for number, status in enumerate(sources.statuses(session.connection), 1):
        fault = f", failing: {status.error}" if status.error else ""
        paused = "" if status.enabled else ", paused"
        session.say(f"{number}. {status.name}: {status.unread} unread{fault}{paused}")


def _source(session: Session, text: str) -> None:
    known = sources.statuses(session.connection)
    if not text.isdigit() or not 1 <= int(text) <= len(known):
        raise ValueError(f"Which source? Give its number, 1 to {len(known)}; sources lists them.")
    wanted = known[int(text) - 1]
    found = articles.listed(
        session.connection, replace(Listing(""), source_ids=(wanted.id,), limit=LIMIT), session.clock()
    )
    session.shown, session.at, session.query = list(found), 0, ""
    session.say(f"{wanted.name}: {len(session.shown)} articles.")
    session.more("")


def _links(session: Session, text: str) -> None:
    for article in session.chosen(text):
        try:
            links = render(loads(article.document), 72, 72).links
        except DocumentError:
            links = ()
        for link in dict.fromkeys([article.link, *links]):
            if link:
                session.say(link)


def _why(session: Session, text: str) -> None:
    for article in session.chosen(text):
        session.say(f"{article.level.name}: {'; '.join(article.reasons) or 'nothing makes it more'}")


def _anew(session: Session, _: str) -> None:
    session.show_list(session.query)


def _poll(session: Session, _: str) -> None:
    sources.request_poll(session.connection, None, session.clock())
    session.say("Asked the poller for all sources; new lists what has come.")


def _help(session: Session, _: str) -> None:
    session.say(
        "A number reads that article; Enter reads out more of the list. NUMBER may be 3, 3-7, 3,5 or all."
    )
    for order in ORDERS:
        if not (order.changes and session.guest):
            session.say(f"{f'{order.name} {order.argument}'.strip()}: {order.help}")


ORDERS: tuple[Order, ...] = (
    Order("open", "NUMBER", "Read an article; it is marked read.", Session.open),
    Order("more", "", "The next ten of the list.", Session.more),
    Order(
        "new", "", "The list anew, with what has come.", lambda session, _: session.show_list(session.query)
    ),
    Order("list", "QUERY", "Another list: what a query finds, or all.", Session.show_list),
    Order("search", "QUERY", "The same.", Session.show_list),
    Order("sources", "", "The sources with their numbers.", _sources),
    Order("source", "NUMBER", "The list of one source.", _source),
    Order("link", "NUMBER", "The addresses of an article and in its text.", _links),
    Order("why", "NUMBER", "Its level, and why.", _why),
    Order("read", "NUMBER", "Mark read.", _marks("read"), changes=True),
    Order("unread", "NUMBER", "Mark unread.", _marks("unread"), changes=True),
    Order("star", "NUMBER", "Star.", _marks("star"), changes=True),
    Order("unstar", "NUMBER", "Take the star away.", _marks("unstar"), changes=True),
    Order("later", "NUMBER WHEN", "Put off, until tomorrow or when you say.", _later, changes=True),
    Order("unlater", "NUMBER", "Put off no longer.", _marks("unlater"), changes=True),
    Order("dismiss", "NUMBER", "Set apart until its headline changes.", _marks("dismiss"), changes=True),
    Order("drop", "NUMBER", "Set apart for good.", _marks("dismiss-for-good"), changes=True),
    Order("tag", "NUMBER WORD", "Tag.", _tags("tag"), changes=True),
    Order("untag", "NUMBER WORD", "Take a tag away.", _tags("untag"), changes=True),
    Order(
        "undo",
        "",
        "Take back the last change, also of an earlier session.",
        lambda session, _: session.turned(triage.undo, "Taken back", "There is nothing to take back."),
        changes=True,
    ),
    Order(
        "redo",
        "",
        "Do again what was taken back.",
        lambda session, _: session.turned(triage.redo, "Done again", "There is nothing to do again."),
        changes=True,
    ),
    Order("poll", "", "Ask the poller for all sources.", _poll, changes=True),
    Order("help", "", "These lines.", _help),
    Order("quit", "", "Leave.", lambda *_: False),
)
