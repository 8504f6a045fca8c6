"""Is what an entry carries the whole story, or only the way to it? A written rule; pure.

Knows no page. Not by length alone: a short item of a blog is whole, and the first 300 words of a newspaper
that end in "Continue reading" are not. The rule, in this order:

1. No words: not whole.
2. The end says that there is more ("…", "Read more", "Continue reading" and the like): not whole.
3. ``LONG`` words or more: whole.
4. ``SOME`` words or more in three or more blocks of text, the last one a whole sentence: whole.
5. A list, a listing, a table or a quotation beside ``FEW`` words or more: whole; teasers have none.
6. Everything else is a summary.
"""

from __future__ import annotations

import re

from tui.pages.document import WIDE, Block, Document, Kind

LONG, SOME, FEW = 250, 100, 40
"""Words."""
_WIDE = re.compile(WIDE)
_SENTENCE = tuple(".!?。！？؟।”\"»）)’'")
_MORE = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read (?:more|on|the (?:full|rest|whole|entire)\b.*)|continue reading\b.*|"
    r"keep reading\b.*|click here\b.*|full (?:story|article)\b.*|more\s*[»›→>]+|weiterlesen\b.*|mehr lesen|"
    r"zum artikel|lire la suite\b.*|leer más|seguir leyendo|leggi tutto|continua a leggere|lees verder|"
    r"leia mais|läs mer|les mer|læs mere|lue lisää|czytaj (?:więcej|dalej)|читать (?:далее|полностью)|"
    r"続きを読む|阅读全文|閱讀全文|더 보기))[\s»›→>.…\]]*$",
    re.IGNORECASE,
)


def is_whole(document: Document) -> bool:
    """Whether ``document``, an entry's own content, is the whole story."""
    texts = [(block, _text(block)) for block in document if block.kind is not Kind.IMAGE]
    texts = [(block, text) for block, text in texts if text.strip()]
    words = sum(_words(text) for _, text in texts)
    if not words:
        return False
    last = texts[-1][1].strip()
    if _MORE.search(last[-200:]):
        return False
    if words >= LONG:
        return True
    if words >= SOME and len(texts) >= 3 and last.endswith(_SENTENCE):
        return True
    return words >= FEW and any(_is_structure(block) for block, _ in texts)


def _is_structure(block: Block) -> bool:
    return block.kind in (Kind.ITEM, Kind.CODE, Kind.TABLE) or block.quote > 0


def _words(text: str) -> int:
    wide = len(_WIDE.findall(text))
    return len(_WIDE.sub(" ", text).split()) + wide // 2


def _text(block: Block) -> str:
    return "".join([span.text for span in block.spans]) or " ".join(
        [cell for row in block.rows for cell in row]
    )
