"""telex beside its peers: a page to its story, and what of it is of which kind."""

from __future__ import annotations

from collections import defaultdict

from tui.feeds.charset import as_utf8
from tui.pages.document import Block, Document, Kind
from tui.pages.extract import Story, extract


def story_of(page: bytes, url: str) -> Story:
    """The story as the page worker finds it, without rules and without what is learned of a site."""
    return extract(as_utf8(page, ""), url)


def body_of(document: Document) -> str:
    """The text of a story as the labelled pages have it: without captions."""
    return "\n".join(_text(block) for block in document if block.kind is not Kind.IMAGE)


def pieces_of(document: Document) -> dict[str, list[str]]:
    """The texts of a document by kind, as ``gold.KINDS`` names them."""
    found: dict[str, list[str]] = defaultdict(list)
    for block in document:
        text = _text(block)
        if block.quote:
            found["quote"].append(text)
        if block.kind is Kind.TABLE:
            found["cell"] += [cell for row in block.rows for cell in row]
            continue
        if block.kind in _NAMES:
            found[_NAMES[block.kind]].append(text)
        if block.kind is Kind.ITEM or block.depth:
            found["item"].append(text)
    return found


_NAMES = {Kind.HEADING: "heading", Kind.CODE: "code", Kind.IMAGE: "caption"}


def _text(block: Block) -> str:
    if block.rows:
        return "\n".join(" ".join(row) for row in block.rows)
    return "".join(span.text for span in block.spans)
