"""Why an article is here, highlighted or missing: level, sources, times, rules, alerts. Decides nothing."""

from __future__ import annotations

from rich.segment import Segment

from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.cache.why import Why
from tui.model import Article, Level
from tui.why import why_lines


class WhyScreen(Overlay[None]):
    """The reasons of one article."""

    def __init__(self, article: Article, why: Why, palette: Palette, now: int) -> None:
        lines = [[Segment(f" {article.title}", palette.unread)]]
        for heading, line in why_lines(article, why, now):
            if heading:
                marked = article.level > Level.ROUTINE and heading.startswith("Level")
                lines.append(
                    [Segment(f" {heading}", palette.level(article.level) if marked else palette.heading)]
                )
            else:
                lines.append([Segment(f"   {line}", palette.text)])
        super().__init__("Why", (("search", "search"), ("leave", "back")), lines, palette, folds=True)
