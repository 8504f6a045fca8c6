"""One key after the other: each goes to the screen that is there when the key before it has been obeyed.

A key may open a screen or leave one. Over a slow link the next keys are there already, and were Textual to
hand them out they would go to the screen that is about to go, and with it. Knows no key.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from textual import events
from textual.screen import Screen

LOOK = 0.05
"""Seconds between two looks for whether a screen that keys wait for is still there."""
Typed = events.Key | events.Paste

AHEAD = 500
"""Keys that may be typed ahead. Nobody types more: a file that was pasted as keys ends here."""


class KeyOrder:
    """What has been typed and not yet obeyed."""

    def __init__(self, screens: Callable[[], Sequence[Screen[Any]]]) -> None:
        """``screens``: those that are there now, the one on top last."""
        self._screens = screens
        self._waiting: deque[Typed] = deque()
        self._obeying: tuple[Typed, Screen[Any]] | None = None
        self._held: set[object] = set()
        """One for each work that the keys wait for."""
        self._look: asyncio.TimerHandle | None = None

    def press(self, event: Typed) -> None:
        """Take a key or what was pasted; the screen gets it once it is its turn."""
        if len(self._waiting) < AHEAD:
            self._waiting.append(event)
        self._go_on()

    def hold(self) -> Callable[[], None]:
        """Let the keys wait that are typed from now on; what it gives lets them go on."""
        held = object()
        self._held.add(held)

        def release() -> None:
            self._held.discard(held)
            self._next()

        return release

    def _go_on(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None
        if self._obeying is not None and self._obeying[1] not in self._screens():
            self._obeying = None  # left by the mouse, say, and gone with the key
        self._next()
        if self._waiting:
            # Nobody tells of a screen that is gone.
            self._look = asyncio.get_running_loop().call_later(LOOK, self._go_on)

    def _next(self) -> None:
        if self._held or self._obeying is not None or not self._waiting:
            return
        event, screen = self._waiting.popleft(), self._screens()[-1]
        self._obeying = event, screen
        event._set_forwarded()  # noqa: SLF001 - or the app takes it for a new one
        screen.post_message(event)
        screen.post_message(events.Callback(callback=partial(self._obeyed, event)))

    def _obeyed(self, event: Typed) -> None:
        if self._obeying is not None and self._obeying[0] is event:
            self._obeying = None
            self._next()
