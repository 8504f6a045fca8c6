"""What feeds an address has, with their newest headlines, to choose one from. Decides nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.ages import age
from tui.app.keys import typed
from tui.app.palette import Palette
from tui.app.widgets.line import Line
from tui.app.widgets.rows import Look, Rows
from tui.cache.requests import Discovery, FoundFeed
from tui.text import clean_line, fit, host_of, shown_url

HEADLINES = 5
"""Headlines shown of each feed."""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line of the preview."""

    text: str
    feed: int | None = None
    """Which feed Enter takes here."""
    title: bool = False


def preview(discovery: Discovery, now: int) -> list[PreviewLine]:
    """What was found, a feed after the other; or what was tried and why it was none."""
    lines: list[PreviewLine] = []
    for place, feed in enumerate(discovery.found):
        rate = "" if feed.per_week is None else f", {feed.per_week:.3g} a week"
        name = clean_line(feed.title) or host_of(feed.url)
        lines.append(PreviewLine(name, place, title=True))
        lines.append(PreviewLine(f"{shown_url(feed.url)}  ({feed.entries} entries{rate})", place))
        for headline in feed.headlines[:HEADLINES]:
            when = "" if headline.published is None else age(headline.published, now)
            lines.append(PreviewLine(f"{when:>3}  {clean_line(headline.title)}", place))
        lines.append(PreviewLine("", place))
    if not discovery.found:
        said = "No feed was found there." if discovery.answered else "No host answered."
        lines = [PreviewLine(said, title=True), PreviewLine("Tried:")]
        lines += [PreviewLine(f"  {tried.url}: {clean_line(tried.why)}") for tried in discovery.tried]
    return lines


class SubscribeScreen(ModalScreen[FoundFeed | None], inherit_bindings=False):
    """A list of feeds; Enter takes the one under the cursor."""

    DEFAULT_CSS = """
    SubscribeScreen { background: $background; }
    SubscribeScreen Rows { height: 1fr; background: $background; }
    """
    AUTO_FOCUS = ""

    def __init__(self, discovery: Discovery, palette: Palette, now: int) -> None:
        super().__init__()
        self._discovery, self._palette = discovery, palette
        self._lines = preview(discovery, now)

    def compose(self) -> ComposeResult:
        """A title, the feeds, and what to press."""
        yield Line(id="subscribe-title")
        yield Rows(self._paint, lambda index: self._lines[index], empty=str)
        yield Line(id="subscribe-keys")

    def on_mount(self) -> None:
        """Fill it."""
        palette, rows = self._palette, self.query_one(Rows)
        said = f" Feeds at {self._discovery.asked}"
        self.query_one("#subscribe-title", Line).show([Segment(said, palette.bar_focus)], palette.bar)
        keys = " Enter subscribe   j/k choose   q back" if self._discovery.found else " q back"
        self.query_one("#subscribe-keys", Line).show([Segment(keys, palette.bar)], palette.bar)
        rows.look = Look(palette.text, palette.cursor, palette.cursor_blurred)
        rows.show(len(self._lines))
        rows.focus()

    def on_key(self, event: events.Key) -> None:
        """Choose or leave."""
        event.stop()
        rows, key = self.query_one(Rows), typed(event.key, event.character)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "space": rows.page, "pagedown": rows.page}
        if key in steps:
            rows.move_by(steps[key])
        elif key in ("enter", "l", "right"):
            self._take(rows.cursor)
        elif key in ("q", "escape", "h", "left", "backspace", "Q", "ctrl+c"):
            self.dismiss(None)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        if event.again:
            self._take(event.index)

    def _take(self, index: int) -> None:
        place = self._lines[index].feed
        self.dismiss(None if place is None else self._discovery.found[place])

    def _paint(self, index: int, cells: int) -> list[Segment]:
        line = self._lines[index]
        style = self._palette.heading if line.title else self._palette.text
        return [Segment(fit(f" {line.text}" if line.title else f"   {line.text}", cells), style)]
