"""A document as HTML (valid XML too, so that a book can hold it): pure. Every character is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from tui.pages.document import Block, Document, Face, Kind, Span

_FACES = ((Face.CODE, "code"), (Face.STRIKE, "del"), (Face.ITALIC, "em"), (Face.BOLD, "strong"))


def markup(document: Document, *, pictures: bool = True) -> str:
    """``document`` as elements of a body; without ``pictures`` only their captions."""
    lines: list[str] = []
    quotes = 0
    for quote, blocks in groupby(document, key=lambda block: block.quote):
        lines += ["<blockquote>"] * (quote - quotes) + ["</blockquote>"] * (quotes - quote)
        quotes = quote
        lines += _listed(list(blocks), pictures)
    lines += ["</blockquote>"] * quotes
    return "\n".join(lines)


def _listed(blocks: list[Block], pictures: bool) -> Iterator[str]:
    """The blocks of one quotation level; items by their depth in lists."""
    lists: list[str] = []
    for block in blocks:
        depth = block.depth + 1 if block.kind is Kind.ITEM else block.depth
        while len(lists) > depth:
            yield f"</li></{lists.pop()}>"
        if block.kind is Kind.ITEM:
            name = "ol" if block.marker[:1].isdigit() else "ul"
            if len(lists) == depth and lists[-1] == name:
                yield "</li>"
            elif len(lists) == depth:
                yield f"</li></{lists.pop()}>"
            while len(lists) < depth:
                lists.append(name)
                yield _opened(name, block.marker) + ("<li>" if len(lists) < depth else "")
            yield f"<li{_id(block)}>{_text(block.spans)}"
        else:
            yield _block(block, pictures)
    while lists:
        yield f"</li></{lists.pop()}>"


def _opened(name: str, marker: str) -> str:
    first = marker.rstrip(".")
    return f'<ol start="{first}">' if name == "ol" and first.isdigit() and first != "1" else f"<{name}>"


def _block(block: Block, pictures: bool) -> str:
    match block.kind:
        case Kind.RULE:
            return "<hr/>"
        case Kind.CODE:
            return f"<pre{_id(block)}><code>{escape(''.join(span.text for span in block.spans))}</code></pre>"
        case Kind.TABLE:
            return _table(block)
        case Kind.IMAGE:
            caption = _text(block.spans)
            image = f'<img src="{escape(block.href)}" alt=""/>' if block.href and pictures else ""
            words = f"<figcaption>{caption}</figcaption>" if caption else ""
            return f"<figure{_id(block)}>{image}{words}</figure>" if image or words else ""
        case Kind.HEADING:
            level = max(2, min(block.level, 6))
            return f"<h{level}{_id(block)}>{_text(block.spans)}</h{level}>"
        case _:
            return f"<p{_id(block)}>{_text(block.spans)}</p>"


def _id(block: Block) -> str:
    return f' id="{escape(block.name)}"' if block.name else ""


def _table(block: Block) -> str:
    rows = []
    for number, row in enumerate(block.rows):
        name = "th" if block.level and not number else "td"
        rows.append(f"<tr>{''.join(f'<{name}>{escape(cell)}</{name}>' for cell in row)}</tr>")
    return f"<table{_id(block)}>{''.join(rows)}</table>"


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    text = escape(span.text).replace("\n", "<br/>")
    for face, name in _FACES:
        if span.face & face:
            text = f"<{name}>{text}</{name}>"
    return f'<a href="{escape(span.href)}">{text}</a>' if span.href else text
