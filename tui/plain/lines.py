"""Articles as lines of text and as JSON objects. Pure; knows neither the cache nor a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui import about, ages, facts
from tui.model import Article, Facts, Level
from tui.newsroom import Alert
from tui.text import fit, shown_url, width

SOURCE_CELLS = 20
"""The most cells that a source's name takes beside a title."""
_LEVEL_CELLS = max(len(level.name) for level in Level)


def record(article: Article) -> dict[str, object]:
    """The article as ``--json`` prints it; times in UTC after RFC 3339, or null."""
    return {
        "id": article.id,
        "source": article.source,
        "source_url": shown_url(article.source_url),
        "group": article.group,
        "guid": article.guid,
        "title": article.title,
        "link": article.link,
        "author": article.author,
        "published": None if article.published is None else ages.iso(article.published),
        "at": ages.iso(article.at),
        "fetched": ages.iso(article.fetched),
        "level": article.level.name,
        "reasons": list(article.reasons),
        "read": article.read,
        "starred": article.starred,
        "later_until": None if article.later_until is None else ages.iso(article.later_until),
        "dismissed": article.dismissed,
        "tags": list(article.tags),
        "revisions": article.revisions,
        "lead": article.lead,
        "facts": facts.packed(article.facts),
    }


def columns(article: Article) -> tuple[str, ...]:
    """The article for a pipe: id, time, level, marks, source, title.

    The marks are N unread, * starred, z put off, x dismissed; - for none.
    """
    flags = ((not article.read, "N"), (article.starred, "*"), (article.later_until is not None, "z"))
    marks = "".join(mark for is_so, mark in (*flags, (article.dismissed, "x")) if is_so)
    return (
        str(article.id),
        ages.iso(article.at),
        article.level.name,
        marks or "-",
        article.source,
        article.title,
    )


def table(articles: Sequence[Article], now: int, cells: int, *, unread: str = "•") -> Iterable[str]:
    """The articles for a terminal, one line of at most ``cells`` cells each, in common columns."""
    id_cells = max((len(str(article.id)) for article in articles), default=0)
    level_cells = max((len(_level(article)) for article in articles), default=0)
    source_cells = min(SOURCE_CELLS, max((width(article.source) for article in articles), default=0))
    for article in articles:
        parts = (
            f"{article.id:>{id_cells}}",
            f"{ages.age(article.at, now):>3}",
            f"{' ' if article.read else unread}{'*' if article.starred else ' '}",
            *([f"{_level(article):<{level_cells}}"] if level_cells else []),
            fit(article.source, source_cells),
            article.title,
        )
        yield fit("  ".join(parts), cells).rstrip()


def arrival(article: Article, now: int) -> str:
    """The article as ``telex tail`` reports it: when it came in, level, source, title."""
    when = ages.clock(article.fetched, now)
    return (
        f"{when:<6}  {_level(article):<{_LEVEL_CELLS}}  {fit(article.source, SOURCE_CELLS)}  {article.title}"
    )


def alert(told: Alert, now: int) -> str:
    """An alert as ``telex tail`` reports it: when, level, who says so, headline."""
    who = f"{told.publishers} publishers" if told.publishers > 1 else told.source
    stage = f"{told.stage}: " if told.stage and not told.title.upper().startswith(told.stage) else ""
    when, level = ages.clock(told.at, now), f"{told.level.name:<{_LEVEL_CELLS}}"
    return f"{when:<6}  {level}  {fit(who, SOURCE_CELLS)}  ALERT {stage}{told.title}"


def heading(article: Article) -> Iterable[str]:
    """What stands above an article's text, one fact a line."""
    yield article.title or "(no title)"
    yield f"Source: {article.source}" + (f" ({article.group})" if article.group else "")
    if article.author:
        yield f"Author: {article.author}"
    dated = "" if article.published is not None else " (first seen; the feed gives no date)"
    yield f"Date: {ages.stamp(article.dated)}{dated}"
    if article.link:
        yield f"Link: {article.link}"
    yield from _facts(article.facts)
    if article.level or article.reasons or article.stage:
        yield f"Level: {article.level.name}" + (f", {article.stage}" if article.stage else "")
    for reason in article.reasons:
        yield f"  {reason}"
    marks = ["read" if article.read else "unread"]
    if article.starred:
        marks.append("starred")
    if article.later_until is not None:
        marks.append(f"for later: {ages.stamp(article.later_until)}")
    if article.dismissed:
        marks.append("dismissed")
    yield f"Marks: {', '.join([*marks, *(f'#{tag}' for tag in article.tags)])}"
    if article.revisions:
        yield f"Revisions: {article.revisions}"


def _facts(stated: Facts) -> Iterable[str]:
    if stated.origin or stated.origin_link:
        yield f"From: {' '.join(part for part in (stated.origin, stated.origin_link) if part)}"
    for name, words in (
        ("Categories", ", ".join(stated.categories)),
        ("Place", about.place(stated)),
        ("Language", stated.language),
        ("Pictures", ", ".join(stated.credits)),
        ("Comments", " ".join(part for part in (about.comments(stated), stated.comments_link) if part)),
        ("Warning", about.warning(stated.cap) if stated.cap else ""),
    ):
        if words:
            yield f"{name}: {words}"
    for held in stated.enclosures:
        yield f"Enclosure: {held.url} ({about.enclosure(held)})"


def _level(article: Article) -> str:
    return article.level.name if article.level else ""
