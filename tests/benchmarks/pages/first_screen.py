"""``python -m tests.benchmarks.pages.first_screen``: what the first screen of a story costs, short and long.

From the article as the cache gives it to the frame, on a terminal of 100×40 without a terminal; beside it
Textual's Markdown widget with the same 3,000 words. Processor time; the least of several turns.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from rich.style import Style
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Markdown

from tui.app.article_blocks import blocks_of
from tui.app.palette import Palette
from tui.app.widgets.story import Story
from tui.cache.pages import FullStory
from tui.model import Article, Level
from tui.pages.document import Block, Document, Face, Kind, Span, dumps
from tui.pages.edition import edition
from tui.pages.markdown import markdown

from .report import Row, machine
from .report import markdown as table

TURNS = 20
_LOOK = Style(color="blue", bgcolor="black")
_LOOKS: dict[str, Any] = {each.name: _LOOK for each in fields(Palette)}
_PALETTE = Palette(**{**_LOOKS, "levels": (_LOOK,) * 4})
_WORDS = ("harbour", "wall", "storm", "ferry", "island", "water", "crack", "basin", "the", "a", "of")


class _Bench(App[None]):
    def compose(self) -> ComposeResult:
        yield Story(lambda: _PALETTE, measure=72)
        yield Markdown()


def _text(words: int) -> Document:
    """So many words in paragraphs with a link in each, under headings."""
    pick = random.Random(words)  # noqa: S311 - words of a made-up text
    blocks: list[Block] = []
    while words > 0:
        size = pick.randint(30, 70)
        words -= size
        said = " ".join(pick.choice(_WORDS) for _ in range(size)) + "."
        link = Span(said[40:60], Face.PLAIN, f"https://lumepost.example/{words}")
        blocks.append(Block(Kind.PARAGRAPH, (Span(said[:40]), link, Span(said[60:]))))
        if pick.random() < 0.1:
            blocks.append(Block(Kind.HEADING, (Span("What broke"),), level=2))
    return tuple(blocks)


def _article() -> Article:
    return Article(
        1, 1, "The Lume Post", "https://lumepost.example/feed", "", "1", "Wall cracks", "https://lumepost.example/1",
        "Ada Marsh", 0, 0, 0, Level.ROUTINE, (), False, False, 0, "", dumps(_text(40)),
    )  # fmt: skip


async def _cost(
    pilot: Pilot[None], act: Callable[[], Awaitable[None] | None], painted: list[float]
) -> tuple[float, float]:
    """Milliseconds to the first frame, and until all is done."""
    await pilot.pause(0.05)
    painted.clear()
    started = time.process_time()
    waiting = act()
    if waiting is not None:
        await waiting
    await pilot.pause(0.15)
    ended = time.process_time()
    return 1000 * (painted[0] - started), 1000 * (ended - started)


async def _measured() -> list[Row]:
    app = _Bench()
    painted: list[float] = []
    costs: dict[str, list[tuple[float, float]]] = {}
    async with app.run_test(size=(100, 40)) as pilot:
        story, beside = app.query_one(Story), app.query_one(Markdown)
        for widget in (Story, Markdown):
            _watch(widget, painted)
        for turn in range(TURNS):
            for name, words in (("300 words", 300), ("3,000 words", 3_000)):
                full = FullStory(at=1, document=dumps(_text(words)))
                beside.display, story.display = False, True
                story.show(())

                def show(full: FullStory = full) -> None:
                    article = _article()
                    story.show(blocks_of(article, edition(article, full)))

                costs.setdefault(name, []).append(await _cost(pilot, show, painted))
            if turn < 3:
                text = markdown(_text(3_000))
                await beside.update("")
                beside.display, story.display = True, False
                cost = await _cost(pilot, partial(beside.update, text), painted)
                costs.setdefault("3,000 words, Markdown widget", []).append(cost)
    return [
        {
            "story": name,
            "first frame, ms": min(first for first, _ in found),
            "all, ms": min(end for _, end in found),
        }
        for name, found in costs.items()
    ]


def _watch(widget: Any, painted: list[float]) -> None:
    paint = widget.render_lines

    def watched(self: Any, crop: Any) -> Any:
        strips = paint(self, crop)
        painted.append(time.process_time())
        return strips

    widget.render_lines = watched


def main() -> None:
    """Measure, print, write."""
    rows = asyncio.run(_measured())
    where = machine()
    short, long, other = (float(row["first frame, ms"]) for row in rows)
    said = f"3,000 words beside 300: ×{long / short:.2f}; beside the Markdown widget: ×{long / other:.3f}"
    shown = table("The first screen of a story", rows)
    sys.stdout.write(f"{shown}\n{said}\n")
    here = Path(__file__).resolve().parent
    facts = "; ".join(f"{name}: {value}" for name, value in where.items())
    (here / "first_screen.md").write_text(f"{shown}\n{said}\n\n{facts}\n", "utf-8")
    text = json.dumps({"where": where, "rows": rows}, indent=1)
    (here / "first_screen.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
