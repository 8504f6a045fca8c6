"""CPU of a frame: the diff beside Textual's plain path on the same strips.

Run: ``python -m tests.benchmarks.bytes.cost``.

What is printed is a ratio of medians in one process: below 1 the diff takes less than drawing everything.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.app.frame import Frame

COLUMNS, LINES, ROUNDS = 80, 24, 400
GROUND = Style(color="#d0d0d0", bgcolor="#1c1c1c")
DIM, BOLD = Style(color="#949494", bgcolor="#1c1c1c"), Style(color="#eeeeee", bgcolor="#1c1c1c", bold=True)
CURSOR = Style(color="#eeeeee", bgcolor="#5f5f87", bold=True)


def row(number: int, *, cursor: bool = False) -> list[Segment]:
    """A headline as the list draws it."""
    chance = random.Random(number)  # noqa: S311 - it draws words
    title = "".join(chance.choices("abcdefghijk lmnop", k=52))
    return [
        Segment("• ", BOLD),
        Segment(f"{number % 60:>2}m ", DIM),
        Segment("The Source of… ", DIM),
        Segment(title.ljust(COLUMNS - 21), CURSOR if cursor else BOLD),
    ]


def median(act: Callable[[int], None]) -> float:
    """The median of the seconds that ``act`` takes, over many rounds."""
    taken = []
    for number in range(ROUNDS):
        begun = time.process_time_ns()
        act(number)
        taken.append(time.process_time_ns() - begun)
    return statistics.median(taken) / 1e9


def compare(rows_of: Callable[[int], dict[int, list[Segment]]]) -> tuple[float, float]:
    """(seconds of the diff, seconds of the plain path) for frames that hold these rows."""
    console = Console(color_system="truecolor", force_terminal=True, width=COLUMNS)
    frame = Frame()
    frames = [rows_of(number) for number in range(ROUNDS)]

    def diff(number: int) -> None:
        pieces = [(y, 0, segments) for y, segments in frames[number].items()]
        frame.take(pieces, COLUMNS, LINES, ColorSystem.TRUECOLOR)
        frame.patch((0, 0))

    def plain(number: int) -> None:
        "".join(
            f"\x1b[{y + 1};1H" + Strip(segments, COLUMNS).render(console)
            for y, segments in frames[number].items()
        )

    return median(diff), median(plain)


def main() -> None:
    acts: dict[str, Callable[[int], dict[int, list[Segment]]]] = {
        "cursor key": lambda n: {2 + n % 10: row(2 + n % 10), 3 + n % 10: row(3 + n % 10, cursor=True)},
        "step of scrolling": lambda n: {y: row(n + y) for y in range(2, 22)},
        "another page": lambda n: {y: row(20 * n + y) for y in range(2, 22)},
        "the same frame": lambda _: {y: row(y) for y in range(LINES)},
    }
    for name, rows_of in acts.items():
        diff, plain = compare(rows_of)
        print(f"{name:20} {diff * 1e6:8.0f} µs  {plain * 1e6:8.0f} µs  {diff / plain:5.2f}")


if __name__ == "__main__":
    main()
