"""What the reader reads from the cache: places, lists, one article, what has changed. No widget, no write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui.app.desk_reading import DeskReading
from tui.app.list_looks import KeptLooks, ListLook
from tui.app.sections import Head, Ruling, Sections
from tui.app.selection import Selection
from tui.app.widgets import headlines
from tui.app.widgets.sources import Kind, Place, places
from tui.cache import articles, density, pages, pictures, returns, sources, stories, triage
from tui.cache.conditions import Condition
from tui.cache.database import Connection, change_counter
from tui.cache.density import Day
from tui.cache.listing import Listing, Shown
from tui.cache.pictures import Picture
from tui.cache.snapshot import ids_of
from tui.cache.stories import View
from tui.cache.visits import since
from tui.cache.window import Window
from tui.model import Article, SourceStatus

if TYPE_CHECKING:
    from tui.app.hits import Hits
    from tui.cache.pages import FullStory
    from tui.cache.place_marks import PlaceMark
    from tui.cache.requests import Discovery
    from tui.cache.walk import Portion


Finder = Callable[[Connection], list[int]]
"""Finds articles over whatever connection it is given: a list may be long, and the keys wait for no list."""


class Reading:
    """The reader's view of the cache over one read connection."""

    def __init__(
        self,
        connection: Connection,
        now: Callable[[], int],
        *,
        stories: bool = True,
        looks: KeptLooks | None = None,
    ) -> None:
        """``stories``: whether the rows of all and of groups are stories, to begin with."""
        self._connection = connection
        self._now = now
        self._counter = change_counter(connection)
        self.statuses: dict[int, SourceStatus] = {}
        self._former: dict[int, str] = {}
        self.places: list[Place] = []
        self.place = Place(Kind.ALL, "", (), 0)
        """The place whose list is shown, searched or not."""
        self.look()
        self.query = ""
        """What the list is narrowed by."""
        self.stories = stories
        """Whether they are so now."""
        self.looks = looks or KeptLooks(None)
        self._since = since(connection)
        self.selection = Selection()
        self.desk = DeskReading(connection, now)
        self._hits: Hits | None = None
        self.window = self._open()
        self.sections = self._divided()

    @property
    def read_only(self) -> bool:
        """Whether the cache could only be opened for reading."""
        return self._connection.readonly("main")

    def changed(self) -> bool:
        """Whether another process has written since the last call."""
        counter = change_counter(self._connection)
        changed, self._counter = counter != self._counter, counter
        return changed

    def due(self) -> bool:
        """Whether something that was put off should come back now."""
        return not self.read_only and returns.due(self._connection, self._now())

    def unsettled(self) -> bool:
        """Whether the counts of smart folders wait for somebody to bring them up to date."""
        if self.read_only or not any(place.kind is Kind.FOLDER for place in self.places):
            return False
        from tui.cache.folders import waiting

        return waiting(self._connection, self._now())

    def look(self) -> None:
        """Read counts and health of all sources anew; no article is touched."""
        self.statuses = {status.id: status for status in sources.statuses(self._connection)}
        self._former = sources.former(self._connection)
        self.places = places(
            list(self.statuses.values()),
            sources.totals(self._connection),
            triage.tags(self._connection),
            sources.folders(self._connection),
        )
        # The place that is shown may have another name or other sources now; if it is gone, its list stays.
        self.place = next((each for each in self.places if each.identity == self.place.identity), self.place)

    def open(self, place: Place) -> None:
        """Show a place's whole list."""
        self.place = place
        self.selection.clear()
        self.show(self._open(), "")

    def search(self, text: str) -> None:
        """Narrow the place's list to what ``text`` means; "" is the whole list. Raises QueryError."""
        self._narrow(text)
        self.selection.clear()

    def reopen(self) -> None:
        """The same list with what has arrived since; what was selected stays so."""
        before = self.window
        self._narrow(self.query)
        self.selection.carried(before, self.window)

    def _narrow(self, text: str) -> None:
        listing = self.narrowed(text) if text.strip() else self._listing()
        self.show(Window(self._connection, listing, now=self._now()), text.strip())

    def narrowed(self, text: str) -> Listing:
        """The place's list as ``text`` narrows it. Raises QueryError."""
        return self._narrow_to(replace(self._listing(searched=True), stories=False), text)

    def _narrow_to(self, listing: Listing, text: str) -> Listing:
        # Here and not above: start-up has no need of the query language.
        from tui.cache.search import narrowed
        from tui.query import parse

        return narrowed(listing, parse(text), self._now())

    def found(self, query: str, listing: Listing, first: Portion) -> None:
        """Show what was found so far of a list that ``query`` narrows."""
        self.show(Window(self._connection, listing, now=self._now(), first=first), query)
        self.selection.clear()

    def show(self, window: Window, query: str) -> None:
        """Show a window of this place's list, narrowed by ``query``."""
        self.window, self.query = window, query
        self.sections = self._divided()
        self._hits = None
        if window.listing.sought:
            from tui.app.hits import Hits

            self._hits = Hits(self._connection, window.listing)

    @property
    def look_of_list(self) -> ListLook:
        """How this place's list is ordered, divided and drawn."""
        return self.looks.of(self.place)

    def head(self, index: int) -> Head | None:
        """What stands above the row at ``index``."""
        names = {number: status.name for number, status in self.statuses.items()} | self._former
        return self.sections.head(index, self._now(), names)

    def _divided(self) -> Sections:
        order = self.window.listing.order
        timely = order in ("newest", "oldest")
        ruling = Ruling(self.look_of_list.division(order), order, self._since if timely else 0)
        return Sections(ruling, self.window)

    def day(self) -> Day:
        """The last 24 hours: articles by the hour, stories by level."""
        return density.day(self._connection, self._now())

    def arrivals_by_source(self) -> dict[int, tuple[int, ...]]:
        """The same for each source."""
        return density.by_source(self._connection, self._now())

    def marked(self) -> dict[str, PlaceMark]:
        """The places that are marked, by letter."""
        from tui.cache.place_marks import marks

        return marks(self._connection)

    def searches(self) -> list[str]:
        """Earlier queries, the last one first."""
        from tui.cache.searches import searches

        return searches(self._connection)

    def vocabulary(self, kind: str) -> list[str]:
        """The names that a query can speak of: of sources, groups, publishers or tags."""
        if kind == "tag":
            return self.tags()
        if kind == "publisher":
            return sources.publishers(self._connection)
        named = (status.group if kind == "group" else status.name for status in self.statuses.values())
        return list(dict.fromkeys(name for name in named if name))

    def matching(self, text: str) -> Finder:
        """Finds those articles of the list that ``text`` means; "" means all. Raises QueryError."""
        snapshot = self.window.snapshot()
        return partial(snapshot.common, listing=self.narrowed(text)) if text.strip() else snapshot.rows

    def unread_of(self, place: Place) -> Finder:
        """Finds the unread articles of a place as it is now, newest first."""
        listing = replace(self._listing(place), stories=False, order="newest")
        if place.kind is Kind.FOLDER:
            listing = self._narrow_to(replace(listing, limit=None), "is:unread")
        else:
            listing = replace(listing, where=_UNREAD)
        return partial(ids_of, listing=listing, now=self._now())

    def whole(self, article_ids: Sequence[int]) -> list[int]:
        """The articles of the stories that some rows stand for, as they were when the list was made."""
        if not self.window.listing.stories:
            return list(article_ids)
        return stories.with_stories(self._connection, article_ids, self.window.newest)

    def views(self, article_id: int) -> list[View]:
        """The articles of an article's story, the first on top."""
        return stories.views(self._connection, stories.story_of(self._connection, article_id) or 0)

    def story_of(self, article_id: int) -> int | None:
        """The number of an article's story."""
        return stories.story_of(self._connection, article_id)

    def would_change(self, act: str, article_ids: Sequence[int], argument: str = "") -> bool:
        """Whether an act of ``cache.triage`` would change any of these articles."""
        return triage.would_change(self._connection, act, article_ids, argument)

    def all_put_off(self, article_ids: Sequence[int]) -> bool:
        """Whether all of these articles are for later."""
        return triage.all_put_off(self._connection, article_ids)

    def tags(self) -> list[str]:
        """The names of all tags."""
        return [name for name, _ in triage.tags(self._connection)]

    def row(self, index: int) -> headlines.Row | None:
        """The headline at ``index`` with its source's name; None where it has been purged."""
        headline = self.window.row(index)
        if headline is None:
            return None
        status, former = self.statuses.get(headline.source_id), self._former.get(headline.source_id, "")
        if self.window.listing.order == "story":
            headline = replace(headline, story=None)  # its head says it
        alone = self.place.kind is Kind.SOURCE or self.window.listing.order == "source"
        return headlines.row(
            headline,
            "" if alone else status.name if status else former,
            self._now(),
            selected=self.selection.holds(index, headline.id),
            title=self._hits.title(headline) if self._hits else (),
            text=self._hits.text(headline) if self._hits else (),
        )

    def article(self, article_id: int) -> Article | None:
        """One article in full."""
        return articles.article(self._connection, article_id)

    def picture(self, url: str) -> Picture | None:
        """What came of a picture that somebody asked for; None: nothing yet."""
        return pictures.picture(self._connection, url)

    def full_story(self, article_id: int) -> FullStory | None:
        """What came of an article's page; None while nothing has."""
        return pages.full_story(self._connection, article_id)

    def page_policy(self, source_id: int) -> str:
        """When pages of a source are fetched."""
        return pages.policy(self._connection, source_id)

    def faults(self) -> list[SourceStatus]:
        """The sources whose last poll failed."""
        return [status for status in self.statuses.values() if status.error and status.enabled]

    def poller_word(self) -> str:
        """What the poller says it is doing."""
        return sources.poller_word(self._connection)

    def answer(self, question: int) -> Discovery | None:
        """What the poller found at an address that was asked about; None while it is looking."""
        from tui.cache.requests import answer

        return answer(self._connection, question)

    def _listing(self, place: Place | None = None, *, searched: bool = False) -> Listing:
        place = place or self.place
        order = self.looks.of(place).order_of(place, searched=searched)
        shown = _SHOWN.get(place.kind, Shown.ALL)
        # A story's articles stand below each other where its rows are not one.
        stories = self.stories and shown is Shown.ALL and order != "story"
        listing = Listing(place.name, shown=shown, order=order, sources=self._in_turn(place, order))
        if place.kind in _SHOWN:
            return replace(listing, stories=stories)
        if place.kind is Kind.TAG:
            return replace(listing, tag=place.tag)
        if place.kind is Kind.FOLDER:
            return self._narrow_to(listing, place.query)
        # The whole list names no sources: it has those of former ones too.
        return replace(listing, source_ids=place.source_ids, stories=stories and place.kind is Kind.GROUP)

    def _in_turn(self, place: Place, order: str) -> tuple[int, ...]:
        """The sources of a list by source, in the order of their pane."""
        if order != "source":
            return ()
        if place.kind is Kind.GROUP:
            return place.source_ids
        return (*self.statuses, *self._former)

    def _open(self) -> Window:
        return Window(self._connection, self._listing(), now=self._now())


_UNREAD = Condition("a.read = 0", ordered=True)
_SHOWN = {
    Kind.ALL: Shown.ALL,
    Kind.STARRED: Shown.STARRED,
    Kind.LATER: Shown.LATER,
    Kind.DISMISSED: Shown.DISMISSED,
}
