"""A story as blocks: a line on who has it, and the ledes of its sources beside each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tui.ages import stamp
from tui.app.charts import on_line
from tui.cache.stories import View
from tui.pages.document import Block, Document, Face, Kind, Span
from tui.pages.only_here import Stretch, marked, only_here
from tui.text import fit, width

NAME_CELLS, LINE_CELLS = 20, 24
"""Cells of the names and of the line in a timeline: with the spans they fit 60."""
LONGEST = 24
"""Sources in a timeline."""
HEAD = 2
"""Blocks of an article that stand above the line on its story: headline, and where from and when."""


def with_story(document: Document, views: Sequence[View], article_id: int) -> Document:
    """An article's document with a line on its story, where it is not alone in it."""
    if len(views) < 2:
        return document
    line = Block(Kind.PARAGRAPH, (Span(standing(views, article_id), Face.ITALIC),))
    return (*document[:HEAD], line, *document[HEAD:])


def standing(views: Sequence[View], article_id: int) -> str:
    """Where an article stands in its story: ``2 of 5 in this story; Bay Radio was first, 14 min before``."""
    place = next((number for number, view in enumerate(views, 1) if view.id == article_id), 1)
    view, first = views[place - 1], views[0]
    words = f"{place} of {len(views)} in this story"
    if place == 1:
        words += f"; first, {_before(views[1].at - first.at)} {views[1].source}"
    elif view.at == first.at:
        words += f"; at the same time as {first.source}"
    else:
        words += f"; {first.source} was first, {later(view.at - first.at)} before"
    original = next((other.source for other in views if other.id == view.copy_of), "")
    return f"{words}; the text is that of {original}" if original else words


def ledes(views: Sequence[View]) -> tuple[Document, tuple[Document, ...]]:
    """What stands above the ledes of a story's sources; and each source's, in the order in which they had
    the story, with what it alone has in bold. Copies are only named: they say nothing of their own."""
    first = views[0]
    voices = [view for view in views if view.copy_of is None] or [first]
    copies = [view for view in views if view not in voices]
    told = f"{_count(views, 'article')}, {_count(voices, 'text')}; first seen {stamp(first.at)}"
    if len(voices) > 1:
        told += "; in bold: quotations and figures that only one has"
    head = [
        Block(Kind.HEADING, (Span(first.title),), level=1),
        Block(Kind.PARAGRAPH, (Span(told, Face.ITALIC),)),
    ]
    if len(views) > 1 and views[-1].at > first.at:
        head.append(Block(Kind.CODE, (Span(timeline(views)),)))
    if copies:
        named = ", ".join(f"{view.source} ({_after(first, view)})" for view in copies)
        head.append(Block(Kind.PARAGRAPH, (Span(f"The same text again: {named}", Face.ITALIC),)))
    alone = only_here([f"{view.title}\n{view.lead}" for view in voices])
    columns = (_lede(first, view, found) for view, found in zip(voices, alone, strict=True))
    return tuple(head), tuple(columns)


def timeline(views: Sequence[View]) -> str:
    """Who had the story when: a line for each source, from the first to the last."""
    first, last = views[0], views[-1]
    names = min(NAME_CELLS, max(width(view.source) for view in views))
    return "\n".join(
        f"{fit(view.source, names)} {on_line(view.at, first.at, last.at, LINE_CELLS)} {_after(first, view)}"
        for view in views[:LONGEST]
    )


def _lede(first: View, view: View, alone: Sequence[Stretch]) -> Document:
    """One source's headline and how it begins."""
    begins = len(view.title) + 1
    headline = Block(Kind.HEADING, (Span(f"{view.source} · {_after(first, view)}"),), level=2)
    blocks = [headline, Block(Kind.PARAGRAPH, (Span(view.title, Face.ITALIC),))]
    if view.lead:
        within = [(low - begins, high - begins) for low, high in alone if low >= begins]
        blocks.append(Block(Kind.PARAGRAPH, marked(view.lead, within)))
    return tuple(blocks)


def _before(seconds: int) -> str:
    return f"{later(seconds)} before" if seconds else "at the same time as"


def _count(things: Sequence[View], word: str) -> str:
    return f"1 {word}" if len(things) == 1 else f"{len(things)} {word}s"


def _after(first: View, view: View) -> str:
    return "first" if view is first else f"+{later(view.at - first.at)}"


def later(seconds: int) -> str:
    """A span of time in a word: ``40 s``, ``14 min``, ``3 h``, ``2 d``."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
