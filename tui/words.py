"""How text becomes the words that a search finds: for the index, for a query, for the marks of hits.

Knows neither SQL nor a syntax. FTS5's own tokenizer splits at what is no letter or digit and folds case
and Latin diacritics. Done here is what it does not: other scripts' diacritics, letters such as ``ß``, and
Chinese, Japanese, Korean and Thai, which are found by substring. Of a run of their characters each pair
becomes a word, and the last character one of its own: ``ABC`` would be indexed as ``AB BC C``. A longer
word is then a phrase of pairs, exactly, and a single character the beginning of a pair.

Measured (tests/benchmarks/search/substring.md): 8,000 articles in the four scripts, 1,200 words sought.

| index           | bytes an article | found of 2 characters | of 3 and more | found wrongly |
| --------------- | ---------------- | --------------------- | ------------- | ------------- |
| pairs, as here  | 1,955            | 100 %                 | 100 %         | 0             |
| FTS5's trigram  | 3,232            | 0 %                   | 100 %         | 0             |
| words alone     | 1,294            | 0 % (Korean 100 %)    | 0 % (100 %)   | 0             |

Most words of Chinese and Japanese have two characters: trigrams find none of them, and cost more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

_RUNS = (
    "\u0e01-\u0e4e\u0e80-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u3005\u3007\u3031-\u3035\u3041-\u3096"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Scripts that are written without spaces (Han, Kana, Thai, Lao, Khmer, Burmese), and Hangul, whose words
carry their particles."""
_RUN = re.compile(f"[{_RUNS}]+")
_WIDE = re.compile("[\uff01-\uff5e\uff66-\uff9f]+")
"""Full-width Latin and half-width Kana: the same letters in other cells."""
_ASCII_OR_NOT = re.compile(r"([\x00-\x7f]+)|.", re.DOTALL)
_LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d",
    "ð": "d", "Ð": "d", "ł": "l", "Ł": "l", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h", "ŧ": "t",
    "Ŧ": "t", "ς": "σ", "ٱ": "ا", "ى": "ي",
}  # fmt: skip


@cache
def _end() -> re.Pattern[str]:
    """The run that a text ends with. This and the next are made for the first search: they take 3 ms each."""
    return re.compile(rf"([{_RUNS}]+)[^\w{_RUNS}]*\Z")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[^\W_{_RUNS}]+|[{_RUNS}]+")


@cache
def _foldings() -> dict[str, str]:
    """What FTS5 leaves as it is: Greek, Cyrillic and Arabic letters with diacritics; ``й`` is a letter.

    Made with the first text that is not ASCII, since it takes 8 ms.
    """
    table = dict(_LETTERS)
    for first, last in ((0x370, 0x52F), (0x620, 0x6D3), (0x1F00, 0x1FFF)):
        for character in map(chr, range(first, last + 1)):
            base = _unmarked(character)
            if base != character and character not in "йЙ":
                table.setdefault(character, base)
    # Vowel points of Arabic and Hebrew, and the stroke that only stretches: not written by all.
    for first, last in ((0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F)):
        table.update(dict.fromkeys(map(chr, range(first, last + 1)), ""))
    return table | {"\u0640": "", "\u0670": "", "\u05be": " "}


def _unmarked(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


@cache
def _foldable() -> re.Pattern[str]:
    return re.compile("[" + "".join(_foldings()) + "]")


_ASCII = bytes(range(128))


def indexed(text: str) -> str:
    """``text`` as the full-text index takes it."""
    if text.isascii():
        return text
    text = _folded(text)
    return _RUN.sub(_pairs, text) if _RUN.search(_beyond_ascii(text)) else text


def _beyond_ascii(text: str) -> str:
    """The characters of ``text`` that are not ASCII, each once.

    A look at these few instead of the whole text takes a tenth of the time (7,500 articles, 25 ms).
    """
    return "".join(set(text.encode("utf-8", "ignore").translate(None, _ASCII).decode()))


def _folded(text: str) -> str:
    rare = _beyond_ascii(text)
    for character in _foldable().findall(rare):  # what one becomes is none that is folded (a test holds it)
        text = text.replace(character, _foldings()[character])
    return _WIDE.sub(_narrow, text) if _WIDE.search(rare) else text


def _narrow(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _pairs(match: re.Match[str]) -> str:
    run = match[0]
    return f" {' '.join([run[place : place + 2] for place in range(len(run))])} "


def sought(text: str, *, prefix: bool) -> tuple[str, bool]:
    """(words next to each other, whether the last is only a beginning) that find ``text`` in the index.

    ("", …) where there is no letter and no digit to find.
    """
    if not any(map(str.isalnum, text)):
        return "", prefix
    text = _folded(text)
    end = _end().search(text)
    if end is None:
        return _RUN.sub(_pairs, text), prefix
    # What follows the run in the article is not known: no word for its last character alone.
    run = end[1]
    pairs = [run[place : place + 2] for place in range(max(1, len(run) - 1))]
    return f"{_RUN.sub(_pairs, text[: end.start()])} {' '.join(pairs)}".strip(), len(run) == 1


@lru_cache(maxsize=4_096)
def _plain(character: str) -> str:
    return _unmarked(_foldings().get(character, unicodedata.normalize("NFKC", character))).casefold()


def plain(text: str) -> tuple[str, list[int] | None]:
    """``text`` folded, and for each of its characters the place that it came from; None: the same place."""
    if text.isascii():
        return text.lower(), None
    characters: list[str] = []
    places: list[int] = []
    for match in _ASCII_OR_NOT.finditer(text):
        start, end = match.span()
        if match[1]:
            characters.append(match[1].lower())
            places += range(start, end)
        else:
            folded = _plain(match[0])
            characters.append(folded)
            places += [start] * len(folded)
    return "".join(characters), places


def finder(phrases: Iterable[tuple[str, bool]]) -> re.Pattern[str] | None:
    """What finds (words, whether they are only a beginning) in a text that ``plain`` gave.

    None where there is nothing to find.
    """
    patterns: list[str] = []
    for text, prefix in phrases:
        words = _word().findall(plain(text)[0])
        if not words:
            continue
        body = r"[\W_]*".join(re.escape(word) for word in words)
        head = "" if _RUN.match(words[0]) else rf"(?<![^\W_{_RUNS}])"
        tail = "" if _RUN.match(words[-1]) else rf"[^\W_{_RUNS}]*" if prefix else rf"(?![^\W_{_RUNS}])"
        patterns.append(f"{head}{body}{tail}")
    return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None
