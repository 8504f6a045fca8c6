"""A rule before it is saved: what each act would have done of late, with examples. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from rich.segment import Segment

from tui import config_edit
from tui.ages import age
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.desk.rules import DAY, SPANS, Fit, offers, rehearsals_of, words
from tui.model import Rule

_COMMON = frozenset(
    {
        "the", "and", "for", "with", "from", "after", "over", "says", "said", "new", "has", "have", "will",
        "are", "was", "were", "into", "amid", "more", "than", "its", "his", "her", "their", "that", "this",
        "who", "how", "what", "why", "when", "where", "about", "out", "off", "not", "but", "you", "your",
    }
)  # fmt: skip


def suggestion(title: str) -> str:
    """Words of a headline that a rule may look for: its names, else its longest words."""
    found = re.findall(r"[^\W\d_][\w’'-]{2,}", title)
    names = [word for word in found[1:] if word[0].isupper() and not word.isupper()]
    usual = [word for word in found if word.casefold() not in _COMMON]
    chosen = (
        names[:2] if len(names) < 0.7 * len(found) and names else sorted(usual, key=len, reverse=True)[:2]
    )
    return " ".join(word for word in found if word in chosen)


class RulesScreen(Overlay[Rule]):
    """One row for an act; Enter saves that rule."""

    def __init__(
        self,
        query: str,
        rehearsed: Callable[[Rule, int], list[Fit]],
        palette: Palette,
        now: int,
    ) -> None:
        """Raises QueryError."""
        rule = Rule(query)
        rehearsals = rehearsals_of(rehearsed(rule, now - SPANS[-1] * DAY), now)
        self._rules: list[Rule | None] = []
        lines: list[list[Segment]] = []
        for called, offered in offers(rule, now):
            lines.append([Segment(f" {called}", palette.heading)])
            lines.append([Segment(f"   {words(rehearsals, offered.act)}", palette.text)])
            self._rules += [offered] * 2
        lines += _examples(rehearsals[-1].examples, palette, now)
        self._rules += [None] * (len(lines) - len(self._rules))
        keys = (("open", "save this one"), ("leave", "back"))
        super().__init__(f"Rule for: {query}", keys, lines, palette, folds=True)

    def taken(self, index: int) -> Rule | None:
        """The rule that the line belongs to."""
        return self._rules[index]


def saved(rule: Rule) -> Callable[[str], str]:
    """The edit of the configuration that adds a rule."""
    return partial(config_edit.add_rule, rule=rule)


def _examples(fits: Sequence[Fit], palette: Palette, now: int) -> list[list[Segment]]:
    if not fits:
        return [[Segment(" No article of the last 30 days fits it.", palette.dim)]]
    return [
        [Segment(" Such as", palette.heading)],
        *[[Segment(f"   {age(fit.at, now):>3}  {fit.source}  {fit.title}", palette.text)] for fit in fits],
    ]
