"""``python -m tui.demo --speed N``: the publishers as a process of their own, until stdin closes.

Prints one line of JSON with the sources, then serves. It dies with its parent, because then stdin
closes. Knows nothing of the configuration or the cache.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from dataclasses import asdict

from tui.demo.publisher import serve


def main() -> None:
    """Serve until stdin reaches its end or a signal asks to stop; exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m tui.demo", description="The demo's publishers.")
    parser.add_argument("--speed", type=float, default=1.0, help="demo seconds per real second")
    speed = parser.parse_args().speed
    if not 0 < speed < float("inf"):
        parser.error("--speed must be a number above 0")
    asyncio.run(_run(speed))


async def _run(speed: float) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    publisher = await serve(speed)
    line = json.dumps({"sources": [asdict(source) for source in publisher.sources]})
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    _watch_stdin(loop, stop)
    await stop.wait()
    await publisher.close()


def _watch_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    def readable() -> None:
        if not os.read(0, 65_536):
            loop.remove_reader(0)
            stop.set()

    try:
        loop.add_reader(0, readable)
    except OSError:  # a file, /dev/null or nothing at all: its end is already reached
        stop.set()


if __name__ == "__main__":
    main()
