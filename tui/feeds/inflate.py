"""A compressed body to its bytes, in bounded steps. Pure; knows no network.

HTTP clients hand over what one chunk unpacks to as one piece: 276 bytes of stacked gzip came as
1 GB (measured, httpx 0.28.1). Here nothing beyond the limit is ever unpacked, one coding at most is
taken off, and a body that ends before its coding does is an error, not a short document.

gzip and deflate alone. Brotli and Zstandard decoders that can be bounded are compiled packages of
their own until Python 3.14 brings one, and would save a tenth of what gzip leaves (feeds: 54.3 MB are
11.4 MB in gzip, measured). They are not asked for, so no server sends them.
"""

from __future__ import annotations

import zlib

_GZIP = zlib.MAX_WBITS | 16
_ZLIB = zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"
"""How gzip begins (RFC 1952, 2.3.1)."""

_NONE = frozenset(("", "identity", "none", "utf-8", "utf8", "iso-8859-1", "binary", "8bit"))
"""What says that there is no coding, also by mistake for a charset or a mail's encoding."""
_RATIO = 200
"""The most bytes that one byte on the wire may stand for, once there are ``_RATIO_FROM`` of them.

Feeds reach 15, zlib's own bound is 1,032 (RFC 1951): what comes near it holds nothing.
"""
_RATIO_FROM = 1_000_000
_MEMBERS = 1_000
"""The most gzip members of one body: each costs a decoder, and a document has one, or one for each flush."""


class BodyError(Exception):
    """A body that is not taken; the text is a reason for the user."""


class Inflater:
    """Collects a body from its chunks as they come over the wire, taking one content coding off.

    ``coding`` is the value of Content-Encoding. ``limit`` holds for the bytes on the wire and for
    the bytes after decoding alike. Raises BodyError, also from the constructor.
    """

    def __init__(self, coding: str, limit: int) -> None:
        self._coding = coding.strip(" ,").lower()
        if self._coding in _NONE:
            self._coding = ""
        elif self._coding not in ("gzip", "x-gzip", "deflate"):
            raise BodyError("answered in a compression that was not asked for")
        self._limit = limit
        self._received = 0
        self._body = bytearray()
        self._stream: zlib._Decompress | None = None
        self._members = 0

    def expect(self, length: int) -> None:
        """Refuse at once a body whose announced length, in bytes, is beyond the limit."""
        if length > self._limit:
            raise BodyError(self._too_large())

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes from the wire."""
        self._received += len(chunk)
        if self._received > self._limit:
            raise BodyError(self._too_large())
        if not self._coding:
            if not (chunk.startswith(_MAGIC) and len(chunk) == self._received):
                self._body += chunk
                return
            self._coding = "gzip"  # a file of it, kept as one; no document begins so
        try:
            self._unpack(chunk)
        except zlib.error as error:
            raise BodyError("the compressed answer is damaged") from error

    def finish(self) -> bytes:
        """The whole body, once the last chunk has been taken."""
        if self._stream is not None and not self._stream.eof:
            raise BodyError("the answer broke off before its end")
        return bytes(self._body)

    def _unpack(self, chunk: bytes) -> None:
        while chunk:
            if self._stream is None or self._stream.eof:
                if self._members and not self._another_member(chunk):
                    return
                self._members += 1
                if self._members > _MEMBERS:
                    raise BodyError(f"compressed in more than {_MEMBERS:,} pieces")
                self._stream = zlib.decompressobj(self._window(chunk))
            # One byte more than is allowed tells "too large" from "just fits".
            room = self._limit - len(self._body) + 1
            self._body += self._stream.decompress(chunk, room)
            if len(self._body) > self._limit:
                raise BodyError(self._too_large())
            if len(self._body) > max(_RATIO_FROM, _RATIO * self._received):
                raise BodyError(f"unpacks to more than {_RATIO} times its size")
            chunk = self._stream.unconsumed_tail or self._stream.unused_data

    def _another_member(self, chunk: bytes) -> bool:
        """Whether what follows a finished stream is a further gzip member (RFC 1952, 2.2) and not padding."""
        return self._coding != "deflate" and chunk[0] == 0x1F

    def _window(self, chunk: bytes) -> int:
        if self._coding != "deflate":
            return _GZIP
        # "deflate" is zlib's format (RFC 9110, 8.4.1.2), but some servers send it bare.
        return _ZLIB if chunk[0] & 0x0F == 8 else _RAW

    def _too_large(self) -> str:
        return f"larger than {size(self._limit)}"


def size(count: int) -> str:
    """A number of bytes in the words that the configuration uses: 10 MB, 64 kB, 900 bytes."""
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if count >= unit:
            return f"{count / unit:.3g} {name}"
    return f"{count} bytes"
