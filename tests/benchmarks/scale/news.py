"""Made-up news in any number: the same seed gives the same articles. Pure; knows no cache.

Lengths follow what 7,561 entries of 300 real feeds have; words follow Zipf's law over a vocabulary of
invented ones, with numbers and names that hardly ever come back, as in real text. Every 25th source
writes in characters instead of words.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from tui.arrivals import Entry
from tui.model import Facts, Level
from tui.pages.document import Block, Kind, Span, dumps

CHUNK = 2_000
"""Articles made from one seed: chunks can be made side by side."""
DAYS = 170
"""Over how many days the articles are spread, oldest first."""
NOW = 1_795_000_000
"""When the newest article came (November 2026)."""
RARE, COMMON, PHRASE = "zyqvrax", "storm", "storm over harbour"
"""Words to search for: about once in 5,000 articles, once in 10, and a phrase once in 400."""
_VOCABULARY, _SENTENCES, _PARAGRAPHS, _CHARACTERS = 120_000, 40_000, 30_000, 3_000
_TOPIC = 24
"""Paragraphs in a row that are about one thing."""
_WORDS = (
    (0, 1),
    (0.1, 7),
    (0.25, 23),
    (0.5, 62),
    (0.75, 370),
    (0.9, 1_011),
    (0.99, 3_370),
    (0.999, 7_070),
    (1, 16_000),
)
"""Quantiles of the words of a body in real feeds."""
_ONSETS: tuple[str, ...] = (*"bcdfghjklmnprstvwyz", "", "", "br", "st", "th")
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "ea", "ou", "é")
_CODAS = ("", "", "", "", "", "", "n", "r", "s", "l", "t")


@dataclass(frozen=True, slots=True)
class Item:
    """One article and where it stands: its source (from 0) and the user's marks."""

    source: int
    entry: Entry
    read: bool
    starred: bool


class Paragraph(NamedTuple):
    """A paragraph, and the block that the cache keeps of it: made once, used in many articles."""

    text: str
    block: str
    words: int


class Language:
    """An invented vocabulary, and a stock of paragraphs made of it."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - it draws words
        self.words = _vocabulary(chance)
        self.cumulative = list(accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(1, len(self.words) + 1)))
        lengths = chance.choices(range(5, 36), k=_SENTENCES)
        sentences = [f"{self._words(chance, length).capitalize()}." for length in lengths]
        self.paragraphs = [_paragraph(chance, sentences, place, " ") for place in range(_PARAGRAPHS)]
        self.names = [f"{_name(chance)} {_name(chance)}" for _ in range(4_000)]
        characters = [chr(0x4E00 + place * 6) for place in range(_CHARACTERS)]
        weights = list(accumulate(1 / (rank + 20) for rank in range(_CHARACTERS)))
        eastern = ["".join(chance.choices(characters, cum_weights=weights, k=k)) + "。" for k in lengths]
        self.eastern = [_paragraph(chance, eastern, place, "") for place in range(_PARAGRAPHS // 20)]

    def title(self, chance: random.Random) -> str:
        """A headline of some nine words."""
        return self._words(chance, chance.randint(4, 14)).capitalize()

    def _words(self, chance: random.Random, count: int) -> str:
        return " ".join(chance.choices(self.words, cum_weights=self.cumulative, k=count))


def _paragraph(chance: random.Random, sentences: list[str], place: int, between: str) -> Paragraph:
    """Paragraphs that stand side by side in the stock say the same things again: real text packs as well."""
    topic = place // _TOPIC * 17 % (len(sentences) - 12)
    said = between.join(
        sentences[topic + chance.randrange(12)] if chance.random() < 0.4 else chance.choice(sentences)
        for _ in range(chance.randint(1, 6))
    )
    said += " Storm." * (chance.random() < 0.02)
    spans = [Span(said)]
    if chance.random() < 0.15:
        spans.append(Span(_name(chance), href=f"https://example.org/{chance.getrandbits(40):x}"))
    text = "".join([span.text for span in spans])
    block = dumps((Block(Kind.PARAGRAPH, tuple(spans)),))[1:-1]
    return Paragraph(text, block, len(text) // 2 if not between else text.count(" ") + 1)


def items(language: Language, seed: int, chunk: int, total: int, sources: int) -> Iterator[Item]:
    """The articles of one chunk, oldest first."""
    chance = random.Random(f"{seed} {chunk}")  # noqa: S311 - it draws articles
    first = chunk * CHUNK
    begin, step = NOW - DAYS * 86_400, DAYS * 86_400 / total
    for number in range(first, min(total, first + CHUNK)):
        at = int(begin + number * step) - chance.randint(0, 7_200)
        source = int(sources * chance.random() ** 2)  # a few publish much, most little
        yield _item(language, chance, number, at, source)


def _item(language: Language, chance: random.Random, number: int, at: int, source: int) -> Item:
    eastern = source % 25 == 24
    stock = language.eastern if eastern else language.paragraphs
    body = list(_body(chance, stock, _length(chance.random())))
    text = "\n".join([each.text for each in body])
    title = chance.choice(stock).text[:18] if eastern else language.title(chance)
    if number % 400 == 0:
        title = f"{PHRASE.capitalize()} {title}"
    return Item(
        source=source,
        entry=Entry(
            guid=f"https://source-{source}.example/{number:x}/{chance.getrandbits(64):x}",
            fingerprint=f"{chance.getrandbits(64):016x}",
            title=title,
            link=f"https://source-{source}.example/news/{number}/{title[:24].replace(' ', '-')}",
            author=chance.choice(language.names),
            published=at,
            lead=text[:270],
            document=f"[{','.join([each.block for each in body])}]",
            text=text,
            level=Level(chance.choice((1, 1, 1, 2))) if chance.random() < 0.004 else Level.ROUTINE,
            facts=Facts(
                categories=tuple(chance.choices(language.words[1_000:1_400], k=chance.randint(0, 6)))
            ),
        ),
        read=chance.random() < 0.8,
        starred=chance.random() < 0.002,
    )


def _body(chance: random.Random, stock: list[Paragraph], length: int) -> Iterator[Paragraph]:
    """Paragraphs of ``length`` words in all."""
    topic = chance.randrange(len(stock) - _TOPIC)
    while length > 0:
        place = topic + chance.randrange(_TOPIC) if chance.random() < 0.5 else chance.randrange(len(stock))
        chosen = stock[place]
        if chosen.words > length + 20:
            chosen = Paragraph(cut := chosen.text[: 6 * length], f'{{"s":["{cut}"]}}', length)
        yield chosen
        length -= chosen.words
    # What hardly comes back: numbers and names.
    last = f"{chance.getrandbits(20):,} {_name(chance)} {_name(chance)}."
    if chance.random() < 0.0002:
        last += f" {RARE.capitalize()}."
    yield Paragraph(last, f'{{"s":["{last}"]}}', 3)


def _length(quantile: float) -> int:
    for (below, short), (above, long) in pairwise(_WORDS):
        if quantile <= above:
            share = (quantile - below) / (above - below)
            return round(math.exp(math.log(short) * (1 - share) + math.log(long) * share))
    return _WORDS[-1][1]


def _vocabulary(chance: random.Random) -> list[str]:
    """Invented words, the short ones first: frequent words are short."""
    found: dict[str, None] = {}
    while len(found) < _VOCABULARY:
        syllables = 1 + (len(found) > 150) + (len(found) > 6_000)
        word = "".join(_syllable(chance) for _ in range(syllables))
        found[word[: chance.randint(2, 9)]] = None
    return list(found)


def _name(chance: random.Random) -> str:
    return "".join(_syllable(chance) for _ in range(4)).capitalize()


def _syllable(chance: random.Random) -> str:
    return chance.choice(_ONSETS) + chance.choice(_NUCLEI) + chance.choice(_CODAS)
