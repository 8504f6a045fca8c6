"""The lines of a backup read back, each checked and cleaned as if it came from a stranger. Pure.

A line that means nothing raises ``LineError``; nothing that a line says can name a program, a local
file or a setting that leads to one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tui import facts
from tui.arrivals import Entry, version_of
from tui.cache.effects import ACTS, DISMISSED, TAGGING, ActError, effect_of
from tui.cache.journal import Row
from tui.cache.keeping import State
from tui.cache.triage import tag_name
from tui.config_values import SettingError, address
from tui.model import Level, Source
from tui.pages.document import Block, DocumentError, Span, dumps, loads, plain_text
from tui.pages.jumps import is_jump
from tui.text import LEAD_LIMIT, clean_block, clean_code, clean_line, safe_url

LONGEST = 20_000_000
"""Bytes of a line."""
_LAST = 1 << 37
"""No time (the year 6325) or number of an article is larger."""
_GUID = 4_000


class LineError(ValueError):
    """A line that cannot be used; says why in plain words."""


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """What a backup says of one article."""

    number: int
    """What the acts of the backup call it."""
    source: str
    guid: str
    state: State
    entry: Entry | None
    """Its text, where the backup holds it."""
    fetched: int


def parse(data: bytes) -> dict[str, Any]:
    """One line as an object with a ``kind``."""
    if len(data) > LONGEST:
        raise LineError("is too long")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise LineError("is not JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        raise LineError("is no line of a backup")
    return found


def source(line: Mapping[str, Any]) -> Source:
    """A subscription: an address on the web and what the user called it."""
    try:
        url = address(_text(line, "url"))
    except SettingError as error:
        raise LineError(f"url {error}") from None
    weight, interval = line.get("weight", 1.0), line.get("interval")
    if type(weight) not in (int, float) or not 0 <= weight <= 10:
        raise LineError("weight must be a number from 0 to 10")
    if interval is not None and (type(interval) is not int or not 1 <= interval <= 30 * 86_400):
        raise LineError("interval must be seconds, at most 30 days")
    return Source(
        url,
        clean_line(_text(line, "name", "")),
        clean_line(_text(line, "group", "")),
        float(weight),
        interval,
        line.get("enabled") is not False,
    )


def article(line: Mapping[str, Any]) -> ArticleLine:
    """An article: who it is, its state, and its text if it has one."""
    text = line.get("text")
    guid = clean_line(_text(line, "guid"), _GUID)
    if text is not None and not isinstance(text, dict):
        raise LineError("text must be an object")
    tags = tuple(dict.fromkeys(tag_name(each) for each in _list(line, "tags") if isinstance(each, str)))
    return ArticleLine(
        _number(line, "n", 0),
        _text(line, "source"),
        guid,
        State(
            read=line.get("read") is True,
            starred=line.get("starred") is True,
            later_until=_number(line, "later_until", 0) or None,
            dismissed=min(2, _number(line, "dismissed", 0)),
            tags=tuple(tag for tag in tags if tag),
        ),
        None if text is None else _entry(guid, text),
        0 if text is None else _number(text, "fetched", 0),
    )


def _entry(guid: str, text: Mapping[str, Any]) -> Entry:
    try:
        document = tuple(_cleaned(block) for block in loads(json.dumps(text.get("document", []))))
        stated = facts.unpacked(text.get("facts", {}))
    except DocumentError:
        raise LineError("document must be a list of blocks") from None
    except (ValueError, TypeError, LookupError, AttributeError):
        raise LineError("facts are damaged") from None
    level = _number(text, "level", 0)
    if level > max(Level):
        raise LineError("level must be 0 to 3")
    published = text.get("published")
    title, packed = clean_line(_text(text, "title", "")), dumps(document)
    return Entry(
        guid=guid,
        # No fingerprint of any document: the next poll looks at the entry and finds it unchanged.
        fingerprint=f"backup {version_of(title, packed)}",
        title=title,
        link=safe_url(_text(text, "link", "")),
        author=clean_line(_text(text, "author", "")),
        published=None if published is None else _number(text, "published", 0),
        lead=clean_line(_text(text, "lead", ""), LEAD_LIMIT),
        document=packed,
        text=plain_text(document),
        level=Level(level),
        reasons=tuple(clean_line(each) for each in _list(text, "reasons")[:20] if isinstance(each, str)),
        facts=stated,
    )


def _cleaned(block: Block) -> Block:
    clean = clean_code if block.kind == "code" else clean_block
    spans = tuple(
        Span(clean(each.text), each.face, each.href if is_jump(each.href) else safe_url(each.href))
        for each in block.spans
    )
    rows = tuple(tuple(clean_line(cell) for cell in row) for row in block.rows)
    return block._replace(
        spans=spans,
        rows=rows,
        marker=clean_line(block.marker, 20),
        href=safe_url(block.href),
        name=block.name if is_jump(f"#{block.name}") else "",
    )


def act(line: Mapping[str, Any], here: Mapping[int, int]) -> Row:
    """A row of the journal; ``here``: the ids in this cache by the backup's numbers. Others are left out."""
    name, argument = _text(line, "act"), clean_line(_text(line, "argument", ""))
    if name not in (*ACTS, "undo", "redo", "back", "restore"):
        raise LineError(f"no act is called {clean_line(name, 40)}")
    try:
        if name in ACTS and name not in TAGGING:
            effect_of(name, argument)
    except ActError as error:
        raise LineError(str(error)) from None
    if (name in TAGGING and argument != tag_name(argument)) or (
        name == "restore-read" and not argument.isdigit()
    ):
        raise LineError(f"{name} cannot be about {argument!r}")
    if name in ("undo", "redo") and argument not in ACTS:
        raise LineError(f"{name} must be about an act")
    numbers, codes = _numbers(line, "articles"), line.get("before")
    if codes is not None:
        if len(_numbers(line, "before")) != len(numbers):
            raise LineError("before must have a number for each article")
        if any(code & DISMISSED == DISMISSED or code >> 4 > _LAST for code in codes):
            raise LineError("before holds a number that is no state")
    kept = [place for place, each in enumerate(numbers) if each in here]
    about = line.get("about")
    return Row(
        act=name,
        at=_number(line, "at"),
        terminal=clean_line(_text(line, "terminal", ""), 80),
        articles=[here[numbers[place]] for place in kept],
        argument=argument,
        seen=[here[each] for each in _numbers(line, "seen") if each in here]
        if "seen" in line
        else [here[numbers[place]] for place in kept],
        before=None if codes is None else [codes[place] for place in kept],
        whole=_number(line, "whole", 0) or None,
        about=None if about is None else _number(line, "about"),
        id=_number(line, "id"),
        undone=_number(line, "undone", 0) or None,
    )


def _text(line: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = line.get(name, default)
    if not isinstance(value, str):
        raise LineError(f"{name} must be a text")
    # JSON may name halves of characters that no file can hold.
    return value.encode("utf-8", "replace").decode()


def _number(line: Mapping[str, Any], name: str, default: int | None = None) -> int:
    value = line.get(name, default)
    if value is None:
        value = default
    if type(value) is not int or not 0 <= value <= _LAST:
        raise LineError(f"{name} must be a whole number")
    return value


def _list(line: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = line.get(name, [])
    if not isinstance(value, list):
        raise LineError(f"{name} must be a list")
    return value


def _numbers(line: Mapping[str, Any], name: str) -> Sequence[int]:
    values = _list(line, name)
    if not all(type(each) is int and 0 <= each < 1 << 60 for each in values):
        raise LineError(f"{name} must be whole numbers")
    return values
