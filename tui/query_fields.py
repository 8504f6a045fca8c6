"""The fields of the query language, declared once: what parser, completion, help and README are made from.

Knows no syntax and no SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui import query_time
from tui.model import Level

STATES = ("unread", "read", "starred", "later", "dismissed", "alert", "updated", "new")
"""The values of ``is:``."""
CONTENTS = ("audio", "image", "video", "revision")
"""The values of ``has:``."""
SORTS = ("newest", "oldest", "arrived", "relevance", "level")
"""The values of ``sort:``."""
LEVELS = tuple(level.name.lower() for level in Level)
"""The values of ``level:``, the least urgent first."""


class Takes(StrEnum):
    """What kind of value a field takes."""

    TEXT = "words"
    PLACE = "name"
    STATE = "state"
    LEVEL = "level"
    TIME = "time"
    AGE = "age"
    SORT = "order"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the language."""

    name: str
    takes: Takes
    form: str
    """What to write, for the help."""
    help: str
    """What it finds, one sentence."""
    example: str
    """A query that uses it; a test parses each."""
    values: tuple[str, ...] = ()
    """Its values, or some to begin with."""
    vocabulary: str = ""
    """Whose values the cache knows: ``source``, ``group``, ``tag``; empty: nobody's."""
    pattern: bool = False
    """Whether it takes a ``/regex/``."""


FIELDS: tuple[Field, ...] = (
    Field("title", Takes.TEXT, "WORDS", "Words in the headline.", 'title:"rate rise"', pattern=True),
    Field("author", Takes.TEXT, "WORDS", "Words in the byline.", "author:smith", pattern=True),
    Field("body", Takes.TEXT, "WORDS", "Words in the text.", "body:ferr*"),
    Field("url", Takes.PLACE, "PART", "Part of the article's link.", "url:example.org/sport", pattern=True),
    Field(
        "source",
        Takes.PLACE,
        "NAME",
        "Sources whose name or address holds it.",
        "source:bbc",
        vocabulary="source",
    ),
    Field("group", Takes.PLACE, "NAME", "Sources of a group.", 'group:"World"', vocabulary="group"),
    Field(
        "publisher",
        Takes.PLACE,
        "NAME",
        "All sources of one publisher: by the host of their address.",
        "publisher:bbc.co.uk",
        vocabulary="publisher",
    ),
    Field("lang", Takes.PLACE, "CODE", "The language: en, de, pt-br.", "lang:de"),
    Field("tag", Takes.PLACE, "NAME", "Articles with a tag; tag:* has any.", "tag:budget", vocabulary="tag"),
    Field(
        "level",
        Takes.LEVEL,
        "LEVEL, LEVEL..LEVEL, >=LEVEL",
        f"How urgent: {', '.join(LEVELS)}.",
        "level:urgent..",
        LEVELS,
    ),
    Field("story", Takes.NUMBER, "NUMBER", "The articles of one story.", "story:12"),
    Field("is", Takes.STATE, "STATE", f"In a state: {', '.join(STATES)}.", "is:unread", STATES),
    Field("has", Takes.STATE, "WHAT", f"With something: {', '.join(CONTENTS)}.", "has:audio", CONTENTS),
    Field(
        "newer", Takes.AGE, "AGE", "No older than this.", "newer:2h", query_time.AGES + query_time.NAMED
    ),
    Field("older", Takes.AGE, "AGE", "Older than this.", "older:3d", query_time.AGES + query_time.NAMED),
    Field(
        "after", Takes.TIME, "TIME, TIME..TIME", "From this time on.", "after:2026-03", query_time.NAMED
    ),
    Field("before", Takes.TIME, "TIME", "Before this time.", "before:monday", query_time.NAMED),
    Field(
        "on", Takes.TIME, "TIME, TIME..TIME", "Within this time.", "on:yesterday", query_time.NAMED
    ),
    Field("sort", Takes.SORT, "ORDER", f"The order: {', '.join(SORTS)}.", "storm sort:relevance", SORTS),
    Field("limit", Takes.NUMBER, "NUMBER", "No more than so many.", "is:starred limit:10", ("10", "100")),
)  # fmt: skip
"""Every field, in the order of the help page."""

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
