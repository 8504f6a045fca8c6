"""The quotations and figures that only one of several texts has: pure.

Knows nothing of sources, blocks or the screen. For several sources' views of one story: what one alone has
is what the others could not get, or what it got wrong. Texts that are copies of each other count as one
voice, so the caller gives each voice once.

A quotation is what stands between quotation marks, three words or more; another text has it where it holds
half of its runs of three words, since quotations are cut and joined. A figure is a number with its scale:
"1,200", "1.200", "1 200" and "1.2 thousand" are the same, and so are "three" and "3" in English. Years and
times of day are figures like all others. A small figure that another text has of something else counts as
held by it: too little is marked rather than too much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui.pages.document import Face, Span

Stretch = tuple[int, int]
"""Start and end in a text."""

WORDS = 3
"""The fewest words of a quotation, and those in a run that are looked for in other texts."""
HELD = 0.5
"""Share of its runs from which a quotation is in another text."""

_QUOTED = re.compile(
    r"“[^“”\n]{3,600}”|„[^„“”\n]{3,600}[“”]|«[^«»\n]{3,600}»|»[^«»\n]{3,600}«|「[^「」\n]{3,600}」|"
    r"『[^『』\n]{3,600}』|(?<!\w)‘[^‘\n]{3,600}?’(?!\w)|(?<!\w)\"[^\"\n]{3,600}\"(?!\w)"
)
"""Longer than 600 code points is no quotation: a mark is lost."""
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "tausend": 1_000, "millionen": 10**6, "mio": 10**6, "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9,
    "mille": 1_000, "millions": 10**6, "milliard": 10**9, "milliards": 10**9, "mil": 1_000, "millón": 10**6,
    "millones": 10**6, "milhão": 10**6, "milhões": 10**6, "bilhões": 10**9, "mila": 1_000, "milione": 10**6,
    "milioni": 10**6, "miliardi": 10**9, "miljoen": 10**6, "miljard": 10**9, "m": 10**6, "bn": 10**9,
    "k": 1_000, "万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "만": 10**4, "억": 10**8,
}  # fmt: skip
_SPELT = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
_FIGURE = re.compile(
    r"(?:[$€£¥₹]\s?)?(?<![A-Za-zÀ-ÿ0-9.:])(?:(?P<clock>\d\d?:\d\d)(?![\d:])|"
    r"(?P<digits>\d{1,3}(?:[.,’'\u00a0\u202f ]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![.,:]?\d)|"
    rf"(?P<spelt>(?:{'|'.join(_SPELT)})\b))"
    rf"(?:[\s\u00a0-]?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![A-Za-zÀ-ÿ]))?"
    r"(?:\s?[%‰€]|(?:st|nd|rd|th)\b)?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[.,’'\u00a0\u202f ](?=\d{3}(?!\d))")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def only_here(texts: Sequence[str]) -> tuple[tuple[Stretch, ...], ...]:
    """For each text the quotations and figures that none of the others has, in their order, none in another.

    A single text has nobody to differ from, so nothing of it is marked.
    """
    if len(texts) < 2:
        return ((),) * len(texts)
    runs = [_runs(text) for text in texts]
    figures = [{figure for _, figure in _figures(text)} for text in texts]
    found: list[tuple[Stretch, ...]] = []
    for number, text in enumerate(texts):
        other_runs = [each for at, each in enumerate(runs) if at != number]
        other_figures = {each for at, held in enumerate(figures) if at != number for each in held}
        quoted = [
            stretch
            for stretch, said in _quotations(text)
            if not any(len(said & held) >= HELD * len(said) for held in other_runs)
        ]
        alone = [stretch for stretch, figure in _figures(text) if figure not in other_figures]
        alone = [(low, high) for low, high in alone if not any(a <= low < b for a, b in quoted)]
        found.append(tuple(sorted([*quoted, *alone])))
    return tuple(found)


def marked(text: str, stretches: Sequence[Stretch], face: Face = Face.BOLD) -> tuple[Span, ...]:
    """``text`` with ``stretches`` of it, in order and apart from each other, in ``face``."""
    spans: list[Span] = []
    at = 0
    for low, high in stretches:
        spans += [Span(text[at:low]), Span(text[low:high], face)]
        at = high
    return tuple(span for span in (*spans, Span(text[at:])) if span.text)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return set(zip(words, words[1:], words[2:], strict=False))


def _quotations(text: str) -> list[tuple[Stretch, set[tuple[str, ...]]]]:
    found = []
    for match in _QUOTED.finditer(text):
        said = _runs(match[0])
        if said:
            found.append((match.span(), said))
    return found


def _figures(text: str) -> list[tuple[Stretch, str | float]]:
    found: list[tuple[Stretch, str | float]] = []
    for match in _FIGURE.finditer(text):
        clock, digits, spelt, scale = match.group("clock", "digits", "spelt", "scale")
        value = float(_SPELT[spelt.casefold()]) if spelt else _value(digits) if digits else 0.0
        if scale:
            value = round(value * _SCALES[scale.casefold()], 3)
        found.append((match.span(), clock or value))
    return found


def _value(digits: str) -> float:
    """The number that digits write: what parts three of them from the rest groups, all else is a point."""
    return float(_GROUPED.sub("", digits).replace(",", ".")[:300])
