"""Keys go one after the other to the screen that is there, and wait where a key before them is at work."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events
from textual.screen import Screen

from tui.app.key_order import KeyOrder


class Taking(Screen[None]):
    """A screen that notes what it is given, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []
        self.calls: list[Any] = []

    def post_message(self, message: Any) -> bool:
        if isinstance(message, events.Key):
            self.taken.append(message.key)
        elif isinstance(message, events.Callback):
            self.calls.append(message.callback)
        return True


async def test_keys_wait_for_what_a_key_before_them_has_begun() -> None:
    screen = Taking()
    order = KeyOrder(lambda: [screen])
    order.press(events.Key("t", "t"))
    first, second = order.hold(), order.hold()
    screen.calls.pop()()
    for key in "sx":
        order.press(events.Key(key, key))
    await asyncio.sleep(0)
    assert screen.taken == ["t"]
    first()
    assert screen.taken == ["t"]
    second()
    assert screen.taken == ["t", "s"]
    screen.calls.pop()()
    assert screen.taken == ["t", "s", "x"]
