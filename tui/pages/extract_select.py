"""Which units of a page are its story: those that a text marks, and what belongs between them. Pure.

Knows no tree and no extractor. The text that marks says *which* words are the story; headings, items,
cells, quotes, code and captions that the extractor lost are taken back from where they stand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from tui.pages.extract_units import Unit, tokens_of
from tui.pages.extract_words import is_furniture

SHINGLE = 4
"""Tokens in a row that are looked for."""
MARKED = 0.6
"""Share of a unit's shingles that must be in the text."""
NEAR = 3
"""Units between a heading and the text that it heads, at most."""
WINDOW = 8
"""Units on each side by which one of several equal units is chosen."""
FAR = 40
"""Units between a heading that the text has and what it heads, at most."""
ENOUGH = 100
"""Tokens of a story from which what stands in containers without story, and names and dates at its edges,
are none of it."""
SHUNNED = 0.2
"""Share of those tokens up to which what is in such a container is none of the story."""
HEADLINE = 20
"""Tokens of the longest headline."""
LINE, CREDIT, LINES = 9, 6, 6
"""Tokens below which a line before or behind a story is none of it, and how many such lines there may be."""
OPENING = 60
"""Tokens of a story in which its title may be repeated."""
LEAD = 25
"""Units before the text among which its standfirst is looked for."""
CONTENTS = 8
"""Items from which a list of links in the midst of a story is its contents; shorter ones lead to others."""
MUCH_LINKED = 0.5
"""Share of linked characters from which a unit is a way to somewhere else."""
RECOVER_LIMIT = 5_000
"""Units beyond which nothing is taken back: the page is a list of something."""

_STOPS = tuple('.!?…。！？؟।"”»’)]:;,')


def select(
    units: Sequence[Unit],
    text: str,
    drop: Callable[[Unit], bool],
    skip: Iterable[str] = (),
    described: str = "",
) -> list[bool]:
    """Which units are the story that ``text`` holds.

    ``drop``: whether a unit is known not to be part of any story. ``skip``: texts shown elsewhere, the
    title and the like, that the story does not begin with.
    """
    marked = _marked(units, text)
    _shun(units, marked)
    _keep_one(units, marked, text)
    _leave_out(units, marked, skip)
    chosen = [mark and not drop(unit) for unit, mark in zip(units, marked, strict=True)]
    _drop_after_furniture(units, chosen, drop)
    if any(chosen) and len(units) <= RECOVER_LIMIT:
        _Recovery(units, chosen, marked, drop).run(described)
        _leave_out(units, chosen, skip)
    _trim(units, chosen, described)
    return chosen


def _drop_after_furniture(units: Sequence[Unit], chosen: list[bool], drop: Callable[[Unit], bool]) -> None:
    """What stands under "Read also" are headlines of other stories, up to the next sentence."""
    leading = False
    for number, unit in enumerate(units):
        if unit.tokens and drop(unit):
            leading = True
        elif leading and chosen[number]:
            if len(unit.tokens) > HEADLINE or unit.text.endswith(_STOPS):
                leading = False
            elif unit.linked >= MUCH_LINKED * len(unit.text):
                chosen[number] = False


def _trim(units: Sequence[Unit], chosen: list[bool], described: str) -> None:
    """Take names, dates and credits from the beginning and the end of a story."""
    kept = [number for number, keep in enumerate(chosen) if keep]
    if sum(len(units[number].tokens) for number in kept) < ENOUGH:
        return
    wanted = set(_shingles(tokens_of(described)))
    for row, least in ((kept, LINE), (kept[::-1], CREDIT)):
        short: list[int] = []
        for number in row:
            unit = units[number]
            if unit.kind in ("caption", "heading"):
                continue
            is_line = (
                len(unit.tokens) < least and not unit.text.endswith(_STOPS) and unit.kind in ("text", "item")
            )
            if not is_line or (unit.tokens and wanted.issuperset(_shingles(unit.tokens))):
                break
            short.append(number)
        if len(short) <= LINES:
            for number in short:
                chosen[number] = False


def _shingles(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    if len(tokens) < SHINGLE:
        return [tuple(tokens)] if tokens else []
    return list(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))


def _marked(units: Sequence[Unit], text: str) -> list[bool]:
    known = set(_shingles(tokens_of(text)))
    lines = {tuple(tokens_of(line)) for line in text.split("\n")}
    marked: list[bool] = []
    for unit in units:
        if len(unit.tokens) < SHINGLE:
            marked.append(bool(unit.tokens) and unit.tokens in lines)
            continue
        parts = _shingles(unit.tokens)
        marked.append(sum(part in known for part in parts) >= MARKED * len(parts))
    return marked


def _shun(units: Sequence[Unit], marked: list[bool]) -> None:
    """Unmark what stands in containers without story, where these hold little of what is marked."""
    inside: Counter[int] = Counter()
    for unit, mark in zip(units, marked, strict=True):
        if mark:
            inside[unit.bad] += len(unit.tokens)
    enough = inside[-1] >= ENOUGH
    for number, unit in enumerate(units):
        if marked[number] and unit.bad >= 0 and enough:
            marked[number] = not unit.hidden and inside[unit.bad] >= inside[-1] * SHUNNED


def _keep_one(units: Sequence[Unit], marked: list[bool], text: str) -> None:
    """Of units with the same words as many as the text has, those with the most of the story round them."""
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        if marked[number]:
            same[unit.tokens].append(number)
    if all(len(numbers) == 1 for numbers in same.values()):
        return
    counts = Counter(_shingles(tokens_of(text)))
    lines = Counter(tuple(tokens_of(line)) for line in text.split("\n"))
    weights = [len(unit.tokens) if mark else 0 for unit, mark in zip(units, marked, strict=True)]
    sums = [0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    for words, numbers in same.items():
        if len(numbers) == 1:
            continue
        allowed = (
            lines[words]
            if len(words) < SHINGLE
            else max(1, min(counts[part] or 1 for part in _shingles(words)))
        )
        if len(numbers) <= allowed:
            continue

        def worth(number: int) -> tuple[bool, int]:
            low, high = max(0, number - WINDOW), min(len(units), number + WINDOW + 1)
            return units[number].bad < 0, sums[high] - sums[low] - weights[number]

        for number in sorted(numbers, key=worth, reverse=True)[max(1, allowed) :]:
            marked[number] = False


def _leave_out(units: Sequence[Unit], chosen: list[bool], skip: Iterable[str]) -> None:
    """Take the title and its like out of the beginning of a story."""
    texts = [words for text in skip if (words := _folded(tokens_of(text)))]
    seen = 0
    for number, unit in enumerate(units):
        if seen >= OPENING:
            return
        if not chosen[number]:
            continue
        words = _folded(unit.tokens)
        if words in texts or (unit.kind == "heading" and any(_is_mostly(words, text) for text in texts)):
            chosen[number] = False
        else:
            seen += len(words)


def _folded(tokens: Iterable[str]) -> list[str]:
    return [each.casefold() for each in tokens]


def _is_mostly(words: list[str], title: list[str]) -> bool:
    known = set(title)
    return sum(word in known for word in words) >= MARKED * len(words) and len(words) > 1


class _Recovery:
    """Takes back what stands between marked units and belongs to them."""

    def __init__(
        self, units: Sequence[Unit], chosen: list[bool], marked: list[bool], drop: Callable[[Unit], bool]
    ) -> None:
        self._units = units
        self._chosen = chosen
        self._drop = drop
        self._first = chosen.index(True)
        self._last = len(chosen) - 1 - chosen[::-1].index(True)
        self._bad = self._truly_bad()
        self._words = {unit.tokens for unit, keep in zip(units, marked, strict=True) if keep}
        self._groups: dict[int, list[int]] = defaultdict(list)
        for number, unit in enumerate(units):
            if unit.kind in ("item", "cell"):
                self._groups[unit.group].append(number)

    def run(self, described: str) -> None:
        """Take back lists and tables whole, then single units, then what leads in and out."""
        for numbers in self._groups.values():
            self._group(numbers)
        for number in range(self._first + 1, self._last):
            if not self._chosen[number] and self._fits(number) and self._belongs(number):
                self._chosen[number] = True
        self._captions_before()
        self._headings()
        self._standfirst(described)

    def _truly_bad(self) -> set[int]:
        """Containers that hold no story by their name, but for those that hold much of it."""
        inside: Counter[int] = Counter()
        total = 0
        for unit, keep in zip(self._units, self._chosen, strict=True):
            if keep:
                total += len(unit.tokens)
                inside[unit.bad] += len(unit.tokens)
        return {unit.bad for unit in self._units if unit.bad >= 0 and inside[unit.bad] < 0.3 * total}

    def _fits(self, number: int) -> bool:
        unit = self._units[number]
        return (
            unit.bad not in self._bad
            and bool(unit.tokens)
            and unit.tokens not in self._words
            and unit.linked < MUCH_LINKED * len(unit.text)
            and not is_furniture(unit.text, len(unit.tokens), heading=unit.kind == "heading")
            and not self._drop(unit)
        )

    def _group(self, numbers: list[int]) -> None:
        """A list or table of which a part is marked, or that stands within the story and leads nowhere."""
        units, chosen = self._units, self._chosen
        if numbers[-1] < self._first or numbers[0] > self._last + 1:
            return
        if any(units[number].bad in self._bad for number in numbers):
            return
        letters = sum(len(units[number].text) for number in numbers)
        linked = sum(units[number].linked for number in numbers)
        has = sum(len(units[number].text) for number in numbers if chosen[number])
        if has < 0.2 * letters:
            inside = self._first < numbers[0] and numbers[-1] < self._last
            near = self._beside(numbers[0], -1) and self._beside(numbers[-1], 1)
            if not (inside and near) or (linked > MUCH_LINKED * letters and len(numbers) < CONTENTS):
                return
        for number in numbers:
            unit = units[number]
            if (
                unit.tokens
                and not self._drop(unit)
                and not is_furniture(unit.text, len(unit.tokens), heading=unit.kind == "heading")
            ):
                chosen[number] = True

    def _beside(self, number: int, step: int) -> bool:
        """Whether the story goes on before (-1) or behind (1) a table or list, other cells not counted."""
        looked = 0
        number += step
        while 0 <= number < len(self._units) and looked < 2:
            if self._chosen[number]:
                return True
            looked += self._units[number].kind != "cell"
            number += step
        return False

    def _belongs(self, number: int) -> bool:
        unit = self._units[number]
        before = any(self._chosen[max(0, number - 2) : number])
        after = any(self._chosen[number + 1 : number + 3])
        if unit.kind in ("code", "quote", "caption"):
            return before or after
        if unit.kind == "text":
            parents = {self._units[each].parent for each in (number - 1, number + 1) if self._chosen[each]}
            return before and after and unit.parent in parents
        return False

    def _headings(self) -> None:
        """A heading belongs to the story where text of the story follows it, and soon."""
        since = FAR
        for number in range(self._last, self._first - 1, -1):
            unit = self._units[number]
            if unit.kind != "heading":
                since = 0 if self._chosen[number] else since + 1
            elif self._chosen[number]:
                self._chosen[number] = since < FAR
            elif since < NEAR and number > self._first and self._fits(number):
                self._chosen[number] = True

    def _captions_before(self) -> None:
        """The captions of pictures between the title and the text."""
        for number in range(self._first - 1, max(-1, self._first - 12), -1):
            unit = self._units[number]
            if unit.kind == "caption" and self._fits(number):
                self._chosen[number] = True

    def _standfirst(self, described: str) -> None:
        """The sentence between title and text that says what the story is about."""
        wanted = set(_shingles(tokens_of(described)))
        for number in range(self._first - 1, max(-1, self._first - LEAD), -1):
            unit = self._units[number]
            parts = _shingles(unit.tokens)
            if (
                unit.kind not in ("text", "heading", "quote", "item")
                or len(parts) < 5
                or not self._fits(number)
            ):
                continue
            if sum(part in wanted for part in parts) >= MARKED * len(parts):
                self._chosen[number] = True
                return
