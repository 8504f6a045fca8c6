"""The story pane: an article's blocks as lines on Textual's Line API.

Wrapped once for each width; lines are painted when looked at (measured: a sixth of what one widget
for each block costs). Knows neither cache nor network.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.app.palette import Palette
from tui.app.widgets.line import compose_line
from tui.pages.columns import beside
from tui.pages.document import Block, Document, Face, Kind
from tui.pages.jumps import is_jump
from tui.pages.render import Page, Role, Run, Typesetter
from tui.text import host_of

HOST_CELLS = 40
"""Cells of a link's host that are shown."""
_NO_ROOM = Size(0, 0)
_REVERSE = Style(reverse=True)

PAINTED = 0.05
"""Seconds after which the first screen has been drawn."""
BEHIND = 1_000
"""Lines that are wrapped at one time behind the screen that is looked at: some 5 ms."""


class Story(ScrollView, can_focus=True, inherit_bindings=False):
    """One article, or a word on what to do when none is open."""

    DEFAULT_CSS = "Story { scrollbar-size-vertical: 0; scrollbar-size-horizontal: 0; }"

    def __init__(
        self,
        palette: Callable[[], Palette],
        *,
        measure: int,
        hyperlinks: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """``measure``: the widest line in cells; ``hyperlinks``: the terminal knows OSC 8."""
        super().__init__(id=id)
        self._palette = palette
        self._measure = measure
        self._hyperlinks = hyperlinks
        self._document: Document = ()
        self._columns: Sequence[Document] = ()
        self._label: Callable[[int], str] = str
        self._home = ""
        self._setter = Typesetter((), 2)
        self._page = Page((), ())
        self._laid_out = 0
        self._room = _NO_ROOM
        self._looks: dict[tuple[Role, Face], Style] = {}
        self._looks_of: Palette | None = None
        self._sought: re.Pattern[str] | None = None
        self._found: list[int] = []
        self._behind: list[tuple[int, float]] = []
        """Places from which links within the story were followed."""
        self._led_to = -1
        """The block that the last one led to."""

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
        self._complete()
        return self._page.links

    @property
    def at_end(self) -> bool:
        """Whether the last line is on screen."""
        self._complete()
        return self.scroll_offset.y >= len(self._page.lines) - self.size.height

    def show(
        self,
        document: Document,
        *,
        home: str = "",
        columns: Sequence[Document] = (),
        keep_place: bool = False,
        room: Size = _NO_ROOM,
    ) -> None:
        """Show another document from its top, or the same one revised where it stood.

        ``home``: the address whose host it is of; links to other hosts say which.
        ``columns``: short documents without links that stand below it, side by side where there is room.
        ``room``: the size that the pane will have, where it is not on screen yet: no frame is drawn without
        the text, or with that of the document before.
        """
        self._document, self._columns, self._room = document, columns, room
        self._home = host_of(home)
        self._laid_out = 0
        self._sought, self._found, self._label = None, [], str
        self._behind, self._led_to = [], -1
        if keep_place:
            self._lay_out(whole=True)
        else:
            self._lay_out()
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.refresh()

    def turn(self, lines: int) -> bool:
        """Scroll by so many lines; False when it could not go further."""
        self._complete()
        before = self.scroll_offset.y
        target = max(0, min(before + lines, len(self._page.lines) - self.size.height))
        if target == before:
            return False
        self._scroll(target)
        return True

    def label_links(self, label: Callable[[int], str]) -> None:
        """Show what ``label`` says of a link's number in its place."""
        self._label, self._laid_out = label, 0
        self._lay_out(whole=True)
        self.refresh()

    def _named(self, number: int, href: str) -> str:
        return named(self._label(number), href, self._home)

    def picture(self, number: int = 0) -> Block | None:
        """The picture with the link of that number; without one that on screen, or the next, or the first."""
        self._complete()
        pictures = {
            start: block
            for start, block in zip(self._page.starts, self._document, strict=False)
            if block.kind is Kind.IMAGE and block.href
        }
        if number:
            href = self._page.links[number - 1] if number <= len(self._page.links) else ""
            return next((block for block in pictures.values() if block.href == href), None)
        top = self.scroll_offset.y
        start = next((start for start in pictures if start >= top), min(pictures, default=0))
        return pictures.get(start)

    # Jumping within the story

    def jump(self, href: str) -> None:
        """Go to the place that a link within the story leads to; ``jump_back`` comes back."""
        self._complete()
        self._led_to = next((at for at, block in enumerate(self._document) if f"#{block.name}" == href), -1)
        if 0 <= self._led_to < len(self._page.starts):
            self._behind.append(self._place)
            self._scroll_near(self._page.starts[self._led_to])
        self.refresh()

    def jump_back(self) -> bool:
        """Go back to where the last link within the story was followed; False: none was."""
        if not self._behind:
            return False
        self._led_to = -1
        self._go_to(self._behind.pop())
        self.refresh()
        return True

    @property
    def _place(self) -> tuple[int, float]:
        """The block on top, and how much of it is above: the same at every width."""
        here = self.scroll_offset.y
        block = max(0, bisect_right(self._page.starts, here) - 1)
        start, end = _extent(self._page, block)
        return block, (here - start) / max(1, end - start) if here else -1

    def _go_to(self, place: tuple[int, float]) -> None:
        block, share = place
        if self._page.starts:
            start, end = _extent(self._page, min(block, len(self._page.starts) - 1))
            self._scroll(start + int(share * (end - start)) if share >= 0 else 0)

    # Searching

    @property
    def searched(self) -> bool:
        """Whether words are marked that were looked for."""
        return self._sought is not None

    def seek(self, words: str) -> int:
        """Mark ``words`` wherever they stand, in either case, and go to the first place from here on.

        Gives the number of lines that have them; "" marks nothing any more.
        """
        self._complete()
        self._sought = re.compile(re.escape(words), re.IGNORECASE) if words else None
        self._found = self._lines_with(self._sought)
        if self._found:
            here = self.scroll_offset.y
            self._scroll_near(next((line for line in self._found if line >= here), self._found[0]))
        self.refresh()
        return len(self._found)

    def seek_on(self, step: int) -> str:
        """To the next place, or with -1 the one before; says which one it is."""
        here = self.scroll_offset.y + self.size.height // 3
        further = [line for line in self._found if (line > here if step > 0 else line < here)]
        if not further:
            further = self._found
        line = further[0] if step > 0 else further[-1]
        self._scroll_near(line)
        return f"{self._found.index(line) + 1} of {len(self._found)}"

    def _lines_with(self, sought: re.Pattern[str] | None) -> list[int]:
        if sought is None:
            return []
        texts = ("".join([run.text for run in line]) for line in self._page.lines)
        return [number for number, text in enumerate(texts) if sought.search(text)]

    def _scroll_near(self, line: int) -> None:
        self._scroll(max(0, min(line - self.size.height // 3, len(self._page.lines) - self.size.height)))

    # Lines

    def _lay_out(self, *, whole: bool = False) -> None:
        """Wrap the text: the screen that is looked at now, and the rest once it has been drawn."""
        cells, lines = self.size or self._room
        if not cells or cells == self._laid_out:
            return
        self._laid_out = cells
        if self._columns:
            self._setter = Typesetter((), cells)
            self._take(beside(self._document, self._columns, cells, self._measure))
            return
        self._setter = Typesetter(self._document, cells, self._measure, self._named)
        self._setter.go_on(None if whole else lines + 1)
        self._take(self._setter.page)
        if not self._setter.done:
            # By the clock: what is called after a refresh comes before the frame of this one.
            self.set_timer(PAINTED, self._go_on)

    def _go_on(self) -> None:
        """Wrap some more behind what is looked at; keys that wait come first."""
        if not self._setter.done:
            self._setter.go_on(self._setter.height + BEHIND)
            self._take(self._setter.page)
            self.call_later(self._go_on)

    def _complete(self) -> None:
        self._lay_out()
        self._finish()

    def _finish(self) -> None:
        if not self._setter.done:
            self._setter.go_on()
            self._take(self._setter.page)

    def _take(self, page: Page) -> None:
        self._page = page
        before, now = self.virtual_size, Size(self._laid_out, len(page.lines))
        if before.width == now.width and 0 < self.size.height < before.height < now.height:
            # What is on screen is as it was: no layout, no second painting.
            self.set_reactive(Story.virtual_size, now)
        else:
            self.virtual_size = now

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, immediate=True, force=True)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew at another width; the paragraph on top stays there."""
        if event.size.width == self._laid_out:
            return
        self._finish()  # at the width that it was begun with
        place = self._place
        self._lay_out(whole=True)
        self._go_to(place)
        self._found = self._lines_with(self._sought)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line ``y`` of the visible region."""
        palette, cells = self._palette(), self.size.width
        index = y + self.scroll_offset.y
        if not self._document:
            said = "  Enter opens the headline under the cursor." if y == 1 else ""
            return Strip(compose_line([Segment(said, palette.dim)], (), palette.text, cells), cells)
        line = self._page.lines[index] if index < len(self._page.lines) else ()
        pieces = [Segment(run.text, self._style(run, palette)) for run in line]
        if 0 <= self._led_to < len(self._page.starts) and index == self._page.starts[self._led_to]:
            # Near the end the place is not where the eye expects it: its line shows which one it is.
            pieces = [
                Segment(run.text, style if run.role is Role.MARGIN else (style or Style.null()) + _REVERSE)
                for run, (_, style, _) in zip(line, pieces, strict=True)
            ]
        if self._sought is not None:
            pieces = marked(pieces, self._sought)
        return Strip(compose_line(pieces, (), palette.text, cells), cells)

    def _style(self, run: Run, palette: Palette) -> Style:
        if palette is not self._looks_of:
            self._looks, self._looks_of = {}, palette
        style = self._looks.get((run.role, run.face))
        if style is None:
            style = self._looks[run.role, run.face] = style_of(run.role, run.face, palette)
        if self._hyperlinks and run.link and not is_jump(self._page.links[run.link - 1]):
            # What the terminal gets is looked at once more: app.looks.
            return style + Style(link=self._page.links[run.link - 1])
        return style


def named(label: str, href: str, home: str) -> str:
    """What stands for a link: its label, and its host where that is another than ``home``.

    Of a long name the end is shown: what stands before it is anybody's.
    """
    host, own = host_of(href), home.removeprefix("www.")
    if not host or (own and f".{host}".endswith(f".{own}")):
        return label
    return f"{label} {host if len(host) <= HOST_CELLS else '…' + host[1 - HOST_CELLS :]}"


def _extent(page: Page, block: int) -> tuple[int, int]:
    """The first line of a block, and that of the next one."""
    if not page.starts:
        return 0, len(page.lines)
    after = page.starts[block + 1] if block + 1 < len(page.starts) else len(page.lines)
    return page.starts[block], after


def marked(pieces: Sequence[Segment], sought: re.Pattern[str]) -> list[Segment]:
    """``pieces`` of one line with what was looked for in reverse."""
    text = "".join([piece.text for piece in pieces])
    edges = [edge for match in sought.finditer(text) if match[0] for edge in match.span()]
    if not edges:
        return list(pieces)
    shown: list[Segment] = []
    at = 0
    for piece in pieces:
        start, end = at, at + len(piece.text)
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        for low, high in pairwise(cuts):
            hit = bisect_right(edges, low) % 2 == 1
            style = (piece.style or Style.null()) + Style(reverse=True) if hit else piece.style
            shown.append(Segment(text[low:high], style))
        at = end
    return shown


def style_of(role: Role, face: Face, palette: Palette) -> Style:
    """The look of a run of text."""
    style = {
        Role.HEADING: palette.heading,
        Role.QUOTE: palette.quote,
        Role.CODE: palette.code,
        Role.KEYWORD: palette.code + Style(bold=True),
        Role.LITERAL: palette.quote,
        Role.COMMENT: palette.dim,
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
