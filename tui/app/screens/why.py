"""Why an article is here, highlighted or missing: level, sources, times, rules, alerts. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment

from tui.ages import clock, stamp
from tui.app.desk_reading import Why
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.model import Article, Level, RuleAct
from tui.told import counted

_DONE = {
    RuleAct.MUTE: "Missing from the lists: muted",
    RuleAct.HIGHLIGHT: "Highlighted",
    RuleAct.WATCH: "Watched for",
    RuleAct.TAG: "Tagged",
    RuleAct.STAR: "Starred",
    RuleAct.LATER: "Put off",
}


def why_lines(article: Article, why: Why, now: int) -> Iterable[tuple[str, str]]:
    """(heading, "") or ("", line), top to bottom."""
    level = article.level.name + (f" · {why.stage}" if why.stage else "")
    yield f"Level {level}", ""
    reasons = why.level_reasons or article.reasons
    yield from (("", reason) for reason in reasons)
    if not reasons:
        yield "", "Nothing raises it: no marker that counts, no burst of publishers, no warning, no rule."
    yield "Rules", ""
    for hit in why.hits:
        yield "", f"{_DONE[hit.act]} by your rule “{hit.rule}” ({hit.said})."
    if not why.hits:
        yield "", "None of your rules applies to it."
    if article.dismissed and not any(hit.act is RuleAct.MUTE for hit in why.hits):
        yield "", "Missing from the lists: you dismissed it."
    of = "1 publisher" if why.publishers == 1 else f"{why.publishers} publishers, {why.voices} independent"
    yield f"Story: {counted(why.articles)} of {of}", ""
    first = why.sources[0][1] if why.sources else 0
    for name, at in why.sources:
        later = f"+{(at - first) // 60} min" if at > first else "first"
        yield "", f"{clock(at, now):>6}  {later:>9}  {name}"
    yield "Times", ""
    times = why.times
    if times is not None:
        named = (
            ("published", times.published),
            ("fetched", times.fetched),
            ("stored", times.stored),
            ("shown", times.shown),
            ("opened", times.seen),
        )
        yield from (("", f"{name:<10} {stamp(at)}") for name, at in named if at is not None)
    for alert, channels in why.alerts:
        yield f"Alert {alert.level.name} at {clock(alert.at, now)}: {alert.fate}", ""
        for channel, said in channels:
            yield "", f"by {channel}" + (f": {said}" if said else "")


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
        super().__init__("Why", "j/k scroll   q back", lines, palette, folds=True)
