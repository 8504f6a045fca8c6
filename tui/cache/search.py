"""A query tree to SQL and FTS5. Pure: reads nothing, runs nothing."""

from __future__ import annotations

from tui.cache.conditions import EVERYTHING, Condition
from tui.query import Age, All, Any, In, Is, Node, Not, Text

_STATES = {
    "unread": "a.read = 0",
    "read": "a.read = 1",
    "starred": "a.starred = 1",
    "alert": "a.level > 0",
    "updated": "a.revisions > 0",
}


def condition(node: Node, now: int) -> Condition:
    """The articles that ``node`` means at time ``now`` (seconds)."""
    match node:
        case Text():
            return _matching([node])
        case In("source", value):
            return Condition(
                "a.source_id IN (SELECT id FROM source WHERE"
                " instr(lower(name || ' ' || title || ' ' || url), lower(?)))",
                (value,),
            )
        case In(_, value):
            return Condition(
                "a.source_id IN (SELECT id FROM source WHERE instr(lower(folder), lower(?)))",
                (value,),
            )
        case Is(state):
            return Condition(_STATES[state])
        case Age(newer, seconds):
            return Condition("a.at >= ?" if newer else "a.at < ?", (now - seconds,))
        case Not(inner):
            part = condition(inner, now)
            return Condition(f"NOT ({part.sql})", part.parameters)
        case All(nodes):
            # One MATCH for all words: FTS5 intersects its own lists faster than SQL could.
            texts = [node for node in nodes if isinstance(node, Text)]
            others = [condition(node, now) for node in nodes if not isinstance(node, Text)]
            return _joined(" AND ", [*([_matching(texts)] if texts else []), *others])
        case Any(nodes):
            return _joined(" OR ", [condition(node, now) for node in nodes])


def _joined(operator: str, parts: list[Condition]) -> Condition:
    if not parts:
        return EVERYTHING
    return Condition(
        operator.join(f"({part.sql})" for part in parts),
        tuple(parameter for part in parts for parameter in part.parameters),
    )


def _matching(texts: list[Text]) -> Condition:
    terms = [_term(text) for text in texts if _words(text.words)]
    if not terms:
        return EVERYTHING
    return Condition(
        "a.id IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)",
        (" AND ".join(terms),),
    )


def _words(text: str) -> list[str]:
    """The words that FTS5 would find in ``text``: at least one letter or digit each."""
    return [word for word in text.split() if any(character.isalnum() for character in word)]


def _term(node: Text) -> str:
    """One term of an FTS5 expression. Each is quoted: raw input raises for nine in ten random strings."""
    quoted = '"' + " ".join(_words(node.words)).replace('"', '""') + '"'
    column = f"{node.column} : " if node.column else ""
    return f"{column}{quoted}{' *' if node.prefix else ''}"
