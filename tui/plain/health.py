"""``sources``: every source with its counts and its health, and which one a user means by a name."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from tui import ages
from tui.model import SourceStatus
from tui.plain.output import Output
from tui.text import fit, shown_url, width

NAME_CELLS = 32
"""The most cells of a name in the table."""
GROUP_CELLS = 16
SKEW_NOTED = 120
"""Seconds from which a publisher's clock is said to be wrong."""
_TIMES = ("last_poll", "last_success", "failing_since", "next_due")


def sources(statuses: Sequence[SourceStatus], out: Output, *, now: int, as_json: bool) -> None:
    """Print all sources: a table on a terminal, tab-separated columns in a pipe, or JSON Lines."""
    cells = out.cells
    if as_json:
        for status in statuses:
            out.record(record(status))
    elif cells is None:
        for status in statuses:
            out.line(*columns(status))
    else:
        for line in table(statuses, now):
            out.line(fit(line, cells).rstrip() if width(line) > cells else line)


def record(status: SourceStatus) -> dict[str, object]:
    """The source as ``--json`` prints it; times in UTC after RFC 3339, or null."""
    fields: dict[str, object] = asdict(status)
    fields["url"] = shown_url(status.url)
    fields["moved_to"] = shown_url(status.moved_to)
    fields["health"] = health(status)
    for name in _TIMES:
        at = getattr(status, name)
        fields[name] = None if at is None else ages.iso(at)
    return fields


def columns(status: SourceStatus) -> tuple[str, ...]:
    """The source for a pipe: name, group, unread, total, last success, next due, health, error, address."""
    return (
        status.name,
        status.group,
        str(status.unread),
        str(status.total),
        "-" if status.last_success is None else ages.iso(status.last_success),
        "-" if status.next_due is None else ages.iso(status.next_due),
        health(status),
        status.error,
        shown_url(status.url),
    )


def table(statuses: Sequence[SourceStatus], now: int) -> Iterable[str]:
    """The sources for a terminal, with a line below each one that has something to say."""
    rows = [("NAME", "GROUP", "UNREAD", "OK", "DUE", "STATE")]
    rows += [
        (
            status.name,
            status.group,
            f"{status.unread}/{status.total}",
            "-" if status.last_success is None else ages.age(status.last_success, now),
            _due(status, now),
            health(status),
        )
        for status in statuses
    ]
    names, groups, counts = (max(width(row[column]) for row in rows) for column in range(3))
    names, groups = min(names, NAME_CELLS), min(groups, GROUP_CELLS)
    for place, (name, group, count, success, due, state) in enumerate(rows):
        yield (
            f"{fit(name, names)}  {fit(group, groups)}  {count:>{counts}}  {success:>3}  {due:>4}  {state}"
        )
        if place:
            yield from (f"  {sentence}" for sentence in _remarks(statuses[place - 1], now))


def health(status: SourceStatus) -> str:
    """The source in one word: paused, fetching, waiting, failing, stopped, new or ok."""
    if not status.enabled:
        return "paused"
    if status.state != "idle":
        return status.state
    if status.last_poll is not None and status.next_due is None:
        return "stopped"
    if status.error:
        return "failing"
    return "new" if status.last_success is None else "ok"  # an outage is no fault of one that never answered


def _due(status: SourceStatus, now: int) -> str:
    if not status.enabled or (status.next_due is None and status.last_poll is not None):
        return "-"
    return "now" if status.next_due is None else ages.age(now, status.next_due)


def _remarks(status: SourceStatus, now: int) -> Iterable[str]:
    if status.error:
        since = (
            "" if status.failing_since is None else f"failing since {ages.clock(status.failing_since, now)}, "
        )
        yield f"{since}{_count(status.failures, 'poll')}: {status.error}"
    if health(status) == "stopped":
        yield "it is not polled again; take it out with `telex remove`"
    if status.moved_to:
        # An address may hold what a shell acts on, and this line is there to be copied.
        old, new = shlex.quote(shown_url(status.url)), shlex.quote(shown_url(status.moved_to))
        yield f"moved to {shown_url(status.moved_to)}; `telex edit {old} --url {new}` writes that down"
    if status.note:
        yield status.note
    if status.pace and health(status) == "ok":
        yield status.pace
    if status.skew is not None and abs(status.skew) > SKEW_NOTED:
        yield f"its clock is {ages.age(0, abs(status.skew))} {'ahead' if status.skew > 0 else 'behind'}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def find(statuses: Sequence[SourceStatus], wanted: str) -> tuple[list[SourceStatus], list[SourceStatus]]:
    """The sources that ``wanted`` names by address or whole name, and those that merely hold it in them."""
    word = wanted.strip().casefold()
    exact = [
        status
        for status in statuses
        if wanted.strip() in (status.url, shown_url(status.url)) or status.name.casefold() == word
    ]
    near = [
        status
        for status in statuses
        if word and (word in status.name.casefold() or word in status.url.casefold())
    ]
    return exact, near
