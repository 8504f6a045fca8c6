"""The labelled pages, each with what should come out of it. Knows no extractor."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

SETS = ("scrapinghub", "fundus", "readability")
KINDS = ("heading", "item", "quote", "code", "cell", "caption")

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tr", "td", "th", "figure",
    "figcaption", "section", "article", "header", "footer", "br", "hr", "main", "aside", "tbody", "thead",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """One page and what is known of it; what is not known is empty."""

    id: str
    url: str
    html: bytes = field(repr=False)
    body: str = field(repr=False)
    pieces: dict[str, list[str]] = field(default_factory=dict, repr=False)
    """Texts by kind that should come out as that kind."""
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    """ISO 8601."""
    standfirst: str = ""


def labelled(folder: Path, name: str) -> Iterator[Labelled]:
    """The pages of one set, in the order of its file."""
    read = {"scrapinghub": _scrapinghub, "fundus": _fundus, "readability": _readability}[name]
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            yield read(raw, gzip.decompress((folder / raw["file"]).read_bytes()))


def _scrapinghub(raw: dict[str, Any], page: bytes) -> Labelled:
    return Labelled(raw["id"], raw["url"], page, raw["body"])


def _fundus(raw: dict[str, Any], page: bytes) -> Labelled:
    expected = raw["expected"]
    summary = expected["body"]["summary"]
    sections = expected["body"]["sections"]
    headings = [text for section in sections for text in section["headline"]]
    parts = list(summary)
    for section in sections:
        parts += section["headline"] + section["paragraphs"]
    captions = [image["caption"] for image in expected.get("images") or [] if image.get("caption")]
    return Labelled(
        raw["id"],
        raw["url"],
        page,
        "\n".join(parts),
        {"heading": headings, "caption": captions},
        expected["title"] or "",
        tuple(expected.get("authors") or ()),
        expected["publishing_date"] or "",
        " ".join(summary),
    )


def _readability(raw: dict[str, Any], page: bytes) -> Labelled:
    tree = lxml_html.fromstring(raw["html"])
    pieces: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for element in tree.iter():
        kind = _kind(element)
        if kind:
            text = _own_text(element) if kind == "item" else text_of(element)
            if text.strip():
                pieces[kind].append(text)
    metadata = raw["metadata"]
    title = metadata.get("title") or ""
    # They are scored by themselves, as in the other sets.
    etree.strip_elements(tree, "figcaption", with_tail=False)
    return Labelled(raw["id"], "http://fakehost/test/page.html", page, text_of(tree), pieces, title)


def _kind(element: lxml_html.HtmlElement) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _HEADINGS:
        return "heading"
    if tag in ("td", "th"):
        # A table that holds tables, lists or several paragraphs is layout.
        table = next(element.iterancestors("table"), None)
        data = table is not None and len(table.findall(".//tr")) > 1 and not table.findall(".//table")
        return "cell" if data and len(element.findall(".//p")) < 2 else ""
    return {"li": "item", "blockquote": "quote", "pre": "code", "figcaption": "caption"}.get(tag, "")


def text_of(element: lxml_html.HtmlElement) -> str:
    """Text with a line feed between blocks."""
    parts: list[str] = []

    def walk(node: lxml_html.HtmlElement) -> None:
        block = node.tag in _BLOCKS
        if block:
            parts.append("\n")
        if node.text and isinstance(node.tag, str):
            parts.append(node.text)
        for child in node:
            if isinstance(child.tag, str) and child.tag not in ("script", "style"):
                walk(child)
            if child.tail:
                parts.append(child.tail)
        if block:
            parts.append("\n")

    walk(element)
    return "".join(parts)


def _own_text(item: lxml_html.HtmlElement) -> str:
    """The text of a list item without the lists in it."""
    parts = [item.text or ""]
    for child in item:
        if child.tag not in ("ul", "ol"):
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return " ".join(parts)
