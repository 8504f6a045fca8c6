"""A page's tree as a row of units of text, and the events from which ``extract_replay`` makes blocks.

Knows nothing of which units are the story. A unit is the text between two block boundaries: a
paragraph, a heading, an item, a cell, a caption.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tui.pages import tags
from tui.pages.extract_words import ADDRESS, CAPTION, CONTAINER

SHINGLE = 4
"""Tokens in a row by which texts are compared."""
UNITS_LIMIT = 20_000
"""Units that are looked at; what a page has beyond is left out."""
EVENTS_LIMIT = 400_000
"""Tags and texts that are looked at."""
NAME_PARTS = 3
"""Hyphens in a class or id from which it is a sentence, such as a heading's own anchor."""

_TOKEN = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_SKIPPED = frozenset({*tags.SKIPPED, "nav", "head", "input", "dialog", "amp-ad", "ins"} - {"title"})
_VOID = frozenset({"img", "amp-img", "iframe", "video", "audio", "hr"})
_MEDIA = {"amp-img": "img"}
_EDGES = frozenset({
    *tags.BLOCKS, *tags.HEADINGS, "li", "ul", "ol", "dl", "dt", "dd", "td", "th", "tr", "table",
    "blockquote", "pre", "figure", "figcaption", "form", "hr", "main",
})  # fmt: skip
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_NO_CONTAINERS = frozenset({"body", "html", "main", "article", "figcaption", *tags.HEADINGS})
_BAD_TAGS = frozenset({"footer", "aside", "form", "address"})
_PARTS = ("li", "td", "th", "pre", "blockquote", "figcaption", *tags.HEADINGS)


def tokens_of(text: str) -> list[str]:
    """The words of a text in composed form; each CJK or Thai character is one."""
    return _TOKEN.findall(text if text.isascii() else unicodedata.normalize("NFC", text))


def shingles(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """All runs of ``SHINGLE`` tokens; of fewer tokens the one run that they are."""
    if len(tokens) < SHINGLE:
        return [tuple(tokens)] if tokens else []
    return list(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))


@dataclass(slots=True)
class Unit:
    """One stretch of text and where it stands."""

    at: int
    """The event that it begins with."""
    kind: str
    """``heading``, ``item``, ``cell``, ``code``, ``quote``, ``caption`` or ``text``."""
    group: int
    """The start event of its list, table or figure; of other units that of their parent."""
    parent: int
    """The start event of the element that it stands in."""
    box: int
    """The start event of the element round that one."""
    bad: int
    """The start event of the outermost container that holds no story by its name; -1: none."""
    hidden: bool = False
    """Whether that container is hidden from those who see."""
    text: str = ""
    tokens: tuple[str, ...] = ()
    linked: int = 0
    """Characters of it that lead to other pages, addresses that are written out not counted: those are named
    for their own sake."""
    bold: int = 0
    """Characters of it that are bold."""


@dataclass(slots=True)
class Layout:
    """A page as units and events."""

    units: list[Unit] = field(default_factory=list)
    events: list[tuple[str, str, Any]] = field(default_factory=list)
    """("start", tag, attributes), ("end", tag, start event), ("text", text, unit), ("void", tag, (attributes,
    the number of units before it, its container without story))."""
    ends: dict[int, int] = field(default_factory=dict)
    """The end event of each start event."""
    cut: bool = False
    """Whether the page has more than was looked at."""
    within: dict[int, int] = field(default_factory=dict)
    """For each list and table that stands in another one, by their start events, that other one."""


def layout(tree: etree._Element) -> Layout:
    """The units and events of a page."""
    return _Walk(tree).page


class _Walk:
    def __init__(self, tree: etree._Element) -> None:
        self.page = Layout()
        self._names: dict[str, tuple[bool, bool]] = {}
        self._stack: list[tuple[int, str, int]] = []  # start event, tag as given to the builder, bad before
        self._bad = -1
        self._hidden = -1
        self._unit: Unit | None = None
        self._pieces: list[str] = []
        self._anchors: list[bool] = []  # of each open link whether it leads to another page
        self._links = 0
        self._groups: list[int] = []  # open lists and tables
        self._bolds = 0
        self._breaks = 0
        walker = etree.iterwalk(tree, ("start", "end"))
        for event, element in walker:
            tag = element.tag
            if not isinstance(tag, str):
                if event == "end":
                    self._text(element.tail)
                continue
            if event == "start":
                if tag in _SKIPPED:
                    walker.skip_subtree()
                elif len(self.page.events) > EVENTS_LIMIT:
                    self.page.cut = True
                    walker.skip_subtree()
                    self._stack.append((-1, tag, self._bad))  # its end is told all the same
                else:
                    self._start(tag, element)
            else:
                if tag not in _SKIPPED:
                    self._end(tag)
                self._text(element.tail)
        self._flush()

    def _start(self, tag: str, element: etree._Element) -> None:
        events = self.page.events
        if tag in _VOID:
            self._void(_MEDIA.get(tag, tag), element)
            self._stack.append((-1, tag, self._bad))
            return
        if tag == "br":
            self._break()
            self._stack.append((-1, tag, self._bad))
            return
        attributes = element.attrib
        caption, container = self._named(attributes)
        if caption and tag in ("div", "p", "span", "small", "cite", "em", "section"):
            tag = "figcaption"
        elif tag == "div" and attributes.get("role") == "heading":
            tag = "h2"
        elif tag == "form":
            tag = "div"
        if tag in _EDGES:
            self._flush()
        self._enter(tag, attributes)
        bad_before = self._bad
        if bad_before < 0 and tag not in _NO_CONTAINERS:
            hidden = _hidden(attributes)
            if tag in _BAD_TAGS or container or hidden:
                self._bad = len(events)
                self._hidden = self._bad if hidden else -1
        self._stack.append((len(events), tag, bad_before))
        events.append(("start", tag, attributes))
        self._text(element.text)

    def _enter(self, tag: str, attributes: Any) -> None:
        """Count what is open of links, bold type, lists and tables."""
        if tag == "a":
            self._anchors.append(attributes.get("href", "#")[:1] != "#")
            self._links += self._anchors[-1]
        elif tag in tags.BOLD:
            self._bolds += 1
        elif tag in _LISTS:
            at = len(self.page.events)
            if self._groups:
                self.page.within[at] = self._groups[-1]
            self._groups.append(at)

    def _end(self, _: str) -> None:
        at, tag, self._bad = self._stack.pop()
        if at < 0:
            return
        if tag in _LISTS:
            self._groups.pop()
        if tag in _EDGES:
            self._flush()
        elif tag == "a":
            self._links -= self._anchors.pop()
        elif tag in tags.BOLD:
            self._bolds -= 1
        self.page.ends[at] = len(self.page.events)
        self.page.events.append(("end", tag, at))

    def _named(self, attributes: Any) -> tuple[bool, bool]:
        """Whether an element is a caption by its name, and whether a container without story."""
        name = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if name == " ":
            return False, False
        known = self._names.get(name)
        if known is None:
            short = [part for part in name[:300].split() if part.count("-") + part.count("_") <= NAME_PARTS]
            known = self._names[name] = (
                any(CAPTION.search(part) for part in short),
                any(CONTAINER.search(part) for part in short),
            )
        return known

    def _void(self, tag: str, element: etree._Element) -> None:
        if tag in ("hr", "iframe", "video", "audio"):
            self._flush()
        attributes: Any = element.attrib
        if tag in ("video", "audio"):
            source = element.find(".//source")
            if not attributes.get("src") and source is not None:
                attributes = source.attrib
        elif tag == "img" and not attributes.get("src", "").startswith("http"):
            picture = element.getparent()
            source = picture.find("source") if picture is not None and picture.tag == "picture" else None
            if source is not None:
                attributes = {**dict(source.attrib), **{k: v for k, v in attributes.items() if k != "src"}}
        self.page.events.append(("void", tag, (attributes, len(self.page.units), self._bad)))

    def _break(self) -> None:
        if self._unit is None:
            return
        self._pieces.append("\n")
        self.page.events.append(("void", "br", ({}, len(self.page.units) - 1, self._bad)))
        self._breaks += 1
        if self._breaks > 1:
            self._flush()

    def _text(self, text: str | None) -> None:
        if not text:
            return
        blank = text.isspace()
        if self._unit is None:
            if blank or len(self.page.units) >= UNITS_LIMIT:
                self.page.cut |= not blank
                return
            self._open()
        assert self._unit is not None  # noqa: S101 - opened above
        if not blank:
            self._breaks = 0
            if self._bad < 0:
                # A dateline in a container without story was only the beginning.
                self._unit.bad, self._unit.hidden = -1, False
        self._pieces.append(text)
        if self._links and not text.lstrip().startswith(ADDRESS):
            self._unit.linked += len(text)
        if self._bolds:
            self._unit.bold += len(text)
        self.page.events.append(("text", text, len(self.page.units) - 1))

    def _open(self) -> None:
        kind, group = "text", -1
        parent = box = -1
        for at, tag, _ in reversed(self._stack):
            if at < 0:
                continue
            if tag in _EDGES and box < 0:
                parent, box = (at, -1) if parent < 0 else (parent, at)
            if kind == "text" and tag in _KINDS:
                kind = _KINDS[tag]
            if group < 0 and kind in _GROUPS and tag in _GROUPS[kind]:
                group = at
            if kind != "text" and box >= 0 and (group >= 0 or kind not in _GROUPS):
                break
        group = group if group >= 0 else parent
        self._unit = Unit(len(self.page.events), kind, group, parent, box, self._bad)
        self._unit.hidden = self._bad >= 0 and self._hidden == self._bad
        self.page.units.append(self._unit)

    def _flush(self) -> None:
        self._breaks = 0
        if self._unit is None:
            return
        text = " ".join("".join(self._pieces).split())
        self._unit.text = text
        self._unit.tokens = tuple(tokens_of(text))
        self._unit = None
        self._pieces.clear()


_KINDS = {
    **dict.fromkeys(tags.HEADINGS, "heading"),
    "li": "item", "dd": "item", "dt": "item", "td": "cell", "th": "cell", "pre": "code",
    "blockquote": "quote", "figcaption": "caption",
}  # fmt: skip
_GROUPS = {"item": ("ul", "ol", "dl"), "cell": ("table",), "caption": ("figure",)}


def _hidden(attributes: Any) -> bool:
    style = attributes.get("style")
    return bool(style and "display:none" in style.replace(" ", "")) or attributes.get("hidden") is not None
