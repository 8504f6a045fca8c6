"""``telex --plain``: the session in lines, on standard input and output. Knows no command of it."""

from __future__ import annotations

import io
import os
import sys
import time
from typing import TYPE_CHECKING

from tui.cli_frame import DONE, cache_errors, config_errors, first_start, open_cache, paths_of

if TYPE_CHECKING:
    import argparse


def in_lines(options: argparse.Namespace) -> int:
    """Read commands until one ends the session, or the input does."""
    paths = paths_of(options)
    first_start(paths)
    from tui.paths import terminal_name
    from tui.plain.orders import ORDERS
    from tui.plain.output import standard
    from tui.plain.session import Session

    stdin = io.TextIOWrapper(
        os.fdopen(os.dup(0), "rb"), encoding=sys.stdin.encoding if sys.stdin else "utf-8", errors="replace"
    )
    with cache_errors(paths), config_errors(), open_cache(paths) as connection:
        Session(
            connection,
            standard(),
            stdin,
            paths=paths,
            orders=ORDERS,
            environ=os.environ,
            platform=sys.platform,
            clock=lambda: int(time.time()),
            terminal=terminal_name(),
            guest=options.read_only,
        ).run()
    return DONE
