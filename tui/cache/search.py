"""A query tree to SQL and FTS5. Pure: reads nothing, runs nothing.

``condition`` may be asked of all articles (``cache.walk``), or of a few: ``condition(…).within(low, high)``
and ``a.id IN (…)`` look at the index of those alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tui import query_time
from tui.cache.conditions import EVERYTHING, HIGH, LOW, Condition
from tui.cache.listing import Listing, Shown
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
    arrangement,
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
            if not all(part.driver for part in parts):
                return joined
            driver = " UNION ALL ".join(part.driver for part in parts)
            return replace(
                joined, driver=driver, driven=tuple(each for part in parts for each in part.driven)
            )
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
            alert = "a.level > 0 AND " if lowest > 0 else ""
            return Condition(f"({alert}a.level BETWEEN ? AND ?)", (lowest, highest), ordered=lowest > 0)
        case Holds("url", value):
            return Condition("instr(lower(a.link), lower(?))", (value,))
        case Holds("lang", value):
            code = value.lower().replace("_", "-")
            return Condition("(a.lang = ? OR a.lang LIKE ? ESCAPE '\\')", (code, f"{_escaped(code)}-%"))
        case Holds("story", value):
            return _driven("SELECT id FROM article WHERE story_id = ?", (int(value),))
        case Holds(_, value):
            return _tagged(value.lower())


def _tagged(name: str) -> Condition:
    if name == "*":
        return _driven("SELECT article_id FROM tag", ())
    if name.endswith("*"):
        return _driven(
            "SELECT article_id FROM tag WHERE name LIKE ? ESCAPE '\\'", (f"{_escaped(name[:-1])}%",)
        )
    return _driven("SELECT article_id FROM tag WHERE name = ?", (name,))


def _driven(ids: str, parameters: tuple[str | int, ...]) -> Condition:
    return Condition(f"a.id IN ({ids})", parameters, driver=ids, driven=parameters)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _timed(node: Age | When, now: int) -> Condition:
    since = before = None
    if isinstance(node, Age):
        if node.newer:
            since = now - node.seconds
        else:
            before = now - node.seconds
    else:
        if node.since:
            since = query_time.span(node.since, now)[0]
        if node.until:
            before = query_time.span(node.until, now)[node.whole]
    bounds = (("a.at >= ?", since), ("a.at < ?", before))
    parts = [Condition(sql, (bound,)) for sql, bound in bounds if bound is not None]
    return replace(_joined(" AND ", parts), ordered=True, since=since, before=before)


def _all(nodes: tuple[Node, ...], now: int) -> Condition:
    # One MATCH for all words: FTS5 intersects its own lists faster than SQL could.
    texts = [node for node in nodes if isinstance(node, Text)]
    parts = [condition(node, now) for node in nodes if not isinstance(node, Text)]
    if texts:
        parts.insert(0, _matching(texts))
    parts = [part for part in parts if part is not EVERYTHING]
    return _conjoined(parts)


def _conjoined(parts: list[Condition]) -> Condition:
    joined = _joined(" AND ", parts)
    if not parts:
        return joined
    driving = next((part for part in parts if part.driver), joined)
    return replace(
        joined,
        driver=driving.driver,
        driven=driving.driven,
        ordered=all(part.ordered for part in parts),
        since=max((part.since for part in parts if part.since is not None), default=None),
        before=min((part.before for part in parts if part.before is not None), default=None),
    )


def _joined(operator: str, parts: list[Condition]) -> Condition:
    if not parts:
        return EVERYTHING
    if len(parts) == 1:
        return Condition(parts[0].sql, parts[0].parameters)
    # In brackets itself: whoever adds an AND need not know what it is made of.
    return Condition(
        f"({operator.join(f'({part.sql})' for part in parts)})",
        tuple(parameter for part in parts for parameter in part.parameters),
    )


def _matching(texts: list[Text]) -> Condition:
    terms = [term for text in texts if (term := _term(text))]
    if not terms:
        return EVERYTHING
    expression = " AND ".join(terms)
    return Condition(
        "a.id IN (SELECT rowid FROM article_text WHERE article_text MATCH ? AND rowid BETWEEN ? AND ?)",
        (expression, LOW, HIGH),
        driver="SELECT rowid FROM article_text WHERE article_text MATCH ?",
        driven=(expression,),
    )


def _term(node: Text) -> str:
    """One term of an FTS5 expression. Each is quoted: raw input raises for nine in ten random strings."""
    words, prefix = sought(node.words, prefix=node.prefix)
    if not words:
        return ""
    quoted = '"' + words.replace('"', " ") + '"'
    column = f"{_INDEX_COLUMNS[node.column]} : " if node.column else ""
    return f"{column}{quoted}{' *' if prefix else ''}"


def wanted(node: Node) -> Iterator[Text]:
    """The words that an article is found for: those that are not excluded."""
    match node:
        case Text():
            yield node
        case All(nodes) | Any(nodes):
            for each in nodes:
                yield from wanted(each)


def ranking(node: Node) -> str:
    """The FTS5 expression whose bm25 tells how well an article fits; "" where there is nothing to tell by."""
    return " OR ".join(term for text in wanted(node) if (term := _term(text)))


def mentions(node: Node, state: str) -> bool:
    """Whether a query speaks of a state at all, excluded or not."""
    match node:
        case Is(named):
            return named == state
        case Not(inner):
            return mentions(inner, state)
        case All(nodes) | Any(nodes):
            return any(mentions(each, state) for each in nodes)
    return False


def narrowed(listing: Listing, node: Node, now: int) -> Listing:
    """``listing`` narrowed to what ``node`` means at time ``now``, in the order that it asks for."""
    order, limit = arrangement(node)
    where = _conjoined([part for part in (listing.where, condition(node, now)) if part is not EVERYTHING])
    shown = listing.shown
    if shown is Shown.ALL and mentions(node, "dismissed"):
        shown = Shown.EVERY
    return replace(
        listing,
        shown=shown,
        where=where,
        order=order or listing.order,
        limit=listing.limit if limit is None else limit,
        ranking=ranking(node) if order == "relevance" else "",
        sought=listing.sought + tuple((text.words, text.prefix) for text in wanted(node)),
    )


def moving(node: Node) -> Iterator[Age | When]:
    """What a query says of times: what it means moves with the clock."""
    match node:
        case Age() | When():
            yield node
        case Not(inner):
            yield from moving(inner)
        case All(nodes) | Any(nodes):
            for each in nodes:
                yield from moving(each)


def bounds(node: Age | When, now: int) -> tuple[int, ...]:
    """The times that ``node`` divides articles at, as they are at time ``now``."""
    where = condition(node, now)
    return tuple(bound for bound in (where.since, where.before) if bound is not None)


def speaks_of_sources(node: Node) -> bool:
    """Whether the names of sources decide what a query means."""
    match node:
        case In():
            return True
        case Not(inner):
            return speaks_of_sources(inner)
        case All(nodes) | Any(nodes):
            return any(speaks_of_sources(each) for each in nodes)
    return False
