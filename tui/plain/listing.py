"""``list``, ``search`` and ``show``: articles of the cache on an output. Reads only; marks nothing."""

from __future__ import annotations

from dataclasses import replace

from tui.cache import articles
from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.search import narrowed
from tui.pages.document import DocumentError, loads, plain_text
from tui.pages.render import plain
from tui.plain import lines
from tui.plain.output import Output
from tui.query import Node

MEASURE = 72
"""The most cells of a line of running text."""


def listing(connection: Connection, query: Node, out: Output, *, limit: int, now: int, as_json: bool) -> bool:
    """Print the first ``limit`` articles that fit ``query``, 0 for all; False when there is none."""
    asked = narrowed(Listing(""), query, now)
    most = min((each for each in (limit or None, asked.limit) if each is not None), default=None)
    found = articles.listed(connection, replace(asked, limit=most), now)
    cells = out.cells
    if cells is not None and not as_json:
        rows = list(found)
        for line in lines.table(rows, now, cells, unread="•" if out.unicode else "N"):
            out.line(line)
        return bool(rows)
    any_found = False
    for article in found:
        any_found = True
        if as_json:
            out.record(lines.record(article))
        else:
            out.line(*lines.columns(article))
    return any_found


def show(connection: Connection, article_id: int, out: Output, *, as_json: bool) -> str:
    """Print one article in full; says what is wrong with it, "" when nothing is."""
    article = articles.article(connection, article_id)
    if article is None:
        return f"the cache has no article {article_id}"
    try:
        document = loads(article.document)
        trouble = ""
    except DocumentError as error:
        document, trouble = (), str(error)
    if as_json:
        out.record({**lines.record(article), "text": plain_text(document)})
        return trouble
    for line in lines.heading(article):
        out.line(line)
    out.line("")
    out.lines(plain(document, min(MEASURE, out.cells or MEASURE)) or article.lead)
    return trouble
