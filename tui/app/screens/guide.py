"""The guide: three questions on one screen, one after the other. Gives the answers; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from tui.app.guide_steps import AlertsStep, Answers, KeysStep, SourcesStep, Step
from tui.app.palette import Palette
from tui.app.screens.overlay import LEAVING, Overlay
from tui.catalogue import Feed
from tui.model import Level

KEYS = (("open", "choose"), ("search", "search"), ("leave", "skip"))


class GuideScreen(Overlay[Answers]):
    """Enter takes a line and on the first one goes on; leaving skips the step."""

    def __init__(
        self,
        feeds: Sequence[Feed],
        chosen: Sequence[str],
        preset: str,
        alerts: tuple[Level, str],
        palette: Palette,
    ) -> None:
        """``chosen``: addresses that are subscribed to. ``alerts``: the level, and quiet hours as written."""
        self._sources = SourcesStep(feeds, chosen)
        self._keys_step = KeysStep(preset)
        self._alerts = AlertsStep(*alerts)
        self._steps: list[Step] = [self._sources, self._keys_step, self._alerts]
        self._done: set[int] = set()
        self._step = 0
        super().__init__(self._said(), KEYS, self._steps[0].lines(palette), palette)

    def _said(self) -> str:
        return f"Guide  {self._steps[self._step].title}"

    def _do(self, act: str, count: int) -> None:
        if act in LEAVING:
            self._next()
        elif act == "read-on":
            self.take(self.at)
        else:
            super()._do(act, count)

    def searched(self, index: int) -> str:
        """A feed is found by its country too."""
        return f"{super().searched(index)} {self._steps[self._step].beside(index)}"

    def take(self, index: int) -> None:
        """Take a line; on the first one the step is done."""
        if self._steps[self._step].take(index):
            self._done.add(self._step)
            self._next()
        else:
            self.show_lines(self._steps[self._step].lines(self._colours), cursor=index)

    def moved(self) -> None:
        """The preview of what is under the cursor."""
        at = self.at
        if self._steps[self._step].look(at):
            self.show_lines(self._steps[self._step].lines(self._colours), cursor=at)

    def _next(self) -> None:
        self._step += 1
        if self._step < len(self._steps):
            self._title_words = self._said()
            self.show_lines(self._steps[self._step].lines(self._colours))
            return
        keys, alerts = self._keys_step, self._alerts
        self.dismiss(
            Answers(
                urls=frozenset(self._sources.chosen) if 0 in self._done else None,
                preset=keys.preset if 1 in self._done else None,
                level=alerts.level if 2 in self._done else None,
                quiet=alerts.quiet if 2 in self._done else None,
            )
        )
