"""The story pane: an article's blocks as lines on Textual's Line API.

Wrapped once for each width; lines are painted when looked at (measured: a sixth of what one widget
for each block costs). Knows neither cache nor network.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import about as described
from tui.ages import stamp
from tui.app.palette import Palette
from tui.app.widgets.line import compose_line
from tui.model import Article, Level
from tui.pages.document import Block, Face, Kind, Span
from tui.pages.render import Page, Role, render


def blocks_of(article: Article, content: tuple[Block, ...]) -> tuple[Block, ...]:
    """An article as one document: headline, where from and when, why urgent, the content, its own link."""
    about = [article.source]
    if article.author and article.author.casefold() != article.source.casefold():
        about.append(article.author)
    about.append(stamp(article.dated))
    if article.later_until is not None:
        about.append(f"for later: {stamp(article.later_until)}")
    if article.dismissed:
        about.append("dismissed")
    if article.tags:
        about.append(" ".join(f"#{tag}" for tag in article.tags))
    if article.revisions:
        times = "once" if article.revisions == 1 else f"{article.revisions} times"
        about.append(f"changed {times} since it was first seen")
    facts = article.facts
    stated = (facts.origin and f"from {facts.origin}", described.filed(facts), described.comments(facts))
    about += [words for words in stated if words]
    head = [
        Block(Kind.HEADING, (Span(article.title),), level=1),
        Block(Kind.PARAGRAPH, (Span(" · ".join(about), Face.ITALIC),)),
    ]
    if article.level > Level.ROUTINE:
        why = f"{article.level.name}: {'; '.join(article.reasons)}"
        head.append(Block(Kind.PARAGRAPH, (Span(why, Face.BOLD),)))
    if facts.cap:
        head.append(Block(Kind.PARAGRAPH, (Span(described.warning(facts.cap)),)))
    if not content:
        content = (Block(Kind.PARAGRAPH, (Span("The source gives no text here; o opens its page."),)),)
    foot = [Block(Kind.RULE)]
    if article.link:
        foot.append(Block(Kind.PARAGRAPH, (Span(article.link, href=article.link),)))
    foot += [
        Block(Kind.PARAGRAPH, (Span(described.enclosure(held), href=held.url),)) for held in facts.enclosures
    ]
    if facts.comments_link:
        foot.append(Block(Kind.PARAGRAPH, (Span("comments", href=facts.comments_link),)))
    return (*head, *content, *foot)


class Story(ScrollView, can_focus=True, inherit_bindings=False):
    """One article, or a word on what to do when none is open."""

    DEFAULT_CSS = "Story { scrollbar-size-vertical: 0; scrollbar-size-horizontal: 0; }"

    def __init__(self, palette: Callable[[], Palette], *, measure: int, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """``measure``: the widest line in cells."""
        super().__init__(id=id)
        self._palette = palette
        self._measure = measure
        self._document: tuple[Block, ...] = ()
        self._page = Page((), ())
        self._laid_out = 0

    @property
    def measure(self) -> int:
        """The widest line in cells."""
        return self._measure

    @measure.setter
    def measure(self, cells: int) -> None:
        if cells != self._measure:
            self._measure, self._laid_out = cells, 0
            self._lay_out()
            self.refresh()

    @property
    def links(self) -> tuple[str, ...]:
        """The story's addresses; the first is number 1."""
        self._lay_out()
        return self._page.links

    @property
    def at_end(self) -> bool:
        """Whether the last line is on screen."""
        return self.scroll_offset.y >= len(self._page.lines) - self.size.height

    def show(self, document: tuple[Block, ...], *, keep_place: bool = False) -> None:
        """Show another document from its top, or the same one revised where it stood."""
        self._document = document
        self._laid_out = 0
        self._lay_out()
        if not keep_place:
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.refresh()

    def turn(self, lines: int) -> bool:
        """Scroll by so many lines; False when it could not go further."""
        before = self.scroll_offset.y
        target = max(0, min(before + lines, len(self._page.lines) - self.size.height))
        if target == before:
            return False
        self.scroll_to(y=target, animate=False, immediate=True, force=True)
        return True

    def _lay_out(self) -> None:
        cells = self.size.width
        if cells and cells != self._laid_out:
            self._page = render(self._document, cells, self._measure)
            self._laid_out = cells
            self.virtual_size = Size(cells, len(self._page.lines))

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew at another width, at about the same place in the text."""
        if event.size.width == self._laid_out:
            return
        lines = len(self._page.lines)
        share = self.scroll_offset.y / lines if lines else 0.0
        self._lay_out()
        self.scroll_to(y=int(share * len(self._page.lines)), animate=False, immediate=True, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line ``y`` of the visible region."""
        palette, cells = self._palette(), self.size.width
        index = y + self.scroll_offset.y
        if not self._document:
            said = "  Enter opens the headline under the cursor." if y == 1 else ""
            return Strip(compose_line([Segment(said, palette.dim)], (), palette.text, cells), cells)
        line = self._page.lines[index] if index < len(self._page.lines) else ()
        pieces = [Segment(run.text, style_of(run.role, run.face, palette)) for run in line]
        return Strip(compose_line(pieces, (), palette.text, cells), cells)


def style_of(role: Role, face: Face, palette: Palette) -> Style:
    """The look of a run of text."""
    style = {
        Role.HEADING: palette.heading,
        Role.QUOTE: palette.quote,
        Role.CODE: palette.code,
        Role.LINK: palette.link,
        Role.CAPTION: palette.caption,
        Role.MARKER: palette.dim,
        Role.RULE: palette.dim,
    }.get(role, palette.text)
    return style + Style(
        bold=True if Face.BOLD in face else None,
        italic=True if Face.ITALIC in face else None,
        strike=True if Face.STRIKE in face else None,
    )
