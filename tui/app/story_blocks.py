"""A story as blocks: a line on who has it, and the ledes of its sources one after the other. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tui.ages import stamp
from tui.cache.stories import View
from tui.pages.document import Block, Face, Kind, Span

HEAD = 2
"""Blocks of an article that stand above the line on its story: headline, and where from and when."""


def with_story(document: tuple[Block, ...], views: Sequence[View], article_id: int) -> tuple[Block, ...]:
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
        words += f"; first, {later(views[1].at - first.at)} before {views[1].source}"
    else:
        words += f"; {first.source} was first, {later(view.at - first.at)} before"
    original = next((other.source for other in views if other.id == view.copy_of), "")
    return f"{words}; the text is that of {original}" if original else words


def ledes(views: Sequence[View]) -> tuple[Block, ...]:
    """The sources of a story in the order in which they had it, each with its headline and how it begins."""
    first = views[0]
    voices = sum(view.copy_of is None for view in views)
    blocks = [
        Block(Kind.HEADING, (Span(first.title),), level=1),
        Block(
            Kind.PARAGRAPH,
            (Span(f"{len(views)} articles, {voices} texts; first seen {stamp(first.at)}", Face.ITALIC),),
        ),
    ]
    for number, view in enumerate(views, 1):
        after = "first" if number == 1 else f"+{later(view.at - first.at)}"
        original = next((other.source for other in views if other.id == view.copy_of), "")
        copied = f" · text of {original}" if original else ""
        blocks.append(Block(Kind.HEADING, (Span(f"{number}. {view.source} · {after}{copied}"),), level=2))
        blocks.append(Block(Kind.PARAGRAPH, (Span(view.title, Face.BOLD),)))
        if view.lead and not original:
            blocks.append(Block(Kind.PARAGRAPH, (Span(view.lead),)))
    return tuple(blocks)


def later(seconds: int) -> str:
    """A span of time in a word: ``40 s``, ``14 min``, ``3 h``, ``2 d``."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
