"""Links that lead to another place of the same text, as to a footnote and back: pure.

Knows nothing of parsers or screens. While a text is read, its links and blocks hold the names that the author
gave to places, and afterwards short ones of ours: nothing that came from outside is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from tui.pages.document import Block, Document, Kind, Span

NAME_LIMIT = 200
"""Code points of the longest name of a place that is one."""

_OURS = re.compile(r"#n[0-9]{1,4}")
_SIGNS = frozenset({"#", "¶", "§", "🔗", "⚓"})
"""What stands behind a heading for its own address, to be copied."""
_LEADS = re.compile(r"#(?<![&\s>:;(,]#)[^\s\"'<>&;]")
"""No reference to a character and no colour."""


def is_jump(href: str) -> bool:
    """Whether an address leads to a place of the document that holds it."""
    return _OURS.fullmatch(href) is not None


def may_jump(html: str) -> bool:
    """Whether a text has a link that may lead to a place of its own."""
    return _LEADS.search(html) is not None


class Jumps:
    """The jumps and places of one text while it is read."""

    __slots__ = ("_instead", "_names", "_page")

    def __init__(self, page: str) -> None:
        """``page``: the address of the text, which its links may write out."""
        self._page = page.partition("#")[0]
        self._names: list[str] = []
        self._instead: dict[str, str] = {}

    def meet(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins that may be a place; it is one of the next block."""
        name = attributes.get("id") or (tag == "a" and attributes.get("name"))
        if name:
            self._names.append(name[:NAME_LIMIT])

    def led(self, value: str, address: str) -> str:
        """What a link leads to; ``value``: its address as it is written, ``address``: made absolute."""
        if "#" not in value:
            return address
        there, mark, name = value.strip().partition("#")
        if not name or (there and (not address or address.partition("#")[0] != self._page)):
            return address
        href = mark + unquote(name)[:NAME_LIMIT]
        self._instead[href] = address or self._instead.get(href, "")
        return href

    def named(self, block: Block) -> Block:
        """A block with the places that were met since the one before."""
        if not self._names:
            return block
        name = "\n".join(self._names)
        self._names.clear()
        return block._replace(name=name)

    def give_back(self, blocks: Iterable[Block]) -> None:
        """Blocks that are none any more: their places are in the next one."""
        self._names.extend(block.name for block in blocks if block.name)

    def settled(self, blocks: Sequence[Block]) -> Document:
        """The document: jumps to places that there are, by our names. Others lead where else they may."""
        if not self._instead and not any(block.name for block in blocks):
            return tuple(blocks)
        places: dict[str, int] = {}
        for number, block in enumerate(blocks):
            for name in block.name.split("\n") if block.name else ():
                places.setdefault(f"#{name}", number)
        # A heading that is a link to itself leads nowhere.
        led = {
            places[span.href]
            for number, block in enumerate(blocks)
            for span in block.spans
            if places.get(span.href, number) != number
        }
        ours = {number: f"n{count}" for count, number in enumerate(sorted(led), 1)}

        def settled(number: int, block: Block) -> Block:
            hrefs = {href: self._instead[href] for _, _, href in block.spans if href in self._instead}
            for href in hrefs:
                if href in places:
                    hrefs[href] = "" if places[href] == number else f"#{ours[places[href]]}"
            if block.kind is Kind.HEADING and any(span.text.strip() in _SIGNS for span in block.spans):
                kept = [
                    span
                    for span in block.spans
                    if hrefs.get(span.href) != "" or span.text.strip() not in _SIGNS
                ]
                block = block._replace(spans=_ended(kept)) if kept else block
            return _led(block, hrefs)._replace(name=ours.get(number, ""))

        return tuple([settled(number, block) for number, block in enumerate(blocks)])


def _ended(spans: list[Span]) -> tuple[Span, ...]:
    """Spans without white space at their end, where something was taken away."""
    if spans and not (spans[-1].href or spans[-1].face):
        spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip())
    return tuple(spans)


def without_jumps(document: Document) -> Document:
    """``document`` for a form that has no places to jump to."""
    hrefs = {span.href: "" for block in document for span in block.spans if is_jump(span.href)}
    return tuple([_led(block, hrefs)._replace(name="") for block in document]) if hrefs else document


def _led(block: Block, hrefs: Mapping[str, str]) -> Block:
    if not any(span.href in hrefs for span in block.spans):
        return block
    spans: list[Span] = []
    for span in block.spans:
        led = span._replace(href=hrefs.get(span.href, span.href))
        # Words that lead nowhere any more are one span with their neighbours in the same face.
        if spans and spans[-1][1:] == led[1:]:
            spans[-1] = led._replace(text=spans[-1].text + led.text)
        else:
            spans.append(led)
    return block._replace(spans=tuple(spans))
