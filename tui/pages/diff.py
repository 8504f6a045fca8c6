"""What changed between two texts of an article, word by word: pure.

Knows nothing of revisions, the cache or the screen. Documents are compared block by block and only
blocks that differ word by word, so that a corrected sentence costs the same in a long text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from tui.pages.document import FACES, Block, Document, Face, Span

WORDS_LIMIT = 2_000
"""Words of a block on each side that are compared one by one; a longer block counts as replaced
(2,000 words that are all different take 0.1 s)."""
BLOCKS_LIMIT = 2_000
"""Blocks of a document on each side that are compared; those beyond are left out."""
BRIDGE = 3
"""Letters of a word that is the same between two changes up to which it is shown as changed with them."""
LIKE = 0.4
"""Share of words in common from which a block counts as changed and not as another one."""

_UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
_WORD = re.compile(rf"\s+|{_UNSPACED}|\w+|[^\w\s]")


_Step = tuple[str, int, int, int, int]
"""An opcode of ``difflib``."""


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Piece(NamedTuple):
    """A stretch of text that was kept, added or taken out."""

    text: str
    change: Change


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order, what was removed before what stands in its place."""
    if before == after:
        return (Piece(after, Change.SAME),) if after else ()
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > WORDS_LIMIT:
        return tuple(_pieces([("replace", 0, 1, 0, 1)], [before], [after]))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(_pieces(_joined(matcher.get_opcodes(), old), old, new))


def documents(before: Document, after: Document) -> Document:
    """``after`` with what was added in bold, and what was removed from ``before`` struck out where it stood.

    Links stay on blocks that did not change; tables that changed are shown twice, old and new.
    """
    old, new = before[:BLOCKS_LIMIT], after[:BLOCKS_LIMIT]
    matcher = SequenceMatcher(None, [_key(block) for block in old], [_key(block) for block in new], False)
    shown: list[Block] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            shown += new[c:d]
        else:
            shown += _changed(old[a:b], new[c:d])
    return tuple(shown)


def has_changed(before: Document, after: Document) -> bool:
    """Whether a reader of both would see a difference in the words."""
    return [_key(block) for block in before] != [_key(block) for block in after]


def _changed(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Block]:
    """Blocks in place of others: likely pairs word by word, the rest as removed or added."""
    at = 0
    for block in new:
        pair = next((i for i in range(at, len(old)) if _alike(old[i], block)), None)
        if pair is None:
            yield _whole(block, Change.ADDED)
            continue
        yield from (_whole(each, Change.REMOVED) for each in old[at:pair])
        at = pair + 1
        yield block._replace(spans=tuple(spans(words(_text(old[pair]), _text(block)))))
    yield from (_whole(each, Change.REMOVED) for each in old[at:])


def _alike(old: Block, new: Block) -> bool:
    if old.rows or new.rows or old.kind is not new.kind:
        return False
    a, b = set(_WORD.findall(_text(old))), set(_WORD.findall(_text(new)))
    return len(a & b) >= LIKE * max(len(a), len(b), 1)


def _whole(block: Block, change: Change) -> Block:
    face = FACES.index(_FACE[change])
    spans = tuple([span._replace(face=FACES[span.face.value | face]) for span in block.spans])
    return block._replace(spans=spans)


def spans(pieces: Sequence[Piece]) -> Iterator[Span]:
    """Pieces in their faces; old and new words stand apart, for those who see no faces."""
    before = ""
    for piece in pieces:
        if piece.change is Change.ADDED and before[-1:].strip() and piece.text[:1].strip():
            yield Span(" ")
        before = piece.text if piece.change is Change.REMOVED else ""
        yield Span(piece.text, _FACE[piece.change])


def _joined(steps: Sequence[_Step], old: Sequence[str]) -> list[_Step]:
    """Changes with nothing but white space or one short word between them are one: phrase for phrase."""
    found: list[_Step] = []
    for number, step in enumerate(steps):
        what, a, b, c, d = step
        between = what == "equal" and found and number < len(steps) - 1
        kept = "".join(old[a:b]).strip()
        if between and (not kept or (b - a <= 3 and len(kept) <= BRIDGE and not re.search(_UNSPACED, kept))):
            what = "replace"
        if found and what != "equal" and found[-1][0] != "equal":
            _, first, _, other, _ = found.pop()
            found.append(("replace", first, b, other, d))
        else:
            found.append((what, a, b, c, d))
    return found


def _pieces(steps: Sequence[_Step], old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, a, b, c, d in steps:
        if what == "equal":
            yield Piece("".join(new[c:d]), Change.SAME)
            continue
        if a < b:
            yield Piece("".join(old[a:b]), Change.REMOVED)
        if c < d:
            yield Piece("".join(new[c:d]), Change.ADDED)


def _key(block: Block) -> tuple[str, str, tuple[tuple[str, ...], ...]]:
    return block.kind, " ".join(_text(block).split()), block.rows


def _text(block: Block) -> str:
    return "".join([span.text for span in block.spans])


_FACE = {Change.SAME: Face.PLAIN, Change.ADDED: Face.BOLD, Change.REMOVED: Face.STRIKE}
