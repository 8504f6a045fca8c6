"""A document as Markdown (CommonMark, with the tables of GitHub): pure.

For export alone; nothing of telex reads Markdown. What an author wrote never becomes markup: a line that
begins "1986." or "+" stays a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.pages.document import Block, Document, Face, Kind, Span
from tui.pages.jumps import without_jumps

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|])")
_OPENING = re.compile(r"^(\s*)(?:(\d{1,9})([.)])(?=\s|$)|([#+\-=])(?=[\s#+\-=]|$))")
_FENCE = re.compile(r"`{3,}")


def markdown(document: Document) -> str:
    """``document`` as Markdown with a line feed at its end; "" for an empty one."""
    lines: list[str] = []
    before: Block | None = None
    for block in without_jumps(document):
        tight = before is not None and before.kind is block.kind is Kind.ITEM and before.quote == block.quote
        if before is not None and not tight:
            lines.append(("> " * min(before.quote, block.quote)).rstrip())
        before = block
        before_each = "> " * block.quote + "    " * block.depth
        lines += [(before_each + line).rstrip() for line in _lines(block)]
    return "\n".join(lines) + "\n" if lines else ""


def escaped(text: str) -> str:
    """``text`` as words alone, on one line."""
    return _OPENING.sub(_disarmed, _plain(" ".join(text.split())))


def _lines(block: Block) -> Iterator[str]:
    match block.kind:
        case Kind.RULE:
            yield "---"
        case Kind.CODE:
            text = "".join(span.text for span in block.spans)
            fence = "`" * max(3, *(len(found) + 1 for found in _FENCE.findall(text)), 3)
            yield from (fence, *text.split("\n"), fence)
        case Kind.TABLE:
            yield from _table(block)
        case Kind.IMAGE:
            caption = escaped("".join(span.text for span in block.spans))
            yield f"![{caption}]({_address(block.href)})" if block.href else f"*{caption}*"
        case Kind.HEADING:
            yield f"{'#' * max(1, min(block.level, 6))} {' '.join(_styled(block.spans))}"
        case Kind.ITEM:
            marker = block.marker if block.marker[:1].isdigit() else "-"
            first, *rest = _styled(block.spans)
            yield f"{marker} {first}"
            yield from (f"  {line}" for line in rest)
        case _:
            yield from _styled(block.spans)


def _styled(spans: tuple[Span, ...]) -> list[str]:
    """The text with its faces and links, a line for each line end that the author wrote."""
    text = "".join(_span(span) for span in spans)
    lines = [_OPENING.sub(_disarmed, line.strip()) for line in text.split("\n")]
    return [f"{line}  " if number < len(lines) - 1 else line for number, line in enumerate(lines)]


def _span(span: Span) -> str:
    words = span.text.strip()
    if not words:
        return span.text
    start = span.text[: span.text.index(words[0])]
    end = span.text[len(start) + len(words) :]
    if span.face & Face.CODE:
        ticks = "`" * (1 + max((len(found) for found in re.findall("`+", words)), default=0))
        marked = f"{ticks} {words} {ticks}" if "`" in words else f"`{words}`"
    else:
        marked = _plain(words)
    for face, sign in ((Face.BOLD, "**"), (Face.ITALIC, "*"), (Face.STRIKE, "~~")):
        if span.face & face:
            marked = f"{sign}{marked}{sign}"
    if span.href:
        marked = f"[{marked}]({_address(span.href)})"
    return f"{start}{marked}{end}"


def _table(block: Block) -> Iterator[str]:
    columns = max((len(row) for row in block.rows), default=0)
    head, body = (block.rows[0], block.rows[1:]) if block.level else (("",) * columns, block.rows)
    yield _row(head, columns)
    yield f"|{' --- |' * columns}"
    yield from (_row(row, columns) for row in body)


def _row(cells: tuple[str, ...], columns: int) -> str:
    padded = (*cells, *("",) * (columns - len(cells)))
    return f"| {' | '.join(_plain(' '.join(cell.split())) for cell in padded)} |"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _disarmed(opening: re.Match[str]) -> str:
    space, number, stop, sign = opening.groups()
    return f"{space}{number}\\{stop}" if number else f"{space}\\{sign}"


def _address(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
