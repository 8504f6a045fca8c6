"""Why an article is here, highlighted or missing, in lines for the screen and the plain face. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from tui.ages import clock, stamp
from tui.cache.why import Why
from tui.model import Article, RuleAct
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
