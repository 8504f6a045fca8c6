"""Work that a key asks for and that takes too long for the screen's own thread. Knows not what it is.

Meanwhile the screen lives on; the next keys wait, since they are for what the work will bring.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader

T = TypeVar("T")


def aside(reader: Reader, begin: Callable[[], Awaitable[T]], done: Callable[[T], None]) -> None:
    """Wait for what ``begin`` starts on another thread, then call ``done`` on this one."""
    release = reader.context.hold()

    async def waiting() -> None:
        try:
            done(await begin())
        finally:
            release()

    # Not a coroutine: of one that never starts, since the app is leaving, Python would complain.
    reader.run_worker(waiting, group="aside")  # type: ignore[arg-type]  # mypy cannot solve Textual's union
