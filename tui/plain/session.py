"""telex in lines alone: a numbered list, a prompt, commands. For screen readers, braille, dumb terminals.

Nothing is ever drawn over: each answer is added below the last, the levels are words, the terminal's own
cursor stands where one types. Knows no escape sequence.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import apsw

from tui import ages, config, source_edits
from tui.cache import articles, pages, sources, triage
from tui.cache.database import Connection, poller_pid
from tui.cache.listing import Listing
from tui.cache.pages import FullStory
from tui.cache.search import narrowed
from tui.config import ConfigError, EditError, Settings
from tui.model import Article, Level, SourceStatus
from tui.paths import Paths
from tui.plain import listing
from tui.plain.output import Output
from tui.query import QueryError, parse
from tui.text import clean_line
from tui.told import told

if TYPE_CHECKING:
    from tui.plain.order import Order

PAGE = 10
"""Articles read out at a time."""
LIMIT = 500
"""Articles of a list."""
LINE = 4_000
"""Characters of a command."""
GUEST = "This is a guest's session: nothing is changed."


WAIT, LOOK = 60.0, 0.2
"""Seconds that an answer of the poller's is waited for, and between two looks."""


class Session:
    """One reader in lines."""

    def __init__(
        self,
        connection: Connection,
        out: Output,
        stdin: TextIO,
        *,
        paths: Paths,
        orders: Sequence[Order],
        environ: Mapping[str, str],
        platform: str,
        clock: Callable[[], int],
        terminal: str,
        guest: bool,
    ) -> None:
        """``clock`` gives seconds since 1970; ``terminal`` is a name for the journal."""
        self.connection, self.out, self.clock = connection, out, clock
        self.environ, self.platform = environ, platform
        self.terminal, self.guest = terminal, guest
        self._stdin, self._paths, self._orders = stdin, paths, orders
        self.shown: list[Article] = []
        self.at = 0
        """How many of them have been read out."""
        self.opened = -1
        """The place of the article that was read last."""
        self.query = ""

    @property
    def config(self) -> Path:
        """The configuration's file."""
        return self._paths.config

    def settings(self) -> Settings:
        """The configuration as it stands. Raises ConfigError."""
        return config.load(self.config)

    def edit(self, change: source_edits.TextEdit) -> None:
        """Change the configuration, and the cache with it. Raises EditError, ConfigError and OSError."""
        source_edits.apply(self.connection, path=self.config, change=change, now=self.clock())

    def run(self) -> None:
        """Read commands until one ends the session, or the input does."""
        words = "A guest's session. " if self.guest else ""
        self.say(f"{words}Type a number to read, Enter for more, help for the commands, quit to leave.")
        self.show_list("")
        while True:
            self._prompt()
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
        found = [each for each in self._orders if each.name == word] or [
            each for each in self._orders if each.name.startswith(word.casefold())
        ]
        if len(found) != 1:
            also = f" It may be {', '.join(each.name for each in found)}." if found else ""
            self.say(f"No command is called {word}.{also} help lists them.")
            return None
        if self.guest and not found[0].guest:
            self.say(GUEST)
            return None
        try:
            return False if found[0].do(self, rest.strip()) is False else None
        except ConfigError as error:
            for problem in str(error).splitlines():
                self.say(problem)
        except (QueryError, EditError, ValueError) as error:
            self.say(f"{error}")
        except OSError as error:
            self.say(f"{error.filename or self.config}: {error.strerror}")
        except apsw.Error as error:
            self.say(f"The cache cannot be used now: {error}")
        return None

    def ask(self, question: str) -> str:
        """The line that is typed in answer; "" at the end of the input."""
        self.say(question)
        self._prompt()
        return clean_line(self._stdin.readline(LINE), LINE).strip()

    def pick(self, question: str, count: int) -> int:
        """The place, from 0 on, of what is chosen of ``count``; -1: nothing."""
        return place_of(self.ask(f"{question} which one, 1 to {count}? Enter for none."), count)

    def _prompt(self) -> None:
        if self._stdin.isatty():
            self.out.put("telex> ")
        self.out.flush()

    def awaited(self, there: Callable[[], bool]) -> bool:
        """Wait for what the poller was asked for; whether it came, else why not is said."""
        self.out.flush()
        end = time.monotonic() + WAIT
        while not there():
            if poller_pid(self._paths.lock) is None:
                self.say("No poller is at work on this cache: start one with telex poll.")
                return False
            if time.monotonic() > end:
                self.say(f"No answer within {WAIT:g} s; the poller goes on looking.")
                return False
            time.sleep(LOOK)
        return True

    def say(self, text: str) -> None:
        """A line of its own."""
        self.out.line(text)

    def show_list(self, query: str) -> None:
        """Make the list anew and read out its beginning."""
        asked = narrowed(Listing(""), parse(query), self.clock()) if query else Listing("")
        unread = sum(each.unread for each in sources.statuses(self.connection))
        self._list(asked)
        self.query = query
        called = f"{query}: " if query else ""
        self.say(f"{called}{len(self.shown)} articles listed, {unread} unread in all.")
        self.more("")

    def show_source(self, source: SourceStatus) -> None:
        """Make the list of one source and read out its beginning."""
        self._list(Listing("", source_ids=(source.id,)))
        self.say(f"{source.name}: {len(self.shown)} articles.")
        self.more("")

    def _list(self, asked: Listing) -> None:
        most = min(asked.limit or LIMIT, LIMIT)
        self.take(articles.listed(self.connection, replace(asked, limit=most), self.clock()))

    def take(self, found: Iterable[Article]) -> None:
        """Let the numbers mean these articles from now on."""
        self.shown, self.query, self.at, self.opened = list(found), "", 0, -1

    def anew(self, _: str) -> None:
        """The list anew."""
        self.show_list(self.query)

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
            self.opened = self.shown.index(article)
            listing.show(self.connection, article.id, self.out, "text")
            if not self.guest and not article.read:
                self.mark("read", [article], quiet=True)

    def full_story(self, article_id: int) -> FullStory | None:
        """What came of an article's page; None while nothing has."""
        return pages.full_story(self.connection, article_id)

    def one(self, text: str) -> Article:
        """The article of one number. Raises ValueError."""
        found = self.chosen(text)
        if len(found) != 1:
            raise ValueError("That is done to one article: give one number.")
        return found[0]

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
        self.mark_ids(act, [article.id for article in wanted], argument, quiet=quiet)

    def mark_ids(self, act: str, ids: Sequence[int], argument: str = "", *, quiet: bool = False) -> None:
        """The same to articles that may stand in no list."""
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


def place_of(text: str, count: int) -> int:
    """The place, from 0 on, that a number from 1 to ``count`` means; -1: it is none."""
    return int(text) - 1 if text.isascii() and text.isdigit() and 1 <= int(text) <= count else -1


def headline(number: int, article: Article, now: int) -> str:
    """An article in one line: number, level as a word, state, source, age, headline."""
    state = [
        article.level.name if article.level > Level.ROUTINE else "",
        "" if article.read else "unread",
        "starred" if article.starred else "",
    ]
    words = "".join(f"{word}, " for word in state if word)
    return f"{number}. {words}{article.source}, {ages.age(article.at, now)}: {article.title}"
