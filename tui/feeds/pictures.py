"""The pictures that readers ask for: fetched for them as pages are, and put into the cache.

Knows no screen and decodes nothing: what is no picture by its first bytes is refused.
"""

from __future__ import annotations

import logging
from functools import partial

from tui.ages import clock as time_of_day
from tui.cache import pictures
from tui.cache.pictures import Picture, WantedPicture
from tui.feeds.accounts import AccountError
from tui.feeds.fetch import Failure, Response
from tui.feeds.hosts import HostWaitsError
from tui.feeds.page_fetch import PageFetch
from tui.feeds.refresh import Kit
from tui.feeds.work import Work
from tui.text import host_of

BYTES_LIMIT = 8_000_000
"""Bytes of the largest picture; ``[poll] max_bytes`` where that is less."""
LOG = logging.getLogger("telex.poller")

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


class Pictures:
    """The pictures that are in work. Used by one event loop."""

    def __init__(self, kit: Kit, ask: PageFetch) -> None:
        self._kit = kit
        self._ask = ask
        self.work: Work[str] = Work()
        """By address."""

    def start(self) -> None:
        """Take up the requests that wait in the cache and are not in work already."""
        for wanted in pictures.waiting(self._kit.connection, int(self._kit.clock())):
            self.work.begin(wanted.url, partial(self._fetch, wanted))

    async def _fetch(self, wanted: WantedPicture) -> None:
        found = await self._found(wanted)
        pictures.keep(self._kit.connection, wanted.url, found, int(self._kit.clock()))
        said = f"; {found.why}" if found.why else ""
        LOG.info("picture %s: %d bytes%s", host_of(wanted.url), len(found.data), said)

    async def _found(self, wanted: WantedPicture) -> Picture:
        try:
            answer = await self._ask.get(wanted.url, wanted.source_url, BYTES_LIMIT)
        except HostWaitsError as waits:
            until = time_of_day(int(waits.until) + 1, int(self._kit.clock()))
            return Picture(b"", f"not before {until}: {waits}")
        except AccountError as error:
            return Picture(b"", str(error))
        if isinstance(answer, Failure):
            return Picture(b"", answer.reason)
        if not isinstance(answer, Response) or not is_picture(answer.body):
            return Picture(b"", "it is no JPEG, PNG, GIF, WebP or AVIF")
        return Picture(answer.body)


def is_picture(data: bytes) -> bool:
    """Whether this begins as a picture of pixels does; a drawing (SVG) is a program."""
    return (
        data.startswith(_BEGINNINGS)
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:12] in (b"ftypavif", b"ftypavis")
    )
