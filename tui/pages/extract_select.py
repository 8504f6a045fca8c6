"""Which units of a page are its story: those that a text marks, and what belongs between them. Pure.

Knows no tree and no extractor. The text that marks says *which* words are the story; headings, items,
cells, quotes, code and captions that the extractor lost are taken back by ``extract_recover``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from tui.pages.extract_recover import MUCH_LINKED, Recovery
from tui.pages.extract_rivers import rivers
from tui.pages.extract_units import SHINGLE, Layout, Unit, shingles, tokens_of
from tui.pages.extract_words import ADDRESS, HEADLINE, STOPS

MARKED = 0.6
"""Share of a unit's shingles that must be in the text."""
WINDOW = 8
"""Units on each side by which one of several equal units is chosen."""
ENOUGH = 100
"""Tokens of a story from which what stands in containers without story, and names and dates at its edges,
are none of it."""
SHUNNED = 0.2
"""Share of those tokens up to which what is in such a container is none of the story."""
BESIDE = 0.3
"""How much of a story must stand beside a river of other stories' headlines, as a share of what that has."""
LINE, CREDIT, LINES = 9, 6, 6
"""Tokens below which a line before or behind a story is none of it, and how many such lines there may be."""
HEADED, PARAGRAPH = 5, 30
"""Units below a heading among which two have so many tokens, where it is no headline of another page."""
OPENING = 60
"""Tokens of a story in which its title may be repeated."""
RECOVER_LIMIT = 5_000
"""Units beyond which nothing is taken back: the page is a list of something."""


def select(
    page: Layout,
    text: str,
    drop: Callable[[Unit], bool],
    skip: Iterable[str] = (),
    described: str = "",
) -> list[bool]:
    """Which units of a page are the story that ``text`` holds.

    ``drop``: whether a unit is known not to be part of any story. ``skip``: texts shown elsewhere, the
    title and the like, that the story does not begin with.
    """
    units = page.units
    marked = _marked(units, text)
    _shun(units, marked)
    _shun_rivers(units, marked)
    _keep_one(units, marked, text)
    _leave_out(units, marked, skip)
    chosen = [mark and not drop(unit) for unit, mark in zip(units, marked, strict=True)]
    _drop_after_furniture(units, chosen, drop)
    if any(chosen) and len(units) <= RECOVER_LIMIT:
        Recovery(page, chosen, marked, drop).run(described)
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
            if len(unit.tokens) > HEADLINE or unit.text.endswith(STOPS):
                leading = False
            elif unit.linked >= MUCH_LINKED * len(unit.text) and not _heads_text(units, chosen, number):
                chosen[number] = False


def _heads_text(units: Sequence[Unit], chosen: Sequence[bool], number: int) -> bool:
    """Whether a heading has running text of the story below it: another part of a page of several."""
    below = range(number + 1, min(number + 1 + HEADED, len(units)))
    paragraphs = sum(chosen[each] and len(units[each].tokens) >= PARAGRAPH for each in below)
    return units[number].kind == "heading" and paragraphs > 1


def _trim(units: Sequence[Unit], chosen: list[bool], described: str) -> None:
    """Take names, dates and credits from the beginning and the end of a story."""
    kept = [number for number, keep in enumerate(chosen) if keep]
    if sum(len(units[number].tokens) for number in kept) < ENOUGH:
        return
    wanted = set(shingles(tokens_of(described)))
    for row, least in ((kept, LINE), (kept[::-1], CREDIT)):
        short: list[int] = []
        for number in row:
            unit = units[number]
            if unit.kind in ("caption", "heading"):
                continue
            is_line = (
                len(unit.tokens) < least
                and not unit.text.endswith(STOPS)
                and not unit.text.startswith(ADDRESS)
                and unit.kind in ("text", "item")
            )
            if not is_line or (unit.tokens and wanted.issuperset(shingles(unit.tokens))):
                break
            short.append(number)
        if len(short) <= LINES:
            for number in short:
                chosen[number] = False


def _marked(units: Sequence[Unit], text: str) -> list[bool]:
    known = set(shingles(tokens_of(text)))
    lines = {tuple(tokens_of(line)) for line in text.split("\n")}
    marked: list[bool] = []
    for unit in units:
        if len(unit.tokens) < SHINGLE:
            marked.append(bool(unit.tokens) and unit.tokens in lines)
            continue
        parts = shingles(unit.tokens)
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


def _shun_rivers(units: Sequence[Unit], marked: list[bool]) -> None:
    """Unmark a list of other stories' headlines with what stands below them, where there is a story beside.

    Paragraphs between such headlines are left: those are the story, with ways to others strewn into it.
    """
    for river in rivers(units):
        listed = [number for number in river if marked[number] and units[number].kind in ("item", "heading")]
        inside = sum(len(units[number].tokens) for number in listed)
        total = sum(len(unit.tokens) for unit, mark in zip(units, marked, strict=True) if mark)
        if total - inside >= max(ENOUGH, BESIDE * inside):
            for number in listed:
                marked[number] = False


def _keep_one(units: Sequence[Unit], marked: list[bool], text: str) -> None:
    """Of units with the same words as many as the text has, those with the most of the story round them."""
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        if marked[number]:
            same[unit.tokens].append(number)
    if all(len(numbers) == 1 for numbers in same.values()):
        return
    counts = Counter(shingles(tokens_of(text)))
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
            else max(1, min(counts[part] or 1 for part in shingles(words)))
        )
        if len(numbers) <= allowed:
            continue

        def worth(number: int) -> tuple[bool, bool, int]:
            low, high = max(0, number - WINDOW), min(len(units), number + WINDOW + 1)
            unit = units[number]
            return unit.bad < 0, unit.kind == "heading", sums[high] - sums[low] - weights[number]

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
