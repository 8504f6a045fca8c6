"""``sources --audit``: each source with its shares as bars and what speaks against it, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui import ages
from tui.desk.audit import DAY, Audited
from tui.plain.output import Output
from tui.text import fit, shown_url, width

NAME_CELLS = 28
"""The most cells of a name in the table."""
BAR_CELLS = 6


def audited(found: Sequence[Audited], out: Output, *, as_json: bool) -> None:
    """Print an audit: a table on a terminal, tab-separated columns in a pipe, or JSON Lines."""
    cells = out.cells
    if as_json:
        for each in found:
            out.record(record(each))
    elif cells is None:
        for each in found:
            out.line(*columns(each))
    else:
        for line in table(found):
            out.line(fit(line, cells).rstrip() if width(line) > cells else line)


def record(each: Audited) -> dict[str, object]:
    """The source as ``--json`` prints it: shares from 0 to 1, times in seconds."""
    return {
        "name": each.status.name,
        "group": each.status.group,
        "url": shown_url(each.status.url),
        "read": each.status.total - each.status.unread,
        "total": each.status.total,
        "per_week": round(each.per_week, 2),
        "silent": each.silent,
        "shared": round(each.shared, 3),
        "partner": each.partner,
        "partner_share": round(each.partner_share, 3),
        "error": each.status.error,
        "failing_since": None if each.status.failing_since is None else ages.iso(each.status.failing_since),
        "findings": list(each.findings),
    }


def columns(each: Audited) -> tuple[str, ...]:
    """The source for a pipe: name, group, articles read and in all, articles a week, days since the newest,
    per cent that stand elsewhere too, where most of those stand, findings, address.
    """
    return (
        each.status.name,
        each.status.group,
        str(each.status.total - each.status.unread),
        str(each.status.total),
        f"{each.per_week:.1f}",
        "-" if each.silent is None else str(each.silent // DAY),
        str(round(100 * each.shared)),
        each.partner or "-",
        "; ".join(each.findings),
        shown_url(each.status.url),
    )


def table(found: Sequence[Audited]) -> Iterable[str]:
    """The audit for a terminal, with a line below each source for what speaks against it."""
    rows = [("NAME", "READ", "", "WEEK", "NEWEST", "ELSEWHERE")]
    rows += [
        (
            each.status.name,
            bar(each.read or 0.0),
            f"{each.status.total - each.status.unread}/{each.status.total}",
            f"{each.per_week:.1f}" if each.per_week < 100 else f"{each.per_week:.0f}",
            "-" if each.silent is None else ages.age(0, each.silent),
            f"{bar(each.shared)} {round(100 * each.shared):>3} %",
        )
        for each in found
    ]
    names = min(NAME_CELLS, max(width(row[0]) for row in rows))
    counts = max(width(row[2]) for row in rows)
    for place, (name, read, count, week, newest, elsewhere) in enumerate(rows):
        yield (
            f"{fit(name, names)}  {read:<{BAR_CELLS}} {count:>{counts}}  {week:>5}  {newest:>6}  {elsewhere}"
        )
        if place:
            yield from (f"  {finding}" for finding in found[place - 1].findings)


def bar(share: float) -> str:
    """A share as a bar of plain characters: something never looks like nothing, nor nearly all like all."""
    full = min(BAR_CELLS - 1, max(1, round(share * BAR_CELLS))) if 0 < share < 1 else round(share) * BAR_CELLS
    return "#" * full + "." * (BAR_CELLS - full)
