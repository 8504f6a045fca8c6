"""Parser or extractor under atheris, which looks for inputs that reach code no input has reached (goal 11).

Run by hand, for as long as is affordable; atheris is no dependency (``pip install atheris``):
``PYTHONPATH=tests/feeds TELEX_FUZZ_SECONDS=3600 .venv/bin/python tests/trust/guided_fuzz.py parse`` (or
``pages``). What raises anything but the reader's own error is written to ``TELEX_FUZZ_FOUND``, once for
each place; what takes more than five seconds is counted, for the worker ends it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from types import FrameType

import atheris

with atheris.instrument_imports(include=["tui", "feedparser", "trafilatura", "htmldate", "lxml"]):
    from tui.feeds.charset import as_utf8
    from tui.feeds.parse import parse_feed
    from tui.feeds.wire import ParseError
    from tui.pages.extract import extract

from figures import record_of_program
from test_trust_fuzz import FOUND, SECONDS, TOKENS, URL, check, check_story, pages, seeds

DEADLINE = 5
LONGEST = 20_000


class Overrun(BaseException):
    """The document took too long."""


def read_feed(data: bytes) -> None:
    """What the parse worker does with a document."""
    try:
        check(parse_feed(data, URL, "", frozenset(), 50))
    except ParseError:
        return


def read_page(data: bytes) -> None:
    """What the page worker does with a page."""
    check_story(extract(as_utf8(data, ""), URL))


class Fuzz:
    """One run: counts, and the inputs that were kept."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._read: Callable[[bytes], None] = read_feed if kind == "parse" else read_page
        self.count = self.stopped = 0
        self.places: dict[str, str] = {}
        self._end = time.monotonic() + SECONDS
        signal.signal(signal.SIGALRM, self._overrun)

    def one(self, data: bytes) -> None:
        """One input; atheris calls this until the time is over."""
        self.count += 1
        signal.setitimer(signal.ITIMER_REAL, DEADLINE)
        try:
            self._read(data)
        except Overrun:
            self.stopped += 1
        except Exception as error:  # noqa: BLE001 - whatever escapes is a find
            self._keep(data, error)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if self.count % 10_000 == 0:
            print(self.figure, self.places, flush=True)
        if time.monotonic() > self._end:
            print(self.figure, self.places, flush=True)
            what = f"guided fuzz of {self.kind}: inputs, longer than 5 s, places that raised"
            record_of_program(11, what, self.figure, __file__)
            os._exit(1 if self.places else 0)

    @property
    def figure(self) -> str:
        """How it went so far."""
        return f"{self.count:,} in {SECONDS:g} s, {self.stopped}, {len(self.places)}"

    def _keep(self, data: bytes, error: Exception) -> None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
        if place in self.places:
            return
        FOUND.mkdir(parents=True, exist_ok=True)
        path = FOUND / blake2b(data, digest_size=8).hexdigest()
        path.write_bytes(data)
        self.places[place] = str(path)
        traceback.print_exception(error)

    @staticmethod
    def _overrun(number: int, frame: FrameType | None) -> None:
        raise Overrun


def main(kind: str) -> None:
    """Fuzz until the time is over."""
    corpus = FOUND / f"corpus-{kind}"
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds() if kind == "parse" else pages():
        if len(data) <= LONGEST:
            (corpus / blake2b(data, digest_size=8).hexdigest()).write_bytes(data)
    words = FOUND / "words"
    lines = ("".join(f"\\x{byte:02x}" for byte in token) for token in TOKENS)
    words.write_text("".join(f'"{line}"\n' for line in lines))
    options = [f"-dict={words}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=4000", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], Fuzz(kind).one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1])
