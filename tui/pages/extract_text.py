"""Which text of a page is its story, by the libraries' judgement. Imports them only when it is asked.

Knows nothing of blocks. trafilatura in plain-text mode decides: switching on its links, images or
formatting lowers its score (F1 .947 to .930 on fundus). Where the page's own paragraphs hold much more
than it found, a third opinion is asked, and the article's own word (JSON-LD ``articleBody``) judges.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import copy

from lxml import etree, html

from tui.pages.extract_units import Layout, Unit, tokens_of
from tui.pages.extract_words import STOPS

UNITS_LIMIT, EVENTS_LIMIT, TEXT_LIMIT = 8_000, 150_000, 1_000_000
"""Units, tags and code points of a page beyond which no library is asked: they take seconds, and what has so
many is a list or a log (the largest of 300 labelled news pages has 2,900 units)."""
PARAGRAPH, SENTENCE = 20, 8
"""Tokens of what looks like running text: in any case, and where no library is asked and it is a sentence."""
LONGER = 1.5
"""How much more a second text must hold before the first is doubted."""
WITHIN = 0.8
"""Share of the third text that must lie within the page's own paragraphs."""
AGREES = 0.7
"""Share of the article's own statement that a text must hold to agree with it."""
JUDGE_TOKENS = 100
"""Tokens of an ``articleBody`` that may judge."""


def story_text(tree: html.HtmlElement, page: Layout, stated: str) -> str:
    """The text of the story, a block a line; "" where there is none.

    ``stated``: the page's own ``articleBody``, or "".
    """
    units = page.units
    offered = _paragraphs(units)
    if (
        len(units) > UNITS_LIMIT
        or len(page.events) > EVENTS_LIMIT
        or sum(len(unit.text) for unit in units) > TEXT_LIMIT
    ):
        return "\n".join(unit.text for unit in _paragraphs(units, SENTENCE))
    text = _first_opinion(tree)
    found = len(tokens_of(text))
    if sum(len(unit.tokens) for unit in offered) > LONGER * found:
        text = _rescued(tree, text, offered)
    return _judged(text, stated, units)


def _first_opinion(tree: html.HtmlElement) -> str:
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return extract(tree, include_comments=False) or ""


def _paragraphs(units: Sequence[Unit], least: int = PARAGRAPH) -> list[Unit]:
    """What looks like running text: a cheap second opinion. ``least``: tokens, for whole sentences."""
    return [
        unit
        for unit in units
        if unit.bad < 0
        and unit.kind in ("text", "quote")
        and len(unit.tokens) >= (least if unit.text.endswith(STOPS) else PARAGRAPH)
        and unit.linked < 0.3 * len(unit.text)
    ]


def _rescued(tree: html.HtmlElement, text: str, offered: Sequence[Unit]) -> str:
    """A longer text where a third opinion finds it too and it lies within the page's paragraphs."""
    from trafilatura.readability_lxml import Document

    try:
        summary = html.fromstring(Document(copy(tree), min_text_length=25).summary())
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return text
    other = "\n".join(" ".join(str(part).split()) for part in summary.itertext())
    words = tokens_of(other)
    if len(words) <= LONGER * len(tokens_of(text)):
        return text
    within = {shingle for unit in offered for shingle in _shingles(unit.tokens)}
    return f"{text}\n{other}" if _share(words, within) >= WITHIN else text


def _judged(text: str, stated: str, units: Sequence[Unit]) -> str:
    """``text``, and with it the article's own statement where that has more and the page shows it."""
    words = tokens_of(stated)
    if len(words) < JUDGE_TOKENS:
        return text
    if _share(words, _shingles(tokens_of(text))) >= AGREES:
        return text
    shown = {shingle for unit in units for shingle in _shingles(unit.tokens)}
    return f"{text}\n{stated}" if _share(words, shown) >= AGREES else text


def covers(units: Sequence[Unit], chosen: Sequence[bool], stated: str) -> bool:
    """Whether the chosen units are to be shown, and not the article's own statement without structure."""
    words = tokens_of(stated)
    found = sum(len(unit.tokens) for unit, keep in zip(units, chosen, strict=True) if keep)
    return len(words) < JUDGE_TOKENS or len(words) < 2 * found


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def _share(words: Sequence[str], known: set[tuple[str, ...]]) -> float:
    wanted = _shingles(words)
    return len(wanted & known) / max(1, len(wanted))
