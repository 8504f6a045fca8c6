"""A query tree to SQL and FTS5. Pure: reads nothing, runs nothing.

``condition`` may be asked of all articles (``cache.walk``), or of a few: ``condition(…).within(low, high)``
and ``a.id IN (…)`` look at the index of those alone.
"""

from __future__ import annotations

from dataclasses import replace

from tui import query_time
from tui.cache.conditions import EVERYTHING, HIGH, LOW, Condition
from tui.query_tree import (
    Age,
    All,
    Any,
    Has,
    Holds,
    In,
    Is,
    Levels,
    Limit,
    Matches,
    Node,
    Not,
    Sort,
    Text,
    When,
)
from tui.words import sought

AUDIO, IMAGE, VIDEO = 1, 2, 4
"""The bits of ``article.has``."""
_STATES = {
    "unread": "a.read = 0",
    "read": "a.read = 1",
    "starred": "a.starred = 1",
    "later": "a.later_until IS NOT NULL",
    "dismissed": "a.dismissed > 0",
    "alert": "a.level > 0",
    "updated": "a.revisions > 0",
    "new": "a.id > (SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'visit'), 0))",
}
_INDEXED = frozenset({"unread", "starred", "later", "dismissed", "alert", "updated"})
"""The states that an index of their own holds in the order of lists."""
_CONTENTS = {
    "audio": f"a.has & {AUDIO}",
    "image": f"a.has & {IMAGE}",
    "video": f"a.has & {VIDEO}",
    "revision": "a.revisions > 0",
}
_OF_SOURCES = "a.source_id IN (SELECT id FROM source WHERE instr("
_SOURCES = {
    "source": f"{_OF_SOURCES}folded(name || ' ' || title || ' ' || url), folded(?)))",
    "group": f"{_OF_SOURCES}folded(folder), folded(?)))",
    "publisher": f"{_OF_SOURCES}folded(publisher), folded(?)))",
}
_COLUMNS = {"title": "a.title", "author": "a.author", "url": "a.link"}
_INDEX_COLUMNS = {"title": "title", "author": "author", "body": "text"}


def condition(node: Node, now: int) -> Condition:
    """The articles that ``node`` means at time ``now`` (seconds)."""
    match node:
        case Text():
            return _matching([node])
        case Not(inner):
            part = condition(inner, now)
            return Condition(f"NOT ({part.sql})", part.parameters)
        case All(nodes):
            return _all(nodes, now)
        case Any(nodes):
            parts = [condition(each, now) for each in nodes]
            joined = _joined(" OR ", parts)
            return Condition(joined.sql, joined.parameters, matched=all(part.matched for part in parts))
        case Is(state):
            return Condition(_STATES[state], ordered=state in _INDEXED)
        case Age() | When():
            return _timed(node, now)
        case Sort() | Limit():
            return EVERYTHING
    return _plain(node)


def _plain(node: In | Holds | Matches | Has | Levels) -> Condition:
    match node:
        case In(field, value):
            return Condition(_SOURCES[field], (value,))
        case Matches(field, pattern):
            return Condition(f"matches(?, {_COLUMNS[field]})", (pattern,))
        case Has(what):
            return Condition(_CONTENTS[what])
        case Levels(lowest, highest):
            return Condition("a.level BETWEEN ? AND ?", (lowest, highest), ordered=lowest > 0)
        case Holds("url", value):
            return Condition("instr(lower(a.link), lower(?))", (value,))
        case Holds("lang", value):
            code = value.lower().replace("_", "-")
            return Condition("(a.lang = ? OR a.lang LIKE ? ESCAPE '\\')", (code, f"{_escaped(code)}-%"))
        case Holds("story", value):
            return Condition("a.story_id = ?", (int(value),), matched=True)
        case Holds(_, value):
            return _tagged(value.lower())


def _tagged(name: str) -> Condition:
    tagged = "a.id IN (SELECT article_id FROM tag WHERE "
    if name == "*":
        return Condition(f"{tagged}1)", matched=True)
    if name.endswith("*"):
        return Condition(f"{tagged}name LIKE ? ESCAPE '\\')", (f"{_escaped(name[:-1])}%",), matched=True)
    return Condition(f"{tagged}name = ?)", (name,), matched=True)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _timed(node: Age | When, now: int) -> Condition:
    if isinstance(node, Age):
        return Condition("a.at >= ?" if node.newer else "a.at < ?", (now - node.seconds,), ordered=True)
    parts: list[Condition] = []
    if node.since:
        parts.append(Condition("a.at >= ?", (query_time.span(node.since, now)[0],)))
    if node.until:
        start, end = query_time.span(node.until, now)
        parts.append(Condition("a.at < ?", (end if node.whole else start,)))
    return replace(_joined(" AND ", parts), ordered=True)


def _all(nodes: tuple[Node, ...], now: int) -> Condition:
    # One MATCH for all words: FTS5 intersects its own lists faster than SQL could.
    texts = [node for node in nodes if isinstance(node, Text)]
    parts = [condition(node, now) for node in nodes if not isinstance(node, Text)]
    if texts:
        parts.insert(0, _matching(texts))
    parts = [part for part in parts if part is not EVERYTHING]
    joined = _joined(" AND ", parts)
    if not parts:
        return joined
    return Condition(
        joined.sql,
        joined.parameters,
        matched=any(part.matched for part in parts),
        ordered=all(part.ordered for part in parts),
    )


def _joined(operator: str, parts: list[Condition]) -> Condition:
    if not parts:
        return EVERYTHING
    return Condition(
        operator.join(f"({part.sql})" for part in parts),
        tuple(parameter for part in parts for parameter in part.parameters),
    )


def _matching(texts: list[Text]) -> Condition:
    terms = [term for text in texts if (term := _term(text))]
    if not terms:
        return EVERYTHING
    return Condition(
        "a.id IN (SELECT rowid FROM article_text WHERE article_text MATCH ? AND rowid BETWEEN ? AND ?)",
        (" AND ".join(terms), LOW, HIGH),
        matched=True,
    )


def _term(node: Text) -> str:
    """One term of an FTS5 expression. Each is quoted: raw input raises for nine in ten random strings."""
    words, prefix = sought(node.words, prefix=node.prefix)
    if not words:
        return ""
    quoted = '"' + words.replace('"', " ") + '"'
    column = f"{_INDEX_COLUMNS[node.column]} : " if node.column else ""
    return f"{column}{quoted}{' *' if prefix else ''}"
