"""``brief`` and ``ledger`` as lines, Markdown and JSON. Reads only; the screen's brief says the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tui import ages
from tui.cache import brief as kept
from tui.cache import ledger
from tui.cache.database import Connection
from tui.desk.brief import about, heading, record, staged
from tui.model import Level
from tui.newsroom import Brief
from tui.plain.output import Output
from tui.text import fit, safe_url

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")


def brief(connection: Connection, out: Output, since: int, now: int, limit: int, form: str) -> bool:
    """Print what happened since a time, as ``text``, ``markdown`` or ``json``; False when nothing did."""
    found = kept.brief(connection, since, limit)
    if form == "json":
        out.record(
            {
                "since": ages.iso(since),
                "levels": {level.name: count for level, count in found.levels.items()},
                "articles": found.arrived,
                "stories": [record(told) for told in found.stories],
            }
        )
    else:
        for line in markdown(found, now) if form == "markdown" else text(found, now):
            out.line(line if out.cells is None else fit(line, out.cells).rstrip())
    return bool(found.stories)


def text(found: Brief, now: int) -> Iterable[str]:
    """The brief as lines."""
    yield heading(found, now)
    for told in found.stories:
        level = f"{told.level.name}  " if told.level > Level.ROUTINE else ""
        yield f"{ages.clock(told.moved_at, now):>6}  {level}{staged(told)}{told.title}"
        yield f"        {about(told, now)}"


def markdown(found: Brief, now: int) -> Iterable[str]:
    """The brief as Markdown: nothing from outside is markup in it."""
    yield f"# {heading(found, now)}"
    for told in found.stories:
        title, link = _plain(told.title), safe_url(told.link)
        level = f"**{told.level.name}** " if told.level > Level.ROUTINE else ""
        address = link.replace("(", "%28").replace(")", "%29")
        yield ""
        yield f"- {level}{staged(told)}" + (f"[{title}]({address})" if link else title)
        yield f"  {_plain(about(told, now))}"


def print_ledger(connection: Connection, out: Output, since: int, *, as_json: bool) -> bool:
    """Print what each source brought and cost since a time, who is first most often first."""
    accounts = ledger.accounts(connection, since)
    if as_json:
        for each in accounts:
            out.record(
                {
                    "source": each.source, "articles": each.articles, "first": each.first,
                    "shared": each.shared, "published_to_fetched": each.lag,
                    "fetched_to_shown": each.to_screen, "opened": each.seen, "polls": each.polls,
                    "unchanged": each.unchanged, "failed": each.failed, "bytes": each.bytes,
                }
            )  # fmt: skip
        return bool(accounts)
    head = (
        "source",
        "articles",
        "first",
        "of",
        "lag",
        "shown",
        "opened",
        "polls",
        "same",
        "failed",
        "kB/new",
    )
    rows = [head, *[_row(each) for each in accounts]]
    if out.cells is None:
        for row in rows:
            out.line(*row)
    else:
        for row in rows:
            line = fit(row[0], 24) + "".join(f"{cell:>9}" for cell in row[1:])
            out.line(fit(line, out.cells).rstrip())
    return bool(accounts)


def _row(each: ledger.Account) -> tuple[str, ...]:
    cost = f"{each.bytes / 1_000 / each.articles:.1f}" if each.articles and each.bytes else ""
    return (
        each.source, str(each.articles), str(each.first), str(each.shared), _span(each.lag),
        _span(each.to_screen), str(each.seen), str(each.polls), str(each.unchanged), str(each.failed), cost,
    )  # fmt: skip


def _span(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return (
        f"{seconds}s" if seconds < 120 else f"{seconds // 60}m" if seconds < 7_200 else f"{seconds // 3_600}h"
    )


def _plain(text_: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text_)
