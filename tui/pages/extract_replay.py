"""The chosen units of a page to blocks: their events, handed to ``builder.Builder`` in reading order.

Knows nothing of how units are chosen. Pictures, films and rules go with the units that they stand among.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tui.pages.builder import Builder
from tui.pages.document import Document
from tui.pages.extract_units import Layout
from tui.pages.extract_words import SUBHEAD

BOLD_HEADING = 14
"""Tokens of the longest bold paragraph that is a heading."""


def replay(page: Layout, chosen: list[bool], base_url: str, limit: int) -> Document:
    """The blocks of the chosen units, with the pictures, films and rules that stand among them."""
    builder = Builder()
    builder.begin(base_url, limit, whole_page=True, jumps=True)
    _Replay(page, chosen, builder).run()
    builder.close()
    return builder.finished()


class _Replay:
    """Hands chosen events to a builder; knows which figure has its picture."""

    def __init__(self, page: Layout, chosen: list[bool], builder: Builder) -> None:
        self._page = page
        self._chosen = chosen
        self._builder = builder
        kept = [number for number, keep in enumerate(chosen) if keep]
        self._first, self._last = (kept[0], kept[-1]) if kept else (0, -1)
        self._wanted = self._wants()
        self._titled = self._set_as_headings()
        self._figures = 0
        self._captions: list[bool] = []
        self._used: set[int] = set()
        self._pictures = self._pictures_of_captions()

    def run(self) -> None:
        """Hand over all that is wanted, in reading order."""
        events, ends, builder = self._page.events, self._page.ends, self._builder
        at = 0
        while at < len(events):
            what, name, rest = events[at]
            if what == "start":
                if self._wanted[ends[at] + 1] == self._wanted[at]:
                    at = ends[at] + 1
                    continue
                self._start(at, name, rest)
            elif what == "end":
                self._end(name, rest)
            elif what == "text":
                if self._chosen[rest]:
                    builder.data(name)
            elif self._wanted[at + 1] > self._wanted[at] and at not in self._used:
                builder.start(name, rest[0])
                builder.end(name)
            at += 1

    def _wants(self) -> list[int]:
        """How many wanted events there are before each one."""
        counts, count = [0], 0
        for what, name, rest in self._page.events:
            if what == "text":
                count += self._chosen[rest]
            elif what == "void":
                count += self._is_wanted(name, rest)
            counts.append(count)
        return counts

    def _set_as_headings(self) -> set[int]:
        """The paragraphs that are headings in all but name: short, bold or called so, no sentence, with text
        behind."""
        units, chosen = self._page.units, self._chosen
        parents = Counter(unit.parent for unit in units)
        found: set[int] = set()
        for number in range(self._first, self._last):
            unit = units[number]
            if (
                chosen[number]
                and chosen[number + 1]
                and unit.kind == "text"
                and 0 < len(unit.tokens) <= BOLD_HEADING
                and (unit.bold >= 0.9 * len(unit.text) or self._is_called_heading(unit.parent))
                and not unit.text.endswith((".", ":", ",", ";", "!", "…", "。"))
                and unit.linked < len(unit.text) / 2
                and parents[unit.parent] == 1
                and self._page.events[unit.parent][1] in ("p", "div")
            ):
                found.add(unit.parent)
        return found

    def _is_called_heading(self, at: int) -> bool:
        return at >= 0 and SUBHEAD.search(self._page.events[at][2].get("class", "")[:300]) is not None

    def _is_wanted(self, name: str, rest: tuple[Any, int, int]) -> bool:
        _, unit, bad = rest
        if name == "br":
            return 0 <= unit < len(self._chosen) and self._chosen[unit]
        if bad >= 0:
            return False
        inside = self._first <= unit <= self._last
        near = self._chosen[max(0, unit - 2) : unit + 3]
        return any(near) if name == "img" else inside and any(near)

    def _start(self, at: int, tag: str, attributes: Any) -> None:
        if at in self._titled:
            tag = "h4"
        elif tag == "figure":
            self._figures += 1
        elif tag == "figcaption":
            alone = not self._figures
            self._captions.append(alone)
            if alone:
                self._builder.start("figure", {})
            if alone or not self._has_image(at):
                self._builder.start("img", self._pictures.get(at, {"alt": "image"}))
                self._builder.end("img")
        self._builder.start(tag, attributes)

    def _end(self, tag: str, start: int) -> None:
        self._builder.end("h4" if start in self._titled else tag)
        if tag == "figure":
            self._figures -= 1
        elif tag == "figcaption" and self._captions.pop():
            self._builder.end("figure")

    def _has_image(self, caption: int) -> bool:
        """Whether the figure round a caption has a picture that is handed over, or holds other things."""
        events = self._page.events
        at, depth = caption, 0
        while at > 0:
            at -= 1
            what, name, _ = events[at]
            if what == "end":
                depth += 1
            elif what == "start":
                if name == "figure" and depth <= 0:
                    break
                depth -= 1
        end = self._page.ends[at]
        for each in range(at, end):
            what, name, _ = events[each]
            if (
                what == "void"
                and name in ("img", "video", "iframe")
                and self._wanted[each + 1] > self._wanted[each]
            ):
                return True
            if what == "start" and name in ("table", "pre", "blockquote"):
                return True
        return False

    def _pictures_of_captions(self) -> dict[int, dict[str, str]]:
        """For each caption outside of a figure the picture before it, which is then not shown by itself."""
        found: dict[int, dict[str, str]] = {}
        figures = 0
        picture = -1
        for at, (what, name, _) in enumerate(self._page.events):
            if what == "text":
                picture = -1
            elif what == "void" and name == "img":
                picture = at
            elif name == "figure":
                figures += 1 if what == "start" else -1
            elif (
                what == "start"
                and name == "figcaption"
                and not figures
                and picture >= 0
                and self._wanted[self._page.ends[at]] > self._wanted[at]
            ):
                given = dict(self._page.events[picture][2][0])
                found[at] = {**given, "alt": given.get("alt") or "image"}
                self._used.add(picture)
        return found
