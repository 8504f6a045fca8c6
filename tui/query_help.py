"""The page of help on queries, made from the table of fields. Pure; knows no terminal."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from tui.query_fields import FIELDS, Field
from tui.text import fit, width


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the page: what to write, and what it finds. Without words: a heading."""

    form: str
    words: str = ""


WORDS: tuple[Entry, ...] = (
    Entry(
        "storm harbour",
        "Articles with both words, in headline, byline or text; case and accents are the same.",
    ),
    Entry('"harbour master"', "The words next to each other."),
    Entry("harb*", "Words that begin so."),
    Entry("storm -football", "But not this; - stands before words, fields and brackets."),
    Entry("storm OR gale", "Either; in brackets with others: (storm OR gale) harbour."),
    Entry("東京", "Chinese, Japanese, Korean and Thai are found within their words too."),
)
VALUES: tuple[Entry, ...] = (
    Entry('"BBC News"', "A value of several words stands in quotes."),
    Entry("title:(storm OR gale)", "A field may stand before brackets; is:, level: and the others too."),
    Entry("title:/storm (warning|watch)/", "A regular expression, for title:, author: and url:."),
    Entry("level:urgent..  level:>=urgent", "A range: .. on either side, or > >= < <=."),
    Entry("2h  3d  1w  1mo  1y", "An age; also 90min, 2h30m, \"2 days ago\"."),
    Entry("today  yesterday  monday", "A day: the last of that name; last-monday is never today."),
    Entry("last-week  this-month  march", 'A span; also "march 2025", 5-march.'),
    Entry("9:00  2026-03  2026-03-05T14:30", "A time of day, a month, a day, a minute; Z for UTC."),
)  # fmt: skip


def form(field: Field) -> str:
    """How a field is written: ``level:LEVEL``."""
    return f"{field.name}:{field.form.partition(',')[0]}"


def _described(field: Field) -> str:
    return f"{field.help}{' Or /regex/.' if field.pattern else ''}"


def entries() -> tuple[Entry, ...]:
    """The whole page."""
    return (
        Entry("Words"),
        *WORDS,
        Entry("Fields"),
        *(Entry(form(field), _described(field)) for field in FIELDS),
        Entry("Values"),
        *VALUES,
    )


def page(cells: int) -> list[str]:
    """The page as lines of at most ``cells`` cells where that is more than 60; words wrap in their column."""
    found = entries()
    column = max(width(each.form) for each in found) + 2
    room = max(30, cells - column - 2)
    lines: list[str] = []
    for each in found:
        if not each.words:
            lines += ["", each.form] if lines else [each.form]
            continue
        first, *rest = textwrap.wrap(each.words, room)
        lines.append(f"  {fit(each.form, column)}{first}")
        lines += [f"  {'':{column}}{line}" for line in rest]
    return lines


def table() -> str:
    """The same for the README."""
    rows = [
        f"| {'`, `'.join(f'`{each.form}`'.split('  '))} | {each.words} |\n".replace(
            "(warning|", "(warning\\|"
        )
        for each in entries()
        if each.words
    ]
    return "| write | to find |\n| --- | --- |\n" + "".join(rows)
