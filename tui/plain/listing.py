"""``list``, ``search`` and ``show``: articles of the cache on an output. Reads only; marks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tui.cache import articles
from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.pages import full_story
from tui.cache.search import narrowed
from tui.cache.stories import facts_of
from tui.model import Article
from tui.pages import formats
from tui.pages.document import DocumentError, loads, plain_text
from tui.pages.edition import Edition, edition
from tui.pages.render import plain
from tui.plain import lines
from tui.plain.output import Output
from tui.query import Node
from tui.snippets import excerpt
from tui.text import fit
from tui.words import finder

MEASURE = 72
"""The most cells of a line of running text."""
PIECE = 120
"""Characters shown of a text that was found."""


def listing(
    connection: Connection,
    query: Node,
    out: Output,
    *,
    limit: int,
    now: int,
    as_json: bool,
    pieces: bool = False,
) -> bool:
    """Print the first ``limit`` articles that fit ``query``, 0 for all; False when there is none.

    ``pieces``: with what was found of each, its hits between stars.
    """
    asked = narrowed(Listing(""), query, now)
    most = min((each for each in (limit or None, asked.limit) if each is not None), default=None)
    found = articles.listed(connection, replace(asked, limit=most), now)
    sought = finder(asked.sought) if pieces else None
    cells = out.cells
    if cells is not None and not as_json:
        rows = list(found)
        table = lines.table(rows, now, cells, unread="•" if out.unicode else "N")
        for article, line in zip(rows, table, strict=True):
            out.line(line)
            if piece := _piece(article, sought):
                out.line(fit(f"      {piece}", cells).rstrip())
        return bool(rows)
    any_found = False
    for article in found:
        any_found = True
        if as_json:
            found_in_it = {"piece": _piece(article, sought)} if sought else {}
            out.record({**lines.record(article), **found_in_it})
        else:
            out.line(*lines.columns(article))
    return any_found


def _piece(article: Article, sought: re.Pattern[str] | None) -> str:
    """What was found in the text of an article; "" where only its headline has a hit, or none is asked."""
    if sought is None:
        return ""
    try:
        text = plain_text(loads(article.document))
    except DocumentError:
        text = ""
    return "".join(f"*{part}*" if hit else part for part, hit in excerpt((article.lead, text), sought, PIECE))


def show(connection: Connection, article_id: int, out: Output, form: str) -> str:
    """Print one article in full; says what is wrong with it, "" when nothing is.

    ``form``: a name of ``pages.formats``; as ``text`` its facts come line by line before the words.
    """
    article = articles.article(connection, article_id)
    if article is None:
        return f"the cache has no article {article_id}"
    shown = edition(article, full_story(connection, article_id))
    story = facts_of(connection, article_id)
    if form == "json":
        facts = formats.record(shown)
        told = {name: facts[name] for name in ("full_text", "why", "standfirst", "authors")}
        told["story"] = None if story is None else story.id
        out.record({**lines.record(article), **told, "text": plain_text(shown.document)})
        return shown.trouble
    if form != "text":
        out.lines(formats.FORMATS[form](shown).rstrip("\n"))
        return shown.trouble
    for line in lines.heading(article):
        out.line(line)
    if story is not None and story.articles > 1:
        out.line(f"Story: {story.voices} of {story.publishers} publishers; telex list story:{story.id}")
    if shown.full:
        out.line(f"Text: full story, {shown.minutes} min")
    if shown.why:
        out.line(f"Page: {shown.why}")
    out.line("")
    if shown.standfirst:
        out.lines(shown.standfirst)
        out.line("")
    out.lines(plain(shown.document, min(MEASURE, out.cells or MEASURE)) or article.lead)
    return shown.trouble


def editions(connection: Connection, query: Node, *, limit: int, now: int) -> Iterator[Edition]:
    """The first ``limit`` articles that fit ``query``, 0 for all, with their full stories."""
    asked = narrowed(Listing(""), query, now)
    most = min((each for each in (limit or None, asked.limit) if each is not None), default=None)
    for article in articles.listed(connection, replace(asked, limit=most), now):
        yield edition(article, full_story(connection, article.id))
