"""The poller's log: one file, rotated, without secrets. Knows no cache and no network."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from tui.paths import make_folder, own_file
from tui.text import gated_lines

BYTES_LIMIT = 1_000_000
OLD_FILES = 2
"""Kept beside the one that is written: three in all."""
_TALKATIVE = ("httpx2", "httpcore2")
"""These log whole addresses, with user names, passwords and tokens."""


def log_to(path: Path) -> AbstractContextManager[None]:
    """Write what the logger ``telex`` says to ``path``, for as long as the context lasts.

    Raises OSError at once, not when the context is entered.
    """
    make_folder(path.parent)
    handler = _OwnFile(path, maxBytes=BYTES_LIMIT, backupCount=OLD_FILES, encoding="utf-8")
    handler.setFormatter(_Harmless("%(asctime)s %(levelname)s %(message)s"))
    return _attached(handler)


class _Harmless(logging.Formatter):
    """What servers and documents say is quoted in messages; a log is read on a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return gated_lines(super().format(record))


class _OwnFile(RotatingFileHandler):
    """A log that its owner alone can read, after a rotation too."""

    def _open(self) -> TextIOWrapper:
        descriptor = own_file(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)


@contextmanager
def _attached(handler: logging.Handler) -> Iterator[None]:
    logger = logging.getLogger("telex")
    before = logger.level, logger.propagate
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()
        logger.level, logger.propagate = before
