"""What the extractor lost of a story, taken back from where it stands between what it kept. Pure.

Knows no tree and no extractor: units that are chosen, and why others belong to them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from tui.pages.extract_rivers import rivers
from tui.pages.extract_units import Layout, Unit, shingles, tokens_of
from tui.pages.extract_words import ADDRESS, HEADLINE, STOPS, is_furniture

MARKED = 0.6
"""Share of a sentence's shingles that must be in the description of a page for being its standfirst."""
NEAR = 3
"""Units between a heading and the text that it heads, at most."""
LABEL = 3
"""Tokens of a unit up to which it may be a label of a chart, which sets nothing apart."""
FAR = 40
"""Units between a heading that the text has and what it heads, at most."""
LEAD = 25
"""Units before the text among which its standfirst is looked for."""
CONTENTS = 8
"""Items from which a list of links in the midst of a story is its contents; shorter ones lead to others."""
MUCH_LINKED = 0.5
"""Share of linked characters from which a unit is a way to somewhere else."""


class Recovery:
    """Takes back what stands between marked units and belongs to them."""

    def __init__(
        self, page: Layout, chosen: list[bool], marked: Sequence[bool], drop: Callable[[Unit], bool]
    ) -> None:
        """``chosen``: changed in place. ``marked``: those that the text has, equal ones but once.

        ``drop``: whether a unit is known not to be part of any story.
        """
        self._units = units = page.units
        self._chosen = chosen
        self._drop = drop
        self._within = page.within
        self._find_ends()
        self._bad = self._truly_bad()
        self._words = {unit.tokens for unit, keep in zip(units, marked, strict=True) if keep}
        self._groups: dict[int, list[int]] = defaultdict(list)
        for number, unit in enumerate(units):
            if unit.kind in ("item", "cell"):
                self._groups[unit.group].append(number)
        self._spread = self._with_inner()

    def _find_ends(self) -> None:
        self._first = self._chosen.index(True)
        self._last = len(self._chosen) - 1 - self._chosen[::-1].index(True)

    def run(self, described: str) -> None:
        """Take back lists and tables whole, then single units, then what leads in and out."""
        kept: set[int] = set()
        for at, numbers in sorted(self._groups.items()):
            if any(self._units[number].bad in self._bad for number in numbers):
                continue
            is_inner = self._units[numbers[0]].kind == "item" and self._within.get(at) in kept
            if is_inner or self._is_of_story(numbers, self._spread[at]):
                kept.add(at)
                self._take(numbers)
        self._find_ends()
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

    def _fits(self, number: int, *, linked: bool = False) -> bool:
        unit = self._units[number]
        return (
            unit.bad not in self._bad
            and bool(unit.tokens)
            and unit.tokens not in self._words
            and (linked or unit.linked < MUCH_LINKED * len(unit.text))
            and not is_furniture(unit.text, len(unit.tokens), heading=unit.kind == "heading")
            and not self._drop(unit)
        )

    def _with_inner(self) -> dict[int, list[int]]:
        """The units of each list or table with those of the lists in it, in their order."""
        found = {at: list(numbers) for at, numbers in self._groups.items()}
        for at in sorted(found, reverse=True):
            outer = self._within.get(at)
            if outer in found and self._units[found[at][0]].kind == "item":
                found[outer] = sorted([*found[outer], *found[at]])
        return found

    def _is_of_story(self, numbers: list[int], spread: list[int]) -> bool:
        """Whether a part of a list or table is marked, or it stands within the story and leads nowhere.

        ``spread``: with the units of the lists in it. A list of the story's own headings leads nowhere else.
        """
        units, chosen = self._units, self._chosen
        low, high = spread[0], spread[-1]
        if high < self._first - 1 or low > self._last + 2:
            return False
        letters = sum(len(units[number].text) for number in numbers)
        linked = sum(units[number].linked for number in numbers)
        has = sum(len(units[number].text) for number in numbers if chosen[number])
        if has >= 0.2 * letters:
            return True
        contents = linked == 0 and len(spread) >= CONTENTS
        if high < self._first:
            return contents
        if low > self._last:
            # What a story rests on stands below it, under a heading of its own.
            return linked == 0 and all(units[number].text.startswith(ADDRESS) for number in numbers)
        sides = (self._beside(low, -1), self._beside(high, 1))
        near = all(sides) or (any(sides) and contents)
        return high < self._last and near and (linked <= MUCH_LINKED * letters or len(spread) >= CONTENTS)

    def _take(self, numbers: list[int]) -> None:
        """Take a list or table whole, but for what is furniture in it."""
        for number in numbers:
            unit = self._units[number]
            if (
                unit.tokens
                and not self._drop(unit)
                and not is_furniture(unit.text, len(unit.tokens), heading=unit.kind == "heading")
            ):
                self._chosen[number] = True

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
            beside = [self._units[each] for each in (number - 1, number + 1) if self._chosen[each]]
            torn = before and after and any(each.parent == unit.parent for each in beside)
            in_row = len(beside) == 2 and any(each.box == unit.box for each in beside)
            if unit.text.endswith((":", "：")) and self._chosen[number + 1]:
                return before and self._units[number + 1].kind in ("item", "code", "cell")
            return torn or (in_row and self._is_sentence(number))
        return False

    def _is_sentence(self, number: int) -> bool:
        unit = self._units[number]
        return unit.kind == "text" and len(unit.tokens) > HEADLINE and unit.text.endswith(STOPS)

    def _headings(self) -> None:
        """A heading belongs to the story where text of the story follows it, and soon.

        One that leads to another page is a heading too on a page that is nothing but headlines.
        """
        index = self._index()
        since = apart = FAR
        for number in range(self._last, self._first - 1, -1):
            unit = self._units[number]
            if unit.kind != "heading":
                since = 0 if self._chosen[number] else since + 1
                apart = 0 if self._chosen[number] else apart + (len(unit.tokens) > LABEL)
            elif self._chosen[number]:
                self._chosen[number] = apart < FAR
            elif since < NEAR and number > self._first:
                self._chosen[number] = self._fits(number, linked=number in index)

    def _index(self) -> set[int]:
        """The units of a river that is all there is of a story."""
        total = sum(len(unit.tokens) for unit, keep in zip(self._units, self._chosen, strict=True) if keep)
        found: set[int] = set()
        for river in rivers(self._units):
            inside = sum(len(self._units[number].tokens) for number in river if self._chosen[number])
            if inside > total / 2:
                found.update(river)
        return found

    def _captions_before(self) -> None:
        """The captions of pictures between the title and the text."""
        for number in range(self._first - 1, max(-1, self._first - 12), -1):
            unit = self._units[number]
            if unit.kind == "caption" and self._fits(number):
                self._chosen[number] = True

    def _standfirst(self, described: str) -> None:
        """The sentence between title and text that says what the story is about."""
        lead = self._first - 1
        in_row = lead > 0 and self._units[lead].box == self._units[self._first].box
        if in_row and self._is_sentence(lead) and self._fits(lead):
            self._chosen[lead] = True
            return
        wanted = set(shingles(tokens_of(described)))
        for number in range(self._first - 1, max(-1, self._first - LEAD), -1):
            unit = self._units[number]
            parts = shingles(unit.tokens)
            if (
                unit.kind not in ("text", "heading", "quote", "item")
                or len(parts) < 5
                or not self._fits(number)
            ):
                continue
            if sum(part in wanted for part in parts) >= MARKED * len(parts):
                self._chosen[number] = True
                return
