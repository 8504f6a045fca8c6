"""Keeps a poller at work on the cache: starts one as a child when the lock is free.

Knows nothing of the network.
The child is ``telex poll`` with its standard input tied to this process: it ends when the app does,
however that ends. Whoever of several apps finds the lock free takes over.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from tui.cache.database import CacheError, poller_pid
from tui.paths import Paths


class PollerChild:
    """At most one child poller; ``keep`` is called from time to time."""

    def __init__(self, paths: Paths, command: Sequence[str] = ()) -> None:
        self._paths = paths
        self._command = [
            *(command or (sys.executable, "-m", "tui")),
            "--config",
            str(paths.config),
            "--cache",
            str(paths.cache),
            "poll",
            "--attached",
        ]
        self._child: subprocess.Popen[bytes] | None = None

    def keep(self) -> str:
        """Start a poller if none is at work; a word on what went wrong, or ""."""
        if self._child is not None:
            status = self._child.poll()
            if status is None:
                return ""
            self._release(self._child)
            self._child = None
        try:
            if poller_pid(self._paths.lock) is not None:
                return ""
            self._child = subprocess.Popen(  # noqa: S603 - our own command
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, CacheError) as error:
            return f"No poller: {error}"
        return ""

    def stop(self) -> None:
        """End the child, if there is one, and wait for it."""
        if self._child is not None:
            self._child.terminate()
            self._release(self._child)
            self._child = None

    @staticmethod
    def _release(child: subprocess.Popen[bytes]) -> None:
        if child.stdin is not None:
            child.stdin.close()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
