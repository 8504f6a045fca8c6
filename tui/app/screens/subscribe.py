"""What feeds an address has, with their newest headlines, to choose one from. Decides nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment

from tui.ages import age
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.cache.requests import Discovery, FoundFeed
from tui.text import clean_line, host_of, shown_url

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
        count = f"{feed.entries:,} {'entry' if feed.entries == 1 else 'entries'}"
        lines.append(PreviewLine(f"{shown_url(feed.url)}  ({count}{rate})", place))
        for headline in feed.headlines[:HEADLINES]:
            when = "" if headline.published is None else age(headline.published, now)
            lines.append(PreviewLine(f"{when:>3}  {clean_line(headline.title)}", place))
        lines.append(PreviewLine("", place))
    if not discovery.found:
        said = "No feed was found there." if discovery.answered else "No host answered."
        lines = [PreviewLine(said, title=True), PreviewLine("Tried:")]
        lines += [PreviewLine(f"  {tried.url}: {clean_line(tried.why)}") for tried in discovery.tried]
    return lines


class SubscribeScreen(Overlay[FoundFeed]):
    """A list of feeds; Enter takes the one under the cursor."""

    def __init__(self, discovery: Discovery, palette: Palette, now: int) -> None:
        self._feeds = discovery.found
        self._preview = preview(discovery, now)
        lines = [_line(line, palette) for line in self._preview]
        keys = [*([("open", "subscribe")] if discovery.found else []), ("leave", "back")]
        super().__init__(f"Feeds at {discovery.asked}", keys, lines, palette)

    def taken(self, index: int) -> FoundFeed | None:
        """The feed that the line belongs to."""
        place = self._preview[index].feed
        return None if place is None else self._feeds[place]


def _line(line: PreviewLine, palette: Palette) -> list[Segment]:
    if line.title:
        return [Segment(f" {line.text}", palette.heading)]
    return [Segment(f"   {line.text}", palette.text)]
